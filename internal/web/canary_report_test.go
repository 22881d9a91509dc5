package web_test

import (
	"kommunalforum/internal/forum"
	. "kommunalforum/internal/testkit"
)

// reports are what members tell moderators about posts: one that is open, and two that
// are decided, with a word to who reported.
func (a *aviary) reports(thread int64) {
	report := func(by string, post int64, may ...string) int64 {
		id, err := a.Forum.Report(a.Ctx, a.By(by), post, forum.ReportInput{Reason: forum.Wrong, Words: "Gemeldet mit " + a.word(append(may, by)...)})
		a.must(err)
		a.note("meine", id)
		return id
	}
	open, decided := a.Reply(Bea, thread, "Das stimmt so"), a.Reply(Bea, thread, "Das stimmt auch")
	ofMod := a.Reply(Mod, thread, "Und das erst recht")
	report(Ann, open, Mod, Boss)
	report(Prog, ofMod, Boss)
	newest := report(Ann, decided, Mod, Boss)
	a.must(a.Forum.DismissReports(a.Ctx, a.By(Mod), decided, forum.DecideReports{Newest: newest, Answer: a.word(Ann, Mod, Boss)}))
	for _, id := range []int64{open, decided, ofMod} {
		a.note("beitrag", id)
		a.note("moderation", id)
	}
}
