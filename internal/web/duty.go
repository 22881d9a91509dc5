package web

import (
	"net/url"

	"github.com/gin-gonic/gin"

	"kommunalforum/internal/account"
)

// duties are the pages where people do what they owe, and the words of the link
// that leads there. Each is open to those who owe it.
var duties = map[account.Duty]struct{ path, text string }{
	account.ProveFactor:    {provePath, "Zweiten Faktor zeigen"},
	account.EnrolFactor:    {securityPath, "Zweiten Faktor einrichten"},
	account.AgreeToTerms:   {termsPath, "Nutzungsbedingungen lesen und zustimmen"},
	account.ConfirmAddress: {proofPath, "E-Mail-Adresse bestätigen"},
}

// dutyPath leads to the duty's page and from there back to address.
func dutyPath(d account.Duty, address string) string {
	return duties[d].path + "?weiter=" + url.QueryEscape(localPath(address))
}

// onward sends somebody who signed in to what they owe next, or else back.
func onward(c *gin.Context, by account.Viewer, back string) error {
	if o, ok := by.Owing(); ok {
		return seeOther(c, dutyPath(o.Duty, back))
	}
	return seeOther(c, back)
}

// dutyDone sends somebody who did a duty on.
func (s *server) dutyDone(c *gin.Context, back string) error {
	session, err := s.sessions.Get(c.Request, s.sessions.sessionName())
	if err != nil {
		return err
	}
	token, _ := session.Values[tokenValue].(string)
	by, err := s.Accounts.ViewerFor(ctx(c), token)
	if err != nil {
		return err
	}
	return onward(c, by, back)
}

// evenOwing is forMembers, open also to those who have yet to agree to the
// terms or to confirm their address: whoever wants to leave, or have their data,
// need do neither. Who they are they have proved.
func (s *server) evenOwing(h handler) handler {
	return func(c *gin.Context) error {
		if o, _ := s.viewer(c).Owing(); o.Duty == account.AgreeToTerms || o.Duty == account.ConfirmAddress {
			c.Set(viewerValue, o.As)
		}
		return s.forMembers(c, h)
	}
}
