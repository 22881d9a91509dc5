package signin

import (
	"net/http"

	"kommunalforum/internal/fault"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	pages "kommunalforum/templates/account"
)

// signInOptions is the challenge for signing in by a passkey.
func (s *server) signInOptions(c *page.Context) error {
	if err := s.allowChallenge(c); err != nil {
		return err
	}
	options, err := s.SignIn.BeginPasskeySignIn(c.Ctx())
	if err != nil {
		return err
	}
	return c.SendJSON(options)
}

// signInByPasskey begins a session for the owner of a passkey.
func (s *server) signInByPasskey(c *page.Context) error {
	back := path.Local(c.Request.PostFormValue("weiter"))
	if err := s.allowChallenge(c); err != nil {
		return err
	}
	token, err := s.SignIn.SignInByPasskey(c.Ctx(), answerOf(c), deviceOf(c.Request.UserAgent()))
	if wrong, ok := page.Problems(err); ok {
		return s.signInPage(c, http.StatusUnprocessableEntity, pages.SignIn{Back: back, Problems: wrong})
	}
	if err != nil {
		return err
	}
	if err := c.End(); err != nil {
		return err
	}
	return s.begin(c, token, back)
}

func (s *server) allowChallenge(c *page.Context) error {
	if _, wait := s.limits.challenges.Allow(c.Client(), c.Now()); wait > 0 {
		return fault.RateLimited(wait, tooManyFromHere)
	}
	return nil
}
