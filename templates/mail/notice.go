package mail

import (
	"time"

	"kommunalforum/templates"
)

// Entry is something that happened, in a mail of notifications.
type Entry struct {
	Title   string // of the thread, article or inquiry; in words that tell nothing where it may not be named
	Href    string // absolute; leads to the very post
	What    string // what happened, such as „Neue Antwort“
	Author  string // who wrote it, and for whom; may be empty
	At      time.Time
	Excerpt string           // short answer or first lines; may be empty
	Refers  []templates.Link // documents that the excerpt mentions; absolute
	Comfort string           // what is left of what somebody can no longer read; "" for everything else
	Search  string           // absolute; leads to the hits of the saved search that found it; "" for none
}

const allHits = "Alle Treffer dieser Suche"

// facts is the line below the title.
func (e Entry) facts() string {
	if e.Author == "" {
		return e.What + ", " + templates.MomentText(e.At)
	}
	return e.What + " von " + e.Author + ", " + templates.MomentText(e.At)
}

// Section is a part of a digest under a heading.
type Section struct {
	Heading string
	Entries []Entry
}

// Subscription says why somebody gets a mail of notifications, and how to change it.
type Subscription struct {
	Reasons     []string // labels of the settings that were the reason
	Rhythm      string   // how often they want such mail, as the settings word it
	Settings    string   // absolute address of all settings
	Unsubscribe string   // absolute address of this choice alone; works without signing in
}

// foot says why the mail came and how to get fewer.
func (s Subscription) foot() []Part {
	words := ""
	for i, r := range s.Reasons {
		if i > 0 {
			words += ", "
		}
		words += "„" + r + "“"
	}
	return []Part{
		text("Sie bekommen diese E-Mail, weil für " + words + " bei Ihnen „" + s.Rhythm + "“ eingestellt ist."),
		link(s.Unsubscribe, "Weniger oder keine solchen E-Mails"),
		link(s.Settings, "Alle Einstellungen zu Mitteilungen"),
	}
}

// Notice is the mail about what happened at one place. Its subject names only the
// place, so that clients show the mails about it as one conversation.
func Notice(f Frame, place string, entries []Entry, s Subscription) Letter {
	l := Letter{Frame: f, Subject: f.Site + ": " + place, Foot: s.foot()}
	first := "im Forum gibt es etwas Neues für Sie:"
	if len(entries) > 1 {
		first = "im Forum gibt es Neues für Sie:"
	}
	l.Parts = append(l.Parts, text(first))
	for _, e := range entries {
		l.Parts = append(l.Parts, Part{Entry: &e})
	}
	return l
}

// Digest is the mail that sums up a day or a week. left is how many notifications
// it has no room for.
func Digest(f Frame, sections []Section, left int, at time.Time, s Subscription) Letter {
	l := Letter{Frame: f, Subject: f.Site + ": Zusammenfassung vom " + templates.DayText(at), Foot: s.foot()}
	l.Parts = append([]Part{text("das ist neu im Forum:")}, digestParts(sections, left)...)
	l.Parts = append(l.Parts, link(f.Home+"/mitteilungen", "Alle Mitteilungen ansehen"))
	return l
}

// Missed is the digest after an absence that began on the day since.
func Missed(f Frame, sections []Section, left int, since string, s Subscription) Letter {
	l := Letter{Frame: f, Subject: f.Site + ": Was habe ich verpasst?", Foot: s.foot()}
	l.Parts = append([]Part{text("willkommen zurück! Das ist seit dem " + since + " passiert:")}, digestParts(sections, left)...)
	l.Parts = append(l.Parts, link(f.Home+"/mitteilungen", "Alle Mitteilungen ansehen"),
		link(f.Home+"/was-ist-neu", "Alles Neue im Forum ansehen"))
	return l
}

func digestParts(sections []Section, left int) (parts []Part) {
	for _, s := range sections {
		parts = append(parts, Part{Heading: s.Heading})
		for _, e := range s.Entries {
			parts = append(parts, Part{Entry: &e})
		}
	}
	if left > 0 {
		parts = append(parts, text("Hinzu kommen "+templates.Plural(left, "weitere Mitteilung", "weitere Mitteilungen")+"."))
	}
	return parts
}
