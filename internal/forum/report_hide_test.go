package forum_test

import (
	"strings"
	"testing"

	"kommunalforum/internal/account"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/forum"
	. "kommunalforum/internal/testkit"
	"kommunalforum/internal/web/path"
)

// TestReportsOfRepliesOutlastAHiddenQuestion: nobody decided about the replies of a thread
// that is out of sight, so their reports wait for moderators, who read it all the same, and
// are open when it is shown again.
func TestReportsOfRepliesOutlastAHiddenQuestion(t *testing.T) {
	t.Parallel()
	w := New(t)
	mod, thread := w.By(Mod), w.Ask(Ann, Members, "Wer kennt ein gutes Produkt?", "Welches?")
	question, reply := w.Question(thread), w.Reply(Bea, thread, "Kaufen Sie unseres!")
	ofQuestion, ofReply := w.Report(Prog, question), w.Report(Prog, reply)
	if err := w.Forum.Hide(w.Ctx, mod, question, "Werbung"); err != nil {
		t.Fatal(err)
	}
	waits := func(when string) {
		t.Helper()
		if got := became(t, w, Prog, ofQuestion); got != forum.PostHidden {
			t.Errorf("%s the report of the question is %q", when, got)
		}
		if got := became(t, w, Prog, ofReply); got != forum.Undecided {
			t.Errorf("%s the report of the reply is %q", when, got)
		}
		rows, err := w.Forum.ReportedPosts(w.Ctx, mod)
		if err != nil || len(rows) != 1 || rows[0].PostID != reply {
			t.Errorf("%s there waits %+v, %v", when, rows, err)
		}
	}
	waits("while the thread is hidden")
	if err := w.Forum.Unhide(w.Ctx, mod, question); err != nil {
		t.Fatal(err)
	}
	waits("once it is shown again")
	if err := w.Forum.Hide(w.Ctx, mod, question, "Werbung"); err != nil {
		t.Fatal(err)
	}
	if err := w.Forum.DismissReports(w.Ctx, mod, reply, forum.DecideReports{Newest: ofReply}); err != nil {
		t.Errorf("deciding in a hidden thread: %v", err)
	}
}

// TestNobodySettlesReportsOfTheirOwnPostByHidingIt, or of a colleague's, nor shows again
// what somebody else hid for a report.
func TestNobodySettlesReportsOfTheirOwnPostByHidingIt(t *testing.T) {
	t.Parallel()
	w := New(t)
	if err := w.Accounts.Grant(w.Ctx, w.By(Boss), w.By(Bea).ID, account.Grant{Role: account.Moderator, Board: w.Board(Members)},
		"Test"); err != nil {
		t.Fatal(err)
	}
	thread := w.Ask(Ann, Members, "Wer kennt ein gutes Produkt?", "Welches?")
	for _, who := range []string{Mod, Bea} {
		post := w.Reply(who, thread, "Kaufen Sie unseres, sagt "+who+"!")
		id := w.Report(Prog, post)
		if err := w.Forum.Hide(w.Ctx, w.By(who), post, "Ein Versehen"); err != nil {
			t.Fatal(err)
		}
		if got := became(t, w, Prog, id); got != forum.Undecided {
			t.Errorf("%s hides it and the report is %q", who, got)
		}
		if err := w.Forum.Unhide(w.Ctx, w.By(who), post); err != nil {
			t.Errorf("%s shows what they hid themselves: %v", who, err)
		}
		if err := w.Forum.HideReported(w.Ctx, w.By(Boss), post, forum.DecideReports{Newest: id, Reason: "Werbung"}); err != nil {
			t.Fatal(err)
		}
		offered := func(to string) bool {
			page := w.Get(to, path.To(path.ThreadPage, thread)+"?seite=1")
			return strings.Contains(w.Get(to, page.Header.Get("Location")).Body, path.To(path.UnhidePost, post))
		}
		if offered(who) || !offered(Boss) {
			t.Errorf("%s is offered to show it again: %v, an administrator: %v", who, offered(who), offered(Boss))
		}
		if err := w.Forum.Unhide(w.Ctx, w.By(who), post); !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s shows again what was hidden for a report: %v", who, err)
		}
		if err := w.Forum.Unhide(w.Ctx, w.By(Boss), post); err != nil {
			t.Errorf("somebody else shows it again: %v", err)
		}
	}
	black := w.Reply(Mod, thread, "Kaufen Sie das von Moritz!")
	id := w.Report(Prog, black)
	if err := w.Forum.Blacken(w.Ctx, w.By(Mod), black, 1, "Ein Name"); err != nil {
		t.Fatal(err)
	}
	if got := became(t, w, Prog, id); got != forum.Undecided {
		t.Errorf("the author blackens it and the report is %q", got)
	}
}
