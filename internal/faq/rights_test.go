package faq_test

import (
	"strings"
	"testing"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/faq"
)

// rights say what each person may do with an article of the public board. Whoever
// writes elsewhere may begin drafts, but not on this board.
const rights = `
	verb              guest     ann       programme elsewhere editor    moderator chief-editor admin
	draft             forbidden forbidden forbidden invalid   ok        ok        ok           ok
	see-a-draft       missing   missing   missing   missing   ok        ok        ok           ok
	save-a-draft      missing   missing   missing   missing   ok        ok        ok           ok
	discard-a-draft   missing   missing   missing   missing   ok        ok        ok           ok
	publish           missing   missing   missing   missing   ok        ok        ok           ok
	see               ok        ok        ok        ok        ok        ok        ok           ok
	save              forbidden forbidden forbidden forbidden ok        ok        ok           ok
	narrow            forbidden forbidden forbidden forbidden ok        ok        ok           ok
	mark-outdated     forbidden forbidden forbidden forbidden ok        ok        ok           ok
	restore           forbidden forbidden forbidden forbidden ok        ok        ok           ok
	confirm           forbidden forbidden forbidden forbidden ok        ok        ok           ok
	choose-audience   forbidden forbidden forbidden forbidden ok        ok        ok           ok
	see-versions      forbidden forbidden forbidden forbidden ok        ok        ok           ok
	compare           forbidden forbidden forbidden forbidden ok        ok        ok           ok
`

// TestRights tries every verb of the table on a fresh article for everybody.
func TestRights(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	verbs := []struct {
		name string
		try  func(by account.Viewer) error
	}{
		{"draft", func(by account.Viewer) error {
			_, err := w.articles.Draft(w.ctx, by, w.input(open))
			return err
		}},
		{"see-a-draft", func(by account.Viewer) error {
			_, err := w.articles.Show(w.ctx, by, w.draft(t, open))
			return err
		}},
		{"save-a-draft", func(by account.Viewer) error {
			in := w.input(open)
			in.Revision = 1
			return w.articles.Save(w.ctx, by, w.draft(t, open), in)
		}},
		{"discard-a-draft", func(by account.Viewer) error {
			draft := w.draft(t, open)
			return w.db.Write(w.ctx, func(tx *db.Tx) error { return faq.DiscardTx(tx, by, draft) })
		}},
		{"publish", func(by account.Viewer) error {
			return w.articles.Publish(w.ctx, by, w.draft(t, open), board.ToPublic, false)
		}},
		{"see", func(by account.Viewer) error {
			_, err := w.articles.Show(w.ctx, by, w.publish(t, open, board.ToPublic))
			return err
		}},
		{"save", func(by account.Viewer) error {
			in := w.input(open)
			in.Title, in.Revision = "Wer zeichnet den Bauantrag?", 1
			return w.articles.Save(w.ctx, by, w.publish(t, open, board.ToPublic), in)
		}},
		{"narrow", func(by account.Viewer) error {
			return w.articles.Publish(w.ctx, by, w.publish(t, open, board.ToPublic), board.ToMembers, false)
		}},
		{"mark-outdated", func(by account.Viewer) error {
			return w.articles.MarkOutdated(w.ctx, by, w.publish(t, open, board.ToPublic), "Das Gesetz wurde geändert.")
		}},
		{"restore", func(by account.Viewer) error {
			id := w.publish(t, open, board.ToPublic)
			if err := w.articles.MarkOutdated(w.ctx, w.people["admin"], id, "Das Gesetz wurde geändert."); err != nil {
				t.Fatal(err)
			}
			return w.articles.Restore(w.ctx, by, id)
		}},
		{"confirm", func(by account.Viewer) error {
			return w.articles.ConfirmReview(w.ctx, by, w.publish(t, open, board.ToPublic), "")
		}},
		{"choose-audience", func(by account.Viewer) error {
			_, _, err := w.articles.Audiences(w.ctx, by, w.publish(t, open, board.ToPublic))
			return err
		}},
		{"see-versions", func(by account.Viewer) error {
			_, _, err := w.articles.Revisions(w.ctx, by, w.publish(t, open, board.ToPublic))
			return err
		}},
		{"compare", func(by account.Viewer) error {
			_, _, err := w.articles.Compare(w.ctx, by, w.publish(t, open, board.ToPublic), 1, 1)
			return err
		}},
	}
	lines := strings.Split(strings.TrimSpace(rights), "\n")
	people := strings.Fields(lines[0])[1:]
	if len(lines) != 1+len(verbs) {
		t.Fatalf("%d rows for %d verbs", len(lines)-1, len(verbs))
	}
	for i, v := range verbs {
		row := strings.Fields(lines[i+1])
		if row[0] != v.name || len(row) != 1+len(people) {
			t.Fatalf("the row of %s is %q", v.name, row)
		}
		for j, name := range people {
			by, ok := w.people[name]
			if got := word(v.try(by)); !ok || got != row[j+1] {
				t.Errorf("%s / %s: %s, want %s", name, v.name, got, row[j+1])
			}
		}
	}
}

func TestArticlesReachTheirAudienceOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	everybody := []string{"guest", "ann", "it-ivo", "elsewhere", "editor", "it-moderator", "chief-editor", "admin"}
	members := everybody[1:]
	providers := []string{"it-ivo", "it-moderator"}
	for _, c := range []struct {
		slug string
		to   board.Release // "" for a draft
		want []string
	}{
		{open, board.ToPublic, everybody},
		{open, board.ToMembers, members},
		{open, board.ToBoard, everybody},
		{open, "", []string{"editor", "chief-editor", "admin"}},
		{closed, board.ToPublic, everybody},
		{closed, board.ToMembers, members},
		{closed, board.ToBoard, members},
		{closed, "", []string{"elsewhere", "chief-editor", "admin"}},
		{secret, board.ToPublic, everybody},
		{secret, board.ToMembers, members},
		{secret, board.ToBoard, providers},
		// Neither the chief editor nor the administrator is admitted there.
		{secret, "", []string{"it-moderator"}},
	} {
		var id int64
		if c.to == "" {
			id = w.draft(t, c.slug)
		} else {
			id = w.publish(t, c.slug, c.to)
		}
		sees := map[string]bool{}
		for _, name := range c.want {
			sees[name] = true
		}
		for _, name := range everybody {
			by := w.people[name]
			want := "missing"
			if sees[name] {
				want = "ok"
			}
			_, err := w.articles.Show(w.ctx, by, id)
			if got := word(err); got != want {
				t.Errorf("%s / %q shown to %s: %s, want %s", c.slug, c.to, name, got, want)
			}
			state := faq.Published
			if c.to == "" {
				state = faq.Draft
			}
			page, err := w.articles.List(w.ctx, by, faq.Filter{State: state})
			if err != nil {
				t.Fatal(err)
			}
			listed := false
			for _, e := range page.Entries {
				listed = listed || e.ID == id
			}
			if listed != sees[name] {
				t.Errorf("%s / %q listed for %s: %v, want %v", c.slug, c.to, name, listed, sees[name])
			}
		}
	}
}

func TestRestrictedBoardIsNotNamedToOthers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.publish(t, secret, board.ToPublic)
	for name, want := range map[string]int64{"guest": 0, "ann": 0, "admin": 0, "it-ivo": w.boards[secret]} {
		by := w.people[name]
		if got := w.show(t, name, id).Board.ID; got != want {
			t.Errorf("board shown to %s = %d, want %d", name, got, want)
		}
		o, err := w.articles.Overview(w.ctx, by)
		if err != nil {
			t.Fatal(err)
		}
		if len(o.Sections) != 1 || o.Sections[0].Board.ID != want || o.Sections[0].Count != 1 || len(o.Sections[0].Newest) != 1 {
			t.Errorf("overview of %s = %+v", name, o.Sections)
		}
		page, err := w.articles.List(w.ctx, by, faq.Filter{Board: w.boards[secret]})
		if err != nil {
			t.Fatal(err)
		}
		if (len(page.Entries) == 1) != (want != 0) {
			t.Errorf("filter by the restricted board gives %s %d articles", name, len(page.Entries))
		}
	}
	if w.show(t, "chief-editor", id).CanEdit(w.people["chief-editor"]) {
		t.Error("who is not admitted to a board must not edit its articles")
	}
	w.read(t, func(tx *db.Tx) error {
		d, err := faq.FindDocTx(tx, id)
		if d.Board != 0 || d.ACL != "public" {
			t.Errorf("document = %+v, want public and without board", d)
		}
		return err
	})
}

func TestGuestsLearnNoNames(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.show(t, "guest", w.publish(t, open, board.ToPublic))
	if a.By.Name != "" || a.By.PersonID != 0 || a.By.Organisation.Name != "Stadt Musterhausen" {
		t.Errorf("guest sees %+v", a.By)
	}
	if a := w.show(t, "ann", a.ID); a.By.Name != "Name von admin" {
		t.Errorf("member sees %+v", a.By)
	}
}
