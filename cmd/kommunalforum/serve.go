package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"runtime/debug"
	"sync"

	"kommunalforum/internal/app"
	"kommunalforum/internal/cli"
	"kommunalforum/internal/config"
	"kommunalforum/internal/systemd"
)

// serve is the command that serves the site.
type serve struct {
	cli.Folder
	cli.Creating
	cli.Logging
	Listen string `default:"localhost:8080" placeholder:"ADRESSE" help:"Adresse, auf der das Forum lauscht: Rechner und Port, unix:/pfad/zum/socket, oder systemd für den Socket, den eine Socket-Unit geöffnet hat (systemd:NAME bei mehreren)."`
	tlsFlags
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
	a.Deployed = deployed(p.Settings)
	if c.Database != "" && c.Site.Privacy.BackupDays == 0 && !c.Demo {
		p.Log.Warn("the privacy notice cannot say for how long backups and archived logs of the database hold what was erased: " +
			"--privacy-backup-days is missing")
	}
	if a.Folder != nil {
		fmt.Fprintf(p.Out, "E-Mails werden nicht verschickt, sondern in den Ordner %s geschrieben. Zu lesen sind sie unter "+
			"http://%s/entwicklung/post\n", c.Mail.Folder, l.Addr())
	}
	if l, err = s.encrypt(ctx, c, p.Log, l); err != nil {
		return err
	}
	fmt.Fprintf(p.Out, "Das Forum läuft: %s\n", s.place(c.BaseURL, l))
	return s.answer(ctx, p, a, l, measured)
}

// place says where the forum listens, and the public address if that is another one.
func (s serve) place(public config.BaseURL, l net.Listener) string {
	at := s.at(l)
	if s.BaseURL != "" && string(public) != at {
		at += fmt.Sprintf(" (öffentlich unter %s)", public)
	}
	return at
}

// at says where the forum listens.
func (s serve) at(l net.Listener) string {
	switch {
	case l.Addr().Network() == "unix":
		return config.SocketPrefix + l.Addr().String()
	case s.encrypts():
		return "https://" + l.Addr().String()
	}
	return "http://" + l.Addr().String()
}

// answer serves the site, and beside it the metrics if there is a listener for them. It
// tells systemd how it goes, and reads settings again when it is told to.
func (s serve) answer(ctx context.Context, p cli.Program, a *app.App, site, metrics net.Listener) error {
	aside, stop := context.WithCancel(ctx)
	var beside sync.WaitGroup
	defer beside.Wait()
	defer stop()
	if metrics != nil {
		beside.Go(func() { a.ServeMetrics(aside, metrics) })
	}
	beside.Go(func() { s.reload(aside, p) })
	beside.Go(func() { watch(aside, a, p.Log) })
	tell(p.Log, systemd.Ready)
	defer context.AfterFunc(ctx, func() { tell(p.Log, systemd.Stopping) })()
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
