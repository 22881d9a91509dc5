package mailer

import (
	"strconv"
	"strings"

	"kommunalforum/internal/db"
	"kommunalforum/internal/notify"
	"kommunalforum/internal/outbox"
	"kommunalforum/internal/web/path"
	"kommunalforum/templates"
	letters "kommunalforum/templates/mail"
)

// isNotice reports whether the mail is about notifications.
func isNotice(k outbox.Kind) bool { return k == outbox.NoticeMail || k == outbox.NoticeDigest }

// noticeLetter writes a mail about notifications. thread is the Message-ID of the
// conversation that it belongs to, the same for all mails about a place; unsubscribe
// is the address by which the recipient gets no more of its sort.
func (d *Dispatcher) noticeLetter(tx *db.Tx, item outbox.Item, f letters.Frame) (l letters.Letter, thread, unsubscribe string, err error) {
	if d.notices == nil {
		return l, "", "", unknownKind
	}
	if item.Kind == outbox.NoticeDigest {
		m, err := d.notices.DigestTx(tx, item.Subject)
		if err != nil {
			return l, "", "", err
		}
		unsubscribe = f.Home + path.To(path.Unsubscribe, m.Token)
		return digestLetter(f, item, m, subscription(f, m.Reasons, rhythmWords(m.Rhythms), unsubscribe)), "", unsubscribe, nil
	}
	m, err := d.notices.NoticeTx(tx, item.Subject)
	if err != nil {
		return l, "", "", err
	}
	unsubscribe = f.Home + path.To(path.Unsubscribe, m.Token)
	thread = string(m.Place.Kind) + "-" + strconv.FormatInt(m.Place.ID, 10) + "@" + d.host
	return letters.Notice(f, m.Title, entries(f, m.Items), subscription(f, m.Reasons, notify.Now.German(), unsubscribe)), thread, unsubscribe, nil
}

func digestLetter(f letters.Frame, item outbox.Item, m notify.DigestMail, s letters.Subscription) letters.Letter {
	var sections []letters.Section
	for _, x := range m.Sections {
		sections = append(sections, letters.Section{Heading: x.Heading, Entries: entries(f, x.Items)})
	}
	if m.Since != "" {
		return letters.Missed(f, sections, m.Left, m.Since.German(), s)
	}
	return letters.Digest(f, sections, m.Left, item.CreatedAt, s)
}

func entries(f letters.Frame, items []notify.MailItem) (out []letters.Entry) {
	for _, i := range items {
		e := letters.Entry{Title: i.Title, Href: f.Home + i.Path, What: i.What, Author: i.Author, At: i.At, Excerpt: i.Excerpt, Comfort: i.Comfort}
		for _, r := range i.Refers {
			e.Refers = append(e.Refers, templates.Link{Text: "Im Text erwähnt: " + r.Title, Href: f.Home + r.Path})
		}
		if i.Search != "" {
			e.Search = f.Home + i.Search
		}
		out = append(out, e)
	}
	return out
}

func subscription(f letters.Frame, reasons []string, rhythm, unsubscribe string) letters.Subscription {
	return letters.Subscription{Reasons: reasons, Rhythm: rhythm, Settings: f.Home + path.NoticeSettings, Unsubscribe: unsubscribe}
}

func rhythmWords(list []notify.Rhythm) string {
	var words []string
	for _, r := range list {
		words = append(words, r.German())
	}
	return strings.Join(words, "“ oder „")
}
