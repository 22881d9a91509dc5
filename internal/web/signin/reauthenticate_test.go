package signin_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"kommunalforum/internal/signin"
	. "kommunalforum/internal/testkit"
)

// ownSteps are the steps that ask for the password of who has one.
var ownSteps = map[string]url.Values{
	"/konto/adresse":   {"email": {"anna.neu@world.example"}},
	"/konto/passwort":  {"passwort": {"ein-anderes-passwort"}, "nochmal": {"ein-anderes-passwort"}},
	"/konto/daten":     {},
	"/konto/verlassen": {"organisation": {"ja"}, "bestaetigt": {"ja"}},
}

func TestWhoHasNoPasswordProvesOtherwiseThatItIsThem(t *testing.T) {
	t.Parallel()
	for path, form := range ownSteps {
		t.Run(path, func(t *testing.T) {
			w := New(t)
			b := &Browser{World: w}
			b.Do(http.MethodPost, "/anmelden", Credentials())
			if a := b.Do(http.MethodGet, path, nil); !strings.Contains(a.Body, `autocomplete="current-password"`) {
				t.Fatalf("who has a password is not asked for it: %d", a.Code)
			}
			w.WithoutPassword(Ann)
			w.LongAgo(Ann)
			prove := "/konto/bestaetigen?weiter=" + url.QueryEscape(path)
			b.LeadsTo(t, b.Do(http.MethodGet, path, nil), prove)
			b.LeadsTo(t, b.Do(http.MethodPost, path, form), prove)
			a := b.Do(http.MethodGet, prove, nil)
			if a.Code != http.StatusOK || strings.Contains(a.Body, `name="passwort"`) || !strings.Contains(a.Body, "Melden Sie sich ab") {
				t.Errorf("the page for proving: %d", a.Code)
			}

			fresh := &Browser{World: w, Cookie: "kommunalforum=" + w.SignedInOtherwise(Ann)}
			if a := fresh.Do(http.MethodGet, path, nil); a.Code != http.StatusOK || strings.Contains(a.Body, `autocomplete="current-password"`) {
				t.Errorf("who signed in just now, without a password: %d", a.Code)
			}
			if a := fresh.Do(http.MethodPost, path, form); a.Code != http.StatusSeeOther && a.Code != http.StatusOK ||
				strings.HasPrefix(a.Location(), "/konto/bestaetigen") {
				t.Errorf("it does not happen: %d %s", a.Code, a.Location())
			}
		})
	}
}

func TestASecondFactorIsAskedForAgainBeforeLeaving(t *testing.T) {
	t.Parallel()
	w := New(t)
	code := w.SetUpApp(Ann)
	codes, err := w.SignIn.MakeCodes(w.Ctx, w.By(Ann))
	if err != nil {
		t.Fatal(err)
	}
	b := &Browser{World: w}
	b.Do(http.MethodPost, "/anmelden", Credentials())
	b.LeadsTo(t, b.Do(http.MethodPost, "/anmelden/code", url.Values{"ersatz": {codes[0]}}), "/meine")
	w.LongAgo(Ann)
	leave := url.Values{"organisation": {"ja"}, "bestaetigt": {"ja"}, "passwort": {Password}}
	prove := "/konto/bestaetigen?weiter=%2Fkonto%2Fverlassen"
	b.LeadsTo(t, b.Do(http.MethodGet, "/konto/verlassen", nil), prove)
	b.LeadsTo(t, b.Do(http.MethodPost, "/konto/verlassen", leave), prove)
	a := b.Do(http.MethodGet, prove, nil)
	if strings.Contains(a.Body, `name="passwort"`) || !strings.Contains(a.Body, "Code der Authentifizierungs-App") ||
		!strings.Contains(a.Body, "Wiederherstellungscode benutzen") {
		t.Errorf("the page asks for something else: %d", a.Code)
	}
	// The password alone does not do.
	b.LeadsTo(t, b.Do(http.MethodPost, "/konto/bestaetigen", url.Values{"passwort": {Password}, "weiter": {"/konto/verlassen"}}), "/konto/verlassen")
	b.LeadsTo(t, b.Do(http.MethodGet, "/konto/verlassen", nil), prove)
	for field, value := range map[string]string{"code": "000000", "ersatz": codes[0]} { // wrong, used up
		a := b.Do(http.MethodPost, "/konto/bestaetigen/code", url.Values{field: {value}, "weiter": {"/konto/verlassen"}})
		if a.Code != http.StatusUnprocessableEntity || !strings.Contains(a.Body, "Code stimmt nicht") ||
			!strings.Contains(a.Body, `name="weiter" value="/konto/verlassen"`) {
			t.Errorf("%s: %d", field, a.Code)
		}
	}
	b.LeadsTo(t, b.Do(http.MethodPost, "/konto/bestaetigen/code", url.Values{"code": {code()}, "weiter": {"/konto/verlassen"}}), "/konto/verlassen")
	if a := b.Do(http.MethodPost, "/konto/verlassen", url.Values{"organisation": {"ja"},
		"bestaetigt": {"ja"}}); a.Code != http.StatusUnprocessableEntity || !strings.Contains(a.Body, "Bitte geben Sie Ihr Passwort ein") {
		t.Errorf("without the password: %d", a.Code)
	}
	b.LeadsTo(t, b.Do(http.MethodPost, "/konto/verlassen", leave), "/?hinweis=konto-geloescht")
}

func TestWhoOwesADutyCanProveThatItIsThem(t *testing.T) {
	t.Parallel()
	w := New(t)
	b := &Browser{World: w}
	b.Do(http.MethodPost, "/anmelden", url.Values{"email": {Email(Newcomer)}, "passwort": {Password}})
	w.WithoutPassword(Newcomer)
	w.LongAgo(Newcomer)
	b.LeadsTo(t, b.Do(http.MethodGet, "/konto/verlassen", nil), "/konto/bestaetigen?weiter=%2Fkonto%2Fverlassen")
	if a := b.Do(http.MethodGet, "/konto/bestaetigen?weiter=%2Fkonto%2Fverlassen", nil); a.Code != http.StatusOK ||
		!strings.Contains(a.Body, "bestätigen Sie") {
		t.Errorf("%d %s", a.Code, a.Location())
	}
}

func TestALastWayToSignInStays(t *testing.T) {
	t.Parallel()
	w := New(t)
	by := w.By(Ann)
	foreign := signin.ExternalIdentity{Provider: "land", Name: "Landeskonto", Subject: "4711"}
	if err := w.SignIn.LinkIdentity(w.Ctx, by, foreign); err != nil {
		t.Fatal(err)
	}
	w.WithoutPassword(Ann)
	if err := w.SignIn.UnlinkIdentity(w.Ctx, by, "land"); err == nil {
		t.Error("the only way to sign in is taken away")
	}
	foreign.Subject = "4712"
	if err := w.SignIn.ReauthenticateByProvider(w.Ctx, by, foreign); err == nil {
		t.Error("somebody else at the provider proves that it is her")
	}
}
