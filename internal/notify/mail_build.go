package notify

import (
	"slices"
	"strings"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
)

// How much a mail holds at most.
const (
	maxNotices = 20 // in a mail about one place
	maxDigest  = 60 // in a digest
)

// NoticeMail is a mail about one place, as it is at this moment.
type NoticeMail struct {
	Place   Place
	Title   string // of the place, or words that tell nothing of it
	Items   []MailItem
	Reasons []string // labels of the kinds
	Token   string   // to unsubscribe
}

// DigestMail is a mail that sums up a day, a week or an absence.
type DigestMail struct {
	Sections []DigestSection
	Left     int            // how many notifications are not in it for want of room
	Since    catalogue.Date // on which the absence began that it follows, "" for none
	Reasons  []string
	Rhythms  []Rhythm
	Token    string
}

// DigestSection is a part of a digest.
type DigestSection struct {
	Heading string
	Items   []MailItem
}

// Hold says that a mail is not to be sent now. Until is when to ask again; zero: never.
type Hold struct{ Until time.Time }

func (Hold) Error() string { return "mail about notifications is held" }

// NoticeTx writes the mail that the notification leads, from those that wait for it:
// text, titles and rights are those of this moment. It returns Hold if nothing is
// left to tell, or the person may get no mail now.
func (n *Notifications) NoticeTx(tx *db.Tx, lead int64) (m NoticeMail, err error) {
	rows, err := listOwed(tx, ` WHERE n.mail_id = $1 ORDER BY n.id LIMIT $2`, lead, maxNotices)
	if err != nil {
		return m, err
	}
	by, rows, err := n.readable(tx, rows)
	if err != nil {
		return m, err
	}
	var entries []entry
	var kinds []Kind
	for _, o := range rows {
		entries = append(entries, entry{o.at, o.line})
		kinds = append(kinds, o.line.Kind)
	}
	if m.Items, err = n.items(tx, by, entries); err != nil {
		return m, err
	}
	m.Place, m.Title = rows[0].at, m.Items[0].Title
	if m.Title == withheld {
		m.Title = "Neue Mitteilung"
	}
	m.Reasons, kinds = labels(kinds)
	m.Token = n.UnsubscribeToken(Sort{Person: by.ID, Kinds: kinds, Place: m.Place})
	return m, nil
}

// DigestTx writes the digest, as NoticeTx does.
func (n *Notifications) DigestTx(tx *db.Tx, id int64) (m DigestMail, err error) {
	rhythms := ""
	if _, err = db.One(tx, func(r db.Row) (int, error) { return 0, r.Scan(&rhythms, &m.Since) },
		`SELECT rhythms, since FROM digest WHERE id = $1`, id); err != nil {
		return m, err
	}
	for r := range strings.SplitSeq(rhythms, ",") {
		m.Rhythms = append(m.Rhythms, Rhythm(r))
	}
	rows, err := listOwed(tx, ` WHERE n.digest_id = $1 ORDER BY n.id DESC`, id)
	if err != nil {
		return m, err
	}
	by, rows, err := n.readable(tx, rows)
	if err != nil {
		return m, err
	}
	var kinds []Kind
	for _, o := range rows {
		kinds = append(kinds, o.line.Kind)
	}
	if err := n.sections(tx, by, rows, &m); err != nil {
		return m, err
	}
	m.Reasons, _ = labels(kinds)
	m.Token = n.UnsubscribeToken(Sort{Person: by.ID, Rhythms: m.Rhythms})
	return m, nil
}

// readable returns the reader of a mail and those of its notifications that are still
// wanted, or Hold.
func (n *Notifications) readable(tx *db.Tx, rows []owed) (by account.Viewer, wanted []owed, err error) {
	for _, o := range rows {
		if o.wanted() {
			wanted = append(wanted, o)
		}
	}
	if len(wanted) == 0 {
		return by, nil, Hold{}
	}
	by, ok, err := n.Accounts.ReaderTx(tx, wanted[0].person)
	if err == nil && !ok {
		err = Hold{}
	}
	if open := nextOpen(tx.Now, wanted[0].state, wanted[0].Until); err == nil && !open.Equal(tx.Now) {
		err = Hold{open}
	}
	return by, wanted, err
}

// sections puts the notifications of a digest, newest first, into its parts; several
// of a kind and place are one item. Official answers come first, then what concerns
// the person, then what they follow.
func (n *Notifications) sections(tx *db.Tx, by account.Viewer, rows []owed, m *DigestMail) error {
	headings := []string{"Offizielle Antworten", Own.German(), Followed.German()}
	lines := make([]map[Place][]Line, len(headings))
	order := make([][]Place, len(headings))
	for _, o := range rows {
		i := partOf(o.line.Kind)
		if lines[i] == nil {
			lines[i] = map[Place][]Line{}
		}
		if lines[i][o.at] == nil {
			order[i] = append(order[i], o.at)
		}
		lines[i][o.at] = addTo(lines[i][o.at], o.line, o.read)
	}
	room := maxDigest
	for i, heading := range headings {
		var entries []entry
		for _, at := range order[i] {
			for _, l := range lines[i][at] {
				if room == 0 {
					m.Left += l.Count
					continue
				}
				room--
				entries = append(entries, entry{at, l})
			}
		}
		items, err := n.items(tx, by, entries)
		if err != nil {
			return err
		}
		if len(items) > 0 {
			m.Sections = append(m.Sections, DigestSection{heading, items})
		}
	}
	return nil
}

func partOf(k Kind) int {
	info, _ := k.Info()
	switch {
	case k.official():
		return 0
	case info.Group == Followed:
		return 2
	}
	return 1
}

// labels returns the labels of the kinds in the order of all kinds, and these kinds,
// each once.
func labels(kinds []Kind) (words []string, once []Kind) {
	for _, k := range Kinds {
		if slices.Contains(kinds, k.Kind) {
			words, once = append(words, k.Label), append(once, k.Kind)
		}
	}
	return words, once
}
