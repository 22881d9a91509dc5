package notify

import (
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/markdown"
	"kommunalforum/internal/reuse"
	"kommunalforum/internal/suggestion"
	"kommunalforum/internal/support"
	"kommunalforum/internal/web/path"
)

// Content says how much of what happened stands in mails. Mails about restricted
// boards, and about what only the asking side may read, are WithoutTitle always.
type Content string

const (
	WithText     Content = ""      // title, and the short answer or the first lines
	WithTitle    Content = "title" // no text
	WithoutTitle Content = "none"  // neither title nor text, and nobody's name
)

// withheld stands in place of a title that may not leave by mail.
const withheld = "Titel und Text lesen Sie im Forum"

// maxExcerpt is how much of a text stands in a mail, in characters.
const maxExcerpt = 300

// MailItem is something that happened, as a mail tells of it.
type MailItem struct {
	What    string     // in a sentence without a full stop
	Title   string     // of the place
	Author  string     // "" where the mail names nobody
	Excerpt string     // plain text of one line; may be empty
	Refers  []MailLink // documents of the library to which the excerpt refers and that the reader may read
	Comfort string     // what is left of what somebody lost sight of; "" for everything else
	Path    string     // address within the site, of the very post
	Search  string     // address within the site, of the hits of the saved search that found it; "" for none
	At      time.Time
}

// MailLink leads to a document, by its address within the site.
type MailLink struct{ Title, Path string }

// entry is a line about a place.
type entry struct {
	at   Place
	line Line
}

// scene is what is needed to write mails: texts and titles as they are now, and as
// the reader may see them.
type scene struct {
	tx      *db.Tx
	by      account.Viewer
	content Content
	places  map[Place]placeFacts
	posts   map[int64]forum.Hit // by id of the post; questions by minus the thread's
}

// placeFacts is what mails tell of a place.
type placeFacts struct {
	title, number string
	closed        bool // neither title nor text may leave by mail
}

// items returns what a mail tells of the entries. The caller has asked who may see
// them.
func (n *Notifications) items(tx *db.Tx, by account.Viewer, entries []entry) ([]MailItem, error) {
	s := scene{tx: tx, by: by, content: n.MailContent}
	var err error
	if s.places, err = findPlaces(tx, entries); err != nil {
		return nil, err
	}
	if err := s.loadPosts(entries); err != nil {
		return nil, err
	}
	var out []MailItem
	for _, e := range entries {
		item, err := s.item(e)
		if err != nil {
			return nil, err
		}
		out = append(out, item)
	}
	return out, s.addDocuments(out)
}

// placeQueries select id, title, number, and whether the title may not leave by mail.
var placeQueries = map[PlaceKind]string{
	Thread: `SELECT t.id, t.title, '', b.audience = 'restricted' FROM thread t JOIN board b ON b.id = t.board_id WHERE t.id IN `,
	Inquiry: `
		SELECT q.id, q.title, q.number, q.desk_only OR b.audience = 'restricted'
		FROM inquiry q
		JOIN board b ON b.id = q.board_id
		WHERE q.id IN `,
	Article: `
		SELECT x.id, x.title, '', x.audience = 'board' AND b.audience = 'restricted'
		FROM faq_article x
		JOIN board b ON b.id = x.board_id
		WHERE x.id IN `,
	Answer: `
		SELECT oa.id, x.question, oa.number, x.audience = 'asker' OR (x.audience = 'board' AND b.audience = 'restricted')
		FROM answer_version x
		JOIN official_answer oa ON oa.id = x.answer_id
		JOIN board b ON b.id = oa.board_id
		WHERE x.id IN `,
	Suggestion: `SELECT s.id, s.title, '', ` + suggestion.RestrictedSQL + ` FROM faq_suggestion s WHERE s.id IN `,
	Board:      `SELECT b.id, b.name, '', b.audience = 'restricted' FROM board b WHERE b.id IN `,
	Unattended: `SELECT b.id, b.name, '', b.audience = 'restricted' FROM board b WHERE b.id IN `,
	Consulting: `
		SELECT c.id, c.title, '', b.audience = 'restricted'
		FROM consultation c
		JOIN board b ON b.id = c.board_id
		WHERE c.id IN `,
	Service: `SELECT s.id, s.name, '', FALSE FROM service s WHERE s.id IN `,
	Report:  `SELECT r.id, ` + reportTitle + `, '', FALSE FROM report r WHERE r.id IN `,
}

func findPlaces(tx *db.Tx, entries []entry) (map[Place]placeFacts, error) {
	out := map[Place]placeFacts{}
	ids := map[PlaceKind][]int64{}
	for _, e := range entries {
		id := e.at.ID
		if e.at.Kind == Answer {
			id = e.line.Item
		}
		ids[e.at.Kind] = append(ids[e.at.Kind], id)
	}
	for kind, query := range placeQueries {
		if len(ids[kind]) == 0 {
			continue
		}
		list, args := db.In(1, ids[kind])
		err := db.Each(tx, func(r db.Row) error {
			p, f := Place{Kind: kind}, placeFacts{}
			err := r.Scan(&p.ID, &f.title, &f.number, &f.closed)
			out[p] = f
			return err
		}, query+list, args...)
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// showsText reports whether the text of the place may stand in the mail.
func (s scene) showsText(at Place) bool { return s.content == WithText && !s.places[at].closed }

// loadPosts reads the posts that the mail quotes.
func (s *scene) loadPosts(entries []entry) error {
	s.posts = map[int64]forum.Hit{}
	var threads, posts []int64
	for _, e := range entries {
		switch {
		case e.at.Kind != Thread || s.content == WithoutTitle || s.places[e.at].closed || !quotes(e.line.Kind):
		case e.line.Position == 1:
			threads = append(threads, e.at.ID)
		case e.line.Item != 0:
			posts = append(posts, e.line.Item)
		}
	}
	if len(threads)+len(posts) == 0 {
		return nil
	}
	hits, err := forum.HitsTx(s.tx, s.by, threads, posts)
	for _, h := range hits {
		if h.PostID == 0 {
			s.posts[-h.ThreadID] = h
		} else {
			s.posts[h.PostID] = h
		}
	}
	return err
}

// quotes reports whether a mail about the kind quotes the post: not one that
// moderation decided about, and none that waits for it.
func quotes(k Kind) bool { return k != Measure && k != Review && k != Reported }

func (s scene) item(e entry) (MailItem, error) {
	place := s.places[e.at]
	m := MailItem{What: e.line.German(), Title: place.title, At: e.line.At, Path: s.address(e), Search: e.line.Search(), Comfort: e.line.Comfort()}
	if e.at.Kind.Lost() {
		m.Title = e.at.Kind.Untitled()
		return m, nil
	}
	if s.content == WithoutTitle || place.closed || m.Title == "" {
		e.line.Via.Name = "" // what somebody searches for may say what was found
		m.Title, m.What = withheld, e.line.German()
		return m, nil
	}
	switch {
	case e.line.Kind.official():
		err := s.addAnswer(e, &m)
		return m, err
	case e.line.Act == string(event.NoteRemoved):
		why, err := support.WhyRemovedTx(s.tx, s.by, support.Subject{Kind: support.Thread, ID: e.at.ID})
		m.Excerpt = s.excerpt(e.at, why)
		return m, err
	case e.line.Act == string(event.ReuseRemoved) && e.line.Count == 1:
		why, err := reuse.RemovalTx(s.tx, s.by, e.line.Item)
		m.Excerpt = s.excerpt(e.at, why)
		return m, err
	case e.at.Kind == Thread && e.line.Count == 1:
		id := e.line.Item
		if e.line.Position == 1 {
			id = -e.at.ID
		}
		if h, ok := s.posts[id]; ok {
			m.Author, m.Excerpt = byline(h.Author), s.excerpt(e.at, markdown.PlainText(h.Source))
		}
	case e.at.Kind == Suggestion:
		words, err := suggestion.WordsTx(s.tx, e.at.ID)
		m.Excerpt = s.excerpt(e.at, words)
		return m, err
	case e.at.Kind == Article && (e.line.Kind == FollowedArticle || e.line.Kind == SuggestionDecided):
		found, err := faq.HitsTx(s.tx, s.by, []int64{e.at.ID})
		if err == nil && len(found) == 1 {
			m.Excerpt = s.excerpt(e.at, found[0].Short)
			if e.line.Kind == FollowedArticle {
				m.Author = byline(found[0].By)
			}
		}
		return m, err
	}
	return m, nil
}

// addAnswer adds answering body and short answer of the official answer.
func (s scene) addAnswer(e entry, m *MailItem) error {
	var v inquiry.AnswerVersion
	var err error
	switch e.at.Kind {
	case Answer:
		v, err = inquiry.AnswerVersionTx(s.tx, s.by, e.line.Item)
	case Inquiry:
		v, err = inquiry.AnswerToTx(s.tx, s.by, e.at.ID)
	case Thread:
		var all []inquiry.AnswerVersion
		if all, err = inquiry.AnswersForTx(s.tx, s.by, e.at.ID); err == nil && len(all) > 0 {
			v = all[0]
		}
	}
	if fault.Is(err, fault.NotFound) || v.Audience != board.ToPublic && v.Audience != board.ToMembers &&
		(v.Audience != board.ToBoard || v.Board.Audience == board.Restricted) {
		return nil // its readers are fewer than those of the place
	}
	m.Author, m.Excerpt = v.Body, s.excerpt(e.at, v.Short)
	return err
}

func (s scene) excerpt(at Place, text string) string {
	if !s.showsText(at) {
		return ""
	}
	return markdown.Excerpt(text, maxExcerpt)
}

// byline names who wrote something and for whom, or the alias alone.
func byline(b account.Byline) string {
	if b.Name == "" || b.IsAlias() {
		return b.OrganisationName()
	}
	return b.Name + " (" + b.OrganisationName() + ")"
}

// address leads to the very post, without a word of a title.
func (s scene) address(e entry) string {
	number := s.places[e.at].number
	switch e.at.Kind {
	case Thread:
		switch {
		case e.line.Act == string(event.NoteRemoved):
			return path.To(path.Concerned, e.at.ID)
		case e.line.Kind == Reported:
			return path.To(path.ReportedPost, e.line.Item)
		case e.line.Item != 0 && e.line.Kind != Review && e.line.Position > 0:
			return path.Post(e.line.Item)
		}
		return path.To(path.ThreadPage, e.at.ID)
	case Report:
		return path.To(path.OwnReport, e.at.ID)
	case Inquiry:
		return path.Inquiry(number)
	case Answer:
		return path.To(path.LatestAnswer, number)
	case Article:
		return path.To(path.ArticlePage, e.at.ID)
	case Suggestion:
		return path.To(path.SuggestionPage, e.at.ID)
	case Consulting:
		return path.To(path.ConsultationPage, e.at.ID)
	case Service:
		return path.To(path.Reuse, e.at.ID)
	}
	return path.Inbox // of boards too, whose addresses are words
}
