package reuse

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strconv"
	"strings"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/address"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/folding"
	"kommunalforum/internal/textfield"
)

// Limits of an entry, in characters.
const (
	MinProduct    = 2
	MaxProduct    = 120 // of product, provider and operator
	MaxExperience = 2000
	MaxNote       = 800  // of each other note
	MaxMailbox    = 254  // of a mail address
	MaxOwn        = 2000 // entries of an organisation
)

// Cost is what the product costs an organisation per year.
type Cost string

// All costs; the empty one says nothing.
const (
	CostUnsaid   Cost = ""
	CostNone     Cost = "none"
	CostTo1000   Cost = "1000"
	CostTo5000   Cost = "5000"
	CostTo20000  Cost = "20000"
	CostTo100000 Cost = "100000"
	CostAbove    Cost = "above"
)

// Costs lists all costs that can be said, in the order of forms.
var Costs = []Cost{CostNone, CostTo1000, CostTo5000, CostTo20000, CostTo100000, CostAbove}

var germanCosts = map[Cost]string{
	CostUnsaid:   "",
	CostNone:     "keine eigenen Kosten",
	CostTo1000:   "bis 1.000\u00a0€ im Jahr",
	CostTo5000:   "über 1.000 bis 5.000\u00a0€ im Jahr",
	CostTo20000:  "über 5.000 bis 20.000\u00a0€ im Jahr",
	CostTo100000: "über 20.000 bis 100.000\u00a0€ im Jahr",
	CostAbove:    "über 100.000\u00a0€ im Jahr",
}

// German returns the cost in words, "" for none said.
func (c Cost) German() string { return germanCosts[c] }

// Since is a year ("2026") or a month ("2026-11"), "" for none.
type Since string

// Years that an entry can name.
const firstYear, yearsAhead = 1990, 15

var monthPattern = regexp.MustCompile(`^(?:(\d{1,2}) ?[./] ?)?(\d{4})$`)

// ParseSince parses a year or a month as it is written in German, such as 2026 or
// 11/2026. The empty text is none.
func ParseSince(text string, now time.Time) (Since, bool) {
	text = textfield.Clean(text)
	if text == "" {
		return "", true
	}
	parts := monthPattern.FindStringSubmatch(text)
	if parts == nil {
		return "", false
	}
	year, _ := strconv.Atoi(parts[2])
	if year < firstYear || year > now.Year()+yearsAhead {
		return "", false
	}
	if parts[1] == "" {
		return Since(parts[2]), true
	}
	month, _ := strconv.Atoi(parts[1])
	if month < 1 || month > 12 {
		return "", false
	}
	return Since(parts[2] + "-" + ("0" + parts[1])[len(parts[1])-1:]), true
}

// German returns it as it is typed: 2026 or 11/2026.
func (s Since) German() string {
	year, month, found := strings.Cut(string(s), "-")
	if !found {
		return year
	}
	return month + "/" + year
}

// Input is what somebody enters for their organisation.
type Input struct {
	Stage    Stage
	Product  string
	Provider string
	Operator string
	Since    string // as it was typed
	Cost     Cost
	Notes    Notes
	Mailbox  string
	// Contact offers by as the contact. Without it an offer of by's ends; with Release
	// that of a colleague as well.
	Contact bool
	Release bool
	Once    string // key of the form
}

// content is what of a form says whether it is the same one again.
func (in Input) content(service int64) []string {
	return []string{strconv.FormatInt(service, 10), string(in.Stage), in.Product, in.Provider, in.Operator, in.Since, string(in.Cost),
		in.Notes.Experience, in.Notes.Financing, in.Notes.Integration, in.Notes.Operation, in.Notes.Interfaces, in.Notes.Assistance, in.Mailbox,
		strconv.FormatBool(in.Contact)}
}

// checked is an input whose fields are clean.
type checked struct {
	Input
	since Since
	key   string
}

// check cleans the fields and reports all problems of them.
func (in Input) check(tx *db.Tx, by account.Viewer) (checked, error) {
	var c fault.Check
	out := checked{Input: in}
	c.Require(in.Stage.Valid(), "umsetzung", "Bitte wählen Sie, wie weit Ihre Organisation ist.")
	textfield.Line(&c, "produkt", "Onlinedienst oder Produkt", &out.Product, MinProduct, MaxProduct)
	textfield.Line(&c, "anbieter", "Anbieter", &out.Provider, 0, MaxProduct)
	textfield.Line(&c, "betreiber", "Betreiber", &out.Operator, 0, MaxProduct)
	since, ok := ParseSince(in.Since, tx.Now)
	c.Require(ok, "seit", "Bitte geben Sie ein Jahr oder einen Monat an, zum Beispiel 2026 oder 11/2026.")
	_, known := germanCosts[in.Cost]
	c.Require(known, "kosten", "Bitte wählen Sie eine der angebotenen Möglichkeiten.")
	for _, n := range out.notes() {
		textfield.Lines(&c, n.field, n.label, n.text, 0, n.most)
	}
	if err := out.checkMailbox(tx, by, &c); err != nil {
		return out, err
	}
	out.since, out.key = since, productKey(out.Product, out.Provider)
	return out, c.Err()
}

// note is a field of Notes.
type note struct {
	field, label string
	text         *string
	most         int
}

func (in *Input) notes() []note {
	n := &in.Notes
	return []note{
		{"erfahrung", "Erfahrungen", &n.Experience, MaxExperience},
		{"finanzierung", "Finanzierung", &n.Financing, MaxNote},
		{"einbindung", "Einbindung", &n.Integration, MaxNote},
		{"betrieb", "Betrieb", &n.Operation, MaxNote},
		{"schnittstellen", "Schnittstellen", &n.Interfaces, MaxNote},
		{"unterstuetzung", "Unterstützung", &n.Assistance, MaxNote},
	}
}

// productKey is the same for spellings of one product of one provider. It is a hash,
// because an index takes no text of any length.
func productKey(product, provider string) string {
	sum := sha256.Sum256([]byte(folding.Text(product) + "|" + folding.Text(provider)))
	return hex.EncodeToString(sum[:])
}

// checkMailbox accepts addresses of the organisation only: of the domain of by's own
// address, or of one that leads to the organisation. Nobody's address at home, or at
// another administration, can be shown here.
func (in *checked) checkMailbox(tx *db.Tx, by account.Viewer, c *fault.Check) error {
	if in.Mailbox = strings.TrimSpace(in.Mailbox); in.Mailbox == "" {
		return nil
	}
	a, err := address.Parse(in.Mailbox)
	if err != nil || len(in.Mailbox) > MaxMailbox {
		c.Add("postfach", "Das ist keine E-Mail-Adresse, wie sie hier möglich ist.")
		return nil
	}
	in.Mailbox = a.String()
	if own, err := address.Parse(by.Email); err == nil && own.Domain == a.Domain && !address.Free(a.Domain) {
		return nil
	}
	list, args := db.In(3, append(address.Parents(a.Domain), a.Domain))
	ok, err := db.Scalar[bool](tx, `
		SELECT EXISTS (
			SELECT 1
			FROM mail_domain d
			WHERE d.organisation_id = $1 AND (d.name = $2 OR (d.subdomains AND d.name IN `+list+`)))`,
		append([]any{by.Organisation.ID, a.Domain}, args...)...)
	if err == nil {
		c.Require(ok, "postfach", "Bitte nennen Sie ein Postfach Ihrer Organisation. Diese Adresse gehört zu keiner ihrer Domains.")
	}
	return err
}
