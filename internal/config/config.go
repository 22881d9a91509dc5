// Package config holds what an operator decides: one struct with defaults that
// the command line and the environment fill, and its validation.
package config

import (
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
)

// Config is the configuration of the serving program.
type Config struct {
	Data    string  // folder of the database, the index and the lock
	Listen  string  // address to listen on
	BaseURL BaseURL // public address

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
		if !ok || name == "" || err != nil || u.Host == "" || u.User != nil || (u.Scheme != "https" && u.Scheme != "http") {
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
	if normal, err := ParseBaseURL(string(c.BaseURL)); err != nil || normal != c.BaseURL {
		return fmt.Errorf("--base-url %q is not in its normal form: %w", c.BaseURL, err)
	}
	if err := validateListen(c.Listen); err != nil {
		return err
	}
	for _, p := range c.TrustedProxies {
		if err := validateProxy(p); err != nil {
			return err
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
func (c Config) TLS() bool { return c.BaseURL.TLS() }

// validateListen refuses an address that nobody can listen on; "" is none yet.
func validateListen(address string) error {
	if address == "" {
		return nil
	}
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return fmt.Errorf("--listen %q geht nicht: Anzugeben sind Adresse und Port, zum Beispiel 127.0.0.1:8080", address)
	}
	if _, err := strconv.ParseUint(port, 10, 16); err != nil {
		return fmt.Errorf("--listen %q geht nicht: Der Port muss eine Zahl bis 65535 sein.", address)
	}
	if _, ok := normalHost(host); host != "" && !ok {
		if ip, err := netip.ParseAddr(host); err != nil || ip.Zone() == "" { // a zone may be listened on
			return fmt.Errorf("--listen %q geht nicht: Vor dem Port steht kein gültiger Name und keine IP-Adresse.", address)
		}
	}
	return nil
}

// validateProxy refuses what is no address and no network, and the network of
// everybody, in which anybody could claim any client address.
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
