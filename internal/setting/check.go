package setting

import (
	"cmp"
	"slices"
	"strings"

	"kommunalforum/internal/config"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/textfield"
)

// Lines returns the non-empty lines of a text, trimmed.
func Lines(text string) (out []string) {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// PartnersIn parses lines of the form Name=https://… If one has another form,
// wrong is a German sentence about the first of them.
func PartnersIn(text string) (out []config.Partner, wrong string) {
	for _, line := range Lines(text) {
		name, address, _ := strings.Cut(line, "=")
		parsed, err := config.ParsePartners([]string{strings.TrimSpace(name) + "=" + strings.TrimSpace(address)})
		if err != nil {
			return nil, "„" + shortened(line) + "“ ist nicht von der Form Name=https://…"
		}
		out = append(out, parsed...)
	}
	return out, ""
}

func shortened(line string) string {
	if r := []rune(line); len(r) > 60 {
		return string(r[:60]) + " …"
	}
	return line
}

// checked tidies the input and notes what cannot be.
func (p Presentation) checked(c *fault.Check) Presentation {
	p.Contact = textfield.Clean(p.Contact)
	p.EscalateAfter = cmp.Or(p.EscalateAfter, DefaultEscalateAfter)
	c.Require(0 < p.EscalateAfter && p.EscalateAfter <= MaxEscalateAfter, "arbeitstage", "Bitte geben Sie 1 bis 250 Arbeitstage an.")
	textfield.Line(c, "claim", "Leitsatz", &p.Claim, 10, MaxClaim)
	c.Require(len(p.Carriers) <= MaxLines, "traeger", "Bitte nennen Sie höchstens zwölf Träger.")
	p.Carriers, p.Partners = slices.Clone(p.Carriers), slices.Clone(p.Partners)
	for i := range p.Carriers {
		textfield.Line(c, "traeger", "Träger", &p.Carriers[i], 2, MaxLine)
	}
	c.Require(p.Contact == "" || len(p.Contact) <= maxContact && config.IsMail(p.Contact), "kontakt", "Das ist keine E-Mail-Adresse.")
	c.Require(len(p.Partners) <= MaxLines, "partner", "Bitte nennen Sie höchstens zwölf Angebote.")
	for i := range p.Partners {
		x := &p.Partners[i]
		textfield.Line(c, "partner", "Name des Angebots", &x.Name, 2, MaxLine)
		c.Require(len(x.Address) <= maxAddress, "partner", "Eine der Adressen ist zu lang.")
	}
	return p
}
