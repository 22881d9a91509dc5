package thread

import (
	"context"

	"kommunalforum/internal/account"
	"kommunalforum/internal/follow"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
)

// followThread offers to follow a thread, and says what else makes the viewer hear
// of it. The organisation of a semi-anonymous author does not.
func (s *server) followThread(ctx context.Context, by account.Viewer, t forum.Thread) (templates.Follow, error) {
	around := []view.Around{{Subject: follow.Subject{Kind: follow.Board, ID: t.Board.ID}, Phrase: "dem Bereich „" + t.Board.Name + "“"}}
	for _, x := range t.Services {
		around = append(around, view.Around{Subject: follow.Subject{Kind: follow.Service, ID: x.ID}, Phrase: "der Leistung „" + x.Name + "“"})
	}
	if !t.SemiAnonymous() {
		o := t.Author.Organisation
		asking := follow.Subject{Kind: follow.Organisation, ID: o.ID}
		around = append(around, view.Around{Subject: asking, Phrase: "der Organisation „" + o.Name + "“"})
	}
	return view.FollowBlock(ctx, s.Follows, by, follow.Subject{Kind: follow.Thread, ID: t.ID}, around...)
}
