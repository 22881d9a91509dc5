package notify

import (
	"slices"

	"kommunalforum/internal/board"
	"kommunalforum/internal/library"
	"kommunalforum/internal/markdown"
	"kommunalforum/internal/web/path"
)

// maxRefers is how many documents a mail names beside an excerpt.
const maxRefers = 3

// addDocuments adds to the items the documents to which their excerpts refer, in one
// lookup. Titles from restricted boards do not leave by mail.
func (s scene) addDocuments(items []MailItem) error {
	keys := make([][]string, len(items))
	var all []string
	for i, m := range items {
		keys[i] = markdown.FindReferences("", markdown.EscapedText(m.Excerpt)).Keys
		all = append(all, keys[i]...)
	}
	if len(all) == 0 {
		return nil
	}
	slices.Sort(all)
	found, _, err := library.ReferredTx(s.tx, s.by, slices.Compact(all), nil)
	for i := range items {
		for _, key := range keys[i] {
			d, ok := found[key]
			if ok && d.Board.Audience != board.Restricted && len(items[i].Refers) < maxRefers {
				items[i].Refers = append(items[i].Refers, MailLink{Title: d.Title, Path: path.LibraryDocument(d.ID, d.Title)})
			}
		}
	}
	return err
}
