package notify

// Kind says why somebody is notified. Each has a row of its own in the settings.
type Kind string

// All kinds.
const (
	Mention              Kind = "mention"
	Measure              Kind = "measure"
	Consultation         Kind = "consultation"
	OfficialAnswer       Kind = "answer"
	CitedByPost          Kind = "answer.cited"
	Solution             Kind = "solution"
	ReplyToQuestion      Kind = "reply"
	InquiryProgress      Kind = "inquiry"
	Reminder             Kind = "reminder"
	ReuseDue             Kind = "reuse.due"
	PositionProgress     Kind = "position"     // of a consultation on which the organisation took positions
	PositionsDue         Kind = "position.due" // it ends soon
	Review               Kind = "review"
	NewInquiry           Kind = "desk.new"
	AssignedInquiry      Kind = "desk.assigned"
	DueArticle           Kind = "article.due"
	Suggested            Kind = "suggestion"
	SuggestionDecided    Kind = "suggestion.decided"
	CitedAnswer          Kind = "article.source"
	FollowedOfficial     Kind = "followed.official"
	FollowedReply        Kind = "followed.reply"
	FollowedThread       Kind = "followed.thread"
	FollowedInquiry      Kind = "followed.inquiry"
	FollowedArticle      Kind = "followed.article"
	FollowedSearch       Kind = "followed.search"
	FollowedReuse        Kind = "followed.reuse"
	FollowedConsultation Kind = "followed.consultation"
	Reported             Kind = "report"
	ReportDecided        Kind = "report.decided"
)

// Group puts kinds together in the settings and in digests.
type Group string

// All groups, in the order of the settings.
const (
	Own      Group = "own"      // what concerns the person without following
	Work     Group = "work"     // what a role asks for
	Followed Group = "followed" // what the person follows
)

// Groups lists all groups in the order of the settings.
var Groups = []Group{Own, Work, Followed}

// German is the heading of the group.
func (g Group) German() string {
	switch g {
	case Own:
		return "Was mich betrifft"
	case Work:
		return "Was zu meinen Aufgaben gehört"
	}
	return "Alles, dem ich folge"
}

// KindInfo describes a kind.
type KindInfo struct {
	Kind    Kind
	Group   Group
	Label   string // in the settings
	Default Rhythm // of mails, without a setting
}

// Kinds lists all kinds, the strongest first: when several reasons to notify
// somebody of one event coincide, the strongest counts.
var Kinds = []KindInfo{
	{Mention, Own, "Jemand erwähnt mich", Now},
	{Measure, Own, "Die Moderation entscheidet über etwas, das ich geschrieben habe", Now},
	{Consultation, Own, "Rückfragen des Programmmanagements, die meine Organisation beantworten kann", Now},
	{OfficialAnswer, Own, "Offizielle Antworten auf Fragen, die ich gestellt habe oder die meine Organisation betreffen", Now},
	{CitedByPost, Own, "Offizielle Antworten, auf die ich in Beiträgen verweise: neue Fassung, zurückgezogen oder nicht mehr gültig", Now},
	{Solution, Own, "Lösungen: an meiner Frage markiert, oder meine Antwort ist eine", Now},
	{ReplyToQuestion, Own, "Antworten auf meine Fragen", Now},
	{InquiryProgress, Own, "Neuer Stand von Fragen an das Programmmanagement, die meine Organisation stellt oder unterstützt", Now},
	{SuggestionDecided, Own, "Meine Vorschläge für die FAQ: veröffentlicht, erledigt oder abgelehnt", Now},
	{ReportDecided, Own, "Die Moderation entscheidet über Beiträge, die ich gemeldet habe", Now},
	{Reminder, Own, "Erinnerungen aus meiner Merkliste", Now},
	{ReuseDue, Own, "Einträge meiner Organisation im Nachnutzungsregister, die ich pflege, sind zu bestätigen", Now},
	{PositionsDue, Own, "Beteiligungen, zu denen ich Stellung nehme, enden bald", Now},
	{PositionProgress, Own, "Beteiligungen, zu denen ich Stellung genommen habe: verlängert, berichtigt, beendet, Ergebnis", Now},
	{Review, Work, "Moderation: Erste Beiträge warten auf Freigabe", Now},
	{Reported, Work, "Moderation: Mitglieder haben Beiträge gemeldet", Now},
	{NewInquiry, Work, "Programmmanagement: Neue Fragen sind eingegangen", Now},
	{AssignedInquiry, Work, "Programmmanagement: Neues in Vorgängen, die mir zugewiesen sind", Now},
	{DueArticle, Work, "FAQ-Redaktion: Artikel sind zu prüfen", Daily},
	{Suggested, Work, "FAQ-Redaktion: Mitglieder schlagen etwas vor oder geben einen Hinweis", Daily},
	{CitedAnswer, Work, "FAQ-Redaktion: Die Quelle eines Artikels hat sich geändert", Daily},
	{FollowedOfficial, Followed, "Offizielle Antworten", Now},
	{FollowedReply, Followed, "Neue Antworten", Daily},
	{FollowedThread, Followed, "Neue Themen", Daily},
	{FollowedInquiry, Followed, "Neuer Stand von Fragen an das Programmmanagement", Daily},
	{FollowedArticle, Followed, "FAQ-Artikel: neu, geändert oder überholt", Daily},
	{FollowedSearch, Followed, "Neue Treffer gespeicherter Suchen", Daily},
	{FollowedConsultation, Followed, "Beteiligungen: eröffnet oder kurz vor dem Ende", Daily},
	{FollowedReuse, Followed, "Nachnutzungsregister: neue Einträge zu Leistungen", Daily},
}

// Info returns what is known of the kind; ok is false for an unknown one.
func (k Kind) Info() (info KindInfo, ok bool) {
	for _, i := range Kinds {
		if i.Kind == k {
			return i, true
		}
	}
	return KindInfo{}, false
}

// official reports whether the kind tells of an official answer.
func (k Kind) official() bool {
	return k == OfficialAnswer || k == CitedByPost || k == FollowedOfficial
}

// newestOnly reports whether of several notifications of the kind in one place only
// the newest says how things stand.
func (k Kind) newestOnly() bool {
	return k == InquiryProgress || k == AssignedInquiry || k == FollowedInquiry
}
