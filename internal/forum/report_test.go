package forum_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/forum"
	. "kommunalforum/internal/testkit"
)

func report(w *World, by string, post int64, words string) (int64, error) {
	return w.Forum.Report(w.Ctx, w.By(by), post, forum.ReportInput{Reason: forum.Advertising, Words: words})
}

// became returns the outcome of a report, as who made it reads it.
func became(t *testing.T, w *World, by string, id int64) forum.Outcome {
	t.Helper()
	r, err := w.Forum.OwnReport(w.Ctx, w.By(by), id)
	if err != nil {
		t.Fatalf("own report: %v", err)
	}
	return r.Outcome
}

func TestWhoMayReportWhat(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Members, "Wer kennt ein gutes Produkt?", "Welches?")
	reply := w.Reply(Bea, thread, "Kaufen Sie unseres!")
	inner := w.Reply(Mod, w.Ask(Insider, Exclusive, "Eine Frage unter uns", "Psst."), "Psst.")
	hidden, withdrawn := w.Reply(Bea, thread, "Weg."), w.Reply(Bea, thread, "Auch weg.")
	if err := w.Forum.Hide(w.Ctx, w.By(Mod), hidden, "Werbung"); err != nil {
		t.Fatal(err)
	}
	if err := w.Forum.Withdraw(w.Ctx, w.By(Bea), withdrawn); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		what string
		by   string
		post int64
		want fault.Kind
	}{
		{"a guest", Guest, reply, fault.Forbidden},
		{"one's own post", Bea, reply, fault.Forbidden},
		{"a post of a board that one cannot read", Ann, inner, fault.NotFound},
		{"a hidden post", Ann, hidden, fault.Conflict},
		{"a withdrawn post", Ann, withdrawn, fault.Conflict},
		{"no post at all", Ann, 1 << 40, fault.NotFound},
	} {
		if _, err := report(w, c.by, c.post, "Das ist reine Werbung."); !fault.Is(err, c.want) {
			t.Errorf("%s: %v", c.what, err)
		}
	}
	for _, in := range []forum.ReportInput{{Reason: "unsinn", Words: "Das ist reine Werbung."}, {Reason: forum.Wrong, Words: "Kurz"}} {
		if _, err := w.Forum.Report(w.Ctx, w.By(Ann), reply, in); !fault.Is(err, fault.Invalid) {
			t.Errorf("%+v: %v", in, err)
		}
	}
	for _, by := range []string{Ann, Mod, Prog, Insider} {
		if _, err := report(w, by, reply, "Das ist reine Werbung."); err != nil {
			t.Errorf("%s: %v", by, err)
		}
	}
}

func TestOnePersonHasOneOpenReportOfAPost(t *testing.T) {
	t.Parallel()
	w := New(t)
	post := w.Reply(Bea, w.Ask(Ann, Members, "Wer kennt ein gutes Produkt?", "Welches?"), "Kaufen Sie unseres!")
	first, err := report(w, Ann, post, "Das ist reine Werbung.")
	if err != nil {
		t.Fatal(err)
	}
	if again, err := report(w, Ann, post, "Das ist reine Werbung."); err != nil || again != first {
		t.Errorf("the same again: %d %v", again, err)
	}
	if _, err := report(w, Ann, post, "Das ist noch etwas anderes."); !fault.Is(err, fault.Conflict) {
		t.Errorf("other words: %v", err)
	}
	if err := w.Forum.DismissReports(w.Ctx, w.By(Mod), post, forum.DecideReports{Newest: first}); err != nil {
		t.Fatal(err)
	}
	if again, err := report(w, Ann, post, "Das ist noch etwas anderes."); err != nil || again == first {
		t.Errorf("after the decision: %d %v", again, err)
	}
}

// TestManyReportsAtOnceAreOneForEachPostAndNoMoreThanTheLimit: a form that is sent a
// hundred times makes one report, and a hundred forms make as many as a day has.
func TestManyReportsAtOnceAreOneForEachPostAndNoMoreThanTheLimit(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Members, "Wer kennt ein gutes Produkt?", "Welches?")
	var posts []int64
	for i := range 20 {
		posts = append(posts, w.Reply(Bea, thread, fmt.Sprintf("Kaufen Sie Produkt %d!", i)))
	}
	limited := t.Context()
	var all sync.WaitGroup
	for i := range 100 {
		all.Go(func() {
			_, err := w.Forum.Report(limited, w.By(Prog), posts[0], forum.ReportInput{Reason: forum.Advertising, Words: "Das ist reine Werbung.",
				Once: "EIN-FORMULAR"})
			if err != nil {
				t.Error(err)
			}
			_, err = w.Forum.Report(limited, w.By(Mod), posts[i%20], forum.ReportInput{Reason: forum.Advertising, Words: "Das ist reine Werbung.",
				Once: fmt.Sprintf("FORMULAR-%d", i)})
			if err != nil && !fault.Is(err, fault.TooMany) {
				t.Error(err)
			}
		})
	}
	all.Wait()
	for who, want := range map[string]int{Prog: 1, Mod: 10} {
		if n := count(t, w, `SELECT COUNT(*) FROM report WHERE person_id = $1`, w.By(who).ID); n != want {
			t.Errorf("%s made %d reports, want %d", who, n, want)
		}
	}
	if n := count(t, w, `SELECT reported FROM thread WHERE id = $1`, thread); n != 11 {
		t.Errorf("the thread counts %d open reports", n)
	}
}

func count(t *testing.T, w *World, query string, args ...any) (n int) {
	t.Helper()
	err := w.DB.Read(w.Ctx, func(tx *db.Tx) (err error) {
		n, err = db.Scalar[int](tx, query, args...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestWhoDecidesAboutReports(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Members, "Wer kennt ein gutes Produkt?", "Welches?")
	post, ofMod, ofBoss := w.Reply(Bea, thread, "Kaufen!"), w.Reply(Mod, thread, "Kaufen Sie!"), w.Reply(Boss, thread, "Kaufen Sie dies!")
	if err := w.Accounts.Grant(w.Ctx, w.By(Boss), w.By(Editor).ID, account.Grant{Role: account.Moderator, Board: w.Board(Members)},
		"Test"); err != nil {
		t.Fatal(err)
	}
	colleague, house := w.By(Editor).ID, w.By(Bea).Organisation.ID // of who wrote the first post
	err := w.DB.Write(w.Ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE person SET organisation_id = $1 WHERE id = $2`, house, colleague)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for who, p := range map[string]int64{Ann: post, Prog: ofMod, Insider: ofBoss} {
		w.Report(who, p)
	}
	sees := func(by account.Viewer, p int64) bool {
		_, err := w.Forum.Reported(w.Ctx, by, p)
		if err != nil && !fault.Is(err, fault.Forbidden) && !fault.Is(err, fault.NotFound) {
			t.Errorf("%v", err)
		}
		rows, listErr := w.Forum.ReportedPosts(w.Ctx, by)
		listed := false
		for _, r := range rows {
			listed = listed || r.PostID == p
		}
		if n, _ := w.Forum.CountReported(w.Ctx, by); listed != (err == nil) || listErr == nil && n != len(rows) {
			t.Errorf("%s and post %d: listed %v of %d, page %v", by.Name, p, listed, n, err)
		}
		return err == nil
	}
	for _, who := range Everybody {
		by := w.By(who)
		if got, want := sees(by, post), who == Mod || who == Boss; got != want {
			t.Errorf("%q decides about Bea's post: %v", who, got)
		}
		if got, want := sees(by, ofMod), who == Boss || who == Editor; got != want {
			t.Errorf("%q decides about the moderator's post: %v", who, got)
		}
		if got, want := sees(by, ofBoss), who == Mod || who == Editor; got != want {
			t.Errorf("%q decides about the administrator's post: %v", who, got)
		}
	}
	for _, who := range []string{Guest, Ann, Mod, OtherMod, Prog} {
		for _, act := range []func() error{
			func() error {
				return w.Forum.DismissReports(w.Ctx, w.By(who), ofMod, forum.DecideReports{Newest: 1 << 40})
			},
			func() error {
				return w.Forum.HideReported(w.Ctx, w.By(who), ofMod, forum.DecideReports{Newest: 1 << 40, Reason: "Werbung"})
			},
		} {
			if err := act(); !fault.Is(err, fault.Forbidden) && !fault.Is(err, fault.NotFound) {
				t.Errorf("%q decides about the moderator's post: %v", who, err)
			}
		}
	}
}

func TestDecisionSettlesWhatWasReadAndComesOnce(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Members, "Wer kennt ein gutes Produkt?", "Welches?")
	post := w.Reply(Bea, thread, "Kaufen Sie unseres!")
	read, since := w.Report(Ann, post), w.Report(Prog, post)
	dismiss := func(by string, newest int64) error {
		return w.Forum.DismissReports(w.Ctx, w.By(by), post, forum.DecideReports{Newest: newest, Answer: "Das ist erlaubt."})
	}
	if err := dismiss(Mod, read); err != nil {
		t.Fatal(err)
	}
	if got := became(t, w, Ann, read); got != forum.Dismissed {
		t.Errorf("the report that was read is %q", got)
	}
	if got := became(t, w, Prog, since); got != forum.Undecided {
		t.Errorf("the report that came since is %q", got)
	}
	if err := dismiss(Boss, read); !fault.Is(err, fault.Conflict) {
		t.Errorf("a second decision: %v", err)
	}
	if err := w.Forum.HideReported(w.Ctx, w.By(Boss), post, forum.DecideReports{Newest: since, Reason: "Werbung"}); err != nil {
		t.Fatal(err)
	}
	if got := became(t, w, Prog, since); got != forum.PostHidden {
		t.Errorf("after hiding it is %q", got)
	}
	r, err := w.Forum.Reported(w.Ctx, w.By(Mod), post)
	if err != nil || r.Post.State != forum.Hidden || len(r.Reports) != 2 || r.Reports[0].By.Name != "Anna Ahorn" ||
		r.Reports[0].DecidedBy != w.By(Mod).Name || r.Reports[0].Answer != "Das ist erlaubt." {
		t.Errorf("%+v, %v", r, err)
	}
	if _, err := w.Forum.OwnReport(w.Ctx, w.By(Bea), read); !fault.Is(err, fault.NotFound) {
		t.Errorf("the author reads the report: %v", err)
	}
	if n := count(t, w, `SELECT reported FROM thread WHERE id = $1`, thread); n != 0 {
		t.Errorf("the thread counts %d open reports", n)
	}
}

func TestReportsAreSettledByWhateverTakesThePostAway(t *testing.T) {
	t.Parallel()
	w := New(t)
	mod := w.By(Mod)
	for name, c := range map[string]struct {
		do   func(thread, post int64) error
		want forum.Outcome
	}{
		"withdrawn":       {func(_, post int64) error { return w.Forum.Withdraw(w.Ctx, w.By(Bea), post) }, forum.PostWithdrawn},
		"hidden":          {func(_, post int64) error { return w.Forum.Hide(w.Ctx, mod, post, "Werbung") }, forum.PostHidden},
		"blackened":       {func(_, post int64) error { return w.Forum.Blacken(w.Ctx, mod, post, 1, "Ein Name") }, forum.PostBlackened},
		"question hidden": {func(thread, _ int64) error { return w.Forum.Hide(w.Ctx, mod, w.Question(thread), "Werbung") }, forum.Undecided},
		"locked":          {func(thread, _ int64) error { return w.Forum.Lock(w.Ctx, mod, thread, "Geklärt") }, forum.Undecided},
	} {
		thread := w.Ask(Ann, Members, "Wer kennt ein gutes Produkt?", "Welches?")
		post := w.Reply(Bea, thread, "Kaufen Sie unseres!")
		id := w.Report(Prog, post)
		if err := c.do(thread, post); err != nil {
			t.Fatal(err)
		}
		if got := became(t, w, Prog, id); got != c.want {
			t.Errorf("%s: the report is %q, want %q", name, got, c.want)
		}
	}
}

func TestReportsGoInTimeAndLoseTheirNames(t *testing.T) {
	t.Parallel()
	w := New(t)
	post := w.Reply(Bea, w.Ask(Ann, Members, "Wer kennt ein gutes Produkt?", "Welches?"), "Kaufen Sie unseres!")
	closed := w.Report(Ann, post)
	if err := w.Forum.DismissReports(w.Ctx, w.By(Mod), post, forum.DecideReports{Newest: closed}); err != nil {
		t.Fatal(err)
	}
	w.Report(Prog, post)
	prune := func(after time.Duration) (n int64) {
		t.Helper()
		err := w.DB.Write(w.At(after), func(tx *db.Tx) (err error) {
			n, err = forum.PruneReportsTx(tx, 100)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	if n := prune(forum.KeepReports - time.Hour); n != 0 {
		t.Errorf("%d went too early", n)
	}
	if n := prune(forum.KeepReports + time.Hour); n != 1 {
		t.Errorf("%d went in time", n)
	}
	if err := w.Acts.EraseAccount(w.Ctx, w.By(Boss), w.By(Prog).ID, true, "Auf Wunsch"); err != nil {
		t.Fatal(err)
	}
	r, err := w.Forum.Reported(w.Ctx, w.By(Mod), post)
	if err != nil || len(r.Open()) != 1 || r.Reports[0].By.PersonID != 0 || r.Reports[0].Words != "" || r.Reports[0].Reason != forum.Advertising {
		t.Errorf("%+v, %v", r.Reports, err)
	}
}
