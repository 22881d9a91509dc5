package web

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"kommunalforum/internal/fault"
	pages "kommunalforum/templates/account"
)

// signInOptions is the challenge for signing in by a passkey.
func (s *server) signInOptions(c *gin.Context) error {
	if err := s.allowChallenge(c); err != nil {
		return err
	}
	options, err := s.SignIn.BeginPasskeySignIn(ctx(c))
	if err != nil {
		return err
	}
	return sendJSON(c, options)
}

// signInByPasskey begins a session for the owner of a passkey.
func (s *server) signInByPasskey(c *gin.Context) error {
	back := localPath(c.Request.PostFormValue("weiter"))
	if err := s.allowChallenge(c); err != nil {
		return err
	}
	token, err := s.SignIn.SignInByPasskey(ctx(c), answerOf(c), deviceOf(c.Request.UserAgent()))
	if wrong, ok := problems(err); ok {
		return s.signInPage(c, http.StatusUnprocessableEntity, pages.SignIn{Back: back, Problems: wrong})
	}
	if err != nil {
		return err
	}
	if err := s.endSession(c); err != nil {
		return err
	}
	return s.begin(c, token, back)
}

func (s *server) allowChallenge(c *gin.Context) error {
	if _, wait := s.limits.challenges.allow(clientOf(c), s.DB.Now(ctx(c))); wait > 0 {
		return fault.RateLimited(wait, tooManyFromHere)
	}
	return nil
}
