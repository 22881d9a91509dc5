package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"kommunalforum/internal/board"
	"kommunalforum/internal/config"
	"kommunalforum/internal/forum"
	. "kommunalforum/internal/testkit"
	"kommunalforum/internal/web/path"
)

const table = "Ort;Zahl\nMusterstadt;1\n"

var attachedID = regexp.MustCompile(`name="anhang" value="(\d+)"`)

// attachedIn are the ids of the files that a form shows.
func attachedIn(a Answer) (ids []string) {
	for _, m := range attachedID.FindAllStringSubmatch(a.Body, -1) {
		ids = append(ids, m[1])
	}
	return ids
}

// toForm is the form as a page shows it, sent again.
func toForm(a Answer, pairs ...string) url.Values {
	form := Form(pairs...)
	for _, id := range attachedIn(a) {
		form.Add("anhang", id)
		form.Add("alternativtext", "")
	}
	return form
}

var fileAddress = regexp.MustCompile(`href="(/anhang/\d+/[^"]+)"`)

func TestAFileTravelsWithTheQuestionReplyAndEdit(t *testing.T) {
	t.Parallel()
	w := New(t)
	a := w.PostFiles(Ann, path.Ask, Form("titel", "Eine Frage mit Tabelle", "text", "Siehe Anlage", "bereich", Members, "gesehen", "ja"),
		file("Übersicht Gemeinden.csv", table))
	if a.Code != http.StatusSeeOther {
		t.Fatalf("ask: %d %s", a.Code, a.Body)
	}
	thread := a.Location()
	a = w.PostFiles(Bea, strings.Split(thread, "-")[0]+"/antworten", Form("text", "Meine dazu"), file("a.txt", "Text"), file("b.txt", "Text"),
		file("", ""))
	if a.Code != http.StatusSeeOther {
		t.Fatalf("reply: %d %s", a.Code, a.Body)
	}
	page := w.Get(Mod, strings.Split(thread, "#")[0])
	found := fileAddress.FindAllStringSubmatch(page.Body, -1)
	if len(found) != 3 || !strings.Contains(page.Body, "CSV-Tabelle, 23\u00a0Bytes") {
		t.Fatalf("the thread links %q\n%s", found, page.Body)
	}
	address := found[0][1]
	if address != path.Attachment(1, "Übersicht Gemeinden.csv") {
		t.Errorf("the address is %s", address)
	}
	file := w.Get(Mod, address)
	h := file.Header
	for name, want := range map[string]string{"Content-Type": "text/csv", "X-Content-Type-Options": "nosniff",
		"Content-Security-Policy": "sandbox; default-src 'none'", "Cache-Control": "private, no-cache",
		"Content-Disposition": `attachment; filename="Uebersicht Gemeinden.csv"; filename*=UTF-8''%C3%9Cbersicht%20Gemeinden.csv`} {
		if h.Get(name) != want {
			t.Errorf("%s: %q", name, h.Get(name))
		}
	}
	if file.Code != http.StatusOK || file.Body != table {
		t.Errorf("%d %q", file.Code, file.Body)
	}
	for _, wrong := range []string{"/anhang/1/anders.csv", "/anhang/99/a.txt", "/anhang/x/a.txt"} {
		if a := w.Get(Mod, wrong); a.Code != http.StatusNotFound {
			t.Errorf("%s: %d", wrong, a.Code)
		}
	}
	r := Request(http.MethodGet, address, nil)
	r.Header.Set("Cookie", w.Cookie(Mod))
	r.Header.Set("If-None-Match", h.Get("ETag"))
	if a := w.Send(r); a.Code != http.StatusNotModified || h.Get("ETag") == "" {
		t.Errorf("the same again: %d", a.Code)
	}
	r.Header.Del("If-None-Match")
	r.Header.Set("Range", "bytes=4-7")
	r.Header.Set("Accept-Encoding", "gzip")
	if a := w.Send(r); a.Code != http.StatusPartialContent || a.Body != "Zahl" {
		t.Errorf("a part: %d %q", a.Code, a.Body)
	}
}

func TestTheEditFormKeepsAddsAndRemovesFiles(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Members, "Eine Frage mit Tabelle", "Frage")
	post, old := w.ReplyWith(Bea, thread, "Anbei", "alt.csv", table)
	address := path.To(path.EditPost, post)
	form := w.Get(Bea, address)
	ids := attachedIn(form)
	if len(ids) != 1 || !strings.Contains(form.Body, "alt.csv") {
		t.Fatalf("the form has %q", ids)
	}
	// Taking it out does nothing until the edit is saved.
	fields := toForm(form, "text", "Ohne", "fassung", "1", "anhang_entfernen", ids[0])
	without := w.PostFiles(Bea, address, fields, file("neu.txt", "Neu"))
	if without.Code != http.StatusOK || strings.Contains(without.Body, "alt.csv") || !strings.Contains(without.Body, "neu.txt") ||
		!strings.Contains(without.Body, "Ohne</textarea>") {
		t.Fatalf("without: %d %s", without.Code, without.Body)
	}
	if a := w.Get(Ann, old); a.Code != http.StatusOK {
		t.Errorf("the post has lost it: %d", a.Code)
	}
	if a := w.Post(Bea, address, toForm(without, "text", "Ohne", "fassung", "1")); a.Code != http.StatusSeeOther {
		t.Fatalf("save: %d %s", a.Code, a.Body)
	}
	if a := w.Get(Ann, old); a.Code != http.StatusNotFound {
		t.Errorf("the file that was removed: %d", a.Code)
	}
	p, _, err := w.Forum.Post(w.Ctx, w.By(Ann), post)
	if err != nil || len(p.Files) != 1 || p.Files[0].Name != "neu.txt" {
		t.Errorf("%+v, %v", p.Files, err)
	}
}

func TestARefusedFormComesBackWithTextAndFiles(t *testing.T) {
	t.Parallel()
	w := New(t, func(c *config.Config) { c.Attachments = config.Attachments{FileMB: 1, DayMB: 10, QuotaMB: 10} })
	thread := w.Ask(Ann, Members, "Eine Frage mit Tabelle", "Frage")
	reply := path.To(path.Reply, thread)
	const text = "Ein Text, an dem jemand lange geschrieben hat"
	holds := func(what string, a Answer, code, files int, sentences ...string) {
		t.Helper()
		if a.Code != code || len(attachedIn(a)) != files {
			t.Errorf("%s: %d with %d files", what, a.Code, len(attachedIn(a)))
		}
		for _, s := range append(sentences, text) {
			if !strings.Contains(a.Body, s) {
				t.Errorf("%s: it does not say %q:\n%s", what, s, a.Body)
			}
		}
	}
	good := file("gut.csv", table)
	holds("wrong type", w.PostFiles(Bea, reply, Form("text", text), good, file("bild.svg", "<svg/>")), 422, 1,
		"„bild.svg“ haben wir nicht angenommen. SVG-Bilder", "gut.csv")
	holds("too large", w.PostFiles(Bea, reply, Form("text", text), file("gross.txt", strings.Repeat("x", 1<<20+1)), good), 422, 1,
		"„gross.txt“ haben wir nicht angenommen. Eine Datei darf höchstens 1\u00a0MB haben.", "gut.csv")
	holds("much too large", w.PostFiles(Bea, reply, Form("text", text), good, file("riesig.txt", strings.Repeat("x", 12<<20)), good), 422, 1,
		"Auf einmal können Sie höchstens 5\u00a0MB hochladen.", "gut.csv")
	many := make([]NamedFile, 12)
	for i := range many {
		many[i] = good
	}
	holds("too many", w.PostFiles(Bea, reply, Form("text", text), many...), 422, 10, "Auf einmal können Sie höchstens zehn Dateien hochladen.")
	holds("preview", w.PostFiles(Bea, reply, Form("text", text, "aktion", "vorschau"), good), 200, 1, "gut.csv")
	uploaded := w.PostFiles(Bea, reply, Form("text", text, "aktion", "anhaengen"), good)
	holds("upload alone", uploaded, 200, 1, "gut.csv")
	if a := w.PostFiles(Bea, reply, toForm(uploaded, "text", " ")); a.Code != 422 || len(attachedIn(a)) != 1 {
		t.Errorf("no text: %d with %q", a.Code, attachedIn(a))
	}
	gone := toForm(uploaded, "text", text)
	if err := w.Attached.Discard(w.Ctx, w.By(Bea), w.Upload(Bea, "x.txt", "x").ID); err != nil {
		t.Fatal(err)
	}
	gone.Add("anhang", "9999")
	holds("gone", w.Post(Bea, reply, gone), 422, 1, "Ein Anhang ist nicht mehr da.")
	if r, err := w.Forum.ThreadPage(w.Ctx, w.By(Ann), thread, 1); err != nil || r.Thread.Replies != 0 {
		t.Errorf("something was sent: %+v, %v", r.Thread, err)
	}
	full := Form("text", text)
	for n := range 12 {
		full.Add("anhang", fmt.Sprint(w.Upload(Bea, fmt.Sprint(n, ".txt"), "x").ID))
	}
	holds("too many that were uploaded", w.Post(Bea, reply, full), 422, 10, "Mehr als zehn Anhänge sind nicht möglich. Die ersten zehn")
	// Too often: the form comes back with the file that was taken before.
	for n := range 40 {
		w.Post(Bea, reply, Form("text", fmt.Sprint("Antwort ", n)))
	}
	holds("too often", w.PostFiles(Bea, reply, Form("text", text), good), 429, 1, "gut.csv")
}

func TestASessionThatEndedKeepsTheTextAndSaysThatFilesAreToBeChosenAgain(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Members, "Eine Frage mit Tabelle", "Frage")
	page := w.Get(Bea, path.Thread(thread, "Eine Frage mit Tabelle"))
	owner := regexp.MustCompile(`name="inhaber" value="([^"]+)"`).FindStringSubmatch(page.Body)[1]
	kept := w.Upload(Bea, "vorher.csv", table)
	w.Post(Bea, "/abmelden", nil)
	fields := Form("text", "Ein Text, an dem jemand lange geschrieben hat", "inhaber", owner, "anhang", "1", "alternativtext", "")
	r := w.FilesRequest(Guest, path.To(path.Reply, thread), fields, file("spaet.csv", strings.Repeat(table, 1000)))
	a := w.Send(r)
	if a.Code != http.StatusForbidden || !strings.Contains(a.Body, "Dateien wählen Sie dann bitte noch einmal aus") {
		t.Fatalf("%d %s", a.Code, a.Body)
	}
	list, err := w.Attached.Own(w.Ctx, w.By(Bea), []int64{kept.ID})
	if err != nil || len(list) != 1 {
		t.Errorf("%+v, %v", list, err)
	}
	w.Forget(Bea)
	cookie, _, _ := strings.Cut(a.Header.Get("Set-Cookie"), ";")
	draft := regexp.MustCompile(`/meine/entwuerfe/\d+`).FindString(strings.ReplaceAll(a.Body, "%2f", "/"))
	if draft == "" {
		draft = path.To(path.Draft, 1)
	}
	r = Request(http.MethodGet, draft, nil)
	r.Header.Set("Cookie", w.Cookie(Bea)+"; "+cookie)
	if again := w.Send(r); again.Code != 200 || !strings.Contains(again.Body, "vorher.csv") || len(attachedIn(again)) != 1 {
		t.Errorf("the form afterwards: %d %s", again.Code, again.Body)
	}
}

func TestADraftKeepsItsFiles(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Members, "Eine Frage mit Tabelle", "Frage")
	a := w.PostFiles(Bea, path.Drafts, Form("text", "Ein Anfang", "einmal", "K", "entwurf", "T", "formular", path.To(path.Reply, thread)),
		file("liste.csv", table))
	if a.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", a.Code, a.Body)
	}
	draft := w.Get(Bea, a.Location())
	if len(attachedIn(draft)) != 1 || !strings.Contains(draft.Body, "liste.csv") {
		t.Errorf("the draft: %s", draft.Body)
	}
}

func TestABodyThatIsCutOffLeavesNothing(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Members, "Eine Frage mit Tabelle", "Frage")
	whole := w.FilesRequest(Bea, path.To(path.Reply, thread), Form("text", "Antwort"), file("a.txt", "Text"))
	for _, cut := range []string{"--x\r\nContent-Disposition: form-data; name=\"dateien\"; filename=\"a.txt\"\r\n\r\nText", "--x", ""} {
		r := Request(http.MethodPost, path.To(path.Reply, thread), nil)
		r.Body = http.NoBody
		if cut != "" {
			r = Request(http.MethodPost, path.To(path.Reply, thread), nil)
			r.Body = readCloser{strings.NewReader(cut)}
		}
		r.Header.Set("Content-Type", "multipart/form-data; boundary=x")
		r.Header.Set("Cookie", w.Cookie(Bea))
		if a := w.Send(r); a.Code != http.StatusBadRequest && a.Code != http.StatusUnprocessableEntity {
			t.Errorf("%q: %d", cut, a.Code)
		}
	}
	if a := w.Send(whole); a.Code != http.StatusSeeOther {
		t.Errorf("whole: %d", a.Code)
	}
	if r, err := w.Forum.ThreadPage(w.Ctx, w.By(Ann), thread, 1); err != nil || r.Thread.Replies != 1 {
		t.Errorf("%+v, %v", r.Thread, err)
	}
}

type readCloser struct{ *strings.Reader }

func (readCloser) Close() error { return nil }

// TestAFileIsReadByWhoReadsItsPostAtThatMoment follows a file through what becomes of
// its post.
func TestAFileIsReadByWhoReadsItsPostAtThatMoment(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Public, "Eine offene Frage mit Tabelle", "Frage")
	post, address := w.ReplyWith(Bea, thread, "Anbei", "liste.csv", table)
	readers := func(what string, want ...string) {
		t.Helper()
		for _, by := range Everybody {
			may := false
			for _, x := range want {
				may = may || x == by
			}
			a := w.Get(by, address)
			if hidden := a.Code == http.StatusNotFound && !strings.Contains(a.Body, "Zahl"); (a.Code == http.StatusOK) != may || hidden == may {
				t.Errorf("%s: %q gets %d", what, by, a.Code)
			}
		}
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	readers("on the public board", Everybody...)
	must(w.Forum.Move(w.Ctx, w.By(Mod), thread, forum.Move{Board: w.Board(Members), Reason: "Besser dort"}))
	readers("on the members' board", Everybody[1:]...)
	must(w.Forum.Move(w.Ctx, w.By(Mod), thread, forum.Move{Board: w.Board(Exclusive), Reason: "Besser dort", Confirm: true}))
	readers("on the restricted board", Mod, Insider)
	must(w.Forum.Move(w.Ctx, w.By(Mod), thread, forum.Move{Board: w.Board(Public), Reason: "Doch hier", Confirm: true}))
	must(w.Boards.Configure(w.Ctx, w.By(Boss), w.Board(Public), board.Settings{Audience: board.Members}, "Test"))
	readers("on a board that was narrowed", Everybody[1:]...)
	must(w.Forum.Hide(w.Ctx, w.By(Mod), post, "Verstößt gegen die Regeln"))
	readers("hidden", Bea, Mod, Boss)
	must(w.Forum.Unhide(w.Ctx, w.By(Mod), post))
	readers("shown again", Everybody[1:]...)
	must(w.Forum.Hide(w.Ctx, w.By(Mod), w.Question(thread), "Verstößt gegen die Regeln"))
	readers("in a hidden thread", Ann, Mod, Boss)
	must(w.Forum.Unhide(w.Ctx, w.By(Mod), w.Question(thread)))
	must(w.Forum.Withdraw(w.Ctx, w.By(Bea), post))
	readers("withdrawn", Mod, Boss) // who may have to judge it
	must(w.Forum.Blacken(w.Ctx, w.By(Mod), post, 1, "Personenbezogene Daten"))
	readers("blackened")
}

func file(name, content string) NamedFile { return NamedFile{Name: name, Content: content} }
