package page

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"kommunalforum/internal/account"
	"kommunalforum/internal/web/path"
)

// Guarded is h for an act that asks people to prove once more who they are:
// they do so first, and come back. What guarded acts ask for stands beside the
// guards.
func (k *Kit) Guarded(g account.Guard, h Handler) Handler {
	return func(c *Context) error {
		_, err := k.SignIn.CheckGuard(c.Ctx(), c.Self(), g)
		if err == nil {
			err = h(c)
		}
		if errors.Is(err, account.ErrReauthRequired) {
			return c.SeeOther(path.Reauthenticate + "?weiter=" + url.QueryEscape(path.Local(c.guardedPage())))
		}
		return err
	}
}

// guardedPage is the address of the page on which the guarded act is asked for.
func (c *Context) guardedPage() string {
	at := c.Request.URL.Path
	switch {
	case c.Request.Method != http.MethodPost:
		return c.Request.URL.RequestURI()
	case strings.HasPrefix(at, path.Security):
		return path.Security
	case at == path.Feeds:
		return path.NewFeed(c.FormText("feed"))
	case c.FullPath() == path.ReplaceFeed:
		return path.Feeds
	case c.FullPath() == path.GrantRole:
		return strings.TrimSuffix(at, "/rollen")
	case c.FullPath() == path.RevokeRole:
		return at + "?rolle=" + url.QueryEscape(c.FormText("rolle"))
	}
	return at
}
