package demo

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// section is a part of a text file: the head with its "key: value" lines, or
// what follows a line "=== kind word key=value". Fields are asked for by name;
// the first problem is kept in err, so that a caller asks for all and looks once.
type section struct {
	file   string
	line   int
	kind   string
	word   string
	fields map[string]string
	asked  map[string]bool
	body   string
	err    error
}

// sections splits a file. The first section is the head, whose kind is "".
func sections(file, text string) ([]*section, error) {
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	head := newSection(file, 1)
	rest, err := head.readFields(lines)
	if err != nil {
		return nil, err
	}
	all := []*section{head}
	var body []string
	for i := rest; i < len(lines); i++ {
		if !strings.HasPrefix(lines[i], "=== ") {
			body = append(body, lines[i])
			continue
		}
		all[len(all)-1].setBody(body)
		body = nil
		next := newSection(file, i+1)
		if err := next.readMarker(lines[i][len("=== "):]); err != nil {
			return nil, err
		}
		all = append(all, next)
	}
	all[len(all)-1].setBody(body)
	return all, nil
}

func newSection(file string, line int) *section {
	return &section{file: file, line: line, fields: map[string]string{}, asked: map[string]bool{}}
}

func (s *section) setBody(lines []string) {
	s.body = strings.TrimSpace(strings.Join(lines, "\n"))
}

// readFields reads "key: value" lines up to the first empty one and returns
// the index of the line after it.
func (s *section) readFields(lines []string) (int, error) {
	for i, line := range lines {
		if strings.TrimSpace(line) == "" {
			return i + 1, nil
		}
		key, value, ok := strings.Cut(line, ":")
		if !ok {
			return 0, fmt.Errorf("%s:%d: want \"key: value\" or an empty line", s.file, s.line+i)
		}
		if err := s.add(key, strings.TrimSpace(value)); err != nil {
			return 0, fmt.Errorf("%s:%d: %w", s.file, s.line+i, err)
		}
	}
	return len(lines), nil
}

// readMarker reads "kind word key=value key="two words"" after the equals signs.
func (s *section) readMarker(text string) error {
	for n := 0; text != ""; n++ {
		var token string
		token, text = nextToken(text)
		key, value, ok := strings.Cut(token, "=")
		switch {
		case ok:
			if strings.HasPrefix(value, `"`) != (strings.Count(value, `"`) == 2) {
				return fmt.Errorf("%s:%d: quotation marks of %s do not match", s.file, s.line, key)
			}
			if err := s.add(key, strings.Trim(value, `"`)); err != nil {
				return fmt.Errorf("%s:%d: %w", s.file, s.line, err)
			}
		case n == 0:
			s.kind = token
		case n == 1:
			s.word = token
		default:
			return fmt.Errorf("%s:%d: %q is not key=value", s.file, s.line, token)
		}
	}
	return nil
}

// nextToken cuts text at the first blank outside quotation marks.
func nextToken(text string) (token, rest string) {
	quoted := false
	for i, r := range text {
		if r == '"' {
			quoted = !quoted
		}
		if r == ' ' && !quoted {
			return text[:i], strings.TrimLeft(text[i:], " ")
		}
	}
	return text, ""
}

func (s *section) add(key, value string) error {
	if key == "" || value == "" {
		return fmt.Errorf("field %q is empty", key)
	}
	if _, twice := s.fields[key]; twice {
		return fmt.Errorf("field %s stands twice", key)
	}
	s.fields[key] = value
	return nil
}

func (s *section) fail(format string, args ...any) {
	if s.err == nil {
		s.err = fmt.Errorf("%s:%d: %s", s.file, s.line, fmt.Sprintf(format, args...))
	}
}

// optional returns the field, "" if it is missing.
func (s *section) optional(key string) string {
	s.asked[key] = true
	return s.fields[key]
}

// required returns the field and fails if it is missing.
func (s *section) required(key string) string {
	value := s.optional(key)
	if value == "" {
		s.fail("field %s is missing", key)
	}
	return value
}

func (s *section) flag(key string) bool {
	value := s.optional(key)
	if value != "" && value != "ja" {
		s.fail("field %s is %q, want ja or no such field", key, value)
	}
	return value == "ja"
}

func (s *section) list(key string) []string {
	var items []string
	for item := range strings.SplitSeq(s.optional(key), ",") {
		if item = strings.TrimSpace(item); item != "" {
			items = append(items, item)
		}
	}
	return items
}

// oneOf returns the required field, which must be one of the choices.
func (s *section) oneOf(key string, choices ...string) string {
	value := s.required(key)
	for _, c := range choices {
		if value == c {
			return value
		}
	}
	s.fail("field %s is %q, want one of %s", key, value, strings.Join(choices, ", "))
	return value
}

func (s *section) ago(key string) time.Duration {
	value := s.required(key)
	d, err := parseAgo(value)
	if err != nil {
		s.fail("field %s: %v", key, err)
	}
	return d
}

// days returns a signed number of days, nil if the field is missing.
func (s *section) days(key string) *int {
	value := s.optional(key)
	if value == "" {
		return nil
	}
	n, err := strconv.Atoi(strings.TrimSuffix(value, "d"))
	if err != nil {
		s.fail("field %s is %q, want days such as -30d or +400d", key, value)
	}
	return &n
}

// text returns the body and fails if it is empty.
func (s *section) text() string {
	if s.body == "" {
		s.fail("text is missing")
	}
	return s.body
}

// done returns the first problem; a field that nobody asked for is one.
func (s *section) done() error {
	for key := range s.fields {
		if !s.asked[key] {
			s.fail("field %s is not known here", key)
		}
	}
	return s.err
}

// parseAgo reads a time before now: days, hours and minutes such as 12d, 3h,
// 45m or 12d4h. It is never negative.
func parseAgo(text string) (time.Duration, error) {
	units := map[byte]time.Duration{'d': 24 * time.Hour, 'h': time.Hour, 'm': time.Minute}
	var sum time.Duration
	for rest := text; rest != ""; {
		digits := 0
		for digits < len(rest) && rest[digits] >= '0' && rest[digits] <= '9' {
			digits++
		}
		n, err := strconv.Atoi(rest[:digits])
		if err != nil || digits > 4 || digits == len(rest) || units[rest[digits]] == 0 {
			return 0, fmt.Errorf("%q is no time before now such as 12d, 3h or 45m", text)
		}
		sum += time.Duration(n) * units[rest[digits]]
		rest = rest[digits+1:]
	}
	return sum, nil
}
