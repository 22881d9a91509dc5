// Package setting owns the table setting: what administrators change at run time
// about how the forum presents itself. Where they have not, the operator's
// configuration applies.
package setting

import (
	"context"
	"strconv"
	"strings"
	"sync/atomic"

	"kommunalforum/internal/account"
	"kommunalforum/internal/audit"
	"kommunalforum/internal/config"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/textfield"
)

// Presentation is what administrators may change.
type Presentation struct {
	Claim    string           // the sentence that says what the forum is
	Carriers []string         // the bodies that carry the forum
	Contact  string           // e-mail address of the operator, "" for none
	Partners []config.Partner // links to neighbouring platforms
	// EscalateAfter is after how many working days without a solution the asker may
	// put a question to programme management; 0 stands for DefaultEscalateAfter.
	EscalateAfter int
}

// DefaultEscalateAfter is EscalateAfter until administrators change it.
const DefaultEscalateAfter = 10

// Limits.
const (
	MaxClaim   = 160 // characters
	MaxLines   = 12  // carriers, and partners
	MaxLine    = 120 // characters of a carrier and of a partner's name
	maxAddress = 300 // characters of a partner's address
	maxContact = 254
	maxReason  = 300

	MaxEscalateAfter = 250 // working days
)

// Settings knows the current settings. It keeps them in memory, because every page
// needs them, until somebody changes them on any node. Its methods may be called
// concurrently.
type Settings struct {
	db       *db.DB // nil: they cannot be changed
	defaults config.Site
	last     atomic.Pointer[current] // known last, for when the database does not answer
}

// current are the settings that hold now.
type current struct {
	site          config.Site
	escalateAfter int
}

// New returns the settings in d; defaults apply where there are none.
func New(ctx context.Context, d *db.DB, defaults config.Site) (*Settings, error) {
	s := &Settings{db: d, defaults: defaults}
	return s, d.Read(ctx, func(tx *db.Tx) error {
		now, err := s.cached(tx)
		s.last.Store(now)
		return err
	})
}

// Fixed returns settings that cannot be changed.
func Fixed(site config.Site) *Settings {
	s := &Settings{defaults: site}
	s.last.Store(&current{site, DefaultEscalateAfter})
	return s
}

// Site returns the configuration with the administrators' changes, as they were when
// the request began to which ctx belongs. While the database does not answer, they are
// those that were known last. The value is shared and must not be changed.
func (s *Settings) Site(ctx context.Context) *config.Site { return &s.current(ctx).site }

// EscalateAfter is after how many working days without a solution the asker may put a
// question to programme management.
func (s *Settings) EscalateAfter(ctx context.Context) int { return s.current(ctx).escalateAfter }

func (s *Settings) current(ctx context.Context) *current {
	if s.db == nil {
		return s.last.Load()
	}
	now, err := db.View(ctx, s.db, s.cached)
	if err != nil {
		return s.last.Load()
	}
	if now != s.last.Load() {
		s.last.Store(now)
	}
	return now
}

func (s *Settings) cached(tx *db.Tx) (*current, error) {
	return db.Cached(tx, s, s.load)
}

// EscalateAfterTx is EscalateAfter for operations in the caller's transaction.
func EscalateAfterTx(tx *db.Tx) (int, error) {
	days, found, err := db.Found(db.Scalar[string](tx, `SELECT value FROM setting WHERE name = $1`, escalateAfter))
	if !found {
		return DefaultEscalateAfter, err
	}
	return strconv.Atoi(days)
}

// escalateAfter is the name under which EscalateAfter is stored.
const escalateAfter = "escalate-after"

// Presentation returns the current settings, see Site.
func (s *Settings) Presentation(ctx context.Context) Presentation {
	return s.current(ctx).presentation()
}

func (c current) presentation() Presentation {
	return Presentation{Claim: c.site.Claim, Carriers: c.site.Carriers, Contact: c.site.Contact, Partners: c.site.Partners,
		EscalateAfter: c.escalateAfter}
}

// Present changes how the forum presents itself, from the next page on. Only
// administrators may; the change is recorded in the audit log with its reason. A
// value equal to the configuration follows it again from then on. A call that
// changes nothing records nothing.
func (s *Settings) Present(ctx context.Context, by account.Viewer, in Presentation, reason string) error {
	if err := by.MustBeAdmin(); err != nil {
		return err
	}
	var c fault.Check
	in = in.checked(&c)
	textfield.Line(&c, "grund", "Grund", &reason, 3, maxReason)
	if err := c.Err(); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		now, err := s.load(tx)
		if err != nil {
			return err
		}
		before, changed := now.presentation().values(), false
		configured := current{s.defaults, DefaultEscalateAfter}.presentation().values()
		for name, v := range in.values() {
			if v == before[name] {
				continue
			}
			changed = true
			if err := save(tx, name, v, v == configured[name]); err != nil {
				return err
			}
		}
		if !changed {
			return nil
		}
		return audit.RecordTx(tx, by.ID, "site.present", "site", 0, reason)
	})
}

func save(tx *db.Tx, name, value string, configured bool) (err error) {
	if configured {
		_, err = tx.Exec(`DELETE FROM setting WHERE name = $1`, name)
		return err
	}
	_, err = tx.Exec(`
		INSERT INTO setting (name, value)
		VALUES ($1, $2)
		ON CONFLICT (name) DO UPDATE SET value = excluded.value`, name, value)
	return err
}

// load reads the settings over the configuration.
func (s *Settings) load(tx *db.Tx) (*current, error) {
	type row struct{ name, value string }
	rows, err := db.List(tx, func(r db.Row) (x row, err error) { return x, r.Scan(&x.name, &x.value) }, `SELECT name, value FROM setting`)
	if err != nil {
		return nil, err
	}
	site, days := s.defaults, DefaultEscalateAfter
	for _, x := range rows {
		switch x.name {
		case "claim":
			site.Claim = x.value
		case "carriers":
			site.Carriers = Lines(x.value)
		case "contact":
			site.Contact = x.value
		case "partners":
			if site.Partners, err = config.ParsePartners(Lines(x.value)); err != nil {
				return nil, err
			}
		case escalateAfter:
			if days, err = strconv.Atoi(x.value); err != nil {
				return nil, err
			}
		}
	}
	return &current{site, days}, nil
}

// values are the settings as they are stored.
func (p Presentation) values() map[string]string {
	return map[string]string{"claim": p.Claim, "contact": p.Contact, "carriers": strings.Join(p.Carriers, "\n"),
		"partners": strings.Join(p.PartnerLines(), "\n"), escalateAfter: strconv.Itoa(p.EscalateAfter)}
}

// PartnerLines returns the partners in the form Name=https://…
func (p Presentation) PartnerLines() (out []string) {
	for _, x := range p.Partners {
		out = append(out, x.Name+"="+x.Address)
	}
	return out
}
