package web

import (
	"errors"
	"net/http"
	"net/url"
	"slices"

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
// members, and to those who owe it to set up a second factor. Who proved too
// long ago that it is them does so first.
func (s *server) own(h handler) gin.HandlerFunc {
	confirmed := func(c *gin.Context) error {
		err := h(c)
		if !errors.Is(err, account.ErrStale) {
			return err
		}
		back := securityPath
		if c.Request.Method == http.MethodGet {
			back = c.Request.URL.RequestURI()
		}
		return seeOther(c, confirmPath+"?weiter="+url.QueryEscape(localPath(back)))
	}
	member, enrolling := s.member(confirmed), s.do(confirmed)
	return func(c *gin.Context) {
		if o, _ := s.viewer(c).Owing(); o.Duty == account.EnrolFactor {
			enrolling(c)
			return
		}
		member(c)
	}
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

// secondKey asks the page for confirming for a second factor, and nothing less.
const secondKey = "faktor"

// showConfirm asks somebody once more to prove who they are.
func (s *server) showConfirm(c *gin.Context) error {
	return s.confirmSelfPage(c, localPath(c.Query("weiter")), c.Query(secondKey) != "", nil)
}

func (s *server) confirmSelfPage(c *gin.Context, back string, second bool, wrong templates.Problems) error {
	f, err := s.Accounts.Factors(ctx(c), s.viewer(c))
	if err != nil {
		return err
	}
	page := pages.Confirm{Base: s.securityBase(c, confirmTitle), Back: back, Email: s.viewer(c).Email, Password: f.Password,
		Passkey: f.Passkeys && len(f.Summary.Passkeys) > 0, Second: second && f.Held(), App: f.App && !f.AppLost, AppLost: f.AppLost, Codes: f.Codes > 0, Problems: wrong}
	linked, err := s.Accounts.Identities(ctx(c), s.viewer(c))
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
	return s.confirmed(c, false, s.Accounts.Confirm(ctx(c), s.viewer(c), c.Request.PostFormValue("passwort")))
}

// confirmPasskey proves by a passkey.
func (s *server) confirmPasskey(c *gin.Context) error {
	return s.confirmed(c, ticked(c, secondKey), s.Accounts.ConfirmByPasskey(ctx(c), s.viewer(c), answerOf(c)))
}

// confirmCode proves by a code of the app, or a recovery code.
func (s *server) confirmCode(c *gin.Context) error {
	code, field := codeOf(c)
	err := s.Accounts.ConfirmByCode(ctx(c), s.viewer(c), code)
	if wrong, ok := problems(err); ok {
		return s.confirmSelfPage(c, localPath(c.Request.PostFormValue("weiter")), true, atField(wrong, field))
	}
	return s.confirmed(c, true, err)
}

func (s *server) confirmed(c *gin.Context, second bool, err error) error {
	back := localPath(c.Request.PostFormValue("weiter"))
	if wrong, ok := problems(err); ok {
		return s.confirmSelfPage(c, back, second, wrong)
	}
	if err != nil {
		return err
	}
	return seeOther(c, back)
}
