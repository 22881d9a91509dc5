package web_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"kommunalforum/internal/forum"
	. "kommunalforum/internal/testkit"
	"kommunalforum/internal/web/path"
)

// reportedFile is a reply of Bea whose file she removed after Ann reported it.
type reportedFile struct {
	w       *World
	post    int64
	report  int64
	address string // of the file
	page    string // where it is decided
}

func removedAfterReport(t *testing.T) reportedFile {
	w := New(t)
	thread := w.Ask(Ann, Members, "Wer hat eine Vorlage?", "Frage")
	post, address := w.ReplyWith(Bea, thread, "Anbei", "beweisstueck.txt", "Hier steht geheimnisvolles.")
	w.ReadFiles()
	r := reportedFile{w, post, w.Report(Ann, post), address, path.To(path.ReportedPost, post)}
	w.Soon("the search knows the file", func() bool { return w.Finds(Ann, "geheimnisvolles") })
	r.edit(t, "Ohne", 1)
	return r
}

// edit lets Bea save the post without files.
func (r reportedFile) edit(t *testing.T, text string, revision int) {
	t.Helper()
	if err := r.w.Forum.EditPost(r.w.Ctx, r.w.By(Bea), r.post, forum.Edit{Text: text, Revision: revision}); err != nil {
		t.Fatal(err)
	}
}

// TestAFileOfAReportedPostStaysForTheDecision: its author cannot make it vanish before the
// moderators have seen it, and nobody else reads it any more.
func TestAFileOfAReportedPostStaysForTheDecision(t *testing.T) {
	t.Parallel()
	r := removedAfterReport(t)
	w := r.w
	w.ReadFiles()
	w.Soon("the search forgets it", func() bool { return !w.Finds(Ann, "geheimnisvolles") && !w.Finds(Mod, "beweisstueck") })
	for _, who := range Everybody {
		want := http.StatusNotFound
		if who == Mod || who == Boss {
			want = http.StatusOK
		}
		if a := w.Get(who, r.address); a.Code != want {
			t.Errorf("%s gets %d", who, a.Code)
		}
	}
	for _, address := range []string{path.Post(r.post), path.To(path.EditPost, r.post), path.To(path.PostVersions, r.post)} {
		if a := w.Get(Bea, address); strings.Contains(a.Body, "beweisstueck") {
			t.Errorf("%s names it", address)
		}
	}
	if a := w.Get(Mod, r.page); !strings.Contains(a.Body, "Seit der Meldung entfernt") || !strings.Contains(a.Body, r.address) {
		t.Errorf("the page of the report: %s", a.Body)
	}
	r.edit(t, "Noch einmal", 2)
	if a := w.Get(Mod, r.address); a.Code != http.StatusOK {
		t.Errorf("after another edit: %d", a.Code)
	}
}

// TestADecisionEndsTheEvidence: with the last open report the file is gone for good.
func TestADecisionEndsTheEvidence(t *testing.T) {
	t.Parallel()
	hide := func(r reportedFile) error {
		return r.w.Forum.HideReported(r.w.Ctx, r.w.By(Mod), r.post, forum.DecideReports{Newest: r.report, Reason: "Nur Werbung"})
	}
	dismiss := func(r reportedFile) error {
		return r.w.Forum.DismissReports(r.w.Ctx, r.w.By(Mod), r.post, forum.DecideReports{Newest: r.report})
	}
	withdraw := func(r reportedFile) error { return r.w.Forum.Withdraw(r.w.Ctx, r.w.By(Bea), r.post) }
	for name, decide := range map[string]func(reportedFile) error{"hidden": hide, "dismissed": dismiss, "withdrawn": withdraw} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := removedAfterReport(t)
			if err := decide(r); err != nil {
				t.Fatal(err)
			}
			if a := r.w.Get(Mod, r.address); a.Code != http.StatusNotFound {
				t.Errorf("the file: %d", a.Code)
			}
			if all, _, err := r.w.Attached.Check(r.w.Ctx, true); all != 0 || err != nil {
				t.Errorf("%d files are left, %v", all, err)
			}
		})
	}
}

// TestALaterReportKeepsTheEvidence: a dismissal settles what the moderator read.
func TestALaterReportKeepsTheEvidence(t *testing.T) {
	t.Parallel()
	r := removedAfterReport(t)
	r.w.Report(Prog, r.post)
	if err := r.w.Forum.DismissReports(r.w.Ctx, r.w.By(Mod), r.post, forum.DecideReports{Newest: r.report}); err != nil {
		t.Fatal(err)
	}
	if a := r.w.Get(Mod, r.address); a.Code != http.StatusOK {
		t.Errorf("the file: %d", a.Code)
	}
}

// TestEvidenceIsNoUpload: who removed it can neither discard it nor take it into another
// post, and it outlives the account.
func TestEvidenceIsNoUpload(t *testing.T) {
	t.Parallel()
	r := removedAfterReport(t)
	w := r.w
	id, err := strconv.ParseInt(strings.Split(r.address, "/")[2], 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Attached.Discard(w.Ctx, w.By(Bea), id); err == nil {
		t.Error("it was discarded")
	}
	if own, err := w.Attached.Own(w.Ctx, w.By(Bea), []int64{id}); len(own) != 0 || err != nil {
		t.Errorf("it is offered again: %v, %v", own, err)
	}
	if err := w.Acts.EraseAccount(w.Ctx, w.By(Boss), w.By(Bea).ID, false, "Auf Wunsch"); err != nil {
		t.Fatal(err)
	}
	if a := w.Get(Mod, r.address); a.Code != http.StatusOK {
		t.Errorf("after the account is gone: %d", a.Code)
	}
}
