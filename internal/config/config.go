// Package config holds the operator's configuration: one struct with defaults,
// filled from the command line and the environment, and its validation.
package config

import (
	"fmt"
	"net/netip"
	"net/url"
	"strings"
)

// Config is the configuration of the server.
type Config struct {
	Data string // folder of the database, the index and the lock
	// Database is the address of the database on a server, without a password;
	// empty for a file in the data folder.
	Database string
	Listen   string  // address to listen on
	Metrics  string  // address where metrics are read; "" for none
	BaseURL  BaseURL // public address

	// TrustedProxies are the addresses and networks of reverse proxies whose
	// X-Forwarded-For is believed.
	TrustedProxies []string

	// KeyFile holds the key that seals secrets in the database. Empty means a file
	// in the data folder. The server creates it if it is missing.
	KeyFile string

	// SecondFactor lists the roles whose holders must have a second factor.
	SecondFactor []string

	Providers []Provider // identity providers where people may sign in

	// NoMemberLimits lifts the limits on posting, editing, supporting and
	// searching, for load tests.
	NoMemberLimits bool

	Attachments Attachments
	Clamd       Clamd // the virus scanner of files

	Backup Backup // that the server makes by itself

	Demo bool // serves the demo world, whose mails everybody may read
	Mail Mail
	Site Site
}

// Site describes how the forum presents itself.
type Site struct {
	Name     string
	Claim    string
	Carriers []string
	Partners []Partner
	Contact  string // e-mail address of the operator
	Operator Operator
	Privacy  Privacy
	Access   Access
	Terms    Terms
	Security string // where to report vulnerabilities: an e-mail address or https://…; "" means Contact
}

// Partner is a link to a neighbouring platform.
type Partner struct{ Name, Address string }

// DefaultClaim is the sentence on the start page that says what the forum is.
const DefaultClaim = "Das Forum der Kommunen für OZG-Umsetzung und Verwaltungsdigitalisierung"

// DefaultSecondFactor lists the roles that need a second factor unless the
// operator decides otherwise: those that decide about others.
var DefaultSecondFactor = []string{"moderator", "programme", "admin"}

// DefaultPartners are the platforms that the start page links to.
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
		if !ok || name == "" || err != nil || u.Host == "" || u.User != nil || (u.Scheme != "https" && u.Scheme != "http") {
			return nil, fmt.Errorf("--partner %q geht nicht: Anzugeben ist Name=https://…", e)
		}
		out = append(out, Partner{Name: name, Address: address})
	}
	return out, nil
}

// Validate returns Problems with every setting that cannot work.
func (c Config) Validate() error {
	var p Problems
	if c.Data == "" {
		p = append(p, "--data fehlt: Anzugeben ist der Datenordner.")
	}
	if normal, err := ParseBaseURL(string(c.BaseURL)); err != nil {
		p.Add(err)
	} else if normal != c.BaseURL {
		p.Add(fmt.Errorf("--base-url %q ist nicht in ihrer Grundform: %s", c.BaseURL, normal))
	}
	p.Add(validateListen("--listen", c.Listen))
	p.Add(validateListen("--metrics", c.Metrics))
	for _, network := range c.TrustedProxies {
		p.Add(validateProxy(network))
	}
	for _, role := range c.SecondFactor {
		switch role {
		case "member", "moderator", "faq-editor", "programme", "admin":
		default:
			p.Add(fmt.Errorf("--second-factor %q geht nicht: Rollen sind member, moderator, faq-editor, programme und admin.", role))
		}
	}
	p.Add(validateProviders(c.Providers))
	c.Mail.validate(&p)
	p.Add(c.Attachments.validate())
	p.Add(c.Backup.validate(c.Data))
	c.Site.validate(&p)
	return p.Err()
}

// TLS reports whether the public address is https, which decides about the
// attributes of cookies and Strict-Transport-Security.
func (c Config) TLS() bool { return c.BaseURL.TLS() }

// validateProxy refuses anything but an IP address or a network. A network that
// contains every address is refused too: anybody could claim any client address.
func validateProxy(p string) error {
	if network, err := netip.ParsePrefix(p); err == nil {
		if network.Bits() == 0 {
			return fmt.Errorf("--trusted-proxy %q geht nicht: Dann könnte jeder eine beliebige Absenderadresse behaupten.", p)
		}
		return nil
	}
	if ip, err := netip.ParseAddr(p); err != nil || ip.Zone() != "" {
		return fmt.Errorf("--trusted-proxy %q geht nicht: Anzugeben ist eine IP-Adresse oder ein Netz wie 10.0.0.0/24.", p)
	}
	return nil
}
