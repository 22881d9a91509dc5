package follow

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"kommunalforum/internal/fault"
	"kommunalforum/internal/follow"
	"kommunalforum/internal/search/query"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
	pages "kommunalforum/templates/follow"
	searches "kommunalforum/templates/search"
)

// saveSearch saves the search of the form on the search page, and follows it.
func (s *server) saveSearch(c *page.Context) error {
	in := query.FormOf(c.Request.PostForm)
	name := cmp.Or(c.FormText("name"), follow.NameOf(in.Text), "Meine Suche")
	if in.TooLong() {
		text := fmt.Sprintf("Eine Suche hat höchstens %d Zeichen. Diese ist länger; bitte kürzen Sie sie.", query.MaxLength)
		return saveAgain(c, http.StatusUnprocessableEntity, in, name, templates.Problems{{Field: "q", Text: text}})
	}
	if in.Saved() == "" {
		text := "Bitte geben Sie ein, wonach gesucht werden soll."
		return saveAgain(c, http.StatusUnprocessableEntity, in, name, templates.Problems{{Field: "q", Text: text}})
	}
	_, renamed, err := s.Follows.Save(c.Ctx(), c.Viewer(), name, in.Saved())
	if wrong, ok := page.Problems(err); ok {
		return saveAgain(c, page.StatusOf(wrong), in, name, wrong)
	}
	if fault.Is(err, fault.TooMany) { // a search without words has nothing typed for which its form would come back by itself
		c.RetryAfter(fault.WaitOf(err))
		return saveAgain(c, http.StatusTooManyRequests, in, name, templates.Problems{{Text: fault.SentenceOf(err)}})
	}
	if err != nil {
		return err
	}
	if renamed {
		return c.Announce(path.SavedSearches, "suche-umbenannt")
	}
	return c.Announce(path.SavedSearches, "suche-gespeichert")
}

// saveAgain shows the form of a search that could not be saved, as it was sent and with
// its words to be changed, and the way back to the search.
func saveAgain(c *page.Context, status int, in query.Form, name string, wrong templates.Problems) error {
	out := searches.Again{Base: c.Base("Suche speichern", templates.SectionNone, templates.Crumb{Href: path.SearchAgain(in.Saved()), Text: "Suche"},
		templates.Crumb{Text: "Suche speichern"}), Words: in.Text, Back: path.SearchAgain(in.Saved())}
	in.Text = ""
	out.NoIndex, out.Save = true, view.SaveSearch(in, name)
	out.Save.Wrong = wrong
	return c.Render(status, searches.AgainPage(out))
}

// showSearches lists the viewer's saved searches.
func (s *server) showSearches(c *page.Context) error {
	list, err := s.Follows.Searches(c.Ctx(), c.Viewer())
	if err != nil {
		return err
	}
	tabs, err := s.tabs(c, tabSearches)
	if err != nil {
		return err
	}
	page := pages.Searches{Base: c.Base("Gespeicherte Suchen", templates.SectionNone, templates.Crumb{Href: path.Account, Text: "Mein Konto"},
		templates.Crumb{Text: "Gespeicherte Suchen"}), Tabs: tabs, FollowAction: path.Follow}
	page.NoIndex = true
	for _, x := range list {
		page.Rows = append(page.Rows, pages.Search{ID: strconv.FormatInt(x.ID, 10), Name: x.Name, Href: path.SearchAgain(x.Query), Since: x.CreatedAt,
			Followed: x.Followed, ForgetAction: path.To(path.ForgetSearch, x.ID)})
	}
	return c.Render(http.StatusOK, pages.SearchesPage(page))
}

// openSearch leads to the hits of a saved search, the newest first. Somebody else's is
// fault.NotFound. Mails link to it, so that what was searched for stands in none.
func (s *server) openSearch(c *page.Context, id int64) error {
	list, err := s.Follows.Searches(c.Ctx(), c.Viewer())
	if err != nil {
		return err
	}
	i := slices.IndexFunc(list, func(x follow.SavedSearch) bool { return x.ID == id })
	if i < 0 {
		return fault.Missing()
	}
	form := query.FormOfSaved(list[i].Query)
	form.Newest = true
	return c.SeeOther(path.Search + "?" + form.Values().Encode())
}

// forgetSearch deletes a saved search.
func (s *server) forgetSearch(c *page.Context, id int64) error {
	return c.Removed(s.Follows.Forget(c.Ctx(), c.Viewer(), id), path.SavedSearches, "suche-geloescht")
}

// The tabs of the pages of this area.
const (
	tabFollowed = iota
	tabExceptions
	tabSearches
)

// tabs are the tabs of the pages of this area.
func (s *server) tabs(c *page.Context, current int) ([]templates.Tab, error) {
	counts, searches, err := s.Follows.Counts(c.Ctx(), c.Viewer())
	return []templates.Tab{
		{Href: path.Following, Text: "Ich folge", Count: follow.Sum(counts.Followed), Current: current == tabFollowed},
		{Href: listPath(follow.Filter{Exceptions: true}, 1), Text: "Stumm und ausgenommen", Count: follow.Sum(counts.Exceptions),
			Current: current == tabExceptions},
		{Href: path.SavedSearches, Text: "Gespeicherte Suchen", Count: searches, Current: current == tabSearches},
	}, err
}
