// Package config holds what an operator decides: one struct with defaults that
// the command line and the environment fill, and its validation.
package config

import (
	"fmt"
	"net/netip"
	"net/url"
	"strings"
)

// Config is the configuration of the serving program.
type Config struct {
	Data    string // folder of the database, the index and the lock
	Listen  string // address to listen on
	BaseURL string // public address without a trailing slash, for mails, feeds and canonical links

	// TrustedProxies may name the client's address in X-Forwarded-For.
	TrustedProxies []string

	// KeyFile holds the key under which secrets in the database are sealed; ""
	// is a file in the data folder. It is made when it is not there.
	KeyFile string

	// SecondFactor lists the roles whose holders must have a second factor.
	SecondFactor []string

	Providers []Provider // of identities, where people may sign in

	// NoMemberLimits lifts the limits on posting, editing, support and search, for
	// measuring under load.
	NoMemberLimits bool

	Demo bool // this is the demo world: everybody may read its mails
	Mail Mail
	Site Site
}

// Site is how the forum presents itself.
type Site struct {
	Name     string
	Claim    string
	Carriers []string
	Partners []Partner
	Contact  string // e-mail address of those who run it
	Operator Operator
	Privacy  Privacy
	Access   Access
	Terms    Terms
	Security string // where reports of weaknesses go: an e-mail address or https://…; "" is Contact
}

// Partner is a link to a neighbouring platform.
type Partner struct{ Name, Address string }

// DefaultClaim is the one sentence that says what this is.
const DefaultClaim = "Das Forum der Kommunen für OZG-Umsetzung und Verwaltungsdigitalisierung"

// DefaultSecondFactor are the roles that must have a second factor, unless the
// operator says otherwise: those who decide about others.
var DefaultSecondFactor = []string{"moderator", "programme", "admin"}

// DefaultPartners are the platforms that the start page leads to.
var DefaultPartners = []string{
	"OZG-Informationsplattform=https://informationsplattform.ozg-umsetzung.de",
	"EfA-Marktplatz=https://www.marktplatz.govdigital.de",
	"FITKO=https://www.fitko.de",
	"Digitale Verwaltung=https://www.digitale-verwaltung.de",
}

// ParsePartners reads entries of the form „Name=https://…“.
func ParsePartners(entries []string) ([]Partner, error) {
	var out []Partner
	for _, e := range entries {
		name, address, ok := strings.Cut(e, "=")
		u, err := url.Parse(address)
		if !ok || name == "" || err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") {
			return nil, fmt.Errorf("partner %q is not of the form Name=https://…", e)
		}
		out = append(out, Partner{Name: name, Address: address})
	}
	return out, nil
}

// Validate returns the first thing that cannot work.
func (c Config) Validate() error {
	if c.Data == "" {
		return fmt.Errorf("--data is missing")
	}
	u, err := url.Parse(c.BaseURL)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || u.Path != "" || u.RawQuery != "" {
		return fmt.Errorf("--base-url %q is not of the form https://forum.example", c.BaseURL)
	}
	for _, p := range c.TrustedProxies {
		if _, err := netip.ParsePrefix(p); err == nil {
			continue
		}
		if _, err := netip.ParseAddr(p); err != nil {
			return fmt.Errorf("--trusted-proxy %q is neither an address nor a network", p)
		}
	}
	for _, role := range c.SecondFactor {
		switch role {
		case "member", "moderator", "faq-editor", "programme", "admin":
		default:
			return fmt.Errorf("--second-factor %q is no role: member, moderator, faq-editor, programme, admin", role)
		}
	}
	if err := validateProviders(c.Providers); err != nil {
		return err
	}
	if err := c.Mail.validate(); err != nil {
		return err
	}
	return c.Site.validate()
}

// TLS reports whether the public address is served by TLS, which decides about
// cookies and Strict-Transport-Security.
func (c Config) TLS() bool { return strings.HasPrefix(c.BaseURL, "https://") }
