package web

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"kommunalforum/internal/account"
	"kommunalforum/templates"
	pages "kommunalforum/templates/account"
)

const (
	securityPath = "/konto/sicherheit"
	confirmPath  = "/konto/bestaetigen"
	confirmTitle = "Bitte bestätigen Sie"
)

// own is for the pages on which people look after how they sign in: open to
// members, and to those who owe it to set up a second factor.
func (s *server) own(h handler) gin.HandlerFunc {
	member, enrolling := s.member(h), s.do(h)
	return func(c *gin.Context) {
		if o, _ := s.viewer(c).Owing(); o.Duty == account.EnrolFactor {
			enrolling(c)
			return
		}
		member(c)
	}
}

// guarded is h for an act that asks for a proof of who is there: whoever owes
// one gives it first, and comes back.
func (s *server) guarded(g account.Guard, h handler) handler {
	return func(c *gin.Context) error {
		_, err := s.SignIn.MayAct(ctx(c), s.self(c), g)
		if err == nil {
			err = h(c)
		}
		if errors.Is(err, account.ErrReauthRequired) {
			return seeOther(c, confirmPath+"?weiter="+url.QueryEscape(localPath(formOf(c))))
		}
		return err
	}
}

// self is the viewer, also while they owe to confirm their address.
func (s *server) self(c *gin.Context) account.Viewer {
	by := s.viewer(c)
	if o, _ := by.Owing(); o.Duty == account.ConfirmAddress {
		return o.As
	}
	return by
}

// formOf is the address of the page on which the guarded act is asked for.
func formOf(c *gin.Context) string {
	path := c.Request.URL.Path
	switch {
	case c.Request.Method != http.MethodPost:
		return c.Request.URL.RequestURI()
	case strings.HasPrefix(path, securityPath):
		return securityPath
	case strings.HasSuffix(path, rolesPath):
		return strings.TrimSuffix(path, rolesPath)
	case strings.HasSuffix(path, revokePath):
		return path + "?rolle=" + url.QueryEscape(formText(c, "rolle"))
	}
	return path
}

// proving is for the pages on which people prove once more who they are: as own,
// and open to all who may come to pages that ask for it.
func (s *server) proving(h handler) gin.HandlerFunc {
	return s.do(func(c *gin.Context) error {
		if o, _ := s.viewer(c).Owing(); o.Duty == account.EnrolFactor {
			return h(c)
		}
		return s.evenOwing(h)(c)
	})
}

// showConfirm asks somebody once more to prove who they are: by the second
// factor, if they have one.
func (s *server) showConfirm(c *gin.Context) error {
	return s.confirmSelfPage(c, localPath(c.Query("weiter")), nil)
}

func (s *server) confirmSelfPage(c *gin.Context, back string, wrong templates.Problems) error {
	f, err := s.SignIn.Factors(ctx(c), s.viewer(c))
	if err != nil {
		return err
	}
	page := pages.Confirm{Base: s.securityBase(c, confirmTitle), Back: back, Email: s.viewer(c).Email, Password: f.Password, Second: f.Held(),
		Passkey: f.Passkeys && len(f.Summary.Passkeys) > 0, App: f.App && !f.AppLost, AppLost: f.AppLost, Codes: f.Codes > 0, Problems: wrong}
	linked, err := s.SignIn.Identities(ctx(c), s.viewer(c))
	if err != nil {
		return err
	}
	for _, p := range s.providers {
		known := slices.ContainsFunc(linked, func(l account.Identity) bool { return l.Provider == p.Key })
		if known && (p.SecondFactor || !page.Second) {
			page.Providers = append(page.Providers, templates.Link{Href: identityPath + p.Key + "?bestaetigen=ja&weiter=" + url.QueryEscape(back), Text: "Noch einmal anmelden mit " + p.Name})
		}
	}
	return s.render(c, statusOf(wrong), pages.ConfirmPage(page))
}

// confirm proves by the password.
func (s *server) confirm(c *gin.Context) error {
	return s.confirmed(c, s.SignIn.Confirm(ctx(c), s.viewer(c), c.Request.PostFormValue("passwort")), "passwort")
}

// confirmPasskey proves by a passkey.
func (s *server) confirmPasskey(c *gin.Context) error {
	return s.confirmed(c, s.SignIn.ConfirmByPasskey(ctx(c), s.viewer(c), answerOf(c)), "")
}

// confirmCode proves by a code of the app, or a recovery code.
func (s *server) confirmCode(c *gin.Context) error {
	code, field := codeOf(c)
	return s.confirmed(c, s.SignIn.ConfirmByCode(ctx(c), s.viewer(c), code), field)
}

func (s *server) confirmed(c *gin.Context, err error, field string) error {
	back := localPath(c.Request.PostFormValue("weiter"))
	if wrong, ok := problems(err); ok {
		return s.confirmSelfPage(c, back, atField(wrong, field))
	}
	if err != nil {
		return err
	}
	return seeOther(c, back)
}
