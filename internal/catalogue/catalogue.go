// Package catalogue owns the reference data: Themenfelder, Lagen, OZG-Leistungen
// and LeiKa-Leistungen, the municipalities and districts of Germany, and the
// working-day calendars of the Länder.
//
// It owns the tables catalogue_file, subject_area, situation, service,
// single_service, district, municipality and register. Load fills them from the
// files of data/catalogue, all or nothing; an administrator may upload a newer list
// of municipalities. Everything else only reads. Rows that are no longer in the
// files are kept for what refers to them, and appear in no list.
package catalogue

// Area is a Themenfeld of the OZG.
type Area struct {
	ID         int64
	Slug, Name string
	LeadStates []string // who leads: Länder, in one case municipal associations too
}

// Situation is a Lebenslage or Unternehmenslage, part of an area.
type Situation struct {
	ID, AreaID int64
	Slug, Name string // the slug is unique within the area
}

// Service is an OZG-Leistung.
type Service struct {
	ID            int64 // the official OZG-ID, such as 10092
	Name          string
	AreaID        int64
	AreaSlug      string
	AreaName      string
	SituationID   int64
	SituationName string
}

// SingleService is a LeiKa-Leistung.
type SingleService struct {
	ID        int64
	Key       string // LeiKa key of 14 digits, "" where LeiKa has none
	Name      string
	Type      string // such as "2/3": who regulates and who carries it out
	Laws      string // legal basis as the catalogue names it
	ServiceID int64  // 0 where the catalogue names no OZG-Leistung
}

// Municipality is a Gemeinde, a town or an inhabited unincorporated area.
type Municipality struct {
	AGS         string // official key, 8 digits
	Name        string // as people write it, such as "Stadt Altötting"
	Kind        string // of the official list, such as "Große Kreisstadt"
	DistrictAGS string
	State       string
	Population  int64
	Lat, Lon    float64 // degrees
}

// District is a Landkreis or Kreis, or a town that belongs to none.
type District struct {
	AGS        string // official key, 5 digits
	Name       string // as people write it, such as "Landkreis Altötting"
	Kind       string // of the official list
	State      string
	Population int64
}

// states are the Länder by the first two digits of the AGS.
var states = map[string]string{
	"01": "Schleswig-Holstein",
	"02": "Hamburg",
	"03": "Niedersachsen",
	"04": "Bremen",
	"05": "Nordrhein-Westfalen",
	"06": "Hessen",
	"07": "Rheinland-Pfalz",
	"08": "Baden-Württemberg",
	"09": "Bayern",
	"10": "Saarland",
	"11": "Berlin",
	"12": "Brandenburg",
	"13": "Mecklenburg-Vorpommern",
	"14": "Sachsen",
	"15": "Sachsen-Anhalt",
	"16": "Thüringen",
}

// States returns the names of the 16 Länder in alphabetical order.
func States() []string {
	return []string{
		"Baden-Württemberg", "Bayern", "Berlin", "Brandenburg", "Bremen", "Hamburg",
		"Hessen", "Mecklenburg-Vorpommern", "Niedersachsen", "Nordrhein-Westfalen",
		"Rheinland-Pfalz", "Saarland", "Sachsen", "Sachsen-Anhalt",
		"Schleswig-Holstein", "Thüringen",
	}
}
