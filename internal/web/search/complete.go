package search

import (
	"net/http"

	"kommunalforum/internal/search"
	"kommunalforum/internal/search/document"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/view"
)

// completion is what the script of the search fields asks for while somebody
// types: lines to search for, and pages by their titles.
type completion struct {
	Lines  []string         `json:"zeilen"`
	Titles []completedTitle `json:"titel"`
}

type completedTitle struct {
	Kind  string `json:"art"`
	State string `json:"zustand,omitempty"`
	Title string `json:"titel"`
	Href  string `json:"href"`
}

// completeSearch offers how a line of the search field may go on. It answers
// with nothing rather than with an error: who types needs no help to go on.
func (s *server) completeSearch(c *page.Context) error {
	c.ReleaseSnapshot()
	by := c.Viewer()
	out := completion{Lines: []string{}, Titles: []completedTitle{}}
	c.Header("Cache-Control", "no-store")
	if wait := c.TypedTooFast(); wait > 0 {
		c.RetryAfter(wait)
		c.JSON(http.StatusTooManyRequests, out)
		return nil
	}
	found, err := s.Search.Complete(c.Ctx(), by, c.Query("q"))
	if err != nil {
		return err
	}
	out.Lines = append(out.Lines, found.Lines...)
	for _, h := range found.Titles {
		out.Titles = append(out.Titles, completedTitle{kindOfHit(h).German(), h.State.German(), h.Title, view.HitPath(h)})
	}
	c.JSON(http.StatusOK, out)
	return nil
}

// kindOfHit is what a hit is called: a reply stands for its thread.
func kindOfHit(h search.Hit) document.Kind {
	if h.Kind == document.Reply {
		return document.Thread
	}
	return h.Kind
}
