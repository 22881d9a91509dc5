package notify_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"kommunalforum/internal/notify"
	"kommunalforum/internal/search/query"
	. "kommunalforum/internal/testkit"
)

func TestMailOfASavedSearchLeadsToItsHits(t *testing.T) {
	t.Parallel()
	p := newPost(t, Members)
	p.Reply(Mod, p.thread, "Noch ein Kanarienvogel.")
	id, _, err := p.Follows.Save(p.Ctx, p.By(Bea), "Vögel", query.Form{Text: "Kanarienvogel", Kind: "reply"}.Saved())
	must(t, err)
	p.owe(Bea, notify.FollowedSearch, 2, notify.Daily, workday.Add(-day))
	p.do(`UPDATE notification SET via_kind = 'search', via_id = $1 WHERE kind = 'followed.search'`, id)
	p.digests(workday)
	p.flush(workday)
	m, address := p.letter(Bea), fmt.Sprintf("/konto/suchen/%d", id)
	contains(t, m, "Neuer Treffer Ihrer Suche „Vögel“", "/beitrag/", "Alle Treffer dieser Suche: http://forum.example"+address)
	if strings.Contains(m.HTML, "q=Kanarienvogel") {
		t.Error("what was searched for stands in the mail")
	}
	hits := p.Get(Bea, address)
	if hits.Code != http.StatusSeeOther || hits.Location() != "/suche?art=beitrag&q=Kanarienvogel&sortierung=datum" {
		t.Errorf("%d %s", hits.Code, hits.Location())
	}
	if a := p.Get(Ann, address); a.Code != http.StatusNotFound {
		t.Errorf("somebody else: %d", a.Code)
	}
	if a := p.Get(Guest, address); a.Code != http.StatusSeeOther || !strings.Contains(a.Location(), "konto%2Fsuchen") {
		t.Errorf("a guest: %d %s", a.Code, a.Location())
	}
	body := p.Get(Bea, "/mitteilungen").Body
	if !strings.Contains(body, `href="`+address+`"`) || !strings.Contains(body, "Neuer Treffer Ihrer Suche „Vögel“") {
		t.Error("the inbox does not lead to the hits, or does not say of what")
	}
	if err := p.Follows.Forget(p.Ctx, p.By(Bea), id); err != nil {
		t.Fatal(err)
	}
	body = p.Get(Bea, "/mitteilungen").Body
	if strings.Contains(body, address) || !strings.Contains(body, "Neuer Treffer einer gespeicherten Suche") {
		t.Error("the inbox leads to hits of a search that was deleted")
	}
}

// TestHitsOfTwoSearchesAreTwoLines of the inbox, each under the name of its search, and
// no mail about a restricted board says what somebody searched for.
func TestHitsOfTwoSearchesAreTwoLines(t *testing.T) {
	t.Parallel()
	p := newPost(t, Exclusive)
	for i, name := range []string{"Vögel", "Käfige"} {
		p.Reply(Mod, p.thread, "Noch ein Kanarienvogel.")
		id, _, err := p.Follows.Save(p.Ctx, p.By(Insider), name, query.Form{Text: "Kanarienvogel " + name}.Saved())
		must(t, err)
		p.owe(Insider, notify.FollowedSearch, i+2, notify.Daily, workday.Add(-day))
		p.do(`UPDATE notification SET via_kind = 'search', via_id = $1 WHERE kind = 'followed.search' AND via_id = 0`, id)
	}
	in := inbox(t, p.World, Insider, notify.Filter{})
	if len(in.Groups) != 1 || len(in.Groups[0].Lines) != 2 || in.Groups[0].Lines[0].German() != "Neuer Treffer Ihrer Suche „Käfige“" {
		t.Errorf("the inbox says %+v", in.Groups)
	}
	p.digests(workday)
	p.flush(workday)
	m := p.letter(Insider)
	contains(t, m, "Neuer Treffer einer gespeicherten Suche", "Alle Treffer dieser Suche:")
	if strings.Contains(m.Text, "Vögel") || strings.Contains(m.HTML, "Käfige") {
		t.Errorf("what was searched for stands in the mail: %s", m.Text)
	}
}
