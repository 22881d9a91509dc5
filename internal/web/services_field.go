package web

import (
	"slices"
	"strconv"
	"strings"

	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/folding"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/web/page"
	"kommunalforum/templates"
	pages "kommunalforum/templates/thread"
)

// readServices reads the ticked services and those that were typed.
func (s *server) readServices(c *page.Context, tx *db.Tx, page *pages.Ask) ([]int64, error) {
	ids, wrong, err := typedServices(tx, page.Services)
	if wrong != "" {
		page.Problems = append(page.Problems, templates.Problem{Field: "leistungen", Text: wrong})
	}
	for _, id := range formIDs(c, "leistung") {
		if !slices.Contains(ids, id) && len(ids) <= forum.MaxServices {
			ids = append(ids, id)
		}
	}
	return ids, err
}

// typedServices reads OZG services from a line of names and OZG-IDs separated
// by semicolons. What fits no service, or several, is a sentence for the form.
func typedServices(tx *db.Tx, line string) (ids []int64, wrong string, err error) {
	return servicesTyped(tx, line, forum.MaxServices)
}

// servicesTyped is typedServices for up to most services; of more it returns
// one too many.
func servicesTyped(tx *db.Tx, line string, most int) (ids []int64, wrong string, err error) {
	for part := range strings.SplitSeq(line, ";") {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		if len(ids) > most {
			break
		}
		first, _, _ := strings.Cut(part, " ")
		if id, err := strconv.ParseInt(first, 10, 64); err == nil {
			ids = append(ids, id)
			continue
		}
		found, err := catalogue.FindServicesTx(tx, part, 4)
		if err != nil {
			return nil, "", err
		}
		exact := slices.IndexFunc(found, func(s catalogue.Service) bool { return folding.Text(s.Name) == folding.Text(part) })
		switch {
		case exact >= 0:
			ids = append(ids, found[exact].ID)
		case len(found) == 1:
			ids = append(ids, found[0].ID)
		case len(found) == 0:
			return nil, "Eine OZG-Leistung „" + part + "“ haben wir nicht gefunden.", nil
		default:
			return nil, "„" + part + "“ ist nicht eindeutig. Meinten Sie: " + serviceList(found) + "?", nil
		}
	}
	wrong, err = unknownService(tx, ids)
	return ids, wrong, err
}

// unknownService is a sentence about the first OZG-ID that does not exist, ""
// if all do.
func unknownService(tx *db.Tx, ids []int64) (string, error) {
	known, err := catalogue.ServicesTx(tx, ids)
	if err != nil {
		return "", err
	}
	for _, id := range ids {
		if !slices.ContainsFunc(known, func(s catalogue.Service) bool { return s.ID == id }) {
			return "Eine OZG-Leistung mit der Nummer " + strconv.FormatInt(id, 10) + " gibt es nicht.", nil
		}
	}
	return "", nil
}

func serviceList(found []catalogue.Service) string {
	var names []string
	for _, f := range found {
		names = append(names, strconv.FormatInt(f.ID, 10)+" "+f.Name)
	}
	return strings.Join(names, "; ")
}
