package signin

import (
	"kommunalforum/internal/factor"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/templates"
	pages "kommunalforum/templates/account"
)

// passkeyOptions is what the browser needs to make a passkey.
func (s *server) passkeyOptions(c *page.Context) error {
	options, err := s.SignIn.BeginPasskey(c.Ctx(), c.Viewer())
	if err != nil {
		return err
	}
	return c.SendJSON(options)
}

// addPasskey keeps the passkey that the browser made.
func (s *server) addPasskey(c *page.Context) error {
	err := s.SignIn.AddPasskey(c.Ctx(), c.Viewer(), c.FormText("name"), answerOf(c))
	if wrong, ok := page.Problems(err); ok {
		return s.factorsPage(c, wrong)
	}
	if err != nil {
		return err
	}
	return s.factorAdded(c, "passkey")
}

// passkeyOf finds the own passkey that the address names.
func (s *server) passkeyOf(c *page.Context) (k factor.Passkey, err error) {
	id, err := c.ID("id")
	if err != nil {
		return k, err
	}
	f, err := s.SignIn.Factors(c.Ctx(), c.Viewer())
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

func (s *server) askRenamePasskey(c *page.Context) error {
	k, err := s.passkeyOf(c)
	if err != nil {
		return err
	}
	return s.renamePasskeyPage(c, k.ID, k.Name, nil)
}

func (s *server) renamePasskeyPage(c *page.Context, id int64, name string, wrong templates.Problems) error {
	page := pages.RenameKey{Base: s.securityBase(c, "Passkey umbenennen"), Action: path.To(path.RenamePasskey, id), Name: name, Problems: wrong}
	return c.RenderForm(wrong, pages.RenameKeyPage(page))
}

func (s *server) renamePasskey(c *page.Context) error {
	k, err := s.passkeyOf(c)
	if err != nil {
		return err
	}
	name := c.FormText("name")
	err = s.SignIn.RenamePasskey(c.Ctx(), c.Viewer(), k.ID, name)
	if wrong, ok := page.Problems(err); ok {
		return s.renamePasskeyPage(c, k.ID, name, wrong)
	}
	if err != nil {
		return err
	}
	return c.Announce(path.Security, "geaendert")
}

func (s *server) askRemovePasskey(c *page.Context) error {
	k, err := s.passkeyOf(c)
	if err != nil {
		return err
	}
	return s.removePasskeyPage(c, k, nil)
}

func (s *server) removePasskeyPage(c *page.Context, k factor.Passkey, wrong templates.Problems) error {
	page := pages.Ask{Base: s.securityBase(c, "Passkey entfernen"), Text: "Mit dem Passkey „" + k.Name +
		"“ können Sie sich danach nicht mehr anmelden. Auf Ihrem Gerät müssen Sie ihn selbst löschen.",
		Action: path.To(path.RemovePasskey, k.ID), Send: "Passkey entfernen", Back: path.Security, Problems: wrong}
	return c.RenderForm(wrong, pages.AskPage(page))
}

func (s *server) removePasskey(c *page.Context) error {
	k, err := s.passkeyOf(c)
	if err != nil {
		return c.Removed(err, path.Security, "")
	}
	err = s.SignIn.RemovePasskey(c.Ctx(), c.Viewer(), k.ID)
	if wrong, ok := page.Problems(err); ok {
		return s.removePasskeyPage(c, k, wrong)
	}
	return c.Removed(err, path.Security, "passkey-weg")
}
