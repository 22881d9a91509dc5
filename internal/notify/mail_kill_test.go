package notify_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/app"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/mail"
	"kommunalforum/internal/mailer"
	. "kommunalforum/internal/testkit"
)

// mailsFolder names the variable by which this test's program is told to be the one
// that is killed: a data folder. mailsStage says what it does: "queue" or "send".
const (
	mailsFolder = "KOMMUNALFORUM_TEST_MAILS"
	mailsStage  = "KOMMUNALFORUM_TEST_MAILS_STAGE"
)

// pastDay is a Monday: what lies in the future is dated anew when a process starts.
var pastDay = catalogue.Date("2025-01-13").At(10)

// deadly hands mails over and kills the process with the last that is left to it: that
// mail went, and nothing knows of it.
type deadly struct {
	mailer.Transport
	left *atomic.Int64
}

func (d deadly) Send(ctx context.Context, m mail.Message) error {
	err := d.Transport.Send(ctx, m)
	if d.left.Add(-1) == 0 {
		_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
	}
	return err
}

// mailUntilKilled puts mails and digests into the outbox, or sends them, and says so.
func mailUntilKilled(folder, stage string) error {
	w, closeWorld, err := StartStill(folder)
	if err != nil {
		return err
	}
	ctx := db.At(w.Ctx, pastDay)
	fmt.Println("begun")
	if stage == "queue" {
		if err := w.Notify.Mail(ctx); err != nil {
			return err
		}
		_, err := w.Notify.Digests(ctx)
		return err
	}
	dispatch := w.Dispatch
	if n, err := strconv.ParseInt(stage, 10, 64); err == nil {
		d := deadly{mail.NewFolder(app.PostPath(folder)), new(atomic.Int64)}
		d.left.Store(n)
		if dispatch, err = mailer.New(w.DB, slog.New(slog.DiscardHandler), w.Config, d); err != nil {
			return err
		}
		dispatch.NoticesFrom(w.Notify)
	}
	// A mail that was on its way is tried again when its lease has ended.
	for _, at := range []time.Time{pastDay, pastDay.Add(10 * time.Minute), pastDay.Add(2 * time.Hour)} {
		ctx := db.At(w.Ctx, at)
		if err := dispatch.Flush(ctx); err != nil {
			return err
		}
		if err := w.Notify.Mail(ctx); err != nil {
			return err
		}
		if _, err := w.Notify.Digests(ctx); err != nil {
			return err
		}
		if err := dispatch.Flush(ctx); err != nil {
			return err
		}
	}
	return closeWorld()
}

// TestKilledMidwayEverybodyGetsEachMailOnce kills a process that queues mails and
// digests, and one that sends them, at several moments, and lets another one finish.
// A mail that was on its way comes once more under the same Message-ID.
func TestKilledMidwayEverybodyGetsEachMailOnce(t *testing.T) {
	t.Parallel()
	const people = 120
	dir := Folder(t)
	w, closeWorld, err := StartStill(dir)
	must(t, err)
	w.T = t
	p := &post{World: w}
	p.thread = w.Ask(Ann, Members, "Wie geht der Kanarienvogel?", "So geht der Kanarienvogel.")
	w.Reply(Mod, p.thread, "Die Antwort.")
	forgetReal(w)
	for n := range people {
		_, _, err := w.Accounts.Create(w.Ctx, account.NewPerson{Email: fmt.Sprintf("p%d@viele.example", n), Name: "Person",
			Organisation: w.By(Ann).Organisation, Terms: Terms})
		must(t, err)
	}
	p.do(`UPDATE person SET address_due = $1`, pastDay.AddDate(5, 0, 0))
	for _, delivery := range []string{"now", "daily"} {
		p.do(`
			INSERT INTO notification (person_id, kind, act, place_kind, place_id, item_id, position, via_kind, via_id, at, delivery, due_at)
			SELECT id, 'followed.reply', '', 'thread', $1, (SELECT id FROM post WHERE thread_id = $1 AND position = 2), 2, '', 0, $2, $3, $2
			FROM person
			WHERE email LIKE '%@viele.example'`, p.thread, pastDay.AddDate(0, 0, -1), delivery)
	}
	must(t, closeWorld())

	letters := mail.NewFolder(app.PostPath(dir))
	sent := func() []mail.Stored {
		all, err := letters.List(1000)
		must(t, err)
		return all
	}
	for range 3 { // somewhere between looking and the end of the transactions
		child := mailProcess(t, dir, "queue")
		must(t, child.Process.Kill())
		_ = child.Wait() // reports the kill
	}
	for _, nth := range []string{"10", "17", "24"} { // with others on their way
		died := new(exec.ExitError)
		if err := mailProcess(t, dir, nth).Wait(); !errors.As(err, &died) || died.Sys().(syscall.WaitStatus).Signal() != syscall.SIGKILL {
			t.Fatalf("with mail %s the process ends: %v", nth, err)
		}
	}
	if n := len(sent()); n < 10 || n >= 2*people {
		t.Fatalf("%d mails had left before the last kill: the test is blind", n)
	}
	child := mailProcess(t, dir, "send")
	must(t, child.Wait())

	got := map[string]int{}
	for _, m := range sent() { // a file for each Message-ID
		sort := "mail"
		if strings.Contains(m.Subject, "Zusammenfassung") {
			sort = "digest"
		}
		got[m.To.Address+" "+sort]++
	}
	for n := range people {
		for _, sort := range []string{"mail", "digest"} {
			if key := fmt.Sprintf("p%d@viele.example %s", n, sort); got[key] != 1 {
				t.Errorf("%s came %d times", key, got[key])
			}
		}
	}
}

// mailProcess runs this test's program on the folder and returns it once it said that it
// begins.
func mailProcess(t *testing.T, folder, stage string) *exec.Cmd {
	t.Helper()
	program, err := os.Executable()
	must(t, err)
	child := exec.Command(program)
	child.Env = append(os.Environ(), mailsFolder+"="+folder, mailsStage+"="+stage)
	out, err := child.StdoutPipe()
	must(t, err)
	must(t, child.Start())
	lines := bufio.NewScanner(out)
	if !lines.Scan() || lines.Text() != "begun" {
		t.Fatalf("the process says: %s", lines.Text())
	}
	return child
}
