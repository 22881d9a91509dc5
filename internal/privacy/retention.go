package privacy

import (
	"context"
	"fmt"
	"strings"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/attachment"
	"kommunalforum/internal/audit"
	"kommunalforum/internal/config"
	"kommunalforum/internal/credential"
	"kommunalforum/internal/db"
	"kommunalforum/internal/draft"
	"kommunalforum/internal/feedtoken"
	"kommunalforum/internal/follow"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/limit"
	"kommunalforum/internal/membership"
	"kommunalforum/internal/notify"
	"kommunalforum/internal/once"
	"kommunalforum/internal/outbox"
	"kommunalforum/internal/reuse"
	"kommunalforum/internal/signin"
	"kommunalforum/internal/suggestion"
)

// Periods after which what no other package decides on goes.
const (
	AuditLife   = 3 * 365 * 24 * time.Hour
	MentionLife = 365 * 24 * time.Hour
	CopyLife    = 30 * 24 * time.Hour // of the database, made before a migration
)

// Period says how long a kind of record is kept. It is what the privacy notice
// and OPERATING.md show, and what the daily pass enforces.
type Period struct {
	Record string // what it is, in German
	Kept   string // how long, in German
	What   string // the same for OPERATING.md
	Long   string
	// prune deletes up to limit rows that served their time and says how many
	// they were; nil: nothing goes by time, or something else sees to it.
	prune func(tx *db.Tx, limit int) (int64, error)
}

// Periods is the whole table, in the order in which it is shown.
var Periods = []Period{
	{Record: "Konto mit Rollen und Zustimmungen", Kept: "bis Sie das Forum verlassen oder die Administration das Konto löscht; " +
		german(account.UnusedLife) + ", wenn sich nie jemand angemeldet hat, " + german(account.UnconfirmedLife) +
		", wenn das Konto ruht, weil die E-Mail-Adresse nicht mehr bestätigt wurde; Konten der Administration nicht von selbst",
		What: "account, roles, consents", Long: "until the person leaves or an administrator erases the account; " +
			english(account.UnusedLife) + " if nobody ever signed in, " + english(account.UnconfirmedLife) +
			" if it rests because its address was not confirmed again; not those of administrators"},
	{Record: "Beiträge, frühere Fassungen, Fragen und Antworten",
		Kept: "dauerhaft, damit Antworten verständlich bleiben; ohne Namen, sobald das Konto gelöscht ist",
		What: "posts, versions, inquiries, answers", Long: "for good; without a name once the account is erased"},
	{Record: "Meldungen von Beiträgen an die Moderation", Kept: "bis darüber entschieden ist, danach " + german(forum.KeepReports) +
		"; ohne Namen und Worte, sobald das Konto gelöscht ist",
		What: "reports of posts to moderators", Long: "until decided, then " + english(forum.KeepReports) +
			"; without name and words once the account is erased", prune: forum.PruneReportsTx},
	{Record: "Sitzungen", Kept: german(credential.IdleLife) + " ohne Benutzung, höchstens " + german(credential.AbsoluteLife),
		What: "sessions", Long: english(credential.IdleLife) + " unused, " + english(credential.AbsoluteLife) + " at most",
		prune: credential.PruneSessionsTx},
	{Record: "Zweite Faktoren, Passkeys und verknüpfte Konten bei anderen Anbietern", Kept: "bis Sie sie entfernen oder das Konto gelöscht wird",
		What: "second factors, passkeys, linked accounts at providers of identities", Long: "until the person removes them or the account is erased"},
	{Record: "Browser, in denen Sie sich angemeldet haben (Prüfwert)", Kept: german(credential.DeviceLife) + " ohne Anmeldung dort",
		What: "known browsers (hash)", Long: english(credential.DeviceLife) + " without signing in there", prune: credential.PruneDevicesTx},
	{Record: "Adressen persönlicher Feeds (Prüfwert) und der Tag, an dem sie zuletzt abgerufen wurden", Kept: "bis Sie sie widerrufen; " +
		german(feedtoken.UnusedLife) + " ohne Abruf",
		What: "addresses of private feeds (hash) and the day of their last use", Long: "until revoked; " + english(feedtoken.UnusedLife) +
			" without use", prune: feedtoken.PruneTx},
	{Record: "Formulare, die nach dem Ende einer Sitzung abgeschickt wurden", Kept: "bis sie nach der Anmeldung abgeschickt sind, höchstens " +
		german(draft.InterruptedLife),
		What: "forms sent after a session had ended", Long: "until they are sent after signing in, " + english(draft.InterruptedLife) +
			" at most", prune: draft.PruneInterruptedTx},
	{Record: "Entwürfe von Texten, die Sie noch nicht abgeschickt haben", Kept: "bis Sie den Text abschicken oder den Entwurf löschen; " +
		german(draft.Life) + " nach dem letzten Speichern",
		What: "drafts of texts that people have not sent", Long: "until sent or deleted; " + english(draft.Life) +
			" after they were saved last", prune: draft.PruneTx},
	{Record: "Dateien, die Sie hochgeladen und noch mit keinem Text abgeschickt haben", Kept: german(attachment.Life) +
		", in einem Entwurf so lange wie dieser; die eines Textes so lange wie er",
		What: "uploaded files", Long: english(attachment.Life) + " until a text takes them, in a draft as long as that; those of a text as long as " +
			"the text; without who uploaded them once the account is erased", prune: attachment.PruneTx},
	{Record: "Welches Formular mit welchem Inhalt abgeschickt wurde (Prüfwert), damit kein zweites verloren geht", Kept: german(once.Life),
		What: "content of sent forms (hash), so that no second one is lost", Long: english(once.Life), prune: once.PruneTx},
	{Record: "Registrierungen und Änderungen der Adresse", Kept: german(membership.KeepDecided) +
		" nach der Entscheidung, ohne Namen, sobald jemand aufgenommen ist; ohne Entscheidung " + german(membership.KeepWaiting),
		What: "registrations and changes of address", Long: english(membership.KeepDecided) +
			" after the decision, without names once admitted; " + english(membership.KeepWaiting) + " without one"},
	{Record: "Einladungen", Kept: german(membership.KeepInvited),
		What: "invitations", Long: english(membership.KeepInvited)},
	{Record: "Gezählte Versuche: Anmeldungen, Links an fremde Adressen, Beiträge (Prüfwert)", Kept: "zählen " + german(signin.AttemptWindow) +
		" bis 24 Stunden, gelöscht binnen eines weiteren Tages",
		What: "counted attempts: sign-ins, links to unproven addresses, posts (hash)", Long: "count for " + english(signin.AttemptWindow) +
			" up to 24 hours, deleted within another day", prune: limit.PruneTx},
	{Record: "Links zum Wählen eines Passworts (Prüfwert)", Kept: "bis zur Benutzung, höchstens " + german(credential.LinkLife) +
		", per E-Mail angeforderte " + german(credential.ResetLife),
		What: "one-time links (hash)", Long: "until used; " + english(credential.LinkLife) + " by the operator, " + english(credential.ResetLife) +
			" by mail", prune: credential.PruneLinksTx},
	{Record: "Anforderungen eines neuen Passworts", Kept: german(credential.ResetLife) + ", gelöscht binnen eines Tages",
		What: "requests for a new password", Long: english(credential.ResetLife) + ", deleted within a day", prune: credential.PruneResetsTx},
	{Record: "Themen, Bereiche und anderes, dem Sie folgen, auch was Sie stumm geschaltet oder ausgenommen haben",
		Kept: "bis Sie es ändern oder das Konto gelöscht wird",
		What: "what people follow, muted or left out", Long: "until the person changes it or the account is erased"},
	{Record: "Wem Sie seit Kurzem nicht mehr folgen, damit Sie es rückgängig machen können", Kept: german(follow.UndoLife),
		What: "what people ended following, so that they can undo it", Long: english(follow.UndoLife), prune: follow.PruneEndedTx},
	{Record: "Gespeicherte Suchen", Kept: "bis Sie sie löschen oder das Konto gelöscht wird",
		What: "saved searches", Long: "until the person deletes them or the account is erased"},
	{Record: "Ihre Merkliste mit Notizen und Erinnerungen", Kept: "bis Sie sie ändern oder das Konto gelöscht wird",
		What: "bookmarks with notes and reminders", Long: "until the person changes them or the account is erased"},
	{Record: "Ihre Vorschläge und Hinweise für die häufigen Fragen", Kept: german(suggestion.KeepDecided) + " nach der Entscheidung, höchstens bis " +
		"das Konto gelöscht wird",
		What: "suggestions for the FAQ", Long: english(suggestion.KeepDecided) + " after the decision, at most until the account is erased",
		prune: suggestion.PruneTx},
	{Record: "Einträge Ihrer Organisation im Nachnutzungsregister und wer sie gepflegt hat", Kept: "bis Ihre Organisation sie löscht, höchstens " +
		german(reuse.KeepFor) + " nach der letzten Bestätigung; ohne Ihren Namen, sobald das Konto gelöscht ist",
		What: "entries in the register of re-use", Long: "until the organisation deletes them, " + english(reuse.KeepFor) +
			" at most after they were confirmed last; counted and listed for " + english(reuse.FadeAfter) +
			"; without names once the account is erased", prune: reuse.PruneTx},
	{Record: "Warum die Moderation einen Eintrag Ihrer Organisation im Nachnutzungsregister entfernt hat", Kept: german(reuse.KeepRemovals),
		What: "why moderators removed entries of the register of re-use", Long: english(reuse.KeepRemovals), prune: reuse.PruneRemovalsTx},
	{Record: "Stellungnahmen Ihrer Organisation zu Beteiligungen und wer sie geschrieben hat",
		Kept: "auf Dauer, solange die Beteiligung im Forum steht; ohne Ihren Namen, sobald das Konto gelöscht ist",
		What: "positions of organisations on consultations", Long: "as long as the consultation; without names once the account is erased"},
	{Record: "Wie weit Sie in welchem Thema gelesen haben und wann Sie zuletzt hier waren, damit das Forum Ihnen Neues zeigen kann",
		Kept: "der letzte Stand, bis das Konto gelöscht wird",
		What: "how far people have read in which thread, and their last two visits", Long: "the latest only, until the account is erased"},
	{Record: "Welche Mitteilungen Sie wie oft per E-Mail bekommen, und bis wann Sie abwesend sind",
		Kept: "bis Sie es ändern oder das Konto gelöscht wird",
		What: "how often which mails go to people, and until when they are absent", Long: "until the person changes it or the account is erased"},
	{Record: "Welche Art von E-Mail wann an ein Konto ging", Kept: german(outbox.Keep) + "; nicht zugestellte " + german(outbox.KeepTroubled),
		What: "kinds and times of mails", Long: english(outbox.Keep) + "; undelivered ones " + english(outbox.KeepTroubled), prune: outbox.PruneTx},
	{Record: "Wann eine Zusammenfassung per E-Mail ging", Kept: german(notify.KeepDigests),
		What: "times of digests", Long: english(notify.KeepDigests), prune: notify.PruneDigestsTx},
	{Record: "Mitteilungen (nur Art und Nummer dessen, worum es geht)", Kept: german(notify.KeepRead) + " nach dem Lesen, höchstens " +
		german(notify.KeepAll),
		What: "notifications (kind and number of what they are about)", Long: english(notify.KeepRead) + " after they were read, " +
			english(notify.KeepAll) + " at most", prune: notify.PruneTx},
	{Record: "Welche beschränkten Bereiche Sie nicht mehr lesen können, seit Sie eine Gruppe, Organisation oder Rolle verlassen haben",
		Kept: german(account.KeepBarred),
		What: "which restricted boards people can no longer read since they left a group, an organisation or a role",
		Long: english(account.KeepBarred), prune: account.PruneBarredTx},
	{Record: "Änderungsverlauf für Suche und Mitteilungen (nur Nummern)", Kept: "30 Tage",
		What: "event log (numbers only)", Long: "30 days"},
	{Record: "Protokoll der Maßnahmen von Moderation und Administration", Kept: german(AuditLife),
		What: "audit log", Long: english(AuditLife), prune: func(tx *db.Tx, limit int) (int64, error) { return audit.PruneTx(tx, AuditLife, limit) }},
	{Record: "Liste der Texte, in denen ehemalige Mitglieder vorkommen können (nur Nummern)", Kept: "bis sie geprüft sind, höchstens " +
		german(MentionLife),
		What: "list of texts that may name somebody who left (numbers only)", Long: "until looked at, " + english(MentionLife) +
			" at most", prune: pruneMentions},
	{Record: "Nummern gelöschter Konten mit Zeitpunkt", Kept: "dauerhaft, damit eine eingespielte Sicherung sie nicht zurückbringt",
		What: "numbers of erased accounts", Long: "for good, so that no restored backup brings them back"},
	{Record: copyRecord, Kept: german(CopyLife) + "; verlässt in dieser Zeit jemand das Forum, nur bis dahin",
		What: "copy of the database file before a migration", Long: english(CopyLife) + ", or until an account is erased"},
	{Record: backupRecord, Kept: "bis sie überschrieben sind",
		What: "backups of the database, and archived write-ahead logs of its server",
		Long: "the operator's to decide; `--privacy-backup-days` tells members"},
	{Record: "Betriebsprotokoll mit Prüfwert statt IP-Adresse",
		Kept: "schreibt das Forum nur aus; der Schlüssel der Prüfwerte wird täglich verworfen. Wie lange Zeilen bleiben, legt die Betreiberin fest",
		What: "request log with a hash in place of the client address", Long: "written to standard error only, the hash's key is " +
			"thrown away daily; how long lines stay is the operator's to decide (14 days are plenty)"},
}

const (
	copyRecord   = "Kopie der Datenbank vor einer Umstellung"
	backupRecord = "Sicherungskopien der Datenbank"
)

// Told returns the periods as they hold for members of a forum that is configured so.
func Told(c config.Config) (out []Period) {
	for _, p := range Periods {
		switch {
		case p.Record == copyRecord && c.Database != "": // there is none, see db
			continue
		case p.Record == backupRecord:
			if c.Database != "" {
				p.Record += " und archivierte Protokolle ihres Servers"
			}
			if d := c.Site.Privacy.BackupDays; d > 0 {
				p.Kept = "höchstens " + german(time.Duration(d)*24*time.Hour)
			}
		}
		out = append(out, p)
	}
	return out
}

// Backups says until when copies of the database still hold an account that was
// erased. It is a sentence without its full stop.
func Backups(c config.Config) string {
	where := "In Sicherungskopien der Betreiberin steht das Konto"
	if c.Database != "" {
		where = "In Sicherungskopien und archivierten Protokollen des Datenbankservers steht das Konto"
	}
	if d := c.Site.Privacy.BackupDays; d > 0 {
		return where + " noch höchstens " + german(time.Duration(d)*24*time.Hour)
	}
	return where + ", bis sie überschrieben sind"
}

// german words a duration in its largest whole unit.
func german(d time.Duration) string {
	return words(d, "Jahr", "Jahre", "Tag", "Tage", "Stunde", "Stunden", "Minute", "Minuten")
}

func english(d time.Duration) string {
	return words(d, "year", "years", "day", "days", "hour", "hours", "minute", "minutes")
}

func words(d time.Duration, units ...string) string {
	for i, unit := range []time.Duration{365 * 24 * time.Hour, 24 * time.Hour, time.Hour, time.Minute} {
		n := int64(d / unit)
		if d%unit != 0 || n == 0 || unit == 24*time.Hour && n < 4 {
			continue
		}
		if n == 1 {
			return "1 " + units[2*i]
		}
		return fmt.Sprintf("%d %s", n, units[2*i+1])
	}
	return d.String()
}

// Table returns the periods as OPERATING.md has them.
func Table() string {
	var b strings.Builder
	b.WriteString("| record | kept |\n|---|---|\n")
	for _, p := range Periods {
		fmt.Fprintf(&b, "| %s | %s |\n", p.What, p.Long)
	}
	return b.String()
}

// pruneStep is how many rows one transaction deletes, so that nobody waits.
const pruneStep = 500

// Prune deletes what has served its time and returns how many rows that were.
// It may be interrupted and called again at any time.
func (p *Privacy) Prune(ctx context.Context) (total int64, err error) {
	for _, period := range Periods {
		if period.prune == nil {
			continue
		}
		for {
			var n int64
			err := p.db.Write(ctx, func(tx *db.Tx) (err error) {
				n, err = period.prune(tx, pruneStep)
				return err
			})
			total += n
			if err != nil {
				return total, fmt.Errorf("%s: %w", period.What, err)
			}
			if n < pruneStep {
				break
			}
		}
	}
	return total, nil
}

func pruneMentions(tx *db.Tx, limit int) (int64, error) {
	return tx.Exec(`
		DELETE FROM left_mention
		WHERE id IN (SELECT id FROM left_mention WHERE found_at < $1 ORDER BY id LIMIT $2)`, tx.Now.Add(-MentionLife), limit)
}
