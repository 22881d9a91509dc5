package feed

import (
	"bytes"
	"encoding/xml"
)

type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string      `xml:"xml:lang,attr"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Author  atomPerson  `xml:"author"`
	Links   []atomLink  `xml:"link"`
	Entries []atomEntry `xml:"entry"`
}

type atomEntry struct {
	ID        string        `xml:"id"`
	Title     string        `xml:"title"`
	Updated   string        `xml:"updated"`
	Published string        `xml:"published"`
	Author    *atomPerson   `xml:"author"`
	Link      atomLink      `xml:"link"`
	Category  *atomCategory `xml:"category"`
	Summary   string        `xml:"summary,omitempty"`
	Content   *atomContent  `xml:"content"`
}

type atomPerson struct {
	Name string `xml:"name"`
}

type atomCategory struct {
	Term string `xml:"term,attr"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
	Href string `xml:"href,attr"`
}

type atomContent struct {
	Type string `xml:"type,attr"`
	Text string `xml:",chardata"`
}

// writeAtom returns the feed as an Atom document. The feed has an author, so that
// entries without one are valid too (RFC 4287, 4.1.1).
func writeAtom(f Feed) ([]byte, error) {
	out := atomFeed{
		Lang: "de", ID: f.ID, Title: f.Title, Updated: stamp(f.Updated()), Author: atomPerson{f.Author},
		Links: []atomLink{{"self", "application/atom+xml", f.Self}, {"alternate", "text/html", f.Home}},
	}
	for _, e := range f.Entries {
		entry := atomEntry{ID: e.ID, Title: e.Title, Updated: stamp(e.Updated), Published: stamp(e.Published),
			Link: atomLink{"alternate", "text/html", e.Link}, Summary: e.Summary}
		if e.Author != "" {
			entry.Author = &atomPerson{e.Author}
		}
		if e.Category != "" {
			entry.Category = &atomCategory{e.Category}
		}
		if e.HTML != "" {
			entry.Content = &atomContent{"html", e.HTML}
		}
		out.Entries = append(out.Entries, entry)
	}
	var b bytes.Buffer
	b.WriteString(xml.Header)
	if err := xml.NewEncoder(&b).Encode(out); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
