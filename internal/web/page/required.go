package page

import (
	"net/url"

	"kommunalforum/internal/account"
	"kommunalforum/internal/web/path"
)

// required are the pages where people do what their account needs from them
// before anything else, and the words of the link that leads there.
var required = map[account.RequiredAction]struct{ path, text string }{
	account.VerifySecondFactor: {path.SecondFactor, "Zweiten Faktor zeigen"},
	account.EnrolSecondFactor:  {path.Security, "Zweiten Faktor einrichten"},
	account.AgreeToTerms:       {path.Terms, "Nutzungsbedingungen lesen und zustimmen"},
	account.CheckAddress:       {path.ConfirmAddress, "E-Mail-Adresse bestätigen"},
}

// requiredPath leads to the page of a required action and from there back to
// address.
func requiredPath(d account.RequiredAction, address string) string {
	return required[d].path + "?weiter=" + url.QueryEscape(path.Local(address))
}

// Onward sends somebody who signed in to the action that is pending, or else to
// back. The start page means that they wanted nothing in particular: they come to
// their own page.
func (c *Context) Onward(by account.Viewer, back string) error {
	if o, ok := by.Pending(); ok {
		return c.SeeOther(requiredPath(o.Action, back))
	}
	if back == path.Start {
		back = path.OwnPage
	}
	return c.SeeOther(back)
}

// RequiredDone sends somebody who did a required action on to the next one, or
// else to back.
func (c *Context) RequiredDone(back string) error {
	session, err := c.session()
	if err != nil {
		return err
	}
	token, _ := session.Values[tokenValue].(string)
	by, err := c.kit.Accounts.ViewerFor(c.Ctx(), token)
	if err != nil {
		return err
	}
	return c.Onward(by, back)
}

// pending reports whether the required action is pending for the viewer.
func (c *Context) pending(d account.RequiredAction) bool {
	o, _ := c.Viewer().Pending()
	return o.Action == d
}

// Self is the viewer, also while they have yet to confirm their address.
func (c *Context) Self() account.Viewer {
	by := c.Viewer()
	if o, _ := by.Pending(); o.Action == account.CheckAddress {
		return o.As
	}
	return by
}
