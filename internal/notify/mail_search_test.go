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
	contains(t, m, "Neuer Treffer einer gespeicherten Suche", "/beitrag/", "Alle Treffer dieser Suche: http://forum.example"+address)
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
	if body := p.Get(Bea, "/mitteilungen").Body; !strings.Contains(body, `href="`+address+`"`) {
		t.Error("the inbox does not lead to the hits")
	}
}
