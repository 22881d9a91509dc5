package demo_test

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"kommunalforum/internal/demo"
)

// shipped reads the texts as they lie in the repository.
func shipped(t *testing.T) demo.World {
	t.Helper()
	w, err := demo.Read(os.DirFS("../../data/demo"))
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// unsorted is the board of questions that nobody has sorted yet.
const unsorted = "noch-nicht-zugeordnet"

// known returns the slugs of all boards and the ids of all services.
func known(t *testing.T) (boards, services []string) {
	t.Helper()
	text, err := os.ReadFile("../../data/catalogue/ozg.json")
	if err != nil {
		t.Fatal(err)
	}
	var content struct {
		Fields []struct {
			Slug  string `json:"slug"`
			Lagen []struct {
				Services []struct {
					ID string `json:"id"`
				} `json:"leistungen"`
			} `json:"lagen"`
		} `json:"themenfelder"`
	}
	if err := json.Unmarshal(text, &content); err != nil {
		t.Fatal(err)
	}
	boards = []string{
		"it-organisation", "cloud-betrieb", "kuenstliche-intelligenz", "daseinsvorsorge", "informationssicherheit",
		"efa-nachnutzung", "kommunalpakt-recht", "basisdienste", "registermodernisierung", "weiterbildung",
	}
	for _, f := range content.Fields {
		boards = append(boards, f.Slug)
		for _, l := range f.Lagen {
			for _, s := range l.Services {
				services = append(services, s.ID)
			}
		}
	}
	return boards, services
}

func TestShippedWorldIsLargeEnough(t *testing.T) {
	t.Parallel()
	w := shipped(t)
	if len(w.People) < 15 || len(w.Threads) < 80 || len(w.Articles) < 15 || len(w.Inquiries) < 10 {
		t.Errorf("%d people, %d threads, %d articles, %d inquiries", len(w.People), len(w.Threads), len(w.Articles), len(w.Inquiries))
	}
	replies, recent, twoVersions := 0, 0, 0
	for _, th := range w.Threads {
		replies = max(replies, len(th.Replies))
		if th.Ago < 24*time.Hour {
			recent++
		}
	}
	for _, a := range w.Articles {
		if len(a.Versions) > 1 {
			twoVersions++
		}
	}
	if replies < 26 || recent < 5 || twoVersions < 2 {
		t.Errorf("longest thread has %d replies, %d threads are of today, %d articles have versions", replies, recent, twoVersions)
	}
}

func TestShippedWorldUsesTheCatalogue(t *testing.T) {
	t.Parallel()
	w := shipped(t)
	boards, services := known(t)
	threads := map[string]int{}
	use := func(file, board string, ids []string) {
		if board != unsorted && !slices.Contains(boards, board) {
			t.Errorf("%s: no board %s", file, board)
		}
		for _, id := range ids {
			if !slices.Contains(services, id) {
				t.Errorf("%s: no service %s", file, id)
			}
		}
	}
	for _, th := range w.Threads {
		use(th.File, th.Board, th.Services)
		threads[th.Board]++
	}
	for _, a := range w.Articles {
		use(a.File, a.Board, a.Services)
	}
	for _, q := range w.Inquiries {
		use(q.File, q.Board, q.Services)
	}
	for _, p := range w.People {
		for _, g := range p.Roles {
			if g.Board != "" {
				use(p.Key, g.Board, nil)
			}
		}
	}
	for _, b := range boards {
		if threads[b] < 2 || len(w.Moderators(b)) == 0 {
			t.Errorf("board %s has %d threads and %d moderators", b, threads[b], len(w.Moderators(b)))
		}
	}
}

func TestShippedPeopleHoldAllRolesAndKinds(t *testing.T) {
	t.Parallel()
	w := shipped(t)
	roles, kinds := map[string]bool{}, map[string]bool{}
	for _, p := range w.People {
		kinds[p.Organisation.Kind] = true
		if !p.Has("member", "") {
			t.Errorf("%s is no member", p.Key)
		}
		for _, g := range p.Roles {
			roles[g.Role] = true
		}
	}
	for _, r := range []string{"member", "moderator", "faq-editor", "programme", "admin"} {
		if !roles[r] {
			t.Errorf("nobody is %s", r)
		}
	}
	for _, k := range []string{"municipality", "district", "association-of-municipalities", "special-purpose-association",
		"it-provider", "umbrella-association", "state", "federal", "fitko", "company", "other"} {
		if !kinds[k] {
			t.Errorf("no organisation is %s", k)
		}
	}
	for _, key := range []string{"mitglied", "moderation", "programm", "verwaltung", "programm2", "faq", "moderation2"} {
		if !slices.ContainsFunc(w.People, func(p demo.Person) bool { return p.Key == key }) {
			t.Errorf("%s is missing", key)
		}
	}
}

// Public boards show organisations to guests and never a person's name, so no
// text may contain one.
func TestShippedTextsNameNobody(t *testing.T) {
	t.Parallel()
	w := shipped(t)
	var names []string
	for _, p := range w.People {
		words := strings.Fields(strings.TrimPrefix(p.Name, "Dr. "))
		names = append(names, regexp.QuoteMeta(words[0]), regexp.QuoteMeta(p.Name))
	}
	anyName := regexp.MustCompile(`(^|[^\pL])(` + strings.Join(names, "|") + `)([^\pL]|$)`)
	look := func(file, text string) {
		if hit := anyName.FindString(text); hit != "" {
			t.Errorf("%s names %q", file, hit)
		}
	}
	for _, th := range w.Threads {
		look(th.File, th.Title+"\n"+th.Text)
		for _, e := range th.Edits {
			look(th.File, e.Text)
		}
		for _, r := range th.Replies {
			look(th.File, r.Text)
			for _, e := range r.Edits {
				look(th.File, e.Text)
			}
		}
	}
	for _, a := range w.Articles {
		for _, v := range a.Versions {
			look(a.File, a.Title+"\n"+v.Short+"\n"+v.Text)
		}
	}
	for _, q := range w.Inquiries {
		look(q.File, q.Title+"\n"+q.Text)
		for _, s := range q.Steps {
			look(q.File, s.Text)
			if s.Answer != nil {
				look(q.File, s.Answer.Short+"\n"+s.Answer.Text)
			}
		}
	}
}

func TestShippedWorldShowsModeration(t *testing.T) {
	t.Parallel()
	w := shipped(t)
	var pinned, locked, outdated, solved, open, withdrawn, hidden, edited int
	for _, th := range w.Threads {
		count := func(n *int, is bool) {
			if is {
				*n++
			}
		}
		count(&pinned, th.Pinned)
		count(&locked, th.Locked != "")
		count(&outdated, th.Outdated != "")
		count(&open, len(th.Replies) == 0)
		count(&edited, len(th.Edits) > 0)
		for _, r := range th.Replies {
			count(&solved, r.Solution)
			count(&withdrawn, r.Withdrawn)
			count(&hidden, r.Hidden != "")
		}
	}
	for _, n := range []int{pinned, locked, outdated, solved, open, withdrawn, hidden, edited} {
		if n == 0 {
			t.Errorf("pinned %d, locked %d, outdated %d, solutions %d, unanswered %d, withdrawn %d, hidden %d, edited %d",
				pinned, locked, outdated, solved, open, withdrawn, hidden, edited)
			break
		}
	}
}

const people = `{"people": [
	{"key": "a", "email": "a@demo.example", "name": "A B", "organisation": {"name": "O", "kind": "other"}, "roles": [{"role": "member"}]}
]}`

// read reads a world of one person and the given file.
func read(file, text string) error {
	fsys := fstest.MapFS{
		"people.json":      {Data: []byte(people)},
		"threads/ok.md":    {Data: []byte("titel: T\nbereich: b\nvon: a\nvor: 5d\n\nText")},
		"faq/x.txt":        {Data: []byte("not read")},
		"inquiries/ok.txt": {Data: []byte("not read")},
	}
	fsys[file] = &fstest.MapFile{Data: []byte(text)}
	_, err := demo.Read(fsys)
	return err
}

func TestBrokenTextsAreRefusedWithFileAndLine(t *testing.T) {
	t.Parallel()
	head := "titel: T\nbereich: b\nvon: a\nvor: 2d\n"
	tests := []struct{ name, file, text, want string }{
		{"broken JSON", "people.json", "{\n\"people\": [\n}", "people.json:3:"},
		{"unknown JSON field", "people.json", "{\n\"folk\": []}", "people.json:2:"},
		{"no colon", "threads/x.md", "titel: T\nbereich\n\nText", "threads/x.md:2:"},
		{"missing field", "threads/x.md", "titel: T\n\nText", "threads/x.md:1: field bereich is missing"},
		{"unknown field", "threads/x.md", head + "farbe: rot\n\nText", "field farbe is not known here"},
		{"field twice", "threads/x.md", head + "vor: 3d\n\nText", "threads/x.md:5: field vor stands twice"},
		{"bad time", "threads/x.md", "titel: T\nbereich: b\nvon: a\nvor: gestern\n\nText", `"gestern" is no time`},
		{"no text", "threads/x.md", head + "\n", "text is missing"},
		{"bad marker", "threads/x.md", head + "\nText\n=== antwort a b c", "threads/x.md:7:"},
		{"open quotation", "threads/x.md", head + "\nText\n=== antwort von=\"a vor=1d\nJa", "quotation marks"},
		{"reply too early", "threads/x.md", head + "\nText\n=== antwort von=a vor=3d\nJa", "threads/x.md: 72h0m0s ago comes after"},
		{"edit too early", "threads/x.md", head + "\nText\n=== aenderung vor=3d\nNeu", "threads/x.md: 72h0m0s ago comes after"},
		{"unknown person", "threads/x.md", head + "\nText\n=== antwort von=z vor=1d\nJa", `"z" is nobody`},
		{"no short answer", "faq/x.md", "titel: T\nbereich: b\nvon: a\nstand: 2d\npruefung: 9\nfuer: bereich\nzustand: entwurf\n\nText",
			"the short answer"},
		{"bad audience", "faq/x.md", "titel: T\nbereich: b\nvon: a\nstand: 2d\npruefung: 9\nfuer: alle\nzustand: entwurf\n\nK\n---\nText",
			"want one of oeffentlich"},
		{"unknown step", "inquiries/x.md", head + "sichtbar: desk\n\nText\n=== schritt tanzen von=a vor=1d", "inquiries/x.md:8:"},
		{"wrong person", "inquiries/x.md", head + "sichtbar: desk\n\nText\n=== schritt pruefen von=a vor=1d", "no programme manager"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := read(tt.file, tt.text)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error is %v, want %q in it", err, tt.want)
			}
		})
	}
}

func TestSmallWorldIsRead(t *testing.T) {
	t.Parallel()
	if err := read("threads/x.md", "titel: T\nbereich: b\nvon: a\nvor: 1d2h3m\n\nText\n\n=== antwort von=a vor=1d loesung=ja\nJa"); err != nil {
		t.Error(err)
	}
}
