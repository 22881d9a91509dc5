package search

import (
	"strconv"
	"strings"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/markdown"
)

// Kind is what a document stands for.
type Kind string

// The kinds in the order in which the page lists them.
const (
	Answer  Kind = "answer"
	Article Kind = "article"
	Thread  Kind = "thread"
	Reply   Kind = "reply"
	Service Kind = "service"
)

// Kinds lists all kinds.
var Kinds = []Kind{Answer, Article, Thread, Reply, Service}

// German returns the kind's word on pages.
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
	case Service:
		return "Leistung"
	}
	return string(k)
}

// Valid reports whether k is a known kind.
func (k Kind) Valid() bool { return prefixes[k] != "" }

// prefixes begin the ids of documents; the number of the thing follows.
var prefixes = map[Kind]string{Thread: "t:", Reply: "p:", Article: "f:", Answer: "a:", Service: "s:"}

func docID(k Kind, id int64) string { return prefixes[k] + strconv.FormatInt(id, 10) }

func splitID(id string) (Kind, int64) {
	for k, prefix := range prefixes {
		if number, ok := strings.CutPrefix(id, prefix); ok {
			n, _ := strconv.ParseInt(number, 10, 64)
			return k, n
		}
	}
	return "", 0
}

// document is what the index is told about one thing that can be found.
type document struct {
	kind        Kind
	id          int64
	thread      int64 // words a reply: the thread it stands in
	gone        bool  // it is not to be found; nothing else is set
	title       string
	body        string
	threadTitle string // words a reply: the title of its thread
	board       int64  // 0 for none
	acl         board.ACL
	state       string
	at          time.Time
	services    []int64
	// Who wrote it; 0 and "" for articles, answers and services, which speak for
	// more than one organisation.
	author           int64
	organisation     int64
	land             string
	organisationKind account.OrganisationKind
}

// entry is what a list shows the document as: a reply as its thread, everything
// else as itself.
func (d document) entry() string {
	if d.kind == Reply {
		return docID(Thread, d.thread)
	}
	return docID(d.kind, d.id)
}

// States of articles and answers; threads and replies carry the thread's state.
const (
	stateValid    = "valid"
	stateOutdated = "outdated"
)

func validity(outdated bool) string {
	if outdated {
		return stateOutdated
	}
	return stateValid
}

// ofPost makes the document of a thread or reply. A reply has no title of its
// own: by the title its thread is found, not every reply in it.
func ofPost(d forum.Doc, services map[int64][]int64) document {
	out := document{kind: Reply, id: d.PostID, thread: d.ThreadID, gone: d.Gone, threadTitle: d.Title}
	if d.PostID == 0 {
		out = document{kind: Thread, id: d.ThreadID, gone: d.Gone, title: d.Title}
	}
	if d.Gone {
		return out
	}
	out.body = markdown.PlainText(d.Source)
	out.board, out.acl, out.state, out.at = d.Board, d.ACL, string(d.State), d.At
	out.services = services[d.ThreadID]
	out.author, out.organisation, out.land, out.organisationKind = d.AuthorID, d.OrganisationID, d.Land, d.OrganisationKind
	return out
}

func ofArticle(d faq.Doc) document {
	out := document{kind: Article, id: d.ID, title: d.Title, body: d.Short + "\n" + d.Plain,
		board: d.Board, acl: d.ACL, state: validity(d.Outdated), at: d.ChangedAt}
	for _, s := range d.Services {
		out.services = append(out.services, s.ID)
	}
	return out
}

func ofAnswer(d inquiry.AnswerDocument) document {
	return document{kind: Answer, id: d.ID, title: d.Title, body: answerText(d),
		board: d.Board, acl: d.ACL, state: validity(d.Outdated), at: d.At, services: d.Services}
}

// answerText is what is searched, and quoted, of an official answer. Its file
// docNumber is among it, because people look for that.
func answerText(d inquiry.AnswerDocument) string {
	return strings.Join([]string{d.Short, d.Text, d.Body, d.LegalBasis, d.Scope, d.Number}, "\n")
}

func ofService(s catalogue.Service, single []string) document {
	return document{kind: Service, id: s.ID, title: s.Name, body: serviceText(s, single), acl: everybody, services: []int64{s.ID}}
}

// serviceText is what is searched, and quoted, of a service.
func serviceText(s catalogue.Service, single []string) string {
	lines := []string{
		"OZG-Leistung " + strconv.FormatInt(s.ID, 10),
		"Themenfeld " + s.AreaName,
		"Lage " + s.SituationName,
	}
	return strings.Join(append(lines, single...), "; ")
}

// servicesOfThreads returns the OZG-IDs that threads are tagged with.
func servicesOfThreads(tx *db.Tx, docs []forum.Doc) (map[int64][]int64, error) {
	var ids []int64
	for _, d := range docs {
		if len(ids) == 0 || ids[len(ids)-1] != d.ThreadID {
			ids = append(ids, d.ThreadID)
		}
	}
	type tag struct{ thread, service int64 }
	list, args := db.In(1, ids)
	tags, err := db.List(tx, func(r db.Row) (t tag, err error) { return t, r.Scan(&t.thread, &t.service) }, `
		SELECT thread_id, service_id
		FROM thread_service
		WHERE thread_id IN `+list, args...)
	out := map[int64][]int64{}
	for _, t := range tags {
		out[t.thread] = append(out[t.thread], t.service)
	}
	return out, err
}

// singleServices returns the names of the LeiKa-Leistungen of services.
func singleServices(tx *db.Tx, ids []int64) (map[int64][]string, error) {
	type row struct {
		service int64
		name    string
	}
	list, args := db.In(1, ids)
	rows, err := db.List(tx, func(r db.Row) (x row, err error) { return x, r.Scan(&x.service, &x.name) }, `
		SELECT service_id, name
		FROM single_service
		WHERE listed AND service_id IN `+list+`
		ORDER BY service_id, sort_key, id`, args...)
	out := map[int64][]string{}
	for _, x := range rows {
		out[x.service] = append(out[x.service], x.name)
	}
	return out, err
}
