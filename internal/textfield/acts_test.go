package textfield_test

import (
	"crypto/rand"
	"strconv"
	"strings"

	"kommunalforum/internal/account"
	"kommunalforum/internal/attachment"
	"kommunalforum/internal/board"
	"kommunalforum/internal/bookmark"
	"kommunalforum/internal/config"
	"kommunalforum/internal/db"
	"kommunalforum/internal/directory"
	"kommunalforum/internal/factor"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/library"
	"kommunalforum/internal/membership"
	"kommunalforum/internal/organisation"
	"kommunalforum/internal/profile"
	"kommunalforum/internal/reuse"
	"kommunalforum/internal/setting"
	"kommunalforum/internal/signin"
	"kommunalforum/internal/suggestion"
	. "kommunalforum/internal/testkit"
)

// field is an act by which people, files or commands write fields of plain
// text.
type field struct {
	act      string
	columns  []string // that hold the text afterwards
	optional bool     // may stay empty
	digits   bool     // takes a telephone number only
	write    func(w *World, text string) error
}

const why = "Für die Probe nötig"

// fields are all of them, at least one act for each column.
var fields = slicesOf(
	forumFields, bookmarkFields, reuseFields, consultationFields, faqFields, inquiryFields, peopleFields, joiningFields, adminFields,
)

func slicesOf(lists ...[]field) (out []field) {
	for _, l := range lists {
		out = append(out, l...)
	}
	return out
}

func id(text string) int64 {
	n, _ := strconv.ParseInt(text, 10, 64)
	return n
}

func newMail() string { return strings.ToLower(rand.Text()) + "@unbekannt.example" }

func ask(w *World) int64 { return w.Ask(Ann, Members, "Eine andere Frage", "Text") }

var forumFields = []field{
	{act: "open thread", columns: []string{"thread.title"}, write: func(w *World, s string) error {
		_, err := w.Forum.OpenThread(w.Ctx, w.By(Ann), forum.Question{Board: w.Board(Members), Title: s, Text: "Text"})
		return err
	}},
	{act: "edit question", columns: []string{"thread.title"}, write: func(w *World, s string) error {
		return w.Forum.EditPost(w.Ctx, w.By(Ann), w.Question(ask(w)), forum.Edit{Title: s, Text: "Text", Revision: 1})
	}},
	{act: "lock thread", columns: []string{"thread.locked_reason", "audit.reason"}, write: func(w *World, s string) error {
		return w.Forum.Lock(w.Ctx, w.By(Mod), ask(w), s)
	}},
	{act: "move thread", columns: []string{"audit.reason"}, optional: true, write: func(w *World, s string) error {
		return w.Forum.Move(w.Ctx, w.By(Mod), ask(w), forum.Move{Board: w.Board(Public), Reason: s, Confirm: true})
	}},
	{act: "thread outdated", columns: []string{"thread.outdated_reason"}, write: func(w *World, s string) error {
		return w.Forum.MarkOutdated(w.Ctx, w.By(Ann), ask(w), s)
	}},
	{act: "refuse question", columns: []string{"thread.review_reason"}, write: func(w *World, s string) error {
		path := w.Fill("/thema/:id/ablehnen")
		return w.Forum.Refuse(w.Ctx, w.By(Mod), id(strings.Split(path, "/")[2]), s)
	}},
	{act: "refuse reply", columns: []string{"held_reply.reason"}, write: func(w *World, s string) error {
		return w.Forum.RefuseReply(w.Ctx, w.By(Mod), id(strings.Split(w.Fill("/wartend/:id"), "/")[2]), s)
	}},
	{act: "hide post", columns: []string{"post.hidden_reason"}, write: func(w *World, s string) error {
		return w.Forum.Hide(w.Ctx, w.By(Mod), w.Reply(Bea, ask(w), "Antwort"), s)
	}},
	{act: "blacken version", columns: []string{"post_version.black_reason"}, write: func(w *World, s string) error {
		return w.Forum.Blacken(w.Ctx, w.By(Mod), w.Reply(Bea, ask(w), "Antwort"), 1, s)
	}},
	{act: "report post", columns: []string{"report.words"}, write: func(w *World, s string) error {
		_, err := w.Forum.Report(w.Ctx, w.By(Ann), w.Reply(Bea, ask(w), "Antwort"), forum.ReportInput{Reason: forum.Wrong, Words: s})
		return err
	}},
	{act: "dismiss reports", columns: []string{"report.answer", "audit.reason"}, optional: true, write: func(w *World, s string) error {
		post := w.Reply(Bea, ask(w), "Antwort")
		return w.Forum.DismissReports(w.Ctx, w.By(Mod), post, forum.DecideReports{Newest: w.Report(Ann, post), Answer: s})
	}},
	{act: "hide reported post", columns: []string{"report.answer"}, optional: true, write: func(w *World, s string) error {
		post := w.Reply(Bea, ask(w), "Antwort")
		return w.Forum.HideReported(w.Ctx, w.By(Mod), post, forum.DecideReports{Newest: w.Report(Ann, post), Reason: "Werbung", Answer: s})
	}},
	{act: "reveal author", columns: []string{"audit.reason"}, write: func(w *World, s string) error {
		_, err := w.Forum.RevealAuthor(w.Ctx, w.By(Mod), id(strings.Split(w.Fill("/thema/:id/wer-fragt"), "/")[2]), 0, s)
		return err
	}},
}

var bookmarkFields = []field{
	{act: "what an attachment shows", columns: []string{"attachment.alt"}, optional: true, write: func(w *World, s string) error {
		f := w.Upload(Ann, "liste.txt", "Text")
		_, err := w.Forum.Reply(w.Ctx, w.By(Ann), ask(w), forum.Reply{Text: "Anbei", Files: []attachment.Choice{{ID: f.ID, Alt: s}}})
		return err
	}},
	{act: "bookmark", columns: []string{"bookmark.note"}, optional: true, write: func(w *World, s string) error {
		return w.Bookmarks.Save(w.Ctx, w.By(Bea), w.Question(ask(w)), bookmark.Input{Note: s})
	}},
}

var reuseFields = []field{
	{act: "note of a supporter", columns: []string{"concern.note"}, optional: true, write: func(w *World, s string) error {
		thread := ask(w)
		if err := w.Forum.Support(w.Ctx, w.By(Bea), thread); err != nil {
			return err
		}
		return w.Forum.SaveNote(w.Ctx, w.By(Bea), thread, 0, s)
	}},
	{act: "remove the note of a supporter", columns: []string{"concern.note_removed", "audit.reason"}, write: func(w *World, s string) error {
		thread := ask(w)
		if err := w.Forum.Support(w.Ctx, w.By(Bea), thread); err != nil {
			return err
		}
		if err := w.Forum.SaveNote(w.Ctx, w.By(Bea), thread, 0, "Notiz"); err != nil {
			return err
		}
		return w.Forum.RemoveNote(w.Ctx, w.By(Mod), thread, w.By(Bea).Organisation.ID, s)
	}},
	{act: "product", columns: []string{"reuse.product"}, write: entry(func(in *reuse.Input, s string) { in.Product = s })},
	{act: "provider", columns: []string{"reuse.provider"}, optional: true,
		write: entry(func(in *reuse.Input, s string) { in.Provider = s })},
	{act: "operator", columns: []string{"reuse.operator"}, optional: true,
		write: entry(func(in *reuse.Input, s string) { in.Operator = s })},
	{act: "experience", columns: []string{"reuse.experience"}, optional: true,
		write: entry(func(in *reuse.Input, s string) { in.Notes.Experience = s })},
	{act: "financing", columns: []string{"reuse.financing"}, optional: true,
		write: entry(func(in *reuse.Input, s string) { in.Notes.Financing = s })},
	{act: "integration", columns: []string{"reuse.integration"}, optional: true,
		write: entry(func(in *reuse.Input, s string) { in.Notes.Integration = s })},
	{act: "operation", columns: []string{"reuse.operation"}, optional: true,
		write: entry(func(in *reuse.Input, s string) { in.Notes.Operation = s })},
	{act: "interfaces", columns: []string{"reuse.interfaces"}, optional: true,
		write: entry(func(in *reuse.Input, s string) { in.Notes.Interfaces = s })},
	{act: "assistance", columns: []string{"reuse.assistance"}, optional: true,
		write: entry(func(in *reuse.Input, s string) { in.Notes.Assistance = s })},
	{act: "remove an entry", columns: []string{"reuse_removal.reason", "audit.reason"}, write: func(w *World, s string) error {
		return w.Reuse.Remove(w.Ctx, w.By(Mod), w.EnterReuse(Ann, 10061, reuse.Input{Product: "Dienst " + rand.Text()}), 1, s)
	}},
}

// entry writes a field of an entry of the register of re-use.
func entry(set func(*reuse.Input, string)) func(*World, string) error {
	return func(w *World, s string) error {
		in := reuse.Input{Stage: reuse.Using, Product: "Dienst " + rand.Text()}
		set(&in, s)
		_, err := w.Reuse.Enter(w.Ctx, w.By(Ann), 10061, in)
		return err
	}
}

var faqFields = []field{
	{act: "article's question", columns: []string{"faq_article.title"}, write: article(func(in *faq.Input, s string) { in.Title = s })},
	{act: "article's short answer", columns: []string{"faq_article.short"}, optional: true,
		write: article(func(in *faq.Input, s string) { in.Short = s })},
	{act: "article's scope", columns: []string{"faq_article.scope"}, optional: true, write: article(func(in *faq.Input, s string) { in.Scope = s })},
	{act: "save article", columns: []string{"faq_article.title", "faq_article.scope"}, write: func(w *World, s string) error {
		number := w.Article(Mod, Members)
		shown, err := w.FAQ.Show(w.Ctx, w.By(Mod), number)
		if err != nil {
			return err
		}
		return w.FAQ.Save(w.Ctx, w.By(Mod), number, faq.Input{Board: w.Board(Members), Title: s, Short: "Kurz.", Text: "Text.",
			Scope: s, Revision: shown.Revision})
	}},
	{act: "article outdated", columns: []string{"faq_article.outdated_reason"}, write: func(w *World, s string) error {
		return w.FAQ.MarkOutdated(w.Ctx, w.By(Mod), w.Article(Mod, Members), s)
	}},
	{act: "document's title", columns: []string{"document_version.title"}, write: paper(func(in *library.Input, s string) { in.Title = s })},
	{act: "document's issuing body", columns: []string{"document_version.issuer"}, write: paper(func(in *library.Input, s string) { in.Issuer = s })},
	{act: "document's reference", columns: []string{"document_version.reference"}, optional: true,
		write: paper(func(in *library.Input, s string) { in.Reference = s })},
	{act: "what a version changes", columns: []string{"document_version.news"}, write: func(w *World, s string) error {
		in := library.Input{Board: w.Board(Members), Title: "Leitfaden", Issuer: "FITKO", Dated: "1.2.2026", Link: "https://fitko.de/", News: s,
			Revision: 1}
		return w.Library.Renew(w.Ctx, w.By(Mod), w.Document(Mod, Members), in)
	}},
	{act: "document withdrawn", columns: []string{"document.state_reason"}, write: func(w *World, s string) error {
		return w.Library.End(w.Ctx, w.By(Mod), w.Document(Mod, Members), library.Withdrawn, 0, s)
	}},
	{act: "suggested question", columns: []string{"faq_suggestion.title"},
		write: suggestionOf(func(in *suggestion.Input, s string) { in.Title = s })},
	{act: "why it is suggested", columns: []string{"faq_suggestion.why"}, optional: true,
		write: suggestionOf(func(in *suggestion.Input, s string) { in.Why = s })},
	{act: "suggestion declined", columns: []string{"faq_suggestion.reason", "audit.reason"}, write: func(w *World, s string) error {
		id := w.Suggest(Ann, w.Question(w.Ask(Bea, Members, "Wie geht das eigentlich?", "So?")))
		return w.Suggested.Decline(w.Ctx, w.By(Mod), id, s)
	}},
}

func suggestionOf(set func(*suggestion.Input, string)) func(*World, string) error {
	return func(w *World, s string) error {
		post := w.Question(w.Ask(Bea, Members, "Wie geht das eigentlich?", "So?"))
		in := suggestion.Input{Subject: suggestion.Subject{Kind: suggestion.Post, ID: post}, Title: "Eine andere Frage"}
		set(&in, s)
		_, err := w.Suggested.Suggest(w.Ctx, w.By(Ann), in)
		return err
	}
}

func paper(set func(*library.Input, string)) func(*World, string) error {
	return func(w *World, s string) error {
		in := library.Input{Board: w.Board(Members), Title: "Leitfaden", Issuer: "FITKO", Dated: "1.2.2026", Link: "https://fitko.de/"}
		set(&in, s)
		_, err := w.Library.Add(w.Ctx, w.By(Mod), in)
		return err
	}
}

func article(set func(*faq.Input, string)) func(*World, string) error {
	return func(w *World, s string) error {
		in := faq.Input{Board: w.Board(Members), Title: "Eine andere Frage", Short: "Kurz.", Text: "Text."}
		set(&in, s)
		_, err := w.FAQ.Draft(w.Ctx, w.By(Mod), in)
		return err
	}
}

var inquiryFields = []field{
	{act: "ask programme management", columns: []string{"inquiry.title"}, write: func(w *World, s string) error {
		_, err := w.Inquiry.Ask(w.Ctx, w.By(Ann), inquiry.AskInput{Board: w.Board(Members), Title: s, Text: "Text"})
		return err
	}},
	{act: "decline inquiry", columns: []string{"inquiry_step.reason", "audit.reason"}, write: func(w *World, s string) error {
		return w.Inquiry.Decline(w.Ctx, w.By(Prog), taken(w), inquiry.Basis{Reason: s})
	}},
	{act: "hand over inquiry", columns: []string{"inquiry.competent_body"}, write: func(w *World, s string) error {
		return w.Inquiry.HandOver(w.Ctx, w.By(Prog), taken(w), inquiry.HandOverInput{Body: s, Note: "Bitte übernehmen Sie."})
	}},
	{act: "reason to draft", columns: []string{"inquiry_step.reason"}, optional: true, write: draft(func(in *inquiry.DraftInput, s string) {
		in.Reason = s
	})},
	{act: "answered question", columns: []string{"answer_version.question"}, optional: true,
		write: draft(func(in *inquiry.DraftInput, s string) { in.Question = s })},
	{act: "short answer", columns: []string{"answer_version.short"}, optional: true, write: draft(func(in *inquiry.DraftInput, s string) {
		in.Short = s
	})},
	{act: "answering body", columns: []string{"answer_version.body"}, optional: true, write: draft(func(in *inquiry.DraftInput, s string) {
		in.Body = s
	})},
	{act: "legal basis", columns: []string{"answer_version.legal_basis"}, optional: true,
		write: draft(func(in *inquiry.DraftInput, s string) { in.LegalBasis = s })},
	{act: "answer's scope", columns: []string{"answer_version.scope"}, optional: true, write: draft(func(in *inquiry.DraftInput, s string) {
		in.Scope = s
	})},
	{act: "answer", columns: []string{"answer_version.question"}, write: func(w *World, s string) error {
		in := inquiry.AnswerInput{Question: s, Short: "Das Land.", Text: "Text.", Body: "FITKO", Audience: board.ToMembers}
		return w.Acts.AnswerInquiry(w.Ctx, w.By(Prog), taken(w), inquiry.Basis{}, in)
	}},
	{act: "retract answer", columns: []string{"answer_version.withdrawn_why", "inquiry_step.reason"}, write: func(w *World, s string) error {
		return w.Acts.RetractAnswer(w.Ctx, w.By(Prog), w.Answered(Ann, Members), 1, inquiry.Basis{Reason: s})
	}},
}

func taken(w *World) string {
	number := w.Inquire(Ann, Members)
	if err := w.Inquiry.TakeUp(w.Ctx, w.By(Prog), number, inquiry.Basis{}); err != nil {
		w.T.Fatal(err)
	}
	return number
}

func draft(set func(*inquiry.DraftInput, string)) func(*World, string) error {
	return func(w *World, s string) error {
		in := inquiry.DraftInput{AnswerInput: inquiry.AnswerInput{Question: "Wer zahlt?", Text: "Text."}}
		set(&in, s)
		return w.Inquiry.SaveDraft(w.Ctx, w.By(Prog), taken(w), in)
	}
}

var peopleFields = []field{
	{act: "create account", columns: []string{"person.name", "person.function"}, write: func(w *World, s string) error {
		_, _, err := w.Accounts.Create(w.Ctx, account.NewPerson{Email: newMail(), Name: s, Function: s, Organisation: w.By(Ann).Organisation})
		return err
	}},
	{act: "rename oneself", columns: []string{"person.name", "person.function"}, write: func(w *World, s string) error {
		return w.Accounts.Rename(w.Ctx, w.By(Ann), s, s)
	}},
	{act: "name of a provider", columns: []string{"person.name"}, write: func(w *World, s string) error {
		_, err := w.SignIn.SignInByProvider(w.Ctx, signin.ExternalIdentity{Provider: "probe", Subject: rand.Text(), Email: newMail(), Vouched: true,
			Person: s, Organisation: "Stadt Musterstadt"}, "Probe")
		return err
	}},
	{act: "organisation of a command", columns: []string{"organisation.name"}, write: func(w *World, s string) error {
		_, err := w.Directory.Ensure(w.Ctx, organisation.Organisation{Name: s, Kind: organisation.Company})
		return err
	}},
	{act: "enter organisation", columns: []string{"organisation.name"}, write: func(w *World, s string) error {
		_, err := w.Directory.Add(w.Ctx, w.By(Boss), directory.Input{Name: s, Kind: organisation.Company, Reason: why})
		return err
	}},
	{act: "reason of an organisation", columns: []string{"audit.reason"}, write: func(w *World, s string) error {
		_, err := w.Directory.Add(w.Ctx, w.By(Boss), directory.Input{Name: "Firma " + rand.Text(), Kind: organisation.Company,
			Reason: s})
		return err
	}},
	{act: "function in the profile", columns: []string{"person.function"}, optional: true, write: func(w *World, s string) error {
		return w.Profiles.Save(w.Ctx, w.By(Newcomer), profile.Input{Function: s})
	}},
	{act: "telephone", columns: []string{"profile.phone"}, optional: true, digits: true, write: func(w *World, s string) error {
		return w.Profiles.Save(w.Ctx, w.By(Bea), profile.Input{Phone: s})
	}},
	{act: "name of a passkey", columns: []string{"passkey.name"}, write: func(w *World, s string) error {
		return w.DB.Write(w.Ctx, func(tx *db.Tx) error {
			key, err := tx.Insert(`INSERT INTO passkey (person_id, credential_id, name, record, created_at)
				VALUES ($1, $2, 'Schlüssel', '{}', $3) RETURNING id`,
				w.By(Ann).ID, rand.Text(), tx.Now)
			if err != nil {
				return err
			}
			return factor.RenamePasskeyTx(tx, w.By(Ann).ID, key, s)
		})
	}},
}

var joiningFields = []field{
	{act: "apply", columns: []string{"application.name", "application.function"}, write: func(w *World, s string) error {
		return w.Joining.Apply(w.Ctx, membership.Form{Email: newMail(), Name: s, Function: s, Terms: Terms})
	}},
	{act: "employer", columns: []string{"application.employer"}, write: func(w *World, s string) error {
		return confirm(w, membership.Confirmation{Employer: s})
	}},
	{act: "message to moderation", columns: []string{"application.reason"}, optional: true, write: func(w *World, s string) error {
		return confirm(w, membership.Confirmation{Employer: "Stadt Unbekannt", Reason: s})
	}},
	{act: "refuse application", columns: []string{"application.verdict"}, write: func(w *World, s string) error {
		return w.Joining.Refuse(w.Ctx, w.By(Boss), w.Waits(newMail(), "Neue Person", "Stadt Unbekannt"), s)
	}},
	{act: "accept invitation", columns: []string{"person.name", "person.function"}, write: func(w *World, s string) error {
		_, token := w.Invite(Mod, newMail())
		return w.Joining.Accept(w.Ctx, token, membership.Acceptance{Name: s, Function: s, Password: Password, Terms: Terms})
	}},
}

func confirm(w *World, in membership.Confirmation) error {
	in.Password, in.Colleague = Password, Email(Ann)
	_, err := w.Joining.Confirm(w.Ctx, w.Apply(newMail(), "Neue Person"), in)
	return err
}

var adminFields = []field{
	{act: "open board", columns: []string{"board.name", "board.description"}, write: func(w *World, s string) error {
		_, err := w.Boards.Create(w.Ctx, w.By(Boss), board.Creation{Slug: "neu-" + strings.ToLower(rand.Text()),
			Text:     board.Text{Name: s, Description: s},
			Settings: board.Settings{Audience: board.Members}}, why)
		return err
	}},
	{act: "describe board", columns: []string{"board.name", "board.description"}, write: func(w *World, s string) error {
		return w.Boards.Describe(w.Ctx, w.By(Boss), w.Board(Members), board.Text{Name: s, Description: s}, why)
	}},
	{act: "reason of a board", columns: []string{"audit.reason"}, write: func(w *World, s string) error {
		return w.Boards.Archive(w.Ctx, w.By(Boss), w.Board(Members), true, s)
	}},
	{act: "save a search", columns: []string{"saved_search.name"}, write: func(w *World, s string) error {
		_, _, err := w.Follows.Save(w.Ctx, w.By(Ann), s, "q=Wohngeld")
		return err
	}},
	{act: "make group", columns: []string{"circle.name"}, write: func(w *World, s string) error {
		_, err := w.Boards.NewCircle(w.Ctx, w.By(Boss), s)
		return err
	}},
	{act: "claim", columns: []string{"setting.value"}, write: func(w *World, s string) error {
		return w.Settings.Present(w.Ctx, w.By(Boss), setting.Presentation{Claim: s}, why)
	}},
	{act: "carrier", columns: []string{"setting.value"}, write: func(w *World, s string) error {
		return w.Settings.Present(w.Ctx, w.By(Boss), setting.Presentation{Claim: config.DefaultClaim, Carriers: []string{s}}, why)
	}},
	{act: "partner", columns: []string{"setting.value"}, write: func(w *World, s string) error {
		return w.Settings.Present(w.Ctx, w.By(Boss), setting.Presentation{Claim: config.DefaultClaim,
			Partners: []config.Partner{{Name: s, Address: "https://x.example"}}}, why)
	}},
	{act: "reason of a setting", columns: []string{"audit.reason"}, write: func(w *World, s string) error {
		return w.Settings.Present(w.Ctx, w.By(Boss), setting.Presentation{Claim: "Ein anderer Leitsatz"}, s)
	}},
	{act: "suspend", columns: []string{"audit.reason"}, write: func(w *World, s string) error {
		return w.Accounts.Suspend(w.Ctx, w.By(Boss), w.By(Bea).ID, s)
	}},
	{act: "grant", columns: []string{"audit.reason"}, write: func(w *World, s string) error {
		return w.Accounts.Grant(w.Ctx, w.By(Boss), w.By(Ann).ID, account.Grant{Role: account.Programme}, s)
	}},
	{act: "revoke", columns: []string{"audit.reason"}, write: func(w *World, s string) error {
		return w.Accounts.Revoke(w.Ctx, w.By(Boss), w.By(Prog).ID, account.Grant{Role: account.Programme}, s)
	}},
	{act: "reset factors", columns: []string{"audit.reason"}, write: func(w *World, s string) error {
		return w.Accounts.ResetFactors(w.Ctx, w.By(Boss), w.By(Ann).ID, s)
	}},
	{act: "disable by command", columns: []string{"audit.reason"}, optional: true, write: func(w *World, s string) error {
		return w.Accounts.Disable(w.Ctx, Email(Insider), s)
	}},
	{act: "reset factors by command", columns: []string{"audit.reason"}, optional: true, write: func(w *World, s string) error {
		return w.Accounts.ResetFactorsOf(w.Ctx, Email(Ann), s)
	}},
	{act: "discard mail", columns: []string{"audit.reason"}, write: func(w *World, s string) error {
		return w.Accounts.DiscardMail(w.Ctx, w.By(Boss), id(strings.Split(w.Fill("/verwaltung/post/:id"), "/")[3]), s)
	}},
	{act: "erase account", columns: []string{"audit.reason"}, write: func(w *World, s string) error {
		return w.Acts.EraseAccount(w.Ctx, w.By(Boss), w.By(Newcomer).ID, true, s)
	}},
}
