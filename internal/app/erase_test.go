package app_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"kommunalforum/internal/account"
	. "kommunalforum/internal/testkit"
)

func TestAccountMadeAfterTheBackupWasRestoredIsNobodyElses(t *testing.T) {
	w := New(t)
	ann := w.By(Ann)
	erased := []account.Tombstone{
		{Person: ann.ID, At: w.DB.Now(w.Ctx).Add(-1000 * time.Hour)}, // before Ann's account was made: her number was somebody else's
		{Person: 4711, At: w.DB.Now(w.Ctx)},                          // not in this database
	}
	back, err := w.Accounts.Restored(w.Ctx, erased)
	if err != nil || len(back) != 0 {
		t.Errorf("%v, %v", back, err)
	}
	erased[0].At = w.DB.Now(w.Ctx)
	if back, err = w.Accounts.Restored(w.Ctx, erased); err != nil || len(back) != 1 {
		t.Errorf("%v, %v", back, err)
	}
}

// TestFolderLearnsFromItsDatabaseWhoWasErased takes the list away, as if the folder were
// new to a database that is there already.
func TestFolderLearnsFromItsDatabaseWhoWasErased(t *testing.T) {
	w, closeWorld, err := Start(Folder(t))
	if err != nil {
		t.Fatal(err)
	}
	w.T = t
	ann, list := w.By(Ann), filepath.Join(w.Dir(), "geloescht.txt")
	if err := w.Acts.Leave(w.Ctx, ann, true); err != nil {
		t.Fatal(err)
	}
	w.Scrubbed()
	want, err := os.ReadFile(list)
	if err != nil || len(want) == 0 {
		t.Fatalf("%q, %v", want, err)
	}
	if err := errors.Join(closeWorld(), os.Remove(list)); err != nil {
		t.Fatal(err)
	}
	Open(t, w.Dir())
	if have, err := os.ReadFile(list); err != nil || string(have) != string(want) {
		t.Errorf("the list is %q, was %q, %v", have, want, err)
	}
}

func TestSearchNamesNoOrganisationThatLeftWithItsPerson(t *testing.T) {
	w := New(t)
	bea := w.By(Bea)
	w.Ask(Bea, Members, "Wer betreibt den Zeppelinlandeplatz?", "Wir suchen Erfahrungen.")
	w.Soon("the thread is found by its organisation", func() bool { return w.Finds(Ann, "zeppelinlandeplatz organisation:Probeland") })
	if err := w.Acts.Leave(w.Ctx, bea, false); err != nil {
		t.Fatal(err)
	}
	w.Soon("it is not found by it any more", func() bool { return !w.Finds(Ann, "zeppelinlandeplatz organisation:Probeland") })
	if !w.Finds(Ann, "zeppelinlandeplatz") {
		t.Error("the thread is gone")
	}
	if w.Finds(Ann, "zeppelinlandeplatz von:Ehemaliges") {
		t.Error("people who left are found by the word in place of their names")
	}
}
