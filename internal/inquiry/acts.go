package inquiry

// deed is how an act appears in the history.
type deed struct {
	german   string // what happened, as the history says it
	internal bool   // only the desk learns that it happened
	private  bool   // only the desk learns of the reason
	audited  bool   // recorded as a privileged act
}

var deeds = map[Act]deed{
	ActEnter:      {german: "Frage gestellt"},
	ActExamine:    {german: "Prüfung begonnen"},
	ActAssign:     {german: "Zugewiesen", private: true, audited: true},
	ActGiveBack:   {german: "Zurück in die Prüfung", private: true, audited: true},
	ActBegin:      {german: "Bearbeitung begonnen", private: true},
	ActAskBack:    {german: "Rückfrage gestellt", private: true},
	ActRespond:    {german: "Rückmeldung gegeben"},
	ActRest:       {german: "Vorgang ruht, weil die Rückfrage offen ist"},
	ActMerge:      {german: "Mit einer gleichen Frage zusammengeführt", audited: true},
	ActUnmerge:    {german: "Zusammenführung aufgehoben", private: true, audited: true},
	ActSubmit:     {german: "Antwort zur Freigabe vorgelegt", private: true},
	ActSendBack:   {german: "Antwort wird überarbeitet", private: true, audited: true},
	ActRelease:    {german: "Offizielle Antwort freigegeben", audited: true},
	ActAnswer:     {german: "Offiziell beantwortet", private: true, audited: true},
	ActHandOver:   {german: "An die zuständige Stelle abgegeben", audited: true},
	ActEnterReply: {german: "Antwort der zuständigen Stelle veröffentlicht", audited: true},
	ActTakeBack:   {german: "Zurück in die Prüfung", private: true, audited: true},
	ActDecline:    {german: "Nicht angenommen", audited: true},
	ActReopen:     {german: "Wieder aufgenommen", audited: true},
	ActWithdraw:   {german: "Frage zurückgezogen"},
	ActFollowUp:   {german: "Nachfrage gestellt"},
	ActRevise:     {german: "Neue Fassung der Antwort begonnen", audited: true},
	ActLeave:      {german: "Die fragende Stelle hat sich zurückgezogen; die Frage bleibt für die anderen bestehen"},
	ActRemind:     {german: "An die offene Rückfrage erinnert"},
	ActDraft:      {german: "Entwurf der Antwort gespeichert", internal: true, private: true},
	ActSort:       {german: "Bereich geändert", private: true, audited: true},
	ActTickle:     {german: "Wiedervorlage geändert", internal: true, private: true},
	ActRetract:    {german: "Offizielle Antwort zurückgezogen", audited: true},
}

// German says what happened, as the history shows it.
func (a Act) German() string { return deeds[a].german }

// What says what happened in the step, as the history shows it.
func (s Step) What() string {
	if s.Thread {
		return "Aus dem Forum weitergegeben"
	}
	return s.Act.German()
}

// who returns whose act a is: each act of the workflow has one kind of actor.
func (a Act) who() Who {
	for _, t := range Transitions {
		if t.Act == a {
			return t.Who
		}
	}
	return Desk // acts beside the workflow are the desk's
}
