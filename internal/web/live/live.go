// Package live answers what is new on a page that a member looks at: one small
// question every half a minute, see static/js/live.js.
//
// It promises: asking does not keep a session from ending; nothing is written for it
// and nothing is held between two questions; it counts only what its page would show.
// Guests do not ask: their pages cost nothing while nobody writes, and there is no
// bound on how many of them are open.
package live

import (
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/secret"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/templates"
)

// Deps are the parts of the house that it needs.
type Deps struct {
	Forum     *forum.Forum
	Inquiries *inquiry.Inquiries
}

type server struct {
	Deps
	polls *page.Limiter // per session; several windows may be open
}

// Mount mounts the question.
func Mount(k *page.Kit, d Deps) {
	s := &server{Deps: d, polls: page.NewLimiter(30, 5*time.Second)}
	k.Open().Get(path.Live, s.poll)
}

// news is the answer. Count is 0 for none.
type news struct {
	Count  int    `json:"neu"`
	Text   string `json:"text"`
	Href   string `json:"ziel"`
	Unread string `json:"zahl"` // what the bell shows, "" for nothing
	Bell   string `json:"glocke"`
}

// poll says what is new, or 304 when the script knows it already. Whoever is no longer
// signed in gets an answer without words, after which the script stops asking.
func (s *server) poll(c *page.Context) error {
	by := c.Viewer()
	c.Header("Cache-Control", "no-store")
	if !by.SignedIn() {
		c.AbortWithStatus(http.StatusUnauthorized)
		return nil
	}
	if _, wait := s.polls.Allow(by.Session, c.Now()); wait > 0 {
		c.RetryAfter(wait)
		c.AbortWithStatus(http.StatusTooManyRequests)
		return nil
	}
	n, err := s.news(c, by)
	if err != nil {
		return err
	}
	unread := c.Unread(by)
	n.Unread, n.Bell = templates.BellCount(unread), templates.BellLabel(unread)
	body, err := json.Marshal(n)
	if err != nil {
		return err
	}
	tag := `"` + secret.Hash(string(body)) + `"`
	c.Header("ETag", tag)
	if c.GetHeader("If-None-Match") == tag {
		c.AbortWithStatus(http.StatusNotModified)
		return nil
	}
	return c.SendJSON(body)
}

// news counts what is new on the page that asks.
func (s *server) news(c *page.Context, by account.Viewer) (n news, err error) {
	id, since := number(c, "id"), number(c, "seit")
	switch c.Query("seite") {
	case path.LiveThread:
		posts, err := s.Forum.PostsSince(c.Ctx(), by, id, int(since))
		if err != nil || len(posts) == 0 {
			return n, err
		}
		return news{Count: len(posts), Text: words(len(posts), "neue Antwort", "neue Antworten"), Href: path.Post(posts[0])}, nil
	case path.LiveBoard:
		n.Count, err = s.Forum.ThreadsSince(c.Ctx(), by, id, time.UnixMilli(since))
		n.Text = words(n.Count, "Thema mit neuen Beiträgen", "Themen mit neuen Beiträgen")
	case path.LiveDesk:
		n.Count, err = s.Inquiries.StepsSince(c.Ctx(), by, since)
		n.Text = words(n.Count, "Vorgang mit Neuem", "Vorgänge mit Neuem")
	}
	return n, err // without an address: the page itself, once more
}

// maxCount is the highest number that is said.
const maxCount = 99

func words(n int, one, many string) string {
	if n > maxCount {
		return "Mehr als " + strconv.Itoa(maxCount) + " " + many
	}
	return templates.Plural(n, one, many)
}

// number reads a number of the query; invalid values are 0.
func number(c *page.Context, name string) int64 {
	n, _ := strconv.ParseInt(c.Query(name), 10, 64)
	return n
}
