package cli

import (
	"cmp"
	"fmt"
	"net/url"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/alecthomas/kong"
)

// Setting is a flag of a command, and where its value comes from.
type Setting struct {
	Name   string
	Value  string // as it may be shown: of a secret that it is set
	Origin Origin
	Where  string // the variable, or the file
}

// Origin says where a value comes from. The later ones go first.
type Origin int

const (
	FromDefault Origin = iota
	FromFile
	FromEnvironment
	FromLine // the command line
)

// Tags of fields that are flags.
const (
	tagNotInFile = "nofile" // not a setting of the file: it is for one run
	tagSecret    = "secret" // never shown
)

// settings reads what a command is told, and finds all that is wrong with it. A value
// that cannot be read counts as not given, so that the rest can be judged too.
type settings struct {
	file     string
	values   map[string]any // of the file
	problems []string
	all      []Setting
}

// fileKeys are the names of the settings that may stand in the file: the flags of the
// command that serves.
func fileKeys(model *kong.Application, command string) map[string]bool {
	known := map[string]bool{}
	for _, leaf := range model.Leaves(false) {
		if leaf.Path() == command {
			for _, f := range flagsOf(leaf) {
				known[f.Name] = !f.Tag.Has(tagNotInFile)
			}
		}
	}
	for name, may := range known {
		if !may {
			delete(known, name)
		}
	}
	return known
}

func flagsOf(leaf *kong.Node) (all []*kong.Flag) {
	for _, group := range leaf.AllFlags(false) {
		all = append(all, group...)
	}
	return slices.DeleteFunc(all, func(f *kong.Flag) bool { return f.Name == "help" })
}

// gather looks at the flags of the traced command: on the line, in the environment and
// in the file that --config names.
func gather(line *kong.Context, known map[string]bool) (s settings) {
	leaf := line.Selected()
	if leaf == nil {
		return s
	}
	given := map[string]*kong.Flag{}
	for _, p := range line.Path {
		if p.Flag != nil {
			given[p.Flag.Name] = p.Flag
		}
	}
	flags := flagsOf(leaf)
	for _, f := range flags {
		if f.Name == configFlag {
			s.file = os.Getenv(envOf(f))
			if given[configFlag] != nil {
				s.file = fmt.Sprint(line.FlagValue(f))
			}
		}
	}
	if s.file != "" {
		s.values, s.problems = readFile(s.file, known)
	}
	for _, f := range flags {
		s.add(line, f, given[f.Name] != nil)
	}
	return s
}

// unread reports whether there is a file that could not be read: nobody knows then what
// is missing.
func (s *settings) unread() bool { return s.file != "" && s.values == nil }

const configFlag = "config"

func envOf(f *kong.Flag) string {
	if len(f.Envs) == 0 {
		return ""
	}
	return f.Envs[0]
}

// add notes what a flag is, and what is wrong with it.
func (s *settings) add(line *kong.Context, f *kong.Flag, onLine bool) {
	inEnv, env := os.LookupEnv(envOf(f))
	inFile, file := s.values[f.Name]
	set := Setting{Name: f.Name, Value: f.Default}
	switch {
	case onLine:
		set.Origin, set.Value = FromLine, shown(line.FlagValue(f))
	case env:
		set.Origin, set.Where, set.Value = FromEnvironment, envOf(f), inEnv
		s.judge(f, set.Where, []string{inEnv})
	case file:
		set.Origin, set.Where = FromFile, s.file
		entries, list, ok := texts(inFile)
		if !ok || list && !f.IsSlice() {
			delete(s.values, f.Name)
			s.problems = append(s.problems, fmt.Sprintf("%s: %s geht so nicht: Erwartet wird %s.", s.file, f.Name, kind(f)))
			break
		}
		set.Value = strings.Join(entries, ", ")
		if !s.judge(f, s.file+": "+f.Name, entries) {
			delete(s.values, f.Name)
		}
	case f.Required && !s.unread():
		s.problems = append(s.problems, fmt.Sprintf("--%s fehlt: %s", f.Name, f.Help))
	}
	set.Value = redact(f, set.Value)
	s.all = append(s.all, set)
}

// judge reports whether the flag takes the value, and notes why not.
func (s *settings) judge(f *kong.Flag, where string, entries []string) bool {
	fits := true
	for _, e := range entries {
		switch {
		case f.IsBool():
			fits = slices.Contains([]string{"true", "1", "yes", "false", "0", "no"}, strings.ToLower(e))
		case f.Target.Kind() == reflect.Int:
			_, err := strconv.Atoi(e)
			fits = err == nil
		case f.Enum != "":
			fits = slices.Contains(f.EnumSlice(), e)
		}
		if !fits {
			s.problems = append(s.problems, fmt.Sprintf("%s geht so nicht (%q): Erwartet wird %s.", where, redact(f, e), kind(f)))
			return false
		}
	}
	return true
}

// kind says in German what a flag takes.
func kind(f *kong.Flag) string {
	switch {
	case f.IsBool():
		return "true oder false"
	case f.Target.Kind() == reflect.Int:
		return "eine Zahl"
	case f.Enum != "":
		return "eines von " + strings.Join(slices.DeleteFunc(f.EnumSlice(), func(e string) bool { return e == "" }), ", ")
	case f.IsSlice():
		return `eine Liste von Texten wie ["eins", "zwei"]`
	}
	return "ein Text in Anführungszeichen"
}

// resolve gives kong the value of the file for a flag that neither the line nor the
// environment has. Where a problem is noted it gives something that kong accepts, so that
// the rest is judged, too.
func (s *settings) resolve(_ *kong.Context, _ *kong.Path, f *kong.Flag) (any, error) {
	if text, env := os.LookupEnv(envOf(f)); env {
		var judged settings
		if judged.judge(f, "", []string{text}) {
			return nil, nil
		}
		return cmp.Or(f.Default, map[bool]string{true: "0"}[f.Target.Kind() == reflect.Int || f.IsBool()]), nil
	}
	value, ok := s.values[f.Name]
	switch {
	case !ok && f.Required: // that it is missing is noted
		return f.EnumSlice()[0], nil
	case !ok:
		return nil, nil
	}
	entries, _, _ := texts(value)
	if !f.IsSlice() {
		return entries[0], nil
	}
	all := []any{}
	for _, e := range entries {
		all = append(all, e)
	}
	return all, nil
}

func shown(value any) string {
	if list, ok := value.([]string); ok {
		return strings.Join(list, ", ")
	}
	return fmt.Sprint(value)
}

var passwordInAddress = regexp.MustCompile(`(?i)(passwor[dt]|secret|token)=[^&\s]+`)

// redact hides what nobody should read over somebody's shoulder.
func redact(f *kong.Flag, value string) string {
	if value != "" && f.Tag.Has(tagSecret) {
		return "(gesetzt)"
	}
	if u, err := url.Parse(value); err == nil && u.User != nil {
		if _, has := u.User.Password(); has {
			value = u.Redacted()
		}
	}
	return passwordInAddress.ReplaceAllString(value, "$1=xxxxx")
}

// strangers are variables that begin as ours do, and that no flag has: perhaps somebody
// mistyped one.
func strangers(model *kong.Application, prefix string, known []string) (out []string) {
	names := map[string]bool{}
	for _, leaf := range model.Leaves(false) {
		for _, f := range flagsOf(leaf) {
			names[envOf(f)] = true
		}
	}
	for _, pair := range os.Environ() {
		name, _, _ := strings.Cut(pair, "=")
		if strings.HasPrefix(name, prefix+"_") && !names[name] && !slices.Contains(known, name) {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}
