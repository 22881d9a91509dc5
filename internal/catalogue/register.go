package catalogue

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"strings"
	"time"

	"kommunalforum/internal/db"
	"kommunalforum/internal/folding"
)

// ShippedAsOf is the Gebietsstand of the register that the program brings along.
const ShippedAsOf Date = "2019-12-31"

// Limits of an uploaded register.
const (
	MaxGazetteerBytes = 4 << 20 // bytes
	maxGazetteerRows  = 20_000
	// leastKept is how much of the present register a file must hold, in
	// percent: a part of a register is no register.
	leastKept = 80
)

// Upload is a register that an administrator uploaded.
type Upload struct {
	ID      int64
	AsOf    Date
	Person  int64
	At      time.Time
	Applied time.Time // zero: only looked at so far
}

// Parsed is the content of an uploaded register.
type Parsed struct {
	file file
	list []municipalityRecord
}

// ParseRegisterTx reads a register of the same form as municipalities.csv against
// the districts that the catalogue lists. A mistake is an error in German that
// names the line.
func ParseRegisterTx(tx *db.Tx, body []byte) (Parsed, error) {
	body = bytes.TrimPrefix(body, []byte("\ufeff")) // some programs put it before UTF-8
	sum := sha256.Sum256(body)
	p := Parsed{file: file{body: body, sha256: hex.EncodeToString(sum[:])}}
	if err := p.file.checkText(); err != nil {
		return p, err
	}
	if head, _, _ := bytes.Cut(body, []byte("\n")); bytes.Contains(head, []byte(";")) {
		return p, p.file.fail(1, "Die Felder sind durch Semikolons getrennt. Sie müssen durch Kommas getrennt sein.")
	}
	districts, err := db.List(tx, scanDistrict, districtQuery+` WHERE listed`)
	if err != nil {
		return p, err
	}
	stateOf := map[string]string{}
	for _, d := range districts {
		stateOf[d.AGS] = d.State
	}
	p.list, _, err = municipalityRows(p.file, stateOf)
	if err == nil && len(p.list) > maxGazetteerRows {
		err = fmt.Errorf("Die Datei hat mehr als %d Zeilen.", maxGazetteerRows)
	}
	return p, err
}

// Renaming is a municipality with a new name.
type Renaming struct{ AGS, Before, After string }

// Rekeying is a municipality with a new AGS, as after a reform of districts.
type Rekeying struct{ Before, After Municipality }

// Comparison says what a register would change.
type Comparison struct {
	Before, After             int   // municipalities
	PeopleBefore, PeopleAfter int64 // inhabitants
	Counted                   int   // municipalities with another number of inhabitants
	New                       []Municipality
	Gone                      []Municipality
	Renamed                   []Renaming
	Rekeyed                   []Rekeying
	populations               map[string]int64 // of before, by AGS
}

// Same reports whether the register changes nothing.
func (c Comparison) Same() bool {
	return c.Counted+len(c.New)+len(c.Gone)+len(c.Renamed)+len(c.Rekeyed) == 0
}

// Whole reports whether the file holds enough of the current register to be a complete
// one.
func (c Comparison) Whole() bool { return c.After*100 >= c.Before*leastKept }

// CompareTx compares a register with the current one.
func CompareTx(tx *db.Tx, p Parsed) (c Comparison, err error) {
	present, err := db.List(tx, scanMunicipality, municipalityQuery+` WHERE listed ORDER BY ags`)
	if err != nil {
		return c, err
	}
	c.Before, c.After, c.populations = len(present), len(p.list), map[string]int64{}
	next := map[string]Municipality{}
	for _, r := range p.list {
		next[r.ags] = r.municipality()
		c.PeopleAfter += r.population
	}
	known := map[string]bool{}
	for _, m := range present {
		known[m.AGS] = true
		c.populations[m.AGS] = m.Population
		c.PeopleBefore += m.Population
		now, stays := next[m.AGS]
		switch {
		case !stays:
			c.Gone = append(c.Gone, m)
			continue
		case now.Name != m.Name:
			c.Renamed = append(c.Renamed, Renaming{m.AGS, m.Name, now.Name})
		}
		if now.Population != m.Population {
			c.Counted++
		}
	}
	for _, r := range p.list {
		if !known[r.ags] {
			c.New = append(c.New, next[r.ags])
		}
	}
	c.match()
	return c, nil
}

// match takes those that only got another AGS out of the gone and the new: one
// of each with the same name, near the same place.
func (c *Comparison) match() {
	byName := map[string][]Municipality{}
	for _, m := range c.New {
		byName[nameKey(m)] = append(byName[nameKey(m)], m)
	}
	gone := map[string]int{}
	for _, m := range c.Gone {
		gone[nameKey(m)]++
	}
	matched := map[string]bool{}
	stay := c.Gone[:0]
	for _, m := range c.Gone {
		at := byName[nameKey(m)]
		if len(at) == 1 && gone[nameKey(m)] == 1 && distance(m, at[0]) < nearby {
			c.Rekeyed = append(c.Rekeyed, Rekeying{m, at[0]})
			matched[at[0].AGS] = true
			continue
		}
		stay = append(stay, m)
	}
	c.Gone = stay
	fresh := c.New[:0]
	for _, m := range c.New {
		if !matched[m.AGS] {
			fresh = append(fresh, m)
		}
	}
	c.New = fresh
}

func nameKey(m Municipality) string { return m.State + " " + folding.Text(m.Name) }

// nearby is a distance in degrees: about 20 km.
const nearby = 0.2

func distance(a, b Municipality) float64 {
	return math.Hypot(a.Lat-b.Lat, (a.Lon-b.Lon)*math.Cos(a.Lat*math.Pi/180))
}

// Successors returns the municipalities into which a dissolved one may have merged, the
// likeliest first: new ones, and those of its district. A municipality is likely if it
// grew by about that number of inhabitants, or is near.
func (c Comparison) Successors(p Parsed, gone Municipality) []Municipality {
	type candidate struct {
		m     Municipality
		score float64
	}
	var all []candidate
	for _, r := range p.list {
		m := r.municipality()
		before, old := c.populations[m.AGS]
		if m.State != gone.State || old && m.DistrictAGS != gone.DistrictAGS {
			continue
		}
		far := distance(gone, m)
		if !old && far > 3*nearby {
			continue
		}
		missed := math.Abs(float64(m.Population-before-gone.Population)) / float64(gone.Population)
		all = append(all, candidate{m, min(missed, 2) + far*5})
	}
	out := make([]Municipality, 0, len(all))
	best := 0
	for i, x := range all {
		if x.score < all[best].score {
			best = i
		}
	}
	for i, x := range all {
		out = append(out, x.m)
		if i == best {
			out[0], out[i] = out[i], out[0]
		}
	}
	return out
}

func (r municipalityRecord) municipality() Municipality {
	name, _ := municipalityName(r.official, r.kind)
	return Municipality{AGS: r.ags, Name: name, Kind: r.kind, DistrictAGS: r.district, State: r.state, Population: r.population,
		Lat: r.lat, Lon: r.lon}
}

// Has reports whether the register holds the municipality.
func (p Parsed) Has(ags string) bool {
	for _, r := range p.list {
		if r.ags == ags {
			return true
		}
	}
	return false
}

const uploadColumns = `id, as_of, person_id, at, applied_at`

func scanUpload(r db.Row) (u Upload, err error) {
	return u, r.Scan(&u.ID, &u.AsOf, &u.Person, db.Instant(&u.At), db.Instant(&u.Applied))
}

// PresentRegisterTx returns the uploaded register in force; ok is false if the program's
// own is.
func PresentRegisterTx(tx *db.Tx) (Upload, bool, error) {
	return db.Found(db.One(tx, scanUpload, `
		SELECT `+uploadColumns+`
		FROM register
		WHERE applied_at IS NOT NULL AND body <> ''
		ORDER BY id DESC
		LIMIT 1`))
}

// Gazetteer says which register of municipalities is in force.
type Gazetteer struct {
	Counts
	AsOf    Date      // of its territory
	Applied time.Time // when an uploaded one took effect; zero: the program's own is in force
	Pending bool      // another one was uploaded and waits to be applied
}

// Gazetteer returns which register of municipalities is in force.
func (c *Catalogue) Gazetteer(ctx context.Context) (g Gazetteer, err error) {
	err = c.db.Read(ctx, func(tx *db.Tx) error {
		if g.Counts, err = count(tx); err != nil {
			return err
		}
		present, uploaded, err := PresentRegisterTx(tx)
		if err != nil {
			return err
		}
		if g.AsOf = ShippedAsOf; uploaded {
			g.AsOf, g.Applied = present.AsOf, present.Applied
		}
		g.Pending, err = db.Scalar[bool](tx, `SELECT EXISTS (SELECT 1 FROM register WHERE applied_at IS NULL)`)
		return err
	})
	return g, err
}

// PendingRegisterTx returns the register that waits to be applied, with its body;
// fault.NotFound if there is none.
func PendingRegisterTx(tx *db.Tx) (u Upload, body []byte, err error) {
	var text string
	u, err = db.One(tx, func(r db.Row) (u Upload, err error) {
		return u, r.Scan(&u.ID, &u.AsOf, &u.Person, db.Instant(&u.At), db.Instant(&u.Applied), &text)
	}, `
		SELECT `+uploadColumns+`, body
		FROM register
		WHERE applied_at IS NULL
		ORDER BY id DESC
		LIMIT 1`)
	return u, []byte(text), err
}

// StoreRegisterTx stores a register for review, in place of an earlier one that was not
// applied.
func StoreRegisterTx(tx *db.Tx, person int64, asOf Date, p Parsed) error {
	if err := DiscardRegisterTx(tx); err != nil {
		return err
	}
	_, err := tx.Exec(`
		INSERT INTO register (as_of, body, sha256, person_id, at)
		VALUES ($1, $2, $3, $4, $5)`, string(asOf), string(p.file.body), p.file.sha256, person, tx.Now)
	return err
}

// DiscardRegisterTx deletes the register that waits to be applied.
func DiscardRegisterTx(tx *db.Tx) error {
	_, err := tx.Exec(`DELETE FROM register WHERE applied_at IS NULL`)
	return err
}

// ApplyRegisterTx updates municipalities and districts to the uploaded register. From
// then on it takes precedence over the program's own, which Load no longer applies.
func ApplyRegisterTx(tx *db.Tx, id int64, p Parsed) error {
	if err := storeMunicipalities(tx, p.list); err != nil {
		return err
	}
	_, err := tx.Exec(`
		UPDATE district
		SET listed = EXISTS (SELECT 1 FROM municipality m WHERE m.district_ags = district.ags AND m.listed),
			population = COALESCE((SELECT SUM(m.population) FROM municipality m WHERE m.district_ags = district.ags AND m.listed), population)`)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(`UPDATE register SET body = '' WHERE applied_at IS NOT NULL`); err != nil {
		return err
	}
	if _, err := tx.Exec(`UPDATE register SET applied_at = $1 WHERE id = $2`, tx.Now, id); err != nil {
		return err
	}
	p.file.name = municipalitiesFile
	return upsertFile(tx, p.file)
}

// appliedRegister returns the uploaded register that holds, as a file; ok is
// false while the one of the program does.
func appliedRegister(tx *db.Tx) (file, bool, error) {
	return db.Found(db.One(tx, func(r db.Row) (f file, err error) {
		var body string
		f.name = municipalitiesFile
		err = r.Scan(&body, &f.sha256)
		f.body = []byte(body)
		return f, err
	}, `
		SELECT body, sha256
		FROM register
		WHERE applied_at IS NOT NULL AND body <> ''
		ORDER BY id DESC
		LIMIT 1`))
}

// SentenceOf returns the German sentence for a mistake in an uploaded register.
func SentenceOf(err error) string {
	text := strings.TrimSpace(err.Error())
	if !strings.HasSuffix(text, ".") {
		text += "."
	}
	return text
}
