package notify_test

import (
	"strings"
	"testing"
	"time"

	"kommunalforum/internal/library"
	"kommunalforum/internal/notify"
	. "kommunalforum/internal/testkit"
)

// TestMailsLeadToDocumentsThatTheirReaderMayRead mentions a document of the members and
// one of a restricted board, of which not even who reads there gets a title by mail.
func TestMailsLeadToDocumentsThatTheirReaderMayRead(t *testing.T) {
	t.Parallel()
	p := newPost(t, Members)
	p.Document(Mod, Members) // Beschluss 2026/7
	_, err := p.Library.Add(p.Ctx, p.By(Mod), library.Input{Board: p.Board(Exclusive), Title: "Ein vertrauliches Papier", Issuer: "FITKO",
		Dated: "1.2.2026", Reference: "Beschluss 2026/9", Link: "https://www.fitko.de/", Text: "Worum es geht."})
	if err != nil {
		t.Fatal(err)
	}
	p.Reply(Bea, p.thread, "Siehe Beschluss 2026/7 und Beschluss 2026/9.")
	for _, who := range []string{Ann, Mod} {
		p.owe(who, notify.ReplyToQuestion, 2, notify.Now, workday)
	}
	p.leave(workday.Add(2 * time.Minute))
	p.flush(workday.Add(2 * time.Minute))
	for _, who := range []string{Ann, Mod} {
		m := p.letter(who)
		contains(t, m, "Im Text erwähnt: Leitfaden für die Tafel:", "http://forum.example/bibliothek/1-leitfaden-fuer-die-tafel")
		if strings.Contains(m.Text+m.HTML, "vertrauliches Papier") {
			t.Errorf("%s gets the title of a restricted document by mail", who)
		}
	}
}
