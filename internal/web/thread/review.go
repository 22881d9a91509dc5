package thread

import (
	"errors"
	"net/http"
	"strconv"

	"kommunalforum/internal/account"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/textfield"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
	moderation "kommunalforum/templates/moderation"
	pages "kommunalforum/templates/thread"
)

// showWaiting lists the first posts that wait for the viewer's decision.
func (s *server) showWaiting(c *page.Context) error {
	questions, replies, err := s.Forum.Waiting(c.Ctx(), c.Viewer())
	if err != nil {
		return err
	}
	desk := moderation.Waiting{Base: c.Base("Erste Beiträge", templates.SectionNone,
		templates.Crumb{Href: path.Moderation, Text: "Moderation"}, templates.Crumb{Text: "Erste Beiträge"})}
	desk.NoIndex = true
	for _, q := range questions {
		w := moderation.WaitingPost{Title: templates.Link{Href: path.Thread(q.ID, q.Title), Text: q.Title},
			Pending: templates.Pending{Anchor: "frage-" + strconv.FormatInt(q.ID, 10), Note: "Frage in " + q.BoardName,
				Author: view.Author(q.Author), At: q.CreatedAt, Body: q.HTML, Files: page.AttachedFiles(q.Files, q.HTML)}}
		if !q.Conflict {
			w.Approve = path.WithQuery(path.To(path.ApproveThread, q.ID), "fassung", strconv.Itoa(q.Revision))
			w.Refuse = path.To(path.RefuseThread, q.ID)
		}
		desk.Questions = append(desk.Questions, w)
	}
	for _, h := range replies {
		w := moderation.WaitingPost{Title: templates.Link{Href: path.Thread(h.ThreadID, h.Title), Text: h.Title},
			Pending: templates.Pending{Anchor: "antwort-" + strconv.FormatInt(h.ID, 10), Note: "Antwort in " + h.Board,
				Author: view.Author(h.Author), At: h.At, Body: h.HTML, Files: page.AttachedFiles(h.Files, h.HTML)}}
		if !h.Conflict {
			w.Approve, w.Refuse = path.To(path.ApproveReply, h.ID), path.To(path.RefuseReply, h.ID)
		}
		desk.Replies = append(desk.Replies, w)
	}
	return c.Render(http.StatusOK, moderation.WaitingPage(desk))
}

// approveThread publishes a question that waits, or shows it once more if its author changed
// it meanwhile.
func (s *server) approveThread(c *page.Context, id int64) error {
	err := s.Forum.Approve(c.Ctx(), c.Viewer(), id, int(c.FormNumber("fassung")))
	if errors.Is(err, forum.ErrPostChanged) {
		return c.Announce(path.FirstPosts+"#frage-"+strconv.FormatInt(id, 10), "frage-geaendert")
	}
	return s.reviewed(c, err, "freigegeben", page.Done{})
}

// approveReply publishes a reply that waits.
func (s *server) approveReply(c *page.Context, id int64) error {
	_, err := s.Forum.ApproveReply(c.Ctx(), c.Viewer(), id)
	return s.reviewed(c, err, "freigegeben", page.Done{})
}

// reviewed leads back to the list of first posts after a decision. Only moderators
// learn that a post waits no more.
func (s *server) reviewed(c *page.Context, err error, notice string, done page.Done) error {
	if !c.Viewer().ModeratesSomewhere() {
		return err
	}
	return c.Decided(err, path.FirstPosts, notice, done)
}

const refusalText = "Wer den Beitrag geschrieben hat, liest Ihren Grund und kann es noch einmal versuchen. Andere erfahren nichts " +
	"davon; im Protokoll steht es."

// askRefuseThread asks for the reason before a question is refused.
func (s *server) askRefuseThread(c *page.Context) error { return s.refuseThreadPage(c, nil) }

func (s *server) refuseThreadPage(c *page.Context, wrong templates.Problems) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	t, err := s.Forum.Thread(c.Ctx(), c.Viewer(), id)
	if err != nil {
		return err
	}
	if !t.CanModerate(c.Viewer()) {
		return forum.ErrNotModerator
	}
	if !t.CanReview(c.Viewer()) {
		return fault.Missing()
	}
	return s.confirmPage(c, t, templates.Confirm{Heading: "Frage ablehnen", Text: refusalText, Action: path.To(path.RefuseThread, id),
		Send: "Ablehnen",
		Back: path.FirstPosts, WithReason: true, Reason: c.FormText("grund"), Problems: wrong})
}

// refuseThread keeps a question that waits from being published.
func (s *server) refuseThread(c *page.Context, id int64) error {
	err := s.Forum.Refuse(c.Ctx(), c.Viewer(), id, c.FormText("grund"))
	if p, ok := page.Problems(err); ok && page.OnlyField(p, "grund") {
		return s.refuseThreadPage(c, p)
	}
	return s.reviewed(c, err, "abgelehnt", page.Done{Act: "thread.refuse", Subject: "thread", ID: id})
}

// askRefuseReply asks for the reason before a reply is refused.
func (s *server) askRefuseReply(c *page.Context) error { return s.refuseReplyPage(c, nil) }

func (s *server) refuseReplyPage(c *page.Context, wrong templates.Problems) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	h, t, err := s.Forum.PendingReply(c.Ctx(), c.Viewer(), id)
	if err != nil {
		return err
	}
	if !t.CanModerate(c.Viewer()) || h.Conflict {
		return fault.Forbid("Darüber entscheidet die Moderation des Bereichs.")
	}
	return s.confirmPage(c, t, templates.Confirm{Heading: "Antwort ablehnen", Text: refusalText, Action: path.To(path.RefuseReply, id),
		Send: "Ablehnen",
		Back: path.FirstPosts, WithReason: true, Reason: c.FormText("grund"), Problems: wrong})
}

// refuseReply keeps a reply that waits from being published.
func (s *server) refuseReply(c *page.Context, id int64) error {
	err := s.Forum.RefuseReply(c.Ctx(), c.Viewer(), id, c.FormText("grund"))
	if p, ok := page.Problems(err); ok && page.OnlyField(p, "grund") {
		return s.refuseReplyPage(c, p)
	}
	if fault.Is(err, fault.Conflict) { // a second click finds its own words in place
		if h, _, seen := s.Forum.PendingReply(c.Ctx(), c.Viewer(), id); seen == nil && h.Reason == textfield.Clean(c.FormText("grund")) {
			return c.Announce(path.FirstPosts, "schon-entschieden")
		}
	}
	return s.reviewed(c, err, "abgelehnt", page.Done{})
}

// takeBackReply removes one's own reply that was not published.
func (s *server) takeBackReply(c *page.Context, id int64) error {
	t, err := s.Forum.TakeBackReply(c.Ctx(), c.Viewer(), id)
	if fault.Is(err, fault.NotFound) {
		return c.Removed(err, path.OwnPage, "")
	}
	if err != nil {
		return err
	}
	return c.Announce(path.Thread(t.ID, t.Title), "zurueckgezogen")
}

// pendingEntries shows replies that are not published yet to those who may know.
func pendingEntries(by account.Viewer, r forum.Reading) (out []pages.Pending) {
	for _, h := range r.Pending {
		e := pages.Pending{Pending: templates.Pending{Anchor: "wartend-" + strconv.FormatInt(h.ID, 10),
			Author: view.Author(h.Author), At: h.At, Body: h.HTML, Files: page.AttachedFiles(h.Files, h.HTML)}}
		switch {
		case h.Own(by) && h.State == forum.Refused:
			e.Note = "Nicht freigegeben: " + h.Reason
			e.Actions = append(e.Actions, pages.Action{Href: path.Thread(r.Thread.ID, r.Thread.Title) + "?entwurf=" +
				strconv.FormatInt(h.ID, 10) + "#antworten-formular", Text: "Überarbeiten"})
		case h.Own(by):
			e.Note = "Wartet auf Freigabe. Bis dahin sehen nur Sie und die Moderation diese Antwort."
		default:
			e.Note = "Wartet auf Freigabe."
			e.Actions = append(e.Actions, pages.Action{Href: path.FirstPosts + "#antwort-" + strconv.FormatInt(h.ID, 10), Text: "Durchsehen"})
		}
		if h.Own(by) {
			e.Actions = append(e.Actions, pages.Action{Href: path.To(path.TakeBackReply, h.ID), Text: "Entfernen", Post: true})
		}
		out = append(out, e)
	}
	return out
}
