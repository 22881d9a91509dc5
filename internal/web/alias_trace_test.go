package web_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"kommunalforum/internal/account"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/organisation"
	. "kommunalforum/internal/testkit"
)

// TestAskingSemiAnonymouslyLeavesTheDirectoriesAsTheyWere: whatever is counted,
// filtered or listed about organisations and people is the same before and after,
// for everybody, so that nothing can be compared.
func TestAskingSemiAnonymouslyLeavesTheDirectoriesAsTheyWere(t *testing.T) {
	t.Parallel()
	w := New(t)
	allowAliases(t, w)
	// A town of the register, so that its district and its size are known.
	_, _, err := w.Accounts.Create(w.Ctx, account.NewPerson{Email: Email(vera), Name: veraName, Password: Password, Terms: Terms,
		Organisation: organisation.Organisation{AGS: "06431002"}})
	if err != nil {
		t.Fatal(err)
	}
	home := w.By(vera).Organisation
	paths := []string{"/kreise/06431", "/moderation", "/verwaltung/mitglieder", "/verwaltung/protokoll",
		fmt.Sprintf("/organisationen/%d", home.ID), fmt.Sprintf("/mitglieder/%d", w.By(vera).ID),
		fmt.Sprintf("/verwaltung/mitglieder/%d", w.By(vera).ID), fmt.Sprintf("/verwaltung/organisationen/%d", home.ID),
		"/suche?q=" + url.QueryEscape("organisation:\""+home.Name+"\""), "/suche?q=" + url.QueryEscape("von:Verborgen"),
		"/suche?q=" + url.QueryEscape("land:Hessen")}
	sizes := []string{""}
	for _, c := range catalogue.SizeClasses {
		sizes = append(sizes, c.Key)
	}
	for _, land := range []string{"", home.State} {
		for _, kind := range []string{"", string(home.Kind)} {
			for _, size := range sizes {
				q := url.Values{"land": {land}, "art": {kind}, "groesse": {size}}.Encode()
				paths = append(paths, "/organisationen?"+q, "/mitglieder?"+q)
			}
		}
	}
	pages := func() map[string]Answer {
		out := map[string]Answer{}
		for _, by := range Everybody {
			for _, path := range paths {
				a := w.Get(by, path)
				a.Body = sealedOwner.ReplaceAllString(a.Body, "") // sealed anew for each page
				out[by+" at "+path] = a
			}
		}
		return out
	}
	w.IndexReady()
	before := pages()
	if body := before[Ann+" at /organisationen?art=municipality&groesse=&land=Hessen"].Body; !strings.Contains(body, home.Name) {
		t.Fatal("the directory does not list the town: the test is blind")
	}
	thread, err := w.Forum.OpenThread(w.Ctx, w.By(vera), forum.Question{Board: w.Board(Public), Title: "Frage zum " + veraAsks,
		Text: "Ein " + veraAsks + " im Archiv.", Services: []int64{10061}, SemiAnonymous: true})
	if err != nil {
		t.Fatal(err)
	}
	w.Reply(vera, thread, "Noch ein Hinweis zum "+veraAsks)
	w.Soon("the search knows the question", func() bool { return w.Finds(Ann, veraAsks) })
	for at, answer := range pages() {
		if was := before[at]; was.Code != answer.Code || was.Body != answer.Body {
			t.Errorf("%s is another page", at)
		}
	}
}
