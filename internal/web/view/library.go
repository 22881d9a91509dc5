package view

import (
	"kommunalforum/internal/library"
	"kommunalforum/internal/web/path"
	"kommunalforum/templates"
	pages "kommunalforum/templates/library"
)

// MaxDocuments is how many documents of the library a board or a service shows.
const MaxDocuments = 5

// DocumentEntries shows documents in a list.
func DocumentEntries(list []library.Entry) (out []pages.Entry) {
	for _, d := range list {
		e := pages.Entry{Href: path.LibraryDocument(d.ID, d.Title), Title: d.Title, Facts: []string{d.Issuer, d.Dated.German()}}
		e.Mark, e.Tone = DocumentMark(d.Standing)
		if d.Reference != "" {
			e.Facts = append([]string{d.Reference}, e.Facts...)
		}
		out = append(out, e)
	}
	return out
}

// DocumentMark is the badge of a document that does not simply hold.
func DocumentMark(s library.Standing) (string, templates.Tone) {
	switch s {
	case library.Holds:
		return "", templates.ToneNeutral
	case library.NotYet:
		return s.German(), templates.ToneNeutral
	}
	return s.German(), templates.ToneMuted
}
