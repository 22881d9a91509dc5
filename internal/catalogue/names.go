package catalogue

import (
	"strings"
	"unicode"
)

// The official list puts what a municipality is, or calls itself, behind the
// name: "Altötting, St". People write it in front: "Stadt Altötting".
//
//   - Abbreviations are written out.
//   - Titles and by-names that fit before a name stand there, as the towns
//     themselves write it: "Hansestadt Lübeck", "Klingenstadt Solingen".
//   - By-names that are phrases ("Stadt der FernUniversität", "Tor zur Eifel")
//     fit nowhere and are left out; "Die Mähdrescherstadt" likewise.
//   - Of several titles the most telling stays: a by-name or title before plain
//     "Stadt", "Stadt" before the predicate "Kurort".
//   - Without any title the legal form stands there: "Gemeinde Juliusburg".

// shortForms are the abbreviations of the official list.
var shortForms = map[string]string{
	"St":               "Stadt",
	"M":                "Markt",
	"GKSt":             "Große Kreisstadt",
	"Krst.":            "Kreisstadt",
	"Barbarossast.":    "Barbarossastadt",
	"gemfr. Bezirk":    "Gemeindefreier Bezirk",
	"kreisfreie Stadt": "Stadt", // in districts.csv, where it is the kind
	"Stadtkreis":       "Stadt",
}

// titleEndings end the words that can stand before a municipality's name.
var titleEndings = []string{"stadt", "gemeinde", "flecken", "markt", "kurort", "kirchspiel", "nordseebad"}

// municipalityName returns the name as people write it, and the bare name.
func municipalityName(official, kind string) (name, bare string) {
	bare, rest, _ := strings.Cut(official, ",")
	bare = space(bare)
	best := ""
	for _, part := range strings.Split(rest, ",") {
		// "Weißwasser/O.L., Stadt / Běła Woda": the Sorbian name belongs to the name.
		part, sorbian, found := strings.Cut(part, " / ")
		if found {
			bare += " / " + space(sorbian)
		}
		if t := title(space(part)); telling(t) > telling(best) {
			best = t
		}
	}
	if best == "" {
		best = legalForm(kind)
	}
	if strings.HasPrefix(bare, best+" ") { // "Markt Indersdorf, M"
		return bare, bare
	}
	return best + " " + bare, bare
}

// title turns one addition of the official list into what stands before the
// name, "" when it fits there in no way.
func title(part string) string {
	if long, ok := shortForms[part]; ok {
		return long
	}
	words := strings.Fields(part)
	if len(words) == 0 {
		return ""
	}
	if isPhrase(words) {
		words = words[:1] // "Hansestadt an der Ruhr"
	}
	last := strings.ToLower(words[len(words)-1])
	for _, ending := range titleEndings {
		if strings.HasSuffix(last, ending) {
			return strings.Join(words, " ")
		}
	}
	return ""
}

func isPhrase(words []string) bool {
	for _, w := range words {
		switch strings.ToLower(w) {
		case "an", "auf", "das", "dem", "der", "des", "die", "zum", "zur":
			return true
		}
	}
	return false
}

// telling ranks titles by how much they say.
func telling(title string) int {
	switch title {
	case "":
		return 0
	case "Kurort":
		return 1
	case "Stadt":
		return 2
	}
	return 3
}

func legalForm(kind string) string {
	switch kind {
	case "Gemeinde", "Markt":
		return kind
	case "Gemeindefreies Gebiet bewohnt":
		return "Gemeindefreies Gebiet"
	}
	return "Stadt"
}

// districtName returns the name as people write it, and the bare name.
func districtName(official, kind string) (name, bare string) {
	switch kind {
	case "Kreisfreie Stadt", "Stadtkreis":
		return municipalityName(official, kind)
	}
	bare = space(official)
	if strings.Contains(strings.ToLower(bare), "kreis") {
		return bare, strings.TrimPrefix(bare, "Landkreis ")
	}
	for _, own := range []string{"Region ", "Städteregion ", "Regionalverband "} {
		if strings.HasPrefix(bare, own) {
			return bare, bare
		}
	}
	return kind + " " + bare, bare
}

// space mends the spacing of the official list: "a.d.Ilm" becomes "a. d. Ilm",
// "St.Gangloff" "St. Gangloff", "Niendorf/ Stecknitz" "Niendorf/Stecknitz".
// Capitals stay together ("O.L.").
func space(name string) string {
	var b strings.Builder
	runes := []rune(strings.Join(strings.Fields(name), " "))
	for i, r := range runes {
		if r == ' ' && i > 1 && runes[i-1] == '/' && runes[i-2] != ' ' {
			continue
		}
		b.WriteRune(r)
		if r == '.' && i > 0 && i+1 < len(runes) && unicode.IsLower(runes[i-1]) && unicode.IsLetter(runes[i+1]) {
			b.WriteByte(' ')
		}
	}
	return b.String()
}
