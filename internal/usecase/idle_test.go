package usecase_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	. "kommunalforum/internal/testkit"
)

// there reports whether the account of the person with the key is there.
func there(w *World, key string) bool {
	w.T.Helper()
	_, err := w.Accounts.ViewerOf(w.Ctx, Email(key))
	return err == nil
}

// pass lets time pass and what is idle by then go.
func pass(w *World, after time.Duration, byMail bool) int {
	w.T.Helper()
	n, err := w.Acts.EraseIdle(w.At(after), byMail)
	if err != nil {
		w.T.Fatal(err)
	}
	return n
}

func TestAccountThatNobodyEverUsedGoesAfterAYear(t *testing.T) {
	t.Parallel()
	w := New(t)
	w.Cookie(Ann)
	if n := pass(w, account.UnusedLife-time.Hour, false); n != 0 {
		t.Errorf("%d accounts are erased before their time", n)
	}
	// Bea never signed in, but a mail reached her lately.
	err := w.DB.Write(w.At(time.Hour), func(tx *db.Tx) error { return account.ConfirmAddressTx(tx, w.By(Bea).ID) })
	if err != nil {
		t.Fatal(err)
	}
	if pass(w, account.UnusedLife+30*time.Minute, false) == 0 || there(w, Insider) {
		t.Error("who never signed in is still there")
	}
	if !there(w, Ann) || !there(w, Bea) || !there(w, Boss) {
		t.Error("who signed in, confirmed the address or administers the forum was erased")
	}
	if pass(w, account.UnusedLife+2*time.Hour, false); there(w, Bea) || !there(w, Ann) {
		t.Error("a year after confirming the address nothing changed")
	}
	if n := pass(w, account.UnusedLife+2*time.Hour, false); n != 0 {
		t.Errorf("%d accounts are erased twice", n)
	}
	all, err := w.Accounts.Tombstones(w.Ctx)
	if err != nil || len(all) == 0 || slices.ContainsFunc(all, func(s account.Tombstone) bool { return !s.OrganisationKept }) {
		t.Errorf("what is remembered of them: %v, %v", all, err)
	}
}

// TestIdleAccountsAreErasedOnceByTwoNodes also counts what was recorded of it.
func TestIdleAccountsAreErasedOnceByTwoNodes(t *testing.T) {
	t.Parallel()
	w := New(t)
	late := w.At(account.UnusedLife + time.Hour)
	var erased [2]int
	var nodes sync.WaitGroup
	for i := range erased {
		nodes.Go(func() {
			var err error
			if erased[i], err = w.Acts.EraseIdle(late, false); err != nil {
				t.Error(err)
			}
		})
	}
	nodes.Wait()
	err := w.DB.Read(w.Ctx, func(tx *db.Tx) error {
		n, err := db.Scalar[int](tx, `SELECT COUNT(*) FROM audit WHERE act = 'person.erase'`)
		if sum := erased[0] + erased[1]; n == 0 || n != sum {
			t.Errorf("%v accounts erased, %d recorded", erased, n)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAccountThatRestsForTwoYearsGoesAndItsTextsStay(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Members, "Wer zahlt die Wartung?", "Wir suchen Erfahrungen.")
	for _, key := range []string{Ann, Bea, Boss} {
		w.Cookie(key)
	}
	err := w.DB.Write(w.At(2*time.Hour), func(tx *db.Tx) error { return account.ConfirmAddressTx(tx, w.By(Bea).ID) })
	if err != nil {
		t.Fatal(err)
	}
	rested := account.AddressLife + account.UnconfirmedLife
	pass(w, rested-time.Hour, true)
	pass(w, rested+time.Hour, false)
	if !there(w, Ann) {
		t.Fatal("erased before its time, or where no mail leaves to confirm an address with")
	}
	if pass(w, rested+time.Hour, true); there(w, Ann) || !there(w, Bea) || !there(w, Boss) {
		t.Error("not those are erased whose accounts rest for two years")
	}
	page := w.Get(Bea, w.Get(Bea, fmt.Sprintf("/thema/%d", thread)).Location()).Body
	if !strings.Contains(page, account.FormerMember) || strings.Contains(page, "Anna Ahorn") || !strings.Contains(page, "Wir suchen Erfahrungen.") {
		t.Error("the thread does not show the text of a former member")
	}
}
