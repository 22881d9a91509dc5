package folding_test

import (
	"crypto/rand"
	"fmt"
	"slices"
	"strings"
	"testing"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/directory"
	"kommunalforum/internal/organisation"
	"kommunalforum/internal/profile"
	"kommunalforum/internal/support"
	. "kommunalforum/internal/testkit"
)

func TestMain(m *testing.M) { Main(m) }

// sorted are names in the order of dictionaries, and not in that of bytes.
var sorted = []string{"Aal", "Änne", "anton", "Äpfelbach", "Goß", "Goßa", "Gosz", "Ohm", "Österreich", "Oz", "Özil", "Übel", "Ulm",
	"Zacharias", "Zänker"}

// sow makes for each name an organisation, with somebody of that name who
// moderates, is in a group, manages the programme and is concerned.
func sow(t *testing.T, w *World) {
	t.Helper()
	thread := w.Ask(Ann, Members, "Wen betrifft das auch?", "Text")
	var people []int64
	for _, i := range mixed() {
		p, _, err := w.Accounts.Create(w.Ctx, account.NewPerson{Email: strings.ToLower(rand.Text()) + "@probe.example", Name: "Q " + sorted[i],
			Terms:        Terms,
			Organisation: organisation.Organisation{Name: "Q " + sorted[i], Kind: organisation.Company},
			Grants:       []account.Grant{{Role: account.Moderator, Board: w.Board("umwelt")}, {Role: account.Programme}}})
		if err != nil {
			t.Fatal(err)
		}
		people = append(people, p.ID)
		by, err := w.Accounts.ViewerOf(w.Ctx, p.Email)
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Forum.Support(w.Ctx, by, thread); err != nil {
			t.Fatal(err)
		}
		if err := w.Profiles.Save(w.Ctx, by, profile.Input{Boards: []int64{w.Board("umwelt")}, Services: []int64{10061}}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Boards.NewCircle(w.Ctx, w.By(Boss), "Q "+sorted[i], people...); err != nil {
			t.Fatal(err)
		}
	}
}

// mixed are the places of sorted in another order.
func mixed() (out []int) {
	for i := range sorted {
		out = append(out, i*7%len(sorted))
	}
	return out
}

// names takes those that sow made out of a list.
func names[T any](list []T, name func(T) string) (out []string) {
	for _, x := range list {
		if n, ok := strings.CutPrefix(name(x), "Q "); ok {
			out = append(out, n)
		}
	}
	return out
}

func TestListsOfNamesGoByTheGermanAlphabet(t *testing.T) {
	w := New(t)
	sow(t, w)
	boss := w.By(Boss)
	lists := map[string]func(tx *db.Tx) ([]string, error){
		"directory of organisations": func(*db.Tx) ([]string, error) {
			list, _, err := w.Directory.List(w.Ctx, directory.Filter{Text: "Q"})
			return names(list, func(l directory.Listed) string { return l.Name }), err
		},
		"directory of members": func(*db.Tx) ([]string, error) {
			list, _, err := w.Profiles.Members(w.Ctx, boss, profile.Filter{Text: "Q "})
			return names(list, func(m profile.Member) string { return m.Name }), err
		},
		"who knows a board": func(*db.Tx) ([]string, error) {
			list, err := w.Profiles.OnBoard(w.Ctx, boss, w.Board("umwelt"), 100)
			return names(list, func(m profile.Member) string { return m.Name }), err
		},
		"who knows a service": func(*db.Tx) ([]string, error) {
			list, err := w.Profiles.InService(w.Ctx, boss, 10061, 100)
			return names(list, func(m profile.Member) string { return m.Name }), err
		},
		"moderators": func(*db.Tx) ([]string, error) {
			list, err := w.Boards.Moderators(w.Ctx, boss, w.Board("umwelt"))
			return names(list, func(m board.Moderator) string { return m.Name }), err
		},
		"groups": func(*db.Tx) ([]string, error) {
			list, err := w.Boards.Circles(w.Ctx, boss)
			return names(list, func(c board.Circle) string { return c.Name }), err
		},
		"members of a group": func(*db.Tx) ([]string, error) {
			list, err := w.Boards.Circles(w.Ctx, boss)
			largest := slices.MaxFunc(list, func(a, b board.Circle) int { return len(a.Members) - len(b.Members) })
			return names(largest.Members, func(m board.CircleMember) string { return m.Name }), err
		},
		"whom a thread concerns": func(tx *db.Tx) ([]string, error) {
			list, err := support.ListTx(tx, support.Subject{Kind: support.Thread, ID: 1})
			return names(list, account.Byline.OrganisationName), err
		},
		"accounts by command": func(*db.Tx) ([]string, error) {
			list, err := w.Accounts.List(w.Ctx)
			return names(list, func(p account.Person) string { return p.Name }), err
		},
		"accounts for administrators": func(*db.Tx) ([]string, error) {
			list, _, err := w.Accounts.People(w.Ctx, boss, account.PeopleFilter{Text: "Q "})
			return names(list, func(p account.Person) string { return p.Name }), err
		},
	}
	for what, list := range lists {
		var got []string
		err := w.DB.Read(w.Ctx, func(tx *db.Tx) (err error) {
			got, err = list(tx)
			return err
		})
		if err != nil || !slices.Equal(got, sorted) {
			t.Errorf("%s: %q, %v", what, got, err)
		}
	}
}

// TestPagesOfNamesFollowEachOther turns the pages where names differ in capitals
// and umlauts only: none is left out, none comes twice.
func TestPagesOfNamesFollowEachOther(t *testing.T) {
	w := New(t)
	for i := range profile.MembersPerPage * 2 {
		_, _, err := w.Accounts.Create(w.Ctx, account.NewPerson{Email: fmt.Sprintf("p%d@probe.example", i),
			Name:         []string{"Qu Özil", "QU ÖZIL", "Qu Ozil", "Qu Oezil"}[i%4],
			Organisation: w.By(Ann).Organisation})
		if err != nil {
			t.Fatal(err)
		}
	}
	seen := map[int64]bool{}
	var last int64
	for more := true; more; {
		var list []profile.Member
		var err error
		list, more, err = w.Profiles.Members(w.Ctx, w.By(Ann), profile.Filter{Text: "Qu ", After: last})
		if err != nil || len(list) == 0 {
			t.Fatal(err)
		}
		for _, m := range list {
			if seen[m.ID] {
				t.Errorf("%s comes twice", m.Name)
			}
			seen[m.ID], last = true, m.ID
		}
	}
	if len(seen) != profile.MembersPerPage*2 {
		t.Errorf("%d of %d people", len(seen), profile.MembersPerPage*2)
	}
}

func TestServicesAndMunicipalitiesGoByTheGermanAlphabet(t *testing.T) {
	w := New(t)
	err := w.DB.Read(w.Ctx, func(tx *db.Tx) error {
		all, err := catalogue.AllServicesTx(tx)
		if err != nil {
			return err
		}
		var ids []int64
		for _, s := range all {
			ids = append(ids, s.ID)
		}
		list, err := catalogue.ServicesTx(tx, ids)
		if err != nil {
			return err
		}
		inOrder(t, "services", list, func(s catalogue.Service) string { return s.Name })
		keys, err := catalogue.LargestTx(tx, 500)
		if err != nil {
			return err
		}
		towns, err := catalogue.MunicipalitiesOfTx(tx, keys)
		at := func(name string) int {
			return slices.IndexFunc(towns, func(m catalogue.Municipality) bool { return m.Name == "Stadt "+name })
		}
		for _, pair := range [][2]string{{"Böblingen", "Bocholt"}, {"Rödermark", "Rodgau"}, {"Offenburg", "Oldenburg (Oldenburg)"}} {
			if a, b := at(pair[0]), at(pair[1]); a < 0 || b < a {
				t.Errorf("%q: %d and %d of %d", pair, a, b, len(towns))
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// inOrder compares neighbours letter by letter, umlauts as their vowels.
func inOrder[T any](t *testing.T, what string, list []T, name func(T) string) {
	t.Helper()
	plain := strings.NewReplacer("ä", "a", "ö", "o", "ü", "u", "ß", "ss")
	letters := func(s string) string {
		return strings.Join(strings.FieldsFunc(plain.Replace(strings.ToLower(s)), func(r rune) bool {
			return r < '0' || r > 'z' || r > '9' && r < 'a'
		}), " ")
	}
	for i := 1; i < len(list); i++ {
		if a, b := name(list[i-1]), name(list[i]); letters(a) > letters(b) {
			t.Errorf("%s: %q stands before %q", what, a, b)
		}
	}
}
