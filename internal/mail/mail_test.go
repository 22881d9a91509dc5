package mail_test

import (
	"context"
	"errors"
	"io/fs"
	"net/mail"
	"os"
	"strings"
	"testing"
	"time"

	forum "kommunalforum/internal/mail"
)

var ctx = context.Background()

func message() forum.Message {
	return forum.Message{ID: "abc.123@forum.example", Date: time.Date(2026, 11, 21, 13, 30, 0, 0, time.UTC),
		From: forum.Address{Name: "Kommunalforum", Address: "forum@forum.example"}, To: forum.Address{Name: "Änne Übel",
			Address: "aenne@stadt.example"},
		Subject: "Grüße für Sie", Text: "Guten Tag,\n\n.ein Punkt am Anfang\n" + strings.Repeat("lang ", 300) +
			"\n", HTML: "<p>Guten Tag, größer als &lt;nichts&gt;</p>"}
}

// kept writes the message to a folder and returns it as text and as read again.
func kept(t *testing.T, m forum.Message) (raw string, again forum.Message) {
	t.Helper()
	f := forum.NewFolder(t.TempDir())
	if err := f.Send(ctx, m); err != nil {
		t.Fatal(err)
	}
	list, err := f.List(10)
	if err != nil || len(list) != 1 {
		t.Fatalf("%d messages, %v", len(list), err)
	}
	file, err := f.Open(list[0].Name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var b strings.Builder
	buffer := make([]byte, 4096)
	for {
		n, err := file.Read(buffer)
		b.Write(buffer[:n])
		if err != nil {
			return b.String(), list[0].Message
		}
	}
}

func TestMessageArrivesAsItWasWritten(t *testing.T) {
	t.Parallel()
	want := message()
	raw, got := kept(t, want)
	got.Date = got.Date.UTC()
	if got.Subject != want.Subject || got.From != want.From || got.To != want.To || got.ID != want.ID || !got.Date.Equal(want.Date) {
		t.Errorf("%+v", got)
	}
	if got.Text != want.Text || got.HTML != want.HTML {
		t.Errorf("text %q\nhtml %q", got.Text, got.HTML)
	}
	for _, line := range []string{"Message-ID: <abc.123@forum.example>", "Auto-Submitted: auto-generated", "MIME-Version: 1.0",
		"multipart/alternative"} {
		if !strings.Contains(raw, line) {
			t.Errorf("lacks %s", line)
		}
	}
	for _, trace := range []string{"go-mail", "Disposition-Notification", "Return-Receipt", "X-Mailer", "User-Agent"} {
		if strings.Contains(raw, trace) {
			t.Errorf("has %s", trace)
		}
	}
	for _, line := range strings.Split(raw, "\r\n") {
		if len(line) > 998 {
			t.Error("a line is longer than mail allows")
		}
	}
}

func TestConversationAndUnsubscriptionStandInTheHeaders(t *testing.T) {
	t.Parallel()
	m := message()
	m.Thread, m.Unsubscribe = "thread-12@forum.example", "https://forum.example/abmelden/"+strings.Repeat("aB3_-", 60)
	raw, got := kept(t, m)
	if got.Thread != m.Thread || got.Unsubscribe != m.Unsubscribe {
		t.Errorf("thread %q, unsubscribe %q", got.Thread, got.Unsubscribe)
	}
	parsed, err := mail.ReadMessage(strings.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"In-Reply-To": "<" + m.Thread + ">", "References": "<" + m.Thread + ">",
		"List-Unsubscribe": "<" + m.Unsubscribe + ">", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"} {
		if got := parsed.Header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	m.Unsubscribe = "http://localhost:8080/abmelden/x"
	if raw, _ := kept(t, m); strings.Contains(raw, "List-Unsubscribe-Post") || !strings.Contains(raw, "List-Unsubscribe: ") {
		t.Error("one click without https: RFC 8058 wants https")
	}
	if raw, _ := kept(t, message()); strings.Contains(raw, "List-Unsubscribe") || strings.Contains(raw, "References") ||
		strings.Contains(raw, "In-Reply-To") {
		t.Error("a mail that stands alone has headers of a list")
	}
}

func TestBadThreadsAndLinksAreRefusedForGood(t *testing.T) {
	t.Parallel()
	f := forum.NewFolder(t.TempDir())
	for _, change := range []func(*forum.Message){
		func(m *forum.Message) { m.Thread = "a@b>\r\nBcc: c@d" },
		func(m *forum.Message) { m.Thread = "ohne" },
		func(m *forum.Message) { m.Unsubscribe = "https://forum.example/x>\r\nBcc: <c@d" },
		func(m *forum.Message) { m.Unsubscribe = "https://forum.example/a b" },
		func(m *forum.Message) { m.Unsubscribe = "https://forum.example/ä" },
		func(m *forum.Message) { m.Unsubscribe = "mailto:forum@forum.example" },
		func(m *forum.Message) { m.Unsubscribe = "https://" },
		func(m *forum.Message) { m.Unsubscribe = "https://forum.example/" + strings.Repeat("x", 1000) },
	} {
		m := message()
		change(&m)
		if err := f.Send(ctx, m); forum.OutcomeOf(err) != forum.Refused || err == nil {
			t.Errorf("%q %q: %v", m.Thread, m.Unsubscribe, err)
		}
	}
}

func TestNothingInAMessageAddsAHeader(t *testing.T) {
	t.Parallel()
	for name, evil := range map[string]string{
		"CRLF": "A\r\nBcc: evil@evil.example", "LF": "A\nBcc: evil@evil.example", "CR": "A\rBcc: evil@evil.example",
		"empty line": "A\r\n\r\n<h1>x</h1>", "folded": "A\r\n Bcc: x", "encoded": "=?utf-8?q?A=0D=0ABcc:_evil@evil.example?=",
		"NUL": "A\x00B", "line separator": "A\u2028Bcc: x", "not UTF-8": "A\xff\r\nBcc: x", "long": strings.Repeat("ä", 500) + "\r\nBcc: x",
		"quotes": `A" <evil@evil.example>, "B`, "bidi": "A\u202egnp.exe",
	} {
		m := message()
		m.From.Name, m.To.Name, m.Subject = evil, evil, evil
		raw, _ := kept(t, m)
		parsed, err := mail.ReadMessage(strings.NewReader(raw))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if len(parsed.Header) != 9 || parsed.Header.Get("Bcc") != "" {
			t.Errorf("%s: headers %v", name, parsed.Header)
		}
		to, err := parsed.Header.AddressList("To")
		if err != nil || len(to) != 1 || to[0].Address != "aenne@stadt.example" {
			t.Errorf("%s: to %v, %v", name, to, err)
		}
		if strings.ContainsAny(to[0].Name, "\r\n\x00\u2028\u202e") {
			t.Errorf("%s: name %q", name, to[0].Name)
		}
	}
}

func TestBadAddressesAndIdsAreRefusedForGood(t *testing.T) {
	t.Parallel()
	f := forum.NewFolder(t.TempDir())
	for _, address := range []string{"", "a", "a@b\r\nBcc: c@d", "a@b>, <c@d", "A <a@b>", "a@b c@d", "a@b\x00", " a@b"} {
		m := message()
		m.To.Address = address
		if err := f.Send(ctx, m); forum.OutcomeOf(err) != forum.Refused || err == nil {
			t.Errorf("to %q: %v", address, err)
		}
		m = message()
		m.From.Address = address
		if err := f.Send(ctx, m); err == nil {
			t.Errorf("from %q is accepted", address)
		}
	}
	for _, id := range []string{"", "a", "@", "a@", "a@b>\r\nBcc: c@d", "../../x@y/z", "a b@c"} {
		m := message()
		m.ID = id
		if err := f.Send(ctx, m); err == nil {
			t.Errorf("id %q is accepted", id)
		}
	}
}

func TestFolderOpensOnlyItsOwnFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.WriteFile(dir+"/geheim", []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(dir+"/post", 0o700); err != nil {
		t.Fatal(err)
	}
	f := forum.NewFolder(dir + "/post")
	for _, name := range []string{"../geheim", "/etc/passwd", "", ".", "..", "20261121-133000.000-../../geheim.eml", "x.eml"} {
		if _, err := f.Open(name); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%q: %v", name, err)
		}
	}
	if list, err := forum.NewFolder(dir + "/fehlt").List(5); err != nil || len(list) != 0 {
		t.Errorf("a folder that is not there: %v, %v", list, err)
	}
}

func TestMessageSentAgainReplacesItsFile(t *testing.T) {
	t.Parallel()
	f := forum.NewFolder(t.TempDir())
	for range 2 {
		if err := f.Send(ctx, message()); err != nil {
			t.Fatal(err)
		}
	}
	if list, err := f.List(10); err != nil || len(list) != 1 {
		t.Errorf("%d messages, %v", len(list), err)
	}
}
