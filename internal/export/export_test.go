package export_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"io"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"

	"kommunalforum/internal/board"
	"kommunalforum/internal/export"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/organisation"
	"kommunalforum/internal/profile"
	. "kommunalforum/internal/testkit"
)

func TestMain(m *testing.M) { Main(m) }

// document is data.json.
type document struct {
	Format   int
	Sections map[string]struct {
		Title   string
		Records []map[string]any
	}
}

// unpack returns the files of an export.
func unpack(t *testing.T, content []byte) (page string, data document, files map[string][]byte) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	files = map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if files[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
	if err := json.Unmarshal(files["data.json"], &data); err != nil {
		t.Fatalf("data.json: %v\n%s", err, files["data.json"])
	}
	return string(files["index.html"]), data, files
}

func exported(t *testing.T, w *World, key string) (page string, data document, files map[string][]byte) {
	t.Helper()
	answer := w.Post(key, "/konto/daten", url.Values{"passwort": {Password}})
	if answer.Code != 200 || answer.Header.Get("Content-Type") != "application/zip" {
		t.Fatalf("%d %s\n%s", answer.Code, answer.Header.Get("Content-Type"), answer.Body)
	}
	return unpack(t, []byte(answer.Body))
}

func TestExportHoldsWhatOneWroteAndNothingOfOthers(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Members, "Wer zahlt <die> Wartung?", "Wir suchen *Erfahrungen* & <script>alert(1)</script>")
	w.Reply(Bea, thread, "Beates Geheimtext")
	w.Reply(Ann, thread, "Zweiter Text")
	number := w.Inquire(Ann, Members)
	w.Portrait(Ann)
	if err := w.Inquiry.Note(w.Ctx, w.By(Prog), number, inquiry.NoteInput{Text: "Vermerk über die Fragerin"}); err != nil {
		t.Fatal(err)
	}
	page, data, files := exported(t, w, Ann)
	for key, want := range map[string]int{"account": 1, "roles": 1, "threads": 1, "posts": 2, "inquiries": 1, "concerns": 2, "sessions": 1,
		"circles": 0, "portrait": 1} {
		if got := len(data.Sections[key].Records); got != want {
			t.Errorf("%s has %d records, want %d", key, got, want)
		}
	}
	if me := data.Sections["account"].Records[0]; me["name"] != "Anna Ahorn" || me["email"] != Email(Ann) || me["password_set"] != true {
		t.Errorf("account: %v", me)
	}
	if first := data.Sections["posts"].Records[0]; !strings.Contains(first["text"].(string), "<script>") ||
		!strings.HasPrefix(first["address"].(string), "http://forum.example/beitrag/") {
		t.Errorf("post: %v", first)
	}
	if !bytes.HasPrefix(files["portrait.jpg"], []byte{0xFF, 0xD8}) {
		t.Error("the portrait is missing")
	}
	if len(data.Sections) != len(w.Export.Keys()) {
		t.Errorf("%d sections, want %d", len(data.Sections), len(w.Export.Keys()))
	}
	for _, s := range []string{"Zweiter Text", "Wer zahlt &lt;die&gt; Wartung?", "Anna Ahorn", "Dazu ist nichts gespeichert."} {
		if !strings.Contains(page, s) {
			t.Errorf("the page lacks %q", s)
		}
	}
	all, _ := json.Marshal(data)
	for _, s := range []string{"Geheimtext", "Beate", "Vermerk über", Email(Bea), "argon2"} {
		if strings.Contains(page, s) || bytes.Contains(all, []byte(s)) {
			t.Errorf("the export holds %q", s)
		}
	}
	if strings.Contains(page, "<script") || regexp.MustCompile(`(?i)(src|@import|url\()\s*=?`).MatchString(page) {
		t.Error("the page runs or loads something")
	}
	_, desk, _ := exported(t, w, Prog)
	if notes := desk.Sections["inquiry_notes"].Records; len(notes) != 1 || notes[0]["number"] != number {
		t.Errorf("notes: %v", notes)
	}
}

// TestExportHoldsWhatOneCannotReadAnyMore in the forum, but not where it is now.
func TestExportHoldsWhatOneCannotReadAnyMore(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Members, "Wer zahlt die Wartung?", "Wir suchen Erfahrungen.")
	reply := w.Reply(Ann, thread, "Zweiter Text")
	if err := w.Forum.Move(w.Ctx, w.By(Mod), thread, forum.Move{Board: w.Board(Exclusive), Confirm: true}); err != nil {
		t.Fatal(err)
	}
	if err := w.Forum.MarkSolution(w.Ctx, w.By(Mod), reply, true); err != nil {
		t.Fatal(err)
	}
	page, data, _ := exported(t, w, Ann)
	for _, s := range []string{"Wer zahlt die Wartung?", "Wir suchen Erfahrungen.", "Zweiter Text"} {
		if !strings.Contains(page, s) {
			t.Errorf("the page lacks %q", s)
		}
	}
	if at := data.Sections["threads"].Records[0]["board"]; at != "" || strings.Contains(page, "asisdienste") {
		t.Errorf("the export says that the thread is in %q", at)
	}
	if state := data.Sections["threads"].Records[0]["state"]; state != "" {
		t.Errorf("the export says that the thread is %q", state)
	}
	for _, post := range data.Sections["posts"].Records {
		if post["solution"] != nil {
			t.Errorf("the export says that %v is a solution", post["address"])
		}
	}
}

// TestExportNamesNoBoardThatOneCannotReadAnyMore wherever boards are named.
func TestExportNamesNoBoardThatOneCannotReadAnyMore(t *testing.T) {
	t.Parallel()
	w := New(t)
	id := w.Board(Members)
	if err := w.Profiles.Save(w.Ctx, w.By(Ann), profile.Input{Boards: []int64{id}}); err != nil {
		t.Fatal(err)
	}
	head, err := w.Unread.Head(w.Ctx)
	if err == nil {
		_, err = w.Unread.MarkBoard(w.Ctx, w.By(Ann), Members, head)
	}
	if err != nil {
		t.Fatal(err)
	}
	describe := func(name string) {
		t.Helper()
		if err := w.Boards.Describe(w.Ctx, w.By(Boss), id, board.Text{Name: name, Description: "Etwas über Tiere."}, "Test"); err != nil {
			t.Fatal(err)
		}
	}
	describe("Narwale")
	if page, _, _ := exported(t, w, Ann); strings.Count(page, "Narwale") != 2 {
		t.Fatalf("the export names it %d times before: the test is blind", strings.Count(page, "Narwale"))
	}
	settings := board.Settings{Audience: board.Restricted, Kinds: []organisation.Kind{organisation.Federal}}
	if err := w.Boards.Configure(w.Ctx, w.By(Boss), id, settings, "Test"); err != nil {
		t.Fatal(err)
	}
	describe("Einhörner")
	if page, _, _ := exported(t, w, Ann); strings.Contains(page, "Narwale") || strings.Contains(page, "Einhörner") {
		t.Error("the export names a board that its reader may not see")
	}
}

func TestExportAsksForThePasswordAndIsLimited(t *testing.T) {
	t.Parallel()
	w := New(t)
	for name, form := range map[string]url.Values{"none": {}, "wrong": {"passwort": {"falsches passwort"}}} {
		if answer := w.Post(Ann, "/konto/daten", form); answer.Code != 422 {
			t.Errorf("%s: %d", name, answer.Code)
		}
	}
	for i := range export.MaxExports {
		if answer := w.Post(Ann, "/konto/daten", url.Values{"passwort": {Password}}); answer.Code != 200 {
			t.Fatalf("download %d: %d", i+1, answer.Code)
		}
	}
	if answer := w.Post(Ann, "/konto/daten", url.Values{"passwort": {Password}}); answer.Code != 429 {
		t.Errorf("one too many: %d", answer.Code)
	}
	late := w.At(export.Window + 1)
	by, err := w.Accounts.ViewerOf(late, Email(Ann))
	if err != nil {
		t.Fatal(err)
	}
	if f, err := w.Export.Write(late, by); err != nil {
		t.Errorf("a day later: %v", err)
	} else {
		f.Close()
	}
	if _, err := w.Export.Write(w.Ctx, w.By(Guest)); !fault.Is(err, fault.Forbidden) {
		t.Errorf("guest: %v", err)
	}
	left, err := os.ReadDir(w.Dir())
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range left {
		if strings.HasPrefix(e.Name(), "export-") {
			t.Errorf("%s stays in the data folder", e.Name())
		}
	}
}

// TestExportHoldsAttachmentsAsFiles: those of posts, and those that were not sent.
func TestExportHoldsAttachmentsAsFiles(t *testing.T) {
	t.Parallel()
	w := New(t)
	w.ReplyWith(Ann, w.Ask(Bea, Members, "Eine Frage mit Anlagen", "Frage"), "Anbei", "liste.csv", "a;b\n1;2\n")
	w.Upload(Ann, "entwurf.txt", "Noch nicht gesendet")
	w.Upload(Bea, "fremd.txt", "Von Bea")
	_, data, files := exported(t, w, Ann)
	if n := len(data.Sections["attachments"].Records); n != 2 {
		t.Errorf("%d attachments are listed", n)
	}
	if string(files["anhaenge/1-liste.csv"]) != "a;b\n1;2\n" || string(files["anhaenge/2-entwurf.txt"]) != "Noch nicht gesendet" ||
		files["anhaenge/3-fremd.txt"] != nil {
		t.Errorf("the files are %v", files)
	}
}
