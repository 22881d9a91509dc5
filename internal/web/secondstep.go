package web

import (
	"net/http"

	"github.com/gin-gonic/gin"
	"github.com/gorilla/sessions"

	"kommunalforum/internal/account"
	"kommunalforum/templates"
	pages "kommunalforum/templates/account"
)

const provePath = "/anmelden/code"

// showProve asks who gave the right password for the second factor.
func (s *server) showProve(c *gin.Context) error {
	back := localPath(c.Query("weiter"))
	if o, _ := s.viewer(c).Owing(); o.Duty != account.ProveFactor {
		return seeOther(c, signInPath(back)) // which goes on for members
	}
	return s.provePage(c, back, nil)
}

func (s *server) provePage(c *gin.Context, back string, wrong templates.Problems) error {
	ways, err := s.SignIn.Ways(ctx(c), s.viewer(c))
	if err != nil {
		return err
	}
	page := pages.Prove{Base: s.base(c, "Zweiter Faktor", templates.SectionNone, templates.Crumb{Href: "/", Text: "Start"}, templates.Crumb{Text: "Anmelden"}),
		Back: back, App: ways.App && !ways.AppLost, AppLost: ways.AppLost, Passkey: ways.Passkeys && len(ways.Summary.Passkeys) > 0, Codes: ways.Codes > 0, Problems: wrong}
	page.NoIndex, page.Viewer.Doing = true, true
	return s.render(c, statusOf(wrong), pages.ProvePage(page))
}

// prove finishes the sign-in by a code.
func (s *server) prove(c *gin.Context) error {
	back := localPath(c.Request.PostFormValue("weiter"))
	code, field := codeOf(c)
	token, err := s.SignIn.ProveByCode(ctx(c), s.viewer(c), code)
	return s.proved(c, back, token, err, field)
}

// codeOf reads a code of the app, or a recovery code, and says in which field it
// was.
func codeOf(c *gin.Context) (code, field string) {
	if code = formText(c, "code"); code == "" {
		if code = formText(c, "ersatz"); code != "" {
			return code, "ersatz"
		}
	}
	return code, "code"
}

// atField moves problems of a field to the one that was filled.
func atField(wrong templates.Problems, field string) templates.Problems {
	for i := range wrong {
		if wrong[i].Field != "" {
			wrong[i].Field = field
		}
	}
	return wrong
}

// provePasskey finishes the sign-in by a passkey.
func (s *server) provePasskey(c *gin.Context) error {
	token, err := s.SignIn.ProveByPasskey(ctx(c), s.viewer(c), answerOf(c))
	return s.proved(c, localPath(c.Request.PostFormValue("weiter")), token, err, "")
}

func (s *server) proved(c *gin.Context, back, token string, err error, field string) error {
	if wrong, ok := problems(err); ok {
		return s.provePage(c, back, atField(wrong, field))
	}
	if err != nil {
		return err
	}
	return s.begin(c, token, back)
}

// proveOptions is the challenge for a passkey as second factor.
func (s *server) proveOptions(c *gin.Context) error {
	options, err := s.SignIn.BeginProof(ctx(c), s.viewer(c))
	if err != nil {
		return err
	}
	return sendJSON(c, options)
}

// begin hands the cookie of a new session to the browser and sends on who
// signed in.
func (s *server) begin(c *gin.Context, token, back string) error {
	session := sessions.NewSession(s.sessions, s.sessions.sessionName())
	session.Options = s.sessions.options(0) // with the browser; the database knows the rest
	session.Values[tokenValue] = token
	if err := session.Save(c.Request, c.Writer); err != nil {
		return err
	}
	by, err := s.Accounts.ViewerFor(ctx(c), token)
	if err != nil {
		return err
	}
	device, err := s.SignIn.RememberDevice(ctx(c), by, s.knownDevice(c))
	if err != nil {
		return err
	}
	if device != "" {
		http.SetCookie(c.Writer, s.deviceCookie(device))
	}
	return onward(c, by, back)
}

// sendJSON answers a script. What it holds is for one use.
func sendJSON(c *gin.Context, body []byte) error {
	c.Header("Cache-Control", "no-store")
	c.Data(http.StatusOK, "application/json; charset=utf-8", body)
	return nil
}

// answerOf is what a passkey answered.
func answerOf(c *gin.Context) []byte { return []byte(c.Request.PostFormValue("antwort")) }
