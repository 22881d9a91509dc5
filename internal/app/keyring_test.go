package app_test

import (
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kommunalforum/internal/config"
	. "kommunalforum/internal/testkit"
)

// restart closes the world and opens its folder again, after change.
func restart(t *testing.T, dir string, closeWorld func() error, change func(dir string)) (*World, func() error) {
	t.Helper()
	if err := closeWorld(); err != nil {
		t.Fatal(err)
	}
	change(dir)
	w, closeWorld, err := Start(dir)
	if err != nil {
		t.Fatal(err)
	}
	w.T = t
	return w, closeWorld
}

// halfway signs somebody in by password and returns the page that asks for the
// second factor.
func halfway(w *World, key string) string {
	w.Forget(key)
	return w.Get(key, "/anmelden/code").Body
}

func TestRestoredBackupWithoutItsKeyTellsPeopleWhatToDo(t *testing.T) {
	w, closeWorld, err := Start(Folder(t))
	if err != nil {
		t.Fatal(err)
	}
	w.T = t
	code := w.SetUpApp(Ann)
	w.SetUpApp(Bea)
	w.SetUpApp(Insider)
	codes, err := w.SignIn.MakeCodes(w.Ctx, w.By(Insider))
	if err != nil {
		t.Fatal(err)
	}
	var key []byte
	w, closeWorld = restart(t, w.Dir(), closeWorld, func(dir string) {
		path := filepath.Join(dir, "schluessel.txt")
		if key, err = os.ReadFile(path); err != nil {
			t.Fatal(err)
		}
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	})
	page := halfway(w, Ann)
	for _, words := range []string{"Authentifizierungs-App geht gerade nicht", "den zweiten Faktor zurückzusetzen"} {
		if !strings.Contains(page, words) {
			t.Errorf("the page lacks %q", words)
		}
	}
	if a := w.Post(Ann, "/anmelden/code", url.Values{"code": {code()}}); a.Code != 422 ||
		!strings.Contains(a.Body, "weil ihm der Schlüssel dazu fehlt") {
		t.Errorf("a code is answered with %d", a.Code)
	}
	if a := w.Get(Ann, "/konto"); a.Code != 303 {
		t.Errorf("without the second factor the account answers %d", a.Code)
	}
	if err := w.Accounts.ResetFactors(w.Ctx, w.By(Boss), w.By(Bea).ID, "Schlüssel verloren"); err != nil {
		t.Fatal(err)
	}
	w.Forget(Bea)
	if a := w.Get(Bea, "/konto"); a.Code != 200 {
		t.Errorf("after the reset the account answers %d", a.Code)
	}
	if page := halfway(w, Insider); !strings.Contains(page, "Benutzen Sie einen Wiederherstellungscode.") {
		t.Error("who has recovery codes is not told to use one")
	}
	if a := w.Post(Insider, "/anmelden/code", url.Values{"ersatz": {codes[0]}}); a.Code != 303 {
		t.Errorf("a recovery code is answered with %d", a.Code)
	}

	// The old key is found: below the new one it opens again what it sealed.
	w, closeWorld = restart(t, w.Dir(), closeWorld, func(dir string) {
		path := filepath.Join(dir, "schluessel.txt")
		fresh, err := os.ReadFile(path)
		if err == nil {
			err = os.WriteFile(path, append(fresh, key...), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	})
	defer closeWorld()
	if page := halfway(w, Ann); strings.Contains(page, "geht gerade nicht") {
		t.Error("with its key the app is still called lost")
	}
	if a := w.Post(Ann, "/anmelden/code", url.Values{"code": {code()}}); a.Code != 303 {
		t.Errorf("with its key the app's code is answered with %d", a.Code)
	}
}

func TestKeyStandsWhereTheOperatorWantsIt(t *testing.T) {
	path := filepath.Join(t.TempDir(), "woanders")
	w := New(t, func(c *config.Config) { c.KeyFile = path })
	code := w.SetUpApp(Ann)
	halfway(w, Ann)
	if a := w.Post(Ann, "/anmelden/code", url.Values{"code": {code()}}); a.Code != 303 {
		t.Errorf("the app's code is answered with %d", a.Code)
	}
	if _, err := os.Stat(path); err != nil {
		t.Error(err)
	}
}

func TestStartWithAnotherKeyIsRefused(t *testing.T) {
	w, closeWorld, err := Start(Folder(t))
	if err != nil {
		t.Fatal(err)
	}
	dir, path := w.Dir(), filepath.Join(w.Dir(), "schluessel.txt")
	if err := closeWorld(); err != nil {
		t.Fatal(err)
	}
	own, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	other := strings.Repeat("ab", 32) + "\n"
	start := func(keys string) error {
		t.Helper()
		if err := os.WriteFile(path, []byte(keys), 0o600); err != nil {
			t.Fatal(err)
		}
		_, closeWorld, err := Start(dir)
		if err != nil {
			return err
		}
		return closeWorld()
	}
	if err := start(other); err == nil || !strings.Contains(err.Error(), "--key-file") {
		t.Errorf("started with another key: %v", err)
	}
	for _, keys := range []string{string(own), other + string(own), string(own) + other} {
		if err := start(keys); err != nil {
			t.Errorf("with the right key among others: %v", err)
		}
	}
	if err := start(other); err == nil {
		t.Error("the key that seals is missing, and it starts")
	}
}
