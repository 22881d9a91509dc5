package people

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"kommunalforum/internal/board"
	"kommunalforum/internal/profile"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/templates"
	pages "kommunalforum/templates/member"
)

// editProfile shows people what they tell about themselves.
func (s *server) editProfile(c *page.Context) error {
	p, err := s.Profiles.Own(c.Ctx(), c.Viewer())
	if err != nil {
		return err
	}
	return s.profileForm(c, p, nil)
}

// saveProfile keeps what they tell about themselves.
func (s *server) saveProfile(c *page.Context) error {
	by := c.Viewer()
	in := profile.Input{Function: c.FormText("funktion"), About: c.Request.PostFormValue("text"), Phone: c.FormText("telefon"),
		ShowEmail: c.Ticked("email"), Revision: int(c.FormNumber("stand"))}
	for _, v := range c.Request.PostForm["bereiche"] {
		if id, err := strconv.ParseInt(v, 10, 64); err == nil && len(in.Boards) <= profile.MaxBoards {
			in.Boards = append(in.Boards, id)
		}
	}
	wrong, err := s.readCompetence(c, &in)
	if err != nil {
		return err
	}
	if wrong == "" {
		err = s.Profiles.Save(c.Ctx(), by, in)
	}
	found, bad := page.Problems(err)
	if err != nil && !bad {
		return err
	}
	if wrong == "" && !bad {
		return c.Announce(path.Member(by.ID), "profil")
	}
	if wrong != "" {
		found = append(found, templates.Problem{Field: "leistungen", Text: wrong})
	}
	p, err := s.Profiles.Own(c.Ctx(), by)
	if err != nil {
		return err
	}
	p.Function, p.Source, p.Phone, p.ShowEmail, p.Revision = in.Function, in.About, in.Phone, in.ShowEmail, in.Revision
	p.Boards = nil
	for _, id := range in.Boards {
		p.Boards = append(p.Boards, profile.Board{ID: id})
	}
	return s.profileForm(c, p, found)
}

// readCompetence reads the services that were typed, one a line.
func (s *server) readCompetence(c *page.Context, in *profile.Input) (wrong string, err error) {
	lines := strings.ReplaceAll(c.FormText("leistungen"), ";", ",")
	lines = strings.ReplaceAll(strings.ReplaceAll(lines, "\r", ""), "\n", ";")
	in.Services, wrong, err = s.Catalogue.TypedServices(c.Ctx(), lines, profile.MaxServices)
	return wrong, err
}

// profileForm shows the form; what was typed of services comes back as typed.
func (s *server) profileForm(c *page.Context, p profile.Profile, wrong templates.Problems) error {
	by := c.Viewer()
	page := pages.Edit{
		Base: c.Base("Ihr Profil", templates.SectionNone, templates.Crumb{Href: path.Account, Text: "Mein Konto"}, templates.Crumb{Text: "Profil"}),
		Name: p.Name, Portrait: path.Portrait(p.ID, p.Portrait), Organisation: p.Organisation.Name, Email: p.Email, Function: p.Function,
		About: p.Source, Phone: p.Phone, ShowEmail: p.ShowEmail, Revision: p.Revision, ShowHref: path.Member(by.ID), Problems: wrong,
	}
	page.NoIndex = true
	var lines []string
	for _, x := range p.Services {
		lines = append(lines, strconv.FormatInt(x.ID, 10)+" "+x.Name)
	}
	page.Services = strings.Join(lines, "\n")
	if c.Request.Method == http.MethodPost && c.Request.PostForm.Has("leistungen") {
		page.Services = c.FormText("leistungen")
	}
	boards, err := s.Boards.List(c.Ctx(), by)
	if err != nil {
		return err
	}
	for _, b := range boards {
		if b.Kind == board.Unsorted || !b.Readable(by) {
			continue
		}
		chosen := slices.ContainsFunc(p.Boards, func(x profile.Board) bool { return x.ID == b.ID })
		page.Boards = append(page.Boards, pages.Tick{Value: strconv.FormatInt(b.ID, 10), Text: b.Name, Checked: chosen})
	}
	return c.RenderForm(wrong, pages.EditPage(page))
}

// savePortrait replaces the own picture.
func (s *server) savePortrait(c *page.Context) error {
	by := c.Viewer()
	file, err := c.File("bild")
	if err != nil {
		return err
	}
	wrong := templates.Problems{{Field: "bild", Text: "Bitte wählen Sie eine Datei aus."}}
	if len(file) > 0 {
		err = s.Profiles.SetPortrait(c.Ctx(), by, file)
		found, bad := page.Problems(err)
		if err == nil {
			return c.Announce(path.OwnProfile, "bild")
		}
		if !bad {
			return err
		}
		wrong = found
	}
	p, err := s.Profiles.Own(c.Ctx(), by)
	if err != nil {
		return err
	}
	return s.profileForm(c, p, wrong)
}

// removePortrait removes the own picture.
func (s *server) removePortrait(c *page.Context) error {
	if err := s.Profiles.RemovePortrait(c.Ctx(), c.Viewer()); err != nil {
		return err
	}
	return c.Announce(path.OwnProfile, "bild-entfernt")
}
