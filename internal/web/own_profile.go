package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/profile"
	"kommunalforum/templates"
	pages "kommunalforum/templates/member"
)

const ownProfilePath = "/konto/profil"

// editProfile shows people what they tell about themselves.
func (s *server) editProfile(c *gin.Context) error {
	p, err := s.Profiles.Own(ctx(c), s.viewer(c))
	if err != nil {
		return err
	}
	return s.profileForm(c, p, nil)
}

// saveProfile keeps what they tell about themselves.
func (s *server) saveProfile(c *gin.Context) error {
	by := s.viewer(c)
	in := profile.Input{Function: formText(c, "funktion"), About: c.Request.PostFormValue("text"), Phone: formText(c, "telefon"),
		ShowEmail: ticked(c, "email"), Revision: int(formNumber(c, "stand"))}
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
		err = s.Profiles.Save(ctx(c), by, in)
	}
	found, bad := problems(err)
	if err != nil && !bad {
		return err
	}
	if wrong == "" && !bad {
		return seeOther(c, withNotice(memberPath(by.ID), "profil"))
	}
	if wrong != "" {
		found = append(found, templates.Problem{Field: "leistungen", Text: wrong})
	}
	p, err := s.Profiles.Own(ctx(c), by)
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
func (s *server) readCompetence(c *gin.Context, in *profile.Input) (wrong string, err error) {
	lines := strings.ReplaceAll(formText(c, "leistungen"), ";", ",")
	lines = strings.ReplaceAll(strings.ReplaceAll(lines, "\r", ""), "\n", ";")
	err = s.DB.Read(ctx(c), func(tx *db.Tx) error {
		in.Services, wrong, err = servicesTyped(tx, lines, profile.MaxServices)
		return err
	})
	return wrong, err
}

// profileForm shows the form; what was typed of services comes back as typed.
func (s *server) profileForm(c *gin.Context, p profile.Profile, wrong templates.Problems) error {
	by := s.viewer(c)
	page := pages.Edit{
		Base: s.base(c, "Ihr Profil", templates.SectionNone, templates.Crumb{Href: "/konto", Text: "Mein Konto"}, templates.Crumb{Text: "Profil"}),
		Name: p.Name, Portrait: portraitPath(p.ID, p.Portrait), Organisation: p.Organisation.Name, Email: p.Email, Function: p.Function,
		About: p.Source, Phone: p.Phone, ShowEmail: p.ShowEmail, Revision: p.Revision, ShowHref: memberPath(by.ID), Problems: wrong,
	}
	page.NoIndex = true
	var lines []string
	for _, x := range p.Services {
		lines = append(lines, strconv.FormatInt(x.ID, 10)+" "+x.Name)
	}
	page.Services = strings.Join(lines, "\n")
	if c.Request.Method == http.MethodPost && c.Request.PostForm.Has("leistungen") {
		page.Services = formText(c, "leistungen")
	}
	err := s.DB.Read(ctx(c), func(tx *db.Tx) error {
		boards, err := board.ListedTx(tx, by)
		for _, b := range boards {
			if b.Kind == board.Unsorted || !b.Readable(by) {
				continue
			}
			chosen := slices.ContainsFunc(p.Boards, func(x profile.Board) bool { return x.ID == b.ID })
			page.Boards = append(page.Boards, pages.Tick{Value: strconv.FormatInt(b.ID, 10), Text: b.Name, Checked: chosen})
		}
		return err
	})
	if err != nil {
		return err
	}
	return s.render(c, statusOf(wrong), pages.EditPage(page))
}

// savePortrait replaces the own picture.
func (s *server) savePortrait(c *gin.Context) error {
	by := s.viewer(c)
	file, err := fileOf(c, "bild")
	if err != nil {
		return err
	}
	wrong := templates.Problems{{Field: "bild", Text: "Bitte wählen Sie eine Datei aus."}}
	if len(file) > 0 {
		err = s.Profiles.SetPortrait(ctx(c), by, file)
		found, bad := problems(err)
		if err == nil {
			return seeOther(c, withNotice(ownProfilePath, "bild"))
		}
		if !bad {
			return err
		}
		wrong = found
	}
	p, err := s.Profiles.Own(ctx(c), by)
	if err != nil {
		return err
	}
	return s.profileForm(c, p, wrong)
}

// removePortrait removes the own picture.
func (s *server) removePortrait(c *gin.Context) error {
	if err := s.Profiles.RemovePortrait(ctx(c), s.viewer(c)); err != nil {
		return err
	}
	return seeOther(c, withNotice(ownProfilePath, "bild-entfernt"))
}
