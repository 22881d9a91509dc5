package document

import "strconv"

// Kind is what a document stands for.
type Kind string

// The kinds of documents.
const (
	Answer  Kind = "answer"
	Article Kind = "article"
	Thread  Kind = "thread"
	Reply   Kind = "reply"
	File    Kind = "file" // a chunk of a post's file
	Service Kind = "service"
	Library Kind = "library" // a document of the library
	Page    Kind = "page"    // a chunk of a file of such a document

	Consultation Kind = "consultation" // one of them, or a section of it

	ArticleFile Kind = "article-file" // a chunk of a file of an article
	AnswerFile  Kind = "answer-file"  // a chunk of a file of an official answer
)

// Kinds lists all kinds in the order of the results page.
var Kinds = []Kind{Answer, Article, Thread, Reply, File, Service, Library, Page, Consultation, ArticleFile, AnswerFile}

// German returns the name of the kind on pages.
func (k Kind) German() string {
	switch k {
	case Answer:
		return "Offizielle Antwort"
	case Article:
		return "Häufige Frage"
	case Thread:
		return "Thema"
	case Reply:
		return "Beitrag"
	case File:
		return "Anhang"
	case Service:
		return "Leistung"
	case Library:
		return "Dokument"
	case Page:
		return "Datei eines Dokuments"
	case ArticleFile:
		return "Anhang einer häufigen Frage"
	case AnswerFile:
		return "Anhang einer offiziellen Antwort"
	case Consultation:
		return "Beteiligung"
	}
	return string(k)
}

// Valid reports whether k is a known kind.
func (k Kind) Valid() bool { return prefixes[k] != "" }

// prefixes are the beginnings of document ids, of two bytes each.
var prefixes = map[Kind]string{Thread: "t:", Reply: "p:", File: "x:", Article: "f:", Answer: "a:", Service: "s:", Library: "d:", Page: "g:",
	Consultation: "c:", ArticleFile: "h:", AnswerFile: "b:"}

var kindsByPrefix = func() map[string]Kind {
	out := map[string]Kind{}
	for kind, prefix := range prefixes {
		out[prefix] = kind
	}
	return out
}()

// OfThread reports whether documents of the kind are parts of a thread.
func (k Kind) OfThread() bool { return k == Reply || k == File }

// Listed returns the kind as which documents of the kind are listed: parts of something
// are listed as the whole.
func (k Kind) Listed() Kind {
	switch k {
	case Reply, File:
		return Thread
	case Page:
		return Library
	case ArticleFile:
		return Article
	case AnswerFile:
		return Answer
	}
	return k
}

// Parts returns the kinds that are listed as k, beside k itself.
func (k Kind) Parts() (out []Kind) {
	for _, part := range Kinds {
		if part != k && part.Listed() == k {
			out = append(out, part)
		}
	}
	return out
}

// ID returns the id of the document for the row with this number, such as "t:12"
// for thread 12.
func ID(k Kind, number int64) string { return prefixes[k] + strconv.FormatInt(number, 10) }

// ParseID returns the kind and number of a document id, "" and 0 if it is none.
func ParseID(id string) (Kind, int64) {
	if len(id) < 2 {
		return "", 0
	}
	k, ok := kindsByPrefix[id[:2]]
	if !ok {
		return "", 0
	}
	n, _ := strconv.ParseInt(id[2:], 10, 64)
	return k, n
}

// Key packs a document id into a number; different ids have different keys. It
// is 0 if id is none.
func Key(id string) uint64 {
	kind, n := ParseID(id)
	if kind == "" {
		return 0
	}
	return uint64(prefixes[kind][0])<<56 | uint64(n)
}
