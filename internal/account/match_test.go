package account_test

import (
	"slices"
	"testing"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/directory"
	"kommunalforum/internal/organisation"
	"kommunalforum/internal/profile"
	. "kommunalforum/internal/testkit"
)

// finders look for people by something typed, and return their ids.
func finders(w *World) map[string]func(typed string) ([]int64, error) {
	read := func(fn func(tx *db.Tx) error) error { return w.DB.Read(w.Ctx, fn) }
	return map[string]func(string) ([]int64, error){
		"administrators' list": func(typed string) (out []int64, err error) {
			list, _, err := w.Accounts.People(w.Ctx, w.By(Boss), account.PeopleFilter{Text: typed})
			for _, p := range list {
				out = append(out, p.ID)
			}
			return out, err
		},
		"directory": func(typed string) (out []int64, err error) {
			list, _, err := w.Profiles.Members(w.Ctx, w.By(Ann), profile.Filter{Text: typed})
			for _, p := range list {
				out = append(out, p.ID)
			}
			return out, err
		},
		"condition of the search": func(typed string) (out []int64, err error) {
			err = read(func(tx *db.Tx) (err error) {
				out, err = account.PeopleNamedTx(tx, w.By(Ann), typed, 20)
				return err
			})
			return out, err
		},
	}
}

func TestPeopleAreFoundInEverySpelling(t *testing.T) {
	t.Parallel()
	w := New(t)
	p, _, err := w.Accounts.Create(w.Ctx, account.NewPerson{Email: "probe@stadt.example", Name: "Änne Weiß-Özil",
		Organisation: w.By(Ann).Organisation})
	if err != nil {
		t.Fatal(err)
	}
	for what, find := range finders(w) {
		for _, typed := range []string{"Änne", "änne", "ÄNNE", "A\u0308nne", "Aenne", "nne weiß", "WEISS-ÖZIL", "WEIẞ", "weiss özil", "Weiß-Ö",
			"O\u0308ZIL", " Änne  Weiß "} {
			if list, err := find(typed); err != nil || !slices.Contains(list, p.ID) {
				t.Errorf("%s does not find %q: %v", what, typed, err)
			}
		}
		for _, typed := range []string{"%", "_", `\`, "!", "Ä%il", `\%`, "–"} {
			if list, err := find(typed); err != nil || len(list) > 0 {
				t.Errorf("%s finds %d people for %q: %v", what, len(list), typed, err)
			}
		}
	}
}

func TestOrganisationsAreFoundInEverySpelling(t *testing.T) {
	t.Parallel()
	w := New(t)
	o, err := w.Directory.Ensure(w.Ctx, organisation.Organisation{Name: "Zweckverband Groß Ägypten", Kind: organisation.SpecialPurposeUnion,
		State: "Hessen"})
	if err != nil {
		t.Fatal(err)
	}
	err = w.DB.Read(w.Ctx, func(tx *db.Tx) error {
		for _, typed := range []string{"GROSS ÄGYPTEN", "groẞ ägypten", "Gross A\u0308gypten", "ägypt", "Aegypten"} {
			if list, err := directory.OrganisationsNamedTx(tx, account.Viewer{}, typed, 5); err != nil || !slices.Contains(list, o.ID) {
				t.Errorf("%q: %v, %v", typed, list, err)
			}
		}
		for _, typed := range []string{"%", "_", `\`, "Groß%Ägypten"} {
			list, err := directory.OrganisationsNamedTx(tx, account.Viewer{}, typed, 5)
			if typed != "Groß%Ägypten" && len(list) > 0 || err != nil {
				t.Errorf("%q finds %v, %v", typed, list, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
