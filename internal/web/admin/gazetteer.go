package admin

import (
	"strings"

	"kommunalforum/internal/directory"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/usecase"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/templates"
	pages "kommunalforum/templates/admin"
)

// changesListed is how many changes of a kind the preview names.
const changesListed = 200

// showGazetteer says which register of municipalities holds, and takes another.
func (s *server) showGazetteer(c *page.Context) error { return s.gazetteerPage(c, nil) }

func (s *server) gazetteerPage(c *page.Context, wrong templates.Problems) error {
	g, err := s.Catalogue.Gazetteer(c.Ctx())
	if err != nil {
		return err
	}
	source := "mit dem Programm ausgeliefert"
	if !g.Applied.IsZero() {
		source = "hochgeladen, übernommen am " + templates.DayText(g.Applied)
	}
	page := pages.Gazetteer{Base: s.adminBase(c, "Gemeindeverzeichnis"), AsOf: c.FormText("stand"), Problems: wrong, Facts: []templates.Fact{
		{Term: "Gemeinden", Text: templates.Number(g.Municipalities)},
		{Term: "Kreise", Text: templates.Number(g.Districts)},
		{Term: "Stand", Text: templates.DateText(g.AsOf)},
		{Term: "Herkunft", Text: source},
	}}
	if g.Pending {
		page.PreviewHref = path.GazetteerPreview
	}
	return c.RenderForm(wrong, pages.GazetteerPage(page))
}

// uploadGazetteer takes a register to be looked at.
func (s *server) uploadGazetteer(c *page.Context) error {
	body, err := c.File("datei")
	if err != nil {
		return err
	}
	err = s.Acts.UploadRegister(c.Ctx(), c.Viewer(), c.FormText("stand"), body)
	if wrong, ok := page.Problems(err); ok {
		return s.gazetteerPage(c, wrong)
	}
	if err != nil {
		return err
	}
	return c.SeeOther(path.GazetteerPreview)
}

// showGazetteerPreview shows what the uploaded register changes.
func (s *server) showGazetteerPreview(c *page.Context) error {
	p, err := s.Acts.RegisterPreview(c.Ctx(), c.Viewer())
	if fault.Is(err, fault.NotFound) {
		return c.SeeOther(path.Gazetteer)
	}
	if err != nil {
		return err
	}
	return s.previewPage(c, p, nil)
}

func (s *server) previewPage(c *page.Context, p usecase.RegisterPreview, wrong templates.Problems) error {
	page := pages.GazetteerPreview{
		Base: s.adminBase(c, "Änderungen prüfen", templates.Crumb{Href: path.Gazetteer, Text: "Gemeindeverzeichnis"}),
		ID:   p.Upload.ID, Reason: c.FormText("grund"), Problems: wrong,
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
	return c.RenderForm(wrong, pages.GazetteerPreviewPage(page))
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

func mergerOf(c *page.Context, m usecase.Merger, wrong templates.Problems) pages.Merger {
	field := "nach-" + m.Gone.AGS
	out := pages.Merger{Field: field, Name: m.Gone.Name, Note: mergerNote(m.Organisation), Error: wrong.For(field)}
	for _, x := range m.Successors {
		out.Options = append(out.Options, templates.Option{Value: x.AGS, Text: x.AGS + " " + x.Name})
	}
	out.Options = append(out.Options, templates.Option{Value: none, Text: "in keiner davon"})
	out.Value = c.FormText(field)
	if out.Value == "" {
		out.Value = out.Options[0].Value
	}
	return out
}

func mergerNote(o directory.Listed) string {
	switch {
	case o.ID == 0:
		return "Ein Gemeindeverband handelt für sie und handelt danach für die gewählte."
	case o.People == 0:
		return "Die Organisation bleibt mit allem, was in ihrem Namen geschrieben wurde, als aufgelöst stehen."
	}
	return templates.Plural(o.People, "Mitglied gehört", "Mitglieder gehören") +
		" danach zur gewählten. Die Organisation bleibt mit allem, was in ihrem Namen geschrieben wurde, als aufgelöst stehen."
}

// applyGazetteer brings everything up to the uploaded register.
func (s *server) applyGazetteer(c *page.Context) error {
	successors := map[string]string{}
	for key := range c.Request.PostForm {
		if ags, ok := strings.CutPrefix(key, "nach-"); ok {
			if successors[ags] = c.FormText(key); successors[ags] == none {
				successors[ags] = ""
			}
		}
	}
	by := c.Viewer()
	err := s.Acts.ApplyRegister(c.Ctx(), by, c.FormNumber("nr"), successors, c.FormText("grund"))
	if wrong, ok := page.Problems(err); ok {
		p, err := s.Acts.RegisterPreview(c.Ctx(), by)
		if err != nil {
			return err
		}
		return s.previewPage(c, p, wrong)
	}
	if fault.Is(err, fault.NotFound) { // nothing is uploaded: it was applied or dropped before
		return c.Decided(err, path.Gazetteer, "", page.Done{Act: "register.apply", Subject: "register", ID: c.FormNumber("nr")})
	}
	if err != nil {
		return err
	}
	return c.Announce(path.Gazetteer, "gemeinden")
}

// discardGazetteer drops the uploaded register.
func (s *server) discardGazetteer(c *page.Context) error {
	if err := s.Acts.DiscardRegister(c.Ctx(), c.Viewer()); err != nil {
		return err
	}
	return c.Announce(path.Gazetteer, "gemeinden-verworfen")
}
