package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"runtime/debug"
	"sync"

	"kommunalforum/internal/app"
	"kommunalforum/internal/cli"
	"kommunalforum/internal/config"
	"kommunalforum/internal/db"
)

// serve is the command that serves the site.
type serve struct {
	cli.Folder
	cli.Creating
	cli.Logging
	Listen       string   `default:"localhost:8080" placeholder:"ADRESSE" help:"Adresse, auf der das Forum lauscht."`
	Metrics      string   `placeholder:"ADRESSE" help:"Eigene Adresse, auf der /metrics Messwerte für Prometheus ausgibt (OpenMetrics). Ohne Angabe gibt es sie nicht."`
	BaseURL      string   `name:"base-url" placeholder:"URL" help:"Öffentliche Adresse; sie steht in E-Mails und Feeds. Ohne Angabe die von --listen."`
	TrustedProxy []string `placeholder:"NETZ" help:"Adresse oder Netz eines vorgeschalteten Servers, dessen X-Forwarded-For gilt."`
	Carrier      []string `default:"Deutscher Landkreistag" placeholder:"NAME" help:"Träger des Forums, mehrfach angebbar."`
	Partner      []string `placeholder:"NAME=URL" help:"Link zu einem Partnerangebot, mehrfach angebbar."`
	site
	mailFlags
	SecondFactor      []string `placeholder:"ROLLE" help:"Rolle, die einen zweiten Faktor haben muss, mehrfach angebbar, oder none. Ohne Angabe moderator, programme und admin, in der Demo-Welt keine."`
	OIDC              string   `name:"oidc" placeholder:"DATEI" help:"JSON-Datei mit den Anbietern (OpenID Connect), über die man sich anmelden kann; Aufbau in cmd/kommunalforum/OPERATING.md."`
	AttachmentMB      int      `name:"attachment-mb" default:"20" placeholder:"MB" help:"Wie groß ein Anhang höchstens sein darf."`
	AttachmentDayMB   int      `name:"attachment-day-mb" default:"200" placeholder:"MB" help:"Wie viel ein Mitglied in 24 Stunden hochladen darf."`
	AttachmentQuotaMB int      `name:"attachment-quota-mb" default:"5000" placeholder:"MB" help:"Wie viel Platz die Anhänge einer Organisation einnehmen dürfen."`
	Clamd             string   `placeholder:"ADRESSE" help:"Virenscanner ClamAV, der jeden Anhang prüft: unix:/run/clamav/clamd.ctl oder tcp://rechner:3310. Antwortet er nicht, wird nichts angenommen."`
	AttachmentZIP     bool     `name:"attachment-zip" help:"Auch ZIP-Archive als Anhang annehmen."`
	BackupTo          string   `placeholder:"ORDNER" help:"Das Forum jeden Tag in diesen Ordner sichern; er gehört auf einen anderen Datenträger. Die Sicherungen teilen sich die Dateien, die sich nicht ändern."`
	BackupAt          string   `default:"02:30" placeholder:"UHRZEIT" help:"Wann jeden Tag gesichert wird."`
	BackupKeep        int      `default:"14" placeholder:"ZAHL" help:"Wie viele Sicherungen bleiben; die letzte vollständige bleibt immer."`
	NoMemberLimits    bool     `help:"Begrenzt nicht, wie oft Mitglieder schreiben, ändern und suchen; nur für Messungen unter Last."`
	Demo              bool     `help:"Eine Demo-Welt anlegen; nur in einem leeren Datenordner."`
	DemoPassword      string   `secret:"" placeholder:"WORT" help:"Passwort der Demo-Konten statt eines zufälligen; gilt beim ersten Start."`
}

// baseURL is the public address, or else the one on which the forum listens.
func (s serve) baseURL() (config.BaseURL, error) {
	if s.BaseURL != "" {
		return config.ParseBaseURL(s.BaseURL)
	}
	host, port, err := net.SplitHostPort(s.Listen)
	if ip, _ := netip.ParseAddr(host); err != nil || host == "" || ip.IsUnspecified() || ip.Zone() != "" {
		host = "localhost"
	}
	if err != nil || port == "0" { // config.Validate says what is wrong; a free port is known later
		port = "80"
	}
	u, err := config.ParseBaseURL("http://" + net.JoinHostPort(host, port))
	if err != nil { // the operator gave no --base-url that could be wrong
		return u, fmt.Errorf("--listen %q geht nicht: Anzugeben sind Adresse und Port, zum Beispiel 127.0.0.1:8080", s.Listen)
	}
	return u, nil
}

// secondFactor lists the roles that must have a second factor. In the demo
// world none must, so that everybody may look at it with a password alone.
func (s serve) secondFactor() []string {
	switch {
	case len(s.SecondFactor) == 1 && s.SecondFactor[0] == "none":
		return nil
	case len(s.SecondFactor) > 0 || s.Demo:
		return s.SecondFactor
	}
	return config.DefaultSecondFactor
}

// config returns the configuration, or config.Problems with all that cannot work.
func (s serve) config() (config.Config, error) {
	var wrong config.Problems
	partners := s.Partner
	if len(partners) == 0 {
		partners = config.DefaultPartners
	}
	parsed, err := config.ParsePartners(partners)
	wrong.Add(err)
	c := config.Config{
		Data: s.Data, Database: s.Database, KeyFile: s.KeyFile, Listen: s.Listen, Metrics: s.Metrics, TrustedProxies: s.TrustedProxy,
		Attachments: config.Attachments{Dir: s.Attachments, FileMB: s.AttachmentMB, DayMB: s.AttachmentDayMB, QuotaMB: s.AttachmentQuotaMB,
			ZIP: s.AttachmentZIP},
		Backup:         config.Backup{To: s.BackupTo, At: s.BackupAt, Keep: s.BackupKeep},
		NoMemberLimits: s.NoMemberLimits, Demo: s.Demo, SecondFactor: s.secondFactor(),
		Site: config.Site{Name: "Kommunalforum", Claim: config.DefaultClaim, Carriers: s.Carrier, Partners: parsed},
	}
	if c.BaseURL, err = s.baseURL(); err != nil {
		if s.BaseURL != "" { // else Validate says what is wrong with --listen
			wrong.Add(err)
		}
		c.BaseURL = "http://localhost"
	}
	c.Mail, err = s.mailFlags.config(s.Data, s.Demo)
	if !wrong.Add(err) {
		c.Mail.Password = "unreadable"
	}
	c.Clamd, err = config.ParseClamd(s.Clamd)
	wrong.Add(err)
	if s.OIDC != "" {
		c.Providers, err = config.ReadProviders(s.OIDC)
		wrong.Add(err)
	}
	wrong.Add(s.site.fill(&c.Site))
	if s.DemoPassword != "" && !s.Demo {
		wrong.Add(errors.New("--demo-password gilt nur zusammen mit --demo: Ohne Demo-Welt gibt es keine Konten mit vorgegebenem Passwort."))
	}
	if s.Database != "" {
		wrong.Add(db.CheckAddress(s.Database))
	}
	judged := c
	judged.Data = cmp.Or(c.Data, ".") // that it is missing is said before
	wrong.Add(judged.Validate())
	return c, wrong.Err()
}

// Judge says what cannot work.
func (s serve) Judge() error {
	_, err := s.config()
	return err
}

// Memory in bytes up to which garbage is collected half as often as Go would by
// itself, in percent of what is in use: a page leaves much of it behind, and
// collecting it costs more than keeping it for a while.
const (
	memoryAmple = 256 << 20
	maxGarbage  = 300
)

// spare has garbage collected less often, unless the operator decides about it.
func spare() {
	if os.Getenv("GOGC") == "" && os.Getenv("GOMEMLIMIT") == "" {
		debug.SetGCPercent(maxGarbage)
		debug.SetMemoryLimit(memoryAmple)
	}
}

// Run serves until the context ends. That is no error, also when it ends while
// the forum is still starting.
func (s serve) Run(ctx context.Context, p cli.Program) error {
	err := s.serve(ctx, p)
	if err != nil && ctx.Err() != nil {
		p.Log.Info("stopped before everything was done", "error", err)
		return nil
	}
	return err
}

func (s serve) serve(ctx context.Context, p cli.Program) error {
	spare()
	c, err := s.config()
	if err != nil {
		return err
	}
	if _, err := app.MayCreate(ctx, c, s.New); err != nil {
		return err
	}
	if err := app.EnsureFolder(s.Data); err != nil {
		return err
	}
	release, err := app.Lock(s.Data)
	if err != nil {
		return err
	}
	defer release()
	l, err := listen("--listen", s.Listen)
	if err != nil {
		return err
	}
	defer l.Close()
	measured, err := s.listenForMetrics()
	if err != nil {
		return err
	}
	if measured != nil {
		defer measured.Close()
	}
	a, err := s.open(ctx, p, c)
	if err != nil {
		return err
	}
	defer a.Close()
	if c.Database != "" && c.Site.Privacy.BackupDays == 0 && !c.Demo {
		p.Log.Warn("the privacy notice cannot say for how long backups and archived logs of the database hold what was erased: " +
			"--privacy-backup-days is missing")
	}
	if a.Folder != nil {
		fmt.Fprintf(p.Out, "E-Mails werden nicht verschickt, sondern in den Ordner %s geschrieben. Zu lesen sind sie unter "+
			"http://%s/entwicklung/post\n", c.Mail.Folder, l.Addr())
	}
	fmt.Fprintf(p.Out, "Das Forum läuft: http://%s\n", l.Addr())
	return s.answer(ctx, a, l, measured)
}

// answer serves the site, and beside it the metrics if there is a listener for them.
func (s serve) answer(ctx context.Context, a *app.App, site, metrics net.Listener) error {
	aside, stop := context.WithCancel(ctx)
	var beside sync.WaitGroup
	defer beside.Wait()
	defer stop()
	if metrics != nil {
		beside.Go(func() { a.ServeMetrics(aside, metrics) })
	}
	return a.Serve(ctx, site)
}

// listenForMetrics returns nil if they are not wanted.
func (s serve) listenForMetrics() (net.Listener, error) {
	if s.Metrics == "" {
		return nil, nil
	}
	return listen("--metrics", s.Metrics)
}

// open opens the forum, after making it where there is none. A demo world is
// made together with the forum, so that there is all of it or nothing.
func (s serve) open(ctx context.Context, p cli.Program, c config.Config) (*app.App, error) {
	var fill func(*app.App) error
	made := false
	if s.Demo {
		fill = func(a *app.App) error {
			made = true
			return s.demo(ctx, p, a)
		}
	}
	if err := app.CreateLocked(ctx, c, p.Log, s.New, fill); err != nil {
		return nil, err
	}
	a, err := app.New(ctx, c, p.Log)
	if err == nil && s.Demo && !made {
		if err = s.demo(ctx, p, a); err != nil {
			a.Close()
		}
	}
	return a, err
}
