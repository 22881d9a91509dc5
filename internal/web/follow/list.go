package follow

import (
	"net/http"
	"strconv"

	"kommunalforum/internal/follow"
	"kommunalforum/internal/usecase"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
	pages "kommunalforum/templates/follow"
)

// showFollowing lists all that the viewer follows, or has muted or left out.
func (s *server) showFollowing(c *page.Context) error {
	f := follow.Filter{Kind: follow.Kind(c.Query("art")), Exceptions: c.Query("ausnahmen") != "", Page: c.PageNumber()}
	list, err := s.Acts.Following(c.Ctx(), c.Viewer(), f)
	if err != nil {
		return err
	}
	setting, err := s.Follows.Setting(c.Ctx(), c.Viewer())
	if err != nil {
		return err
	}
	current := tabFollowed
	if f.Exceptions {
		current = tabExceptions
	}
	tabs, err := s.tabs(c, current)
	if err != nil {
		return err
	}
	page := pages.List{Base: c.Base("Alles, dem ich folge", templates.SectionNone, templates.Crumb{Href: path.Account, Text: "Mein Konto"},
		templates.Crumb{Text: "Alles, dem ich folge"}),
		Tabs: tabs, Exceptions: f.Exceptions, Kinds: kindOptions(), Kind: string(f.Kind), Filtered: f.Kind != "",
		Here: path.Following, EndAction: path.EndFollowing, EndAll: endAll(f.Exceptions, len(list.Followed)),
		Pages:   templates.Pages{Current: list.Current, Last: list.Last, Href: func(n int) string { return listPath(f, n) }},
		Setting: pages.Setting{Action: path.FollowSetting, Asking: setting.Asking, Replying: setting.Replying, Supporting: setting.Supporting},
	}
	page.NoIndex = true
	if page.Undo, err = s.undoOf(c); err != nil {
		return err
	}
	for _, x := range list.Followed {
		page.Rows = append(page.Rows, rowOf(x))
	}
	return c.Render(http.StatusOK, pages.ListPage(page))
}

// listPath is the address of a page of the list.
func listPath(f follow.Filter, n int) string {
	exceptions, number := "", ""
	if f.Exceptions {
		exceptions = "ja"
	}
	if n > 1 {
		number = strconv.Itoa(n)
	}
	return path.WithQuery(path.Following, "art", string(f.Kind), "ausnahmen", exceptions, "seite", number)
}

func kindOptions() []templates.Option {
	out := []templates.Option{{Text: "alle"}}
	for _, k := range follow.Kinds {
		out = append(out, templates.Option{Value: string(k), Text: k.German()})
	}
	return out
}

func endAll(exceptions bool, n int) string {
	switch {
	case exceptions && n == 1:
		return "Den gezeigten Eintrag aufheben"
	case exceptions:
		return "Alle " + strconv.Itoa(n) + " gezeigten aufheben"
	case n == 1:
		return "Dem gezeigten nicht mehr folgen"
	}
	return "Allen " + strconv.Itoa(n) + " gezeigten nicht mehr folgen"
}

func rowOf(x usecase.Followed) pages.Row {
	r := pages.Row{Title: x.Place.Title, Kind: x.Kind.German(), Level: x.Level.German(), Since: x.At,
		Value: string(x.Kind) + " " + strconv.FormatInt(x.ID, 10), End: "Nicht mehr folgen"}
	if !x.Level.Follows() {
		r.End = "Aufheben"
	}
	if x.Gone {
		r.Title = "Gibt es nicht mehr, oder Sie dürfen es nicht sehen"
		return r
	}
	r.Href = view.FollowedHref(x.Place)
	return r
}

// undoOf offers to undo what was just ended, by the address that the act led to.
func (s *server) undoOf(c *page.Context) (pages.Undo, error) {
	batch, err := strconv.ParseInt(c.Query("beendet"), 10, 64)
	if err != nil {
		return pages.Undo{}, nil
	}
	n, err := s.Follows.Ended(c.Ctx(), c.Viewer(), batch)
	if err != nil || n == 0 {
		return pages.Undo{}, err
	}
	return pages.Undo{Action: path.UndoEnding, Batch: strconv.FormatInt(batch, 10),
		Text: templates.Plural(n, "Eintrag ist beendet.", "Einträge sind beendet.")}, nil
}
