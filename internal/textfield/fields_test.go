package textfield_test

import (
	"fmt"
	"strings"
	"testing"

	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	. "kommunalforum/internal/testkit"
)

func TestMain(m *testing.M) { Main(m) }

// Columns of text that are no field of their own, with why.
var otherColumns = map[string]string{
	"backup.place":   "a path on the operator's machine, by the command line",
	"backup.problem": "what went wrong, by the program",
	"post.source":    markdownText, "held_reply.source": markdownText, "profile.source": markdownText,
	"faq_article.source": markdownText, "inquiry.source": markdownText, "inquiry.background": markdownText,
	"inquiry_message.source": markdownText, "inquiry_note.source": markdownText, "answer_version.source": markdownText,
	"post.html": rendered, "held_reply.html": rendered, "profile.html": rendered, "faq_article.html": rendered, "inquiry.html": rendered,
	"inquiry.background_html": rendered, "inquiry_message.html": rendered, "inquiry_note.html": rendered, "answer_version.html": rendered,
	"post.mentions":         "words of post.source",
	"alarm.node":            "id of a node",
	"alarm.sentence":        "our own words, cut to alarm.MaxSentence",
	"alarm_notice.sentence": "our own words, cut to alarm.MaxSentence",
	"page_check.checked":    "our own words, cut",
	"page_check.first":      "our own words and those of the database, cut",
	"post.solution_states":  "of lists", "post.solution_sizes": "of lists",
	"post_version.title": "a former thread.title", "post_version.source": "a former post.source",
	"faq_version.title": formerArticle, "faq_version.short": formerArticle, "faq_version.scope": formerArticle, "faq_version.source": formerArticle,
	"faq_version.as_of": date, "faq_article.as_of": date, "faq_article.review_on": date, "faq_article.review_noticed": date,
	"document_version.source": markdownText, "document_version.html": rendered, "document_version.dated": date,
	"document_version.valid_from": date, "document_version.valid_until": date, "document.expired": date,
	"document_version.reference_key": "made of document_version.reference", "document_version.link": "an address: isSource in package library",
	"consultation.intro": markdownText, "consultation.outcome": markdownText, "consultation_section.source": markdownText,
	"consultation_wording.source": markdownText, "consultation.intro_html": rendered, "consultation.outcome_html": rendered,
	"consultation_section.html": rendered, "consultation_wording.html": rendered, "consultation_wording.heading": "a former heading",
	"consultation.ends_on": date, "consultation.reminded_for": date, "consultation_step.ends_on": date,
	"consultation.disclosure": "one of a list", "consultation_section.verdict": "one of a list", "consultation_position.stance": "one of a list",
	"consultation_position_step.stance":   "one of a list",
	"consultation_position_step.proposal": "that of the position", "consultation_position_step.reasons": "those of the position",
	"attachment.subject":        "words of the program",
	"follow_merged.other_level": "words of the program", "follow_merged.now_level": "words of the program",
	"answer_version.valid_from":  date,
	"answer_version.valid_until": date,
	"inquiry.due":                date, "inquiry.stopped_on": date, "inquiry.asked_back_on": date, "inquiry.reminded_on": date,
	"inquiry.tickler": date, "bookmark.remind_on": date,
	"inquiry.answered_on": date, "organisation.dissolved_on": date, "register.as_of": date, "application.terms": date, "consent.version": date,
	"application.email": mailAddress, "application.base": mailAddress, "application.former": mailAddress, "application.colleague": mailAddress,
	"person.email": mailAddress, "invitation.email": mailAddress, "mail_domain.name": "ASCII: package address",
	"district.name": catalogueFile, "district.plain": catalogueFile, "district.kind": catalogueFile, "district.state": catalogueFile,
	"municipality.name": catalogueFile, "municipality.plain": catalogueFile, "municipality.kind": catalogueFile, "municipality.state": catalogueFile,
	"service.name": shipped, "single_service.name": shipped, "single_service.leika_key": shipped,
	"single_service.type": shipped, "single_service.laws": shipped, "situation.name": shipped, "situation.slug": shipped,
	"subject_area.name": shipped, "subject_area.slug": shipped, "subject_area.lead_states": shipped,
	"catalogue_file.name": shipped, "catalogue_file.sha256": shipped,
	"data_change.what": "words of the program", "register.body": "a file; its names: TestNamesOfARegisterAreFieldsOfOneLine",
	"board_narrowing.name": "a former board.name",
	"board_barred.name":    "a former board.name",
	"alias.words":          "words of the program", "alias.land": "one of a list",
	"organisation.ags": "digits", "organisation.state": "one of a list", "board.slug": "letters of an address",
	"administers.ags": "digits", "district.ags": "digits", "municipality.ags": "digits", "municipality.district_ags": "digits",
	"linked_identity.provider": "of the configuration", "linked_identity.subject": "compared byte for byte, never shown",
	"reuse.stage": "one of a list", "reuse_step.stage": "one of a list", "reuse.cost": "one of a list", "reuse.product_key": random,
	"reuse_removal.product": "a former reuse.product", "reuse.since": date, "reuse.mailbox": mailAddress,
	"feed_token.subject_kind": "words of the program", "feed_token.hash": random,
	"session.device": "words of the program", "setting.name": "words of the program", "audit.act": "words of the program",
	"audit.subject":  "words of the program",
	"inquiry.number": "made by the program", "official_answer.number": "made by the program", "inquiry.calendar": "one of a list",
	"outbox.message_id": random, "outbox.error": "words of the program", "factor_change.what": "words of the program",
	"notification.place_kind": "words of the program", "notification.via_kind": "words of the program",
	"notification.delivery": "words of the program",
	"report.reason":         "one of a list", "report.outcome": "words of the program",
	"notify_setting.rhythm": "words of the program", "digest.rhythms": "words of the program", "digest.since": date,
	"notify_person.absent_from": date, "notify_person.absent_until": date,
	"passkey.credential_id": random, "passkey.record": random, "passkey_challenge.record": random, "passkey_user.handle": random,
	"portrait.sha256": random, "register.sha256": random, "totp.secret": random, "totp_offer.secret": random,
	"interrupted_form.once_key": random, "interrupted_form.tab": random, "interrupted_form.browser": random,
	"interrupted_form.path": "of a route", "interrupted_form.fields": "as it was typed, shown " +
		"again in its form, read there",
	"attachment.name":       "package attachment cleans it: TestHostileNamesAreCleaned",
	"attachment.media_type": "one of a list", "attachment.sha256": random, "attachment.thumbnail": random, "blob_removal.sha256": random,
	"attachment_page.name": "package extract cleans it", "attachment_page.text": "package extract cleans it",
	"sent_form.digest": random,
	"node.name":        "of a machine, cut by package node",
	"cursor.node":      random, "job.node": random, "keyring.fingerprint": random,
	"saved_search.query":   "made by the program from the fields of the search",
	"application.password": random, "person.password": random,
}

const (
	markdownText  = "Markdown: package richtext"
	rendered      = "rendered from Markdown"
	formerArticle = "a former version of faq_article"
	date          = "a date"
	mailAddress   = "an address: package address"
	catalogueFile = "of a file: TestNamesOfARegisterAreFieldsOfOneLine"
	shipped       = "of the files that the program brings along"
	random        = "random or a hash"
)

// machine are columns that hold words of the program in every table.
var machine = []string{"id", "key", "once_key", "kind", "state", "purpose", "audience", "role", "consumer", "from_state", "to_state",
	"former_state", "subject_kind",
	"review", "organisation_kind", "level", "act", "search", "sort_key"}

// foul are texts that no field takes, each long enough for all of them.
var foul = map[string]string{
	"right-to-left override": "Eine Frage \u202efnie",
	"right-to-left isolate":  "Eine Frage \u2067fnie",
	"invisible letters":      strings.Repeat("\u3164", 12),
	"empty Braille":          strings.Repeat("\u2800", 12),
	"no letter":              strings.Repeat("– ", 12),
	"private use":            "Eine Frage \ue000 mehr",
	"unassigned":             "Eine Frage \u0378 mehr",
	"tags":                   "Eine Frage \U000e0041\U000e0042",
	"a pile of marks":        "Eine Frage" + strings.Repeat("\u0336", 9),
	"far too long":           strings.Repeat("Eine Frage ", 400),
}

func TestFieldsRefuseWhatShowsOtherThanItIs(t *testing.T) {
	t.Parallel()
	w := New(t)
	for _, f := range fields {
		t.Run(f.act, func(t *testing.T) {
			for what, text := range foul {
				if err := f.write(w, text); !fault.Is(err, fault.Invalid) {
					t.Errorf("%s: %v", what, err)
				}
			}
			err := f.write(w, strings.Repeat("\u200e", 12)) // as if it was left empty
			if f.optional != (err == nil) || err != nil && !fault.Is(err, fault.Invalid) {
				t.Errorf("nothing but marks: %v", err)
			}
		})
	}
}

func TestFieldsAreStoredClean(t *testing.T) {
	t.Parallel()
	for _, f := range fields {
		t.Run(f.act, func(t *testing.T) {
			w := New(t)
			typed, want := "\ufeff Eine\u00a0gro\u0308\u00dfere\u200b \tFra\u00ad\x00ge\u200e ", "Eine größere Frage"
			if f.digits {
				typed, want = "\u202d+49\u00a0511 123\u202c", "+49 511 123"
			}
			if err := f.write(w, typed); err != nil {
				t.Fatal(err)
			}
			for _, c := range f.columns {
				table, column, _ := strings.Cut(c, ".")
				n := 0
				err := w.DB.Read(w.Ctx, func(tx *db.Tx) (err error) {
					pattern := want
					if table == "setting" { // several lines, some with an address behind the name
						pattern = "%" + want + "%"
					}
					n, err = db.Scalar[int](tx, fmt.Sprintf(`SELECT COUNT(*) FROM %s WHERE %s LIKE $1`, table, column), pattern)
					return err
				})
				if err != nil || n == 0 {
					t.Errorf("%s does not hold %q: %v", c, want, err)
				}
			}
		})
	}
}
