package info

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"strings"

	"kommunalforum/internal/fault"
	"kommunalforum/internal/mail"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/templates"
	pages "kommunalforum/templates/admin"
)

// The development pages of mails that are written to a folder. The routes exist
// only then.
const (
	maxFolder = 50 // mails on the page
)

// showFolder shows the newest mails of the folder.
func (s *server) showFolder(c *page.Context) error {
	if !c.ReadsMailFolder() {
		return fault.Missing()
	}
	list, err := s.Folder.List(maxFolder)
	if err != nil {
		return err
	}
	page := pages.Folder{Base: c.Base("E-Mails der Entwicklungsumgebung", templates.SectionNone,
		templates.Crumb{Href: path.Start, Text: "Start"}, templates.Crumb{Text: "E-Mails der Entwicklungsumgebung"})}
	page.NoIndex = true
	for _, m := range list {
		page.Mails = append(page.Mails, pages.StoredMail{
			Subject: m.Subject, At: m.Date, From: inAngles(m.From), To: inAngles(m.To), Text: m.Text, Links: s.linksIn(m.Text),
			File: path.FolderMail + "?datei=" + url.QueryEscape(m.Name)})
	}
	return c.Render(http.StatusOK, pages.FolderPage(page))
}

func inAngles(a mail.Address) string { return a.Name + " <" + a.Address + ">" }

// linksIn finds the addresses of this forum that stand alone on a line, as
// local ones: the development server may be reached under another name.
func (s *server) linksIn(text string) (out []templates.Link) {
	before := ""
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if address, ok := strings.CutPrefix(line, s.Config.BaseURL.URL(path.Start)); ok {
			out = append(out, templates.Link{Href: path.Start + address, Text: strings.TrimSuffix(before, ":")})
		}
		before = line
	}
	return out
}

// openMail hands out the file of a mail, for mail programs.
func (s *server) openMail(c *page.Context) error {
	if !c.ReadsMailFolder() {
		return fault.Missing()
	}
	file, err := s.Folder.Open(c.Query("datei"))
	if errors.Is(err, fs.ErrNotExist) {
		return fault.Missing()
	}
	if err != nil {
		return err
	}
	defer file.Close()
	content, err := io.ReadAll(file)
	if err != nil {
		return err
	}
	c.Header("Cache-Control", "no-store")
	if c.Query("teil") == "html" {
		return showHTML(c, content)
	}
	c.Header("Content-Disposition", `attachment; filename="mail.eml"`)
	c.Data(http.StatusOK, "message/rfc822", content)
	return nil
}

// showHTML shows the HTML part of a mail as a mail program does: it loads nothing and
// runs no script.
func showHTML(c *page.Context, content []byte) error {
	m, err := mail.Read(bytes.NewReader(content))
	if err != nil {
		return err
	}
	c.Header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox allow-top-navigation-by-user-activation")
	c.Data(http.StatusOK, "text/html; charset=utf-8", []byte(m.HTML))
	return nil
}
