package admin_test

import (
	"net/http"
	"strings"
	"testing"

	"kommunalforum/internal/db"
	"kommunalforum/internal/outbox"
	. "kommunalforum/internal/testkit"
)

func TestAdministratorsSeeWhichMailsFailedAndSendThemAgain(t *testing.T) {
	t.Parallel()
	w := New(t)
	id := w.FailedMail(Ann)
	page := w.Get(Boss, "/verwaltung/post").Body
	for _, text := range []string{"Anna Ahorn", "Nachricht über ein geändertes Passwort", "fehlgeschlagen", "Antwort 550 5.1.1"} {
		if !strings.Contains(page, text) {
			t.Errorf("the page lacks %q", text)
		}
	}
	if strings.Contains(page, Email(Ann)) {
		t.Error("the page shows the address")
	}
	if !strings.Contains(w.Get(Boss, "/verwaltung").Body, "1 fehlgeschlagen, 0 unklar") {
		t.Error("the overview does not count it")
	}
	noted(t, w.Post(Boss, "/verwaltung/post/"+id+"/wiederholen", nil), "email-erneut")
	w.Mail(Ann, "geändert")
	if a := w.Post(Boss, "/verwaltung/post/"+id+"/wiederholen", nil); a.Code != http.StatusConflict {
		t.Errorf("once more: %d", a.Code)
	}
	if page := w.Get(Boss, "/verwaltung/post").Body; !strings.Contains(page, "Alles zugestellt") {
		t.Error("it is still listed")
	}
	if !strings.Contains(w.Get(Boss, "/verwaltung/protokoll").Body, "E-Mail noch einmal verschickt") {
		t.Error("the log does not tell")
	}
}

func TestUnclearMailsAreNamedSoAndDiscardedWithAReason(t *testing.T) {
	t.Parallel()
	w := New(t)
	id := w.FailedMail(Ann)
	err := w.DB.Write(w.Ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE outbox SET state = $1, error = 'message: connection lost'`, string(outbox.Unclear))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	page := w.Get(Boss, "/verwaltung/post").Body
	if !strings.Contains(page, "unklar") || !strings.Contains(page, "Ob die E-Mail angekommen ist, ist offen.") {
		t.Error("the page does not say so")
	}
	path := "/verwaltung/post/" + id + "/verwerfen"
	if a := w.Get(Boss, path); a.Code != http.StatusOK || !strings.Contains(a.Body, "Anna Ahorn") {
		t.Errorf("asking: %d", a.Code)
	}
	if a := w.Post(Boss, path, Form("grund", "")); a.Code != http.StatusUnprocessableEntity {
		t.Errorf("without a reason: %d", a.Code)
	}
	noted(t, w.Post(Boss, path, Form("grund", "Schon am Telefon geklärt")), "email-verworfen")
	if a := w.Get(Boss, path); a.Code != http.StatusNotFound {
		t.Errorf("afterwards: %d", a.Code)
	}
	if page := w.Get(Boss, "/verwaltung/protokoll").Body; !strings.Contains(page, "E-Mail verworfen") ||
		!strings.Contains(page, "Schon am Telefon geklärt") {
		t.Error("the log does not tell")
	}
	if n := len(w.Mails(Ann, "")); n != 0 {
		t.Errorf("%d mails left", n)
	}
}
