package notify_test

import (
	"context"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/config"
	"kommunalforum/internal/db"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/notify"
	. "kommunalforum/internal/testkit"
)

func TestWhoHearsOfReports(t *testing.T) {
	t.Parallel()
	w := New(t)
	mod := w.By(Mod)
	thread := w.Ask(Ann, Members, "Wer kennt ein gutes Produkt?", "Welches?")
	post, ofMod := w.Reply(Bea, thread, "Kaufen Sie unseres!"), w.Reply(Mod, thread, "Kaufen Sie dies!")
	var first, second int64
	heard(t, "a report", told(t, w, func() { first = w.Report(Ann, post) }), "mod: report post.reported thread")
	heard(t, "a moderator's own", told(t, w, func() { second = w.Report(Mod, post) }))
	heard(t, "of the only moderator's post", told(t, w, func() { w.Report(Prog, ofMod) }), "boss: report post.reported thread")
	if n := unread(t, w, Mod, nil); n != 1 {
		t.Errorf("the moderator's bell says %d", n)
	}
	heard(t, "a dismissal", told(t, w, func() {
		must(t, w.Forum.DismissReports(w.Ctx, mod, post, forum.DecideReports{Newest: first}))
	}), "ann: report.decided report.dismissed report")
	heard(t, "hiding, of which who did it needs not hear", told(t, w, func() {
		must(t, w.Forum.HideReported(w.Ctx, mod, post, forum.DecideReports{Newest: second, Reason: "Werbung"}))
	}), "bea: measure post.hidden thread")
	if n := unread(t, w, Mod, nil); n != 0 {
		t.Errorf("what is decided waits: the moderator's bell says %d", n)
	}
	other := w.Reply(Bea, thread, "Dann kaufen Sie das!")
	w.Report(Ann, other)
	heard(t, "a withdrawal", told(t, w, func() { must(t, w.Forum.Withdraw(w.Ctx, w.By(Bea), other)) }),
		"ann: report.decided report.withdrawn report")
	w.Report(Prog, w.Question(thread))
	w.Report(Ann, w.Reply(Bea, thread, "Und noch eines!"))
	heard(t, "the whole thread is hidden", told(t, w, func() { must(t, w.Forum.Hide(w.Ctx, w.By(Boss), w.Question(thread), "Werbung")) }),
		"ann: measure post.hidden thread", "prog: report.decided report.hidden report")
}

// TestAReportAboutWhichNobodyMayDecideReachesAdministrators: they learn the board, and
// nothing of the post, until somebody may.
func TestAReportAboutWhichNobodyMayDecideReachesAdministrators(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Insider, Exclusive, "Was niemand sonst wissen darf", "Psst.")
	post := w.Reply(Mod, thread, "Psst, Kanarienvogel!")
	var id int64
	heard(t, "of the only moderator's post", told(t, w, func() { id = w.Report(Insider, post) }),
		"boss: report report.unattended unattended")
	in := inbox(t, w, Boss, notify.Filter{})
	if len(in.Groups) != 1 || in.Groups[0].Number != Exclusive ||
		!strings.Contains(in.Groups[0].Lines[0].German(), "Organisation dort die Moderation") {
		t.Errorf("the inbox holds %+v", in.Groups)
	}
	body := w.Get(Boss, "/mitteilungen").Body
	if strings.Contains(body, "niemand sonst") || !strings.Contains(body, "/verwaltung/bereiche/"+Exclusive) {
		t.Errorf("Boss reads %s", body)
	}
	w.Get(Boss, "/verwaltung/bereiche/"+Exclusive)
	if all, err := w.Notify.Inbox(w.Ctx, w.By(Boss), notify.Filter{}); err != nil || len(all.Groups) != 1 || all.Groups[0].Unread {
		t.Errorf("where the board is looked after, the inbox holds %+v, %v", all.Groups, err)
	}
	must(t, w.Accounts.Grant(w.Ctx, w.By(Boss), w.By(OtherMod).ID, account.Grant{Role: account.Moderator, Board: w.Board(Exclusive)}, "Test"))
	if all := inbox(t, w, Boss, notify.Filter{}).Groups; len(all) != 0 {
		t.Errorf("somebody may decide, and the inbox holds %+v", all)
	}
	if n := unread(t, w, Boss, nil); n != 0 {
		t.Errorf("somebody may decide, and the bell says %d", n)
	}
	if list, err := w.Forum.ReportedPosts(w.Ctx, w.By(OtherMod)); err != nil || len(list) != 1 {
		t.Errorf("the new moderator finds %+v, %v", list, err)
	}
	must(t, w.Forum.DismissReports(w.Ctx, w.By(OtherMod), post, forum.DecideReports{Newest: id}))
	must(t, w.Accounts.Grant(w.Ctx, w.By(Boss), w.By(Newcomer).ID, account.Grant{Role: account.Moderator}, "Test"))
	must(t, w.Accounts.Revoke(w.Ctx, w.By(Boss), w.By(OtherMod).ID, account.Grant{Role: account.Moderator, Board: w.Board(Exclusive)}, "Test"))
	heard(t, "where a moderator of the whole forum may not read it", told(t, w, func() { w.Report(Insider, post) }),
		"boss: report report.unattended unattended")
}

// TestWhoReportedHearsThatAPostIsShownAgain, and nobody who reported another one.
func TestWhoReportedHearsThatAPostIsShownAgain(t *testing.T) {
	t.Parallel()
	w := New(t)
	mod := w.By(Mod)
	thread := w.Ask(Ann, Members, "Wer kennt ein gutes Produkt?", "Welches?")
	post := w.Reply(Bea, thread, "Kaufen Sie unseres!")
	id := w.Report(Ann, post)
	must(t, w.Forum.HideReported(w.Ctx, mod, post, forum.DecideReports{Newest: id, Reason: "Werbung"}))
	show := func(by string, post int64) func() { return func() { must(t, w.Forum.Unhide(w.Ctx, w.By(by), post)) } }
	heard(t, "the reply is shown again", told(t, w, show(Mod, post)), "bea: measure post.unhidden thread", "ann: report.decided report.shown report")
	if title := inbox(t, w, Ann, notify.Filter{}).Groups[0].Title; title != fmt.Sprintf("Ihre Meldung %d: Wer kennt ein gutes Produkt?", id) {
		t.Errorf("the inbox of Ann says %q", title)
	}
	r, err := w.Forum.OwnReport(w.Ctx, w.By(Ann), id)
	if must(t, err); !r.Again || r.Outcome != forum.PostHidden {
		t.Errorf("Ann's report is %+v", r)
	}
	w.Report(Insider, w.Question(thread))
	must(t, w.Forum.Withdraw(w.Ctx, w.By(Bea), post))
	must(t, w.Forum.Hide(w.Ctx, mod, w.Question(thread), "Werbung"))
	heard(t, "the thread is shown again", told(t, w, show(Boss, w.Question(thread))), "ann: measure post.unhidden thread",
		"insider: report.decided report.shown report")
}

// TestRightsOfReportsAreAskedAgain: what there is to decide is gone with the role and with
// the thread, and is there for the moderators of its new board; who reported keeps what
// became of it, though the thread is out of sight.
func TestRightsOfReportsAreAskedAgain(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Members, "Wer kennt ein gutes Produkt?", "Welches?")
	post := w.Reply(Bea, thread, "Kaufen Sie unseres!")
	id := w.Report(Ann, post)
	w.Notified()
	grant := account.Grant{Role: account.Moderator, Board: w.Board(Members)}
	must(t, w.Accounts.Revoke(w.Ctx, w.By(Boss), w.By(Mod).ID, grant, "Test"))
	if n := unread(t, w, Mod, nil); n != 0 {
		t.Errorf("without the role the bell says %d", n)
	}
	must(t, w.Accounts.Grant(w.Ctx, w.By(Boss), w.By(Mod).ID, grant, "Test"))
	if n := unread(t, w, Mod, nil); n != 1 {
		t.Errorf("with the role the bell says %d", n)
	}
	heard(t, "a move", told(t, w, func() {
		must(t, w.Forum.Move(w.Ctx, w.By(Boss), thread, forum.Move{Board: w.Board("umwelt"), Confirm: true}))
	}), "ann: measure thread.moved thread", "othermod: report post.reported thread")
	if n := unread(t, w, Mod, nil); n != 0 {
		t.Errorf("where somebody else moderates the bell says %d", n)
	}
	must(t, w.Boards.Configure(w.Ctx, w.By(Boss), w.Board("umwelt"), board.Settings{Audience: board.Restricted}, "Test"))
	w.Notified()
	must(t, w.Forum.DismissReports(w.Ctx, w.By(OtherMod), post, forum.DecideReports{Newest: id}))
	w.Notified()
	in := inbox(t, w, Ann, notify.Filter{})
	if len(in.Groups) > 0 && in.Groups[0].Title != fmt.Sprintf("Ihre Meldung %d", id) {
		t.Errorf("who no longer sees the thread reads %q", in.Groups[0].Title)
	}
	if len(in.Groups) == 0 || in.Groups[0].Place != (notify.Place{Kind: notify.Report, ID: id}) ||
		in.Groups[0].Lines[0].German() != "Die Moderation sieht keinen Anlass, wegen Ihrer Meldung einzugreifen" {
		t.Errorf("the inbox holds %+v", in.Groups)
	}
}

// TestMailsAboutReportsReadAsTheGoldenFilesSay: neither names who reported, nor has a word
// of the post; of a restricted board the one to moderators has no title either.
func TestMailsAboutReportsReadAsTheGoldenFilesSay(t *testing.T) {
	t.Parallel()
	w := New(t, func(c *config.Config) { c.BaseURL = "https://forum.example" })
	now := catalogue.Date("2035-01-15").At(10)
	at := func(d time.Duration) context.Context { return db.At(w.Ctx, now.Add(d)) }
	write(t, w, func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE person SET address_due = $1`, now.AddDate(5, 0, 0))
		return err
	})
	thread := w.Ask(Ann, Members, "Wer kennt ein gutes Produkt?", "Welches?")
	post := w.Reply(Bea, thread, "Kaufen Sie Bauhof 3000!")
	inner := w.Reply(Insider, w.Ask(Insider, Exclusive, "Was niemand sonst wissen darf", "Psst."), "Psst.")
	must(t, w.Accounts.Grant(w.Ctx, w.By(Boss), w.By(OtherMod).ID, account.Grant{Role: account.Moderator, Board: w.Board(Exclusive)}, "Test"))
	forgetReal(w)
	report := func(d time.Duration, by string, post int64) int64 {
		id, err := w.Forum.Report(at(d), w.By(by), post, forum.ReportInput{Reason: forum.Advertising, Words: "Der Verfasser verkauft das."})
		must(t, err)
		w.Notified()
		return id
	}
	send := func(d time.Duration) {
		t.Helper()
		must(t, w.Notify.Mail(at(d)))
		must(t, w.Dispatch.Flush(at(d)))
	}
	id := report(0, Ann, post)
	report(0, Mod, inner)
	send(10 * time.Minute)
	must(t, w.Forum.HideReported(at(time.Hour), w.By(Mod), post, forum.DecideReports{Newest: id, Reason: "Das ist Werbung."}))
	w.Notified()
	send(time.Hour + 10*time.Minute)
	list, err := w.Folder.List(10)
	must(t, err)
	files := map[string]string{Email(Ann): "notice-report-decided", Email(Mod): "notice-reported", Email(OtherMod): "notice-reported-restricted"}
	for _, stored := range list {
		name, ok := files[stored.To.Address]
		if !ok {
			continue // the author, who hears what moderation did
		}
		delete(files, stored.To.Address)
		file, err := w.Folder.Open(stored.Name)
		must(t, err)
		raw, err := io.ReadAll(file)
		file.Close()
		must(t, err)
		for _, secret := range []string{"Ahorn", "Moritz Moor", "3000", "verkauft", "niemand sonst"} {
			text, _, _ := strings.Cut(stored.Text, "--")
			if strings.Contains(stored.Subject+text, secret) && !strings.Contains(stored.To.Name, secret) {
				t.Errorf("a mail to %s says %q: %s", stored.To.Address, secret, stored.Text)
			}
		}
		tracksNobody(t, stored.Message)
		golden(t, name, string(raw), stored.Message)
	}
	if len(files) > 0 {
		t.Errorf("no mail came to %v", files)
	}
}
