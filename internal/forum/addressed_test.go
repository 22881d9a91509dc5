package forum_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"kommunalforum/internal/account"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/mention"
	"kommunalforum/internal/organisation"
	. "kommunalforum/internal/testkit"
)

func TestMentionsLeadToOneMemberOrNobody(t *testing.T) {
	t.Parallel()
	w := New(t)
	other := func(mail, name, org string) int64 {
		t.Helper()
		p, _, err := w.Accounts.Create(w.Ctx, account.NewPerson{Email: mail, Name: name,
			Organisation: organisation.Organisation{Name: org, Kind: organisation.Municipality, State: "Hessen"}})
		if err != nil {
			t.Fatal(err)
		}
		return p.ID
	}
	first, second := other("k1@x.example", "Karl König", "Stadt Eins"), other("k2@x.example", "Karl König", "Stadt Zwei (Main)")
	long := other("k3@x.example", "Karl König von Eins", "Stadt Drei")
	closed := other("k4@x.example", "Zora Zaun", "Stadt Vier")
	if err := w.Accounts.Suspend(w.Ctx, w.By(Boss), closed, "Test"); err != nil {
		t.Fatal(err)
	}
	doctor := other("k5@x.example", "Dr. Tom Tanne", "Stadt Fünf")
	undotted := other("k6@x.example", "Dr Ria Rose", "Stadt Sechs")
	engineer := other("k7@x.example", "Prof. Dr.-Ing. Udo Ulme", "Stadt Sieben")
	other("k8@x.example", "Eva Eibe", "Stadt Acht")
	titled := other("k9@x.example", "Dr. Eva Eibe", "Stadt Neun")
	phil := other("k10@x.example", "Phil Pappel", "Stadt Zehn")
	bea := w.By(Bea).ID
	thread := w.Ask(Ann, Members, "Wer weiß Näheres?", "Frage")
	for text, want := range map[string]struct {
		people             []int64
		marks              int
		unknown, ambiguous bool
	}{
		"@Karl König, @Beate Birke":              {people: []int64{bea}, marks: 1, ambiguous: true},
		"@Karl König (Stadt Eins)":               {people: []int64{first}, marks: 1},
		"@karl könig (stadt zwei (main)).":       {people: []int64{second}, marks: 1},
		"@Karl König (Stadt Fünf)":               {ambiguous: true},
		"@Karl König von Eins (Stadt Eins)":      {unknown: true},
		"@Karl König von Eins (Stadt Drei)":      {people: []int64{long}, marks: 1},
		"@Beate Birke (Stadt Eins)":              {unknown: true},
		"@Beate Birke(Stadt Eins), @Beate Birke": {people: []int64{bea}, marks: 1, unknown: true},
		"@Beate  \tBirke":                        {people: []int64{bea}, marks: 1},
		"@Frau Beate Birke":                      {people: []int64{bea}, marks: 1},
		"@Beate Birkes Antwort":                  {people: []int64{bea}, marks: 1},
		"@Tom Tanne, @Prof. Tom Tanne":           {people: []int64{doctor}, marks: 2},
		"@Dr. Beate Birke":                       {people: []int64{bea}, marks: 1},
		"@Dr Tom Tanne, @Prof Dr Tom Tanne":      {people: []int64{doctor}, marks: 2},
		"@Dr Beate Birke, @dr-ing Beate Birke":   {people: []int64{bea}, marks: 2},
		"@Dr Ria Rose, @Dr. Ria Rose, @Ria Rose": {people: []int64{undotted}, marks: 3},
		"@Udo Ulme, @Prof Dr-Ing Udo Ulme":       {people: []int64{engineer}, marks: 2},
		"@Dr. Udo Ulme, @Dr Udo Ulmes Antwort":   {people: []int64{engineer}, marks: 2},
		"@Frau Dr Eva Eibe, @Dr Eva Eibe":        {people: []int64{titled}, marks: 2},
		"@Dr. Eva Eibe (Stadt Neun)":             {people: []int64{titled}, marks: 1},
		"@Prof Eva Eibe":                         {ambiguous: true},
		"@Dr Phil Pappel":                        {people: []int64{phil}, marks: 1},
		"@Dr Eibe":                               {unknown: true},
		"@Dr":                                    {unknown: true},
		"(@Beate Birke/@Tom Tanne)+@Moritz Moor": {people: []int64{bea, w.By(Mod).ID, doctor}, marks: 3},
		"@Zora Zaun":                             {unknown: true},
		"@Anna Ahorn, das bin ich":               {},
		"> @Beate Birke schrieb":                 {},
		"> @Beate Birke schrieb\n\n@Beate Birke": {people: []int64{bea}, marks: 1},
		"@alle":                                  {},
		"@Beate Birke @Beate Birke":              {people: []int64{bea}, marks: 2},
		"`@Beate Birke` [@Beate Birke](/hilfe)":  {},
		"beate@Beate Birke":                      {},
		"@Beate\u00a0Birke":                      {people: []int64{bea}, marks: 1},
		"@Beate Birke-Buche":                     {people: nil, unknown: true},
		"@Beate B&#105;rke":                      {people: []int64{bea}, marks: 1},
	} {
		id := w.Reply(Ann, thread, text)
		got := noted(t, w, id)
		slices.Sort(got)
		found, err := w.Forum.Addressed(w.Ctx, w.By(Ann), id)
		if err != nil {
			t.Fatal(err)
		}
		html := string(post(t, w, Bea, id).HTML)
		if !slices.Equal(got, want.people) || found.Unknown != want.unknown || found.Ambiguous != want.ambiguous ||
			strings.Count(html, `<span class="mention">`) != want.marks {
			t.Errorf("%q told %v, %+v: %s", text, got, found, html)
		}
	}
}

func TestPostTellsTenPeopleAtMost(t *testing.T) {
	t.Parallel()
	w := New(t)
	var text strings.Builder
	for i := range mention.MaxPeople + 3 {
		name := "Tina Test" + strings.Repeat("a", i)
		_, _, err := w.Accounts.Create(w.Ctx, account.NewPerson{Email: fmt.Sprintf("t%d@x.example", i), Name: name,
			Organisation: w.By(Bea).Organisation})
		if err != nil {
			t.Fatal(err)
		}
		text.WriteString("@" + name + "\n")
	}
	id := w.Reply(Ann, w.Ask(Ann, Public, "Wer weiß Näheres?", "Frage"), text.String())
	found, err := w.Forum.Addressed(w.Ctx, w.By(Ann), id)
	if err != nil || !found.TooMany || len(noted(t, w, id)) != mention.MaxPeople {
		t.Errorf("%+v, %v", found, err)
	}
	if html := string(post(t, w, Guest, id).HTML); strings.Contains(html, "Tina") {
		t.Errorf("guests read %s", html)
	}
	if html := string(post(t, w, Ann, id).HTML); strings.Count(html, `<span class="mention">`) != mention.MaxPeople ||
		strings.Contains(html, `<span class="mention">@Tina Test`+strings.Repeat("a", mention.MaxPeople)) {
		t.Errorf("others than those who are told are marked: %s", html)
	}
}

// TestMentionTellsNothingOfARestrictedBoard holds that the text is the same for people who
// may read the board and who may not. Only its author hears who of them cannot.
func TestMentionTellsNothingOfARestrictedBoard(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Insider, Exclusive, "Eine Frage im Kreis", "Frage")
	seen := func(name string, blind ...string) string {
		t.Helper()
		id := w.Reply(Insider, thread, "@"+name+" liest mit?")
		found, err := w.Forum.Addressed(w.Ctx, w.By(Insider), id)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(found.Blind, blind) {
			t.Errorf("%s: %q cannot read it, want %q", name, found.Blind, blind)
		}
		found.People, found.Names, found.Blind = nil, nil, nil
		found.Words, found.Told = nil, nil
		return strings.ReplaceAll(string(post(t, w, Insider, id).HTML), name, "X") + fmt.Sprint(found)
	}
	if admitted, other := seen("Moritz Moor"), seen("Anna Ahorn", "Anna Ahorn"); admitted != other || !strings.Contains(other, "mention") {
		t.Errorf("admitted: %s, not admitted: %s", admitted, other)
	}
	r, err := w.Forum.ThreadPage(w.Ctx, w.By(Insider), thread, 1)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Forum.Addressed(w.Ctx, w.By(Ann), r.Posts[0].ID); err == nil {
		t.Error("who may not read the post hears of its mentions")
	}
}

func TestSemiAnonymousAuthorMentionsAndIsNotMentionedByTheAlias(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := askedUnderAlias(t, w)
	id := w.Reply(Ann, thread, "@Beate Birke und @Anna Ahorn kennen das.")
	if got := noted(t, w, id); !slices.Equal(got, []int64{w.By(Bea).ID}) {
		t.Errorf("told %v", got)
	}
	r, err := w.Forum.ThreadPage(w.Ctx, w.By(Bea), thread, 1)
	if err != nil {
		t.Fatal(err)
	}
	alias := r.Thread.Author
	id = w.Reply(Bea, thread, "@"+alias.Organisation.Name+", @"+alias.Name+" (Kommune): und jetzt?")
	if got := noted(t, w, id); len(got) > 0 {
		t.Errorf("the alias leads to %v", got)
	}
}

func TestPostHasABoundedNumberOfNames(t *testing.T) {
	t.Parallel()
	w := New(t)
	var spelt strings.Builder
	for i := range 100 {
		fmt.Fprintf(&spelt, "@Dr Ann%d(x.s's.'. Bei%d(x.s's.'. Cor%d(x.s's.'.\n\n", i, i, i)
	}
	if id := w.Reply(Ann, w.Ask(Ann, Public, "Wer weiß Näheres?", "Frage"), spelt.String()); len(noted(t, w, id)) > 0 {
		t.Error("somebody is told")
	}
	var text strings.Builder
	for i := range 101 {
		fmt.Fprintf(&text, "@Wort%d\n", i)
	}
	_, err := w.Forum.Reply(w.Ctx, w.By(Ann), w.Ask(Ann, Public, "Wer weiß Näheres?", "Frage"), forum.Reply{Text: text.String()})
	if fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), "hundert") {
		t.Errorf("%v", err)
	}
}
