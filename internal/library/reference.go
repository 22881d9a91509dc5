package library

import (
	"context"
	"slices"
	"unicode/utf8"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/markdown"
)

// ReferredTx returns those of the documents that by may read which have one of the keys
// (see markdown.ReferenceKey) as their reference, by key, and those with one of the ids.
// Of several with the same reference it is one that holds, the oldest of them.
func ReferredTx(tx *db.Tx, by account.Viewer, keys []string, ids []int64) (byKey map[string]Entry, byID map[int64]Entry, err error) {
	byKey, byID = map[string]Entry{}, map[int64]Entry{}
	if len(ids) > 0 {
		in, args := db.In(4, ids)
		list, err := listEntries(tx, `
			SELECT `+entryColumns+entryJoins+`
			WHERE d.id IN `+in+` AND `+board.VisibleSQL, append(board.Seen(by), args...)...)
		if err != nil {
			return nil, nil, err
		}
		for _, e := range list {
			byID[e.ID] = e
		}
	}
	if len(keys) == 0 {
		return byKey, byID, nil
	}
	in, args := db.In(4, keys)
	type row struct {
		key   string
		entry Entry
	}
	today := catalogue.DateOf(tx.Now)
	list, err := db.List(tx, func(r db.Row) (x row, err error) { return x, scanEntry(today, &x.entry, &x.key)(r) }, `
		SELECT `+entryColumns+`, v.reference_key`+entryJoins+`
		WHERE v.reference_key IN `+in+` AND v.reference_key <> '' AND `+board.VisibleSQL+`
		ORDER BY d.id`, append(board.Seen(by), args...)...)
	for _, x := range list {
		if old, known := byKey[x.key]; !known || old.Standing.Outdated() && !x.entry.Standing.Outdated() {
			byKey[x.key] = x.entry
		}
	}
	return byKey, byID, err
}

// Limits of looking for what a search line cites.
const (
	maxCited   = 3  // documents that are shown
	maxTried   = 50 // with references that begin alike
	minCiting  = 3  // letters of the beginning of a reference
	maxLacking = 3  // letters that it may lack
)

// Cited returns the documents that by may read whose reference a search line cites (see
// markdown.CitedBy), a few at most: the one with this reference, or else, for a single
// word, those whose reference it begins.
func (s *Documents) Cited(ctx context.Context, by account.Viewer, line string) (out []Entry, err error) {
	key, word := markdown.CitedBy(line)
	letters := utf8.RuneCountInString(key)
	if key == "" || letters > MaxReference {
		return nil, nil
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		found, _, err := ReferredTx(tx, by, []string{key}, nil)
		if err != nil {
			return err
		}
		if d, ok := found[key]; ok {
			out = []Entry{d}
			return nil
		}
		if !word || letters < minCiting {
			return nil
		}
		keys, err := db.Column[string](tx, `
			SELECT DISTINCT v.reference_key`+entryJoins+`
			WHERE v.reference_key > $4 AND v.reference_key < $5 AND v.reference_key <> '' AND `+board.VisibleSQL+`
			ORDER BY v.reference_key
			LIMIT $6`, append(board.Seen(by), key, key+string(utf8.MaxRune), maxTried)...)
		if err != nil {
			return err
		}
		keys = slices.DeleteFunc(keys, func(k string) bool { return utf8.RuneCountInString(k) > letters+maxLacking })
		keys = keys[:min(len(keys), maxCited)]
		found, _, err = ReferredTx(tx, by, keys, nil)
		for _, k := range keys {
			out = append(out, found[k])
		}
		return err
	})
	return out, err
}

// Referred returns the documents that have the keys as their references, as ReferredTx.
func (s *Documents) Referred(ctx context.Context, by account.Viewer, keys []string) (out map[string]Entry, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		out, _, err = ReferredTx(tx, by, keys, nil)
		return err
	})
	return out, err
}
