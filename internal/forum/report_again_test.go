package forum_test

import (
	"testing"

	"kommunalforum/internal/fault"
	"kommunalforum/internal/forum"
	. "kommunalforum/internal/testkit"
)

// TestOnlyOnesOwnDecisionIsRepeated: the same once more does nothing, and a decision that
// somebody else forestalled is refused, even in words that were used before.
func TestOnlyOnesOwnDecisionIsRepeated(t *testing.T) {
	t.Parallel()
	const words = "Werbung ist hier nicht erlaubt."
	w := New(t)
	thread := w.Ask(Ann, Members, "Wer kennt ein gutes Produkt?", "Welches?")
	post := w.Reply(Bea, thread, "Kaufen Sie unseres!")
	type decide func(string, int64, forum.DecideReports) error
	var hide decide = func(by string, post int64, in forum.DecideReports) error {
		return w.Forum.HideReported(w.Ctx, w.By(by), post, in)
	}
	var dismiss decide = func(by string, post int64, in forum.DecideReports) error {
		return w.Forum.DismissReports(w.Ctx, w.By(by), post, in)
	}
	acts := func() int {
		return count(t, w, `SELECT COUNT(*) FROM audit WHERE act IN ('post.hide', 'report.dismiss')`)
	}
	first := w.Report(Prog, post)
	for range 2 { // a double click
		if err := dismiss(Boss, post, forum.DecideReports{Newest: first, Answer: words}); err != nil {
			t.Fatal(err)
		}
	}
	newest := w.Report(Ann, post)
	for range 2 {
		if err := hide(Mod, post, forum.DecideReports{Newest: newest, Reason: words, Answer: "Danke."}); err != nil {
			t.Fatal(err)
		}
	}
	if n := acts(); n != 2 {
		t.Errorf("the audit log has %d acts", n)
	}
	for name, err := range map[string]error{
		"a dismissal":                  dismiss(Boss, post, forum.DecideReports{Newest: newest, Answer: words}),
		"a dismissal without a word":   dismiss(Boss, post, forum.DecideReports{Newest: newest}),
		"hiding":                       hide(Boss, post, forum.DecideReports{Newest: newest, Reason: words, Answer: "Danke."}),
		"one's own, another act":       dismiss(Mod, post, forum.DecideReports{Newest: newest, Answer: "Danke."}),
		"one's own, another answer":    hide(Mod, post, forum.DecideReports{Newest: newest, Reason: words, Answer: "Vielen Dank."}),
		"one's own, another reason":    hide(Mod, post, forum.DecideReports{Newest: newest, Reason: "Nur Werbung", Answer: "Danke."}),
		"of another post":              dismiss(Boss, w.Reply(Bea, thread, "Und das!"), forum.DecideReports{Newest: first, Answer: words}),
		"too long, after the decision": dismiss(Boss, post, forum.DecideReports{Newest: newest, Answer: string(make([]byte, 400))}),
	} {
		if !fault.Is(err, fault.Conflict) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n := acts(); n != 2 {
		t.Errorf("what came too late is in the audit log: %d", n)
	}
	if r, err := w.Forum.OwnReport(w.Ctx, w.By(Ann), newest); err != nil || r.Outcome != forum.PostHidden || r.Answer != "Danke." {
		t.Errorf("who reported reads %+v, %v", r, err)
	}
	other := w.Reply(Bea, thread, "Dann kaufen Sie das!")
	if err := dismiss(Mod, other, forum.DecideReports{Newest: w.Report(Ann, other), Reason: words}); !fault.Is(err, fault.Invalid) {
		t.Errorf("a dismissal with a reason for hiding: %v", err)
	}
}
