package admin_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	. "kommunalforum/internal/testkit"
)

// done fails unless the administrator's form was accepted.
func done(t *testing.T, a Answer) {
	t.Helper()
	noted(t, a, "verwaltet")
}

// noted fails unless a leads on with the notice of this key.
func noted(t *testing.T, a Answer, notice string) {
	t.Helper()
	if a.Code != http.StatusSeeOther || !strings.Contains(a.Location(), "hinweis="+notice) {
		t.Fatalf("%d %s\n%s", a.Code, a.Location(), a.Body)
	}
}

func TestOverviewLeadsToPagesThatWork(t *testing.T) {
	t.Parallel()
	w := New(t)
	page := w.Get(Boss, "/verwaltung").Body
	for _, path := range []string{"/verwaltung/mitglieder", "/verwaltung/bereiche", "/verwaltung/gruppen", "/verwaltung/einstellungen",
		"/verwaltung/post", "/verwaltung/protokoll"} {
		if !strings.Contains(page, `href="`+path+`"`) || w.Get(Boss, path).Code != http.StatusOK {
			t.Errorf("%s is not linked or does not work", path)
		}
		if a := w.Get(Ann, path); a.Code != http.StatusForbidden {
			t.Errorf("a member opens %s: %d", path, a.Code)
		}
		if a := w.Get(Guest, path); a.Code != http.StatusSeeOther || !strings.HasPrefix(a.Location(), "/anmelden") {
			t.Errorf("a guest opens %s: %d", path, a.Code)
		}
	}
}

func TestGrantedRoleOpensItsPagesAtOnce(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Bea, Members, "Wer trägt die Betriebskosten?", "Das fragen wir uns")
	path := fmt.Sprintf("/thema/%d/moderieren", thread)
	if a := w.Get(Ann, path); a.Code != http.StatusForbidden {
		t.Fatalf("before: %d", a.Code)
	}
	done(t, w.Post(Boss, w.PersonPath(Ann)+"/rollen", Form("rolle", "moderator", "bereich", fmt.Sprint(w.Board(Members)), "grund",
		"Auf Wunsch des Verbands")))
	if a := w.Get(Ann, path); a.Code != http.StatusSeeOther {
		t.Errorf("the session goes on: %d", a.Code)
	}
	w.Forget(Ann)
	if a := w.Get(Ann, path); a.Code != http.StatusOK {
		t.Errorf("with the role: %d", a.Code)
	}
	grant := account.Grant{Role: account.Moderator, Board: w.Board(Members)}.String()
	ask := w.Get(Boss, w.PersonPath(Ann)+"/entziehen?rolle="+grant)
	if ask.Code != http.StatusOK || !strings.Contains(ask.Body, "Anna Ahorn") || !strings.Contains(ask.Body, "im Bereich Bildung") {
		t.Errorf("asking to revoke: %d", ask.Code)
	}
	done(t, w.Post(Boss, w.PersonPath(Ann)+"/entziehen", Form("rolle", grant, "grund", "Aufgabe abgegeben")))
	w.Forget(Ann)
	if a := w.Get(Ann, path); a.Code != http.StatusForbidden {
		t.Errorf("after the role was taken: %d", a.Code)
	}
}

func TestProblemsWithRolesComeBackAtTheirFields(t *testing.T) {
	t.Parallel()
	w := New(t)
	for name, x := range map[string]struct {
		fields []string
		want   string
	}{
		"no reason": {[]string{"rolle", "moderator", "bereich", "0", "grund", ""}, "Bitte füllen Sie „Grund“ aus."},
		"no role":   {[]string{"rolle", "kaiser", "bereich", "0", "grund", "Test"}, "Bitte wählen Sie eine Rolle."},
		"site-wide only": {[]string{"rolle", "admin", "bereich", fmt.Sprint(w.Board(Members)), "grund", "Test"},
			"gilt immer für das ganze Forum"},
		"no board at all":     {[]string{"rolle", "moderator", "bereich", "", "grund", "Test"}, "Bitte wählen Sie einen Bereich."},
		"no number":           {[]string{"rolle", "moderator", "bereich", "umwelt", "grund", "Test"}, "Bitte wählen Sie einen Bereich."},
		"unknown board":       {[]string{"rolle", "moderator", "bereich", "4711", "grund", "Test"}, "Bitte wählen Sie einen Bereich."},
		"kept what was typed": {[]string{"rolle", "kaiser", "bereich", "0", "grund", "Mein getippter Grund"}, `value="Mein getippter Grund"`},
	} {
		if a := w.Post(Boss, w.PersonPath(Ann)+"/rollen", Form(x.fields...)); a.Code != http.StatusUnprocessableEntity ||
			!strings.Contains(a.Body, x.want) {
			t.Errorf("%s: %d", name, a.Code)
		}
	}
	if a := w.Post(Boss, w.PersonPath(Boss)+"/entziehen",
		Form("rolle", "admin", "grund", "Test")); a.Code != http.StatusUnprocessableEntity || !w.By(Boss).Admin() {
		t.Errorf("taking the own administration: %d", a.Code)
	}
	own := w.Get(Boss, w.PersonPath(Boss)).Body
	if strings.Contains(own, "/sperren") || strings.Contains(own, "rolle=admin") {
		t.Error("the own page offers to suspend oneself or to give up the administration")
	}
}

func TestSuspendedPersonIsOutAtOnceAndReinstatedComesBack(t *testing.T) {
	t.Parallel()
	w := New(t)
	cookie := w.NewSession(Ann, "x")
	if a := w.Post(Boss, w.PersonPath(Ann)+"/sperren", Form("grund", "")); a.Code != http.StatusUnprocessableEntity {
		t.Errorf("without a reason: %d", a.Code)
	}
	done(t, w.Post(Boss, w.PersonPath(Ann)+"/sperren", Form("grund", "Hat die Organisation verlassen")))
	if a := w.DoWith(cookie, http.MethodGet, "/konto", nil); a.Code != http.StatusSeeOther {
		t.Errorf("still signed in: %d", a.Code)
	}
	if page := w.Get(Boss, "/verwaltung/mitglieder?gesperrt=ja").Body; !strings.Contains(page, "Anna Ahorn") ||
		strings.Contains(page, "Beate Birke") {
		t.Error("the list of closed accounts is wrong")
	}
	if page := w.Get(Boss, w.PersonPath(Ann)).Body; !strings.Contains(page, "Konto entsperren") || strings.Contains(page, ">Konto sperren<") {
		t.Error("the page does not offer to reinstate")
	}
	done(t, w.Post(Boss, w.PersonPath(Ann)+"/entsperren", Form("grund", "Ist zurück")))
	if _, err := w.SignIn.SignIn(w.Ctx, Email(Ann), Password, "x"); err != nil {
		t.Errorf("signing in: %v", err)
	}
}

func TestPeopleAreFoundByNameAndRole(t *testing.T) {
	t.Parallel()
	w := New(t)
	for path, x := range map[string]struct{ has, lacks string }{
		"/verwaltung/mitglieder":                  {"Anna Ahorn", ""},
		"/verwaltung/mitglieder?name=birke":       {"Beate Birke", "Anna Ahorn"},
		"/verwaltung/mitglieder?name=Probeland":   {"Beate Birke", "Anna Ahorn"},
		"/verwaltung/mitglieder?rolle=programme":  {"Paul Pappel", "Anna Ahorn"},
		"/verwaltung/mitglieder?rolle=kaiser":     {"Anna Ahorn", ""},
		"/verwaltung/mitglieder?name=niemand":     {"Niemand passt", "Anna Ahorn"},
		"/verwaltung/mitglieder?nach=-1&name=%25": {"Niemand passt", "Anna Ahorn"},
	} {
		a := w.Get(Boss, path)
		if a.Code != http.StatusOK || !strings.Contains(a.Body, x.has) || x.lacks != "" && strings.Contains(a.Body, x.lacks) {
			t.Errorf("%s: %d", path, a.Code)
		}
	}
}

func TestWideningABoardNeedsAConfirmation(t *testing.T) {
	t.Parallel()
	w := New(t)
	path := "/verwaltung/bereiche/" + Members
	w.Ask(Ann, Members, "Wer trägt die Betriebskosten?", "Das fragen wir uns")
	public := []string{"sichtbar", "public", "grund", "Öffentlicher Austausch"}
	a := w.Post(Boss, path, Form(public...))
	if a.Code != http.StatusUnprocessableEntity || !strings.Contains(a.Body, `name="bestaetigung"`) ||
		!strings.Contains(a.Body, `value="Öffentlicher Austausch"`) {
		t.Fatalf("without a confirmation: %d", a.Code)
	}
	if a := w.Get(Guest, "/bereiche/"+Members); strings.Contains(a.Body, "Betriebskosten") {
		t.Error("guests read it already")
	}
	done(t, w.Post(Boss, path, Form(append(public, "bestaetigung", "ja")...)))
	if a := w.Get(Guest, "/bereiche/"+Members); !strings.Contains(a.Body, "Betriebskosten") {
		t.Error("guests do not read it now")
	}
	// Narrowing needs none, except from whom it takes sight of what they wrote.
	narrow := []string{"sichtbar", "restricted", "arten", "fitko", "grund", "Vertraulich"}
	a = w.Post(Boss, path, Form(narrow...))
	if a.Code != http.StatusUnprocessableEntity || !strings.Contains(a.Body, `name="verlust"`) ||
		!strings.Contains(a.Body, "1 Mitglied hat hier gefragt oder geantwortet (1 Frage)") {
		t.Fatalf("without a confirmation: %d", a.Code)
	}
	done(t, w.Post(Boss, path, Form(append(narrow, "verlust", "ja")...)))
	if a := w.Get(Ann, "/bereiche/"+Members); a.Code != http.StatusNotFound {
		t.Errorf("a member who is not admitted gets %d", a.Code)
	}
	if a := w.Get(Prog, "/bereiche/"+Members); a.Code != http.StatusOK {
		t.Errorf("an admitted one gets %d", a.Code)
	}
	form := w.Get(Boss, path).Body
	if !strings.Contains(form, `value="fitko" checked`) || !strings.Contains(form, `value="restricted" checked`) {
		t.Error("the form does not show the present settings")
	}
}

func TestCirclesAreKeptOnOnePage(t *testing.T) {
	t.Parallel()
	w := New(t)
	done(t, w.Post(Boss, "/verwaltung/gruppen", Form("name", "Arbeitsgruppe Wohngeld")))
	if a := w.Post(Boss, "/verwaltung/gruppen", Form("name", "Arbeitsgruppe Wohngeld")); a.Code != http.StatusUnprocessableEntity ||
		!strings.Contains(a.Body, "gibt es schon") {
		t.Errorf("a second one of the name: %d", a.Code)
	}
	circles, err := w.Boards.Circles(w.Ctx, w.By(Boss))
	if err != nil || len(circles) != 2 {
		t.Fatalf("%v, %v", circles, err)
	}
	path := fmt.Sprintf("/verwaltung/gruppen/%d", circles[1].ID)
	if a := w.Post(Boss, path+"/aufnehmen", Form("email", "nobody@world.example")); a.Code != http.StatusUnprocessableEntity ||
		!strings.Contains(a.Body, `value="nobody@world.example"`) {
		t.Errorf("an unknown address: %d", a.Code)
	}
	done(t, w.Post(Boss, path+"/aufnehmen", Form("email", Email(Ann))))
	if page := w.Get(Boss, "/verwaltung/gruppen").Body; !strings.Contains(page, "Anna Ahorn") {
		t.Error("the member is not shown")
	}
	done(t, w.Post(Boss, path+"/entfernen", Form("person", fmt.Sprint(w.By(Ann).ID))))
	if page := w.Get(Boss, "/verwaltung/gruppen").Body; strings.Contains(page, "Anna Ahorn") {
		t.Error("the former member is shown")
	}
}

func TestProtocolSaysWhoDidWhatToWhatAndWhy(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Members, "Wer trägt die Betriebskosten?", "Das fragen wir uns")
	reply := w.Reply(Bea, thread, "Niemand weiß es")
	w.Post(Mod, fmt.Sprintf("/thema/%d/schliessen", thread), Form("grund", "Doppelte Frage"))
	w.Post(Mod, fmt.Sprintf("/beitrag/%d/ausblenden", reply), Form("grund", "Enthält Namen"))
	w.Post(Boss, w.PersonPath(Ann)+"/rollen", Form("rolle", "moderator", "bereich", fmt.Sprint(w.Board(Members)), "grund", "Neue Aufgabe"))
	page := w.Get(Boss, "/verwaltung/protokoll").Body
	for _, text := range []string{"Thema geschlossen", "Doppelte Frage", fmt.Sprintf(`href="/thema/%d"`, thread), "Beitrag ausgeblendet",
		"Enthält Namen",
		fmt.Sprintf(`href="/beitrag/%d"`, reply), "Moritz Moor", "Rolle gegeben: Moderation, im Bereich Bildung", "Neue Aufgabe",
		"Bruno Buche", "Konto angelegt", "Betrieb oder System", "Leserschaft geändert: Öffentlich sichtbar"} {
		if !strings.Contains(page, text) {
			t.Errorf("the log lacks %q", text)
		}
	}
}

func TestProtocolIsPagedByKey(t *testing.T) {
	t.Parallel()
	w := New(t)
	for i := range account.AuditLogPerPage + 3 {
		role := account.Grant{Role: account.FAQEditor}
		var err error
		if why := fmt.Sprintf("Grund %03d", i); i%2 == 0 {
			err = w.Accounts.Grant(w.Ctx, w.By(Boss), w.By(Ann).ID, role, why)
		} else {
			err = w.Accounts.Revoke(w.Ctx, w.By(Boss), w.By(Ann).ID, role, why)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	first := w.Get(Boss, "/verwaltung/protokoll").Body
	_, rest, ok := strings.Cut(first, `href="/verwaltung/protokoll?vor=`)
	if !ok || strings.Contains(first, "Grund 002") || !strings.Contains(first, "Grund 003") {
		t.Fatal("the first page does not end after a page of entries")
	}
	before, _, _ := strings.Cut(rest, `"`)
	second := w.Get(Boss, "/verwaltung/protokoll?vor="+before).Body
	if !strings.Contains(second, "Grund 002") || strings.Contains(second, "Grund 003") || !strings.Contains(second, `href="/verwaltung/protokoll"`) {
		t.Error("the second page does not go on where the first one ends")
	}
}

// TestLostEventsAreShownToAdministrators until the operator has dealt with them.
func TestLostEventsAreShownToAdministrators(t *testing.T) {
	t.Parallel()
	w := New(t)
	note := func(fn func(tx *db.Tx) error) {
		t.Helper()
		if err := w.DB.Write(w.Ctx, fn); err != nil {
			t.Fatal(err)
		}
	}
	shown := func() bool {
		return strings.Contains(w.Get(Boss, "/verwaltung").Body, "Es fehlen Daten")
	}
	if shown() {
		t.Error("shown without a loss")
	}
	note(func(tx *db.Tx) error { return event.NoteLossTx(tx, "search", 150, 100) })
	if !shown() {
		t.Error("a loss is not shown")
	}
	note(event.ForgetLossesTx)
	if shown() {
		t.Error("still shown")
	}
}

// TestAdministratorsHearOfWhatCouldNotBeTold and try it again.
func TestAdministratorsHearOfWhatCouldNotBeTold(t *testing.T) {
	t.Parallel()
	w := New(t)
	if body := w.Get(Boss, "/verwaltung").Body; strings.Contains(body, "Mitteilungen fehlen") {
		t.Error("nothing is missing")
	}
	err := w.DB.Write(w.Ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`
			INSERT INTO fanout (event_id, part, kind, subject, at, last_person, turn, tries, next_at)
			VALUES (1, -1, $1, 0, $2, 0, 1, 3, $3)`, string(event.ThreadOpened), tx.Now, tx.Now.AddDate(1, 0, 0))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if body := w.Get(Boss, "/verwaltung").Body; !strings.Contains(body, "Mitteilungen fehlen") || !strings.Contains(body, "Zu 1 Ereignis") {
		t.Error("it is not told")
	}
	noted(t, w.Post(Boss, "/verwaltung/mitteilungen/wiederholen", nil), "mitteilungen-erneut")
	w.Soon("it is tried again", func() bool { return !strings.Contains(w.Get(Boss, "/verwaltung").Body, "Mitteilungen fehlen") })
	if a := w.Post(Ann, "/verwaltung/mitteilungen/wiederholen", nil); a.Code != http.StatusForbidden {
		t.Errorf("a member: %d", a.Code)
	}
}
