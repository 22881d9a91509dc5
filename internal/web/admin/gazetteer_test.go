package admin_test

import (
	"bytes"
	"io/fs"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"kommunalforum/data"
	. "kommunalforum/internal/testkit"
)

// sendRegister uploads a register of municipalities of the end of 2022.
func sendRegister(w *World, by, text string) Answer {
	w.T.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	err := form.WriteField("stand", "2022-12-31")
	if err == nil {
		part, e := form.CreateFormFile("datei", "gemeinden.csv")
		if err = e; err == nil {
			_, err = part.Write([]byte(text))
		}
	}
	if err == nil {
		err = form.Close()
	}
	if err != nil {
		w.T.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, "/verwaltung/gemeinden", &body).WithContext(w.Ctx)
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("Cookie", w.Cookie(by))
	return w.Send(r)
}

func TestARegisterIsUploadedLookedAtAndApplied(t *testing.T) {
	t.Parallel()
	w := New(t)
	const path = "/verwaltung/gemeinden"
	shipped, err := fs.ReadFile(data.FS, "catalogue/municipalities.csv")
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Replace(string(shipped), "09171118,Haiming,", "09171118,Neuhaiming,", 1)
	if a := sendRegister(w, Ann, text); a.Code != http.StatusForbidden {
		t.Errorf("a member: %d", a.Code)
	}
	if a := sendRegister(w, Boss, string(shipped)); a.Code != http.StatusUnprocessableEntity ||
		!strings.Contains(a.Body, "Diese Datei ändert nichts.") || !strings.Contains(a.Body, `value="2022-12-31"`) {
		t.Errorf("the same register: %d", a.Code)
	}
	if a := sendRegister(w, Boss, text); a.Location() != path+"/vorschau" {
		t.Fatalf("upload: %d %s", a.Code, a.Body)
	}
	if a := w.Get(Boss, path); !strings.Contains(a.Body, "wartet darauf") {
		t.Error("the page does not lead to what waits")
	}
	page := w.Get(Boss, path+"/vorschau")
	if !strings.Contains(page.Body, "Gemeinde Haiming heißt jetzt Gemeinde Neuhaiming") {
		t.Errorf("preview: %d %s", page.Code, page.Body)
	}
	found := regexp.MustCompile(`name="nr" value="(\d+)"`).FindStringSubmatch(page.Body)
	if found == nil {
		t.Fatal("the form has no number")
	}
	if a := w.Post(Boss, path+"/uebernehmen", url.Values{"nr": {found[1]}}); a.Code != http.StatusUnprocessableEntity {
		t.Errorf("without a reason: %d", a.Code)
	}
	if a := w.Post(Boss, path+"/uebernehmen", url.Values{"nr": {"999"}, "grund": {"Neuer Stand"}}); a.Code != http.StatusConflict {
		t.Errorf("another file: %d", a.Code)
	}
	if a := w.Post(Boss, path+"/uebernehmen", url.Values{"nr": {found[1]}, "grund": {"Neuer Stand"}}); a.Code != http.StatusSeeOther {
		t.Fatalf("apply: %d %s", a.Code, a.Body)
	}
	if a := w.Post(Boss, path+"/uebernehmen", url.Values{"nr": {found[1]}, "grund": {"Neuer Stand"}}); a.Location() !=
		path+"?hinweis=schon-entschieden" {
		t.Errorf("applied again: %d %s", a.Code, a.Location())
	}
	if a := w.Post(Boss, path+"/uebernehmen", url.Values{"nr": {found[1]}, "grund": {"Ein anderer Grund"}}); a.Code != http.StatusConflict ||
		!strings.Contains(a.Body, "Ein anderer Grund") || !strings.Contains(a.Body, "schon entschieden") {
		t.Errorf("with another reason: %d %s", a.Code, a.Body)
	}
	if a := w.Get(Boss, path); !strings.Contains(a.Body, "31.12.2022") || strings.Contains(a.Body, "wartet darauf") {
		t.Error("the page does not show the new register")
	}
	if a := sendRegister(w, Boss, string(shipped)); a.Code != http.StatusSeeOther {
		t.Errorf("back again: %d", a.Code)
	}
	if a := w.Post(Boss, path+"/verwerfen", nil); a.Code != http.StatusSeeOther {
		t.Errorf("discard: %d", a.Code)
	}
	if a := w.Get(Boss, path+"/vorschau"); a.Location() != path {
		t.Errorf("after discarding: %d", a.Code)
	}
}
