package notify_test

import (
	"io"
	"testing"
	"time"

	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/config"
	"kommunalforum/internal/consultation"
	"kommunalforum/internal/db"
	"kommunalforum/internal/follow"
	. "kommunalforum/internal/testkit"
	"kommunalforum/internal/web/path"
)

func TestWhoHearsOfConsultations(t *testing.T) {
	t.Parallel()
	w := New(t)
	mod, agree := w.By(Mod), consultation.Choice{Section: 1, Stance: consultation.Agree}
	follows(t, w, Bea, follow.Board, w.Board(Members), follow.Threads)
	follows(t, w, Prog, follow.Board, w.Board(Members), follow.Official)
	var id int64
	heard(t, "a draft", told(t, w, func() { id = w.Consultation(Mod, Members) }))
	heard(t, "its opening", told(t, w, func() {
		must(t, w.Consulted.Open(w.Ctx, mod, id, consultation.Opening{LastDay: w.Today(10).German(), Disclosure: consultation.AfterEnd, Revision: 2}))
	}), "bea: followed.consultation consultation.opened consultation")
	heard(t, "a position of others", told(t, w, func() { w.TakePosition(Ann, id, agree) }))
	x, err := w.Consulted.Show(w.Ctx, mod, id)
	must(t, err)
	text := consultation.SectionInput{Heading: "Fristen", Text: "Fünf Wochen."}
	heard(t, "a correction of another section", told(t, w, func() {
		must(t, w.Consulted.Correct(w.Ctx, mod, id, x.Sections[1].ID, 3, text, "Zahl berichtigt"))
	}))
	heard(t, "a correction of theirs", told(t, w, func() {
		must(t, w.Consulted.Correct(w.Ctx, mod, id, x.Sections[0].ID, 4, text, "Zahl berichtigt"))
	}), "ann: position consultation.correct consultation")
	w.Draft(Insider, path.To(path.TakePositions, id), "gruende", "Ein Anfang")
	remind := func() { _, err := w.Consulted.NoticeEnding(w.At(6 * 24 * time.Hour)); must(t, err) }
	heard(t, "a reminder", told(t, w, remind), "ann: position.due consultation.ending consultation",
		"insider: position.due consultation.ending consultation",
		"bea: followed.consultation consultation.ending consultation")
	heard(t, "the reminder again", told(t, w, remind))
	heard(t, "an extension", told(t, w, func() {
		must(t, w.Consulted.Extend(w.Ctx, mod, id, 5, w.Today(12).German(), "Wegen der Ferien"))
	}), "ann: position consultation.extend consultation")
	heard(t, "the end", told(t, w, func() { must(t, w.Consulted.Close(w.Ctx, mod, id, 6, "Alle haben sich geäußert")) }),
		"ann: position consultation.close consultation")
	heard(t, "the outcome", told(t, w, func() {
		must(t, w.Consulted.Decide(w.Ctx, mod, id, consultation.Outcome{Text: "So kommt es.", Revision: 7}))
	}), "ann: position consultation.decide consultation")
}

// TestNobodyHearsOfAConsultationTheyCannotRead: who spoke and left the circle of a
// restricted board is told nothing more.
func TestNobodyHearsOfAConsultationTheyCannotRead(t *testing.T) {
	t.Parallel()
	w := New(t)
	id := w.OpenConsultation(Mod, Exclusive, consultation.AtOnce)
	w.TakePosition(Insider, id, consultation.Choice{Section: 1, Stance: consultation.Agree})
	write(t, w, func(tx *db.Tx) error {
		_, err := tx.Exec(`DELETE FROM circle_member`)
		return err
	})
	got := told(t, w, func() { must(t, w.Consulted.Close(w.Ctx, w.By(Mod), id, 3, "Alle haben sich geäußert")) })
	for _, row := range got[Insider] {
		if row == "position consultation.close consultation" {
			t.Error("they hear of it")
		}
	}
}

func TestMailsAboutConsultationsReadAsTheGoldenFilesSay(t *testing.T) {
	t.Parallel()
	w := New(t, func(c *config.Config) { c.BaseURL = "https://forum.example" })
	now := catalogue.Date("2035-01-15").At(10)
	write(t, w, func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE person SET address_due = $1`, now.AddDate(5, 0, 0))
		return err
	})
	forgetReal(w)
	follows(t, w, Bea, follow.Board, w.Board(Members), follow.Threads)
	send := func(d time.Duration) {
		t.Helper()
		w.Notified()
		at := db.At(w.Ctx, now.Add(d))
		must(t, w.Notify.Mail(at))
		_, err := w.Notify.Digests(at)
		must(t, err)
		must(t, w.Dispatch.Flush(at))
	}
	ctx, mod := db.At(w.Ctx, now), w.By(Mod)
	id := w.Consultation(Mod, Members)
	must(t, w.Consulted.Open(ctx, mod, id, consultation.Opening{LastDay: "31.1.2035", Disclosure: consultation.AtOnce, Revision: 2}))
	send(24 * time.Hour)
	_, err := w.Consulted.TakePositions(ctx, w.By(Ann), id, consultation.Positions{
		Choices: []consultation.Choice{{Section: 1, Stance: consultation.Agree}}})
	must(t, err)
	must(t, w.Consulted.Close(db.At(w.Ctx, now.Add(25*time.Hour)), mod, id, 3, "Alle haben sich geäußert"))
	send(26 * time.Hour)
	must(t, w.Consulted.Decide(db.At(w.Ctx, now.Add(27*time.Hour)), mod, id, consultation.Outcome{Text: "So kommt es.", Revision: 4}))
	send(28 * time.Hour)
	stored, err := w.Folder.List(10)
	if err != nil || len(stored) != 3 {
		t.Fatalf("%d mails, %v", len(stored), err)
	}
	for i, name := range []string{"consultation-decided", "consultation-closed", "consultation-opened"} {
		file, err := w.Folder.Open(stored[i].Name)
		must(t, err)
		raw, err := io.ReadAll(file)
		file.Close()
		must(t, err)
		tracksNobody(t, stored[i].Message)
		golden(t, name, string(raw), stored[i].Message)
	}
}
