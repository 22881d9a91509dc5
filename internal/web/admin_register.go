package web

import (
	"strings"

	"github.com/gin-gonic/gin"

	"kommunalforum/internal/account"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/usecase"
	"kommunalforum/templates"
	pages "kommunalforum/templates/admin"
)

const (
	registerPath        = "/verwaltung/gemeinden"
	registerPreviewPath = registerPath + "/vorschau"
)

// changesListed is how many changes of a kind the preview names.
const changesListed = 200

// showRegister says which register of municipalities holds, and takes another.
func (s *server) showRegister(c *gin.Context) error { return s.registerPage(c, nil) }

func (s *server) registerPage(c *gin.Context, wrong templates.Problems) error {
	page := pages.Register{Base: s.adminBase(c, "Gemeindeverzeichnis"), AsOf: formText(c, "stand"), Problems: wrong}
	err := s.DB.Read(ctx(c), func(tx *db.Tx) error {
		n, err := catalogue.CountTx(tx)
		if err != nil {
			return err
		}
		page.Facts = []templates.Fact{
			{Term: "Gemeinden", Text: templates.Number(n.Municipalities)},
			{Term: "Kreise", Text: templates.Number(n.Districts)},
			{Term: "Stand", Text: templates.DateText(catalogue.ShippedAsOf)},
			{Term: "Herkunft", Text: "mit dem Programm ausgeliefert"},
		}
		present, ok, err := catalogue.PresentRegisterTx(tx)
		if err != nil {
			return err
		}
		if ok {
			page.Facts[2].Text = templates.DateText(present.AsOf)
			page.Facts[3].Text = "hochgeladen, übernommen am " + templates.DayText(present.Applied)
		}
		if _, waits, err := db.Found(pendingUpload(tx)); err != nil {
			return err
		} else if waits {
			page.PreviewHref = registerPreviewPath
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(c, statusOf(wrong), pages.RegisterPage(page))
}

func pendingUpload(tx *db.Tx) (catalogue.Upload, error) {
	u, _, err := catalogue.PendingRegisterTx(tx)
	return u, err
}

// uploadRegister takes a register to be looked at.
func (s *server) uploadRegister(c *gin.Context) error {
	body, err := fileOf(c, "datei")
	if err != nil {
		return err
	}
	err = s.Acts.UploadRegister(ctx(c), s.viewer(c), formText(c, "stand"), body)
	if wrong, ok := problems(err); ok {
		return s.registerPage(c, wrong)
	}
	if err != nil {
		return err
	}
	return seeOther(c, registerPreviewPath)
}

// showRegisterPreview shows what the uploaded register changes.
func (s *server) showRegisterPreview(c *gin.Context) error {
	p, err := s.Acts.RegisterPreview(ctx(c), s.viewer(c))
	if fault.Is(err, fault.NotFound) {
		return seeOther(c, registerPath)
	}
	if err != nil {
		return err
	}
	return s.previewPage(c, p, nil)
}

func (s *server) previewPage(c *gin.Context, p usecase.RegisterPreview, wrong templates.Problems) error {
	page := pages.RegisterPreview{
		Base: s.adminBase(c, "Änderungen prüfen", templates.Crumb{Href: registerPath, Text: "Gemeindeverzeichnis"}),
		ID:   p.Upload.ID, Reason: formText(c, "grund"), Problems: wrong,
		Facts: []templates.Fact{
			{Term: "Stand", Text: templates.DateText(p.Upload.AsOf)},
			{Term: "Gemeinden", Text: fromTo(int64(p.Before), int64(p.After))},
			{Term: "Einwohnerinnen und Einwohner", Text: fromTo(p.PeopleBefore, p.PeopleAfter)},
			{Term: "Mit neuer Einwohnerzahl", Text: templates.Plural(p.Counted, "Gemeinde", "Gemeinden")},
		},
	}
	for _, m := range p.New {
		page.New = append(page.New, m.AGS+" "+m.Name)
	}
	for _, m := range p.Gone {
		page.Gone = append(page.Gone, m.AGS+" "+m.Name)
	}
	for _, m := range p.Renamed {
		page.Renamed = append(page.Renamed, m.AGS+" "+m.Before+" heißt jetzt "+m.After)
	}
	for _, m := range p.Rekeyed {
		page.Rekeyed = append(page.Rekeyed, m.Before.AGS+" "+m.Before.Name+" hat jetzt den AGS "+m.After.AGS)
	}
	page.New, page.MoreNew = shortened(page.New)
	page.Gone, page.MoreGone = shortened(page.Gone)
	page.Renamed, page.MoreRenamed = shortened(page.Renamed)
	page.Rekeyed, page.MoreRekeyed = shortened(page.Rekeyed)
	for _, m := range p.Mergers {
		page.Mergers = append(page.Mergers, mergerOf(c, m, wrong))
	}
	return s.render(c, statusOf(wrong), pages.RegisterPreviewPage(page))
}

func fromTo(before, after int64) string {
	if before == after {
		return templates.Number(before) + ", unverändert"
	}
	return templates.Number(before) + ", danach " + templates.Number(after)
}

// shortened keeps a list readable and says how many it leaves out.
func shortened(list []string) ([]string, int) {
	if len(list) <= changesListed {
		return list, 0
	}
	return list[:changesListed], len(list) - changesListed
}

// none is the value of the choice that a municipality has no successor.
const none = "keine"

func mergerOf(c *gin.Context, m usecase.Merger, wrong templates.Problems) pages.Merger {
	field := "nach-" + m.Gone.AGS
	out := pages.Merger{Field: field, Name: m.Gone.Name, Note: mergerNote(m.Organisation), Error: wrong.For(field)}
	for _, x := range m.Successors {
		out.Options = append(out.Options, templates.Option{Value: x.AGS, Text: x.AGS + " " + x.Name})
	}
	out.Options = append(out.Options, templates.Option{Value: none, Text: "in keiner davon"})
	out.Value = formText(c, field)
	if out.Value == "" {
		out.Value = out.Options[0].Value
	}
	return out
}

func mergerNote(o account.Listed) string {
	switch {
	case o.ID == 0:
		return "Ein Gemeindeverband handelt für sie und handelt danach für die gewählte."
	case o.People == 0:
		return "Die Organisation bleibt mit allem, was in ihrem Namen geschrieben wurde, als aufgelöst stehen."
	}
	return templates.Plural(o.People, "Mitglied gehört", "Mitglieder gehören") + " danach zur gewählten. Die Organisation bleibt mit allem, was in ihrem Namen geschrieben wurde, als aufgelöst stehen."
}

// applyRegister brings everything up to the uploaded register.
func (s *server) applyRegister(c *gin.Context) error {
	successors := map[string]string{}
	for key := range c.Request.PostForm {
		if ags, ok := strings.CutPrefix(key, "nach-"); ok {
			if successors[ags] = formText(c, key); successors[ags] == none {
				successors[ags] = ""
			}
		}
	}
	by := s.viewer(c)
	err := s.Acts.ApplyRegister(ctx(c), by, formNumber(c, "nr"), successors, formText(c, "grund"))
	if wrong, ok := problems(err); ok {
		p, err := s.Acts.RegisterPreview(ctx(c), by)
		if err != nil {
			return err
		}
		return s.previewPage(c, p, wrong)
	}
	if err != nil {
		return err
	}
	return seeOther(c, withNotice(registerPath, "gemeinden"))
}

// discardRegister drops the uploaded register.
func (s *server) discardRegister(c *gin.Context) error {
	if err := s.Acts.DiscardRegister(ctx(c), s.viewer(c)); err != nil {
		return err
	}
	return seeOther(c, withNotice(registerPath, "gemeinden-verworfen"))
}
