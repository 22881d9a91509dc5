package web

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"kommunalforum/internal/account"
	"kommunalforum/templates"
	pages "kommunalforum/templates/membership"
)

const (
	addressPath = "/konto/adresse"
	proofPath   = "/konto/adresse-bestaetigen"
)

// ownAddress is member, open also to those whose account rests until they
// confirm their address or change it.
func (s *server) ownAddress(h handler) handler {
	return func(c *gin.Context) error {
		if o, _ := s.viewer(c).Owing(); o.Duty == account.ConfirmAddress {
			return h(c)
		}
		return s.forMembers(c, h)
	}
}

// showAddress offers to change the own address.
func (s *server) showAddress(c *gin.Context) error {
	return s.addressPage(c, pages.Address{Sent: c.Query("hinweis") == "adresse-link"})
}

func (s *server) addressPage(c *gin.Context, page pages.Address) error {
	proof, err := s.Joining.Proof(ctx(c), s.viewer(c))
	if err != nil {
		return err
	}
	if page.Password, err = s.SignIn.MayAct(ctx(c), s.self(c), account.GuardAddress); err != nil {
		return err
	}
	page.Base = s.ownBase(c, "E-Mail-Adresse ändern")
	page.ByMail, page.Present, page.Post = s.Config.Mail.On(), proof.Email, s.folderLink(c)
	_, page.Owing = s.viewer(c).Owing()
	return s.render(c, statusOf(page.Problems), pages.AddressPage(page))
}

// changeAddress mails a link to the new address.
func (s *server) changeAddress(c *gin.Context) error {
	if !s.Config.Mail.On() {
		return errNoMail
	}
	email := formText(c, "email")
	err := s.SignIn.Assure(ctx(c), s.self(c), account.GuardAddress, "bisher", c.Request.PostFormValue("bisher"))
	if err == nil {
		err = s.Joining.RequestChange(ctx(c), s.viewer(c), email)
	}
	if wrong, ok := problems(err); ok {
		return s.addressPage(c, pages.Address{Email: email, Problems: wrong})
	}
	if err != nil {
		return err
	}
	return seeOther(c, addressPath+"?hinweis=adresse-link")
}

// showProof says how things stand with the own address, and offers a link to
// confirm it.
func (s *server) showProof(c *gin.Context) error {
	proof, err := s.Joining.Proof(ctx(c), s.viewer(c))
	if err != nil {
		return err
	}
	page := pages.Proof{Base: s.ownBase(c, "E-Mail-Adresse bestätigen"), Email: proof.Email, Due: templates.DayText(proof.Due),
		Rests: !proof.Due.After(s.DB.Now(ctx(c))), Doubted: !proof.Doubted.IsZero(), Sent: c.Query("hinweis") == "adresse-pruefen", Post: s.folderLink(c)}
	return s.render(c, http.StatusOK, pages.ProofPage(page))
}

// requestProof mails the link.
func (s *server) requestProof(c *gin.Context) error {
	if !s.Config.Mail.On() {
		return errNoMail
	}
	if err := s.Joining.RequestCheck(ctx(c), s.viewer(c)); err != nil {
		return err
	}
	return seeOther(c, proofPath+"?hinweis=adresse-pruefen")
}

// showCheck is the page of that link: nothing happens by opening it.
func (s *server) showCheck(c *gin.Context) error {
	email, err := s.Joining.CheckWorks(ctx(c), c.Param("token"))
	if err != nil {
		return err
	}
	page := pages.Check{Base: s.base(c, "E-Mail-Adresse bestätigen", templates.SectionNone), Action: c.Request.URL.Path, Email: email}
	page.NoIndex = true
	return s.render(c, http.StatusOK, pages.CheckPage(page))
}

// confirmCheck uses that link up.
func (s *server) confirmCheck(c *gin.Context) error {
	if err := s.Joining.ConfirmCheck(ctx(c), c.Param("token")); err != nil {
		return err
	}
	return seeOther(c, withNotice("/", "adresse-bestaetigt"))
}

// showName offers to change the own name and function.
func (s *server) showName(c *gin.Context) error {
	own, err := s.Accounts.Own(ctx(c), s.viewer(c))
	if err != nil {
		return err
	}
	return s.namePage(c, own.Name, own.Function, nil)
}

func (s *server) namePage(c *gin.Context, name, function string, wrong templates.Problems) error {
	page := pages.Name{Base: s.ownBase(c, "Name und Funktion"), Name: name, Function: function, Problems: wrong}
	return s.render(c, statusOf(wrong), pages.NamePage(page))
}

// changeName changes the own name and function.
func (s *server) changeName(c *gin.Context) error {
	name, function := formText(c, "name"), formText(c, "funktion")
	err := s.Accounts.Rename(ctx(c), s.viewer(c), name, function)
	if wrong, ok := problems(err); ok {
		return s.namePage(c, name, function, wrong)
	}
	if err != nil {
		return err
	}
	return seeOther(c, withNotice("/konto", "geaendert-konto"))
}
