package app

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"

	"kommunalforum/internal/demo"
)

// DemoWorld says what Demo found or created.
type DemoWorld struct {
	Logins   []demo.Login // accounts that were made; none when the world was there before
	Password string       // of all of them
}

// Demo makes sure that the forum holds the demo world: it writes it into an empty forum
// and leaves an existing one as it is. It refuses, and leaves untouched, a forum with
// other data, and a demo world that was only partly written. All accounts get the
// password; if it is empty a random one is drawn.
func (a *App) Demo(ctx context.Context, password string) (w DemoWorld, err error) {
	found, err := demo.Find(ctx, a.DB, a.Accounts)
	if err != nil {
		return w, err
	}
	switch found {
	case demo.Whole:
		return w, nil
	case demo.Part:
		return w, a.partDemo()
	case demo.Somebody:
		return w, fmt.Errorf("Der Datenordner %s enthält schon ein anderes Forum. Bitte geben Sie für die Demo-Welt mit --data einen "+
			"leeren Ordner an.", a.Config.Data)
	}
	w.Password = password
	if password == "" {
		w.Password = readablePassword()
	}
	parts := demo.Parts{DB: a.DB, Accounts: a.Accounts, Directory: a.Directory, Joining: a.Joining, Boards: a.Boards, Forum: a.Forum, FAQ: a.FAQ,
		Library:   a.Library,
		Consulted: a.Consulted,
		Inquiries: a.Inquiry,
		Acts:      a.Acts, Attached: a.Attached, Profiles: a.Profiles, Bookmarks: a.Bookmarks, Reuse: a.Reuse,
		Suggested: a.Suggested, Notify: a.Notify}
	w.Logins, err = demo.Load(ctx, parts, a.DB.Now(ctx), w.Password)
	if ctx.Err() != nil {
		err = a.partDemo()
	}
	return w, err
}

func (a *App) partDemo() error {
	return fmt.Errorf("Die Demo-Welt im Datenordner %s ist unvollständig, weil ihr Anlegen unterbrochen wurde. Bitte löschen Sie den "+
		"Ordner und starten Sie neu.", a.Config.Data)
}

// readablePassword draws 80 random bits as four groups of letters and digits
// that are not mistaken for each other.
func readablePassword() string {
	drawn := strings.ToLower(rand.Text())
	return drawn[0:4] + "-" + drawn[4:8] + "-" + drawn[8:12] + "-" + drawn[12:16]
}
