package notify_test

import (
	"context"
	"io"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/config"
	"kommunalforum/internal/db"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/mail"
	"kommunalforum/internal/notify"
	. "kommunalforum/internal/testkit"
)

// TestMailsAboutNotificationsReadAsTheGoldenFilesSay goes over a mail about one place,
// one about a restricted board, a digest, one after an absence, and one about a thread
// that its asker can no longer read.
func TestMailsAboutNotificationsReadAsTheGoldenFilesSay(t *testing.T) {
	t.Parallel()
	w := New(t, func(c *config.Config) { c.BaseURL = "https://forum.example" })
	now := catalogue.Date("2035-01-15").At(10)
	at := func(d time.Duration) context.Context { return db.At(w.Ctx, now.Add(d)) }
	do := func(query string, args ...any) {
		t.Helper()
		if err := w.DB.Write(w.Ctx, func(tx *db.Tx) error { _, err := tx.Exec(query, args...); return err }); err != nil {
			t.Fatal(err)
		}
	}
	do(`UPDATE person SET address_due = $1`, now.AddDate(5, 0, 0))
	thread := w.Ask(Ann, Members, "Wie prüfen wir die Vollständigkeit eines Bauantrags?", "Wer prüft das?")
	secret := w.Ask(Insider, Exclusive, "Was niemand sonst wissen darf", "Psst.")
	w.Reply(Bea, thread, "Wir prüfen **vor** der Weiterleitung. Ein sehr langes Wort: "+
		"Grundstücksverkehrsgenehmigungszuständigkeitsübertragungsverordnungsanpassungsverfahren.")
	w.Reply(Mod, thread, "Bei uns ebenso, und zwar <b>immer</b> & überall.")
	w.Reply(Mod, secret, "Psst.")
	owe := func(who string, kind notify.Kind, thread int64, position int, delivery notify.Rhythm) {
		t.Helper()
		forgetReal(w)
		due := any(nil)
		if delivery == notify.Now {
			due = now
		}
		do(`
			INSERT INTO notification (person_id, kind, act, place_kind, place_id, item_id, position, via_kind, via_id, at, delivery, due_at)
			VALUES ($1, $2, '', 'thread', $3, (SELECT id FROM post WHERE thread_id = $3 AND position = $4), $4, '', 0, $5, $6, $7)`,
			w.By(who).ID, string(kind), thread, position, now.Add(-24*time.Hour), string(delivery), due)
	}
	send := func(d time.Duration) {
		t.Helper()
		digests := func(ctx context.Context) error { _, err := w.Notify.Digests(ctx); return err }
		for _, act := range []func(context.Context) error{w.Notify.Mail, digests, w.Dispatch.Flush} {
			if err := act(at(d)); err != nil {
				t.Fatal(err)
			}
		}
	}
	owe(Ann, notify.ReplyToQuestion, thread, 2, notify.Now)
	owe(Ann, notify.Mention, thread, 3, notify.Now)
	send(0)
	owe(Insider, notify.ReplyToQuestion, secret, 2, notify.Now)
	send(time.Minute)
	owe(Bea, notify.FollowedThread, thread, 1, notify.Daily)
	owe(Bea, notify.Mention, thread, 3, notify.Daily)
	owe(Bea, notify.FollowedReply, thread, 3, notify.Daily)
	send(2 * time.Minute)
	forgetReal(w)
	if err := w.Notify.SaveSettings(at(0), w.By(Mod), nil, "17.1.2035"); err != nil {
		t.Fatal(err)
	}
	owe(Mod, notify.FollowedReply, thread, 2, notify.Weekly)
	owe(Mod, notify.FollowedReply, thread, 3, notify.Weekly)
	send(3 * 24 * time.Hour)
	do(`INSERT INTO notify_setting (person_id, kind, rhythm) VALUES ($1, 'measure', '')`, w.By(Bea).ID) // who wrote there too
	must(t, w.Forum.Move(at(4*24*time.Hour), w.By(Mod), thread, forum.Move{Board: w.Board(Exclusive), Confirm: true}))
	w.Notified()
	send(4*24*time.Hour + time.Hour)

	stored, err := w.Folder.List(10)
	if err != nil || len(stored) != 5 {
		t.Fatalf("%d mails, %v", len(stored), err)
	}
	for i, name := range []string{"notice-lost", "notice-missed", "notice-digest", "notice-restricted", "notice"} {
		file, err := w.Folder.Open(stored[i].Name)
		if err != nil {
			t.Fatal(err)
		}
		raw, err := io.ReadAll(file)
		file.Close()
		if err != nil {
			t.Fatal(err)
		}
		tracksNobody(t, stored[i].Message)
		golden(t, name, string(raw), stored[i].Message)
	}
}

var (
	random = regexp.MustCompile(`[0-9A-Z]{26}@`)
	sealed = regexp.MustCompile(`(abbestellen)/v1\.[0-9a-f]{8}\.[0-9A-Za-z_-]+`)
	part   = regexp.MustCompile(`part-[0-9a-f]+`)
)

// golden compares a mail with its golden file, headers and both bodies. KEEP=1 writes
// the files as they are now, for review.
func golden(t *testing.T, name, raw string, m mail.Message) {
	t.Helper()
	head, _, _ := strings.Cut(raw, "\r\n\r\n")
	got := strings.ReplaceAll(head, "\r\n", "\n") + "\n\nSubject as read: " + m.Subject + "\n\n" + m.Text + "\n" + m.HTML + "\n"
	got = part.ReplaceAllString(sealed.ReplaceAllString(random.ReplaceAllString(got, "ID@"), "$1/TOKEN"), "part-N")
	file := "testdata/" + name + ".golden"
	if os.Getenv("KEEP") != "" {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got)\n%s", file, diff)
	}
}

var (
	addresses = regexp.MustCompile(`(?:href|src|action|background)="([^"]*)"`)
	loading   = regexp.MustCompile(`(?i)<(img|link|script|iframe|object|embed|video|audio|form|svg)\b|@import|url\(`)
)

// tracksNobody refuses what a mail program would load, and links that are not those of
// the plain text.
func tracksNobody(t *testing.T, m mail.Message) {
	t.Helper()
	if found := loading.FindString(m.HTML); found != "" {
		t.Errorf("%q loads something: %s", m.Subject, found)
	}
	for _, a := range addresses.FindAllStringSubmatch(m.HTML, -1) {
		if !strings.HasPrefix(a[1], "https://forum.example") || strings.Contains(a[1], "?") || !strings.Contains(m.Text, a[1]) {
			t.Errorf("%q leads to %q", m.Subject, a[1])
		}
	}
}
