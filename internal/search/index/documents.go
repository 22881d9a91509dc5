package index

import (
	"strconv"
	"strings"

	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/consultation"
	"kommunalforum/internal/db"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/library"
	"kommunalforum/internal/markdown"
	"kommunalforum/internal/search/document"
)

// postDocument returns the document of a thread or reply; services are the OZG-IDs
// by thread. A reply has no title of its own: the title finds the thread, not every
// reply in it.
func postDocument(d forum.Doc, services map[int64][]int64) document.Document {
	out := document.Document{Kind: document.Reply, ID: d.PostID, Thread: d.ThreadID, Gone: d.Gone, ThreadTitle: d.Title}
	if d.PostID == 0 {
		out = document.Document{Kind: document.Thread, ID: d.ThreadID, Gone: d.Gone, Title: d.Title}
	}
	if d.Gone {
		return out
	}
	out.Body = markdown.PlainText(d.Source)
	out.Board, out.ACL, out.State, out.At = d.Board, d.ACL, string(d.State), d.At
	out.Services = services[d.ThreadID]
	out.Author, out.Organisation, out.Land, out.OrganisationKind = d.AuthorID, d.OrganisationID, d.Land, d.OrganisationKind
	return out
}

func articleDocument(d faq.Doc) document.Document {
	out := document.Document{Kind: document.Article, ID: d.ID, Title: d.Title, Body: d.Short + "\n" + d.Plain,
		Board: d.Board, ACL: d.ACL, State: document.Validity(d.Outdated), At: d.ChangedAt}
	for _, s := range d.Services {
		out.Services = append(out.Services, s.ID)
	}
	return out
}

func answerDocument(d inquiry.AnswerDocument) document.Document {
	return document.Document{Kind: document.Answer, ID: d.ID, Title: d.Title, Body: AnswerText(d),
		Board: d.Board, ACL: d.ACL, State: document.Validity(d.Outdated), At: d.At, Services: d.Services}
}

// libraryDocument is found by its reference and its issuing body, too.
func libraryDocument(d library.Doc) document.Document {
	return document.Document{Kind: document.Library, ID: d.ID, Title: d.Title, Body: LibraryText(d), Board: d.Board.ID, ACL: d.Board.ACL(),
		State: document.Validity(d.Standing.Outdated()), At: d.At, Services: d.Services}
}

// LibraryText returns the text by which a document of the library is found.
func LibraryText(d library.Doc) string {
	return strings.Join([]string{d.Plain, d.Reference, d.Issuer}, "\n")
}

func consultationDocument(d consultation.Doc) document.Document {
	return document.Document{Kind: document.Consultation, ID: d.DocID(), Title: ConsultationTitle(d), Body: d.Plain, Board: d.Board.ID,
		ACL: d.Board.ACL(), State: document.Validity(d.Standing == consultation.IsWithdrawn), At: d.At}
}

// ConsultationTitle returns the title under which a consultation or a section of it is
// found.
func ConsultationTitle(d consultation.Doc) string {
	if d.Section == 0 {
		return d.Title
	}
	return d.Heading + " – " + d.Title
}

// AnswerText returns the text by which an official answer is found. It contains
// the file number, because people search for it.
func AnswerText(d inquiry.AnswerDocument) string {
	return strings.Join([]string{d.Short, d.Text, d.Body, d.LegalBasis, d.Scope, d.Number}, "\n")
}

func serviceDocument(s catalogue.Service, single []string) document.Document {
	return document.Document{Kind: document.Service, ID: s.ID, Title: s.Name, Body: serviceBody(s, single), ACL: board.ACLPublic,
		Services: []int64{s.ID}}
}

// serviceBody returns the text by which a service is found: without the words that would
// stand in that of every service.
func serviceBody(s catalogue.Service, single []string) string {
	lines := []string{strconv.FormatInt(s.ID, 10), s.AreaName, s.SituationName}
	return strings.Join(append(lines, single...), "; ")
}

// ServiceText returns the text that a hit shows of a service with these LeiKa-Leistungen.
func ServiceText(s catalogue.Service, single []string) string {
	lines := []string{
		"OZG-Leistung " + strconv.FormatInt(s.ID, 10),
		"Themenfeld " + s.AreaName,
		"Lage " + s.SituationName,
	}
	return strings.Join(append(lines, single...), "; ")
}

// servicesOfThreads returns the OZG-IDs that the threads of posts are tagged with,
// by thread.
func servicesOfThreads(tx *db.Tx, posts []forum.Doc) (map[int64][]int64, error) {
	var ids []int64
	for _, d := range posts {
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

// SingleServicesTx returns the names of the LeiKa-Leistungen of services, by
// service.
func SingleServicesTx(tx *db.Tx, ids []int64) (map[int64][]string, error) {
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
