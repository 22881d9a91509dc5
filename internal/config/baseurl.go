package config

import (
	"fmt"
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/net/idna"
)

// BaseURL is the public address of the forum in normal form: scheme and host in
// lower case, the host in ASCII, no default port, no trailing slash. It comes
// from ParseBaseURL; Config.Validate refuses any other form. Cookies, links,
// mails, passkeys and the origin check of forms all derive from it.
type BaseURL string

// ParseBaseURL parses the public address as an operator types it. The error is a
// German sentence that says what is wrong.
func ParseBaseURL(typed string) (BaseURL, error) {
	refuse := func(why string) (BaseURL, error) {
		if strings.Contains(typed, "@") { // perhaps with a password, which no log should keep
			return "", fmt.Errorf("--base-url geht nicht: Die Adresse steht in Seiten und E-Mails und darf keine Zugangsdaten " +
				"enthalten. Richtig ist zum Beispiel https://forum.example")
		}
		return "", fmt.Errorf("--base-url %q geht nicht: %s Richtig ist zum Beispiel https://forum.example", typed, why)
	}
	u, err := url.Parse(strings.TrimSpace(typed))
	switch {
	case err != nil:
		return refuse("Das ist keine Adresse.")
	case u.Scheme != "http" && u.Scheme != "https":
		return refuse("Sie muss mit https:// oder http:// beginnen.")
	case u.User != nil:
		return refuse("")
	case u.Opaque != "" || u.Hostname() == "":
		return refuse("Der Name des Servers fehlt.")
	case u.RawQuery != "" || u.ForceQuery || strings.Contains(typed, "#"):
		return refuse("Sie darf kein ? und kein # enthalten.")
	case strings.Trim(u.Path, "/") != "":
		return refuse("Das Forum braucht einen eigenen Servernamen und kann nicht unter einem Pfad liegen.")
	}
	host, ok := normalHost(u.Hostname())
	if !ok {
		return refuse("Der Name des Servers ist nicht gültig.")
	}
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if p := u.Port(); p != "" {
		port, err := strconv.ParseUint(p, 10, 16)
		if err != nil || port == 0 {
			return refuse("Der Port muss zwischen 1 und 65535 liegen.")
		}
		if !(u.Scheme == "https" && port == 443 || u.Scheme == "http" && port == 80) {
			host += ":" + strconv.FormatUint(port, 10)
		}
	}
	return BaseURL(u.Scheme + "://" + host), nil
}

// normalHost returns a host name in lower-case ASCII, or an IP address.
func normalHost(host string) (string, bool) {
	if ip, err := netip.ParseAddr(host); err == nil {
		return ip.String(), ip.Zone() == ""
	}
	name, err := idna.Lookup.ToASCII(strings.TrimSuffix(host, "."))
	if err != nil || name == "" || strings.Contains(name, "..") || len(name) > 253 || !plainHost.MatchString(name) {
		return "", false
	}
	last := name[strings.LastIndexByte(name, '.')+1:]
	_, err = strconv.ParseUint(last, 0, 64) // browsers would read it as a number of four parts
	return name, err != nil
}

// UnmarshalText parses the address given to a flag.
func (b *BaseURL) UnmarshalText(typed []byte) (err error) {
	*b, err = ParseBaseURL(string(typed))
	return err
}

// String returns the address without a trailing slash.
func (b BaseURL) String() string { return string(b) }

// URL returns the absolute address of a path, which starts with a slash.
func (b BaseURL) URL(path string) string { return string(b) + path }

// TLS reports whether the scheme is https.
func (b BaseURL) TLS() bool { return strings.HasPrefix(string(b), "https://") }

// Hostname returns the host without port and brackets.
func (b BaseURL) Hostname() string {
	u, err := url.Parse(string(b))
	if err != nil {
		return ""
	}
	return u.Hostname()
}
