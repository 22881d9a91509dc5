package config

import (
	"fmt"
	"regexp"
)

// Mail says how mails leave: through a server, into a folder for development, or
// not at all if both are empty.
type Mail struct {
	Host     string // of the mail server
	Port     int    // 0 means the usual one for Security
	Security string // starttls, tls or none; "" means starttls
	User     string // "" sends without signing in
	Password string
	From     string // "forum@example.org" or "Forum <forum@example.org>"
	Folder   string // where mails are written instead
	// Content is how much of what happened stands in mails about notifications:
	// "" for title and first lines, "title" for the title alone, "none" for neither.
	Content string
}

// On reports whether mails are sent or written at all.
func (m Mail) On() bool { return m.Host != "" || m.Folder != "" }

func (m Mail) validate() error {
	if m.From != "" && !isNamedMail(m.From) {
		return fmt.Errorf("--mail-from %q is no e-mail address", m.From)
	}
	switch m.Security {
	case "", "starttls", "tls", "none":
	default:
		return fmt.Errorf("--smtp-tls %q is none of starttls, tls, none", m.Security)
	}
	switch m.Content {
	case "", "title", "none":
	default:
		return fmt.Errorf("--mail-content %q is none of title, none", m.Content)
	}
	if _, ok := normalHost(m.Host); m.Host != "" && !ok {
		return fmt.Errorf("--smtp-host %q geht nicht: Anzugeben ist nur der Name des Mailservers, ohne Port und ohne smtp://; den Port "+
			"nennt --smtp-port.", m.Host)
	}
	switch {
	case m.Host != "" && m.Folder != "":
		return fmt.Errorf("--smtp-host and --mail-folder exclude each other")
	case m.Host == "" && (m.Port != 0 || m.User != "" || m.Password != ""):
		return fmt.Errorf("--smtp-port, --smtp-user and the password need --smtp-host")
	case m.Port < 0 || m.Port > 65535:
		return fmt.Errorf("--smtp-port %d is no port", m.Port)
	case m.Host != "" && m.From == "":
		return fmt.Errorf("--smtp-host needs --mail-from")
	case (m.User == "") != (m.Password == ""):
		return fmt.Errorf("--smtp-user and the password in the environment need each other")
	case m.User != "" && m.Security == "none":
		return fmt.Errorf("--smtp-user is not possible with --smtp-tls none: the password would travel in clear")
	}
	return nil
}

// Sender returns the sender of all mails: From, or an address at the public host.
func (c Config) Sender() string {
	if c.Mail.From != "" {
		return c.Mail.From
	}
	return "forum@" + c.Hostname()
}

// Hostname returns the host of the public address in a form that is valid in
// mails: an ASCII name or an IPv4 address, otherwise localhost.
func (c Config) Hostname() string {
	if host := c.BaseURL.Hostname(); plainHost.MatchString(host) {
		return host
	}
	return "localhost"
}

var plainHost = regexp.MustCompile(`^[0-9A-Za-z]([0-9A-Za-z.-]*[0-9A-Za-z])?$`)
