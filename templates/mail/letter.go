// Package mail holds the texts of mails. A letter is written once, as a value, from
// which both plain text and HTML are rendered.
package mail

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"kommunalforum/templates"
)

// Frame is what every letter needs around its own matter.
type Frame struct {
	Site    string // the forum's name
	Home    string // its public address without a trailing slash
	Contact string // mail address of those who run it, may be empty
	Name    string // of the recipient, "" where it is not known for sure
}

// Letter is a mail to one person.
type Letter struct {
	Frame
	Subject string
	Parts   []Part
	Foot    []Part // paragraphs and links in small print: why the mail came
}

// Part is a paragraph, an address that leads on, a heading, or something that
// happened.
type Part struct {
	Text    string
	Link    templates.Link // shown as a button; Href is absolute
	Heading string
	Entry   *Entry
}

func text(s string) Part { return Part{Text: s} }

func link(href, words string) Part { return Part{Link: templates.Link{Href: href, Text: words}} }

func (l Letter) greeting() string { return strings.TrimSpace("Guten Tag "+l.Name) + "," }

func (l Letter) origin() string {
	return "Diese E-Mail hat das Forum „" + l.Site + "“ automatisch verschickt. Antworten darauf liest niemand."
}

func (l Letter) help() string {
	if l.Contact == "" {
		return ""
	}
	return "Fragen beantworten die Betreiber des Forums: " + l.Contact
}

// maxLine is how long the lines of the plain text are, in characters.
const maxLine = 72

// Text is the letter as plain text. Addresses stand alone on their lines.
func (l Letter) Text() string {
	var b strings.Builder
	paragraph := func(s string) {
		if s != "" {
			b.WriteString(wrap(s) + "\n\n")
		}
	}
	paragraph(l.greeting())
	for _, p := range l.Parts {
		paragraph(p.Text)
		if p.Heading != "" {
			b.WriteString(p.Heading + "\n" + strings.Repeat("-", utf8.RuneCountInString(p.Heading)) + "\n\n")
		}
		if p.Entry != nil {
			b.WriteString(p.Entry.text() + "\n")
		}
		if p.Link.Href != "" {
			b.WriteString(wrap(p.Link.Text+":") + "\n" + p.Link.Href + "\n\n")
		}
	}
	b.WriteString("-- \n")
	for _, p := range l.Foot {
		if p.Text != "" {
			b.WriteString(wrap(p.Text) + "\n")
		} else {
			b.WriteString(p.Link.Text + ":\n" + p.Link.Href + "\n")
		}
	}
	b.WriteString(wrap(l.origin()) + "\n")
	if l.help() != "" {
		b.WriteString(wrap(l.help()) + "\n")
	}
	b.WriteString(l.Home + "\n")
	return b.String()
}

// text is the entry as plain text, its excerpt quoted.
func (e Entry) text() string {
	out := wrap(e.Title) + "\n" + wrap(e.facts()) + "\n"
	if e.Excerpt != "" {
		for line := range strings.SplitSeq(wrap(e.Excerpt), "\n") {
			out += "> " + line + "\n"
		}
	}
	for _, r := range e.Refers {
		out += wrap(r.Text) + ":\n" + r.Href + "\n"
	}
	if e.Comfort != "" {
		out += wrap(e.Comfort) + "\n"
	}
	out += e.Href + "\n"
	if e.Search != "" {
		out += allHits + ":\n" + e.Search + "\n"
	}
	return out
}

// wrap breaks a paragraph into lines between words, never at a no-break space.
func wrap(s string) string {
	var b strings.Builder
	length := 0
	for _, word := range strings.FieldsFunc(s, func(r rune) bool { return r != '\u00a0' && unicode.IsSpace(r) }) {
		n := utf8.RuneCountInString(word)
		switch {
		case length == 0:
		case length+1+n > maxLine:
			b.WriteByte('\n')
			length = 0
		default:
			b.WriteByte(' ')
			length++
		}
		b.WriteString(word)
		length += n
	}
	return b.String()
}
