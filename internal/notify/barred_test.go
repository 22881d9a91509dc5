package notify_test

import (
	"html"
	"strings"
	"testing"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/notify"
	. "kommunalforum/internal/testkit"
)

// circle returns the circle that the restricted board admits.
func (p *post) circle() int64 {
	p.T.Helper()
	all, err := p.Boards.Circles(p.Ctx, p.By(Boss))
	if err != nil || len(all) != 1 {
		p.T.Fatal(all, err)
	}
	return all[0].ID
}

// TestWhoLeavesWhatAdmittedThemHearsOfIt: a group, a role, an organisation, unless
// something else still admits them; and when they can read the board again, whatever it is
// that lets them.
func TestWhoLeavesWhatAdmittedThemHearsOfIt(t *testing.T) {
	t.Parallel()
	p := newPost(t, Members)
	boss, insider, circle := p.By(Boss), p.By(Insider), p.circle()
	role := account.Grant{Role: account.Moderator, Board: p.Board(Exclusive)}
	leave := func() { must(t, p.Boards.Leave(p.Ctx, boss, circle, insider.ID)) }
	join := func() { must(t, p.Boards.Join(p.Ctx, boss, circle, Email(Insider))) }
	grant := func() { must(t, p.Accounts.Grant(p.Ctx, boss, insider.ID, role, "Test")) }
	revoke := func() { must(t, p.Accounts.Revoke(p.Ctx, boss, insider.ID, role, "Test")) }
	lost, again := "insider: measure board.barred lost.boards", "insider: measure board.regained board"
	heard(t, "out of the group", told(t, p.World, leave), lost)
	heard(t, "a second time", told(t, p.World, leave))
	heard(t, "into it again", told(t, p.World, join), again)
	heard(t, "a role there beside the group", told(t, p.World, grant))
	heard(t, "only the role is left", told(t, p.World, leave))
	heard(t, "the role too", told(t, p.World, revoke), lost)
	heard(t, "a role again", told(t, p.World, grant), again)
	heard(t, "and no more", told(t, p.World, revoke), lost)
	heard(t, "a role on a board for all members", told(t, p.World, func() {
		all := account.Grant{Role: account.Moderator, Board: p.Board(Public)}
		must(t, p.Accounts.Grant(p.Ctx, boss, insider.ID, all, "Test"))
		must(t, p.Accounts.Revoke(p.Ctx, boss, insider.ID, all, "Test"))
	}))
	heard(t, "the board is for all members", told(t, p.World, func() {
		must(t, p.Boards.Configure(p.Ctx, boss, p.Board(Exclusive), board.Settings{Audience: board.Members}, "Test"))
	}), again)
}

// TestWhoWorksForAnotherKindOfOrganisationHearsWhatTheyLose, and what they have again.
func TestWhoWorksForAnotherKindOfOrganisationHearsWhatTheyLose(t *testing.T) {
	t.Parallel()
	p := newPost(t, Members)
	here, there := p.By(Bea).Organisation, p.By(Prog).Organisation
	if here.Kind == there.Kind {
		t.Fatal("the test is blind")
	}
	p.configure(restrictedTo(here.Kind), workday)
	move := func(to int64) func() {
		return func() {
			must(t, p.DB.Write(p.Ctx, func(tx *db.Tx) error { return account.MoveTx(tx, p.By(Bea).ID, p.By(Bea).ID, to) }))
		}
	}
	lost, again := "bea: measure board.barred lost.boards", "bea: measure board.regained board"
	heard(t, "another employer", told(t, p.World, move(there.ID)), lost)
	heard(t, "the former one", told(t, p.World, move(here.ID)), again)
	heard(t, "the organisation is of another kind", told(t, p.World, func() {
		must(t, p.DB.Write(p.Ctx, func(tx *db.Tx) error { return account.KindChangedTx(tx, here.ID, here.Kind, there.Kind) }))
	})) // nothing, because it still is: what they may read counts
}

// TestABarredPersonReadsTheFormerName in the inbox, and none in mails; and no mail leaves
// when it was an error of minutes.
func TestABarredPersonReadsTheFormerName(t *testing.T) {
	t.Parallel()
	p := newPost(t, Members)
	forgetReal(p.World)
	boss, insider, circle := p.By(Boss), p.By(Insider), p.circle()
	former := p.board(Exclusive)
	must(t, p.Boards.Leave(p.when(workday), boss, circle, insider.ID))
	p.Notified()
	must(t, p.Boards.Describe(p.Ctx, boss, p.Board(Exclusive),
		board.Text{Name: "Was niemand wissen darf", Description: "Geheim ist auch dies."}, "Test"))
	body := p.Get(Insider, "/mitteilungen").Body
	if !strings.Contains(body, former) || strings.Contains(body, "niemand wissen") || strings.Contains(body, "/bereiche/"+Exclusive) {
		t.Errorf("they read %s", body)
	}
	p.leave(workday.Add(time.Hour))
	p.flush(workday.Add(time.Hour))
	m := p.letter(Insider)
	contains(t, m, "Bereiche, die Sie nicht mehr lesen können", "Ihre Gruppen, Ihre Organisation oder Ihre Rollen", "Auskunft über Ihre Daten")
	if strings.Contains(m.Text, former) || strings.Contains(m.Text, "niemand wissen") {
		t.Errorf("the mail names a board: %s", m.Text)
	}
	must(t, p.Boards.Join(p.when(workday.Add(2*time.Hour)), boss, circle, Email(Insider)))
	p.Notified()
	must(t, p.Boards.Leave(p.when(workday.Add(2*time.Hour+time.Minute)), boss, circle, insider.ID))
	p.Notified()
	p.leave(workday.Add(3 * time.Hour))
	p.is("notice.mail sent")
	if all := inbox(t, p.World, Insider, notify.Filter{}).Groups; len(all) != 1 || all[0].Place.Kind != notify.LostBoards {
		t.Errorf("the inbox has %+v", all)
	}
}

// TestBoardsLostByOneActAreOneEntryAndOneMail: the entry names those that the person can
// still not read, the mail names none; what they lose again has an entry of its own.
func TestBoardsLostByOneActAreOneEntryAndOneMail(t *testing.T) {
	t.Parallel()
	p := newPost(t, Members)
	forgetReal(p.World)
	boss, insider, circle := p.By(Boss), p.By(Insider), p.circle()
	for _, slug := range []string{Members, FourEyes} {
		must(t, p.Boards.Configure(p.Ctx, boss, p.Board(slug), board.Settings{Audience: board.Restricted, Circles: []int64{circle}}, "Test"))
	}
	first, second, third := p.board(Exclusive), p.board(Members), p.board(FourEyes)
	entries := func() (titles []string) {
		for _, e := range inbox(t, p.World, Insider, notify.Filter{}).Groups {
			if e.Place.Kind.Lost() {
				titles = append(titles, e.Title)
			}
		}
		return titles
	}
	must(t, p.Boards.Leave(p.when(workday), boss, circle, insider.ID))
	p.Notified()
	all := entries()
	if len(all) != 1 || !strings.Contains(all[0], first) || !strings.Contains(all[0], second) || !strings.Contains(all[0], third) {
		t.Fatalf("the inbox has %q", all)
	}
	if body := p.Get(Insider, "/mitteilungen").Body; !strings.Contains(body, html.EscapeString(all[0])) {
		t.Errorf("they read %s", body)
	}
	p.leave(workday.Add(time.Hour))
	p.flush(workday.Add(time.Hour))
	p.is("notice.mail sent")
	m := p.letter(Insider)
	if contains(t, m, "Bereiche, die Sie nicht mehr lesen können"); strings.Contains(m.Text, second) {
		t.Errorf("the mail names a board: %s", m.Text)
	}
	must(t, p.Boards.Configure(p.Ctx, boss, p.Board(Members), board.Settings{Audience: board.Members}, "Test"))
	p.Notified()
	if all := entries(); len(all) != 1 || strings.Contains(all[0], second) || !strings.Contains(all[0], third) {
		t.Errorf("one can be read again: the inbox has %q", all)
	}
	must(t, p.Boards.Join(p.Ctx, boss, circle, Email(Insider)))
	p.Notified()
	if all := entries(); len(all) != 0 {
		t.Errorf("all can be read again: the inbox has %q", all)
	}
	must(t, p.Boards.Leave(p.Ctx, boss, circle, insider.ID))
	p.Notified()
	if all := entries(); len(all) != 1 || strings.Contains(all[0], second) {
		t.Errorf("lost again: the inbox has %q", all)
	}
}
