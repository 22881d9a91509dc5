package mention

import (
	"slices"

	"kommunalforum/internal/db"
	"kommunalforum/internal/folding"
	"kommunalforum/internal/markdown"
)

// Addressee is a member as they can be addressed.
type Addressee struct {
	ID           int64
	Name         string
	Organisation string
	Words        string // behind the "@": the name, with the organisation where it is not unique
}

// Beginnings returns with what the sort keys of people begin whom somebody may mean who
// types the beginning of a name: the same, and behind the usual titles.
func Beginnings(typed string) (keys []string) {
	for _, title := range append([]string{""}, titles...) {
		if key := folding.SortPrefix(title + typed); !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	return keys
}

// SpellTx returns those of the people who can be addressed, with the words that lead to
// them and to nobody else. It resolves them as FindTx does.
func SpellTx(tx *db.Tx, people []Addressee) (out []Addressee, err error) {
	if len(people) == 0 {
		return nil, nil
	}
	var texts []markdown.Address
	for _, p := range people {
		texts = append(texts, markdown.Address{Text: p.Name})
	}
	known, err := namesakes(tx, texts)
	if err != nil {
		return nil, err
	}
	for _, p := range people {
		for _, words := range []string{p.Name, p.Name + " (" + p.Organisation + ")"} {
			if m := find(known, words); m.words == words && len(m.found) == 1 && m.found[0].id == p.ID {
				p.Words = words
				out = append(out, p)
				break
			}
		}
	}
	return out, nil
}
