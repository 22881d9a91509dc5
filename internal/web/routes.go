package web

import (
	"github.com/gin-gonic/gin"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/picture"
	"kommunalforum/static"
	"kommunalforum/templates/info"
)

// routes is the whole site. Each line names the address and the handler; who
// may do what is decided in the operation behind it.
func (s *server) routes(r *gin.Engine) {
	get := func(path string, h handler) {
		r.GET(path, s.do(h))
		r.HEAD(path, s.do(h))
	}
	public := func(path string, h handler) { get(path, s.kept(h)) } // kept for those who are not signed in
	member := func(path string, h handler) {                        // guests are sent to sign in
		r.GET(path, s.member(h))
		r.HEAD(path, s.member(h))
	}
	post := func(path string, h handler) { r.POST(path, s.member(h)) }

	public("/", s.showStart)
	public("/bereiche", s.showBoards)
	public("/bereiche/:slug", s.showBoard)
	public("/leistungen", s.showServices)
	public("/leistungen/:id", s.showService)
	get("/suche", s.showSearch)
	get("/suche/vorschlaege", s.completeSearch)

	member(resumePath+"/:id", s.resumeForm) // forms that were refused for want of a session

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
	member(moderationPath, s.showModerationDesk)
	member(mentionsPath, s.showMentions)
	post(mentionsPath+"/:id", s.mentionDone)
	member(waitingPath, s.showWaiting)
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
	get(inquiriesPath, s.showInquiries)
	member(inquiriesPath+"/neu", s.newInquiry)
	member(inquiryTwinsPath, s.showInquiryTwins)
	post(inquiriesPath+"/neu", s.postInquiry)
	member("/thema/:id/an-das-programmmanagement", s.newEscalation)
	post("/thema/:id/an-das-programmmanagement", s.postEscalation)
	get(inquiriesPath+"/:number", s.showInquiry)
	post(inquiriesPath+"/:number/rueckmeldung", s.respondInquiry)
	post(inquiriesPath+"/:number/nachfrage", s.followUpInquiry)
	post(inquiriesPath+"/:number/betrifft-uns", s.supportInquiry)
	post(inquiriesPath+"/:number/betrifft-uns-nicht", s.unsupportInquiry)
	member(inquiriesPath+"/:number/zurueckziehen", s.askWithdrawInquiry)
	post(inquiriesPath+"/:number/zurueckziehen", s.withdrawInquiry)
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
			member("/schreibtisch/:number/"+a.path, s.showDeskAct(a))
			post("/schreibtisch/:number/"+a.path, s.doDeskAct(a))
		}
	}

	// Organisations.
	get(organisationsPath, s.showOrganisations)
	get(organisationsPath+"/:id", s.showOrganisation)
	get("/kreise/:ags", s.showDistrict)

	// Members, seen by members.
	member(membersPath, s.showMembers)
	member(membersPath+"/:id", s.showMember)
	get(membersPath+"/:id/bild/:hash", s.showPortrait)
	member(ownProfilePath, s.editProfile)
	post(ownProfilePath, s.saveProfile)
	r.POST(ownProfilePath+"/bild", s.takes(picture.MaxBytes, s.savePortrait))
	post(ownProfilePath+"/bild/entfernen", s.removePortrait)

	// People.
	get("/anmelden", s.showSignIn)
	r.POST("/anmelden", s.do(s.signIn))
	r.POST("/anmelden/passkey/aufgabe", s.do(s.signInOptions))
	r.POST("/anmelden/passkey", s.do(s.signInByPasskey))
	get("/anmelden/mit/:provider", s.beginIdentity)
	get("/anmelden/mit/:provider/zurueck", s.finishIdentity)
	get(provePath, s.showProve)
	r.POST(provePath, s.do(s.prove))
	r.POST(provePath+"/aufgabe", s.do(s.proveOptions))
	r.POST(provePath+"/passkey", s.do(s.provePasskey))
	r.POST("/abmelden", s.do(s.signOut))
	get(forgottenPath, s.showForgotten)
	r.POST(forgottenPath, s.do(s.requestReset))
	get("/passwort/:token", s.byLink(s.newPasswordByLink))
	r.POST("/passwort/:token", s.do(s.byLink(s.choosePassword)))
	get(joinPath, s.showJoin)
	r.POST(joinPath, s.do(s.join))
	get(joinPath+"/:token", s.byLink(s.showApplication))
	r.POST(joinPath+"/:token", s.do(s.byLink(s.confirmApplication)))
	get("/einladung/:token", s.byLink(s.showInvitation))
	r.POST("/einladung/:token", s.do(s.byLink(s.acceptInvitation)))
	get("/adresse/:token", s.byLink(s.showCheck))
	r.POST("/adresse/:token", s.do(s.byLink(s.confirmCheck)))
	member("/konto", s.showAccount)
	member("/konto/name", s.showName)
	post("/konto/name", s.changeName)
	get(addressPath, s.ownAddress(s.guarded(account.GuardAddress, s.showAddress)))
	r.POST(addressPath, s.do(s.ownAddress(s.guarded(account.GuardAddress, s.changeAddress))))
	get(proofPath, s.ownAddress(s.showProof))
	r.POST(proofPath, s.do(s.ownAddress(s.requestProof)))
	member(colleaguesPath, s.showColleagues)
	post(colleaguesPath, s.invite)
	post(colleaguesPath+"/:id/zuruecknehmen", s.revokeInvitation)
	post(colleaguesPath+"/:id/antworten", s.vouch)
	post("/konto/sitzungen/beenden", s.endSessions)
	post("/konto/wach", s.stayAwake)
	member("/konto/passwort", s.guarded(account.GuardPassword, s.newPassword))
	post("/konto/passwort", s.guarded(account.GuardPassword, s.changePassword))
	get(dataPath, s.evenOwing(s.guarded(account.GuardExport, s.askData)))
	r.POST(dataPath, s.do(s.evenOwing(s.guarded(account.GuardExport, s.sendData))))
	get(leavePath, s.evenOwing(s.guarded(account.GuardLeave, s.askLeave)))
	r.POST(leavePath, s.do(s.evenOwing(s.guarded(account.GuardLeave, s.leave))))

	// How people prove who they are. What guarded acts ask for: account/guard.go.
	own := func(path string, h handler) {
		r.GET(path, s.own(h))
		r.HEAD(path, s.own(h))
	}
	ownPost := func(path string, h handler) { r.POST(path, s.own(h)) }
	own(securityPath, s.showFactors)
	own(securityPath+"/app", s.guarded(account.GuardApp, s.showApp))
	ownPost(securityPath+"/app", s.guarded(account.GuardApp, s.offerApp))
	ownPost(securityPath+"/app/bestaetigen", s.guarded(account.GuardApp, s.confirmApp))
	own(securityPath+"/app/entfernen", s.guarded(account.GuardRemoveApp, s.askRemoveApp))
	ownPost(securityPath+"/app/entfernen", s.guarded(account.GuardRemoveApp, s.removeApp))
	own(securityPath+"/codes", s.guarded(account.GuardRecoveryCodes, s.showCodes))
	ownPost(securityPath+"/codes", s.guarded(account.GuardRecoveryCodes, s.makeCodes))
	ownPost(passkeysPath, s.guarded(account.GuardAddPasskey, s.addPasskey))
	ownPost(passkeysPath+"/aufgabe", s.guarded(account.GuardAddPasskey, s.passkeyOptions))
	own(passkeysPath+"/:id/umbenennen", s.guarded(account.GuardRenamePasskey, s.askRenamePasskey))
	ownPost(passkeysPath+"/:id/umbenennen", s.guarded(account.GuardRenamePasskey, s.renamePasskey))
	own(passkeysPath+"/:id/entfernen", s.guarded(account.GuardRemovePasskey, s.askRemovePasskey))
	ownPost(passkeysPath+"/:id/entfernen", s.guarded(account.GuardRemovePasskey, s.removePasskey))
	ownPost(securityPath+"/verknuepfungen/:provider/trennen", s.guarded(account.GuardUnlinkProvider, s.unlinkIdentity))
	r.GET(confirmPath, s.proving(s.showConfirm))
	r.HEAD(confirmPath, s.proving(s.showConfirm))
	r.POST(confirmPath, s.proving(s.confirm))
	r.POST(confirmPath+"/code", s.proving(s.confirmCode))
	r.POST(confirmPath+"/aufgabe", s.proving(s.proveOptions))
	r.POST(confirmPath+"/passkey", s.proving(s.confirmPasskey))

	// Who comes in: moderators too.
	member(applicationsPath, s.showApplications)
	member(applicationsPath+"/:id", s.showApplicant)
	post(applicationsPath+"/:id/aufnehmen", s.admitApplication)
	post(applicationsPath+"/:id/ablehnen", s.refuseApplication)

	// Administration.
	admin := func(path string, h handler) { member(path, s.admin(h)) }
	adminPost := func(path string, h handler) { post(path, s.admin(h)) }
	admin("/verwaltung", s.showAdministration)
	admin("/verwaltung/protokoll", s.showProtocol)
	admin(sitePath, s.editSite)
	adminPost(sitePath, s.saveSite)
	admin("/verwaltung/bereiche", s.showSettings)
	admin(settingsPath+"/"+board.NewSlug, s.newBoard)
	adminPost(settingsPath+"/"+board.NewSlug, s.postBoard)
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
	adminPost("/verwaltung/mitglieder/:id/rollen", s.guarded(account.GuardGrant, s.grantRole))
	admin("/verwaltung/mitglieder/:id/entziehen", s.guarded(account.GuardRevoke, s.askRevoke))
	adminPost("/verwaltung/mitglieder/:id/entziehen", s.guarded(account.GuardRevoke, s.revokeRole))
	admin("/verwaltung/mitglieder/:id/sperren", s.guarded(account.GuardSuspend, s.askSuspend))
	adminPost("/verwaltung/mitglieder/:id/sperren", s.guarded(account.GuardSuspend, s.suspendPerson))
	admin("/verwaltung/mitglieder/:id/loeschen", s.guarded(account.GuardErase, s.askErase))
	adminPost("/verwaltung/mitglieder/:id/loeschen", s.guarded(account.GuardErase, s.erasePerson))
	admin("/verwaltung/mitglieder/:id/entsperren", s.guarded(account.GuardReinstate, s.askReinstate))
	adminPost("/verwaltung/mitglieder/:id/entsperren", s.guarded(account.GuardReinstate, s.reinstatePerson))
	admin(registerPath, s.showRegister)
	r.POST(registerPath, s.takes(catalogue.MaxGazetteerBytes, s.admin(s.uploadRegister)))
	admin(registerPreviewPath, s.showRegisterPreview)
	adminPost(registerPath+"/uebernehmen", s.applyRegister)
	adminPost(registerPath+"/verwerfen", s.discardRegister)
	admin(editOrganisationPath+"/neu", s.newOrganisation)
	adminPost(editOrganisationPath+"/neu", s.postOrganisation)
	admin(editOrganisationPath+"/:id", s.editOrganisation)
	adminPost(editOrganisationPath+"/:id", s.saveOrganisation)
	admin("/verwaltung/mitglieder/:id/faktor", s.guarded(account.GuardResetFactors, s.askResetFactors))
	adminPost("/verwaltung/mitglieder/:id/faktor", s.guarded(account.GuardResetFactors, s.resetFactors))
	admin(domainsPath, s.showDomains)
	adminPost(domainsPath, s.addDomain)
	adminPost(domainsPath+"/:id/entfernen", s.removeDomain)
	admin(domainsPath+"/einlesen", s.newDomainImport)
	adminPost(domainsPath+"/einlesen", s.importDomains)
	admin(mailsPath, s.showMails)
	adminPost(mailsPath+"/:id/wiederholen", s.resendMail)
	admin(mailsPath+"/:id/verwerfen", s.askDiscardMail)
	adminPost(mailsPath+"/:id/verwerfen", s.discardMail)

	// About the forum.
	get("/hilfe", s.showHelp)
	get(termsPath, s.showTerms)
	r.POST(termsPath, s.do(s.agree))
	get("/datenschutz", s.legal("Datenschutz", "Welche personenbezogenen Daten das Forum verarbeitet, wofür und wie lange.", info.PrivacyPage))
	get("/impressum", s.legal("Impressum", "Wer dieses Forum betreibt und wie Sie die Betreiberin erreichen.", info.ImprintPage))
	get("/barrierefreiheit", s.legal("Erklärung zur Barrierefreiheit", "Wie barrierefrei das Forum ist und wie Sie Barrieren melden.", info.AccessibilityPage))
	get("/quellen", s.showSources)

	// Development: only with a folder of mails.
	if s.Folder != nil {
		get(folderPath, s.showFolder)
		get(emlPath, s.openMail)
	}

	// Machines.
	get("/robots.txt", s.showRobots)
	get("/sitemap.xml", s.showSitemap)
	get("/.well-known/security.txt", s.showSecurity)
	get("/healthz", s.health)
	r.GET("/static/*file", gin.WrapH(static.Handler()))
	r.HEAD("/static/*file", gin.WrapH(static.Handler()))

	r.NoRoute(s.do(s.missing))
	r.NoMethod(s.do(func(*gin.Context) error { return errMethod }))
}
