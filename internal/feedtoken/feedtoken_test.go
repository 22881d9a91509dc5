package feedtoken_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/feedtoken"
	"kommunalforum/internal/secret"
	. "kommunalforum/internal/testkit"
)

func TestMain(m *testing.M) { Main(m) }

var faqFeed = feedtoken.Subject{Kind: feedtoken.FAQ}

func create(t *testing.T, w *World, by string, s feedtoken.Subject) string {
	t.Helper()
	token, err := w.Feeds.Create(w.Ctx, w.By(by), s, "")
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func opens(w *World, token string) bool {
	_, _, err := w.Feeds.Open(w.Ctx, token)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		w.T.Errorf("open: %v", err)
	}
	return err == nil
}

func TestTokenOpensItsFeedAsItsPersonUntilRevoked(t *testing.T) {
	t.Parallel()
	w := New(t)
	board := feedtoken.Subject{Kind: feedtoken.Board, ID: w.Board(Exclusive)}
	token := create(t, w, Insider, board)
	s, as, err := w.Feeds.Open(w.Ctx, token)
	if err != nil || s != board || as.ID != w.By(Insider).ID || as.Session != "" {
		t.Errorf("opens %v as %+v, %v", s, as, err)
	}
	if _, err := w.Feeds.Create(w.Ctx, as, faqFeed, ""); !errors.Is(err, account.ErrReauthRequired) {
		t.Errorf("the reader makes a token: %v", err)
	}
	list, err := w.Feeds.List(w.Ctx, w.By(Insider))
	if err != nil || len(list) != 1 || list[0].UsedAt.IsZero() {
		t.Fatalf("list: %+v, %v", list, err)
	}
	if err := w.Feeds.Revoke(w.Ctx, w.By(Ann), list[0].ID); fault.KindOf(err) != fault.NotFound {
		t.Errorf("somebody else revokes it: %v", err)
	}
	if err := w.Feeds.Revoke(w.Ctx, w.By(Insider), list[0].ID); err != nil {
		t.Fatal(err)
	}
	if opens(w, token) {
		t.Error("a revoked token opens")
	}
}

func TestTokenEndsWithWhatItsPersonMayDo(t *testing.T) {
	t.Parallel()
	for what, end := range map[string]func(w *World) error{
		"closed": func(w *World) error { return w.Accounts.Suspend(w.Ctx, w.By(Boss), w.By(Ann).ID, "Ausgeschieden") },
		"erased": func(w *World) error { return w.Acts.Leave(w.Ctx, w.By(Ann), true) },
		"terms":  func(w *World) error { w.Accounts.Terms = "2027-01-01"; return nil },
		"role that requires a second factor": func(w *World) error {
			w.Accounts.RequireMFA = []account.Role{account.Moderator}
			return w.Accounts.Grant(w.Ctx, w.By(Boss), w.By(Ann).ID, account.Grant{Role: account.Moderator}, "Vertretung")
		},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			w := New(t)
			token := create(t, w, Ann, faqFeed)
			if !opens(w, token) {
				t.Fatal("it does not open before")
			}
			if err := end(w); err != nil {
				t.Fatal(err)
			}
			if opens(w, token) {
				t.Error("it still opens")
			}
		})
	}
}

func TestSecondFactorOfASessionIsNotAskedFor(t *testing.T) {
	t.Parallel()
	w := New(t)
	token := create(t, w, Ann, faqFeed)
	w.SetUpApp(Ann)
	if !opens(w, token) {
		t.Error("it opens no more")
	}
}

func TestWhatIsNoTokenOpensNothing(t *testing.T) {
	t.Parallel()
	w := New(t)
	token := create(t, w, Ann, faqFeed)
	other, _ := secret.NewToken()
	session := strings.TrimPrefix(w.Cookie(Ann), "kommunalforum=")
	for _, no := range []string{"", "x", other, session, secret.Hash(token), token + "x", token[:42], strings.ToLower(token),
		strings.Repeat("x", 1<<20)} {
		if opens(w, no) {
			t.Errorf("%.50q opens", no)
		}
	}
	if by, err := w.Accounts.ViewerFor(w.Ctx, token); err != nil || by.SignedIn() {
		t.Errorf("it signs in %+v, %v", by, err)
	}
}

func TestOnlyReplacingATokenEndsIt(t *testing.T) {
	t.Parallel()
	w := New(t)
	former, foreign := create(t, w, Ann, faqFeed), create(t, w, Bea, faqFeed)
	var exists feedtoken.Exists
	if token, err := w.Feeds.Create(w.Ctx, w.By(Ann), faqFeed, ""); token != "" || !errors.As(err, &exists) || !opens(w, former) {
		t.Fatalf("made again: %q, %v", token, err)
	}
	if _, _, err := w.Feeds.Replace(w.Ctx, w.By(Bea), exists.ID, ""); fault.KindOf(err) != fault.NotFound {
		t.Errorf("somebody else replaces it: %v", err)
	}
	_, present, err := w.Feeds.Replace(w.Ctx, w.By(Ann), exists.ID, "")
	if err != nil || opens(w, former) || !opens(w, present) || !opens(w, foreign) {
		t.Errorf("the former one opens, or the present or somebody else's does not: %v", err)
	}
	if _, _, err := w.Feeds.Replace(w.Ctx, w.By(Ann), exists.ID, ""); fault.KindOf(err) != fault.NotFound || !opens(w, present) {
		t.Errorf("replaced again: %v", err)
	}
	if list, err := w.Feeds.List(w.Ctx, w.By(Ann)); err != nil || len(list) != 1 {
		t.Errorf("list: %+v, %v", list, err)
	}
}

func TestPersonHasSoManyFeedsHoweverManyAreMadeAtOnce(t *testing.T) {
	t.Parallel()
	w := New(t)
	by := w.By(Ann)
	var all sync.WaitGroup
	for n := range 100 {
		all.Go(func() {
			_, err := w.Feeds.Create(w.Ctx, by, feedtoken.Subject{Kind: feedtoken.Thread, ID: int64(n + 1)}, "")
			if err != nil && fault.KindOf(err) != fault.Invalid {
				t.Error(err)
			}
		})
	}
	all.Wait()
	list, err := w.Feeds.List(w.Ctx, by)
	if err != nil || len(list) != feedtoken.MaxPerPerson {
		t.Fatalf("%d feeds, %v", len(list), err)
	}
	if _, _, err := w.Feeds.Replace(w.Ctx, by, list[0].ID, ""); err != nil {
		t.Errorf("one that is there is not replaced: %v", err)
	}
}

func TestUseIsWrittenOnceADay(t *testing.T) {
	t.Parallel()
	w := New(t)
	token := create(t, w, Ann, faqFeed)
	now := w.DB.Now(w.Ctx)
	used := func(after time.Duration) time.Time {
		t.Helper()
		if _, _, err := w.Feeds.Open(db.At(w.Ctx, now.Add(after)), token); err != nil {
			t.Fatal(err)
		}
		list, err := w.Feeds.List(w.Ctx, w.By(Ann))
		if err != nil {
			t.Fatal(err)
		}
		return list[0].UsedAt
	}
	first := used(time.Minute)
	if later := used(23 * time.Hour); !later.Equal(first) {
		t.Errorf("written again after %v", later.Sub(first))
	}
	if next := used(25 * time.Hour); !next.After(first) {
		t.Error("not written the next day")
	}
}

func TestUnusedTokensGo(t *testing.T) {
	t.Parallel()
	w := New(t)
	create(t, w, Ann, faqFeed)
	used := create(t, w, Bea, faqFeed)
	prune := func(after time.Duration) (n int64) {
		err := w.DB.Write(w.At(after), func(tx *db.Tx) (err error) {
			n, err = feedtoken.PruneTx(tx, 10)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	const day = 24 * time.Hour
	if _, _, err := w.Feeds.Open(w.At(100*day), used); err != nil {
		t.Fatal(err)
	}
	if n := prune(364 * day); n != 0 {
		t.Errorf("%d go early", n)
	}
	if n := prune(366 * day); n != 1 {
		t.Errorf("%d go after a year", n)
	}
}

func TestGuestsMakeNoFeeds(t *testing.T) {
	t.Parallel()
	w := New(t)
	guest := account.Viewer{}
	_, err := w.Feeds.Create(context.Background(), guest, faqFeed, "")
	_, err2 := w.Feeds.List(w.Ctx, guest)
	for _, err := range []error{err, err2, w.Feeds.Revoke(w.Ctx, guest, 1)} {
		if fault.KindOf(err) != fault.Forbidden {
			t.Error(err)
		}
	}
}
