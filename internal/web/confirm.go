package web

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"kommunalforum/internal/account"
	"kommunalforum/templates"
	pages "kommunalforum/templates/account"
)

const (
	securityPath = "/konto/sicherheit"
	confirmPath  = "/konto/bestaetigen"
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

// showConfirm asks somebody once more to prove who they are.
func (s *server) showConfirm(c *gin.Context) error {
	return s.confirmSelfPage(c, localPath(c.Query("weiter")), nil)
}

func (s *server) confirmSelfPage(c *gin.Context, back string, wrong templates.Problems) error {
	f, err := s.Accounts.Factors(ctx(c), s.viewer(c))
	if err != nil {
		return err
	}
	page := pages.Confirm{Base: s.securityBase(c, "Bitte bestätigen Sie"), Back: back, Email: s.viewer(c).Email, Password: f.Password,
		Passkey: f.Passkeys && len(f.Summary.Passkeys) > 0, Problems: wrong}
	return s.render(c, statusOf(wrong), pages.ConfirmPage(page))
}

// confirm proves by the password.
func (s *server) confirm(c *gin.Context) error {
	return s.confirmed(c, s.Accounts.Confirm(ctx(c), s.viewer(c), c.Request.PostFormValue("passwort")))
}

// confirmPasskey proves by a passkey.
func (s *server) confirmPasskey(c *gin.Context) error {
	return s.confirmed(c, s.Accounts.ConfirmByPasskey(ctx(c), s.viewer(c), answerOf(c)))
}

func (s *server) confirmed(c *gin.Context, err error) error {
	back := localPath(c.Request.PostFormValue("weiter"))
	if wrong, ok := problems(err); ok {
		return s.confirmSelfPage(c, back, wrong)
	}
	if err != nil {
		return err
	}
	return seeOther(c, back)
}
