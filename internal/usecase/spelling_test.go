package usecase_test

import (
	"slices"
	"strings"
	"testing"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/privacy"
	"kommunalforum/internal/profile"
	. "kommunalforum/internal/testkit"
)

// spellings of one name, and of its address, as others write them.
var spellings = []string{
	"Jörg Weiß-Grün", "JÖRG WEISS-GRÜN", "JÖRG WEIẞ-GRÜN", "jörg weiß-grün", "Joerg Weiss-Gruen", "Jo\u0308rg Wei\u00df-Gru\u0308n",
	"JO\u0308RG WEISS-GRU\u0308N",
	"Jörg\nWeiß-Grün", "**Jörg** _Weiß-Grün_", "J&ouml;rg Wei&szlig;-Gr&#252;n", "Jörg Weiß\u00ad-Grün", "Jörg Weiß Grün",
	"100 % von Jörg_Weiß_Grün\\",
	"joerg_weiss%x@stadt.example", "JOERG_WEISS%X@STADT.EXAMPLE",
}

func TestTextsNameSomebodyInEverySpelling(t *testing.T) {
	t.Parallel()
	w := New(t)
	p, _, err := w.Accounts.Create(w.Ctx, account.NewPerson{Email: "joerg_weiss%x@stadt.example", Name: "Jörg Weiß-Grün",
		Organisation: w.By(Ann).Organisation})
	if err != nil {
		t.Fatal(err)
	}
	posts, others := map[int64]string{}, map[int64]string{}
	for _, s := range spellings {
		posts[w.Question(w.Ask(Bea, Members, "Eine Frage ohne Namen", "Das weiß "+s+".\n\nDanke"))] = s
	}
	for _, s := range []string{"Jörg Weiß", "Jörg Weiß-Grünwald", "Björg Weiß-Grün", "Joerg und Weiß-Grün", "joergXweissXx@stadt.example",
		"joerg_weissXx@stadt.example"} {
		others[w.Question(w.Ask(Bea, Members, "Eine Frage ohne Namen", "Das weiß "+s+".\n\nDanke"))] = s
	}
	id, err := w.FAQ.Draft(w.Ctx, w.By(Mod), faq.Input{Board: w.Board(Members), Title: "Wen frage ich dazu?", Short: "Kurz.", Text: "Text.",
		Scope: "nach JÖRG WEISS-GRÜN"})
	if err != nil {
		t.Fatal(err)
	}
	number := w.Inquire(Ann, Members)
	if err := w.Inquiry.TakeUp(w.Ctx, w.By(Prog), number, inquiry.Basis{}); err != nil {
		t.Fatal(err)
	}
	answer := inquiry.AnswerInput{Question: "Wer trägt die Kosten?", Short: "Das Land.", Text: "Text.", Body: "Stelle JÖRG WEIẞ-GRÜN",
		Audience: board.ToMembers}
	if err := w.Acts.AnswerInquiry(w.Ctx, w.By(Prog), number, inquiry.Basis{}, answer); err != nil {
		t.Fatal(err)
	}
	if err := w.Profiles.Save(w.Ctx, w.By(Bea), profile.Input{About: "Mich vertritt JÖRG WEISS-GRÜN."}); err != nil {
		t.Fatal(err)
	}
	if err := w.Acts.EraseAccount(w.Ctx, w.By(Boss), p.ID, true, "JÖRG WEISS-GRÜN ging, Jo\u0308rg Weiß-Grün auch"); err != nil {
		t.Fatal(err)
	}
	list, _, err := w.Privacy.Mentions(w.Ctx, w.By(Boss))
	if err != nil {
		t.Fatal(err)
	}
	has := func(kind privacy.Kind, id int64) bool {
		return slices.ContainsFunc(list, func(m privacy.Mention) bool { return m.Kind == kind && m.Subject == id })
	}
	for post, s := range posts {
		if !has(privacy.Post, post) {
			t.Errorf("not listed: %q", s)
		}
	}
	for post, s := range others {
		if has(privacy.Post, post) {
			t.Errorf("listed: %q", s)
		}
	}
	if !has(privacy.Article, id) {
		t.Error("not listed: the article")
	}
	if !has(privacy.Profile, w.By(Bea).ID) {
		t.Error("not listed: the profile")
	}
	list, _, err = w.Privacy.Mentions(w.Ctx, w.By(Prog))
	if err != nil || !slices.ContainsFunc(list, func(m privacy.Mention) bool { return m.Kind == privacy.Inquiry }) {
		t.Errorf("not listed: the inquiry: %v", err)
	}
	deeds, _, err := w.Accounts.AuditLog(w.Ctx, w.By(Boss), 0)
	if err != nil || deeds[0].Reason != account.FormerMember+" ging, "+account.FormerMember+" auch" {
		t.Errorf("the log holds %q, %v", deeds[0].Reason, err)
	}
}

func TestDraftForTheFAQHasNoNamesInAnySpelling(t *testing.T) {
	t.Parallel()
	w := New(t)
	_, _, err := w.Accounts.Create(w.Ctx, account.NewPerson{Email: "jw@stadt.example", Name: "Jörg Weiß-Grün", Organisation: w.By(Ann).Organisation})
	if err != nil {
		t.Fatal(err)
	}
	thread := w.Ask(Ann, Public, "Wie geht das?", "Text")
	post := w.Reply(Bea, thread, "JÖRG WEISS-GRÜN, jörg weiß-grün und Joerg Weiss-Gruen sagen: **so** – 100 % sicher.")
	article, err := w.Acts.TakeIntoFAQ(w.Ctx, w.By(Mod), post, "")
	if err != nil {
		t.Fatal(err)
	}
	shown, err := w.FAQ.Show(w.Ctx, w.By(Mod), article)
	if err != nil || !strings.Contains(strings.ReplaceAll(string(shown.Article.HTML), "\u00a0", " "),
		"N. N., N. N. und N. N. sagen: <strong>so</strong> – 100") {
		t.Errorf("%s, %v", shown.Article.HTML, err)
	}
}
