// Package admin is where administrators look after people, organisations, boards and
// the forum, and moderators decide who comes in.
package admin

import (
	"context"

	"kommunalforum/internal/account"
	"kommunalforum/internal/alarm"
	"kommunalforum/internal/attachment"
	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/config"
	"kommunalforum/internal/directory"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/integrity"
	"kommunalforum/internal/membership"
	"kommunalforum/internal/notify"
	"kommunalforum/internal/setting"
	"kommunalforum/internal/signin"
	"kommunalforum/internal/usecase"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
)

// Deps are the parts of the house that these pages need.
type Deps struct {
	Config    config.Config
	Accounts  *account.Accounts
	Directory *directory.Directory
	SignIn    *signin.Authenticator
	Joining   *membership.Joining
	Boards    *board.Boards
	Forum     *forum.Forum
	Catalogue *catalogue.Catalogue
	Inquiries *inquiry.Inquiries
	Notify    *notify.Notifications
	Attached  *attachment.Attachments
	Acts      *usecase.Acts
	Settings  *setting.Settings // nil: only the configuration holds
	Alarms    *alarm.Watch
	Integrity *integrity.Checker
	Operation func(context.Context, account.Viewer) (Operation, error)
}

// server serves the pages of this area.
type server struct {
	Deps
	kit *page.Kit
}

// Mount mounts the pages. Who may do what is decided in the operations behind them.
func Mount(k *page.Kit, d Deps) {
	s := &server{Deps: d, kit: k}
	members, admins := k.Members(), k.Admins()

	members.Get(path.Applications, s.showApplications)
	members.Get(path.Applicant, s.showApplicant)
	members.Post(path.AdmitApplication, page.WithID(s.admitApplication))
	members.Post(path.RefuseApplication, page.WithID(s.refuseApplication))
	admins.Get(path.Administration, s.showAdministration)
	admins.Post(path.TellAgain, s.tellAgain)
	admins.Get(path.State, s.showState)
	admins.Get(path.Operation, s.showOperation)
	admins.Get(path.AuditLog, s.showAuditLog)
	admins.Get(path.Settings, s.editSite)
	admins.Post(path.Settings, s.saveSite)
	admins.Get(path.BoardSettings, s.showSettings)
	admins.Get(path.NewBoard, s.newBoard)
	admins.Post(path.NewBoard, s.postBoard)
	admins.Get(path.EditBoard, s.editSettings)
	admins.Post(path.EditBoard, s.saveSettings)
	admins.Post(path.BoardText, s.saveBoardText)
	admins.Post(path.ShiftBoard, s.shiftBoard)
	admins.Get(path.ArchiveBoard, s.askArchive)
	admins.Post(path.ArchiveBoard, s.archiveBoard)
	admins.Get(path.ReopenBoard, s.askReopen)
	admins.Post(path.ReopenBoard, s.reopenBoard)
	admins.Get(path.Groups, s.showGroups)
	admins.Post(path.Groups, s.postGroup)
	admins.Post(path.JoinGroup, page.WithID(s.joinGroup))
	admins.Post(path.LeaveGroup, page.WithID(s.leaveGroup))
	admins.Get(path.People, s.showPeople)
	admins.Get(path.Person, s.showPerson)
	admins.Post(path.GrantRole, k.Guarded(account.GuardGrant, s.grantRole))
	admins.Get(path.RevokeRole, k.Guarded(account.GuardRevoke, s.askRevoke))
	admins.Post(path.RevokeRole, k.Guarded(account.GuardRevoke, page.WithID(s.revokeRole)))
	admins.Get(path.Suspend, k.Guarded(account.GuardSuspend, s.askSuspend))
	admins.Post(path.Suspend, k.Guarded(account.GuardSuspend, s.suspendPerson))
	admins.Get(path.ErasePerson, k.Guarded(account.GuardErase, s.askErase))
	admins.Post(path.ErasePerson, k.Guarded(account.GuardErase, s.erasePerson))
	admins.Get(path.Reinstate, k.Guarded(account.GuardReinstate, s.askReinstate))
	admins.Post(path.Reinstate, k.Guarded(account.GuardReinstate, s.reinstatePerson))
	admins.Get(path.Gazetteer, s.showGazetteer)
	admins.Upload(path.Gazetteer, catalogue.MaxGazetteerBytes, s.uploadGazetteer)
	admins.Get(path.GazetteerPreview, s.showGazetteerPreview)
	admins.Post(path.ApplyGazetteer, s.applyGazetteer)
	admins.Post(path.DiscardGazetteer, s.discardGazetteer)
	admins.Get(path.NewOrganisation, s.newOrganisation)
	admins.Post(path.NewOrganisation, s.postOrganisation)
	admins.Get(path.EditOrganisation, page.WithID(s.editOrganisation))
	admins.Post(path.EditOrganisation, page.WithID(s.saveOrganisation))
	admins.Get(path.ResetFactors, k.Guarded(account.GuardResetFactors, s.askResetFactors))
	admins.Post(path.ResetFactors, k.Guarded(account.GuardResetFactors, s.resetFactors))
	admins.Get(path.Domains, s.showDomains)
	admins.Post(path.Domains, s.addDomain)
	admins.Post(path.RemoveDomain, page.WithID(s.removeDomain))
	admins.Get(path.ImportDomains, s.newDomainImport)
	admins.Post(path.ImportDomains, s.importDomains)
	admins.Get(path.Mails, s.showMails)
	admins.Post(path.ResendMail, page.WithID(s.resendMail))
	admins.Get(path.DiscardMail, s.askDiscardMail)
	admins.Post(path.DiscardMail, page.WithID(s.discardMail))
}
