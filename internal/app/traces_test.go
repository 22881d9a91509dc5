package app_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kommunalforum/internal/account"
	"kommunalforum/internal/app"
	"kommunalforum/internal/db/dbtest"
	. "kommunalforum/internal/testkit"
)

// traces returns where the world's folder and its database hold any of the words,
// in whatever case.
func traces(w *World, words ...string) (out []string) {
	w.T.Helper()
	for path, content := range Files(w.T, w.Dir()) {
		for _, w := range words {
			if at := bytes.Index(lower(content), lower([]byte(w))); at >= 0 {
				out = append(out, fmt.Sprintf("%s: %s at %d: %q", path, w, at, content[max(0, at-60):min(len(content), at+60)]))
			}
		}
	}
	return append(out, dbtest.Traces(w.T, w.DB, words...)...)
}

// lower folds ASCII letters and leaves every other byte where it is.
func lower(b []byte) []byte {
	out := bytes.Clone(b)
	for i, c := range out {
		if 'A' <= c && c <= 'Z' {
			out[i] = c + 'a' - 'A'
		}
	}
	return out
}

// crowd makes accounts whose rows fill many pages, in an order that makes the
// pages split and move.
func crowd(w *World, n int) []account.Person {
	w.T.Helper()
	var out []account.Person
	for i := range n {
		p, _, err := w.Accounts.Create(w.Ctx, account.NewPerson{
			Email: fmt.Sprintf("%d.zwerg-%d@world.example", (i*7919)%n, i), Name: fmt.Sprintf("Zacharias Zwerg-%04d-",
				i), Function: strings.Repeat("F", i%90),
			Organisation: w.By(Ann).Organisation})
		if err != nil {
			w.T.Fatal(err)
		}
		out = append(out, p)
	}
	return out
}

func TestErasureLeavesNoTraceOfNameOrAddressOnTheDisk(t *testing.T) {
	w := New(t)
	people := crowd(w, 200)
	ann := w.By(Ann)
	thread := w.Ask(Ann, Members, "Wer zahlt die Wartung?", "Wir suchen Erfahrungen.")
	w.Reply(Ann, thread, "Inzwischen wissen wir mehr.")
	w.Inquire(Ann, Members)
	if err := w.Accounts.Suspend(w.Ctx, w.By(Boss), ann.ID, "Anna Ahorn hat das Haus verlassen"); err != nil {
		t.Fatal(err)
	}
	if err := w.Accounts.Reinstate(w.Ctx, w.By(Boss), ann.ID, "anna  AHORN ist wieder da"); err != nil {
		t.Fatal(err)
	}
	if err := w.Accounts.Suspend(w.Ctx, w.By(Boss), w.By(Bea).ID, "Verwechselt mit Anna Ahorn"); err != nil {
		t.Fatal(err)
	}
	w.Cookie(Ann)
	w.Post(Guest, "/passwort-vergessen", map[string][]string{"email": {Email(Ann)}})
	w.Mail(Ann, "neues Passwort")
	words := []string{"Anna Ahorn", Email(Ann)}
	if !dbtest.OnServer() { // as made before a migration
		copyFile(t, app.DatabasePath(w.Dir()), app.DatabasePath(w.Dir())+".vor-schema-9-20260101T000000")
	}
	if len(traces(w, words...)) == 0 {
		t.Fatal("nothing to erase was found: the test is blind")
	}
	if err := w.Acts.Leave(w.Ctx, ann, false); err != nil {
		t.Fatal(err)
	}
	for i, p := range people {
		if i%10 == 0 {
			if err := w.Acts.EraseAccount(w.Ctx, w.By(Boss), p.ID, true, p.Name+" ist ausgeschieden"); err != nil {
				t.Fatal(err)
			}
			words = append(words, p.Name, p.Email)
		}
	}
	w.Scrubbed()
	for _, hit := range traces(w, words...) {
		t.Error(hit)
	}
}

func TestRestoredBackupErasesAgainWhoHadLeft(t *testing.T) {
	w, closeWorld, err := Start(Folder(t))
	if err != nil {
		t.Fatal(err)
	}
	w.T = t
	dir, backup := w.Dir(), t.TempDir()
	t.Cleanup(func() { dbtest.Drop(backup) })
	thread := w.Ask(Bea, Members, "Wer zahlt die Wartung?", "Wir suchen Erfahrungen.")
	replace := func(from, to string) {
		t.Helper()
		if err := dbtest.Replace(from, to); err != nil {
			t.Fatal(err)
		}
	}
	w, closeWorld = restart(t, dir, closeWorld, func(dir string) { replace(dir, backup) })
	if err := w.Acts.Leave(w.Ctx, w.By(Ann), true); err != nil {
		t.Fatal(err)
	}
	if err := w.Acts.Leave(w.Ctx, w.By(Bea), false); err != nil {
		t.Fatal(err)
	}
	w.Scrubbed()
	kept, err := os.ReadFile(filepath.Join(dir, "geloescht.txt"))
	if err != nil || len(strings.Fields(string(kept))) != 6 {
		t.Fatalf("list of erased accounts: %q, %v", kept, err)
	}
	if err := closeWorld(); err != nil {
		t.Fatal(err)
	}
	replace(backup, dir)
	again := Open(t, dir)
	for _, key := range []string{Ann, Bea} {
		if _, err := again.Accounts.ViewerOf(again.Ctx, Email(key)); err == nil {
			t.Errorf("%s is back", key)
		}
	}
	page, err := again.Forum.ThreadPage(again.Ctx, again.By(Mod), thread, 1)
	if err != nil {
		t.Fatal(err)
	}
	if by := page.Question.Author; by.Name != account.FormerMember || by.Organisation.Named() {
		t.Errorf("the question stands under %q of %q", by.Name, by.Organisation.Name)
	}
	again.Scrubbed()
	for _, hit := range traces(again, "Anna Ahorn", Email(Ann), Email(Bea)) {
		t.Error(hit)
	}
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	content, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, content, 0o600); err != nil {
		t.Fatal(err)
	}
}
