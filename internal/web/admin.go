package web

import (
	"net/http"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/membership"
	"kommunalforum/internal/outbox"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/templates"
	pages "kommunalforum/templates/admin"
)

// adminBase is base for a page of the administration, below its overview.
func (s *server) adminBase(c *page.Context, title string, way ...templates.Crumb) templates.Base {
	crumbs := append([]templates.Crumb{{Href: "/verwaltung", Text: "Verwaltung"}}, way...)
	b := c.Base(title, templates.SectionNone, append(crumbs, templates.Crumb{Text: title})...)
	b.NoIndex = true
	return b
}

// alarms says what administrators must know before anything else.
func alarms(losses []event.Loss) (out []string) {
	for _, l := range losses {
		out = append(out, "Am "+templates.MomentText(l.Found)+" kannte der Suchindex schon Ereignis "+templates.Number(int(l.Event))+
			", die Datenbank endete aber bei "+templates.Number(int(l.Head))+". Entweder wurde eine ältere Sicherung eingespielt, oder es fehlen Beiträge, deren Empfang bestätigt war. "+
			"Bitte sagen Sie denen Bescheid, die das Forum betreiben: Sie sollten den Datenordner aufheben und prüfen, was fehlt. Danach beendet der Befehl „kommunalforum reindex“ diese Meldung.")
	}
	return out
}

// showAdministration leads to everything that administrators keep.
func (s *server) showAdministration(c *page.Context) error {
	by := c.Viewer()
	page := pages.Overview{Base: c.Base("Verwaltung", templates.SectionNone,
		templates.Crumb{Href: "/", Text: "Start"}, templates.Crumb{Text: "Verwaltung"})}
	page.NoIndex = true
	err := s.DB.Read(c.Ctx(), func(tx *db.Tx) error {
		people, err := account.CountPeopleTx(tx)
		if err != nil {
			return err
		}
		boards, err := board.SettledTx(tx, by)
		if err != nil {
			return err
		}
		circles, err := board.CirclesTx(tx, by)
		if err != nil {
			return err
		}
		waiting, err := membership.CountWaitingTx(tx)
		if err != nil {
			return err
		}
		domains, err := membership.CountDomainsTx(tx)
		if err != nil {
			return err
		}
		losses, err := event.LossesTx(tx)
		if err != nil {
			return err
		}
		page.Alarms = alarms(losses)
		mails, err := outbox.CountTx(tx)
		page.Cards = []templates.Card{
			{Href: "/verwaltung/mitglieder", Title: "Mitglieder", Text: "Rollen geben und entziehen, Konten sperren und entsperren.",
				Facts: []string{templates.Plural(people.Active, "offenes Konto", "offene Konten") + ", " + templates.Number(people.Disabled) + " gesperrt"}},
			{Href: path.Applications, Title: "Aufnahmen", Text: "Entscheiden, wer dazukommt, wenn die Domain der Adresse noch unbekannt ist.",
				Facts: []string{templates.Plural(waiting, "Person wartet", "Menschen warten")}},
			{Href: path.Domains, Title: "Domains", Text: "Festlegen, an welchen Domains das Forum Organisationen erkennt.",
				Facts: []string{templates.Plural(domains, "Domain", "Domains")}},
			{Href: "/verwaltung/bereiche", Title: "Bereiche", Text: "Bereiche anlegen, ordnen und archivieren; festlegen, wer sie liest und wie dort geschrieben wird.",
				Facts: []string{templates.Plural(len(boards), "Bereich", "Bereiche")}},
			{Href: "/verwaltung/gruppen", Title: "Gruppen", Text: "Einzelne Personen zu beschränkten Bereichen zulassen.",
				Facts: []string{templates.Plural(len(circles), "Gruppe", "Gruppen")}},
			{Href: path.Settings, Title: "Einstellungen", Text: "Leitsatz, Träger, Kontakt und weiterführende Angebote ändern."},
			{Href: path.Organisations, Title: "Organisationen", Text: "Organisationen eintragen und ändern; festlegen, für welche Gemeinden ein Gemeindeverband handelt."},
			{Href: path.Gazetteer, Title: "Gemeindeverzeichnis", Text: "Ein neues Verzeichnis der Gemeinden hochladen, Änderungen prüfen und übernehmen."},
			{Href: path.Mails, Title: "E-Mails", Text: "Sehen, welche E-Mails nicht angekommen sind, und entscheiden, was mit ihnen geschieht.",
				Facts: []string{templates.Number(mails.Failed) + " fehlgeschlagen, " + templates.Number(mails.Unclear) + " unklar"}},
			{Href: "/verwaltung/protokoll", Title: "Protokoll", Text: "Nachlesen, wer wann welche Maßnahme ergriffen hat, und warum."},
		}
		return err
	})
	if err != nil {
		return err
	}
	return c.Render(http.StatusOK, pages.OverviewPage(page))
}
