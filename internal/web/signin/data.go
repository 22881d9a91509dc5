package signin

import (
	"io"
	"net/http"
	"strconv"

	"kommunalforum/internal/account"
	"kommunalforum/internal/export"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/templates"
	pages "kommunalforum/templates/account"
)

// askData says what is in the download.
func (s *server) askData(c *page.Context) error { return s.dataPage(c, nil) }

func (s *server) dataPage(c *page.Context, wrong templates.Problems) error {
	types, err := s.SignIn.CheckGuard(c.Ctx(), c.Viewer(), account.GuardExport)
	if err != nil {
		return err
	}
	page := pages.Data{Base: c.Base("Meine Daten", templates.SectionNone,
		templates.Crumb{Href: path.Account, Text: "Mein Konto"}, templates.Crumb{Text: "Meine Daten"}),
		Action: path.Data, Email: c.Viewer().Email, Password: types, Sections: s.Export.Titles(), MaxAt: export.MaxExports, Problems: wrong}
	page.NoIndex = true
	return c.RenderForm(wrong, pages.DataPage(page))
}

// sendData answers with the ZIP. It was built in a file before the first byte
// leaves, so that a slow reader holds nothing but that file.
func (s *server) sendData(c *page.Context) error {
	by := c.Viewer()
	err := s.SignIn.ReauthenticateFor(c.Ctx(), by, account.GuardExport, "passwort", c.Request.PostFormValue("passwort"))
	if p, ok := page.Problems(err); ok {
		return s.dataPage(c, p)
	}
	if err != nil {
		return err
	}
	f, err := s.Export.Write(c.Ctx(), by)
	if err != nil {
		return err
	}
	defer f.Close()
	h := c.Writer.Header()
	h.Set("Content-Type", "application/zip")
	h.Set("Content-Disposition", `attachment; filename="`+f.Name+`"`)
	h.Set("Content-Length", strconv.FormatInt(f.Size, 10))
	h.Set("Cache-Control", "no-store")
	c.Status(http.StatusOK)
	_, err = io.Copy(c.Writer, f)
	if err != nil {
		s.Log.Info("download of own data broken off", "request", c.RequestID(), "error", err)
	}
	return nil
}
