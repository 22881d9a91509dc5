package main

import (
	"cmp"
	"fmt"
	"os"
	"strings"

	"kommunalforum/internal/config"
)

// operator are the flags that say who runs the forum, for Impressum, privacy
// notice and the statement on accessibility.
type operator struct {
	Name        string   `placeholder:"NAME" help:"Wer das Forum betreibt, mit Rechtsform."`
	Address     []string `sep:"none" placeholder:"ZEILE" help:"Anschrift der Betreiberin, je Zeile einmal anzugeben."`
	Represented string   `placeholder:"NAME" help:"Wer die Betreiberin vertritt."`
	Phone       string   `placeholder:"NUMMER" help:"Telefonnummer der Betreiberin."`
	Register    string   `placeholder:"EINTRAG" help:"Registereintrag der Betreiberin."`
	VATID       string   `name:"vat-id" placeholder:"NUMMER" help:"Umsatzsteuer-Identifikationsnummer der Betreiberin."`
	Responsible string   `placeholder:"NAME" help:"Wer für den Inhalt verantwortlich ist, mit Anschrift (§ 18 Abs. 2 MStV)."`
}

type privacy struct {
	Controller  []string `sep:"none" placeholder:"STELLE" help:"Wer mit der Betreiberin gemeinsam verantwortlich ist (Art. 26 DSGVO), mit Anschrift, mehrfach angebbar."`
	Arrangement string   `placeholder:"TEXT" help:"Das Wesentliche der Vereinbarung der gemeinsam Verantwortlichen."`
	Officer     string   `placeholder:"KONTAKT" help:"Wie die oder der Datenschutzbeauftragte zu erreichen ist."`
	Basis       string   `placeholder:"TEXT" help:"Rechtsgrundlage der Verarbeitung."`
	Hosting     string   `placeholder:"TEXT" help:"Wer die Server betreibt, und wo."`
	Processor   []string `sep:"none" placeholder:"NAME" help:"Wer im Auftrag Daten verarbeitet (Art. 28 DSGVO), mehrfach angebbar."`
	Authority   string   `placeholder:"NAME" help:"Zuständige Aufsichtsbehörde für den Datenschutz."`
	BackupDays  int      `placeholder:"TAGE" help:"Nach wie vielen Tagen Sicherungen der Datenbank und archivierte Protokolle (WAL) ihres Servers gelöscht oder überschrieben sind."`
}

type access struct {
	Status      string   `enum:",full,partial,none" default:"" placeholder:"STAND" help:"Stand der Barrierefreiheit nach einer Prüfung: full, partial oder none."`
	Examined    string   `placeholder:"DATUM" help:"Tag der letzten Prüfung, etwa 2026-11-21."`
	Method      string   `placeholder:"TEXT" help:"Wie geprüft wurde, etwa Selbstbewertung."`
	Gap         []string `sep:"none" placeholder:"TEXT" help:"Was nicht barrierefrei ist und warum, mehrfach angebbar."`
	Contact     string   `placeholder:"E-MAIL" help:"Adresse für Meldungen zu Barrieren."`
	Enforcement string   `placeholder:"TEXT" help:"Stelle für das Durchsetzungsverfahren, mit Anschrift."`
}

// site are the flags on how the forum presents itself beyond its name.
type site struct {
	Contact  string   `placeholder:"E-MAIL" help:"Adresse der Betreiber für Impressum und Hilfe."`
	Security string   `name:"security-contact" placeholder:"E-MAIL|URL" help:"Wohin Sicherheitslücken gemeldet werden (security.txt)."`
	Operator operator `embed:"" prefix:"operator-"`
	Privacy  privacy  `embed:"" prefix:"privacy-"`
	Access   access   `embed:"" prefix:"accessibility-"`
	Terms    terms    `embed:"" prefix:"terms-"`
}

type terms struct {
	File    string `placeholder:"DATEI" help:"Eigene Nutzungsbedingungen als Markdown, statt derer des Programms."`
	Version string `placeholder:"DATUM" help:"Fassung der eigenen Nutzungsbedingungen, etwa 2026-11-21. Eine neue Fassung bittet alle Mitglieder erneut um Zustimmung."`
}

// config returns the operator's terms, or else those of the program.
func (t terms) config() (config.Terms, error) {
	if t.File == "" {
		return config.Terms{Version: cmp.Or(t.Version, config.TermsVersion)}, nil
	}
	text, err := os.ReadFile(t.File)
	if err != nil {
		return config.Terms{}, fmt.Errorf("--terms-file lässt sich nicht lesen (%v).", err)
	}
	return config.Terms{Version: t.Version, Text: string(text)}, nil
}

// fill writes the flags into the configuration.
func (s site) fill(c *config.Site) (err error) {
	c.Contact, c.Security = s.Contact, s.Security
	c.Operator = config.Operator(s.Operator)
	c.Operator.Address = lines(s.Operator.Address)
	c.Terms, err = s.Terms.config()
	c.Privacy = config.Privacy{Controllers: lines(s.Privacy.Controller), Arrangement: s.Privacy.Arrangement, Officer: s.Privacy.Officer,
		Basis: s.Privacy.Basis, Hosting: s.Privacy.Hosting, Processors: lines(s.Privacy.Processor), Authority: s.Privacy.Authority,
		BackupDays: s.Privacy.BackupDays}
	c.Access = config.Access{Status: config.Status(s.Access.Status), Examined: s.Access.Examined, Method: s.Access.Method,
		Gaps: lines(s.Access.Gap), Contact: s.Access.Contact, Enforcement: s.Access.Enforcement}
	return err
}

// lines splits entries at their line breaks: an environment variable holds all
// of them in one text.
func lines(entries []string) []string {
	var out []string
	for _, e := range entries {
		for line := range strings.Lines(e) {
			if line = strings.TrimSpace(line); line != "" {
				out = append(out, line)
			}
		}
	}
	return out
}
