package loadgen

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/organisation"
)

var (
	firstNames = strings.Fields(`Anna Bernd Carla Dirk Elke Frank Gabi Hannes Ines Jens Katrin Lars Maren Nils Olga Peter Renate
		Sven Tanja Uwe Vera Wolfgang Yvonne Ayşe Mehmet Aleksandra Tomasz Fatma Ivan Giulia`)
	lastNames = strings.Fields(`Ackermann Albrecht Bergmann Brandt Busch Dietrich Engel Fiedler Franke Graf Haas Heinrich Horn Jansen
		Keller Krämer Kuhn Lorenz Ludwig Marten Otto Petersen Pohl Roth Sauer Schuster Seidel Sommer Stein Thiel Vogel Voigt
		Winkler Winter Ziegler Yılmaz Kowalski Petrović Nguyen Schäfer Größer Weiß`)
	functions = []string{"OZG-Koordination", "Stabsstelle Digitalisierung", "Hauptamt", "IT-Leitung", "Bürgerbüro", "Ordnungsamt",
		"Bauamt", "Sozialamt", "Organisation", "Kämmerei", ""}
	others = []organisation.Organisation{
		{Name: "Kommunales Rechenzentrum Mitte", Kind: organisation.ITProvider, State: "Hessen"},
		{Name: "Zweckverband Digitale Dienste Nord", Kind: organisation.SpecialPurposeUnion, State: "Schleswig-Holstein"},
		{Name: "Datenzentrale der Gemeinden Süd", Kind: organisation.ITProvider, State: "Bayern"},
		{Name: "Landesverband der Kreise", Kind: organisation.UmbrellaAssociation},
	}
	programme = organisation.Organisation{Name: "Programmmanagement der Lastprobe", Kind: organisation.Federal}
)

// Roles by the number of the person: the first one runs the site, the next ones
// work at the desk, some of the rest moderate.
const (
	deskPeople      = 6
	boardModerators = 2
)

// SomeEmail is the address of a member that every filled forum has.
var SomeEmail = email(1)

func email(number int) string { return fmt.Sprintf("mitglied%05d@lastprobe.example", number) }

// settle writes the people, opens the boards and reads both back.
func (f *filler) settle(ctx context.Context) error {
	var err error
	if f.boards, err = f.Boards.List(ctx, account.Viewer{}); err != nil { // not the place for unsorted questions
		return err
	}
	if err := f.people(ctx); err != nil {
		return err
	}
	if err := f.readPeople(ctx); err != nil {
		return err
	}
	if !f.MembersOnly {
		for i, b := range f.boards {
			if err := f.Boards.Configure(ctx, f.admin, b.ID, board.Settings{Audience: board.Public}, "Lastprobe"); err != nil {
				return fmt.Errorf("open board %s: %w", b.Slug, err)
			}
			f.boards[i].Audience = board.Public
		}
	}
	f.services = map[int64][]int64{}
	return f.DB.Read(ctx, func(tx *db.Tx) error {
		all, err := catalogue.AllServicesTx(tx)
		for _, s := range all {
			f.services[s.AreaID] = append(f.services[s.AreaID], s.ID)
		}
		return err
	})
}

func (f *filler) people(ctx context.Context) error {
	var municipalities []string
	err := f.DB.Read(ctx, func(tx *db.Tx) (err error) {
		municipalities, err = catalogue.LargestTx(tx, max(f.Options.people()/3, 10))
		return err
	})
	if err != nil {
		return err
	}
	return batches(ctx, f, account.ActImport, f.Options.people(), rowsPerBatch,
		func(_ context.Context, number, size int) (list []account.Imported, err error) {
			rng := f.random(account.ActImport, number)
			for i := range size {
				list = append(list, f.person(rng, (number-1)*rowsPerBatch+i, municipalities))
			}
			return list, nil
		}, f.Accounts.Import)
}

// person invents the member with the number, from 0.
func (f *filler) person(rng *rand.Rand, number int, municipalities []string) account.Imported {
	p := account.Imported{Email: email(number), Name: pick(rng, firstNames) + " " + pick(rng, lastNames), Function: pick(rng, functions),
		At: f.until.Add(-Span - time.Duration(rng.Int64N(int64(30*24*time.Hour))))}
	switch board := number - 1 - deskPeople; {
	case number == 0:
		p.Organisation, p.Grants = others[0], []account.Grant{{Role: account.Admin}}
	case board < 0:
		p.Organisation, p.Grants = programme, []account.Grant{{Role: account.Programme}}
	default:
		p.Organisation = organisation.Organisation{AGS: municipalities[number%len(municipalities)]}
		if number%12 == 0 {
			p.Organisation = pick(rng, others)
		}
		if board < boardModerators*len(f.boards) {
			p.Grants = []account.Grant{{Role: account.Moderator, Board: f.boards[board/boardModerators].ID}}
		}
	}
	return p
}

func (f *filler) readPeople(ctx context.Context) error {
	list, err := f.Accounts.List(ctx)
	if err != nil {
		return err
	}
	byEmail := make(map[string]account.Person, len(list))
	for _, p := range list {
		byEmail[p.Email] = p
	}
	for number := range f.Options.people() {
		p, ok := byEmail[email(number)]
		if !ok {
			return fmt.Errorf("person %s is missing", email(number))
		}
		v := account.NewViewer(p.ID, p.Name, p.Organisation)
		switch {
		case number == 0:
			f.admin = account.NewViewer(p.ID, p.Name, p.Organisation, account.Grant{Role: account.Admin})
		case number <= deskPeople:
			f.desk = append(f.desk, v)
		default:
			f.authors = append(f.authors, v)
		}
	}
	return nil
}

// random returns the random numbers of a batch of an act, whatever was made
// before it.
func (f *filler) random(act string, number int) *rand.Rand {
	h := f.Seed
	for _, b := range []byte(act) {
		h = h*1099511628211 ^ uint64(b)
	}
	return rand.New(rand.NewPCG(h, uint64(number)))
}

func pick[T any](rng *rand.Rand, list []T) T { return list[rng.IntN(len(list))] }
