// Package thread shows boards, threads, posts and the catalogue, and what members and
// moderators do there.
package thread

import (
	"time"

	"kommunalforum/internal/attachment"
	"kommunalforum/internal/board"
	"kommunalforum/internal/bookmark"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/config"
	"kommunalforum/internal/consultation"
	"kommunalforum/internal/directory"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/follow"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/library"
	"kommunalforum/internal/privacy"
	"kommunalforum/internal/profile"
	"kommunalforum/internal/reuse"
	"kommunalforum/internal/setting"
	"kommunalforum/internal/unread"
	"kommunalforum/internal/usecase"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/twins"
)

// Deps are the parts of the house that these pages need.
type Deps struct {
	Config    config.Config
	Directory *directory.Directory
	Boards    *board.Boards
	Bookmarks *bookmark.Bookmarks
	Catalogue *catalogue.Catalogue
	Forum     *forum.Forum
	FAQ       *faq.Articles
	Follows   *follow.Follows
	Inquiries *inquiry.Inquiries
	Library   *library.Documents
	Consulted *consultation.Consultations
	Acts      *usecase.Acts
	Attached  *attachment.Attachments
	Profiles  *profile.Profiles
	Privacy   *privacy.Privacy
	Proposer  *catalogue.Proposer
	Reuse     *reuse.Register
	Unread    *unread.Unread
	Settings  *setting.Settings // nil: only the configuration holds
	Twins     twins.Finder
}

// server serves the pages of this area.
type server struct {
	Deps
	kit     *page.Kit
	prints  *page.Limiter // whole threads that somebody prints
	outline *outline
}

// Mount mounts the pages. Who may do what is decided in the operations behind them.
func Mount(k *page.Kit, d Deps) {
	s := &server{Deps: d, kit: k, prints: page.NewLimiter(20, 10*time.Second), outline: &outline{}}
	public, members, open := k.Public(), k.Members(), k.Open()

	public.Get(path.Start, s.showStart)
	public.Get(path.Boards, s.showBoards)
	public.Get(path.BoardPage, s.showBoard)
	public.Get(path.Services, s.showServices)
	public.Get(path.ServicePage, page.WithID(s.showService))
	members.Get(path.Ask, s.newThread)
	members.PostWithFiles(path.Ask, s.postThread)
	members.Get(path.AskTwins, s.showTwins)
	public.Get(path.ThreadPage, page.WithID(s.showThread))
	public.Get(path.SimilarToThread, page.WithID(s.showSimilar))
	public.Get(path.PrintThread, page.WithID(s.showPrint))
	members.Get(path.Names, s.showNames)
	members.PostWithFiles(path.Reply, page.WithID(s.postReply))
	public.Get(path.Concerned, page.WithID(s.showConcerned))
	members.Post(path.ConcernedNote, page.WithID(s.saveNote))
	members.Get(path.RemoveNote, page.WithID(s.askRemoveNote))
	members.Post(path.RemoveNote, page.WithID(s.removeNote))
	members.Post(path.SupportThread, s.supportThread)
	members.Post(path.UnsupportThread, s.unsupportThread)
	members.PostWithFiles(path.UploadFiles, s.uploadFiles)
	open.Get(path.AttachmentFile, page.WithID(s.showAttachment))
	open.Get(path.Thumbnail, page.WithID(s.showThumbnail))
	open.Get(path.PostPage, page.WithID(s.showPost))
	members.Get(path.EditPost, s.editPost)
	members.PostWithFiles(path.EditPost, s.saveEdit)
	members.Get(path.PostVersions, page.WithID(s.showVersions))
	members.Get(path.WithdrawPost, page.WithID(s.askWithdraw))
	members.Post(path.WithdrawPost, page.WithID(s.withdrawPost))
	members.Get(path.MarkSolution, page.WithID(s.askSolution))
	members.Post(path.MarkSolution, page.WithID(s.markSolution))
	members.Get(path.ReportPost, page.WithID(s.newReport))
	members.Post(path.ReportPost, page.WithID(s.postReport))
	members.Get(path.OwnReport, page.WithID(s.showOwnReport))
	s.mountModeration(members)
}

// mountModeration mounts what moderators do.
func (s *server) mountModeration(members page.Routes) {
	members.Get(path.Moderation, s.showModerationDesk)
	members.Get(path.Mentions, s.showMentions)
	members.Post(path.MentionDone, page.WithID(s.mentionDone))
	members.Get(path.FirstPosts, s.showWaiting)
	members.Get(path.Candidates, s.showCandidates)
	members.Get(path.Reports, s.showReports)
	members.Get(path.ReportedPost, page.WithID(s.showReported))
	members.Post(path.HideReported, page.WithID(s.hideReported))
	members.Post(path.DismissReports, page.WithID(s.dismissReports))
	members.Post(path.ApproveThread, page.WithID(s.approveThread))
	members.Get(path.RefuseThread, s.askRefuseThread)
	members.Post(path.RefuseThread, page.WithID(s.refuseThread))
	members.Post(path.ApproveReply, page.WithID(s.approveReply))
	members.Get(path.RefuseReply, s.askRefuseReply)
	members.Post(path.RefuseReply, page.WithID(s.refuseReply))
	members.Post(path.TakeBackReply, page.WithID(s.takeBackReply))
	members.Get(path.ModerateThread, page.WithID(s.showModeration))
	members.Get(path.RevealAuthor, s.askRevealAuthor)
	members.Post(path.RevealAuthor, page.WithID(s.revealAuthor))
	members.Post(path.LockThread, s.lockThread)
	members.Post(path.UnlockThread, s.unlockThread)
	members.Post(path.PinThread, s.pinThread)
	members.Post(path.MoveThread, s.moveThread)
	members.Post(path.OutdateThread, s.outdateThread)
	members.Get(path.MergeThread, page.WithID(s.newMerge))
	members.Post(path.MergeThread, page.WithID(s.postMerge))
	members.Get(path.SplitThread, page.WithID(s.newSplit))
	members.Post(path.SplitThread, page.WithID(s.postSplit))
	members.Get(path.UndoTransfer, page.WithID(s.askUndoTransfer))
	members.Post(path.UndoTransfer, page.WithID(s.undoTransfer))
	members.Get(path.HidePost, s.askHide)
	members.Post(path.HidePost, page.WithID(s.hidePost))
	members.Post(path.UnhidePost, page.WithID(s.unhidePost))
	members.Post(path.RedactPost, page.WithID(s.blackenPost))
}
