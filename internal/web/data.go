package web

import (
	"io"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"kommunalforum/internal/account"
	"kommunalforum/internal/export"
	"kommunalforum/templates"
	pages "kommunalforum/templates/account"
)

// dataPath is where people get everything that is kept on them.
const dataPath = "/konto/daten"

// askData says what is in the download.
func (s *server) askData(c *gin.Context) error { return s.dataPage(c, nil) }

func (s *server) dataPage(c *gin.Context, wrong templates.Problems) error {
	types, err := s.SignIn.MayAct(ctx(c), s.viewer(c), account.GuardExport)
	if err != nil {
		return err
	}
	page := pages.Data{Base: s.base(c, "Meine Daten", templates.SectionNone,
		templates.Crumb{Href: "/konto", Text: "Mein Konto"}, templates.Crumb{Text: "Meine Daten"}),
		Action: dataPath, Email: s.viewer(c).Email, Password: types, Sections: s.Export.Titles(), MaxAt: export.MaxExports, Problems: wrong}
	page.NoIndex = true
	return s.render(c, statusOf(wrong), pages.DataPage(page))
}

// sendData answers with the ZIP. It was built in a file before the first byte
// leaves, so that a slow reader holds nothing but that file.
func (s *server) sendData(c *gin.Context) error {
	by := s.viewer(c)
	err := s.SignIn.Assure(ctx(c), by, account.GuardExport, "passwort", c.Request.PostFormValue("passwort"))
	if p, ok := problems(err); ok {
		return s.dataPage(c, p)
	}
	if err != nil {
		return err
	}
	f, err := s.Export.Write(ctx(c), by)
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
		s.Log.Info("download of own data broken off", "request", requestID(c), "error", err)
	}
	return nil
}
