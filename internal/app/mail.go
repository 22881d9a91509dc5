package app

import (
	"context"
	"path/filepath"

	"kommunalforum/internal/config"
	"kommunalforum/internal/mail"
	"kommunalforum/internal/mailer"
)

// PostPath returns the folder in the data folder where the demo world writes its
// mails.
func PostPath(dir string) string { return filepath.Join(dir, mailsName) }

// openPost builds what sends mails, as far as the configuration says how.
func (a *App) openPost(c config.Config) (err error) {
	var transport mailer.Transport
	switch {
	case c.Mail.Folder != "":
		a.Folder = mail.NewFolder(c.Mail.Folder)
		transport = a.Folder
	case c.Mail.Host != "":
		security := mail.Security(c.Mail.Security)
		if security == "" {
			security = mail.STARTTLS
		}
		transport = &mail.SMTP{Host: c.Mail.Host, Port: c.Mail.Port, Security: security, User: c.Mail.User, Password: c.Mail.Password}
	default:
		return nil
	}
	if a.Dispatch, err = mailer.New(a.DB, a.Log, c, transport); err != nil {
		return err
	}
	a.Dispatch.NoticesFrom(a.Notify)
	a.Dispatch.AlarmsFrom(a.Alarms)
	a.Dispatch.ContactFrom(func(ctx context.Context) string { return a.Settings.Site(ctx).Contact })
	return nil
}
