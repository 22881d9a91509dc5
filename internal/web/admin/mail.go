package admin

import (
	"net/http"
	"regexp"
	"strings"

	"kommunalforum/internal/account"
	"kommunalforum/internal/outbox"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/templates"
	pages "kommunalforum/templates/admin"
)

// mailKinds are the words for the kinds of mail; a test keeps them complete.
var mailKinds = map[outbox.Kind]string{
	outbox.PasswordReset:   "Link für ein neues Passwort",
	outbox.FactorChanged:   "Nachricht über eine Änderung bei der Anmeldung",
	outbox.PasswordChanged: "Nachricht über ein geändertes Passwort",

	outbox.Alarm: "Meldung über den Zustand des Forums",

	outbox.NoticeMail:   "Mitteilungen zu einem Thema",
	outbox.NoticeDigest: "Zusammenfassung von Mitteilungen",

	outbox.JoinConfirm:      "Link zum Bestätigen einer Adresse",
	outbox.JoinKnown:        "Hinweis auf ein bestehendes Konto",
	outbox.JoinAdmitted:     "Nachricht über eine Aufnahme",
	outbox.JoinRefused:      "Nachricht über eine Ablehnung",
	outbox.JoinVouch:        "Frage an das Kollegium",
	outbox.JoinInvited:      "Einladung",
	outbox.JoinInvitedKnown: "Einladung an ein bestehendes Konto",
	outbox.AddressChanged:   "Nachricht über eine geänderte Adresse",
	outbox.AddressCheck:     "Link zum Bestätigen der eigenen Adresse",
	outbox.AddressReminder:  "jährliche Frage nach der Adresse",
}

// showMails shows the mails that failed or are unclear.
func (s *server) showMails(c *page.Context) error {
	list, n, err := s.Accounts.UndeliveredMails(c.Ctx(), c.Viewer())
	if err != nil {
		return err
	}
	page := pages.Post{Base: s.adminBase(c, "E-Mails"), On: s.Config.Mail.On(),
		Waiting: templates.Plural(n.Waiting, "E-Mail wartet", "E-Mails warten") + " auf den Versand."}
	if rest := n.Failed + n.Unclear - len(list); rest > 0 {
		page.More = templates.Plural(rest, "ältere E-Mail ist", "ältere E-Mails sind") + " hier nicht aufgeführt."
	}
	for _, l := range list {
		page.Letters = append(page.Letters, mailRow(l))
	}
	return c.Render(http.StatusOK, pages.PostPage(page))
}

func mailRow(l account.UndeliveredMail) pages.UndeliveredMail {
	row := pages.UndeliveredMail{Kind: mailKind(l.Kind), Unclear: l.State == outbox.Unclear, At: l.CreatedAt, Why: whyInWords(l.Error),
		Attempts: templates.Plural(l.Attempts, "Versuch", "Versuche"), Path: path.To(path.Mail, l.ID), To: templates.Link{Text: account.FormerMember}}
	if row.Unclear {
		row.Why += " Ob die E-Mail angekommen ist, ist offen."
	}
	if l.Recipient == 0 {
		row.To.Text = "Person ohne Konto"
	}
	if l.Name != "" {
		row.To = templates.Link{Href: path.To(path.Person, l.Recipient), Text: l.Name}
	}
	return row
}

func mailKind(k outbox.Kind) string {
	if words, ok := mailKinds[k]; ok {
		return words
	}
	return string(k)
}

// Words for where the handing over of a mail ended, and for why.
var (
	mailStages = map[string]string{
		"connect":   "Der Mailserver war nicht zu erreichen",
		"greet":     "Der Mailserver hat das Gespräch nicht angenommen",
		"tls":       "Die Verbindung zum Mailserver ließ sich nicht verschlüsseln",
		"sign-in":   "Der Mailserver hat die Anmeldung des Forums abgelehnt",
		"sender":    "Der Mailserver hat den Absender abgelehnt",
		"recipient": "Der Mailserver hat die Empfangsadresse abgelehnt",
		"data":      "Der Mailserver hat die E-Mail nicht angenommen",
		"message":   "Beim Abschluss der Übergabe ging etwas schief",
		"folder":    "Der Ordner für E-Mails ist nicht beschreibbar",
	}
	mailReasons = map[string]string{
		"timeout":                 "keine Antwort in der gesetzten Zeit",
		"refused":                 "Verbindung abgewiesen",
		"connection lost":         "Verbindung abgerissen",
		"host not found":          "Name nicht gefunden",
		"certificate not trusted": "Zertifikat nicht vertrauenswürdig",
		"no TLS":                  "Antwort ist nicht verschlüsselt",
		"failed":                  "Näheres ist nicht bekannt",
		"server offers no TLS":    "er bietet keine Verschlüsselung an",
		"server offers no way to sign in that we know": "er bietet kein Verfahren an, das wir kennen",
		"a password is not sent without TLS":           "ohne Verschlüsselung wird kein Passwort geschickt",
		"address is not valid":                         "Adresse ungültig",
		"message id is not valid":                      "Kennung ungültig",
		"address to unsubscribe is not valid":          "Adresse zum Abbestellen ungültig",
		"the file could not be written":                "Schreiben fehlgeschlagen",
		"interrupted":                                  "Das Forum wurde beim Verschicken zweimal unterbrochen",
		"restored":                                     "Das Forum wurde aus einer Sicherung wiederhergestellt, als sie wartete",
		"not built":                                    "Die E-Mail ließ sich nicht erstellen",
	}
	serverAnswer = regexp.MustCompile(`^[2-5]\d\d( [245]\.\d+\.\d+)?$`)
)

// whyInWords says in German what the outbox notes of an error.
func whyInWords(why string) string {
	stage, reason, found := strings.Cut(why, ": ")
	if !found {
		if words, ok := mailReasons[why]; ok {
			return words + "."
		}
		return why
	}
	if serverAnswer.MatchString(reason) {
		reason = "Antwort " + reason
	} else if words, ok := mailReasons[reason]; ok {
		reason = words
	}
	if words, ok := mailStages[stage]; ok {
		stage = words
	}
	return stage + " (" + reason + ")."
}

// resendMail lets a mail be tried anew.
func (s *server) resendMail(c *page.Context, id int64) error {
	if err := s.Accounts.ResendMail(c.Ctx(), c.Viewer(), id); err != nil {
		return err
	}
	return c.Announce(path.Mails, "email-erneut")
}

// askDiscardMail asks for the reason of giving a mail up.
func (s *server) askDiscardMail(c *page.Context) error { return s.discardPage(c, nil) }

func (s *server) discardPage(c *page.Context, wrong templates.Problems) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	l, err := s.Accounts.UndeliveredMail(c.Ctx(), c.Viewer(), id)
	if err != nil {
		return err
	}
	row := mailRow(l)
	page := templates.Confirm{Base: s.adminBase(c, "E-Mail verwerfen", templates.Crumb{Href: path.Mails, Text: "E-Mails"}),
		Heading: "E-Mail verwerfen", Text: row.Kind + " an " + row.To.Text + ": Die E-Mail wird nicht mehr verschickt.",
		Send: "E-Mail verwerfen", Action: path.To(path.DiscardMail, l.ID), Back: path.Mails,
		WithReason: true, ReasonHint: reasonLogged, Reason: c.FormText("grund"), Problems: wrong}
	return c.RenderForm(wrong, templates.ConfirmPage(page))
}

// discardMail gives a mail up.
func (s *server) discardMail(c *page.Context, id int64) error {
	err := s.Accounts.DiscardMail(c.Ctx(), c.Viewer(), id, c.FormText("grund"))
	if wrong, ok := page.Problems(err); ok {
		return s.discardPage(c, wrong)
	}
	return c.Decided(err, path.Mails, "email-verworfen", page.Done{Act: "mail.discard", Subject: "mail", ID: id})
}
