package inbox

import (
	"net/http"
	"strconv"

	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/templates"
	pages "kommunalforum/templates/inbox"
)

// addDrafts shows what the viewer has begun to write and not sent.
func (s *server) addDrafts(c *page.Context, out *pages.Own) error {
	notes, err := s.draftNotes(c)
	for _, n := range notes[:min(shown, len(notes))] {
		out.Drafts = append(out.Drafts, templates.Note{Href: n.Href, Title: n.Begin, Text: n.Form + " · " + templates.MomentText(n.At)})
	}
	out.AllDrafts = templates.Link{Href: path.Drafts, Text: "Alle meine Entwürfe"}
	return err
}

// draftNotes lists what the viewer keeps, replies with the titles of those threads that
// they may read.
func (s *server) draftNotes(c *page.Context) ([]templates.DraftNote, error) {
	list, err := s.Drafts.List(c.Ctx(), c.Viewer(), c.ResumeToken())
	if err != nil {
		return nil, err
	}
	var threads []int64
	for _, d := range list {
		if id := page.DraftThread(d); id != 0 {
			threads = append(threads, id)
		}
	}
	titles, err := s.Forum.Titles(c.Ctx(), c.Viewer(), threads)
	if err != nil {
		return nil, err
	}
	notes := make([]templates.DraftNote, len(list))
	for i, d := range list {
		notes[i] = page.DraftNote(d)
		if title := titles[page.DraftThread(d)]; title != "" {
			notes[i].Form += " auf „" + title + "“"
		}
	}
	return notes, nil
}

// showDrafts lists what the viewer has begun to write and not sent.
func (s *server) showDrafts(c *page.Context) error {
	notes, err := s.draftNotes(c)
	if err != nil {
		return err
	}
	out := ownList(c, "Meine Entwürfe", path.Drafts, 0, 0)
	out.Text = "Texte, die Sie begonnen und noch nicht abgeschickt haben. Nur Sie sehen sie. 90 Tage nach dem letzten Speichern werden sie " +
		"gelöscht, nach dem Ende einer Sitzung gerettete nach zwölf Stunden. FAQ-Entwürfe " +
		"und Entwürfe offizieller Antworten, an denen auch andere arbeiten, stehen nicht hier."
	out.Empty = templates.Empty{Title: "Zurzeit keine", Text: "Unter jedem Text, den Sie schreiben, steht „Entwurf speichern“. Hier finden " +
		"Sie ihn wieder."}
	out.Drafts, out.Rescue = notes, strconv.FormatInt(c.Viewer().ID, 10)
	return c.Render(http.StatusOK, pages.ListPage(out))
}

// askDiscardDraft asks once more before a draft is deleted.
func (s *server) askDiscardDraft(c *page.Context, id int64) error {
	d, err := s.Drafts.Find(c.Ctx(), c.Viewer(), id, c.ResumeToken())
	if err != nil {
		return err
	}
	n := page.DraftNote(d)
	out := templates.Confirm{Base: c.Base("Entwurf löschen", templates.SectionNone, ownCrumbs(
		templates.Crumb{Href: path.Drafts, Text: "Meine Entwürfe"}, templates.Crumb{Text: "Löschen"})...),
		Heading: "Entwurf löschen", Text: n.Form + " vom " + templates.MomentText(n.At) + ": „" + n.Begin + "“. Das lässt sich nicht " +
			"rückgängig machen.",
		Action: path.To(path.DiscardDraft, id), Send: "Löschen", Back: path.Drafts}
	out.NoIndex = true
	return c.Render(http.StatusOK, templates.ConfirmPage(out))
}

// discardDraft deletes a draft.
func (s *server) discardDraft(c *page.Context, id int64) error {
	return c.Removed(s.Drafts.Discard(c.Ctx(), c.Viewer(), id, c.ResumeToken()), path.Drafts, "entwurf-geloescht")
}
