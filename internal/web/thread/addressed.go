package thread

import (
	"net/http"
	"strings"

	"kommunalforum/internal/fault"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
	pages "kommunalforum/templates/thread"
)

// savedPost leads to a post that was written or changed, with a notice and what the
// author should know of the names in its text.
func (s *server) savedPost(c *page.Context, post int64, text, notice string) error {
	notice, err := s.addressing(c, post, text, notice)
	if err != nil {
		return err
	}
	return s.toPost(c, post, notice)
}

// addressing returns the notice, or that one with what became of the names behind the
// "@" in the text of a post. The preview says which names.
func (s *server) addressing(c *page.Context, post int64, text, notice string) (string, error) {
	if !strings.Contains(text, "@") {
		return notice, nil
	}
	found, err := s.Forum.Addressed(c.Ctx(), c.Viewer(), post)
	switch {
	case err != nil:
		return "", err
	case found.Ambiguous:
		notice += "-name-mehrfach"
	case found.Unknown:
		notice += "-name-unbekannt"
	case len(found.Blind) > 0:
		notice += "-name-bereich"
	case found.TooMany:
		notice += "-namen-viele"
	}
	return notice, nil
}

// preview renders a text as it will appear at the place, with what its author should know
// of the names in it, or says what is wrong with it.
func (s *server) preview(c *page.Context, at forum.Destination, text string) (out pages.Previewed, wrong templates.Problems) {
	if out.Text, wrong = view.Preview(c, text); len(wrong) > 0 || !strings.Contains(text, "@") {
		return out, wrong
	}
	found, err := s.Forum.Addressing(c.Ctx(), c.Viewer(), at, out.Text)
	if err != nil {
		return out, nil // the place is gone: the text is still shown
	}
	for _, name := range found.Blind {
		out.Names = append(out.Names, "@"+name+" kann diesen Bereich nicht sehen und erfährt nichts davon.")
	}
	for _, x := range []struct {
		is   bool
		text string
	}{
		{found.Ambiguous, "Einen Namen hinter @ gibt es mehrmals. Schreiben Sie die Organisation in Klammern dahinter: @Anna Beispiel (Stadt X)."},
		{found.Unknown, "Zu einem Namen hinter @ haben wir niemanden gefunden, oder niemanden in der Organisation, die in Klammern dahinter steht."},
		{found.TooMany, "Es sind mehr als zehn Personen angesprochen. Nur die ersten zehn bekommen eine Mitteilung."},
	} {
		if x.is {
			out.Names = append(out.Names, x.text)
		}
	}
	return out, nil
}

// newPlace is where a new thread will stand for which the board was chosen in the form.
func newPlace(board string) forum.Destination {
	if board == unknownBoard {
		board = ""
	}
	return forum.Destination{Board: board}
}

// offeredNames is what the script of the composer asks for behind an "@".
type offeredNames struct {
	People []offeredName `json:"personen"`
}

type offeredName struct {
	Name         string `json:"name"`
	Organisation string `json:"organisation"`
	Words        string `json:"text"` // as it is to be written
}

// showNames offers people to address where a text is being written: ?thema= is its
// thread, ?bereich= the board of a new one.
func (s *server) showNames(c *page.Context) error {
	out := offeredNames{People: []offeredName{}}
	c.Header("Cache-Control", "no-store")
	if wait := c.TypedTooFast(); wait > 0 {
		c.RetryAfter(wait)
		c.JSON(http.StatusTooManyRequests, out)
		return nil
	}
	at := newPlace(c.Query("bereich"))
	at.Thread = c.FormNumber("thema")
	if at.Thread == 0 && c.Query("thema") != "" {
		return fault.Missing()
	}
	found, err := s.Forum.Addressable(c.Ctx(), c.Viewer(), at, c.Query("q"))
	if err != nil {
		return err
	}
	for _, a := range found {
		out.People = append(out.People, offeredName{a.Name, a.Organisation, a.Words})
	}
	c.JSON(http.StatusOK, out)
	return nil
}
