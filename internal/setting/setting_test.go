package setting_test

import (
	"strings"
	"testing"

	"kommunalforum/internal/config"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/setting"
	. "kommunalforum/internal/testkit"
)

func TestMain(m *testing.M) { Main(m) }

var presentation = setting.Presentation{Claim: "Kommunen fragen, Kommunen antworten", Carriers: []string{"Musterverband"},
	Contact: "kontakt@forum.example", Partners: []config.Partner{{Name: "Marktplatz", Address: "https://markt.example/a?b=c"}},
	EscalateAfter: 15}

func TestSettingsHoldFromTheNextPageOnAndAfterARestart(t *testing.T) {
	t.Parallel()
	w := New(t)
	if err := w.Settings.Present(w.Ctx, w.By(Boss), presentation, "Neue Träger"); err != nil {
		t.Fatal(err)
	}
	again, err := setting.New(w.Ctx, w.DB, w.Config.Site)
	if err != nil {
		t.Fatal(err)
	}
	if got := again.Presentation(w.Ctx); got.Claim != presentation.Claim || got.Partners[0] != presentation.Partners[0] ||
		got.Contact != presentation.Contact {
		t.Errorf("after a restart: %+v", got)
	}
	if err := w.DB.Read(w.Ctx, func(tx *db.Tx) error {
		days, err := setting.EscalateAfterTx(tx)
		if days != 15 || again.EscalateAfter(w.Ctx) != 15 || w.Settings.EscalateAfter(w.Ctx) != 15 {
			t.Errorf("escalation after %d, %d, %d days", days, again.EscalateAfter(w.Ctx), w.Settings.EscalateAfter(w.Ctx))
		}
		return err
	}); err != nil {
		t.Error(err)
	}
	page := w.Get(Guest, "/").Body
	for _, want := range []string{presentation.Claim, "Musterverband", "kontakt@forum.example", `href="https://markt.example/a?b=c"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the start page lacks %q", want)
		}
	}
}

func TestWhatEqualsTheConfigurationFollowsIt(t *testing.T) {
	t.Parallel()
	w := New(t)
	before := w.Settings.Presentation(w.Ctx)
	for _, p := range []setting.Presentation{presentation, before} {
		if err := w.Settings.Present(w.Ctx, w.By(Boss), p, "Test"); err != nil {
			t.Fatal(err)
		}
	}
	changed := w.Config.Site
	changed.Claim = "Ein Leitsatz des Betriebs"
	again, err := setting.New(w.Ctx, w.DB, changed)
	if err != nil || again.Site(w.Ctx).Claim != changed.Claim {
		t.Errorf("%+v, %v", again.Presentation(w.Ctx), err)
	}
}

func TestOnlyAdministratorsChangeSettings(t *testing.T) {
	t.Parallel()
	w := New(t)
	for _, who := range Everybody {
		err := w.Settings.Present(w.Ctx, w.By(who), presentation, "Test")
		if who == Boss && err != nil || who != Boss && !fault.Is(err, fault.Forbidden) {
			t.Errorf("%q: %v", who, err)
		}
	}
}

func TestSettingsThatCannotBeAreRefused(t *testing.T) {
	t.Parallel()
	w := New(t)
	for name, change := range map[string]func(*setting.Presentation){
		"no claim":          func(p *setting.Presentation) { p.Claim = " " },
		"long claim":        func(p *setting.Presentation) { p.Claim = strings.Repeat("ä", setting.MaxClaim+1) },
		"contact":           func(p *setting.Presentation) { p.Contact = "kontakt" },
		"contact with name": func(p *setting.Presentation) { p.Contact = "Wir <kontakt@forum.example>" },
		"many carriers":     func(p *setting.Presentation) { p.Carriers = make([]string, setting.MaxLines+1) },
		"no days":           func(p *setting.Presentation) { p.EscalateAfter = -1 },
		"too many days":     func(p *setting.Presentation) { p.EscalateAfter = setting.MaxEscalateAfter + 1 },
		"nameless partner":  func(p *setting.Presentation) { p.Partners = []config.Partner{{Address: "https://x.example"}} },
	} {
		in := presentation
		change(&in)
		if err := w.Settings.Present(w.Ctx, w.By(Boss), in, "Test"); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, line := range []string{"Marktplatz", "Marktplatz=ftp://x.example", "=https://x.example", "Böse=javascript:alert(1)", "Leer="} {
		if got, wrong := setting.PartnersIn(line); wrong == "" {
			t.Errorf("%q is %+v", line, got)
		}
	}
}
