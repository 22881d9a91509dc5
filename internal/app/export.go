package app

import (
	"slices"

	"kommunalforum/internal/account"
	"kommunalforum/internal/audit"
	"kommunalforum/internal/board"
	"kommunalforum/internal/bookmark"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/consultation"
	"kommunalforum/internal/credential"
	"kommunalforum/internal/draft"
	"kommunalforum/internal/export/section"
	"kommunalforum/internal/factor"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/feedtoken"
	"kommunalforum/internal/follow"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/library"
	"kommunalforum/internal/limit"
	"kommunalforum/internal/membership"
	"kommunalforum/internal/notify"
	"kommunalforum/internal/outbox"
	"kommunalforum/internal/profile"
	"kommunalforum/internal/reuse"
	"kommunalforum/internal/signin"
	"kommunalforum/internal/suggestion"
	"kommunalforum/internal/support"
	"kommunalforum/internal/unread"
)

// exportSections returns all sections of the export of personal data in the
// order of its page.
func exportSections(a *App) []section.Section {
	return slices.Concat(
		account.ExportPerson(),
		profile.ExportSections(),
		membership.ExportSections(),
		signin.ExportIdentities(),
		account.ExportConsents(),
		board.ExportSections(),
		credential.ExportSessions(),
		factor.ExportSections(),
		credential.ExportLinks(),
		limit.ExportSections(),
		forum.ExportSections(),
		unread.ExportSections(),
		support.ExportSections(),
		follow.ExportSections(),
		feedtoken.ExportSections(),
		bookmark.ExportSections(),
		draft.ExportSections(),
		a.Attached.ExportSections(),
		faq.ExportSections(),
		library.ExportSections(),
		consultation.ExportSections(),
		suggestion.ExportSections(),
		reuse.ExportSections(),
		inquiry.ExportSections(),
		catalogue.ExportSections(),
		notify.ExportSections(),
		outbox.ExportSections(),
		audit.ExportSections(),
	)
}
