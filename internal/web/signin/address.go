package signin

import (
	"net/http"

	"kommunalforum/internal/account"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/templates"
	pages "kommunalforum/templates/membership"
)

// showAddress offers to change the own address.
func (s *server) showAddress(c *page.Context) error {
	return s.addressPage(c, pages.Address{Sent: c.Announced("adresse-link")})
}

func (s *server) addressPage(c *page.Context, page pages.Address) error {
	proof, err := s.Joining.Proof(c.Ctx(), c.Viewer())
	if err != nil {
		return err
	}
	if page.Password, err = s.SignIn.CheckGuard(c.Ctx(), c.Self(), account.GuardAddress); err != nil {
		return err
	}
	page.Base = s.ownBase(c, "E-Mail-Adresse ändern")
	page.ByMail, page.Present, page.Post = s.Config.Mail.On(), proof.Email, c.MailFolderLink()
	_, page.Owing = c.Viewer().Pending()
	return c.RenderForm(page.Problems, pages.AddressPage(page))
}

// changeAddress mails a link to the new address.
func (s *server) changeAddress(c *page.Context) error {
	if !s.Config.Mail.On() {
		return errNoMail
	}
	email := c.FormText("email")
	err := s.SignIn.ReauthenticateFor(c.Ctx(), c.Self(), account.GuardAddress, "bisher", c.Request.PostFormValue("bisher"))
	if err == nil {
		err = s.Joining.RequestChange(c.Ctx(), c.Viewer(), email)
	}
	if wrong, ok := page.Problems(err); ok {
		return s.addressPage(c, pages.Address{Email: email, Problems: wrong})
	}
	if err != nil {
		return err
	}
	return c.Announce(path.Address, "adresse-link")
}

// showOwnAddressCheck says how things stand with the own address, and offers a link to
// reauthenticate it.
func (s *server) showOwnAddressCheck(c *page.Context) error {
	proof, err := s.Joining.Proof(c.Ctx(), c.Viewer())
	if err != nil {
		return err
	}
	page := pages.AddressCheck{Base: s.ownBase(c, "E-Mail-Adresse bestätigen"), Email: proof.Email, Due: templates.DayText(proof.Due),
		Rests: !proof.Due.After(c.Now()), Doubted: !proof.Doubted.IsZero(), Sent: c.Announced("adresse-pruefen"), Post: c.MailFolderLink()}
	return c.Render(http.StatusOK, pages.AddressCheckPage(page))
}

// requestAddressCheck mails the link.
func (s *server) requestAddressCheck(c *page.Context) error {
	if !s.Config.Mail.On() {
		return errNoMail
	}
	if err := s.Joining.RequestCheck(c.Ctx(), c.Viewer()); err != nil {
		return err
	}
	return c.Announce(path.ConfirmAddress, "adresse-pruefen")
}

// showCheck is the page of that link: nothing happens by opening it.
func (s *server) showCheck(c *page.Context) error {
	email, err := s.Joining.CheckWorks(c.Ctx(), c.Param("token"))
	if err != nil {
		return err
	}
	page := pages.Check{Base: c.Base("E-Mail-Adresse bestätigen", templates.SectionNone), Action: c.Request.URL.Path, Email: email}
	page.NoIndex = true
	return c.Render(http.StatusOK, pages.CheckPage(page))
}

// confirmCheck uses that link up.
func (s *server) confirmCheck(c *page.Context) error {
	if err := s.Joining.ConfirmCheck(c.Ctx(), c.Param("token")); err != nil {
		return err
	}
	return c.Announce(path.Start, "adresse-bestaetigt")
}

// showName offers to change the own name and function.
func (s *server) showName(c *page.Context) error {
	own, err := s.Accounts.Own(c.Ctx(), c.Viewer())
	if err != nil {
		return err
	}
	return s.namePage(c, own.Name, own.Function, nil)
}

func (s *server) namePage(c *page.Context, name, function string, wrong templates.Problems) error {
	page := pages.Name{Base: s.ownBase(c, "Name und Funktion"), Name: name, Function: function, Problems: wrong}
	return c.RenderForm(wrong, pages.NamePage(page))
}

// changeName changes the own name and function.
func (s *server) changeName(c *page.Context) error {
	name, function := c.FormText("name"), c.FormText("funktion")
	err := s.Accounts.Rename(c.Ctx(), c.Viewer(), name, function)
	if wrong, ok := page.Problems(err); ok {
		return s.namePage(c, name, function, wrong)
	}
	if err != nil {
		return err
	}
	return c.Announce(path.Account, "geaendert-konto")
}
