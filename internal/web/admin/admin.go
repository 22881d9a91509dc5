package admin

import (
	"net/http"

	"kommunalforum/internal/event"
	"kommunalforum/internal/notify"
	"kommunalforum/internal/usecase"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/templates"
	pages "kommunalforum/templates/admin"
)

// adminBase is base for a page of the administration, below its overview.
func (s *server) adminBase(c *page.Context, title string, way ...templates.Crumb) templates.Base {
	crumbs := append([]templates.Crumb{{Href: path.Administration, Text: "Verwaltung"}}, way...)
	b := c.Base(title, templates.SectionNone, append(crumbs, templates.Crumb{Text: title})...)
	b.NoIndex = true
	return b
}

// alarms says what administrators must know before anything else.
func alarms(losses []event.Loss) (out []string) {
	for _, l := range losses {
		out = append(out, "Am "+templates.MomentText(l.Found)+" kannte der Suchindex schon Ereignis "+templates.Number(int(l.Event))+
			", die Datenbank endete aber bei "+templates.Number(int(l.Head))+
			". Entweder wurde eine ältere Sicherung eingespielt, oder es fehlen Beiträge, deren Empfang bestätigt war. "+
			"Bitte sagen Sie denen Bescheid, die das Forum betreiben: Sie sollten den Datenordner aufheben und prüfen, was fehlt. "+
			"Danach beendet der Befehl „kommunalforum reindex“ diese Meldung.")
	}
	return out
}

// showAdministration leads to everything that administrators keep.
func (s *server) showAdministration(c *page.Context) error {
	found, err := s.Acts.Overview(c.Ctx(), c.Viewer(), s.Config.Backup.On())
	if err != nil {
		return err
	}
	watched, err := s.Alarms.All(c.Ctx(), c.Viewer())
	if err != nil {
		return err
	}
	page := pages.Overview{Base: c.Base("Verwaltung", templates.SectionNone,
		templates.Crumb{Href: path.Start, Text: "Start"}, templates.Crumb{Text: "Verwaltung"}), Alarms: alarms(found.Losses),
		Untold: untold(found.Untold), Again: path.TellAgain, Cards: append(overviewCards(found), stateCard(watched)),
		Troubles: troubles(watched)}
	page.Scanner, page.Unscanned = s.scanner(c)
	page.Backups = s.backups(found.Backups, c.Now())
	page.NoIndex = true
	return c.Render(http.StatusOK, pages.OverviewPage(page))
}

// untold says of how many events nobody could be told, "" for none.
func untold(t notify.Trouble) string {
	if t.Events == 0 {
		return ""
	}
	return "Zu " + templates.Plural(t.Events, "Ereignis", "Ereignissen") + ", das älteste vom " + templates.MomentText(t.Since) +
		", ließen sich keine Mitteilungen anlegen, auch nicht nach mehreren Versuchen. Alle anderen Mitteilungen gehen hinaus. " +
		"Warum, steht im Protokoll des Programms. Nach einem Neustart wird es noch einmal versucht, sonst täglich."
}

// scanner asks the virus scanner of attachments what it is, and says whether it does not
// answer. Without a scanner there is nothing to say.
func (s *server) scanner(c *page.Context) (is string, silent bool) {
	if s.Attached.Scanner == nil {
		return "", false
	}
	c.ReleaseSnapshot() // it may take seconds
	is, err := s.Attached.Scanner.Version(c.Ctx())
	return is, err != nil
}

// tellAgain tries at once what could not be told.
func (s *server) tellAgain(c *page.Context) error {
	if err := s.Notify.TryAgain(c.Ctx(), c.Viewer()); err != nil {
		return err
	}
	return c.Announce(path.Administration, "mitteilungen-erneut")
}

// overviewCards leads to the parts of the administration, with what there is to
// do in each.
func overviewCards(o usecase.Overview) []templates.Card {
	return []templates.Card{
		{Href: path.People, Title: "Mitglieder", Text: "Rollen geben und entziehen, Konten sperren und entsperren.",
			Facts: []string{templates.Plural(o.Accounts.Active, "offenes Konto", "offene Konten") + ", " +
				templates.Number(o.Accounts.Disabled) + " gesperrt"}},
		{Href: path.Applications, Title: "Aufnahmen", Text: "Entscheiden, wer dazukommt, wenn die Domain der Adresse noch unbekannt ist.",
			Facts: []string{templates.Plural(o.Applications, "Person wartet", "Menschen warten")}},
		{Href: path.Domains, Title: "Domains", Text: "Festlegen, an welchen Domains das Forum Organisationen erkennt.",
			Facts: []string{templates.Plural(o.Domains, "Domain", "Domains")}},
		{Href: path.BoardSettings, Title: "Bereiche", Text: "Bereiche anlegen, ordnen und archivieren; festlegen, wer sie liest und " +
			"wie dort geschrieben wird.",
			Facts: []string{templates.Plural(o.Boards, "Bereich", "Bereiche")}},
		{Href: path.Groups, Title: "Gruppen", Text: "Einzelne Personen zu beschränkten Bereichen zulassen.",
			Facts: []string{templates.Plural(o.Circles, "Gruppe", "Gruppen")}},
		{Href: path.Settings, Title: "Einstellungen", Text: "Leitsatz, Träger, Kontakt und weiterführende Angebote ändern."},
		{Href: path.Organisations, Title: "Organisationen", Text: "Organisationen eintragen und ändern; festlegen, für welche " +
			"Gemeinden ein Gemeindeverband handelt."},
		{Href: path.Gazetteer, Title: "Gemeindeverzeichnis", Text: "Ein neues Verzeichnis der Gemeinden hochladen, Änderungen prüfen " +
			"und übernehmen."},
		{Href: path.Mails, Title: "E-Mails", Text: "Sehen, welche E-Mails nicht angekommen sind, und entscheiden, was mit ihnen geschieht.",
			Facts: []string{templates.Number(o.Mails.Failed) + " fehlgeschlagen, " + templates.Number(o.Mails.Unclear) + " unklar"}},
		{Href: path.Operation, Title: "Betrieb", Text: "Sehen, welche Fassung läuft, wie es um Hintergrundarbeit und Speicherplatz steht und " +
			"was der Betrieb eingerichtet hat."},
		{Href: path.AuditLog, Title: "Protokoll", Text: "Nachlesen, wer wann welche Maßnahme ergriffen hat, und warum."},
	}
}
