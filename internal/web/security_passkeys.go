package web

import (
	"fmt"

	"github.com/gin-gonic/gin"

	"kommunalforum/internal/factor"
	"kommunalforum/internal/fault"
	"kommunalforum/templates"
	pages "kommunalforum/templates/account"
)

const passkeysPath = securityPath + "/passkeys"

func passkeyPath(id int64) string { return fmt.Sprintf("%s/%d", passkeysPath, id) }

// passkeyOptions is what the browser needs to make a passkey.
func (s *server) passkeyOptions(c *gin.Context) error {
	options, err := s.SignIn.BeginPasskey(ctx(c), s.viewer(c))
	if err != nil {
		return err
	}
	return sendJSON(c, options)
}

// addPasskey keeps the passkey that the browser made.
func (s *server) addPasskey(c *gin.Context) error {
	err := s.SignIn.AddPasskey(ctx(c), s.viewer(c), formText(c, "name"), answerOf(c))
	if wrong, ok := problems(err); ok {
		return s.factorsPage(c, wrong)
	}
	if err != nil {
		return err
	}
	return s.factorAdded(c, "passkey")
}

// passkeyOf finds the own passkey that the address names.
func (s *server) passkeyOf(c *gin.Context) (k factor.Passkey, err error) {
	id, err := pathID(c, "id")
	if err != nil {
		return k, err
	}
	f, err := s.SignIn.Factors(ctx(c), s.viewer(c))
	if err != nil {
		return k, err
	}
	for _, k := range f.Summary.Passkeys {
		if k.ID == id {
			return k, nil
		}
	}
	return k, fault.Missing()
}

func (s *server) askRenamePasskey(c *gin.Context) error {
	k, err := s.passkeyOf(c)
	if err != nil {
		return err
	}
	return s.renamePasskeyPage(c, k.ID, k.Name, nil)
}

func (s *server) renamePasskeyPage(c *gin.Context, id int64, name string, wrong templates.Problems) error {
	page := pages.RenameKey{Base: s.securityBase(c, "Passkey umbenennen"), Action: passkeyPath(id) + "/umbenennen", Name: name, Problems: wrong}
	return s.render(c, statusOf(wrong), pages.RenameKeyPage(page))
}

func (s *server) renamePasskey(c *gin.Context) error {
	k, err := s.passkeyOf(c)
	if err != nil {
		return err
	}
	name := formText(c, "name")
	err = s.SignIn.RenamePasskey(ctx(c), s.viewer(c), k.ID, name)
	if wrong, ok := problems(err); ok {
		return s.renamePasskeyPage(c, k.ID, name, wrong)
	}
	if err != nil {
		return err
	}
	return seeOther(c, withNotice(securityPath, "geaendert"))
}

func (s *server) askRemovePasskey(c *gin.Context) error {
	k, err := s.passkeyOf(c)
	if err != nil {
		return err
	}
	return s.removePasskeyPage(c, k, nil)
}

func (s *server) removePasskeyPage(c *gin.Context, k factor.Passkey, wrong templates.Problems) error {
	page := pages.Ask{Base: s.securityBase(c, "Passkey entfernen"), Text: "Mit dem Passkey „" + k.Name + "“ können Sie sich danach nicht mehr anmelden. Auf Ihrem Gerät müssen Sie ihn selbst löschen.",
		Action: passkeyPath(k.ID) + "/entfernen", Send: "Passkey entfernen", Back: securityPath, Problems: wrong}
	return s.render(c, statusOf(wrong), pages.AskPage(page))
}

func (s *server) removePasskey(c *gin.Context) error {
	k, err := s.passkeyOf(c)
	if err != nil {
		return err
	}
	err = s.SignIn.RemovePasskey(ctx(c), s.viewer(c), k.ID)
	if wrong, ok := problems(err); ok {
		return s.removePasskeyPage(c, k, wrong)
	}
	if err != nil {
		return err
	}
	return seeOther(c, withNotice(securityPath, "passkey-weg"))
}
