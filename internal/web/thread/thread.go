package thread

import (
	"net/http"
	"strconv"
	"strings"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/feedtoken"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/once"
	"kommunalforum/internal/unread"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
	pages "kommunalforum/templates/thread"
)

// showThread shows a page of a thread; with ?zitat= the form quotes a post.
func (s *server) showThread(c *page.Context, id int64) error {
	if done, err := s.jump(c, id); done || err != nil {
		return err
	}
	reading, err := s.Forum.ThreadPage(c.Ctx(), c.Viewer(), id, c.PageNumber())
	if err != nil {
		return s.merged(c, id, err)
	}
	if address := path.Thread(id, reading.Thread.Title); c.Request.URL.Path != address {
		return c.Moved(address)
	}
	reply := pages.Reply{Once: once.NewKey(), Files: c.FilesOf(nil).Field}
	if quoted := c.FormNumber("zitat"); quoted > 0 {
		if reply.Text, err = s.Forum.Quote(c.Ctx(), c.Viewer(), id, quoted); err != nil {
			return err
		}
	}
	if draft := c.FormNumber("entwurf"); draft > 0 { // a refused reply, to be written anew
		for _, h := range reading.Pending {
			if h.ID == draft && h.Own(c.Viewer()) {
				reply.Text = h.Source
			}
		}
	}
	around, err := s.around(c, reading.Thread, reply.Once)
	if err != nil {
		return err
	}
	s.noteRead(c, reading, around.read)
	return s.threadPage(c, http.StatusOK, reading, reply, around)
}

// threadPage renders a page of a thread with the given state of its form.
func (s *server) threadPage(c *page.Context, status int, r forum.Reading, reply pages.Reply, around around) error {
	by, t := c.Viewer(), r.Thread
	page := threadHead(by, r)
	page.Base = c.Base(t.Title, templates.SectionBoards, view.BoardCrumbs(t.Board, templates.Crumb{Text: t.Title})...)
	page.Canonical = s.Config.BaseURL.URL(page.QuestionHref)
	page.NoIndex = !(t.Board.Audience == board.Public && t.Board.Indexable)
	page.Live = view.Live(by, path.LiveThread, t.ID, int64(t.LastPosition))
	if !t.Hidden {
		page.Feed = view.Feed(by, feedtoken.Subject{Kind: feedtoken.Thread, ID: t.ID}, path.To(path.ThreadPage, t.ID), t.Title,
			view.OpenThread(t.Board))
	}
	official := view.AnswerBlocks(c, around.status.Answers)
	if err := linkReferences(c, &r, official); err != nil {
		return err
	}
	addPosts(&page, by, r, around.marked)
	addMoved(&page, r, around.moved)
	unread := addUnread(&page, by, r, around.read)
	addReview(&page, by, t)
	reply.Drafts = around.drafts
	addReplyForm(&page, by, t, reply)
	s.addOfficial(c, r, around.status, official, &page)
	page.Moderators = view.Moderators(around.moderators)
	page.Articles = view.ArticleNotes(around.articles)
	page.Follow = around.follow
	addReading(&page, r, around, unread)
	page.Citation = s.citation(t)
	return c.Render(status, pages.ShowPage(page))
}

// threadHead says what stands above the posts of a thread, and what by may do
// with the thread as a whole.
func threadHead(by account.Viewer, r forum.Reading) pages.Show {
	t := r.Thread
	address := path.Thread(t.ID, t.Title)
	page := pages.Show{
		State:    view.State(t.State),
		Audience: t.Board.Audience.German(),
		Archived: t.Board.Archived,
		Pinned:   t.Pinned, Locked: t.LockedReason, Outdated: t.OutdatedReason, Hidden: t.Hidden,
		First: r.Page == 1, QuestionHref: address,
		Replies: t.Replies,
		Pages: templates.Pages{Current: r.Page, Last: r.Last, Href: func(n int) string {
			if n == 1 {
				return address
			}
			return address + "?seite=" + strconv.Itoa(n)
		}},
	}
	for _, x := range t.Services {
		page.Services = append(page.Services, templates.Link{Href: path.Service(x.ID), Text: strconv.FormatInt(x.ID, 10) + " " + x.Name})
	}
	if t.CanModerate(by) {
		page.ModerateHref = path.To(path.ModerateThread, t.ID)
	} else if t.CanMarkOutdated(by) {
		page.OutdateAction = path.To(path.ModerateThread, t.ID)
	}
	if t.CanRevealAuthor(by) {
		page.RevealAuthorHref = path.To(path.RevealAuthor, t.ID)
	}
	return page
}

// addPosts shows the posts of a page; on the first one the question with its
// supporters and the solutions stand above the others. Marked are the posts on the
// viewer's Merkliste.
func addPosts(page *pages.Show, by account.Viewer, r forum.Reading, marked map[int64]bool) {
	address := page.QuestionHref
	if page.First {
		page.Question = entryOf(by, r, address, r.Question, marked)
		page.Support = bandOf(by, r)
		if r.Supporters.Organisations > 1 {
			page.SupportedBy = view.OrganisationLines(r.SupportedBy)
		}
		for _, p := range r.Solutions {
			page.Solutions = append(page.Solutions, entryOf(by, r, address, p, marked))
		}
	}
	page.Entries = make([]pages.Entry, 0, len(r.Posts))
	for _, p := range r.Posts {
		e := entryOf(by, r, address, p, marked)
		if page.First && p.Solution && e.Gone == "" {
			e = pages.Entry{Post: e.Post, Above: "#beitrag-" + strconv.FormatInt(p.ID, 10)}
		}
		page.Entries = append(page.Entries, e)
	}
	page.Pending = pendingEntries(by, r)
}

// addReview says of a first question whether it waits for approval or was refused.
func addReview(page *pages.Show, by account.Viewer, t forum.Thread) {
	switch {
	case t.Review == forum.Waiting && t.Own(by):
		page.Review = "Ihre Frage wartet auf Freigabe. Bis dahin sehen nur Sie und die Moderation sie."
	case t.Review == forum.Waiting:
		page.Review = "Diese Frage wartet auf Freigabe."
	case t.Review == forum.Refused && t.Own(by):
		page.Review, page.Refused = "Ihre Frage wurde nicht freigegeben. Wenn Sie sie bearbeiten, sieht die Moderation sie noch einmal durch.",
			t.ReviewReason
	case t.Review == forum.Refused:
		page.Review, page.Refused = "Diese Frage wurde nicht freigegeben.", t.ReviewReason
	}
	if t.CanReview(by) {
		page.ReviewHref = path.FirstPosts + "#frage-" + strconv.FormatInt(t.ID, 10)
	}
}

// addReplyForm shows the form for a reply, or how to get to it.
func addReplyForm(page *pages.Show, by account.Viewer, t forum.Thread, reply pages.Reply) {
	reply.Action, reply.Open, reply.Mentions = path.To(path.Reply, t.ID), t.CanReply(by), path.NamesIn(t.ID)
	if t.Own(by) && t.Replies == 0 && t.Review == "" && reply.Open {
		page.Next = "Mitglieder lesen Ihre Frage jetzt und können antworten; die Antworten stehen dann auf dieser Seite. Hilft Ihnen " +
			"eine, markieren Sie sie als Lösung."
		reply.Addition = true
	}
	reply.As = t.WritesAs
	if !by.SignedIn() && !t.Locked() && !t.Board.Archived {
		reply.SignIn = path.SignInAndBack(page.QuestionHref)
	}
	page.Reply = reply
}

// entryOf shows a post of the thread at the address, or says what became of it,
// with what by may do.
func entryOf(by account.Viewer, r forum.Reading, thread string, p forum.Post, marked map[int64]bool) pages.Entry {
	e := pages.Entry{Post: postOf(by, r, p)}
	if by.SignedIn() && p.Version > 1 {
		e.Post.HistoryHref = path.To(path.PostVersions, p.ID)
	}
	if gone := view.Gone(p); p.HTML == "" {
		e.Gone = gone
	} else if gone != "" {
		e.Note = "Andere sehen diesen Text nicht. " + gone
	}
	if p.Own(by) && p.Author.IsAlias() && e.Note == "" {
		e.Note = "Das haben Sie teilanonym geschrieben. Andere sehen nur, was hier oben steht."
	}
	e.Actions = append(postActions(by, r, thread, p, marked[p.ID]), reportActions(by, r.Thread, p, r.Reports[p.ID])...)
	return e
}

// postOf shows a post of the thread.
func postOf(by account.Viewer, r forum.Reading, p forum.Post) templates.Post {
	post := templates.Post{ID: p.ID, Author: view.Author(p.Author), At: p.CreatedAt, Edited: p.EditedAt, Body: p.HTML,
		Files: page.AttachedFiles(p.Files, p.HTML), Solution: p.Solution && p.State == forum.Visible, Question: p.Question(),
		Position: p.Position, Of: r.Thread.LastPosition, Href: path.Post(p.ID)}
	if post.Solution {
		post.SolutionScope, post.SolutionForUs = p.Scope.German(), view.SolutionForUs(by, p.Scope)
	}
	return post
}

// postActions are what by may do with a post, in the order of use.
func postActions(by account.Viewer, r forum.Reading, thread string, p forum.Post, marked bool) (out []pages.Action) {
	t := r.Thread
	address := path.Post(p.ID)
	link := func(ok bool, href, text string) {
		if ok {
			out = append(out, pages.Action{Href: href, Text: text})
		}
	}
	copyLink := func() {
		if p.State == forum.Visible {
			out = append(out, pages.Action{Href: address, Copy: true})
		}
	}
	if !by.SignedIn() { // the most read pages of all
		copyLink()
		return out
	}
	if t.CanReply(by) && p.State == forum.Visible {
		id := strconv.FormatInt(p.ID, 10)
		out = append(out, pages.Action{Href: path.To(path.Reply, t.ID) + "#antworten-formular", Text: "Zitieren",
			Quote: thread + "?zitat=" + id, Value: id})
	}
	copyLink()
	switch {
	case p.State != forum.Visible || t.Hidden:
	case marked:
		link(true, path.To(path.EditBookmark, p.ID), "Auf der Merkliste")
	default:
		out = append(out, pages.Action{Href: path.To(path.AddBookmark, p.ID), Text: "Merken", Post: true})
	}
	if !p.Own(by) && p.State == forum.Visible {
		out = append(out, pages.Action{Href: path.To(path.MarkUnreadFrom, p.ID), Text: "Ab hier ungelesen", Again: true})
	}
	link(p.CanEdit(by, t), path.To(path.EditPost, p.ID), "Bearbeiten")
	link(p.CanWithdraw(by), path.To(path.WithdrawPost, p.ID), "Zurückziehen")
	switch {
	case p.CanBeSolution(by, t) && p.Solution:
		link(true, path.To(path.MarkSolution, p.ID), "Für wen gilt sie?")
		out = append(out, pages.Action{Href: path.To(path.MarkSolution, p.ID), Text: "Keine Lösung", Post: true})
	case p.CanBeSolution(by, t):
		out = append(out, pages.Action{Href: path.To(path.MarkSolution, p.ID), Text: "Als Lösung markieren", Post: true, Name: "ja", Value: "ja"})
	}
	switch {
	case r.CanUnhide(by, p):
		out = append(out, pages.Action{Href: path.To(path.UnhidePost, p.ID), Text: "Wieder einblenden", Post: true})
	case p.CanHide(by, t) && p.State != forum.Hidden:
		link(true, path.To(path.HidePost, p.ID), "Ausblenden")
	}
	switch {
	case p.State != forum.Visible || t.Hidden:
	case faq.CanWriteOn(by, t.Board):
		out = append(out, pages.Action{Href: path.To(path.TakeIntoFAQ, p.ID), Text: "In die FAQ übernehmen", Post: true})
	default:
		link(true, path.To(path.SuggestPost, p.ID), "Für die FAQ vorschlagen")
	}
	link(t.CanModerate(by), path.To(path.PostVersions, p.ID), "Fassungen")
	link(p.CanRevealAuthor(by, t), path.WithQuery(path.To(path.RevealAuthor, t.ID), "beitrag", strconv.FormatInt(p.ID, 10)), "Wer fragt?")
	return out
}

// postReply answers in a thread, or shows how the answer will look.
func (s *server) postReply(c *page.Context, id int64) error {
	by, text := c.Viewer(), c.Request.PostFormValue("text")
	files, err := c.Files()
	if err != nil {
		return err
	}
	form := pages.Reply{Once: c.OnceKey(), Text: text, Files: files.Field, Problems: files.Problems}
	if c.FormText("aktion") == "vorschau" {
		html, wrong := s.preview(c, forum.Destination{Thread: id}, text)
		form.Preview, form.Problems = html, append(form.Problems, wrong...)
		return s.replyAgain(c, id, form)
	}
	if quoted := c.FormNumber("zitat"); quoted > 0 {
		return s.quoteInto(c, id, form, quoted)
	}
	if files.Stay {
		return s.replyAgain(c, id, form)
	}
	post, err := s.Forum.Reply(c.Ctx(), by, id, forum.Reply{Text: text, Once: form.Once, Files: files.Chosen})
	if p, ok := page.Problems(err); ok {
		form.Problems, form.Once = p, once.KeyAfter(err, form.Once)
		return s.replyAgain(c, id, form)
	}
	if err != nil {
		return err
	}
	if post == 0 { // it waits
		into, err := s.Forum.Led(c.Ctx(), by, id)
		if err != nil {
			return err
		}
		t, err := s.Forum.Thread(c.Ctx(), by, into)
		if err != nil {
			return err
		}
		return c.Announce(path.Thread(t.ID, t.Title)+"#antworten-formular", "antwort-wartet")
	}
	return s.savedPost(c, post, text, "antwort")
}

// quoteInto shows the form with a post quoted below what was typed.
func (s *server) quoteInto(c *page.Context, id int64, form pages.Reply, post int64) error {
	text, err := s.Forum.Quote(c.Ctx(), c.Viewer(), id, post)
	switch {
	case fault.Is(err, fault.NotFound):
		form.Problems = append(form.Problems, templates.Problem{Field: "text", Text: "Der Beitrag lässt sich nicht mehr zitieren."})
	case err != nil:
		return err
	case strings.TrimSpace(form.Text) == "":
		form.Text = text
	default:
		form.Text = strings.TrimRight(form.Text, " \r\n") + "\n\n" + text
	}
	return s.replyAgain(c, id, form)
}

// replyAgain shows the last page of the thread with the form as it was sent.
func (s *server) replyAgain(c *page.Context, id int64, form pages.Reply) error {
	reading, err := s.Forum.ThreadPage(c.Ctx(), c.Viewer(), id, lastPage)
	if fault.Is(err, fault.NotFound) { // merged meanwhile: the text goes on where the posts are
		into, missing := s.Forum.Led(c.Ctx(), c.Viewer(), id)
		if missing == nil && into != id {
			return s.replyAgain(c, into, form)
		}
	}
	if err != nil {
		return err
	}
	if !reading.Thread.CanReply(c.Viewer()) {
		return reading.Thread.Closed()
	}
	around, err := s.around(c, reading.Thread, form.Once)
	if err != nil {
		return err
	}
	around.read = unread.State{}
	return s.threadPage(c, page.StatusOf(form.Problems), reading, form, around)
}

// lastPage asks for the last page, however many there are.
const lastPage = 1 << 30

// showPost leads from a post's own address to its thread, page and place.
func (s *server) showPost(c *page.Context, id int64) error {
	return s.toPost(c, id, "")
}

// toPost redirects to where the post stands, with a notice if there is one.
func (s *server) toPost(c *page.Context, id int64, notice string) error {
	p, err := s.Forum.PlaceOf(c.Ctx(), c.Viewer(), id)
	if err != nil {
		return err
	}
	if notice != "" {
		return c.Announce(view.PlaceHref(p, id), notice)
	}
	return c.SeeOther(view.PlaceHref(p, id))
}
