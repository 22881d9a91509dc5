package mailer_test

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kommunalforum/internal/mail"
)

var (
	secretIn  = regexp.MustCompile(`(passwort|registrieren|einladung|adresse)/[0-9A-Za-z_-]{43}`)
	messageID = regexp.MustCompile(`[0-9A-Z]{26}@`)
)

// TestMailsReadAsTheGoldenFilesSay compares what arrived, headers and both
// bodies. KEEP=1 writes the files as they are now, for review.
func TestMailsReadAsTheGoldenFilesSay(t *testing.T) {
	t.Parallel()
	w := fresh(t)
	w.reset()
	w.flush()
	if err := w.signIn.SetPassword(w.ctx(), email, "ein-anderes-passwort"); err != nil {
		t.Fatal(err)
	}
	w.flush()
	if err := w.accounts.ResetFactorsOf(w.ctx(), email, "Telefon verloren"); err != nil {
		t.Fatal(err)
	}
	w.flush()
	raw, all := w.server.Accepted(), w.letters()
	if len(all) != 3 {
		t.Fatalf("%d letters", len(all))
	}
	for i, name := range []string{"password-reset", "password-changed"} {
		compare(t, name, raw[i], all[i])
	}
}

var (
	addresses = regexp.MustCompile(`(?:href|src|action|background)="([^"]*)"|url\(([^)]*)\)`)
	loading   = regexp.MustCompile(`(?i)<(img|link|script|iframe|object|embed|video|audio|form|svg)\b|@import|url\(`)
)

// tracksNobody refuses what a mail program would load, and links that lead
// elsewhere or are not those of the plain text: by each somebody could tell who
// read the mail.
func tracksNobody(t *testing.T, m mail.Message) {
	t.Helper()
	if found := loading.FindString(m.HTML); found != "" {
		t.Errorf("%q loads something: %s", m.Subject, found)
	}
	for _, a := range addresses.FindAllStringSubmatch(m.HTML, -1) {
		if rest, ok := strings.CutPrefix(a[1], "https://forum.example"); !ok || rest != "" && rest[0] != '/' || strings.Contains(rest, "?") ||
			!strings.Contains(m.Text, a[1]) {
			t.Errorf("%q leads to %q", m.Subject, a[1])
		}
	}
}

// compare holds a mail against its golden file, headers and both bodies.
func compare(t *testing.T, name, raw string, letter mail.Message) {
	t.Helper()
	tracksNobody(t, letter)
	head, _, _ := strings.Cut(raw, "\r\n\r\n")
	got := fmt.Sprintf("%s\n\nSubject as read: %s\n\n%s\n%s\n", strings.ReplaceAll(head, "\r\n", "\n"), letter.Subject, letter.Text, letter.HTML)
	got = secretIn.ReplaceAllString(messageID.ReplaceAllString(got, "ID@"), "$1/TOKEN")
	got = regexp.MustCompile(`part-[0-9a-f]+`).ReplaceAllString(got, "part-N")
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
