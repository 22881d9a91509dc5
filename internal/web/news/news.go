package news

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
	pages "kommunalforum/templates/news"
)

// Rows of each part: beside the others, and alone.
const (
	rowsBeside = 10
	rowsAlone  = forum.RowsPerPage
)

// firstSight is since when things are new to who is here for the first time.
const firstSight = 7 * 24 * time.Hour

// Parts of the page, as they stand in its address.
const (
	partAnswers  = "antworten"
	partFollowed = "gefolgt"
	partRest     = "uebrige"
)

// span is since when what is shown is new.
type span struct {
	since time.Time
	date  string // as it stands in the address, "" for the last visit
	words string
	wrong string // what is wrong with the date
}

// link is the address of a part of the page, from a place in its list on.
func (s span) link(part, from string) string {
	return path.WithQuery(path.News, "seit", s.date, "teil", part, "ab", from)
}

// showNews shows what is new since the last visit, or a date: official answers, what
// the viewer follows, and the rest.
func (s *server) showNews(c *page.Context) error {
	sp, err := s.spanOf(c)
	if err != nil {
		return err
	}
	part := c.Query("teil")
	out := pages.Show{Base: c.Base("Was ist neu?", templates.SectionNone, templates.Crumb{Href: path.Start, Text: "Start"},
		templates.Crumb{Text: "Was ist neu?"}), Since: sp.words, AllHref: sp.link("", ""), Alone: isPart(part),
		Date: templates.Field{Name: "seit", Label: "Seit", Value: c.Query("seit"), Error: sp.wrong}}
	out.NoIndex = true
	for _, p := range []struct {
		name string
		show func(*page.Context, span, bool) (pages.Part, error)
		into *pages.Part
	}{{partAnswers, s.answers, &out.Answers}, {partFollowed, s.followed, &out.Followed}, {partRest, s.rest, &out.Rest}} {
		if out.Alone && p.name != part {
			continue
		}
		if *p.into, err = p.show(c, sp, out.Alone); err != nil {
			return err
		}
	}
	if !out.Alone {
		if out.New, err = s.markAll(c); err != nil {
			return err
		}
	}
	status := http.StatusOK
	if sp.wrong != "" {
		status = http.StatusUnprocessableEntity
	}
	return c.Render(status, pages.ShowPage(out))
}

// markAll is the form that marks everything as read.
func (s *server) markAll(c *page.Context) (m templates.ReadMark, err error) {
	counts, err := s.Unread.Boards(c.Ctx(), c.Viewer())
	if err != nil {
		return m, err
	}
	head, err := s.Unread.Head(c.Ctx())
	return view.MarkAllRead(counts, head), err
}

func isPart(name string) bool { return name == partAnswers || name == partFollowed || name == partRest }

// spanOf reads since when; without a date that holds it is the last visit.
func (s *server) spanOf(c *page.Context) (sp span, err error) {
	if text := strings.TrimSpace(c.Query("seit")); text != "" {
		date, err := catalogue.ParseDate(text)
		if err == nil && date.After(catalogue.DateOf(c.Now())) {
			err = fault.Reject("Dieses Datum liegt in der Zukunft. Bitte geben Sie einen Tag bis heute an.")
		}
		if err == nil {
			return span{since: date.Begin(), date: string(date), words: "Seit dem " + date.German() + "."}, nil
		}
		sp.wrong = fault.SentenceOf(err)
	}
	if sp.since, err = s.Unread.LastVisit(c.Ctx(), c.Viewer()); err != nil {
		return sp, err
	}
	sp.words = "Seit Ihrem letzten Besuch am " + templates.MomentText(sp.since) + "."
	if sp.since.IsZero() {
		sp.since, sp.words = c.Now().Add(-firstSight), "Aus den letzten sieben Tagen."
	}
	return sp, nil
}

// answers shows the official answers.
func (s *server) answers(c *page.Context, sp span, alone bool) (p pages.Part, err error) {
	p = pages.Part{ID: partAnswers, Title: "Offizielle Antworten", Empty: "Keine neuen.", Start: sp.link(partAnswers, "")}
	limit, after := rowsBeside, int64(0)
	if alone {
		limit, after = rowsAlone, c.FormNumber("ab")
	}
	p.First = after == 0
	list, err := s.Inquiries.AnswersSince(c.Ctx(), c.Viewer(), sp.since, after, limit+1)
	if err != nil {
		return p, err
	}
	if len(list) > limit {
		list = list[:limit]
		p.More = moreOf(sp, partAnswers, alone, strconv.FormatInt(list[limit-1].AnswerID, 10))
	}
	p.Notes = view.AnswerNotes(list)
	return p, nil
}

// moreOf leads on: from beside the others to the part alone.
func moreOf(sp span, part string, alone bool, from string) string {
	if !alone {
		from = ""
	}
	return sp.link(part, from)
}

// followed shows the threads that the viewer follows.
func (s *server) followed(c *page.Context, sp span, alone bool) (pages.Part, error) {
	p := pages.Part{ID: partFollowed, Title: "Themen, denen Sie folgen", Empty: "Keine neuen Beiträge."}
	return p, s.threads(c, sp, &p, forum.Active{Since: sp.since, Followed: true}, alone)
}

// rest shows the other threads.
func (s *server) rest(c *page.Context, sp span, alone bool) (pages.Part, error) {
	p := pages.Part{ID: partRest, Title: "Alle übrigen Themen", Empty: "Keine neuen Beiträge."}
	return p, s.threads(c, sp, &p, forum.Active{Since: sp.since}, alone)
}

func (s *server) threads(c *page.Context, sp span, p *pages.Part, a forum.Active, alone bool) error {
	a.Limit = rowsBeside
	if alone {
		a.Limit, a.After = rowsAlone, turnOf(c.Query("ab"))
	}
	p.First, p.Start = a.After == forum.Turn{}, sp.link(p.ID, "")
	rows, next, err := s.Forum.Active(c.Ctx(), c.Viewer(), a)
	if err != nil {
		return err
	}
	if next != (forum.Turn{}) {
		p.More = moreOf(sp, p.ID, alone, strconv.FormatInt(next.At, 10)+"-"+strconv.FormatInt(next.Thread, 10))
	}
	news, err := s.Unread.Threads(c.Ctx(), c.Viewer(), view.ThreadIDs(rows))
	for i, row := range view.ThreadRows(rows, true, news) {
		if news[rows[i].ID] {
			p.Rows = append(p.Rows, row)
		} else {
			p.Read = append(p.Read, row)
		}
	}
	return err
}

// turnOf reads a place in a list back; invalid values mean its beginning.
func turnOf(text string) forum.Turn {
	at, thread, _ := strings.Cut(text, "-")
	a, errAt := strconv.ParseInt(at, 10, 64)
	t, errThread := strconv.ParseInt(thread, 10, 64)
	if errAt != nil || errThread != nil || a < 1 || t < 1 {
		return forum.Turn{}
	}
	return forum.Turn{At: a, Thread: t}
}
