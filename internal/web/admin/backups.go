package admin

import (
	"fmt"
	"time"

	"kommunalforum/internal/backup"
	"kommunalforum/internal/disk"
	"kommunalforum/templates"
	pages "kommunalforum/templates/admin"
)

// backups says how backups are, in words.
func (s *server) backups(b backup.Status, now time.Time) pages.Backups {
	out := pages.Backups{Facts: []templates.Fact{
		{Term: "Letzte vollständige Sicherung", Text: wholeBackup(b.Whole)},
		{Term: "Letzter Versuch", Text: lastTry(b.Last, now)},
		{Term: "Zuletzt geprobt", Text: lastDrill(b.Drill, now)},
		{Term: "Automatisch", Text: s.plan()},
	}}
	if b.Overdue(now) {
		out.Alarm = "Seit " + templates.MomentText(later(b.Whole.Began, b.Since)) + " ist keine vollständige Sicherung mehr entstanden. " +
			"Ginge der Datenträger jetzt verloren, fehlte alles, was seitdem geschrieben wurde. Bitte sagen Sie denen Bescheid, die das " +
			"Forum betreiben. Warum es nicht gelang, steht unten und im Protokoll des Programms."
	}
	return out
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func wholeBackup(r backup.Run) string {
	if r.Began.IsZero() {
		return "Keine, von der das Forum weiß"
	}
	return templates.MomentText(r.Began) + ", " + disk.SizeText(r.Bytes) + ", in " + lasted(r.Ended.Sub(r.Began))
}

// lastTry says what became of the last backup if it is not whole.
func lastTry(r backup.Run, now time.Time) string {
	at := templates.MomentText(r.Began)
	switch {
	case r.Began.IsZero() || r.Whole:
		return ""
	case r.Interrupted(now):
		return at + ", unterbrochen"
	case r.Ended.IsZero():
		return at + ", läuft noch"
	}
	return at + ", nicht vollständig: " + r.Problem
}

func lastDrill(r backup.Run, now time.Time) string {
	at := templates.MomentText(r.Began)
	switch {
	case r.Began.IsZero():
		return "Noch nie. Ob sich eine Sicherung wiederherstellen lässt, sagt der Befehl „kommunalforum drill“."
	case r.Whole:
		return at + ", gelungen"
	case r.Interrupted(now):
		return at + ", unterbrochen"
	case r.Ended.IsZero():
		return at + ", läuft noch"
	}
	return at + ", misslungen: " + r.Problem
}

// plan says when the server makes backups.
func (s *server) plan() string {
	c := s.Config.Backup
	if !c.On() {
		return "Nein. Mit --backup-to sichert sich das Forum jeden Tag selbst."
	}
	return fmt.Sprintf("Jeden Tag um %s\u00a0Uhr nach %s; %s.", c.At, c.To, templates.Plural(c.Keep, "Sicherung bleibt", "Sicherungen bleiben"))
}

// lasted writes how long something took.
func lasted(d time.Duration) string {
	switch {
	case d < time.Second:
		return "weniger als einer Sekunde"
	case d < 2*time.Minute:
		return templates.Plural(int(d.Round(time.Second)/time.Second), "Sekunde", "Sekunden")
	}
	return templates.Plural(int(d.Round(time.Minute)/time.Minute), "Minute", "Minuten")
}
