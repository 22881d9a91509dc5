package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"kommunalforum/internal/account"
	"kommunalforum/internal/attachment"
	"kommunalforum/internal/board"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/inquiry"
	. "kommunalforum/internal/testkit"
	"kommunalforum/internal/web/path"
)

var everybody = []string{Guest, Ann, Bea, Mod, OtherMod, Editor, Prog, Prog2, Boss, Insider}

// readers holds that these and nobody else get a file.
func readers(t *testing.T, w *World, what, address string, may ...string) {
	t.Helper()
	for _, by := range everybody {
		want := http.StatusNotFound
		if slices.Contains(may, by) {
			want = http.StatusOK
		}
		if a := w.Get(by, address); a.Code != want {
			t.Errorf("%s: %q gets %d, want %d", what, by, a.Code, want)
		}
	}
}

func addressOf(f attachment.File) string { return path.Attachment(f.ID, f.Name) }

func TestFilesOfAnArticleAreReadByWhoReadsIt(t *testing.T) {
	t.Parallel()
	w := New(t)
	a := w.PostFiles(Mod, path.NewArticle, Form("titel", "Wie hoch ist die Gebühr?", "kurzantwort", "Hoch.", "text", "Siehe Anlage.",
		"bereich", Members, "aktion", "speichern"), file("gebuehren.csv", table), file("alt.txt", "Alt"))
	if a.Code != http.StatusSeeOther {
		t.Fatalf("draft: %d %s", a.Code, a.Body)
	}
	article := strings.Split(a.Location(), "?")[0]
	id := idIn(t, article)
	found := fileAddress.FindAllStringSubmatch(w.Get(Mod, article).Body, -1)
	if len(found) != 2 {
		t.Fatalf("the draft shows %q", found)
	}
	kept, old := found[0][1], found[1][1]
	readers(t, w, "a draft", kept, Mod, Boss)
	if a := w.Get(Mod, path.To(path.PublishArticle, id)); !strings.Contains(a.Body, "gebuehren.csv") {
		t.Error("who releases it does not see the files")
	}
	if err := w.FAQ.Publish(w.Ctx, w.By(Mod), id, board.ToMembers, false); err != nil {
		t.Fatal(err)
	}
	members := everybody[1:]
	readers(t, w, "released", kept, members...)
	if a := w.Get(Ann, article); !strings.Contains(a.Body, "CSV-Tabelle") {
		t.Errorf("readers do not see it: %s", a.Body)
	}

	// Another editor takes one out and adds one; the former version keeps what it had.
	form := w.Get(Boss, path.To(path.EditArticle, id))
	fields := Form("titel", "Wie hoch ist die Gebühr?", "kurzantwort", "Hoch.", "text", "Siehe Anlage.", "bereich", Members, "fassung", "1",
		"aktion", "speichern")
	fields.Add("anhang", attachedIn(form)[0])
	fields.Add("alternativtext", "")
	if a := w.PostFiles(Boss, path.To(path.EditArticle, id), fields, file("neu.txt", "Neu")); a.Code != http.StatusSeeOther {
		t.Fatalf("save: %d %s", a.Code, a.Body)
	}
	page := w.Get(Ann, article)
	if strings.Contains(page.Body, "alt.txt") || !strings.Contains(page.Body, "neu.txt") || !strings.Contains(page.Body, "gebuehren.csv") {
		t.Errorf("the new version shows the wrong files: %s", page.Body)
	}
	readers(t, w, "kept", kept, members...)
	readers(t, w, "of a former version", old, Mod, Boss)
	versions := w.Get(Mod, path.To(path.ArticleVersions, id)+"?von=1&bis=2")
	for _, want := range []string{"alt.txt", "<h3>Anhänge</h3>"} {
		if !strings.Contains(versions.Body, want) {
			t.Errorf("the versions lack %q", want)
		}
	}
	if err := w.FAQ.Publish(w.Ctx, w.By(Mod), id, board.ToPublic, true); err != nil {
		t.Fatal(err)
	}
	readers(t, w, "for everybody", kept, everybody...)
	readers(t, w, "of a former version, still", old, Mod, Boss)
}

func TestWhoEditsAnArticleAtOnceLosesNoFile(t *testing.T) {
	t.Parallel()
	w := New(t)
	id := w.Article(Mod, Members)
	address := path.To(path.EditArticle, id)
	fields := func() url.Values {
		return Form("titel", "Eine Frage für die Tafel", "kurzantwort", "Eine Kurzantwort.", "text", "Ein Text.", "bereich", Members,
			"fassung", "1", "aktion", "speichern")
	}
	if a := w.PostFiles(Boss, address, fields(), file("erste.txt", "Erste")); a.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", a.Code, a.Body)
	}
	a := w.PostFiles(Mod, address, fields(), file("zweite.txt", "Zweite"))
	if a.Code != http.StatusConflict || !strings.Contains(a.Body, "Anhänge: erste.txt") || len(attachedIn(a)) != 1 {
		t.Errorf("the second: %d with %q", a.Code, attachedIn(a))
	}
}

func TestAnArticleTakesNoFileOfAnother(t *testing.T) {
	t.Parallel()
	w := New(t)
	one, err := w.FAQ.Draft(w.Ctx, w.By(Mod), faq.Input{Board: w.Board(Members), Title: "Eine Frage",
		Files: []attachment.Choice{{ID: w.Upload(Mod, "a.txt", "A").ID}}})
	if err != nil {
		t.Fatal(err)
	}
	a, err := w.FAQ.Show(w.Ctx, w.By(Mod), one)
	if err != nil || len(a.Files) != 1 {
		t.Fatalf("%+v, %v", a.Files, err)
	}
	for by, id := range map[string]int64{Mod: a.Files[0].ID, Boss: w.Upload(Ann, "b.txt", "B").ID} {
		_, err := w.FAQ.Draft(w.Ctx, w.By(by), faq.Input{Board: w.Board(Members), Title: "Eine andere", Files: []attachment.Choice{{ID: id}}})
		if err == nil {
			t.Errorf("%s took a file that is not theirs to give", by)
		}
	}
	if err := w.Acts.DiscardArticle(w.Ctx, w.By(Mod), one); err != nil {
		t.Fatal(err)
	}
	readers(t, w, "of a draft that was deleted", addressOf(a.Files[0]))
}

func TestFilesOfAnInquiryAreReadByWhoReadsTheQuestion(t *testing.T) {
	t.Parallel()
	w := New(t)
	ask := func(confidential string) (number, address string) {
		a := w.PostFiles(Ann, path.NewInquiry, Form("titel", "Wer trägt die Kosten?", "text", "Siehe Anlage "+confidential, "themenfeld", Members,
			"vertraulich", confidential, "gesehen", "ja", "aktion", "senden"), file("bescheid.txt", "Text"))
		if a.Code != http.StatusSeeOther {
			t.Fatalf("%d %s", a.Code, a.Body)
		}
		number = regexp.MustCompile(`FPM-\d+-\d+`).FindString(a.Location())
		return number, fileAddress.FindStringSubmatch(w.Get(Ann, path.Inquiry(number)).Body)[1]
	}
	_, secret := ask("ja")
	readers(t, w, "for the desk alone", secret, Ann, Prog, Prog2)
	number, address := ask("")
	readers(t, w, "open", address, Ann, Mod, Prog, Prog2, Boss)
	if a := w.Get(Bea, path.Inquiry(number)); a.Code != http.StatusOK || strings.Contains(a.Body, "bescheid.txt") {
		t.Errorf("the outline: %d, or it names the file", a.Code)
	}
	if a := w.Get(Prog, path.Inquiry(number)); !strings.Contains(a.Body, "bescheid.txt") {
		t.Error("the desk does not see it")
	}
	answer(t, w, number, inquiry.AnswerInput{})
	readers(t, w, "answered", address, everybody[1:]...)
}

// answer takes an inquiry up and answers it for members.
func answer(t *testing.T, w *World, number string, in inquiry.AnswerInput) {
	t.Helper()
	in.Question, in.Short, in.Text, in.Body, in.Audience = "Wer trägt die Kosten?", "Das Land.", "Das Land trägt sie.", "FITKO", board.ToMembers
	err := w.Inquiry.TakeUp(w.Ctx, w.By(Prog), number, inquiry.Basis{})
	if err == nil {
		err = w.Acts.AnswerInquiry(w.Ctx, w.By(Prog), number, inquiry.Basis{}, in)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestFilesOfAnOfficialAnswerWaitForItsRelease(t *testing.T) {
	t.Parallel()
	w := New(t)
	settings := board.Settings{Audience: board.Members, FourEyes: true}
	if err := w.Boards.Configure(w.Ctx, w.By(Boss), w.Board(Members), settings, "Test"); err != nil {
		t.Fatal(err)
	}
	thread := w.Ask(Ann, Members, "Wer trägt die Kosten?", "Eine Frage")
	entry, err := w.Inquiry.Prepare(w.Ctx, inquiry.AskInput{Title: "Wer trägt die Kosten?", Text: "Eine Frage"})
	if err != nil {
		t.Fatal(err)
	}
	number, err := w.Acts.Escalate(w.Ctx, w.By(Mod), thread, entry)
	if err == nil {
		err = w.Inquiry.TakeUp(w.Ctx, w.By(Prog), number, inquiry.Basis{})
	}
	if err != nil {
		t.Fatal(err)
	}
	edit := path.To(path.EditAnswer, number)
	save := func(by, what string, form Answer, files ...NamedFile) Answer {
		t.Helper()
		stand := regexp.MustCompile(`name="stand" value="(\d+)"`).FindStringSubmatch(form.Body)[1]
		a := w.PostFiles(by, edit, toForm(form, "frage", "Wer trägt die Kosten?", "kurz", "Das Land.", "text", "Das Land.", "stelle", "FITKO",
			"sichtbar", "members", "stand", stand, "grund", "Vertretung", "aktion", what), files...)
		if a.Code != http.StatusSeeOther {
			t.Fatalf("%s: %d %s", what, a.Code, a.Body)
		}
		return a
	}
	save(Prog, "speichern", w.Get(Prog, edit), file("erlass.txt", "Erlass"), file("falsch.txt", "Falsch"))
	// A second drafter keeps one of what the first one uploaded, and adds one.
	form := w.Get(Prog2, edit)
	ids := attachedIn(form)
	if len(ids) != 2 {
		t.Fatalf("the draft has %q", ids)
	}
	without := w.PostFiles(Prog2, edit, toForm(form, "frage", "Wer trägt die Kosten?", "text", "Ein Text", "sichtbar", "members",
		"stand", "1", "anhang_entfernen", ids[1]))
	if without.Code != http.StatusOK || len(attachedIn(without)) != 1 || !strings.Contains(without.Body, "Ein Text</textarea>") {
		t.Fatalf("taking one out: %d with %q", without.Code, attachedIn(without))
	}
	fresh := w.Get(Prog2, edit)
	fresh.Body = strings.ReplaceAll(fresh.Body, `name="anhang" value="`+ids[1]+`"`, "")
	save(Prog2, "vorlegen", fresh, file("anlage.txt", "Anlage"))
	if a := w.Get(Prog, path.To(path.Release, number)); !strings.Contains(a.Body, "erlass.txt") || strings.Contains(a.Body, "falsch.txt") {
		t.Error("who releases it does not see the files of the draft")
	}
	page := w.Get(Prog, path.To(path.Release, number)).Body
	var first, second string
	for _, m := range fileAddress.FindAllStringSubmatch(page, -1) {
		switch {
		case strings.Contains(m[1], "erlass"):
			first = m[1]
		case strings.Contains(m[1], "anlage"):
			second = m[1]
		}
	}
	readers(t, w, "a draft", first, Prog, Prog2)
	// Both wrote on it, so a third person has to release it.
	if err := w.Accounts.Grant(w.Ctx, w.By(Boss), w.By(Bea).ID, account.Grant{Role: account.Programme}, "Test"); err != nil {
		t.Fatal(err)
	}
	if err := w.Acts.ReleaseAnswer(w.Ctx, w.By(Bea), number, inquiry.Basis{}, false); err != nil {
		t.Fatal(err)
	}
	if err := w.Accounts.Revoke(w.Ctx, w.By(Boss), w.By(Bea).ID, account.Grant{Role: account.Programme}, "Test"); err != nil {
		t.Fatal(err)
	}
	w.Forget(Bea) // her session ended with the role
	members := everybody[1:]
	readers(t, w, "released", first, members...)
	readers(t, w, "released", second, members...)
	for _, address := range []string{path.Thread(thread, "Wer trägt die Kosten?"), path.To(path.PrintThread, thread), path.Inquiry(number),
		path.Answer(number, 1)} {
		if a := w.Get(Ann, address); !strings.Contains(a.Body, first) || !strings.Contains(a.Body, second) {
			t.Errorf("%s does not show the files", address)
		}
	}

	// The next version keeps one and drops the other, which the first one goes on having.
	if err := w.Inquiry.Revise(w.Ctx, w.By(Prog), number, inquiry.Basis{Reason: "Neue Rechtslage"}); err != nil {
		t.Fatal(err)
	}
	form = w.Get(Prog, edit)
	if len(attachedIn(form)) != 2 {
		t.Fatalf("the next version begins with %q", attachedIn(form))
	}
	form.Body = strings.ReplaceAll(form.Body, `name="anhang" value="`+ids[0]+`"`, "")
	save(Prog, "speichern", form, file("zweite.txt", "Zweite Fassung"))
	if a := w.Get(Ann, path.Answer(number, 1)); !strings.Contains(a.Body, first) || strings.Contains(a.Body, "zweite.txt") {
		t.Error("the draft changes what the released version shows")
	}
	save(Prog, "vorlegen", w.Get(Prog, edit))
	if err := w.Acts.ReleaseAnswer(w.Ctx, w.By(Prog2), number, inquiry.Basis{}, false); err != nil {
		t.Fatal(err)
	}
	if a := w.Get(Ann, path.Answer(number, 2)); strings.Contains(a.Body, first) || !strings.Contains(a.Body, "zweite.txt") ||
		!strings.Contains(a.Body, second) {
		t.Error("the second version shows the wrong files")
	}
	readers(t, w, "of the first version", first, members...)
	if err := w.Acts.RetractAnswer(w.Ctx, w.By(Prog), number, 1, inquiry.Basis{Reason: "Falsch"}); err != nil {
		t.Fatal(err)
	}
	readers(t, w, "withdrawn, and still to be read", first, members...)
}

func TestTheSameAnswerWithItsFilesAgainIsOneAnswer(t *testing.T) {
	t.Parallel()
	w := New(t)
	number := w.Inquire(Ann, Members)
	if err := w.Inquiry.TakeUp(w.Ctx, w.By(Prog), number, inquiry.Basis{}); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		in := inquiry.AnswerInput{Question: "Wer?", Short: "Das Land.", Text: "Das Land.", Body: "FITKO", Audience: board.ToMembers, Once: "K",
			Files: []attachment.Choice{{ID: w.Upload(Prog, "a.txt", "gleich").ID}}}
		if err := w.Acts.AnswerInquiry(w.Ctx, w.By(Prog), number, inquiry.Basis{}, in); err != nil {
			t.Fatal(err)
		}
	}
	p, err := w.Inquiry.AnswerPage(w.Ctx, w.By(Ann), number, 0)
	if err != nil || len(p.Versions) != 1 || len(p.Files) != 1 {
		t.Errorf("%d versions with %d files, %v", len(p.Versions), len(p.Files), err)
	}
}

// TestTheSentenceAboutReadersFitsTheForm says of each kind of form who reads its files.
func TestTheSentenceAboutReadersFitsTheForm(t *testing.T) {
	t.Parallel()
	w := New(t)
	number := w.Inquire(Ann, Members)
	if err := w.Inquiry.TakeUp(w.Ctx, w.By(Prog), number, inquiry.Basis{}); err != nil {
		t.Fatal(err)
	}
	for address, want := range map[string]string{
		path.Ask:                         "lesen alle, die den Beitrag lesen.",
		path.NewDocument:                 "lesen alle, die das Dokument lesen.",
		path.NewArticle:                  "lesen alle, die den Artikel lesen; vor der Veröffentlichung nur die FAQ-Redaktion",
		path.NewInquiry:                  "lesen alle, die die Frage lesen.",
		path.To(path.EditAnswer, number): "lesen alle, die die Antwort lesen; vor der Veröffentlichung nur das Programmmanagement.",
	} {
		by := Mod
		if address == path.To(path.EditAnswer, number) {
			by = Prog
		}
		if a := w.Get(by, address); !strings.Contains(a.Body, want) || strings.Count(a.Body, `type="file"`) != 1 {
			t.Errorf("%s: %d, lacks %q", address, a.Code, want)
		}
	}
}

// idIn returns the number in an address such as /faq/12-titel.
func idIn(t *testing.T, address string) int64 {
	t.Helper()
	id, err := path.ID(regexp.MustCompile(`\d+`).FindString(address))
	if err != nil {
		t.Fatal(err)
	}
	return id
}
