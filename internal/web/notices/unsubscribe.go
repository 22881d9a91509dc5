package notices

import (
	"net/http"

	"kommunalforum/internal/fault"
	"kommunalforum/internal/mail"
	"kommunalforum/internal/notify"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/templates"
	pages "kommunalforum/templates/notices"
)

// mute is the choice to hear nothing more of the place that a mail was about.
const mute = "stumm"

// showUnsubscribe shows what a mail's address to unsubscribe stands for, and changes
// nothing: programs that look through mails for harm open every address.
func (s *server) showUnsubscribe(c *page.Context) error {
	return s.unsubscribePage(c, nil)
}

// unsubscribe answers the one click of mail programs (RFC 8058, section 3.2), which
// ends the subscription, and the form of the page, which offers less as well. Whoever
// has the address need not be signed in.
func (s *server) unsubscribe(c *page.Context) error {
	if isOneClick(c) {
		if err := s.Notify.Unsubscribe(c.Ctx(), c.Param("token"), notify.Never); err != nil {
			return deadLink(err)
		}
		c.String(http.StatusOK, "Abbestellt.\n")
		return nil
	}
	var err error
	switch choice := c.FormText("rhythmus"); choice {
	case mute:
		err = s.Notify.Mute(c.Ctx(), c.Param("token"))
	default:
		err = s.Notify.Unsubscribe(c.Ctx(), c.Param("token"), readRhythm(choice))
	}
	if fault.Is(err, fault.Invalid) {
		return s.unsubscribePage(c, templates.Problems{{Field: "rhythmus", Text: fault.SentenceOf(err)}})
	}
	if err != nil {
		return deadLink(err)
	}
	return c.Announce(path.To(path.Unsubscribe, c.Param("token")), "abbestellt")
}

// deadLink answers an address that stands for nothing.
func deadLink(err error) error {
	return page.DeadLink(err, "Dieser Link zum Abbestellen gilt nicht", "Er ist unvollständig, oder das Konto gibt es nicht mehr. Abbestellt "+
		"ist damit nichts. Welche E-Mails Sie bekommen, stellen Sie in Ihrem Konto ein.",
		templates.Link{Href: path.NoticeSettings, Text: "Zu den Einstellungen für Mitteilungen"})
}

// isOneClick reports whether a mail program sends the request.
func isOneClick(c *page.Context) bool {
	return c.Request.PostFormValue(mail.OneClickField) == mail.OneClickValue
}

func (s *server) unsubscribePage(c *page.Context, wrong templates.Problems) error {
	have, err := s.Notify.Subscription(c.Ctx(), c.Param("token"))
	if err != nil {
		return deadLink(err)
	}
	page := pages.Unsubscribe{Base: c.Base("E-Mails abbestellen", templates.SectionNone), Action: path.To(path.Unsubscribe, c.Param("token")),
		Settings: path.NoticeSettings, Muted: have.Muted, Problems: wrong}
	page.NoIndex = true
	often := 0 // how often the most frequent of the kinds comes
	for _, k := range have.Kinds {
		page.Kinds = append(page.Kinds, pages.Subscribed{Label: k.Label, Rhythm: k.Rhythm.German()})
		often = max(often, len(notify.Rhythms)-1-rank(k.Rhythm))
	}
	page.Choice = unsubscribeChoice(often, have.Mutable && !have.Muted, wrong)
	return c.RenderForm(wrong, pages.UnsubscribePage(page))
}

// rank is the place of the rhythm among all, the most frequent first.
func rank(r notify.Rhythm) int {
	for i, x := range notify.Rhythms {
		if x == r {
			return i
		}
	}
	return 0
}

// unsubscribeChoice offers what is less than now; often counts how many rhythms are.
func unsubscribeChoice(often int, mutable bool, wrong templates.Problems) templates.Choice {
	words := map[notify.Rhythm]string{notify.Daily: "Nur noch täglich, in einer Zusammenfassung",
		notify.Weekly: "Nur noch wöchentlich, in einer Zusammenfassung", notify.Never: "Gar nicht mehr"}
	out := templates.Choice{Name: "rhythmus", Label: "Wie oft möchten Sie diese E-Mails?", Value: never, Error: wrong.For("rhythmus")}
	for _, r := range notify.Rhythms[len(notify.Rhythms)-often:] {
		out.Options = append(out.Options, templates.Option{Value: rhythmValue(r), Text: words[r]})
	}
	if mutable {
		out.Options = append(out.Options, templates.Option{Value: mute, Text: "Nur zum Thema dieser E-Mail nichts mehr",
			Hint: "Dann erfahren Sie auch im Forum unter „Mitteilungen“ nichts mehr davon."})
	}
	return out
}
