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

// Explain says in one or two sentences what the level means for a subject of the kind.
func (k Kind) Explain(l Level) string {
	if l == Default {
		l = None
	}
	return explained[k][l]
}

// What the words of several kinds have in common. Only posts of the forum address people,
// and what moderation does is told in any case.
const (
	ownOnly   = "Sie hören nur von dem, was Sie selbst betrifft: Antworten auf Ihre Fragen, Lösungen und Erwähnungen."
	notEven   = ", auch nicht von Antworten auf Ihre Fragen oder wenn jemand Sie erwähnt."
	besideOwn = "Neben dem, was Sie selbst betrifft, hören Sie nur von "
)

var explained = map[Kind]map[Level]string{
	Board: {
		All:      "Sie hören von neuen Themen, Antworten, offiziellen Antworten und neuen FAQ-Artikeln in diesem Bereich.",
		Threads:  besideOwn + "neuen Themen, nicht von den Antworten darin.",
		Official: besideOwn + "offiziellen Antworten und ihren neuen Fassungen.",
		None:     ownOnly,
		Muted:    "Sie hören nichts aus diesem Bereich" + notEven,
	},
	Thread: {
		All:      "Sie hören von jeder Antwort und von offiziellen Antworten.",
		Official: "Sie hören nur von offiziellen Antworten und ihren neuen Fassungen und wenn jemand Sie erwähnt.",
		None:     "Sie hören nur, wenn jemand Sie erwähnt, auch wenn Sie selbst gefragt haben.",
		Muted:    "Sie hören nichts" + notEven,
	},
	Service: {
		All:      "Sie hören von neuen Themen, Antworten, offiziellen Antworten und neuen FAQ-Artikeln zu dieser Leistung.",
		Threads:  besideOwn + "neuen Themen, nicht von den Antworten darin.",
		Official: besideOwn + "offiziellen Antworten und ihren neuen Fassungen.",
		None:     ownOnly,
		Muted:    "Sie hören nichts von Themen zu dieser Leistung" + notEven,
	},
	Organisation: {
		All: "Sie hören von neuen Fragen dieser Organisation, auch von denen an das Programmmanagement, von den Antworten darauf und von " +
			"offiziellen Antworten.",
		Threads:  besideOwn + "neuen Fragen dieser Organisation, auch von denen an das Programmmanagement, nicht von den Antworten darauf.",
		Official: besideOwn + "offiziellen Antworten auf Fragen dieser Organisation und ihren neuen Fassungen.",
		None:     ownOnly,
		Muted:    "Sie hören nichts von den Fragen dieser Organisation" + notEven,
	},
	Inquiry: {
		All:      "Sie hören von jedem neuen Stand, den Sie sehen dürfen, und von der offiziellen Antwort.",
		Official: "Sie hören nur von der offiziellen Antwort und ihren neuen Fassungen, nicht von Rückfragen an Ihre Organisation.",
		None: "Sie hören nichts, auch nicht von Rückfragen an Ihre Organisation. Wird die Frage mit einer anderen zusammengeführt, gilt, was " +
			"Sie bei dieser gewählt haben.",
		Muted: "Sie hören nichts, auch nicht von Rückfragen an Ihre Organisation. Das bleibt so, wenn die Frage mit einer anderen " +
			"zusammengeführt wird, es sei denn, Sie folgen dieser.",
	},
	Article: {
		All:   "Sie hören, wenn der Artikel geändert wird oder nicht mehr gilt.",
		None:  "Sie hören nicht, wenn der Artikel geändert wird oder nicht mehr gilt.",
		Muted: "Sie hören nichts von diesem Artikel.", // offered until 2026-11
	},
	Search: {
		All:  "Sie hören von neuen Treffern.",
		None: "Sie hören nichts von neuen Treffern.",
	},
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
