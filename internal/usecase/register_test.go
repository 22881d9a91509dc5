package usecase_test

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"kommunalforum/data"
	"kommunalforum/internal/account"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/directory"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/organisation"
	"kommunalforum/internal/support"
	. "kommunalforum/internal/testkit"
)

// shipped is the register that the program brings along.
func shipped(t *testing.T) string {
	t.Helper()
	text, err := fs.ReadFile(data.FS, "catalogue/municipalities.csv")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// changed is a register in which Burghausen merged into Altötting, Haiming got a
// new name, Eisenach a new district and with it a new AGS, and one is new.
func changed(t *testing.T) string {
	t.Helper()
	text := shipped(t)
	replace := func(pattern, with string) {
		re := regexp.MustCompile(`(?m)^` + pattern)
		if !re.MatchString(text) {
			t.Fatalf("the register has no line %s", pattern)
		}
		text = re.ReplaceAllString(text, with)
	}
	replace(`09171112,.*\n`, ``)
	replace(`(09171111,"[^"]*",[^,]*,09171,Bayern),[0-9]+,(.*)`, `$1,31999,$2`)
	replace(`09171118,.*(,Gemeinde,09171,.*)`, `09171118,Neuhaiming$1`)
	replace(`16056000,("[^"]*"),[^,]*,16056,(.*)`, `16063105,$1,Stadt,16063,$2`)
	return text + "09171199,Neudorf am Inn,Gemeinde,09171,Bayern,1234,48.2,12.7\n"
}

func problemAt(err error) string {
	if p := fault.ProblemsOf(err); len(p) > 0 {
		return p[0].Field + ": " + p[0].Sentence
	}
	return ""
}

func TestOnlyAWholeRegisterIsTaken(t *testing.T) {
	t.Parallel()
	w := New(t)
	text := shipped(t)
	rows := strings.SplitAfter(text, "\n")
	for what, x := range map[string]struct{ stand, body, want string }{
		"no day":       {"gestern", changed(t), "stand: Bitte geben Sie an"},
		"the future":   {"2199-01-01", changed(t), "stand: Dieser Tag liegt"},
		"an older one": {"2018-12-31", changed(t), "stand: Das jetzige"},
		"nothing":      {"2022-12-31", "", "datei: Bitte wählen Sie"},
		"too much":     {"2022-12-31", strings.Repeat("x", catalogue.MaxGazetteerBytes+1), "datei: Die Datei ist zu groß"},
		"another charset": {"2022-12-31", text + "09171199,Neud\xf6rf,Gemeinde,09171,Bayern,1,48.2,12.7\n",
			"datei: Zeile 10798: Der Text ist kein gültiges UTF-8."},
		"semicolons":     {"2022-12-31", strings.ReplaceAll(text, ",", ";"), "datei: Zeile 1: Die Felder sind durch Semikolons"},
		"another form":   {"2022-12-31", "name,ags,x,y,z,a,b,c\n", "datei: Zeile 1: Die Kopfzeile muss"},
		"a part":         {"2022-12-31", strings.Join(rows[:2000], ""), "datei: Die Datei nennt nur 1999 von 10796 Gemeinden."},
		"the same":       {"2022-12-31", "\ufeff" + text, "datei: Diese Datei ändert nichts."},
		"a strange line": {"2022-12-31", text + "09171199,Neudorf,Dorf,09171,Bayern,1,48.2,12.7\n", "datei: Zeile 10798: Die Art „Dorf“"},
		"twice":          {"2022-12-31", text + rows[1], "datei: Zeile 10798: Der AGS"},
	} {
		err := w.Acts.UploadRegister(w.Ctx, w.By(Boss), x.stand, []byte(x.body))
		if got := problemAt(err); !strings.HasPrefix(got, x.want) {
			t.Errorf("%s: %q, %v", what, got, err)
		}
	}
	if err := w.Acts.UploadRegister(w.Ctx, w.By(Ann), "2022-12-31", nil); !fault.Is(err, fault.Forbidden) {
		t.Errorf("a member: %v", err)
	}
}

func TestARefreshedRegisterKeepsHistoryAndOutlivesRestarts(t *testing.T) {
	t.Parallel()
	w := New(t)
	person := func(mail, ags string) account.Viewer {
		p, _, err := w.Accounts.Create(w.Ctx, account.NewPerson{Email: mail + "@world.example", Name: "Person " + mail,
			Organisation: organisation.Organisation{AGS: ags}})
		if err != nil {
			t.Fatal(err)
		}
		by, err := w.Accounts.ViewerOf(w.Ctx, p.Email)
		if err != nil {
			t.Fatal(err)
		}
		return by
	}
	burghausen, haiming, eisenach := person("burghausen", "09171112"), person("haiming", "09171118"), person("eisenach", "16056000")
	union, err := w.Directory.Add(w.Ctx, w.By(Boss), directory.Input{Name: "VG Muster", Kind: organisation.MunicipalUnion,
		State: "Bayern", Administers: "09171112", Reason: "Test"})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Joining.LearnDomain(w.Ctx, "burghausen.example", burghausen.Organisation.ID); err != nil {
		t.Fatal(err)
	}
	thread := w.Ask(Ann, Public, "Eine Frage, die viele betrifft", "Text")
	if err := w.Forum.Support(w.Ctx, burghausen, thread); err != nil {
		t.Fatal(err)
	}
	if err := w.Acts.UploadRegister(w.Ctx, w.By(Boss), "31.12.2022", []byte(changed(t))); err != nil {
		t.Fatal(err)
	}
	p, err := w.Acts.RegisterPreview(w.Ctx, w.By(Boss))
	if err != nil {
		t.Fatal(err)
	}
	if len(p.New) != 1 || len(p.Gone) != 1 || len(p.Renamed) != 1 || len(p.Rekeyed) != 1 || p.Counted != 1 {
		t.Errorf("new %v, gone %v, renamed %v, rekeyed %v, counted %d", p.New, p.Gone, p.Renamed, p.Rekeyed, p.Counted)
	}
	if len(p.Mergers) != 1 || p.Mergers[0].Organisation.People != 1 || p.Mergers[0].Successors[0].AGS != "09171111" {
		t.Errorf("mergers %+v", p.Mergers)
	}
	apply := func(to map[string]string) error {
		return w.Acts.ApplyRegister(w.Ctx, w.By(Boss), p.Upload.ID, to, "Gebietsreform")
	}
	if got := problemAt(apply(nil)); !strings.HasPrefix(got, "nach-09171112: Bitte wählen Sie") {
		t.Errorf("without a successor: %s", got)
	}
	if err := apply(map[string]string{"09171112": "09171111"}); err != nil {
		t.Fatal(err)
	}
	if err := apply(map[string]string{"09171112": "09171111"}); !fault.Is(err, fault.NotFound) {
		t.Errorf("twice: %v", err)
	}
	check := func(when string) {
		t.Helper()
		err := w.DB.Read(w.Ctx, func(tx *db.Tx) error {
			old, err := organisation.DetailsTx(tx, burghausen.Organisation.ID)
			if err != nil || old.DissolvedOn != "2022-12-31" || old.Successor.AGS != "09171111" || old.Name != burghausen.Organisation.Name {
				t.Errorf("%s: Burghausen is %+v, %v", when, old, err)
			}
			moved, err := w.Accounts.ViewerOf(w.Ctx, burghausen.Email)
			if err != nil || moved.Organisation.AGS != "09171111" || moved.Organisation.Population != 31999 {
				t.Errorf("%s: its people are of %+v, %v", when, moved.Organisation, err)
			}
			if o, err := organisation.DetailsTx(tx, haiming.Organisation.ID); err != nil || o.Name != "Gemeinde Neuhaiming" {
				t.Errorf("%s: Haiming is %+v, %v", when, o.Organisation, err)
			}
			if o, err := organisation.DetailsTx(tx, eisenach.Organisation.ID); err != nil || o.AGS != "16063105" || o.District.AGS != "16063" {
				t.Errorf("%s: Eisenach is %+v, %v", when, o.Organisation, err)
			}
			if o, err := organisation.DetailsTx(tx, union); err != nil || len(o.Administers) != 1 || o.Inhabitants != 31999 {
				t.Errorf("%s: the union acts for %+v, %v", when, o.Administers, err)
			}
			if owner, err := db.Scalar[int64](tx, `SELECT organisation_id FROM mail_domain
				WHERE name = 'burghausen.example'`); err != nil || owner != moved.Organisation.ID {
				t.Errorf("%s: its domain belongs to %d, %v", when, owner, err)
			}
			n, err := catalogue.New(w.DB).Counts(w.Ctx)
			if err != nil || n.Municipalities != 10796 || n.Districts != 400 {
				t.Errorf("%s: %+v, %v", when, n, err)
			}
			v, err := support.CountTx(tx, moved, support.Subject{Kind: support.Thread, ID: thread})
			if err != nil || v.Inhabitants != 31999 || !v.Own {
				t.Errorf("%s: voices %+v, %v", when, v, err)
			}
			d, err := catalogue.FindDistrictTx(tx, "09171")
			sum, _ := db.Scalar[int64](tx, `SELECT SUM(population) FROM municipality WHERE listed AND district_ags = '09171'`)
			if err != nil || d.Population != sum {
				t.Errorf("%s: the district has %d, its municipalities %d, %v", when, d.Population, sum, err)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	check("applied")
	if err := catalogue.Load(w.Ctx, w.DB, data.FS); err != nil {
		t.Fatal(err)
	}
	check("after a restart")

	// A newer program with other files leaves it alone too.
	files := fstest.MapFS{}
	for _, name := range []string{"ozg.json", "leika.jsonl", "districts.csv", "municipalities.csv"} {
		text, err := fs.ReadFile(data.FS, "catalogue/"+name)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(name, ".csv") {
			text = []byte(strings.Replace(string(text), "\n", "\n\n", 1))
		}
		files["catalogue/"+name] = &fstest.MapFile{Data: text}
	}
	if err := catalogue.Load(w.Ctx, w.DB, files); err != nil {
		t.Fatal(err)
	}
	check("after an update")
}
