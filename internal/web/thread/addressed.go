package thread

import (
	"strings"

	"kommunalforum/internal/web/page"
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
// "@" in the text of a post. It tells nothing that the members' directory does not: on
// a restricted board the same sentence stands whoever is addressed.
func (s *server) addressing(c *page.Context, post int64, text, notice string) (string, error) {
	if !strings.Contains(text, "@") {
		return notice, nil
	}
	found, restricted, err := s.Forum.Addressed(c.Ctx(), c.Viewer(), post)
	switch {
	case err != nil:
		return "", err
	case found.Ambiguous:
		notice += "-name-mehrfach"
	case found.Unknown:
		notice += "-name-unbekannt"
	case found.TooMany:
		notice += "-namen-viele"
	case restricted:
		notice += "-name-bereich"
	}
	return notice, nil
}
