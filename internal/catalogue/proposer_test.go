package catalogue_test

import (
	"testing"

	"kommunalforum/data"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/testkit/testdb"
)

// loaded returns a database with the shipped catalogue.
func loaded(t testing.TB) *db.DB {
	t.Helper()
	d := testdb.New(t)
	if err := catalogue.Load(t.Context(), d, data.FS); err != nil {
		t.Fatal(err)
	}
	return d
}

// propose returns what p proposes for a title.
func propose(t testing.TB, p *catalogue.Proposer, title string) []catalogue.Proposal {
	t.Helper()
	proposals, err := p.Propose(t.Context(), title)
	if err != nil {
		t.Fatal(err)
	}
	return proposals
}

func TestTitlesLeadToTheirServiceAndArea(t *testing.T) {
	t.Parallel()
	d := loaded(t)
	p := catalogue.NewProposer(d)
	slugs := map[int64]string{0: ""}
	read(t, d, func(tx *db.Tx) error {
		areas, err := catalogue.AreasTx(tx)
		for _, a := range areas {
			slugs[a.ID] = a.Slug
		}
		return err
	})
	for _, c := range []struct {
		title   string
		area    string
		service int64 // the best proposal
	}{
		{"Wohngeld online: wer trägt die Betriebskosten?", "arbeit-ruhestand", 10092},
		{"wie bindet ihr den wohngeldantrag an das fachverfahren an", "arbeit-ruhestand", 10092},
		{"Gewerbeanmeldung Schnittstelle Fachverfahren", "unternehmensfuehrung-entwicklung", 10294},
		{"Elterngeld Digital Rollout", "familie-kind", 10000},
		{"Bauantrag digital einreichen", "bauen-wohnen", 10519},
		{"XBau 2.3: Erfahrungen mit der Baugenehmigung im Landkreis?", "bauen-wohnen", 10519},
		{"Hilfe zur Pflege: Unterlagen von Angehörigen", "gesundheit", 10218},
		{"Kita-Anmeldung: Welches Portal nutzt ihr?", "familie-kind", 10019},
		{"Hundesteuer: Abmeldung ohne Marke möglich?", "engagement-hobby", 10160},
		{"Führerscheinumtausch: Lichtbild und Unterschrift aus der Ferne", "mobilitaet-reisen", 10169},
		{"i-Kfz Stufe 4: Abbrüche beim Bezahlen", "mobilitaet-reisen", 10439},
		{"Bewohnerparkausweise ohne Papier", "mobilitaet-reisen", 10173},
		{"Unterhaltsvorschuss: PDF statt Daten", "familie-kind", 10035},
		{"Einbürgerung: unvollständige Anträge", "ein-auswanderung", 10257},
		{"Aufenthaltstitel online beantragen", "ein-auswanderung", 10255},
		{"Elektronische Wohnsitzanmeldung: Start in kleinen Gemeinden", "bauen-wohnen", 10124},
		{"Urkunden: Geburtsurkunde mit Online-Ausweis bestellen", "querschnitt", 10557},
		{"Führungszeugnis und Gewerbezentralregister im Bürgerbüro", "querschnitt", 10562},
		{"Schwerbehindertenausweis: Befunde kommen als Fax", "gesundheit", 10214},
		{"Gewerbesteuerbescheid elektronisch bekannt geben", "steuern-zoll", 10364},
		{"Briefwahl: Lastspitzen nach der Wahlbenachrichtigung", "engagement-hobby", 10145},
		{"Schülerbeförderung: Antrag zum Schuljahreswechsel", "bildung", 10042},
		{"Baumfällgenehmigung – lohnt ein eigener Dienst?", "bauen-wohnen", 10112},
		{"Sondernutzung: Tische und Stühle vor dem Café", "unternehmensfuehrung-entwicklung", 10348},
		{"Artenschutzrechtliche Ausnahmegenehmigung für Fledermäuse", "umwelt", 10487},
		{"Fundsachen im Netz zeigen?", "recht-ordnung", 10244},
		{"Kulturförderung: Verwendungsnachweis digital", "forschung-foerderung", 10408},

		{"Wie geht es euch?", "", 0},
		{"Vorstellung: Hallo aus dem Norden", "", 0},
		{"Wer trägt die Kosten für den Betrieb der EfA-Dienste?", "", 0},
		{"FIT-Connect: ein Zustellpunkt oder mehrere?", "", 0},
		{"Registermodernisierung: Was müssen Kommunen vorbereiten?", "", 0},
		{"115: Wer pflegt die Texte?", "", 0},
		{"asdf qwertz", "", 0},
		{"???", "", 0},
		{"", "", 0},
	} {
		var service, best int64
		if proposals := propose(t, p, c.title); len(proposals) > 0 {
			service, best = proposals[0].ServiceID, proposals[0].AreaID
		}
		if service != c.service || slugs[best] != c.area {
			t.Errorf("%q leads to service %d and area %q, want %d and %q", c.title, service, slugs[best], c.service, c.area)
		}
	}
}

func TestProposalsAreFewAndOrdered(t *testing.T) {
	t.Parallel()
	const title = "Steuer, Urkunde, Genehmigung, Gewerbe, Pflege, Schule, Hunde, Waffen, Erbschein und Petition"
	proposals := propose(t, catalogue.NewProposer(loaded(t)), title)
	if len(proposals) == 0 || len(proposals) > 5 {
		t.Fatalf("%d proposals", len(proposals))
	}
	for i, p := range proposals[1:] {
		if p.Score > proposals[i].Score {
			t.Errorf("proposal %d scores %v after %v", i+1, p.Score, proposals[i].Score)
		}
	}
}

func TestEmptyCatalogueProposesNothing(t *testing.T) {
	t.Parallel()
	if got := propose(t, catalogue.NewProposer(testdb.New(t)), "Wohngeld"); len(got) != 0 {
		t.Errorf("proposals = %v", got)
	}
}

func BenchmarkPropose(b *testing.B) {
	p := catalogue.NewProposer(loaded(b))
	for b.Loop() {
		propose(b, p, "Elektronische Wohnsitzanmeldung: Rückläufer bei den Adressaufklebern in kleinen Gemeinden")
	}
}
