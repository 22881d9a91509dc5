// Package inquiry shows questions to programme management, official answers and the
// desk.
package inquiry

import (
	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/config"
	"kommunalforum/internal/follow"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/privacy"
	"kommunalforum/internal/usecase"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/twins"
)

// Deps are the parts of the house that these pages need.
type Deps struct {
	Config    config.Config
	Boards    *board.Boards
	Catalogue *catalogue.Catalogue
	Follows   *follow.Follows
	Forum     *forum.Forum
	Inquiries *inquiry.Inquiries
	Acts      *usecase.Acts
	Privacy   *privacy.Privacy
	Twins     twins.Finder
}

// server serves the pages of this area.
type server struct {
	Deps
	kit *page.Kit
}

// Mount mounts the pages. Who may do what is decided in the operations behind them.
func Mount(k *page.Kit, d Deps) {
	s := &server{Deps: d, kit: k}
	open, members, public := k.Open(), k.Members(), k.Public()

	open.Get(path.Inquiries, s.showInquiries)
	members.Get(path.NewInquiry, s.newInquiry)
	members.Get(path.InquiryTwins, s.showInquiryTwins)
	members.PostWithFiles(path.NewInquiry, s.postInquiry)
	members.Get(path.Escalate, s.newEscalation)
	members.PostWithFiles(path.Escalate, s.postEscalation)
	open.Get(path.InquiryPage, s.showInquiry)
	members.Post(path.RespondInquiry, s.respondInquiry)
	members.Post(path.FollowUpInquiry, s.followUpInquiry)
	members.Post(path.SupportInquiry, s.supportInquiry)
	members.Post(path.UnsupportInquiry, s.unsupportInquiry)
	members.Get(path.WithdrawInquiry, s.askWithdrawInquiry)
	members.Post(path.WithdrawInquiry, s.withdrawInquiry)
	public.Get(path.LatestAnswer, s.showLatestAnswer)
	public.Get(path.AnswerPage, s.showAnswer)
	members.Get(path.Desk, s.showDesk)
	members.Post(path.TakeUpInquiry, s.takeUpInquiry)
	members.Post(path.NoteInquiry, s.noteInquiry)
	members.Get(path.EditAnswer, s.editAnswer)
	members.PostWithFiles(path.EditAnswer, s.postAnswer)
	members.Get(path.Release, s.showRelease)
	members.Post(path.Release, s.releaseAnswer)
	members.Post(path.RefuseRelease, s.sendBackAnswer)
	for _, a := range deskActs {
		if a.do != nil {
			members.Get(path.DeskAct(a.segment), s.showDeskAct(a))
			members.Post(path.DeskAct(a.segment), s.doDeskAct(a))
		}
	}
}
