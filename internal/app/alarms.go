package app

import (
	"context"
	"strings"
	"time"

	"kommunalforum/internal/alarm"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/notify"
	"kommunalforum/internal/outbox"
	"kommunalforum/templates"
)

// checks is the list of what is watched, in the order in which it is shown. What is to be
// watched as well is one more row here: status page, mails and figures for monitoring
// follow from it.
func (a *App) checks() []alarm.Check {
	return []alarm.Check{
		{Kind: "disk", Title: "Speicherplatz", Node: true, Look: a.roomFinding, Well: "Es ist genug Platz frei."},
		{Kind: "database", Title: "Datenbank", Node: true, Look: a.databaseFinding, Well: "Die Datenbank nimmt Änderungen an."},
		{Kind: "pages", Title: "Seiten der Datenbank", Look: a.pagesFinding,
			Well: "Es ist nichts Beschädigtes bekannt. Wann zuletzt geprüft wurde, steht am Ende dieser Seite."},
		{Kind: "backup", Title: "Sicherung", Look: a.backupFinding, Well: a.backupsWell()},
		{Kind: "losses", Title: "Verlorene Daten", Look: a.lossesFinding, Well: "Datenbank und Suchindex passen zusammen."},
		{Kind: "index", Title: "Suchindex", Node: true, Look: a.indexFinding, Well: "Die Suche findet alles."},
		{Kind: "notices", Title: "Mitteilungen", Look: a.noticesFinding, Well: "Alle Mitteilungen gehen hinaus."},
		{Kind: "outbox", Title: "Versand von E-Mails", Look: a.outboxFinding, Well: "Der Versand kommt hinterher."},
		{Kind: "mails", Title: "Nicht zugestellte E-Mails", Look: a.mailsFinding, Well: "Keine E-Mail wartet auf eine Entscheidung."},
		{Kind: "scanner", Title: "Virenscanner", Node: true, Look: a.scannerFinding, Well: a.scannerWell()},
		{Kind: "clock", Title: "Uhr", Node: true, Look: a.clockFinding, Well: "Die Uhr geht gleichmäßig."},
	}
}

func danger(sentence string) alarm.Finding {
	return alarm.Finding{Level: alarm.Danger, Sentence: sentence}
}
func warning(sentence string) alarm.Finding {
	return alarm.Finding{Level: alarm.Warning, Sentence: sentence}
}

// databaseFinding says whether this node can write, as it tries every half a minute.
func (a *App) databaseFinding(context.Context) (alarm.Finding, error) {
	select {
	case <-a.DB.Superseded():
		return warning("Eine neuere Fassung des Programms hat die Datenbank umgestellt. Dieser Knoten schreibt nichts mehr; ersetzen Sie ihn."), nil
	default:
	}
	if !a.Self.Alive() {
		return danger(a.notWritable() + ". Der Grund steht im Protokoll des Programms."), nil
	}
	if a.DB.Damaged() {
		return danger("Die Datenbank ist beschädigt: Manche Seiten lassen sich nicht anzeigen, manche Änderungen nicht speichern. Was zu tun " +
			"ist, steht in OPERATING.md unter „A damaged page“. Bewahren Sie die letzten Sicherungen auf. Die Meldung endet mit dem Neustart " +
			"nach der Reparatur."), nil
	}
	return alarm.Finding{}, nil
}

// pagesFinding says what the weekly look at all pages of the database found.
func (a *App) pagesFinding(ctx context.Context) (alarm.Finding, error) {
	last, found, err := a.Integrity.Last(ctx)
	if err != nil || !found || last.Sound() {
		return alarm.Finding{}, err
	}
	return danger("In der Datenbank ist etwas beschädigt, gefunden am " + templates.MomentText(last.Ended) + ": " + last.First +
		". Was zu tun ist, steht in OPERATING.md unter „A damaged page“. Bewahren Sie die letzten Sicherungen auf."), nil
}

// backupsWell says why nothing is the matter with backups.
func (a *App) backupsWell() string {
	if a.Config.Backup.On() {
		return "Das Forum sichert sich jeden Tag selbst."
	}
	return "Keine Sicherung ist fehlgeschlagen oder überfällig. Von selbst sichert sich das Forum nicht."
}

// backupFinding says whether backups are made as they should be. One that failed counts
// until the next one is whole.
func (a *App) backupFinding(ctx context.Context) (alarm.Finding, error) {
	s, overdue, err := a.BackupStatus(ctx)
	if err != nil {
		return alarm.Finding{}, err
	}
	seen := "Näheres steht unter „Verwaltung“ und im Protokoll des Programms."
	switch last := s.Last; {
	case overdue && s.Whole.Began.IsZero():
		return danger("Das Forum ist noch nie vollständig gesichert worden, obwohl es das seit " + templates.MomentText(s.Since) +
			" versucht. " + seen), nil
	case overdue:
		return danger("Seit " + templates.MomentText(s.Whole.Began) + " ist keine vollständige Sicherung mehr entstanden. Ginge der Datenträger " +
			"jetzt verloren, fehlte alles, was seitdem geschrieben wurde. " + seen), nil
	case !last.Ended.IsZero() && !last.Whole, last.Interrupted(a.DB.Now(ctx)) && !last.Began.IsZero():
		return warning("Die Sicherung vom " + templates.MomentText(last.Began) + " ist nicht vollständig. " + seen), nil
	}
	return alarm.Finding{}, nil
}

func (a *App) lossesFinding(ctx context.Context) (alarm.Finding, error) {
	losses, err := db.View(ctx, a.DB, event.LossesTx)
	if err != nil || len(losses) == 0 {
		return alarm.Finding{}, err
	}
	return danger("Der Suchindex kannte Ereignisse, die in der Datenbank fehlen. " + LossAdvice), nil
}

// indexFinding says whether searches on this node find what they should.
func (a *App) indexFinding(ctx context.Context) (alarm.Finding, error) {
	behind, err := a.Index.Behind(ctx)
	if err != nil || !behind {
		return alarm.Finding{}, err
	}
	return warning("Die Suche findet noch nicht alles: Der Suchindex wird aufgebaut oder hängt mehr als eine Minute zurück."), nil
}

// lateNotices is after what time an event should have been told of.
const lateNotices = 15 * time.Minute

func (a *App) noticesFinding(ctx context.Context) (alarm.Finding, error) {
	var trouble notify.Trouble
	var late bool
	err := a.DB.Read(ctx, func(tx *db.Tx) (err error) {
		if trouble, err = notify.TroubleTx(tx); err != nil {
			return err
		}
		late, err = notify.LateTx(tx, lateNotices)
		return err
	})
	switch {
	case err != nil:
		return alarm.Finding{}, err
	case late:
		return danger("Seit mehr als einer Viertelstunde werden keine Mitteilungen mehr angelegt. Der Grund steht im Protokoll des Programms."), nil
	case trouble.Events > 0:
		return warning("Zu " + templates.Plural(trouble.Events, "Ereignis", "Ereignissen") + " ließen sich keine Mitteilungen anlegen, auch nicht " +
			"nach mehreren Versuchen. Warum, steht im Protokoll des Programms."), nil
	}
	return alarm.Finding{}, nil
}

const (
	// lateMails is how long a mail may be due.
	lateMails = time.Hour
	// mailsAfterStart is how long after a start mails may be late that waited while
	// nothing ran, or that the demo world was made with.
	mailsAfterStart = 5 * time.Minute
)

func (a *App) outboxFinding(ctx context.Context) (alarm.Finding, error) {
	if a.Dispatch == nil || time.Since(a.opened) < mailsAfterStart {
		return alarm.Finding{}, nil
	}
	var since time.Time
	err := a.DB.Read(ctx, func(tx *db.Tx) (err error) {
		since, err = outbox.OldestTx(tx)
		return err
	})
	if err != nil || since.IsZero() || since.Add(lateMails).After(a.DB.Now(ctx)) {
		return alarm.Finding{}, err
	}
	return warning("E-Mails warten seit " + templates.MomentText(since) + " auf den Versand. Prüfen Sie, ob der Mailserver antwortet."), nil
}

func (a *App) mailsFinding(ctx context.Context) (alarm.Finding, error) {
	n, err := db.View(ctx, a.DB, outbox.CountTx)
	if err != nil || n.Failed+n.Unclear == 0 {
		return alarm.Finding{}, err
	}
	var parts []string
	if n.Failed > 0 {
		parts = append(parts, templates.Plural(n.Failed, "E-Mail ist", "E-Mails sind")+" fehlgeschlagen")
	}
	if n.Unclear > 0 {
		parts = append(parts, "bei "+templates.Plural(n.Unclear, "E-Mail", "E-Mails")+" ist offen, ob sie angekommen ist")
	}
	return warning("Nicht alle E-Mails sind zugestellt: " + strings.Join(parts, ", ") + ". Entscheiden Sie unter „Verwaltung“, „E-Mails“, " +
		"was mit ihnen geschieht."), nil
}

// scannerWell says why nothing is the matter with the virus scanner.
func (a *App) scannerWell() string {
	if a.Attached.Scanner == nil {
		return "Es ist kein Virenscanner eingerichtet."
	}
	return "Der Virenscanner antwortet."
}

// scannerTime is how long the virus scanner may take to say that it is there.
const scannerTime = 10 * time.Second

func (a *App) scannerFinding(ctx context.Context) (alarm.Finding, error) {
	if a.Attached.Scanner == nil {
		return alarm.Finding{}, nil
	}
	limited, cancel := context.WithTimeout(ctx, scannerTime)
	defer cancel()
	if _, err := a.Attached.Scanner.Version(limited); err != nil {
		return danger("Der Virenscanner antwortet nicht. Solange das so ist, nimmt das Forum keine Dateien an."), ctx.Err()
	}
	return alarm.Finding{}, nil
}
