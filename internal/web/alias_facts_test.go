package web_test

import (
	"fmt"
	"kommunalforum/internal/account"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/directory"
	"kommunalforum/internal/export/section"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/search/query"
	"kommunalforum/internal/support"
	. "kommunalforum/internal/testkit"
	"kommunalforum/internal/web/view"
	"slices"
	"strings"
)

// facts collects what a forum tells to each of its people.
type facts struct {
	*World
	b strings.Builder
}

func (f *facts) say(format string, args ...any) { fmt.Fprintf(&f.b, format+"\n", args...) }

func (f *facts) must(err error) {
	f.T.Helper()
	if err != nil {
		f.T.Fatal(err)
	}
}

// everyone are the people in whose names the forum is read.
var everyone = []string{Guest, Ann, Bea, Mod, Prog, Boss, vera, "victor", "nah1", "nah2"}

// author writes a byline as pages show it.
func author(b account.Byline) string {
	a := view.Author(b)
	return strings.Join([]string{a.Name, a.Href, a.Function, a.Organisation, a.OrganisationHref, a.Kind, a.Land}, "|")
}

func (f *facts) tell() string {
	for _, key := range everyone {
		f.say("# %s", key)
		by := f.By(key)
		f.threads(by)
		f.lists(by)
		f.inquiries(by)
		f.found(by)
	}
	f.say("# all")
	f.documents()
	f.people()
	f.exports()
	return f.b.String()
}

func (f *facts) threads(by account.Viewer) {
	for id := int64(1); id <= 9; id++ {
		r, err := f.Forum.ThreadPage(f.Ctx, by, id, 1)
		if err != nil {
			f.say("thread %d is missing", id)
			continue
		}
		t := r.Thread
		f.say("thread %d: %s %v %s | %s own %v asked %v solve %v reveal %v review %v | %+v %s", id, t.State, t.Hidden, t.Review,
			author(t.Author), t.Own(by), t.AskedBy(by), t.CanSolve(by), t.CanRevealAuthor(by), t.CanReview(by),
			r.Supporters, strings.Join(view.OrganisationLines(r.SupportedBy), "; "))
		for _, p := range append([]forum.Post{r.Question}, r.Posts...) {
			f.say("  %d %s %s own %v edit %v", p.ID, p.State, author(p.Author), p.Own(by), p.CanEdit(by, t))
			quote, err := f.Forum.Quote(f.Ctx, by, id, p.ID)
			f.say("  %q %v", quote, err == nil)
		}
		for _, h := range r.Pending {
			f.say("  pending %s own %v conflict %v", author(h.Author), h.Own(by), h.Conflict)
		}
	}
}

func (f *facts) rows(what string, rows []forum.Row, err error) {
	f.say("%s: %v", what, err == nil)
	for _, r := range rows {
		f.say("  %d %s %d", r.ID, author(r.Author), r.Supporters)
	}
}

func (f *facts) lists(by account.Viewer) {
	for _, slug := range []string{Public, Members} {
		for _, filter := range []forum.Filter{{}, {State: forum.Open}, {Hidden: true}} {
			l, err := f.Forum.Board(f.Ctx, by, slug, filter)
			shown := fmt.Sprintf("{State:%s Situation:%d Hidden:%v Page:%d}", filter.State, filter.Situation, filter.Hidden, filter.Page)
			f.rows(fmt.Sprintf("%s %s %d", slug, shown, l.Total), append(l.Pinned, l.Rows...), err)
		}
	}
	rows, err := f.Forum.Newest(f.Ctx, by, 10)
	f.rows("newest", rows, err)
	rows, err = f.Forum.WithService(f.Ctx, by, 10061, 10)
	f.rows("with service", rows, err)
	rows, _, err = f.Acts.Candidates(f.Ctx, by, forum.CandidatePage{Limit: 50})
	if !by.ModeratesSomewhere() {
		err = nil // who asks for them was no matter then
	}
	f.rows("pressing", rows, err)
	n, err := f.Forum.CountWaiting(f.Ctx, by)
	questions, replies, err2 := f.Forum.Waiting(f.Ctx, by)
	f.say("waiting: %d %v %v", n, err == nil, err2 == nil)
	for _, q := range questions {
		f.say("  %d %s %v", q.ID, author(q.Author), q.Conflict)
	}
	for _, h := range replies {
		f.say("  reply %d %s %v", h.ID, author(h.Author), h.Conflict)
	}
	own, err := f.Forum.Unpublished(f.Ctx, by)
	f.say("unpublished: %d %d %v", len(own.Questions), len(own.Replies), err == nil)
	newest, err := f.Forum.NewestOf(f.Ctx, by, by.ID)
	f.say("newest of %s: %d %v", by.Name, len(newest), err == nil)
	a, err := f.Forum.Activity(f.Ctx, by, by.Organisation.ID)
	f.say("activity: %d %d %v %v", len(a.Open), len(a.Newest), a.Services, err == nil)
	public, err := f.Forum.PublicOrganisations(f.Ctx)
	f.say("public organisations: %v %v", public, err == nil)
}

func (f *facts) inquiries(by account.Viewer) {
	for _, scope := range []inquiry.Scope{inquiry.All, inquiry.Own, inquiry.Supported} {
		l, err := f.Inquiry.List(f.Ctx, by, inquiry.ListFilter{Scope: scope})
		f.say("inquiries %q: %v", scope, err == nil)
		for _, r := range l.Rows {
			f.say("  %s %s %d %s %v", r.Number, r.State, r.Weight, r.Due, r.Waits)
		}
	}
	inbox, err := f.Inquiry.Inbox(f.Ctx, by, inquiry.Filter{})
	f.say("desk: %v", err == nil)
	for _, r := range inbox.Rows {
		f.say("  %s %s %d %s", r.Number, r.Organisation, r.Weight, r.Due)
	}
	of, err := f.Inquiry.OfOrganisation(f.Ctx, by, by.Organisation.ID, 10)
	f.say("of organisation: %d %v", len(of), err == nil)
	for n := 1; n <= 4; n++ {
		p, err := f.Inquiry.Show(f.Ctx, by, fmt.Sprintf("FPM-2026-%04d", n))
		if err != nil {
			f.say("inquiry %d is missing", n)
			continue
		}
		f.say("inquiry %d: %s access %v weight %d own %v support %v | %s | %s | %s | %+v %s", n, p.State, p.Access, p.Weight,
			p.Own(by), p.CanSupport(by), view.OrganisationLine(p.AskedBy), author(p.Asker), author(p.Escalated),
			p.Supporters, strings.Join(view.OrganisationLines(p.SupportedBy), "; "))
		for _, s := range p.Steps {
			f.say("  %s %s", s.Act, view.Byline(s.Actor))
		}
		for _, r := range p.Merged {
			f.say("  merged %s %d", r.Number, r.Weight)
		}
	}
}

func (f *facts) found(by account.Viewer) {
	for _, q := range []string{veraAsks, veraAsks + " land:Hessen", "land:Hessen", "organisation:Gemeinde", "von:Verborgen", "Gemeinde Einwohner"} {
		r, err := f.Search.Find(f.Ctx, by, query.Form{Text: q})
		f.say("search %s: %d %v", q, r.Total, err == nil)
		var lines []string
		for _, h := range r.Hits {
			lines = append(lines, fmt.Sprintf("  %s %d %s", h.Kind, h.ID, view.OrganisationLine(h.By)))
		}
		slices.Sort(lines)
		f.say("%s", strings.Join(lines, "\n"))
	}
}

func (f *facts) documents() {
	f.must(f.DB.Read(f.Ctx, func(tx *db.Tx) error {
		docs, last, err := forum.DocsAfterTx(tx, 0, 100)
		for _, d := range docs {
			f.say("document %d/%d %v %d %d %q %q", d.ThreadID, d.PostID, d.Gone, d.AuthorID, d.OrganisationID, d.OrganisationKind, d.Land)
		}
		f.say("last %d", last)
		all := []support.Subject{}
		for id := range int64(9) {
			all = append(all, support.Subject{Kind: support.Thread, ID: id + 1}, support.Subject{Kind: support.Inquiry, ID: id + 1})
		}
		n, err2 := support.CountTx(tx, account.Viewer{}, all...)
		f.say("supporters of all: %+v %v", n, err2 == nil)
		return err
	}))
}

func (f *facts) people() {
	figures, err := f.Directory.Figures(f.Ctx)
	f.say("figures: %+v %v", figures, err == nil)
	census, err := f.Accounts.Census(f.Ctx)
	f.say("census: %+v %v", census, err == nil)
	list, err := f.Accounts.List(f.Ctx)
	f.must(err)
	for _, p := range list {
		f.say("  %d %s, %s", p.ID, p.Name, p.Organisation.Name)
	}
	for _, size := range append([]catalogue.SizeClass{{}}, catalogue.SizeClasses...) {
		orgs, _, err := f.Directory.List(f.Ctx, directory.Filter{Size: size})
		f.say("organisations of size %q: %d %v", size.Key, len(orgs), err == nil)
		for _, o := range orgs {
			f.say("  %d %s %d", o.ID, o.Name, o.People)
		}
	}
}

// exports tells which organisations stand beside what somebody exports.
func (f *facts) exports() {
	for _, s := range slices.Concat(forum.ExportSections(), support.ExportSections(), inquiry.ExportSections()) {
		column := slices.IndexFunc(s.Columns, func(c section.Column) bool { return c.Key == "organisation" })
		if column < 0 || !slices.Contains([]string{"threads", "posts", "concerns", "inquiries"}, s.Key) {
			continue
		}
		for _, key := range []string{Ann, Bea, vera, "nah1", "nah2"} {
			f.say("export %s of %s: %s", s.Key, key, f.export(s, column, f.By(key).ID))
		}
	}
}

func (f *facts) export(s section.Section, column int, person int64) string {
	var out []string
	f.must(f.DB.Read(f.Ctx, func(tx *db.Tx) (err error) {
		out, err = db.List(tx, func(r db.Row) (name string, err error) {
			targets := make([]any, len(s.Columns))
			for i := range targets {
				targets[i] = new(any)
			}
			targets[column] = &name
			return name, r.Scan(targets...)
		}, s.Query, person)
		return err
	}))
	return strings.Join(out, "; ")
}
