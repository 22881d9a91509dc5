package web

import (
	"github.com/gin-gonic/gin"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/picture"
	"kommunalforum/internal/web/path"
	"kommunalforum/static"
	"kommunalforum/templates/info"
)

// routes is the whole site. Each line names the address and the handler; who
// may do what is decided in the operation behind it.
func (s *server) routes(r *gin.Engine) {
	open, cached, members, admins := s.kit.Open(), s.kit.Public(), s.kit.Members(), s.kit.Admins()
	enrolling, reauthenticating, ownAddress, evenPending, byLink := s.kit.Enrolling(), s.kit.Reauthenticating(), s.kit.OwnAddress(), s.kit.EvenPending(), s.kit.ByLink()
	get, public, member, post, admin, adminPost := open.Get, cached.Get, members.Get, members.Post, admins.Get, admins.Post

	public("/", s.showStart)
	public("/bereiche", s.showBoards)
	public("/bereiche/:slug", s.showBoard)
	public("/leistungen", s.showServices)
	public("/leistungen/:id", s.showService)
	get("/suche", s.showSearch)
	get("/suche/vorschlaege", s.completeSearch)

	member(path.Resume, s.kit.ResumeForm) // forms that were refused for want of a session

	// Threads and posts.
	member("/fragen", s.newThread)
	post("/fragen", s.postThread)
	member("/fragen/aehnlich", s.showTwins)
	public("/thema/:id", s.showThread)
	post("/thema/:id/antworten", s.postReply)
	post("/thema/:id/betrifft-uns", s.supportThread)
	post("/thema/:id/betrifft-uns-nicht", s.unsupportThread)
	get("/beitrag/:id", s.showPost)
	member("/beitrag/:id/bearbeiten", s.editPost)
	post("/beitrag/:id/bearbeiten", s.saveEdit)
	member("/beitrag/:id/fassungen", s.showVersions)
	member("/beitrag/:id/zurueckziehen", s.askWithdraw)
	post("/beitrag/:id/zurueckziehen", s.withdrawPost)
	post("/beitrag/:id/loesung", s.markSolution)

	// Moderation of threads and posts.
	member(path.Moderation, s.showModerationDesk)
	member(path.Mentions, s.showMentions)
	post(path.Mentions+"/:id", s.mentionDone)
	member(path.FirstPosts, s.showWaiting)
	post("/thema/:id/freigeben", s.approveThread)
	member("/thema/:id/ablehnen", s.askRefuseThread)
	post("/thema/:id/ablehnen", s.refuseThread)
	post("/wartend/:id/freigeben", s.approveReply)
	member("/wartend/:id/ablehnen", s.askRefuseReply)
	post("/wartend/:id/ablehnen", s.refuseReply)
	post("/wartend/:id/entfernen", s.takeBackReply)
	member("/thema/:id/moderieren", s.showModeration)
	member("/thema/:id/wer-fragt", s.askRevealAuthor)
	post("/thema/:id/wer-fragt", s.revealAuthor)
	post("/thema/:id/schliessen", s.lockThread)
	post("/thema/:id/oeffnen", s.unlockThread)
	post("/thema/:id/anpinnen", s.pinThread)
	post("/thema/:id/verschieben", s.moveThread)
	post("/thema/:id/ueberholt", s.outdateThread)
	member("/beitrag/:id/ausblenden", s.askHide)
	post("/beitrag/:id/ausblenden", s.hidePost)
	post("/beitrag/:id/einblenden", s.unhidePost)
	post("/beitrag/:id/schwaerzen", s.blackenPost)

	// FAQ.
	public("/faq", s.showFAQ)
	member("/faq/neu", s.newArticle)
	post("/faq/neu", s.postArticle)
	public("/faq/:id", s.showArticle)
	member("/faq/:id/bearbeiten", s.editArticle)
	post("/faq/:id/bearbeiten", s.saveArticle)
	member("/faq/:id/veroeffentlichen", s.askPublish)
	post("/faq/:id/veroeffentlichen", s.publishArticle)
	member("/faq/:id/pruefen", s.askReview)
	post("/faq/:id/gueltig", s.confirmArticle)
	post("/faq/:id/ueberholt", s.outdateArticle)
	post("/faq/:id/wiederherstellen", s.restoreArticle)
	post("/faq/:id/loeschen", s.discardArticle)
	member("/faq/:id/fassungen", s.showArticleVersions)
	post("/beitrag/:id/in-die-faq", s.takeIntoFAQ)

	// Questions to programme management, and official answers.
	get(path.Inquiries, s.showInquiries)
	member(path.Inquiries+"/neu", s.newInquiry)
	member(path.InquiryTwins, s.showInquiryTwins)
	post(path.Inquiries+"/neu", s.postInquiry)
	member("/thema/:id/an-das-programmmanagement", s.newEscalation)
	post("/thema/:id/an-das-programmmanagement", s.postEscalation)
	get(path.Inquiries+"/:number", s.showInquiry)
	post(path.Inquiries+"/:number/rueckmeldung", s.respondInquiry)
	post(path.Inquiries+"/:number/nachfrage", s.followUpInquiry)
	post(path.Inquiries+"/:number/betrifft-uns", s.supportInquiry)
	post(path.Inquiries+"/:number/betrifft-uns-nicht", s.unsupportInquiry)
	member(path.Inquiries+"/:number/zurueckziehen", s.askWithdrawInquiry)
	post(path.Inquiries+"/:number/zurueckziehen", s.withdrawInquiry)
	public("/offizielle-antworten/:number", s.showLatestAnswer)
	public("/offizielle-antworten/:number/:version", s.showAnswer)

	// The desk of programme management.
	member("/schreibtisch", s.showDesk)
	post("/schreibtisch/:number/uebernehmen", s.takeUpInquiry)
	post("/schreibtisch/:number/vermerk", s.noteInquiry)
	member("/schreibtisch/:number/antwort", s.editAnswer)
	post("/schreibtisch/:number/antwort", s.postAnswer)
	member("/schreibtisch/:number/freigabe", s.showRelease)
	post("/schreibtisch/:number/freigabe", s.releaseAnswer)
	post("/schreibtisch/:number/freigabe-verweigern", s.sendBackAnswer)
	for _, a := range deskActs { // the table of acts stands in desk_acts.go
		if a.do != nil {
			member("/schreibtisch/:number/"+a.address, s.showDeskAct(a))
			post("/schreibtisch/:number/"+a.address, s.doDeskAct(a))
		}
	}

	// Organisations.
	get(path.Organisations, s.showOrganisations)
	get(path.Organisations+"/:id", s.showOrganisation)
	get("/kreise/:ags", s.showDistrict)

	// Members, seen by members.
	member(path.Members, s.showMembers)
	member(path.Members+"/:id", s.showMember)
	get(path.Members+"/:id/bild/:hash", s.showPortrait)
	member(path.OwnProfile, s.editProfile)
	post(path.OwnProfile, s.saveProfile)
	members.Upload(path.OwnProfile+"/bild", picture.MaxBytes, s.savePortrait)
	post(path.OwnProfile+"/bild/entfernen", s.removePortrait)

	// People.
	get("/anmelden", s.showSignIn)
	open.Post("/anmelden", s.signIn)
	open.Post("/anmelden/passkey/aufgabe", s.signInOptions)
	open.Post("/anmelden/passkey", s.signInByPasskey)
	get("/anmelden/mit/:provider", s.beginIdentity)
	get("/anmelden/mit/:provider/zurueck", s.finishIdentity)
	get(path.SecondFactor, s.showProve)
	open.Post(path.SecondFactor, s.prove)
	open.Post(path.SecondFactor+"/aufgabe", s.proveOptions)
	open.Post(path.SecondFactor+"/passkey", s.provePasskey)
	open.Post("/abmelden", s.signOut)
	get(path.ForgottenPassword, s.showForgotten)
	open.Post(path.ForgottenPassword, s.requestReset)
	byLink.Get("/passwort/:token", s.newPasswordByLink)
	byLink.Post("/passwort/:token", s.choosePassword)
	get(path.SignUp, s.showJoin)
	open.Post(path.SignUp, s.join)
	byLink.Get(path.SignUp+"/:token", s.showApplication)
	byLink.Post(path.SignUp+"/:token", s.confirmApplication)
	byLink.Get("/einladung/:token", s.showInvitation)
	byLink.Post("/einladung/:token", s.acceptInvitation)
	byLink.Get("/adresse/:token", s.showCheck)
	byLink.Post("/adresse/:token", s.confirmCheck)
	member("/konto", s.showAccount)
	member("/konto/name", s.showName)
	post("/konto/name", s.changeName)
	ownAddress.Get(path.Address, s.kit.Guarded(account.GuardAddress, s.showAddress))
	ownAddress.Post(path.Address, s.kit.Guarded(account.GuardAddress, s.changeAddress))
	ownAddress.Get(path.ConfirmAddress, s.showProof)
	ownAddress.Post(path.ConfirmAddress, s.requestProof)
	member(path.Colleagues, s.showColleagues)
	post(path.Colleagues, s.invite)
	post(path.Colleagues+"/:id/zuruecknehmen", s.revokeInvitation)
	post(path.Colleagues+"/:id/antworten", s.vouch)
	post("/konto/sitzungen/beenden", s.endSessions)
	post("/konto/wach", s.stayAwake)
	member("/konto/passwort", s.kit.Guarded(account.GuardPassword, s.newPassword))
	post("/konto/passwort", s.kit.Guarded(account.GuardPassword, s.changePassword))
	evenPending.Get(path.Data, s.kit.Guarded(account.GuardExport, s.askData))
	evenPending.Post(path.Data, s.kit.Guarded(account.GuardExport, s.sendData))
	evenPending.Get(path.Leave, s.kit.Guarded(account.GuardLeave, s.askLeave))
	evenPending.Post(path.Leave, s.kit.Guarded(account.GuardLeave, s.leave))

	// How people prove who they are. What guarded acts ask for: account/guard.go.
	own, ownPost := enrolling.Get, enrolling.Post
	own(path.Security, s.showFactors)
	own(path.Security+"/app", s.kit.Guarded(account.GuardApp, s.showApp))
	ownPost(path.Security+"/app", s.kit.Guarded(account.GuardApp, s.offerApp))
	ownPost(path.Security+"/app/bestaetigen", s.kit.Guarded(account.GuardApp, s.confirmApp))
	own(path.Security+"/app/entfernen", s.kit.Guarded(account.GuardRemoveApp, s.askRemoveApp))
	ownPost(path.Security+"/app/entfernen", s.kit.Guarded(account.GuardRemoveApp, s.removeApp))
	own(path.Security+"/codes", s.kit.Guarded(account.GuardRecoveryCodes, s.showCodes))
	ownPost(path.Security+"/codes", s.kit.Guarded(account.GuardRecoveryCodes, s.makeCodes))
	ownPost(path.Passkeys, s.kit.Guarded(account.GuardAddPasskey, s.addPasskey))
	ownPost(path.Passkeys+"/aufgabe", s.kit.Guarded(account.GuardAddPasskey, s.passkeyOptions))
	own(path.Passkeys+"/:id/umbenennen", s.kit.Guarded(account.GuardRenamePasskey, s.askRenamePasskey))
	ownPost(path.Passkeys+"/:id/umbenennen", s.kit.Guarded(account.GuardRenamePasskey, s.renamePasskey))
	own(path.Passkeys+"/:id/entfernen", s.kit.Guarded(account.GuardRemovePasskey, s.askRemovePasskey))
	ownPost(path.Passkeys+"/:id/entfernen", s.kit.Guarded(account.GuardRemovePasskey, s.removePasskey))
	ownPost(path.Security+"/verknuepfungen/:provider/trennen", s.kit.Guarded(account.GuardUnlinkProvider, s.unlinkIdentity))
	reauthenticating.Get(path.Reauthenticate, s.showConfirm)
	reauthenticating.Post(path.Reauthenticate, s.confirm)
	reauthenticating.Post(path.Reauthenticate+"/code", s.confirmCode)
	reauthenticating.Post(path.Reauthenticate+"/aufgabe", s.proveOptions)
	reauthenticating.Post(path.Reauthenticate+"/passkey", s.confirmPasskey)

	// Who comes in: moderators too.
	member(path.Applications, s.showApplications)
	member(path.Applications+"/:id", s.showApplicant)
	post(path.Applications+"/:id/aufnehmen", s.admitApplication)
	post(path.Applications+"/:id/ablehnen", s.refuseApplication)

	// Administration.
	admin("/verwaltung", s.showAdministration)
	admin("/verwaltung/protokoll", s.showProtocol)
	admin(path.Settings, s.editSite)
	adminPost(path.Settings, s.saveSite)
	admin("/verwaltung/bereiche", s.showSettings)
	admin(path.BoardSettings+"/"+board.NewSlug, s.newBoard)
	adminPost(path.BoardSettings+"/"+board.NewSlug, s.postBoard)
	admin("/verwaltung/bereiche/:slug", s.editSettings)
	adminPost("/verwaltung/bereiche/:slug", s.saveSettings)
	adminPost("/verwaltung/bereiche/:slug/text", s.saveBoardText)
	adminPost("/verwaltung/bereiche/:slug/reihenfolge", s.shiftBoard)
	admin("/verwaltung/bereiche/:slug/archivieren", s.askArchive)
	adminPost("/verwaltung/bereiche/:slug/archivieren", s.archiveBoard)
	admin("/verwaltung/bereiche/:slug/oeffnen", s.askReopen)
	adminPost("/verwaltung/bereiche/:slug/oeffnen", s.reopenBoard)
	admin("/verwaltung/gruppen", s.showCircles)
	adminPost("/verwaltung/gruppen", s.postCircle)
	adminPost("/verwaltung/gruppen/:id/aufnehmen", s.joinCircle)
	adminPost("/verwaltung/gruppen/:id/entfernen", s.leaveCircle)
	admin("/verwaltung/mitglieder", s.showPeople)
	admin("/verwaltung/mitglieder/:id", s.showPerson)
	adminPost("/verwaltung/mitglieder/:id/rollen", s.kit.Guarded(account.GuardGrant, s.grantRole))
	admin("/verwaltung/mitglieder/:id/entziehen", s.kit.Guarded(account.GuardRevoke, s.askRevoke))
	adminPost("/verwaltung/mitglieder/:id/entziehen", s.kit.Guarded(account.GuardRevoke, s.revokeRole))
	admin("/verwaltung/mitglieder/:id/sperren", s.kit.Guarded(account.GuardSuspend, s.askSuspend))
	adminPost("/verwaltung/mitglieder/:id/sperren", s.kit.Guarded(account.GuardSuspend, s.suspendPerson))
	admin("/verwaltung/mitglieder/:id/loeschen", s.kit.Guarded(account.GuardErase, s.askErase))
	adminPost("/verwaltung/mitglieder/:id/loeschen", s.kit.Guarded(account.GuardErase, s.erasePerson))
	admin("/verwaltung/mitglieder/:id/entsperren", s.kit.Guarded(account.GuardReinstate, s.askReinstate))
	adminPost("/verwaltung/mitglieder/:id/entsperren", s.kit.Guarded(account.GuardReinstate, s.reinstatePerson))
	admin(path.Gazetteer, s.showRegister)
	admins.Upload(path.Gazetteer, catalogue.MaxGazetteerBytes, s.uploadRegister)
	admin(path.GazetteerPreview, s.showRegisterPreview)
	adminPost(path.Gazetteer+"/uebernehmen", s.applyRegister)
	adminPost(path.Gazetteer+"/verwerfen", s.discardRegister)
	admin(path.EditOrganisations+"/neu", s.newOrganisation)
	adminPost(path.EditOrganisations+"/neu", s.postOrganisation)
	admin(path.EditOrganisations+"/:id", s.editOrganisation)
	adminPost(path.EditOrganisations+"/:id", s.saveOrganisation)
	admin("/verwaltung/mitglieder/:id/faktor", s.kit.Guarded(account.GuardResetFactors, s.askResetFactors))
	adminPost("/verwaltung/mitglieder/:id/faktor", s.kit.Guarded(account.GuardResetFactors, s.resetFactors))
	admin(path.Domains, s.showDomains)
	adminPost(path.Domains, s.addDomain)
	adminPost(path.Domains+"/:id/entfernen", s.removeDomain)
	admin(path.Domains+"/einlesen", s.newDomainImport)
	adminPost(path.Domains+"/einlesen", s.importDomains)
	admin(path.Mails, s.showMails)
	adminPost(path.Mails+"/:id/wiederholen", s.resendMail)
	admin(path.Mails+"/:id/verwerfen", s.askDiscardMail)
	adminPost(path.Mails+"/:id/verwerfen", s.discardMail)

	// About the forum.
	get("/hilfe", s.showHelp)
	get(path.Terms, s.showTerms)
	open.Post(path.Terms, s.agree)
	get("/datenschutz", s.legal("Datenschutz", "Welche personenbezogenen Daten das Forum verarbeitet, wofür und wie lange.", info.PrivacyPage))
	get("/impressum", s.legal("Impressum", "Wer dieses Forum betreibt und wie Sie die Betreiberin erreichen.", info.ImprintPage))
	get("/barrierefreiheit", s.legal("Erklärung zur Barrierefreiheit", "Wie barrierefrei das Forum ist und wie Sie Barrieren melden.", info.AccessibilityPage))
	get("/quellen", s.showSources)

	// Development: only with a folder of mails.
	if s.Folder != nil {
		get(path.MailFolder, s.showFolder)
		get(path.FolderMail, s.openMail)
	}

	// Machines.
	get("/robots.txt", s.showRobots)
	get("/sitemap.xml", s.showSitemap)
	get("/.well-known/security.txt", s.showSecurity)
	get("/healthz", s.health)
	r.GET("/static/*file", gin.WrapH(static.Handler()))
	r.HEAD("/static/*file", gin.WrapH(static.Handler()))

	s.kit.NotFound()
}
