package catalogue

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"kommunalforum/internal/db"
	"kommunalforum/internal/folding"
)

// TypedServices reads OZG services from a line of names and OZG-IDs separated by
// semicolons, up to limit of them; of more it returns one too many. What fits no
// service, or several, is returned as wrong: a German sentence for the form.
func (c *Catalogue) TypedServices(ctx context.Context, line string, limit int) (ids []int64, wrong string, err error) {
	err = c.db.Read(ctx, func(tx *db.Tx) error {
		for part := range strings.SplitSeq(line, ";") {
			if part = strings.TrimSpace(part); part == "" {
				continue
			}
			if len(ids) > limit {
				break
			}
			var id int64
			if id, wrong, err = typedService(tx, part); wrong != "" || err != nil {
				ids = nil
				return err
			}
			ids = append(ids, id)
		}
		wrong, err = unknownService(tx, ids)
		return err
	})
	return ids, wrong, err
}

// typedService returns the OZG-ID that text begins with, known or not, or that
// of the only service it names.
func typedService(tx *db.Tx, text string) (id int64, wrong string, err error) {
	first, _, _ := strings.Cut(text, " ")
	if id, err := strconv.ParseInt(first, 10, 64); err == nil {
		return id, "", nil
	}
	found, err := servicesNamed(tx, text, 4)
	if err != nil {
		return 0, "", err
	}
	exact := slices.IndexFunc(found, func(s Service) bool { return folding.Text(s.Name) == folding.Text(text) })
	switch {
	case exact >= 0:
		return found[exact].ID, "", nil
	case len(found) == 1:
		return found[0].ID, "", nil
	case len(found) == 0:
		return 0, "Eine OZG-Leistung „" + text + "“ haben wir nicht gefunden.", nil
	}
	var names []string
	for _, s := range found {
		names = append(names, strconv.FormatInt(s.ID, 10)+" "+s.Name)
	}
	return 0, "„" + text + "“ ist nicht eindeutig. Meinten Sie: " + strings.Join(names, "; ") + "?", nil
}

// unknownService returns a sentence about the first OZG-ID that does not exist,
// "" if all do.
func unknownService(tx *db.Tx, ids []int64) (string, error) {
	known, err := ServicesTx(tx, ids)
	if err != nil {
		return "", err
	}
	for _, id := range ids {
		if !slices.ContainsFunc(known, func(s Service) bool { return s.ID == id }) {
			return "Eine OZG-Leistung mit der Nummer " + strconv.FormatInt(id, 10) + " gibt es nicht.", nil
		}
	}
	return "", nil
}
