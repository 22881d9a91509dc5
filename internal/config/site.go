package config

import (
	"errors"
	"fmt"
	"net/mail"
	"net/url"
	"strings"
	"time"
	"unicode"
)

// Operator says who runs the forum, as the imprint has to by law. An empty field
// is shown as missing, or left out if not everybody has it.
type Operator struct {
	Name        string   // with legal form
	Address     []string // lines of the postal address
	Represented string   // who may act for it
	Phone       string
	Register    string // entry in a public register, "" for none
	VATID       string // Umsatzsteuer-Identifikationsnummer, "" for none
	Responsible string // for the content (§ 18 Abs. 2 MStV), with address
}

// Privacy holds what only the operator can say about personal data.
type Privacy struct {
	Controllers []string // who share the responsibility with the operator (Art. 26 DSGVO), with addresses
	Arrangement string   // the essence of the arrangement between them
	Officer     string   // how to reach the data protection officer
	Basis       string   // legal basis of the processing
	Hosting     string   // who runs the machines, and where
	Processors  []string // who process data on behalf of the controllers (Art. 28 DSGVO), beside the host
	Authority   string   // supervisory authority
	BackupDays  int      // days until backups and archived logs of the database are gone, 0 when not said
}

const maxBackupDays = 3650

// Terms are the terms of use.
type Terms struct {
	Version string // a date such as "2026-11-21"; a new one asks every member to agree again, "" asks nobody
	Text    string // the operator's Markdown; "" shows the program's own text
}

// TermsVersion is the version of the program's own terms.
const TermsVersion = "2026-11-21"

// Status is the result named in the accessibility statement.
type Status string

const (
	StatusUnknown Status = ""        // nobody has examined this installation
	StatusFull    Status = "full"    // vollständig vereinbar
	StatusPartial Status = "partial" // teilweise vereinbar
	StatusNone    Status = "none"    // nicht vereinbar
)

// Access holds what only the operator can say about accessibility.
type Access struct {
	Status      Status
	Examined    string   // date "2006-01-02" of the last examination
	Method      string   // "Selbstbewertung", or who examined it
	Gaps        []string // what is not accessible, and why
	Contact     string   // e-mail address for reporting barriers; "" means Site.Contact
	Enforcement string   // body in charge of the enforcement procedure, with address
}

// ContactForBarriers returns where to report barriers, "" if nowhere.
func (s Site) ContactForBarriers() string {
	if s.Access.Contact != "" {
		return s.Access.Contact
	}
	return s.Contact
}

// ContactForSecurity returns the URI for reporting vulnerabilities, "" if there
// is none.
func (s Site) ContactForSecurity() string {
	at := s.Security
	if at == "" {
		at = s.Contact
	}
	if at == "" || strings.HasPrefix(at, "https://") {
		return at
	}
	return "mailto:" + at
}

func (s Site) validate(p *Problems) {
	for _, at := range [][2]string{{"--contact", s.Contact}, {"--accessibility-contact", s.Access.Contact}} {
		if at[1] != "" && !IsMail(at[1]) {
			p.Add(fmt.Errorf("%s %q geht nicht: Das ist keine E-Mail-Adresse.", at[0], at[1]))
		}
	}
	if s.Security != "" && !IsMail(s.Security) && !isHTTPS(s.Security) {
		p.Add(fmt.Errorf("--security-contact %q geht nicht: Anzugeben ist eine E-Mail-Adresse oder https://…", s.Security))
	}
	for _, day := range [][2]string{{"--terms-version", s.Terms.Version}, {"--accessibility-examined", s.Access.Examined}} {
		if day[1] != "" && !isDate(day[1]) {
			p.Add(fmt.Errorf("%s %q geht nicht: Anzugeben ist ein Datum wie 2026-12-31.", day[0], day[1]))
		}
	}
	if s.Terms.Text != "" && s.Terms.Version == "" {
		p.Add(errors.New("--terms-file braucht --terms-version."))
	}
	if d := s.Privacy.BackupDays; d < 0 || d > maxBackupDays {
		p.Add(fmt.Errorf("--privacy-backup-days %d geht nicht: Anzugeben sind 1 bis %d.", d, maxBackupDays))
	}
	switch s.Access.Status {
	case StatusUnknown, StatusFull, StatusPartial, StatusNone:
	default:
		p.Add(fmt.Errorf("--accessibility-status %q geht nicht: Möglich sind full, partial und none.", s.Access.Status))
	}
}

func isDate(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}

// IsMail reports whether s is an e-mail address and nothing else.
func IsMail(s string) bool {
	at, err := mail.ParseAddress(s)
	return err == nil && at.Address == s
}

// isNamedMail accepts an address with or without a name in front of it.
func isNamedMail(s string) bool {
	_, err := mail.ParseAddress(s)
	return err == nil && !strings.ContainsFunc(s, unicode.IsControl)
}

func isHTTPS(s string) bool {
	u, err := url.Parse(s)
	return err == nil && strings.HasPrefix(s, "https://") && u.Hostname() != "" && u.User == nil && !strings.ContainsFunc(s, unicode.IsSpace)
}
