package forum_test

import (
	"fmt"
	"strings"
	"testing"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/organisation"
	. "kommunalforum/internal/testkit"
)

// offers returns what somebody is offered behind an "@", separated by semicolons.
func offers(w *World, by string, at forum.Destination, typed string) string {
	w.T.Helper()
	found, err := w.Forum.Addressable(w.Ctx, w.By(by), at, typed)
	if err != nil {
		return "refused"
	}
	var words []string
	for _, a := range found {
		words = append(words, a.Words)
	}
	return strings.Join(words, "; ")
}

// TestNamesAreOfferedAsTheyResolve: as the account spells them, with the organisation
// where others have the name, whatever title stands before it; who wrote in the thread
// comes first and by any word of the name.
func TestNamesAreOfferedAsTheyResolve(t *testing.T) {
	t.Parallel()
	w := New(t)
	made := 0
	create := func(name, org string) int64 {
		t.Helper()
		made++
		p, _, err := w.Accounts.Create(w.Ctx, account.NewPerson{Email: fmt.Sprintf("k%d@x.example", made), Name: name,
			Organisation: organisation.Organisation{Name: org, Kind: organisation.Municipality, State: "Hessen"}})
		if err != nil {
			t.Fatal(err)
		}
		return p.ID
	}
	create("Karla König", "Stadt Eins")
	create("Karla König", "Stadt Zwei (Main)")
	create("Dr. Karla Kunz", "Stadt Eins")
	create("Karla Doppelt", "Stadt Eins")
	create("Karla Doppelt", "Stadt Eins")
	create("Kärla Kümmel", "Stadt Eins")
	if err := w.Accounts.Suspend(w.Ctx, w.By(Boss), create("Karla Zaun", "Stadt Eins"), "Test"); err != nil {
		t.Fatal(err)
	}
	thread := w.Ask(Bea, Members, "Wer weiß Näheres?", "Frage")
	here := forum.Destination{Thread: thread}
	for typed, want := range map[string]string{
		"Karla K":   "Dr. Karla Kunz; Karla König (Stadt Eins); Karla König (Stadt Zwei (Main)); Kärla Kümmel",
		"karla kö":  "Karla König (Stadt Eins); Karla König (Stadt Zwei (Main))",
		"Dr. Karla": "Dr. Karla Kunz",
		"Karla D":   "",
		"Karla Z":   "",
		"Bir":       "Beate Birke",
		"Bea":       "Beate Birke",
		"Ahorn":     "", // she did not write here
		"Anna":      "", // herself
		"K":         "",
		"%":         "",
		"_a":        "",
		"":          "",
		" \t":       "",
	} {
		if got := offers(w, Ann, here, typed); got != want {
			t.Errorf("%q offers %q, want %q", typed, got, want)
		}
	}
	for i := range 20 {
		create(fmt.Sprintf("Lena L%c", 'a'+i), "Stadt Eins")
	}
	if got := offers(w, Ann, here, "Lena"); strings.Count(got, ";") != forum.MaxOffered-1 {
		t.Errorf("of many %q are offered", got)
	}
	id := w.Reply(Ann, thread, "@"+strings.ReplaceAll(offers(w, Ann, here, "Karla K"), "; ", ", @")+"!")
	if n := len(noted(t, w, id)); n != 4 {
		t.Errorf("what was offered addresses %d people", n)
	}
}

// TestNamesAreOfferedOfThoseWhoMayReadThePlace, to those who may read it.
func TestNamesAreOfferedOfThoseWhoMayReadThePlace(t *testing.T) {
	t.Parallel()
	w := New(t)
	inner := forum.Destination{Thread: w.Ask(Insider, Exclusive, "Eine Frage im Kreis", "Frage")}
	for _, at := range []forum.Destination{inner, {Board: Exclusive}} {
		if got := offers(w, Insider, at, "Moritz") + "|" + offers(w, Insider, at, "Anna"); got != "Moritz Moor|" {
			t.Errorf("%+v: %q", at, got)
		}
		for _, by := range []string{Ann, Boss} {
			if _, err := w.Forum.Addressable(w.Ctx, w.By(by), at, "Moritz"); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s: %v", by, err)
			}
		}
	}
	if got := offers(w, Insider, forum.Destination{}, "Anna"); got != "Anna Ahorn" {
		t.Errorf("without a board: %q", got)
	}
	for _, at := range []forum.Destination{{}, {Board: Public}, {Thread: w.Ask(Ann, Public, "Wer weiß Näheres?", "Frage")}} {
		if _, err := w.Forum.Addressable(w.Ctx, w.By(Guest), at, "Anna"); err == nil {
			t.Errorf("guests are offered names at %+v", at)
		}
	}
	open := forum.Destination{Thread: w.Ask(Ann, Members, "Wer weiß Näheres?", "Frage")}
	w.Reply(Bea, open.Thread, "Ich.")
	if err := w.Boards.Configure(w.Ctx, w.By(Boss), w.Board(Members),
		board.Settings{Audience: board.Restricted, Kinds: []organisation.Kind{w.By(Ann).Organisation.Kind}}, "Test"); err != nil {
		t.Fatal(err)
	}
	if w.By(Bea).Organisation.Kind == w.By(Ann).Organisation.Kind {
		t.Fatal("the test is blind")
	}
	if got := offers(w, Ann, open, "Birke") + offers(w, Ann, open, "Beate"); got != "" {
		t.Errorf("who took part and can no longer read it is offered: %q", got)
	}
}
