package follow

// German is the name of the level on pages.
func (l Level) German() string {
	switch l {
	case All:
		return "Alles"
	case Threads:
		return "Nur neue Themen"
	case Official:
		return "Nur offizielle Antworten"
	case Muted:
		return "Stumm"
	}
	return "Nicht folgen"
}

// Explain says in one sentence what the level means for a subject of the kind.
func (k Kind) Explain(l Level) string {
	switch l {
	case Threads:
		return "Sie hören von neuen Themen, aber nicht von den Antworten darin."
	case Official:
		return "Sie hören nur von offiziellen Antworten und ihren neuen Fassungen."
	case Muted:
		return "Sie hören nichts, auch nicht, wenn jemand Sie erwähnt."
	case All:
		return k.explainAll()
	}
	if k == Thread || k == Inquiry {
		return "Sie hören nur, wenn jemand Sie erwähnt."
	}
	return "Sie hören nur von dem, was Sie selbst betrifft."
}

func (k Kind) explainAll() string {
	switch k {
	case Board:
		return "Sie hören von neuen Themen, Antworten und offiziellen Antworten in diesem Bereich."
	case Thread:
		return "Sie hören von jeder Antwort und von offiziellen Antworten."
	case Service:
		return "Sie hören von neuen Themen, Antworten und offiziellen Antworten zu dieser Leistung."
	case Organisation:
		return "Sie hören von den Fragen dieser Organisation und den Antworten darauf."
	case Inquiry:
		return "Sie hören von jedem neuen Stand, den Sie sehen dürfen, und von der offiziellen Antwort."
	case Article:
		return "Sie hören, wenn der Artikel geändert wird oder nicht mehr gilt."
	}
	return "Sie hören von neuen Treffern."
}

// German is the name of the kind on pages.
func (k Kind) German() string {
	switch k {
	case Board:
		return "Bereich"
	case Thread:
		return "Thema"
	case Service:
		return "Leistung"
	case Inquiry:
		return "Frage an das Programmmanagement"
	case Article:
		return "FAQ-Artikel"
	case Organisation:
		return "Organisation"
	}
	return "Gespeicherte Suche"
}

// Kinds lists all kinds in the order of pages.
var Kinds = []Kind{Board, Thread, Service, Inquiry, Article, Organisation, Search}
