package organisation

import (
	"slices"
	"strings"

	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/folding"
	"kommunalforum/internal/textfield"
)

// OrganisationOfTx returns an organisation.
func FindTx(tx *db.Tx, id int64) (Organisation, error) {
	return db.One(tx, Scan, `
		SELECT `+Columns+`
		FROM organisation o
		WHERE o.id = $1`, id)
}

// SettleOrganisationTx reads what somebody typed like OrganisationForTx. With a
// kind, an organisation of that name in the Land is made when there is none.
func ResolveOrAddTx(tx *db.Tx, text string, kind Kind, state string) (Organisation, error) {
	var c fault.Check
	textfield.Name(&c, "organisation", "Organisation", &text, 2, 160)
	if err := c.Err(); err != nil {
		return Organisation{}, err
	}
	o, err := ResolveTx(tx, text)
	switch {
	case err == nil:
		return o, nil
	case IsAGS(text) && fault.Is(err, fault.NotFound):
		c.Add("organisation", "Diesen amtlichen Gemeindeschlüssel gibt es nicht.")
		return o, c.Err()
	case kind != "" && fault.Is(err, fault.Invalid):
		return EnsureTx(tx, Organisation{Name: text, Kind: kind, State: state})
	case fault.Is(err, fault.Invalid):
		c.Add("organisation", "%s", fault.SentenceOf(err))
		return o, c.Err()
	}
	return o, err
}

func EnsureTx(tx *db.Tx, o Organisation) (Organisation, error) {
	if o.AGS != "" {
		return ensureFromGazetteer(tx, o.AGS)
	}
	var c fault.Check
	Check(&c, &o)
	if err := c.Err(); err != nil {
		return Organisation{}, err
	}
	found, ok, err := FindSameTx(tx, o)
	if ok || err != nil {
		return found, err
	}
	return InsertTx(tx, o)
}

// checkOrganisation cleans and checks what somebody entered of an organisation without AGS.
func Check(c *fault.Check, o *Organisation) {
	textfield.Name(c, "name", "Name der Organisation", &o.Name, 2, MaxName)
	c.Require(o.Kind.Valid(), "art", "Bitte wählen Sie, was für eine Organisation es ist.")
	c.Require(o.State == "" || slices.Contains(catalogue.States(), o.State), "land", "Dieses Land gibt es nicht.")
}

// ensureFromCatalogue finds or creates the organisation of a municipality or
// district; for one that was dissolved it finds the successor.
func ensureFromGazetteer(tx *db.Tx, ags string) (Organisation, error) {
	found, ok, err := db.Found(db.One(tx, Scan, `
		SELECT `+Columns+`
		FROM organisation x
		JOIN organisation o ON o.id = COALESCE(x.successor_id, x.id)
		WHERE x.ags = $1`, ags))
	if ok || err != nil {
		return found, err
	}
	o, err := FromGazetteerTx(tx, ags)
	if err != nil {
		return Organisation{}, err
	}
	return InsertTx(tx, o)
}

// fromCatalogue describes the organisation of a municipality or district.
func FromGazetteerTx(tx *db.Tx, ags string) (Organisation, error) {
	if len(ags) == 5 {
		d, err := catalogue.FindDistrictTx(tx, ags)
		return Organisation{Name: d.Name, Kind: District, State: d.State, AGS: ags, Population: d.Population}, err
	}
	m, err := catalogue.FindMunicipalityTx(tx, ags)
	return Organisation{Name: m.Name, Kind: Municipality, State: m.State, AGS: ags, Population: m.Population}, err
}

func InsertTx(tx *db.Tx, o Organisation) (_ Organisation, err error) {
	o.ID, err = tx.Insert(`
		INSERT INTO organisation (name, kind, state, ags, population, search, sort_key, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		RETURNING id`, o.Name, string(o.Kind), o.State, db.Null(o.AGS), o.Population, folding.Column(o.Name), folding.SortKey(o.Name), tx.Now)
	return o, err
}

// OrganisationForTx reads what an operator typed: an AGS of a municipality or
// district, an organisation that exists already, or the unambiguous name of a
// municipality or district of the catalogue.
func ResolveTx(tx *db.Tx, text string) (Organisation, error) {
	text = textfield.Clean(text)
	if IsAGS(text) {
		return ensureFromGazetteer(tx, text)
	}
	known, err := db.List(tx, Scan, `
		SELECT `+Columns+`
		FROM organisation o
		WHERE o.name = $1 AND `+NamedSQL+`
		LIMIT 2`, text)
	if err != nil {
		return Organisation{}, err
	}
	if len(known) == 1 {
		return known[0], nil
	}
	keys, err := catalogue.KeysNamedTx(tx, text)
	if err != nil {
		return Organisation{}, err
	}
	switch len(keys) {
	case 1:
		return ensureFromGazetteer(tx, keys[0])
	case 0:
		return Organisation{}, fault.Reject("Die Organisation „" + text +
			"“ ist unbekannt. Geben Sie den AGS, den Namen aus dem Gemeindeverzeichnis oder zusätzlich Art und Land an.")
	}
	return Organisation{}, fault.Reject("Den Namen „" + text + "“ gibt es mehrfach. Geben Sie den AGS an: " + strings.Join(keys, ", ") + ".")
}

func IsAGS(s string) bool {
	if len(s) != 5 && len(s) != 8 {
		return false
	}
	return strings.Trim(s, "0123456789") == ""
}

// findSame finds the organisation with the AGS, or with name and Land.
func FindSameTx(tx *db.Tx, o Organisation) (Organisation, bool, error) {
	return db.Found(db.One(tx, Scan, `
		SELECT `+Columns+`
		FROM organisation o
		WHERE CASE WHEN $1 <> '' THEN o.ags = $1 ELSE o.ags IS NULL AND o.name = $2 AND o.state = $3 AND `+NamedSQL+` END`, o.AGS, o.Name, o.State))
}

func listWhere(tx *db.Tx, where string, args ...any) ([]Organisation, error) {
	return db.List(tx, Scan, `
		SELECT `+Columns+`
		FROM organisation o
		WHERE `+where+`
		ORDER BY o.sort_key, o.id`, args...)
}

func SetAdministeredTx(tx *db.Tx, organisation int64, keys []string) error {
	if _, err := tx.Exec(`DELETE FROM administers WHERE organisation_id = $1`, organisation); err != nil {
		return err
	}
	for _, ags := range keys {
		if _, err := tx.Exec(`INSERT INTO administers (organisation_id, ags) VALUES ($1, $2)`, organisation, ags); err != nil {
			return err
		}
	}
	return nil
}

// updateOrganisation replaces all but the id.
func UpdateTx(tx *db.Tx, o Organisation) error {
	_, err := tx.Exec(`
		UPDATE organisation
		SET name = $1, kind = $2, state = $3, ags = $4, population = $5, search = $6, sort_key = $7, revision = revision + 1
		WHERE id = $8`, o.Name, string(o.Kind), o.State, db.Null(o.AGS), o.Population, folding.Column(o.Name), folding.SortKey(o.Name), o.ID)
	return err
}
