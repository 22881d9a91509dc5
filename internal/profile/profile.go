// Package profile owns the tables profile, profile_board, profile_service and
// portrait: what members say about themselves and which topics they know well, so
// that others find somebody who can help.
//
// It promises: guests see none of it; nobody is ranked, and it records neither when
// nor how much somebody writes; a board that the viewer may not know of appears in
// no profile; only the pixels of an uploaded picture are kept.
package profile

import (
	"context"
	"regexp"
	"slices"
	"unicode/utf8"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/markdown"
	"kommunalforum/internal/organisation"
	"kommunalforum/internal/picture"
	"kommunalforum/internal/richtext"
	"kommunalforum/internal/textfield"
)

// Limits of a profile.
const (
	MaxBoards   = 10
	MaxServices = 20
	MaxAbout    = 2000 // characters
	MaxPhone    = 40   // characters
)

// Profiles reads and changes profiles.
type Profiles struct {
	db       *db.DB
	pictures *picture.Workshop
}

// New returns the profiles stored in d; the workshop converts their portraits.
func New(d *db.DB, pictures *picture.Workshop) *Profiles { return &Profiles{db: d, pictures: pictures} }

// Board is a board whose topics a member knows well.
type Board struct {
	ID   int64
	Slug string
	Name string
}

// Service is an OZG service that a member knows well.
type Service struct {
	ID   int64
	Name string
}

// Profile is what members see of a member.
type Profile struct {
	ID           int64
	Name         string
	Function     string
	Organisation organisation.Organisation
	Disabled     bool   // the account is closed: nothing below is filled
	Email        string // "" unless it is to be shown
	Phone        string
	Source       string // Markdown, only for Own
	HTML         markdown.HTML
	Boards       []Board // that the viewer may read
	Services     []Service
	Portrait     string // what its address ends with, "" for none
	ShowEmail    bool
	Revision     int // 0 until the first saving
}

const profileColumns = `p.id, p.name, p.function, p.disabled_at IS NOT NULL, p.email, COALESCE(f.phone, ''), COALESCE(f.source, ''),
	COALESCE(f.html, ''),
	COALESCE(f.show_email, FALSE), COALESCE(f.revision, 0), COALESCE(i.sha256, ''), ` + organisation.Columns

func scanProfile(r db.Row) (p Profile, err error) {
	targets := []any{&p.ID, &p.Name, &p.Function, &p.Disabled, &p.Email, &p.Phone, &p.Source, &p.HTML, &p.ShowEmail, &p.Revision, &p.Portrait}
	return p, r.Scan(append(targets, organisation.Fields(&p.Organisation)...)...)
}

// Show returns the profile of a member as by sees it, or fault.NotFound for somebody
// who left. Members only.
func (s *Profiles) Show(ctx context.Context, by account.Viewer, id int64) (p Profile, err error) {
	if !by.SignedIn() {
		return p, fault.Missing()
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if p, err = find(tx, by, id); err != nil {
			return err
		}
		p.Source = ""
		if !p.ShowEmail {
			p.Email = ""
		}
		if p.Disabled {
			p = Profile{ID: p.ID, Name: p.Name, Organisation: p.Organisation, Disabled: true}
		}
		return nil
	})
	return p, err
}

// Own returns the viewer's own profile, for its form.
func (s *Profiles) Own(ctx context.Context, by account.Viewer) (p Profile, err error) {
	if err := by.MustBeMember(); err != nil {
		return p, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		p, err = find(tx, by, by.ID)
		return err
	})
	return p, err
}

func find(tx *db.Tx, by account.Viewer, id int64) (Profile, error) {
	p, err := db.One(tx, scanProfile, `
		SELECT `+profileColumns+`
		FROM person p
		JOIN organisation o ON o.id = p.organisation_id
		LEFT JOIN profile f ON f.id = p.id
		LEFT JOIN portrait i ON i.person_id = p.id
		WHERE p.id = $1 AND p.erased_at IS NULL`, id)
	if err != nil {
		return p, err
	}
	p.Boards, err = db.List(tx, func(r db.Row) (b Board, err error) { return b, r.Scan(&b.ID, &b.Slug, &b.Name) }, `
		SELECT b.id, b.slug, b.name
		FROM profile_board pb
		JOIN board b ON b.id = pb.board_id
		WHERE pb.person_id = $4 AND `+board.VisibleSQL+`
		ORDER BY b.position`, append(board.Seen(by), id)...)
	if err != nil {
		return p, err
	}
	p.Services, err = db.List(tx, func(r db.Row) (x Service, err error) { return x, r.Scan(&x.ID, &x.Name) }, `
		SELECT s.id, s.name
		FROM profile_service ps
		JOIN service s ON s.id = ps.service_id
		WHERE ps.person_id = $1
		ORDER BY s.sort_key, s.id`, id)
	return p, err
}

// Input is what people enter about themselves.
type Input struct {
	Function  string
	About     string // Markdown
	Phone     string
	ShowEmail bool
	Boards    []int64
	Services  []int64
	Revision  int // of what the form showed
}

// phone is the form of a telephone number.
var phone = regexp.MustCompile(`^[+0(][0-9 ()/–-]{4,}$`)

// Save replaces the viewer's own profile and function in the organisation.
func (s *Profiles) Save(ctx context.Context, by account.Viewer, in Input) error {
	if err := by.MustBeMember(); err != nil {
		return err
	}
	in.Boards = slices.Compact(slices.Sorted(slices.Values(in.Boards)))
	in.Services = slices.Compact(slices.Sorted(slices.Values(in.Services)))
	var c fault.Check
	textfield.Name(&c, "funktion", "Funktion", &in.Function, 0, account.MaxJobTitle)
	if n := utf8.RuneCountInString(in.About); n > MaxAbout {
		c.Add("text", "„Über mich“ darf höchstens %d Zeichen lang sein, jetzt sind es %d.", MaxAbout, n)
	}
	textfield.Line(&c, "telefon", "Telefon", &in.Phone, 0, MaxPhone)
	c.Require(in.Phone == "" || phone.MatchString(in.Phone), "telefon", "Das ist keine Telefonnummer. Beispiel: 0511 123-456.")
	if len(in.Boards) > MaxBoards {
		c.Add("bereiche", "Bitte wählen Sie höchstens %d Bereiche.", MaxBoards)
	}
	if len(in.Services) > MaxServices {
		c.Add("leistungen", "Bitte geben Sie höchstens %d Leistungen an.", MaxServices)
	}
	if c.Err() == nil {
		about := richtext.Render(ctx, &c, "text", "Über mich", in.About, false)
		if err := c.Err(); err == nil {
			return s.db.Write(ctx, func(tx *db.Tx) error { return save(tx, by, in, about) })
		}
	}
	return c.Err()
}

func save(tx *db.Tx, by account.Viewer, in Input, about markdown.Text) error {
	before, err := find(tx, by, by.ID)
	if err != nil {
		return err
	}
	if before.Revision != in.Revision {
		return fault.Of(fault.Conflict, "Ihr Profil wurde inzwischen an anderer Stelle geändert. Bitte sehen Sie sich den neuen Stand an.")
	}
	if err := account.CountActivityTx(tx, by, account.Editing); err != nil {
		return err
	}
	if err := account.ChangeFunctionTx(tx, by, in.Function); err != nil {
		return err
	}
	_, err = tx.Exec(`
		INSERT INTO profile (id, source, html, pipeline, phone, show_email, revision, changed_at)
		VALUES ($1, $2, $3, $4, $5, $6, 1, $7)
		ON CONFLICT (id) DO UPDATE
		SET source = excluded.source, html = excluded.html, pipeline = excluded.pipeline, phone = excluded.phone,
			show_email = excluded.show_email, revision = profile.revision + 1, changed_at = excluded.changed_at`,
		by.ID, about.Source, string(about.HTML), about.Version, in.Phone, in.ShowEmail, tx.Now)
	if err != nil {
		return err
	}
	if err := setBoards(tx, by, in.Boards); err != nil {
		return err
	}
	return setServices(tx, by.ID, in.Services)
}

// setBoards replaces the boards; those that by may not read are left out.
func setBoards(tx *db.Tx, by account.Viewer, boards []int64) error {
	if _, err := tx.Exec(`DELETE FROM profile_board WHERE person_id = $1`, by.ID); err != nil {
		return err
	}
	for _, id := range boards {
		_, err := tx.Exec(`
			INSERT INTO profile_board (person_id, board_id)
			SELECT $2, b.id
			FROM board b
			WHERE b.id = $4 AND b.kind <> 'unsorted' AND `+board.VisibleSQL, append(board.Seen(by), id)...)
		if err != nil {
			return err
		}
	}
	return nil
}

func setServices(tx *db.Tx, person int64, services []int64) error {
	if _, err := tx.Exec(`DELETE FROM profile_service WHERE person_id = $1`, person); err != nil {
		return err
	}
	known, err := catalogue.ServicesTx(tx, services)
	if err != nil {
		return err
	}
	for _, s := range known {
		if _, err := tx.Exec(`INSERT INTO profile_service (person_id, service_id) VALUES ($1, $2)`, person, s.ID); err != nil {
			return err
		}
	}
	return nil
}

// EraseTx deletes a person's profile.
func EraseTx(tx *db.Tx, person int64) error {
	for _, erase := range []string{
		`DELETE FROM profile WHERE id = $1`,
		`DELETE FROM profile_board WHERE person_id = $1`,
		`DELETE FROM profile_service WHERE person_id = $1`,
		`DELETE FROM portrait WHERE person_id = $1`,
	} {
		if _, err := tx.Exec(erase, person); err != nil {
			return err
		}
	}
	return nil
}

// Rerender renders again the texts that another pipeline rendered, and returns how
// many.
func (s *Profiles) Rerender(ctx context.Context) (int, error) {
	return richtext.Rerender(ctx, s.db, richtext.Column{Table: "profile", Source: "source", HTML: "html"})
}
