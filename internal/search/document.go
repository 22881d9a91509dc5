package search

import (
	"strconv"
	"strings"

	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/markdown"
	"kommunalforum/internal/search/document"
)

// ofPost makes the document of a thread or reply. A reply has no title of its
// own: by the title its thread is found, not every reply in it.
func ofPost(d forum.Doc, services map[int64][]int64) document.Document {
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

func ofArticle(d faq.Doc) document.Document {
	out := document.Document{Kind: document.Article, ID: d.ID, Title: d.Title, Body: d.Short + "\n" + d.Plain,
		Board: d.Board, ACL: d.ACL, State: document.Validity(d.Outdated), At: d.ChangedAt}
	for _, s := range d.Services {
		out.Services = append(out.Services, s.ID)
	}
	return out
}

func ofAnswer(d inquiry.AnswerDocument) document.Document {
	return document.Document{Kind: document.Answer, ID: d.ID, Title: d.Title, Body: answerText(d),
		Board: d.Board, ACL: d.ACL, State: document.Validity(d.Outdated), At: d.At, Services: d.Services}
}

// answerText is what is searched, and quoted, of an official answer. Its file
// docNumber is among it, because people look for that.
func answerText(d inquiry.AnswerDocument) string {
	return strings.Join([]string{d.Short, d.Text, d.Body, d.LegalBasis, d.Scope, d.Number}, "\n")
}

func ofService(s catalogue.Service, single []string) document.Document {
	return document.Document{Kind: document.Service, ID: s.ID, Title: s.Name, Body: serviceText(s, single), ACL: board.ACLPublic, Services: []int64{s.ID}}
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
