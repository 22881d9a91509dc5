package membership

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"

	"kommunalforum/internal/account"
	"kommunalforum/internal/address"
	"kommunalforum/internal/audit"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/organisation"
	"kommunalforum/internal/textfield"
)

// Limits of an import of domains.
const (
	ImportLines = 2000
	ImportBytes = 500_000
)

// ImportLine is a line of a list of domains, and what importing it would do.
type ImportLine struct {
	Number       int    // in the list, from 1
	Domain       string // readable, or as typed when it is none
	Organisation string // its name, or as typed when there is none
	Subdomains   bool
	Known        bool   // it is assigned like this already
	Wrong        string // why it is left out, "" for nothing
	name         string
}

// PreviewDomains reads a list of domains and says what importing each line would do;
// it changes nothing. A line holds domain, organisation (AGS or name) and, if
// sub-domains count, „ja“, separated by semicolons, commas or tabs; the first line
// may be headings. Administrators only.
func (j *Joining) PreviewDomains(ctx context.Context, by account.Viewer, list string) (lines []ImportLine, err error) {
	if err := by.MustBeAdmin(); err != nil {
		return nil, err
	}
	records, err := recordsOf(list)
	if err != nil {
		return nil, err
	}
	err = j.db.Write(ctx, func(tx *db.Tx) error {
		if lines, err = importAll(tx, records); err != nil {
			return err
		}
		return errOnlyPreview
	})
	if errors.Is(err, errOnlyPreview) {
		err = nil
	}
	return lines, err
}

// errOnlyPreview rolls back what an import would have changed.
var errOnlyPreview = errors.New("only a preview")

// ImportDomains imports the valid and new lines of a list in one transaction and
// returns how many there were. Administrators only; recorded in the audit log.
func (j *Joining) ImportDomains(ctx context.Context, by account.Viewer, list string) (n int, err error) {
	if err := by.MustBeAdmin(); err != nil {
		return 0, err
	}
	records, err := recordsOf(list)
	if err != nil {
		return 0, err
	}
	err = j.db.Write(ctx, func(tx *db.Tx) error {
		lines, err := importAll(tx, records)
		if err != nil {
			return err
		}
		n = 0
		for _, l := range lines {
			if l.Wrong == "" && !l.Known {
				n++
			}
		}
		return audit.RecordTx(tx, by.ID, ActDomainImport, "domain", 0, fmt.Sprintf("%d", n))
	})
	return n, err
}

// recordsOf parses the list.
func recordsOf(list string) (records []ImportLine, err error) {
	var c fault.Check
	list = strings.TrimPrefix(list, "\ufeff")
	c.Require(strings.TrimSpace(list) != "", "liste", "Bitte fügen Sie eine Liste ein.")
	c.Require(len(list) <= ImportBytes, "liste", "Die Liste ist zu lang. Bitte teilen Sie sie auf.")
	if err := c.Err(); err != nil {
		return nil, err
	}
	r := csv.NewReader(strings.NewReader(list))
	r.FieldsPerRecord, r.LazyQuotes, r.TrimLeadingSpace = -1, true, true
	first, _, _ := strings.Cut(strings.TrimSpace(list), "\n")
	r.Comma = ','
	for _, comma := range "\t;" {
		if strings.ContainsRune(first, comma) {
			r.Comma = comma
		}
	}
	for {
		fields, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			c.Add("liste", "Die Liste lässt sich nicht lesen. Bitte prüfen Sie die Anführungszeichen.")
			return nil, c.Err()
		}
		number, _ := r.FieldPos(0)
		l := ImportLine{Number: number, Domain: textfield.Clean(fields[0])}
		if len(fields) > 1 {
			l.Organisation = textfield.Clean(fields[1])
		}
		if len(fields) > 2 {
			l.Subdomains = strings.EqualFold(textfield.Clean(fields[2]), "ja")
		}
		if len(records) == 0 && strings.EqualFold(l.Domain, "domain") {
			continue // the headings
		}
		records = append(records, l)
	}
	c.Require(len(records) > 0, "liste", "Die Liste hat keine Zeilen.")
	c.Require(len(records) <= ImportLines, "liste", fmt.Sprintf("Die Liste hat mehr als %d Zeilen. Bitte teilen Sie sie auf.", ImportLines))
	return records, c.Err()
}

// importAll inserts the valid records and says what is wrong with the rest.
func importAll(tx *db.Tx, records []ImportLine) ([]ImportLine, error) {
	for i := range records {
		l := &records[i]
		if l.name, l.Wrong = assignable(l.Domain); l.Wrong != "" {
			continue
		}
		l.Domain = address.Readable(l.name)
		o, err := organisation.ResolveOrAddTx(tx, l.Organisation, "", "")
		if p := fault.ProblemsOf(err); fault.Is(err, fault.Invalid) && len(p) > 0 {
			l.Wrong = p[0].Sentence
			continue
		}
		if err != nil {
			return nil, err
		}
		l.Organisation = o.Name
		added, err := insertDomain(tx, l.name, o.ID, l.Subdomains)
		if err != nil {
			return nil, err
		}
		l.Known = !added
	}
	return records, nil
}
