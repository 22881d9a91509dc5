package people_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	. "kommunalforum/internal/testkit"
)

// upload sends a form with one file as the person.
func upload(w *World, by, path, field string, file []byte) Answer {
	w.T.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile(field, "bild.png")
	if err == nil {
		_, err = part.Write(file)
	}
	if err == nil {
		err = form.Close()
	}
	if err != nil {
		w.T.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, path, &body).WithContext(w.Ctx)
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	if by != Guest {
		r.Header.Set("Cookie", w.Cookie(by))
	}
	return w.Send(r)
}

func TestAPictureIsUploadedSeenByMembersAndRemoved(t *testing.T) {
	t.Parallel()
	w := New(t)
	const form = "/konto/profil/bild"
	if a := upload(w, Guest, form, "bild", Picture()); a.Code != http.StatusForbidden {
		t.Errorf("a guest: %d", a.Code)
	}
	if a := upload(w, Ann, form, "bild", []byte("kein Bild")); a.Code != http.StatusUnprocessableEntity ||
		!strings.Contains(a.Body, "kein Bild, das wir lesen") {
		t.Errorf("a text: %d", a.Code)
	}
	if a := upload(w, Ann, form, "bild", make([]byte, 8<<20)); a.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("8 MB: %d", a.Code)
	}
	if a := w.Post(Ann, form, nil); a.Code != http.StatusUnprocessableEntity {
		t.Errorf("no file: %d", a.Code)
	}
	if a := upload(w, Ann, form, "bild", Picture()); a.Code != http.StatusSeeOther {
		t.Fatalf("upload: %d %s", a.Code, a.Body)
	}
	_, rest, _ := strings.Cut(w.Get(Bea, "/mitglieder").Body, `src="/mitglieder/`)
	address, _, ok := strings.Cut("/mitglieder/"+rest, `"`)
	a := w.Get(Bea, address)
	if !ok || a.Code != http.StatusOK || a.Header.Get("Content-Type") != "image/jpeg" ||
		!strings.Contains(a.Header.Get("Cache-Control"), "private") || a.Header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("%s: %d %v", address, a.Code, a.Header)
	}
	if a := w.Get(Guest, address); a.Code != http.StatusNotFound {
		t.Errorf("a guest: %d", a.Code)
	}
	if a := w.Post(Ann, form+"/entfernen", nil); a.Code != http.StatusSeeOther {
		t.Errorf("remove: %d", a.Code)
	}
	if a := w.Get(Bea, address); a.Code != http.StatusNotFound {
		t.Errorf("a removed picture: %d", a.Code)
	}
}

// TestACostlyPictureKeepsNobodyFromUploading: a file of a few bytes that costs
// ten seconds and more is refused at once, in the form.
func TestACostlyPictureKeepsNobodyFromUploading(t *testing.T) {
	t.Parallel()
	w := New(t)
	const form = "/konto/profil/bild"
	if a := upload(w, Ann, form, "bild", SlowJPEG(4896, 400)); a.Code != http.StatusUnprocessableEntity ||
		!strings.Contains(a.Body, "mit sehr viel Aufwand lesen") {
		t.Errorf("a costly picture: %d", a.Code)
	}
	if a := upload(w, Ann, form, "bild", make([]byte, 8<<20)); a.Code != http.StatusRequestEntityTooLarge ||
		!strings.Contains(a.Body, "höchstens 6\u00a0MB") {
		t.Errorf("8 MB: %d", a.Code)
	}
	// Of many at once each is answered, by a new picture or by when to come again.
	answers := make(chan Answer)
	for range 30 {
		go func() { answers <- upload(w, Ann, form, "bild", Picture()) }()
	}
	made := 0
	for range 30 {
		switch a := <-answers; a.Code {
		case http.StatusSeeOther:
			made++
		case http.StatusServiceUnavailable:
			if a.Header.Get("Retry-After") == "" || !strings.Contains(a.Body, "noch einmal") {
				t.Errorf("refused without saying when to come again: %v", a.Header)
			}
		default:
			t.Errorf("many at once: %d", a.Code)
		}
	}
	if made == 0 || made == 30 {
		t.Errorf("%d of 30 at once were made", made)
	}
}
