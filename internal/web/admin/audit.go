package admin

import (
	"net/http"
	"strconv"
	"strings"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
	pages "kommunalforum/templates/admin"
)

// acts are the words of the audit log; a test keeps them complete.
var acts = map[string]string{
	"organisation.create": "Organisation eingetragen",
	"organisation.edit":   "Organisation geändert",
	"register.apply":      "Gemeindeverzeichnis übernommen",

	"person.create":         "Konto angelegt",
	"person.disable":        "Konto gesperrt",
	"person.enable":         "Konto entsperrt",
	"person.erase":          "Konto gelöscht",
	"person.export":         "Eigene Daten heruntergeladen",
	"mention.done":          "Text auf Namen ehemaliger Mitglieder geprüft",
	"person.link":           "Einmal-Link für das Passwort ausgestellt",
	"person.password":       "Passwort gesetzt",
	"person.factors":        "Zweiten Faktor zurückgesetzt",
	"person.import":         "Konten eingespielt",
	"person.admit":          "Mitglied aufgenommen",
	"person.refuse":         "Aufnahme abgelehnt",
	"person.invite":         "In eine andere Organisation eingeladen",
	"person.move":           "Organisation gewechselt",
	"domain.add":            "Domain zugeordnet",
	"domain.remove":         "Zuordnung einer Domain entfernt",
	"domain.import":         "Domains eingelesen (Anzahl)",
	"demo.load":             "Demo-Welt angelegt",
	"board.configure":       "Bereich eingerichtet",
	"site.present":          "Einstellungen des Forums geändert",
	"board.create":          "Bereich angelegt",
	"board.describe":        "Name oder Beschreibung eines Bereichs geändert",
	"board.up":              "Bereich nach oben gerückt",
	"board.down":            "Bereich nach unten gerückt",
	"board.archive":         "Bereich archiviert",
	"board.reopen":          "Bereich wieder geöffnet",
	"circle.create":         "Gruppe angelegt",
	"circle.join":           "In eine Gruppe aufgenommen",
	"circle.leave":          "Aus einer Gruppe entfernt",
	"thread.lock":           "Thema geschlossen",
	"thread.unlock":         "Thema wieder geöffnet",
	"thread.pin":            "Thema angepinnt",
	"thread.unpin":          "Thema nicht mehr angepinnt",
	"thread.move":           "Thema verschoben",
	"thread.posts":          "Beiträge in ein anderes Thema verschoben",
	"thread.merge":          "Themen zusammengeführt",
	"thread.split":          "Beiträge in ein eigenes Thema verschoben",
	"thread.return":         "Verschieben von Beiträgen rückgängig gemacht",
	"thread.unmerge":        "Zusammenführen von Themen rückgängig gemacht",
	"thread.unsplit":        "Teilen eines Themas rückgängig gemacht",
	"thread.outdated":       "Als überholt markiert oder Markierung zurückgenommen",
	"thread.approve":        "Erste Frage eines Mitglieds freigegeben",
	"thread.refuse":         "Erste Frage eines Mitglieds abgelehnt",
	"post.approve":          "Erste Antwort eines Mitglieds freigegeben",
	"post.refuse":           "Erste Antwort eines Mitglieds abgelehnt",
	"report.dismiss":        "Meldungen eines Beitrags: kein Anlass einzugreifen",
	"thread.reveal":         "Nachgesehen, wer teilanonym fragt",
	"thread.import":         "Themen eingespielt",
	"post.hide":             "Beitrag ausgeblendet",
	"post.unhide":           "Beitrag wieder eingeblendet",
	"post.blacken":          "Fassung geschwärzt",
	"faq.publish":           "FAQ-Artikel veröffentlicht",
	"faq.widen":             "FAQ-Artikel für mehr Menschen freigegeben",
	"faq.outdated":          "FAQ-Artikel als überholt markiert",
	"faq.restore":           "FAQ-Artikel wieder gültig",
	"faq.discard":           "FAQ-Entwurf gelöscht",
	"faq.decline":           "Vorschlag oder Hinweis für die häufigen Fragen abgelehnt",
	"faq.settle":            "Hinweis zu einem FAQ-Artikel erledigt",
	"faq.import":            "FAQ-Artikel eingespielt",
	"inquiry.import":        "Fragen an das Programmmanagement eingespielt",
	"notify.again":          "Mitteilungen noch einmal versucht",
	"mail.resend":           "E-Mail noch einmal verschickt",
	"mail.discard":          "E-Mail verworfen",
	"inquiry.escalate":      "Thema an das Programmmanagement gegeben",
	"reuse.remove":          "Eintrag aus dem Nachnutzungsregister gelöscht",
	"support.note.remove":   "Notiz zu „Betrifft uns auch“ entfernt",
	"consultation.begin":    "Beteiligung angelegt",
	"consultation.discard":  "Entwurf einer Beteiligung gelöscht",
	"consultation.open":     "Beteiligung eröffnet",
	"consultation.extend":   "Beteiligung verlängert",
	"consultation.correct":  "Abschnitt einer Beteiligung berichtigt",
	"consultation.close":    "Beteiligung vorzeitig beendet",
	"consultation.withdraw": "Beteiligung zurückgezogen",
	"consultation.decide":   "Ergebnis einer Beteiligung veröffentlicht",
	"consultation.revise":   "Ergebnis einer Beteiligung geändert",
	"document.add":          "Dokument eingestellt",
	"document.edit":         "Angaben zu einem Dokument berichtigt",
	"document.renew":        "Neue Fassung eines Dokuments eingestellt",
	"document.end":          "Dokument als nicht mehr gültig gekennzeichnet",
	"document.restore":      "Dokument gilt wieder",
}

// showAuditLog shows a page of the audit log.
func (s *server) showAuditLog(c *page.Context) error {
	by, before := c.Viewer(), c.FormNumber("vor")
	list, more, err := s.Accounts.AuditLog(c.Ctx(), by, before)
	if err != nil {
		return err
	}
	page := pages.AuditLog{Base: s.adminBase(c, "Protokoll"), First: before == 0}
	if more {
		page.More = path.AuditLog + "?vor=" + strconv.FormatInt(list[len(list)-1].ID, 10)
	}
	boards, err := s.Boards.All(c.Ctx(), by)
	if err != nil {
		return err
	}
	var inquiries []int64
	for _, d := range list {
		if d.Subject == "inquiry" {
			inquiries = append(inquiries, d.SubjectID)
		}
	}
	numbers, err := s.Inquiries.Numbers(c.Ctx(), inquiries)
	if err != nil {
		return err
	}
	for _, d := range list {
		row := auditEntryOf(d, boards)
		if number := numbers[d.SubjectID]; d.Subject == "inquiry" && number != "" {
			row.Subject = templates.Link{Href: path.Inquiry(number), Text: number}
		}
		page.Entries = append(page.Entries, row)
	}
	return c.Render(http.StatusOK, pages.AuditLogPage(page))
}

func auditEntryOf(d account.AuditEntry, boards []board.Board) pages.AuditEntry {
	out := pages.AuditEntry{At: d.At, Act: actInWords(d.Act, boards), Reason: d.Reason, Subject: subjectOf(d, boards),
		Actor: templates.Link{Text: "Betrieb oder System"}}
	switch {
	case d.ActorName != "":
		out.Actor = templates.Link{Href: path.To(path.Person, d.Actor), Text: d.ActorName}
	case d.Actor != 0:
		out.Actor.Text = account.FormerMember
	}
	out.Employer = d.Employer
	if r := board.Release(d.Reason); r.Valid() {
		out.Reason = r.German()
	}
	return out
}

// actInWords names an act; one that has no word shows as it stands.
func actInWords(act string, boards []board.Board) string {
	if to, ok := strings.CutPrefix(act, board.ActAudience); ok {
		return "Leserschaft geändert: " + board.Audience(to).German()
	}
	for prefix, verb := range map[string]string{account.ActGrant: "Rolle gegeben", account.ActRevoke: "Rolle entzogen"} {
		if what, ok := strings.CutPrefix(act, prefix); ok {
			g, _ := account.ParseGrant(what)
			h := view.Roles([]account.Grant{g}, boards)[0]
			return verb + ": " + h.Role.German() + ", " + h.Scope()
		}
	}
	if word, ok := acts[act]; ok {
		return word
	}
	if step, ok := strings.CutPrefix(act, "inquiry."); ok && inquiry.Act(step).German() != "" {
		return inquiry.Act(step).German()
	}
	return act
}

// subjectOf leads to what an act was done to.
func subjectOf(d account.AuditEntry, boards []board.Board) templates.Link {
	id := strconv.FormatInt(d.SubjectID, 10)
	switch d.Subject {
	case "person":
		if d.SubjectName == "" {
			return templates.Link{Text: account.FormerMember}
		}
		return templates.Link{Href: path.To(path.Person, d.SubjectID), Text: d.SubjectName}
	case "board":
		for _, b := range boards {
			if b.ID == d.SubjectID {
				return templates.Link{Href: path.To(path.EditBoard, b.Slug), Text: b.Name}
			}
		}
	case "circle":
		return templates.Link{Href: path.Groups + "#gruppe-" + id, Text: "Gruppe " + id}
	case "site":
		return templates.Link{Href: path.Settings, Text: "Einstellungen"}
	case "organisation":
		return templates.Link{Href: path.To(path.OrganisationPage, id), Text: "Organisation " + id}
	case "register":
		return templates.Link{Href: path.Gazetteer, Text: "Gemeindeverzeichnis"}
	case "thread":
		return templates.Link{Href: path.To(path.ThreadPage, id), Text: "Thema " + id}
	case "post":
		return templates.Link{Href: path.Post(d.SubjectID), Text: "Beitrag " + id}
	case "mail":
		return templates.Link{Href: path.Mails, Text: "E-Mail " + id}
	case "application":
		return templates.Link{Text: "Registrierung " + id}
	case "domain":
		return templates.Link{Href: path.Domains, Text: "Domains"}
	case "article":
		return templates.Link{Href: path.To(path.ArticlePage, id), Text: "FAQ-Artikel " + id}
	}
	return templates.Link{}
}
