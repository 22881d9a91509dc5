package notify

import (
	"fmt"

	"kommunalforum/internal/consultation"
	"kommunalforum/internal/event"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/web/path"
)

// wording is a line of the inbox for one notification and for several; the latter
// has a place for the number.
type wording struct{ one, many string }

// wordings says how lines read, by kind and act, by act, or by kind.
var wordings = map[string]wording{
	string(Mention):         {"Sie wurden erwähnt", "Sie wurden %d-mal erwähnt"},
	string(ReplyToQuestion): {"Neue Antwort auf Ihre Frage", "%d neue Antworten auf Ihre Frage"},
	string(Solution):        {"Eine Antwort auf Ihre Frage ist als Lösung markiert", "%d Antworten auf Ihre Frage sind als Lösung markiert"},
	string(Reminder):        {"Erinnerung aus Ihrer Merkliste", "%d Erinnerungen aus Ihrer Merkliste"},
	string(ReuseDue): {
		"Ein Eintrag Ihrer Organisation im Nachnutzungsregister ist zu bestätigen",
		"%d Einträge Ihrer Organisation im Nachnutzungsregister sind zu bestätigen",
	},
	string(PositionsDue):                                 {"Die Beteiligung endet bald", ""},
	string(PositionProgress):                             {"Neuer Stand der Beteiligung", ""},
	line(FollowedConsultation, event.ConsultationOpened): {"Neue Beteiligung", ""},
	string(FollowedConsultation):                         {"Die Beteiligung endet bald", ""},
	consultationAct(consultation.ActExtend):              {"Die Beteiligung ist verlängert", ""},
	consultationAct(consultation.ActCorrect): {"Ein Abschnitt, zu dem Sie Stellung genommen haben, ist berichtigt",
		"%d Berichtigungen an Abschnitten, zu denen Sie Stellung genommen haben"},
	consultationAct(consultation.ActClose):    {"Die Beteiligung ist vorzeitig beendet", ""},
	consultationAct(consultation.ActWithdraw): {"Die Beteiligung ist zurückgezogen", ""},
	consultationAct(consultation.ActDecide):   {"Das Ergebnis der Beteiligung liegt vor", ""},
	string(FollowedReuse):                     {"Neuer Eintrag im Nachnutzungsregister", "%d neue Einträge im Nachnutzungsregister"},
	string(Review):                            {"Ein erster Beitrag wartet auf Freigabe", "%d erste Beiträge warten auf Freigabe"},
	string(Reported):                          {"Ein Beitrag ist gemeldet", "%d Meldungen von Beiträgen"},
	string(ReportDecided):                     {"Die Moderation hat über Ihre Meldung entschieden", ""},
	string(NewInquiry):                        {"Neue Frage an das Programmmanagement", ""},
	string(Consultation):                      {"Rückfrage des Programmmanagements", "%d Rückfragen des Programmmanagements"},
	string(DueArticle):                        {"Der FAQ-Artikel ist zu prüfen", ""},
	string(Suggested):                         {"Ein neuer Vorschlag wartet auf Ihre Entscheidung", ""},
	string(CitedAnswer):                       {"Die offizielle Antwort, aus der dieser FAQ-Artikel stammt, hat sich geändert", ""},
	string(FollowedReply):                     {"Neue Antwort", "%d neue Antworten"},
	string(FollowedThread):                    {"Neues Thema", ""},
	string(FollowedSearch):                    {"Neuer Treffer einer gespeicherten Suche", "%d neue Treffer gespeicherter Suchen"},
	string(OfficialAnswer):                    {"Offizielle Antwort", ""},
	string(CitedByPost):                       {"Die offizielle Antwort, auf die Sie in einem Beitrag verweisen, hat sich geändert", ""},
	string(FollowedOfficial):                  {"Offizielle Antwort", ""},

	line(Solution, ActOwnSolution):        {"Ihre Antwort ist als Lösung markiert", "%d Ihrer Antworten sind als Lösung markiert"},
	line(FollowedReply, event.PostSolved): {"Eine Antwort ist als Lösung markiert", "%d Antworten sind als Lösung markiert"},
	line(Measure, event.NoteRemoved):      {"Die Moderation hat die Notiz Ihrer Organisation unter „Betrifft uns auch“ entfernt", ""},
	line(Measure, event.ReuseRemoved): {
		"Die Moderation hat einen Eintrag Ihrer Organisation im Nachnutzungsregister entfernt",
		"Die Moderation hat %d Einträge Ihrer Organisation im Nachnutzungsregister entfernt",
	},
	line(Measure, event.ThreadOpened):       {"Ihre Frage ist freigegeben", ""},
	line(Measure, event.PostAdded):          {"Ihre Antwort ist freigegeben", "%d Ihrer Antworten sind freigegeben"},
	line(Measure, event.ThreadRejected):     {"Ihre Frage wurde nicht freigegeben", ""},
	line(Measure, event.ReplyRejected):      {"Ihre Antwort wurde nicht freigegeben", "%d Ihrer Antworten wurden nicht freigegeben"},
	line(Measure, event.ThreadLocked):       {"Ihr Thema wurde geschlossen", ""},
	line(Measure, event.ThreadUnlocked):     {"Ihr Thema ist wieder offen", ""},
	line(Measure, event.ThreadMoved):        {"Ihr Thema wurde in einen anderen Bereich verschoben", ""},
	line(Measure, event.ThreadMerged):       {"Die Moderation hat Ihr Thema mit einem anderen zusammengeführt", ""},
	line(FollowedReply, event.ThreadMerged): {"Die Moderation hat ein anderes Thema mit diesem zusammengeführt", ""},
	line(Measure, event.ThreadSplit):        {"Die Moderation hat Beiträge verschoben", ""},
	line(FollowedReply, event.ThreadSplit):  {"Die Moderation hat Beiträge in dieses Thema verschoben", ""},
	line(Measure, event.TransferUndone):     {"Ihre Beiträge stehen wieder dort, wo Sie sie geschrieben haben", ""},
	ActOwnPosts:                             {"Die Moderation hat Ihre Beiträge in dieses Thema verschoben", ""},
	ActLostOwn:                              {"Die Moderation hat Ihre Frage in einen Bereich verschoben, den Sie nicht lesen können", ""},
	ActLost:                                 {"Die Moderation hat dieses Thema in einen Bereich verschoben, den Sie nicht lesen können", ""},
	ActRegained:                             {"Dieses Thema steht in einem Bereich, den Sie wieder lesen können", ""},
	ActLostPosts: {
		"Die Moderation hat Beiträge von Ihnen aus diesem Thema in einen Bereich verschoben, den Sie nicht lesen können", "",
	},
	ActLostBoard: {"Die Administration hat diesen Bereich beschränkt: Sie können ihn nicht mehr lesen", ""},
	ActBarred: {
		"Sie können Bereiche nicht mehr lesen, weil sich Ihre Gruppen, Ihre Organisation oder Ihre Rollen geändert haben", "",
	},
	ActRegainedBoard:                                {"Sie können diesen Bereich wieder lesen", ""},
	line(Measure, event.ThreadOutdated):             {"Ihr Thema wurde als überholt markiert", ""},
	line(Measure, event.PostHidden):                 {"Ihr Beitrag wurde ausgeblendet", "%d Ihrer Beiträge wurden ausgeblendet"},
	line(Measure, event.PostUnhidden):               {"Ihr Beitrag ist wieder sichtbar", "%d Ihrer Beiträge sind wieder sichtbar"},
	line(Measure, event.PostBlackened):              {"Ihr Beitrag wurde geschwärzt", "%d Ihrer Beiträge wurden geschwärzt"},
	line(OfficialAnswer, ActRevised):                {"Neue Fassung der offiziellen Antwort", ""},
	line(OfficialAnswer, event.AnswerWithdrawn):     {"Die offizielle Antwort wurde zurückgezogen", ""},
	line(OfficialAnswer, event.AnswerExpired):       {"Die offizielle Antwort gilt nicht mehr", ""},
	line(CitedByPost, ActRevised):                   {"Neue Fassung der offiziellen Antwort, auf die Sie in einem Beitrag verweisen", ""},
	line(CitedByPost, event.AnswerWithdrawn):        {"Die offizielle Antwort, auf die Sie in einem Beitrag verweisen, wurde zurückgezogen", ""},
	line(CitedByPost, event.AnswerExpired):          {"Die offizielle Antwort, auf die Sie in einem Beitrag verweisen, gilt nicht mehr", ""},
	line(FollowedOfficial, ActRevised):              {"Neue Fassung der offiziellen Antwort", ""},
	line(FollowedOfficial, event.AnswerWithdrawn):   {"Die offizielle Antwort wurde zurückgezogen", ""},
	line(FollowedOfficial, event.AnswerExpired):     {"Die offizielle Antwort gilt nicht mehr", ""},
	line(FollowedArticle, event.ArticlePublished):   {"Neuer FAQ-Artikel", ""},
	line(FollowedArticle, event.ArticleRevised):     {"Der FAQ-Artikel wurde geändert", ""},
	line(FollowedArticle, event.ArticleOutdated):    {"Der FAQ-Artikel ist überholt", ""},
	line(SuggestionDecided, event.ArticlePublished): {"Aus Ihrem Vorschlag ist dieser FAQ-Artikel entstanden", ""},
	ActHinted:                                {"Ein neuer Hinweis wartet auf Ihre Entscheidung", ""},
	ActDeclined:                              {"Ihr Vorschlag wurde abgelehnt", ""},
	ActHintDeclined:                          {"Ihr Hinweis wurde abgelehnt", ""},
	ActSettled:                               {"Ihr Hinweis ist erledigt", ""},
	line(InquiryProgress, inquiry.ActEnter):  {"Ihr Thema ist an das Programmmanagement weitergegeben", ""},
	line(FollowedInquiry, inquiry.ActEnter):  {"Neue Frage an das Programmmanagement", ""},
	line(AssignedInquiry, inquiry.ActAssign): {"Ihnen zugewiesen", ""},
	line(Consultation, inquiry.ActRemind):    {"Erinnerung an eine offene Rückfrage des Programmmanagements", ""},
	reportAct(forum.PostHidden):              {"Die Moderation hat den Beitrag ausgeblendet, den Sie gemeldet haben", ""},
	ActUnattended: {
		"Ein Beitrag ist gemeldet, und niemand, der diesen Bereich liest, darf darüber entscheiden: Geben Sie jemandem aus einer anderen " +
			"Organisation dort die Moderation",
		"%d Beiträge sind gemeldet, und niemand, der diesen Bereich liest, darf darüber entscheiden: Geben Sie jemandem aus einer anderen " +
			"Organisation dort die Moderation",
	},
	ActUnreviewed: {
		"Ein erster Beitrag wartet auf Freigabe, und niemand, der diesen Bereich liest, darf darüber entscheiden: Geben Sie jemandem aus einer " +
			"anderen Organisation dort die Moderation",
		"%d erste Beiträge warten auf Freigabe, und niemand, der diesen Bereich liest, darf darüber entscheiden: Geben Sie jemandem aus einer " +
			"anderen Organisation dort die Moderation",
	},
	ActShownAgain:                  {"Ein Beitrag, den Sie gemeldet haben, ist wieder zu sehen: Die Moderation hat ihn wieder eingeblendet", ""},
	reportAct(forum.PostBlackened): {"Die Moderation hat den Beitrag geschwärzt, den Sie gemeldet haben", ""},
	reportAct(forum.PostWithdrawn): {"Der Beitrag, den Sie gemeldet haben, ist zurückgezogen", ""},
	reportAct(forum.Dismissed):     {"Die Moderation sieht keinen Anlass, wegen Ihrer Meldung einzugreifen", ""},
}

// Acts of notifications that are no kinds of events.
const (
	ActOwnSolution = "post.solved.own" // the person wrote the solution
	ActRevised     = "answer.revised"  // another version than the first was released
)

// Acts of notifications that people can no longer read something, or can again.
const (
	ActLost          = "thread.lost"
	ActLostOwn       = "thread.lost.own"   // the person asked
	ActLostPosts     = "thread.posts.lost" // the person wrote them in a thread that can still be read
	ActRegained      = "thread.regained"
	ActLostBoard     = "board.lost"
	ActBarred        = "board.barred" // for what ended that admitted the person
	ActRegainedBoard = "board.regained"
)

func line[A ~string](k Kind, act A) string { return string(k) + " " + string(act) }

// German says in a sentence without a full stop what happened, such as „3 neue
// Antworten“.
func (l Line) German() string {
	w, ok := wordings[line(l.Kind, l.Act)]
	if !ok {
		w, ok = wordings[l.Act]
	}
	if !ok {
		w, ok = wordings[string(l.Kind)]
	}
	switch {
	case !ok: // of an inquiry
		return "Neuer Stand: " + inquiry.Act(l.Act).German()
	case l.Via.Name != "" && l.Count > 1:
		return fmt.Sprintf("%d neue Treffer Ihrer Suche „%s“", l.Count, l.Via.Name)
	case l.Via.Name != "":
		return "Neuer Treffer Ihrer Suche „" + l.Via.Name + "“"
	case l.Count > 1 && w.many != "":
		return fmt.Sprintf(w.many, l.Count)
	}
	return w.one
}

// AboutHint reports whether the line is about a hint at an article, and not about something
// that was suggested for the FAQ.
func (l Line) AboutHint() bool {
	return l.Act == ActHinted || l.Act == ActHintDeclined || l.Act == ActSettled
}

// Comfort says what is left to somebody of what they lost sight of, and whom to ask; ""
// for everything else.
func (l Line) Comfort() string {
	switch l.Act {
	case ActLost, ActLostOwn, ActLostPosts, ActLostBoard, ActBarred:
		return "Was Sie selbst geschrieben haben, steht weiter in der Auskunft über Ihre Daten. Fragen dazu beantworten die Moderation und " +
			"die Betreiber des Forums."
	}
	return ""
}

// Search returns the address, within the site, of the hits of the saved search that
// the line is about, newest first; "" if it is about none that there still is.
func (l Line) Search() string {
	if l.Via.Name == "" {
		return ""
	}
	return path.To(path.SavedSearch, l.Via.ID)
}
