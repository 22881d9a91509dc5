package catalogue

import (
	"bytes"
	"encoding/json"
	"errors"
	"regexp"
	"strconv"
	"strings"
)

// singleRecord is a line of leika.jsonl.
type singleRecord struct {
	key       string // "" where LeiKa has none
	name      string
	kind      string
	laws      string
	serviceID int64 // 0: none
}

// noKey stands in the file where LeiKa has no key.
const noKey = "nicht im LeiKa"

var leikaKeyPattern = regexp.MustCompile(`^[0-9]{14}$`)

// parseLeiKa returns the LeiKa-Leistungen; services are the known OZG-IDs.
// Some entries without a key stand in the file twice, word for word; loading
// makes one row of them.
func parseLeiKa(f file, services map[int64]bool) ([]singleRecord, error) {
	var list []singleRecord
	seen := map[string]bool{}
	line := 0
	for text := range bytes.Lines(f.body) {
		line++
		s, err := f.single(line, text, services)
		if err != nil {
			return nil, err
		}
		if s.key != "" && seen[s.key] {
			return nil, f.fail(line, "Der LeiKa-Schlüssel %s kommt mehrfach vor.", s.key)
		}
		seen[s.key] = true
		list = append(list, s)
	}
	if len(list) == 0 {
		return nil, f.fail(1, "Die Datei enthält keine Daten.")
	}
	return list, nil
}

func (f file) single(line int, text []byte, services map[int64]bool) (s singleRecord, err error) {
	var in struct {
		LeiKa string  `json:"leika"`
		Name  string  `json:"name"`
		Type  string  `json:"type"`
		OZG   *string `json:"ozg"`
		Laws  *string `json:"laws"`
	}
	if err := json.Unmarshal(text, &in); err != nil {
		var wrong *json.UnmarshalTypeError
		if errors.As(err, &wrong) && wrong.Field != "" {
			return s, f.fail(line, "„%s“ muss ein Text sein.", wrong.Field)
		}
		return s, f.fail(line, "Das ist kein gültiges JSON-Objekt.")
	}
	s = singleRecord{key: in.LeiKa, name: strings.TrimSpace(in.Name), kind: in.Type}
	if in.Laws != nil {
		s.laws = strings.TrimSpace(*in.Laws)
	}
	switch {
	case s.name == "":
		return s, f.fail(line, "„name“ fehlt.")
	case s.key == noKey:
		s.key = ""
	case !leikaKeyPattern.MatchString(s.key):
		return s, f.fail(line, "„%s“ ist kein LeiKa-Schlüssel aus 14 Ziffern.", s.key)
	}
	if in.OZG == nil {
		return s, nil
	}
	if s.serviceID, err = strconv.ParseInt(*in.OZG, 10, 64); err != nil || !services[s.serviceID] {
		return s, f.fail(line, "Die OZG-ID „%s“ ist unbekannt.", *in.OZG)
	}
	return s, nil
}
