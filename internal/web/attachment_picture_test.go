package web_test

import (
	"encoding/json"
	"fmt"
	"image/png"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"kommunalforum/internal/attachment"
	"kommunalforum/internal/forum"
	. "kommunalforum/internal/testkit"
	"kommunalforum/internal/web/path"
)

func TestAPictureIsAskedForWordsAndShownSmall(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Public, "Eine Frage mit Bildschirmfoto", "Frage")
	reply := path.To(path.Reply, thread)
	const text = "Ein Text, an dem jemand lange geschrieben hat"
	asked := w.PostFiles(Bea, reply, Form("text", text, "aktion", "senden"), file("Bildschirm Foto.PNG", string(Picture())))
	if asked.Code != http.StatusUnprocessableEntity || !strings.Contains(asked.Body, "Noch nicht abgeschickt: Bitte schreiben Sie dazu") ||
		!strings.Contains(asked.Body, text) || len(attachedIn(asked)) != 1 {
		t.Fatalf("%d %s", asked.Code, asked.Body)
	}
	fields := Form("text", text, "aktion", "senden", "anhang", attachedIn(asked)[0], "alternativtext", "Die Maske <Antrag> des Fachverfahrens")
	if a := w.Post(Bea, reply, fields); a.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", a.Code, a.Body)
	}
	page := w.Get(Guest, path.Thread(thread, "Eine Frage mit Bildschirmfoto"))
	address := path.Attachment(1, "Bildschirm Foto.PNG")
	if !strings.Contains(page.Body, `<img src="`+address+`/klein" alt="Die Maske &lt;Antrag&gt; des Fachverfahrens" width="80" height="80"`) {
		t.Errorf("the thread: %s", page.Body)
	}
	for _, at := range []string{address, address + "/klein"} {
		a := w.Get(Guest, at)
		h := a.Header
		if a.Code != http.StatusOK || h.Get("Content-Type") != "image/png" || !strings.HasPrefix(h.Get("Content-Disposition"), "inline;") ||
			h.Get("Content-Security-Policy") != "sandbox; default-src 'none'" {
			t.Errorf("%s: %d %v", at, a.Code, h)
		}
		if p, err := png.Decode(strings.NewReader(a.Body)); err != nil || p.Bounds().Dx() != 80 {
			t.Errorf("%s: %v", at, err)
		}
	}
}

func TestOnlyPicturesHaveASmallOne(t *testing.T) {
	t.Parallel()
	w := New(t)
	_, address := w.ReplyWith(Bea, w.Ask(Ann, Public, "Eine Frage mit Tabelle", "Frage"), "Anbei", "liste.csv", table)
	if a := w.Get(Ann, address+"/klein"); a.Code != http.StatusNotFound {
		t.Errorf("%d", a.Code)
	}
}

// TestWhatAPictureShowsComesBackWithARefusal: it is typed text as any other.
func TestWhatAPictureShowsComesBackWithARefusal(t *testing.T) {
	t.Parallel()
	w := New(t)
	reply := path.To(path.Reply, w.Ask(Ann, Members, "Eine Frage mit Bildern", "Frage"))
	a := w.PostFiles(Bea, reply, Form("text", "Siehe Bilder", "aktion", "anhaengen"), file("a.png", string(Picture())), file("b.txt", "Text"),
		file("c.png", string(Picture())))
	fields := Form("text", " ", "alternativtext", "Die erste Maske", "alternativtext", "", "alternativtext", "Die zweite Maske")
	fields["anhang"] = attachedIn(a)
	a = w.Post(Bea, reply, fields)
	if a.Code != http.StatusUnprocessableEntity || !strings.Contains(a.Body, `value="Die erste Maske"`) ||
		!strings.Contains(a.Body, `value="Die zweite Maske"`) {
		t.Fatalf("%d %s", a.Code, a.Body)
	}
	fields.Set("text", "Siehe Bilder")
	fields["alternativtext"][2] = strings.Repeat("lang ", 100)
	a = w.Post(Bea, reply, fields)
	if a.Code != http.StatusUnprocessableEntity || !strings.Contains(a.Body, "darf höchstens 300 Zeichen lang sein") {
		t.Fatalf("%d %s", a.Code, a.Body)
	}
	fields["alternativtext"][2] = "Die zweite Maske"
	fields["anhang_entfernen"] = fields["anhang"][:1]
	a = w.Post(Bea, reply, fields)
	if a.Code != http.StatusOK || strings.Contains(a.Body, "Die erste Maske") || !strings.Contains(a.Body, `value="Die zweite Maske"`) {
		t.Fatalf("without the first: %d %s", a.Code, a.Body)
	}
}

// TestAScriptUploadsAFileForAForm gets what the form's list shows, or why not.
func TestAScriptUploadsAFileForAForm(t *testing.T) {
	t.Parallel()
	w := New(t)
	answer := func(by string, f NamedFile) (code int, out map[string]string) {
		t.Helper()
		a := w.PostFiles(by, path.UploadFiles, nil, f)
		if a.Code == http.StatusOK {
			if err := json.Unmarshal([]byte(a.Body), &out); err != nil {
				t.Fatalf("%v: %s", err, a.Body)
			}
		}
		return a.Code, out
	}
	code, out := answer(Bea, file("a <b>.png", string(Picture())))
	if code != 200 || len(attachedIn(Answer{Body: out["eintraege"]})) != 1 || strings.Contains(out["eintraege"], "<b>") || out["fehler"] != "" ||
		out["bilder"] != "![Bild](/anhang/1/a%20_b_.png)\n" {
		t.Errorf("a picture: %d %v", code, out)
	}
	if code, out = answer(Bea, file("bild.svg", "<svg/>")); code != 200 || out["eintraege"] != "" || !strings.Contains(out["fehler"], "SVG-Bilder") {
		t.Errorf("refused: %d %v", code, out)
	}
	if code, _ = answer(Guest, file("a.txt", "Text")); code != http.StatusForbidden {
		t.Errorf("a guest: %d", code)
	}
	// The picture in the text is shown to who may read its post.
	thread := w.Ask(Ann, Members, "Eine Frage mit Bildschirmfoto", "Frage")
	reply := Form("text", "Hier:\n\n![Die Maske](/anhang/1/a%20_b_.png)", "anhang", "1", "alternativtext", "Die Maske")
	if a := w.Post(Bea, path.To(path.Reply, thread), reply); a.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", a.Code, a.Body)
	}
	page := w.Get(Ann, path.Thread(thread, "Eine Frage mit Bildschirmfoto"))
	if !strings.Contains(page.Body, `<img src="/anhang/1/a%20_b_.png" alt="Die Maske" loading="lazy">`) {
		t.Errorf("%s", page.Body)
	}
	if a := w.Get(Ann, "/anhang/1/a%20_b_.png"); a.Code != http.StatusOK {
		t.Errorf("%d", a.Code)
	}
}

// TestEachPictureOfAFormHasAFieldOfItsOwn whose label names it, also where a script adds
// them one by one.
func TestEachPictureOfAFormHasAFieldOfItsOwn(t *testing.T) {
	t.Parallel()
	w := New(t)
	seen := map[string]bool{}
	for _, name := range []string{"eins.png", "zwei.png"} {
		a := w.PostFiles(Bea, path.UploadFiles, nil, file(name, string(Picture())))
		id := regexp.MustCompile(`id=\\?"(feld-alternativtext[^"\\]*)`).FindStringSubmatch(a.Body)
		if id == nil || seen[id[1]] || !strings.Contains(a.Body, "Was ist auf „"+name+"“ zu sehen?") {
			t.Errorf("%s: %d, %q", name, a.Code, id)
			continue
		}
		seen[id[1]] = true
	}
}

// TestAReportedPostShowsItsFiles to who decides about it, and a picture that its text
// shows not a second time.
func TestAReportedPostShowsItsFiles(t *testing.T) {
	t.Parallel()
	w := New(t)
	picture, list := w.Upload(Bea, "maske.png", string(Picture())), w.Upload(Bea, "namen.csv", table)
	post, err := w.Forum.Reply(w.Ctx, w.By(Bea), w.Ask(Ann, Members, "Wer hat das?", "Wer?"), forum.Reply{
		Text:  fmt.Sprintf("![Maske](/anhang/%d/maske.png)", picture.ID),
		Files: []attachment.Choice{{ID: picture.ID, Alt: "Maske"}, {ID: list.ID}}})
	if err != nil {
		t.Fatal(err)
	}
	w.Report(Ann, post)
	for _, address := range []string{path.To(path.ReportedPost, post), path.Post(post)} {
		a := w.Get(Mod, address)
		if a.Code == http.StatusFound || a.Code == http.StatusSeeOther {
			a = w.Get(Mod, strings.Split(a.Location(), "#")[0])
		}
		if !strings.Contains(a.Body, "namen.csv") || !strings.Contains(a.Body, "maske.png") || strings.Contains(a.Body, "kf-files__pictures") {
			t.Errorf("%s: %d without its files, or a picture twice", address, a.Code)
		}
	}
}
