package web

import (
	"context"
	"strconv"

	"github.com/gin-gonic/gin"

	"kommunalforum/internal/account"
	"kommunalforum/internal/forum"
	"kommunalforum/templates"
)

// concernThread says „Betrifft uns auch" for the viewer's organisation.
func (s *server) concernThread(c *gin.Context) error {
	return s.voice(c, s.Forum.Concern, "betrifft-thema")
}

// unconcernThread takes it back.
func (s *server) unconcernThread(c *gin.Context) error {
	return s.voice(c, s.Forum.Unconcern, "betrifft-thema-nicht")
}

func (s *server) voice(c *gin.Context, act func(context.Context, account.Viewer, int64) error, notice string) error {
	id, err := pathID(c, "id")
	if err != nil {
		return err
	}
	if err := act(ctx(c), s.viewer(c), id); err != nil {
		return err
	}
	t, err := s.Forum.Thread(ctx(c), s.viewer(c), id)
	if err != nil {
		return err
	}
	return seeOther(c, withNotice(threadPath(id, t.Title), notice))
}

// bandOf is the band of a thread: whom it concerns, and the viewer's choice.
func bandOf(by account.Viewer, r forum.Reading) (out templates.Concern) {
	if r.Voices.Organisations > 1 {
		out.Text = voicesOf(r.Voices)
	}
	path := "/thema/" + strconv.FormatInt(r.Thread.ID, 10)
	switch {
	case !r.Thread.CanConcern(by), r.Thread.AskedBy(by):
	case r.Voices.Own:
		out.Action, out.Button = path+"/betrifft-uns-nicht", "Betrifft uns doch nicht"
	default:
		out.Action, out.Button = path+"/betrifft-uns", "Betrifft uns auch"
		out.Hint = "Je Organisation zählt eine Stimme. Sie zeigt, wie dringend die Frage ist."
	}
	return out
}

// organisationLines are the organisations whom something concerns.
func organisationLines(list []account.Organisation) []string {
	var out []string
	for _, o := range list {
		out = append(out, organisationLine(o))
	}
	return out
}

// organisationLine names an organisation with its Land, which is part of the
// words of a disguise.
func organisationLine(o account.Organisation) string {
	if o.Name == "" || o.State == "" || o.Kind == account.Disguised {
		return o.Name
	}
	return o.Name + ", " + o.State
}
