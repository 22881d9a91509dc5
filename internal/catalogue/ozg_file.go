package catalogue

import (
	"bytes"
	"encoding/json"
	"errors"
	"regexp"
	"strconv"
	"strings"
)

// areaRecord is a Themenfeld as it stands in ozg.json.
type areaRecord struct {
	slug, name string
	leads      []string
	situations []situationRecord
}

type situationRecord struct {
	slug, name string
	services   []serviceRecord
}

type serviceRecord struct {
	id   int64
	name string
}

var (
	slugPattern  = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	ozgIDPattern = regexp.MustCompile(`^[1-9][0-9]{4}$`)
)

// ozgReader walks through ozg.json token by token, so that it can say on which
// line a mistake stands.
type ozgReader struct {
	file file
	dec  *json.Decoder

	areas map[string]bool // slugs seen
	ids   map[int64]bool  // OZG-IDs seen
}

// parseOZG returns the Themenfelder and the set of all OZG-IDs.
func parseOZG(f file) ([]areaRecord, map[int64]bool, error) {
	var all json.RawMessage
	if err := json.Unmarshal(f.body, &all); err != nil {
		line := f.lineAt(int64(len(f.body)))
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) {
			line = f.lineAt(syntax.Offset)
		}
		return nil, nil, f.fail(line, "Das ist kein gültiges JSON.")
	}
	r := &ozgReader{file: f, dec: json.NewDecoder(bytes.NewReader(f.body)), areas: map[string]bool{}, ids: map[int64]bool{}}
	var areas []areaRecord
	err := r.object(func(key string) error {
		if key != "themenfelder" {
			return r.skip()
		}
		return r.list(func() error {
			a, err := r.area()
			areas = append(areas, a)
			return err
		})
	})
	if err == nil && len(areas) == 0 {
		err = r.fail("Die Datei enthält keine Themenfelder.")
	}
	return areas, r.ids, err
}

func (r *ozgReader) area() (a areaRecord, err error) {
	slugs := map[string]bool{}
	err = r.object(func(key string) (err error) {
		switch key {
		case "themenfeld":
			a.name, err = r.text(key)
		case "slug":
			a.slug, err = r.slug(r.areas)
		case "lead_states":
			err = r.list(func() error {
				lead, err := r.text(key)
				a.leads = append(a.leads, lead)
				return err
			})
		case "lagen":
			err = r.list(func() error {
				s, err := r.situation(slugs)
				a.situations = append(a.situations, s)
				return err
			})
		default:
			err = r.skip()
		}
		return err
	})
	if err == nil && (a.name == "" || a.slug == "" || len(a.leads) == 0 || len(a.situations) == 0) {
		err = r.fail("Dem Themenfeld, das hier endet, fehlt „themenfeld“, „slug“, „lead_states“ oder „lagen“.")
	}
	return a, err
}

func (r *ozgReader) situation(slugs map[string]bool) (s situationRecord, err error) {
	err = r.object(func(key string) (err error) {
		switch key {
		case "lage":
			s.name, err = r.text(key)
		case "slug":
			s.slug, err = r.slug(slugs)
		case "leistungen":
			err = r.list(func() error {
				service, err := r.service()
				s.services = append(s.services, service)
				return err
			})
		default:
			err = r.skip()
		}
		return err
	})
	if err == nil && (s.name == "" || s.slug == "") {
		err = r.fail("Der Lage, die hier endet, fehlt „lage“ oder „slug“.")
	}
	return s, err
}

func (r *ozgReader) service() (s serviceRecord, err error) {
	err = r.object(func(key string) (err error) {
		switch key {
		case "id":
			s.id, err = r.id()
		case "name":
			s.name, err = r.text(key)
		default:
			err = r.skip()
		}
		return err
	})
	if err == nil && (s.id == 0 || s.name == "") {
		err = r.fail("Der Leistung, die hier endet, fehlt „id“ oder „name“.")
	}
	return s, err
}

func (r *ozgReader) id() (int64, error) {
	text, err := r.text("id")
	if err != nil {
		return 0, err
	}
	if !ozgIDPattern.MatchString(text) {
		return 0, r.fail("„%s“ ist keine OZG-ID aus fünf Ziffern.", text)
	}
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0, err
	}
	if r.ids[id] {
		return 0, r.fail("Die OZG-ID %d kommt mehrfach vor.", id)
	}
	r.ids[id] = true
	return id, nil
}

func (r *ozgReader) slug(seen map[string]bool) (string, error) {
	slug, err := r.text("slug")
	switch {
	case err != nil:
		return "", err
	case !slugPattern.MatchString(slug):
		return "", r.fail("„%s“ ist kein Kurzname aus kleinen Buchstaben, Ziffern und Bindestrichen.", slug)
	case seen[slug]:
		return "", r.fail("Der Kurzname „%s“ kommt mehrfach vor.", slug)
	}
	seen[slug] = true
	return slug, nil
}

func (r *ozgReader) fail(format string, args ...any) error {
	return r.file.fail(r.file.lineAt(r.dec.InputOffset()), format, args...)
}

// object reads an object and calls each where the value of a key begins.
func (r *ozgReader) object(each func(key string) error) error {
	if err := r.open('{', "ein Objekt"); err != nil {
		return err
	}
	for r.dec.More() {
		key, err := r.dec.Token()
		if err != nil {
			return err
		}
		if err := each(key.(string)); err != nil { // keys of valid JSON are strings
			return err
		}
	}
	_, err := r.dec.Token()
	return err
}

// list reads an array and calls each where an element begins.
func (r *ozgReader) list(each func() error) error {
	if err := r.open('[', "eine Liste"); err != nil {
		return err
	}
	for r.dec.More() {
		if err := each(); err != nil {
			return err
		}
	}
	_, err := r.dec.Token()
	return err
}

func (r *ozgReader) open(delim json.Delim, what string) error {
	token, err := r.dec.Token()
	if err != nil {
		return err
	}
	if token != delim {
		return r.fail("Hier muss %s stehen.", what)
	}
	return nil
}

// text reads a string that is not empty.
func (r *ozgReader) text(key string) (string, error) {
	token, err := r.dec.Token()
	if err != nil {
		return "", err
	}
	text, ok := token.(string)
	if text = strings.TrimSpace(text); !ok || text == "" {
		return "", r.fail("„%s“ muss ein Text sein und darf nicht leer sein.", key)
	}
	return text, nil
}

func (r *ozgReader) skip() error {
	var ignored json.RawMessage
	return r.dec.Decode(&ignored)
}
