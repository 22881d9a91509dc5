package bench

import (
	"bytes"
	"context"
	"database/sql"
	"net/http"
	"strconv"
	"strings"
	"time"

	_ "github.com/mattn/go-sqlite3"

	"kommunalforum/internal/db"
	"kommunalforum/internal/markdown"
	"kommunalforum/templates"
	pages "kommunalforum/templates/thread"
)

// queries are the prepared statements of a thread page.
type queries struct {
	thread, services, posts, solutions, moderators *sql.Stmt
}

const authorColumns = `p.name, p.function, o.name, o.kind, o.state`

func prepare(path string) (*queries, error) {
	// Opening it once lets SQLite keep plans here too.
	ours, err := db.Open(context.Background(), path, db.Options{})
	if err != nil {
		return nil, err
	}
	if err := ours.Close(); err != nil {
		return nil, err
	}
	d, err := sql.Open("sqlite3", "file:"+path+"?mode=ro&_query_only=1")
	if err != nil {
		return nil, err
	}
	d.SetMaxOpenConns(4)
	d.SetMaxIdleConns(4)
	q := &queries{}
	for to, text := range map[**sql.Stmt]string{
		&q.thread: `SELECT t.title, t.replies, b.id, b.slug, b.name, ` + authorColumns + ` FROM thread t JOIN board b ON b.id = t.board_id
			JOIN person p ON p.id = t.author_id JOIN organisation o ON o.id = t.organisation_id
		WHERE t.id = ? AND NOT t.hidden AND b.audience = 'public'`,
		&q.services: `SELECT s.id, s.name FROM thread_service ts JOIN service s ON s.id = ts.service_id WHERE ts.thread_id = ? ORDER BY s.id`,
		&q.posts: `SELECT e.id, e.html, e.created_at, e.solution_at IS NOT NULL, ` + authorColumns + ` FROM post e JOIN person p ON p.id = e.author_id
			JOIN organisation o ON o.id = e.organisation_id WHERE e.thread_id = ? AND e.position BETWEEN 1 AND 20 ORDER BY e.position`,
		&q.solutions: `SELECT e.id, e.html, e.created_at, TRUE, ` + authorColumns + ` FROM post e JOIN person p ON p.id = e.author_id
			JOIN organisation o ON o.id = e.organisation_id WHERE e.thread_id = ? AND e.solution_at IS NOT NULL ORDER BY e.position`,
		&q.moderators: `SELECT p.name, o.name FROM role_grant g JOIN person p ON p.id = g.person_id JOIN organisation o ON o.id = p.organisation_id
			WHERE g.board_id = ? AND g.role = 'moderator' ORDER BY o.name, p.name`,
	} {
		if *to, err = d.Prepare(text); err != nil {
			return nil, err
		}
	}
	return q, nil
}

// each runs a statement and scans every row.
func each(s *sql.Stmt, argument any, scan func(*sql.Rows) error) error {
	rows, err := s.Query(argument)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

func (q *queries) serve(w http.ResponseWriter, r *http.Request) {
	id, _ := strconv.ParseInt(r.PathValue("id"), 10, 64)
	page, err := q.page(id, r.PathValue("viewer") == "member")
	var b bytes.Buffer
	if err == nil {
		err = pages.ShowPage(page).Render(context.Background(), &b)
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Write(b.Bytes())
}

func (q *queries) page(id int64, member bool) (page pages.Show, err error) {
	var board int64
	var slug, boardName string
	var author templates.Author
	var title string
	err = q.thread.QueryRow(id).Scan(&title, &page.Replies, &board, &slug, &boardName,
		&author.Name, &author.Function, &author.Organisation, &author.Kind, &author.Land)
	if err != nil {
		return page, err
	}
	page.Base = templates.Base{Title: title, Path: "/thema/" + strconv.FormatInt(id, 10), Section: templates.SectionBoards,
		Site:   templates.Site{Name: "Kommunalforum", Claim: "Das Forum", Carriers: []string{"Deutscher Landkreistag"}},
		Crumbs: []templates.Crumb{{Href: "/bereiche", Text: "Bereiche"}, {Href: "/bereiche/" + slug, Text: boardName}, {Text: title}}}
	page.State, page.Audience, page.First, page.QuestionHref = "beantwortet", "Öffentlich sichtbar", true, page.Path
	page.Pages = templates.Pages{Current: 1, Last: 1, Href: func(int) string { return page.QuestionHref }}
	if member {
		page.Viewer = templates.Viewer{SignedIn: true, Name: "Berta Bench", Organisation: "Stadt Musterstadt"}
	}
	err = each(q.services, id, func(r *sql.Rows) error {
		var n int64
		var name string
		err := r.Scan(&n, &name)
		page.Services = append(page.Services, templates.Link{Href: "/leistungen/" + strconv.FormatInt(n, 10), Text: name})
		return err
	})
	if err != nil {
		return page, err
	}
	scan := func(out *[]pages.Entry) func(*sql.Rows) error {
		return func(r *sql.Rows) error {
			e, err := scanEntry(r, member, page.Path)
			*out = append(*out, e)
			return err
		}
	}
	if err = each(q.posts, id, scan(&page.Entries)); err != nil {
		return page, err
	}
	page.Question, page.Entries = page.Entries[0], page.Entries[1:]
	for i, e := range page.Entries {
		if e.Post.Solution {
			page.Entries[i] = pages.Entry{Post: e.Post, Above: "#beitrag-" + strconv.FormatInt(e.Post.ID, 10)}
		}
	}
	if err = each(q.solutions, id, scan(&page.Solutions)); err != nil {
		return page, err
	}
	page.Reply = pages.Reply{Action: page.Path + "/antworten", Open: member, Once: strings.Repeat("A", 26)}
	if !member {
		page.Reply.SignIn = "/anmelden"
	}
	return page, each(q.moderators, board, func(r *sql.Rows) error {
		var name, organisation string
		err := r.Scan(&name, &organisation)
		page.Moderators = append(page.Moderators, templates.Moderator{Organisation: organisation})
		return err
	})
}

func scanEntry(r *sql.Rows, member bool, thread string) (pages.Entry, error) {
	var e pages.Entry
	var at int64
	var html string
	a := &e.Post.Author
	err := r.Scan(&e.Post.ID, &html, &at, &e.Post.Solution, &a.Name, &a.Function, &a.Organisation, &a.Kind, &a.Land)
	e.Post.Body, e.Post.At = markdown.HTML(html), time.UnixMilli(at)
	path := "/beitrag/" + strconv.FormatInt(e.Post.ID, 10)
	if member {
		e.Actions = append(e.Actions, pages.Action{Href: thread + "/antworten#antworten-formular", Text: "Zitieren",
			Quote: thread + "?zitat=" + strconv.FormatInt(e.Post.ID, 10), Value: strconv.FormatInt(e.Post.ID, 10)})
	} else {
		a.Name, a.Function = "", ""
	}
	e.Actions = append(e.Actions, pages.Action{Href: path, Copy: true})
	return e, err
}
