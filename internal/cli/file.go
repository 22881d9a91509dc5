package cli

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// readFile reads the settings of a TOML file by their names. What is no setting is in
// problems, with the name that was perhaps meant.
func readFile(name string, known map[string]bool) (values map[string]any, problems []string) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, []string{fmt.Sprintf("Die Datei mit den Einstellungen lässt sich nicht lesen (%v).", err)}
	}
	var all map[string]any
	if err := toml.Unmarshal(text, &all); err != nil {
		return nil, []string{where(name, err)}
	}
	values = map[string]any{}
	for key, value := range all {
		_, section := value.(map[string]any)
		switch {
		case known[key] && !section:
			values[key] = value
		case section:
			problems = append(problems, fmt.Sprintf("%s: Abschnitte wie [%s] gibt es nicht. Jede Einstellung heißt wie ihre Option und steht "+
				"für sich, etwa smtp-host.", name, key))
		default:
			problems = append(problems, fmt.Sprintf("%s: Eine Einstellung %s gibt es nicht.%s", name, key, meant(key, known)))
		}
	}
	slices.Sort(problems)
	return values, problems
}

// where says at which line the file is no TOML.
func where(name string, err error) string {
	var wrong *toml.DecodeError
	if !errors.As(err, &wrong) {
		return fmt.Sprintf("%s ist kein TOML (%v).", name, err)
	}
	line, column := wrong.Position()
	return fmt.Sprintf("%s ist in Zeile %d, Spalte %d kein TOML (%v). Texte stehen in Anführungszeichen.", name, line, column, err)
}

// meant names the setting whose name is nearest, unless none is near.
func meant(key string, known map[string]bool) string {
	if secret := key + "-file"; known[secret] {
		return " Geheimnisse stehen in einer Datei für sich: " + secret + "."
	}
	best, at := "", len(key)/2+1
	for name := range known {
		if d := distance(key, name); d < at || d == at && name < best {
			best, at = name, d
		}
	}
	if best == "" {
		return ""
	}
	return " Ist " + best + " gemeint?"
}

// distance counts the letters to change, add or remove that make b of a; a hyphen, an
// underscore and a dot are the same.
func distance(a, b string) int {
	same := strings.NewReplacer("_", "-", ".", "-")
	a, b = same.Replace(strings.ToLower(a)), same.Replace(b)
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before := row[0]
		row[0] = i + 1
		for j := range len(b) {
			changed := before
			if a[i] != b[j] {
				changed++
			}
			before, row[j+1] = row[j+1], min(changed, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

// texts returns what the value of a setting is as an entry each, or why it is none.
func texts(value any) (entries []string, list bool, ok bool) {
	if all, isList := value.([]any); isList {
		for _, one := range all {
			text, _, fine := texts(one)
			if !fine || len(text) != 1 {
				return nil, true, false
			}
			entries = append(entries, text[0])
		}
		return entries, true, true
	}
	switch v := value.(type) {
	case string:
		return []string{v}, false, true
	case bool, int64:
		return []string{fmt.Sprint(v)}, false, true
	case toml.LocalDate:
		return []string{v.String()}, false, true
	}
	return nil, false, false
}
