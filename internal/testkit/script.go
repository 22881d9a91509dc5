package testkit

import (
	"bufio"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// Scripts runs every *.story in the package's testdata, each in a world of its own.
func Scripts(t *testing.T) {
	files, err := filepath.Glob("testdata/*.story")
	if err != nil || len(files) == 0 {
		t.Fatalf("no stories: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".story"), func(t *testing.T) {
			New(t).Script(file)
		})
	}
}

// Script runs a text that reads like a specification:
//
//	as ann
//	POST /fragen titel="Wer zahlt?" text="…"
//	code == 303
//	keep thread from location ^(/thema/\d+)
//	GET $thread
//	body contains Wer zahlt?
//	body lacks Beate
//	mail ann neues Passwort
//	body contains Guten Tag
//
// Lines beginning with # are comments. $name stands for what keep kept; mail
// waits for the newest mail to a person whose subject contains the words, and
// makes its text the body.
func (w *World) Script(file string) {
	w.T.Helper()
	f, err := os.Open(file)
	if err != nil {
		w.T.Fatal(err)
	}
	defer f.Close()
	s := script{w: w, kept: map[string]string{}}
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if wrong := s.line(line); wrong != "" {
			w.T.Fatalf("%s:%d: %s\n%s", file, n, line, wrong)
		}
	}
	if err := lines.Err(); err != nil {
		w.T.Fatal(err)
	}
}

type script struct {
	w      *World
	by     string
	answer Answer
	kept   map[string]string
}

var (
	variable = regexp.MustCompile(`\$[a-z]+`)
	field    = regexp.MustCompile(`([a-z_]+)="([^"]*)"`)
)

// line runs one line and returns what is wrong.
func (s *script) line(line string) string {
	line = variable.ReplaceAllStringFunc(line, func(v string) string { return s.kept[v[1:]] })
	word, rest, _ := strings.Cut(line, " ")
	switch word {
	case "as":
		s.by = rest
		if rest == "guest" {
			s.by = Guest
		}
	case "GET":
		s.answer = s.w.Get(s.by, rest)
	case "POST":
		path, fields, _ := strings.Cut(rest, " ")
		form := url.Values{}
		for _, m := range field.FindAllStringSubmatch(fields, -1) {
			form.Add(m[1], strings.ReplaceAll(m[2], `\n`, "\n"))
		}
		s.answer = s.w.Post(s.by, path, form)
	case "mail":
		to, subject, _ := strings.Cut(rest, " ") // a key of the world or an address
		s.answer = Answer{Body: s.w.Mail(to, subject).Text}
	case "code":
		want, err := strconv.Atoi(strings.TrimPrefix(rest, "== "))
		if err != nil || s.answer.Code != want {
			return "code is " + strconv.Itoa(s.answer.Code) + " " + s.answer.Location()
		}
	case "body":
		return s.body(rest)
	case "location":
		if want := strings.TrimPrefix(rest, "== "); s.answer.Location() != want {
			return "location is " + s.answer.Location()
		}
	case "keep":
		return s.keep(rest)
	default:
		return "unknown word " + word
	}
	return ""
}

func (s *script) body(rest string) string {
	how, text, _ := strings.Cut(rest, " ")
	has := strings.Contains(s.answer.Body, text)
	switch {
	case how == "contains" && !has, how == "lacks" && has:
		return "the body:\n" + s.answer.Body
	case how != "contains" && how != "lacks":
		return "unknown word " + how
	}
	return ""
}

// keep reads: NAME from location|body PATTERN
func (s *script) keep(rest string) string {
	parts := strings.SplitN(rest, " ", 4)
	if len(parts) != 4 || parts[1] != "from" {
		return "keep NAME from location|body PATTERN"
	}
	text := s.answer.Body
	if parts[2] == "location" {
		text = s.answer.Location()
	}
	m := regexp.MustCompile(parts[3]).FindStringSubmatch(text)
	if m == nil {
		return "pattern not found in " + text
	}
	s.kept[parts[0]] = m[len(m)-1]
	return ""
}
