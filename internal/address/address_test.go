package address_test

import (
	"slices"
	"strings"
	"testing"

	"kommunalforum/internal/address"
)

func TestAddressesAreReadInOneForm(t *testing.T) {
	for typed, want := range map[string]string{
		"ada@stadt.example":               "ada@stadt.example",
		"  Ada.Muster@STADT.Example\n":    "ada.muster@stadt.example",
		"ada+forum@stadt.example":         "ada+forum@stadt.example",
		"ada@münchen.example":             "ada@xn--mnchen-3ya.example",
		"ada@MÜNCHEN.example":             "ada@xn--mnchen-3ya.example",
		"ada@xn--mnchen-3ya.example":      "ada@xn--mnchen-3ya.example",
		"o'neill@stadt.example":           "o'neill@stadt.example",
		"a@rathaus.stadt.example":         "a@rathaus.stadt.example",
		"ada@stadt。example":               "ada@stadt.example", // the ideographic full stop is a dot
		"ada@ｓｔａｄｔ.example":               "ada@stadt.example", // full-width letters are letters
		strings.Repeat("a", 64) + "@b.de": strings.Repeat("a", 64) + "@b.de",
	} {
		got, err := address.Parse(typed)
		if err != nil || got.String() != want {
			t.Errorf("%q reads %q, %v", typed, got, err)
		}
	}
}

func TestWhatCanHideAnotherAddressIsRefused(t *testing.T) {
	for _, typed := range []string{
		"", "@", "ada", "ada@", "@stadt.example", "ada@stadt", "ada@localhost",
		`"ada"@stadt.example`, `"ada@evil.example"@stadt.example`, `"ada "@stadt.example`,
		"ada@evil.example@stadt.example", "ada@stadt.example,bea@evil.example", "Ada <ada@stadt.example>",
		"ada(evil)@stadt.example", "ada@(x)stadt.example", "ada@stadt.example(x)", "ada@[192.0.2.1]", "ada@192.0.2.1",
		"ada@stadt.example.", "ada@stadt..example", "ada@.stadt.example", ".ada@stadt.example", "ada.@stadt.example", "a..b@stadt.example",
		"ada@-stadt.example", "ada@stadt-.example", "ada@sta_dt.example", "ada@sta dt.example", "ada @stadt.example",
		"ada@stadt.example\nbcc:x@evil.example", "ada\u202e@stadt.example", "аda@stadt.example", "ada@sta\u200bdt.example\x00",
		"ädä@stadt.example", "ada@xn--a.example", "ada@xn--.example", strings.Repeat("a", 65) + "@b.de",
		"a@" + strings.Repeat("b", 64) + ".de", "a@" + strings.Repeat("b.", 130) + "de",
	} {
		if got, err := address.Parse(typed); err == nil {
			t.Errorf("%q reads %q", typed, got)
		}
	}
}

func TestPlusAddressesNameOneMailbox(t *testing.T) {
	for typed, want := range map[string]string{
		"ada@stadt.example":        "ada@stadt.example",
		"ada+x@stadt.example":      "ada@stadt.example",
		"Ada+x+y@Stadt.example":    "ada@stadt.example",
		"+x@stadt.example":         "+x@stadt.example",
		"ada.muster@stadt.example": "ada.muster@stadt.example",
	} {
		a, err := address.Parse(typed)
		if err != nil || a.Base() != want {
			t.Errorf("%s is the mailbox %s, %v", typed, a.Base(), err)
		}
	}
}

func TestDomainsOfFreeMailSayNothing(t *testing.T) {
	for domain, want := range map[string]bool{
		"gmx.de": true, "gmx.net": true, "web.de": true, "t-online.de": true, "gmail.com": true, "posteo.de": true, "mailbox.org": true,
		"proton.me":   true,
		"outlook.com": true, "outlook.de": true, "hotmail.co.uk": true, "yahoo.com.br": true, "mail.gmx.de": true, "x.y.web.de": true,
		"freenet.de": true, "icloud.com": true,
		"stadt.example": false, "meinweb.de": false, "web.de.example": false, "outlook.stadt.example": false, "gmx-stadt.de": false,
		"stadt-gmx.de": false, "muenchen.de": false,
	} {
		if address.Free(domain) != want {
			t.Errorf("%s: %v", domain, !want)
		}
	}
}

func TestParentsEndBeforeTheTopLevel(t *testing.T) {
	if got := address.Parents("a.b.stadt.example"); !slices.Equal(got, []string{"b.stadt.example", "stadt.example"}) {
		t.Errorf("%v", got)
	}
	if got := address.Parents("stadt.example"); got != nil {
		t.Errorf("%v", got)
	}
}

func TestDomainsThatAnybodyCanRegisterUnderAreCommon(t *testing.T) {
	for domain, want := range map[string]bool{"co.uk": true, "com.br": true, "stadt.example": false, "muenchen.de": false, "kreis.nrw": false} {
		if address.Common(domain) != want {
			t.Errorf("%s: %v", domain, !want)
		}
	}
}

func TestForeignLettersAreShownInBothForms(t *testing.T) {
	for domain, want := range map[string]string{
		"stadt.example":          "stadt.example",
		"xn--mnchen-3ya.example": "münchen.example (xn--mnchen-3ya.example)",
		"xn--80ak6aa92e.com":     "аррӏе.com (xn--80ak6aa92e.com)",
	} {
		if got := address.Readable(domain); got != want {
			t.Errorf("%s reads %q", domain, got)
		}
	}
}

func FuzzParsedAddressesStayAsTheyAre(f *testing.F) {
	for _, s := range []string{"ada@stadt.example", "Ada+x@MÜNCHEN.de", `"a"@b.c`, "a@b.", "@", "a@ｂ.example"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		a, err := address.Parse(s)
		if err != nil {
			return
		}
		again, err := address.Parse(a.String())
		if err != nil || again != a {
			t.Errorf("%q reads %q and then %q, %v", s, a, again, err)
		}
		if strings.ContainsFunc(a.String(), func(r rune) bool { return r <= ' ' || r > '~' }) || strings.Count(a.String(), "@") != 1 {
			t.Errorf("%q reads %q", s, a)
		}
	})
}
