package db

import (
	"embed"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// everything stands for all tables, where a statement does not say which it writes.
const everything = "*"

// tablesOfStatement returns the tables that a statement names, which are at least those
// that it reads, and those that it writes. It takes every word that is the name of a table
// for one: a table too many costs something that was kept, one too few shows it after it
// changed. That nothing is written which no statement names is a rule for the schema: it
// has no view, no key that deletes along, and no trigger that writes.
func tablesOfStatement(query string) (named, written []string) {
	tables := tableNames()
	writes, first, before, last := false, "", "", ""
	for word := range words(query) {
		if first == "" {
			first = word
		}
		if _, is := tables[word]; is {
			if !slices.Contains(named, word) {
				named = append(named, word)
			}
			if (last == "into" || last == "update" || last == "from" && before == "delete") && !slices.Contains(written, word) {
				written = append(written, word)
			}
		}
		writes = writes || word == "insert" || word == "update" || word == "delete"
		before, last = last, word
	}
	if len(written) == 0 && (writes || first != "select" && first != "with") {
		written = []string{everything}
	}
	return named, written
}

// words yields the words of a statement in lower case, without its texts and comments.
func words(query string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for i := 0; i < len(query); {
			switch c := query[i]; {
			case c == '\'':
				i = after(query, i+1, "'")
			case c == '-' && strings.HasPrefix(query[i:], "--"):
				i = after(query, i, "\n")
			case isWord(c):
				end := i
				for end < len(query) && isWord(query[end]) {
					end++
				}
				if !yield(strings.ToLower(query[i:end])) {
					return
				}
				i = end
			default:
				i++
			}
		}
	}
}

// after returns where the next mark from i on has ended.
func after(query string, i int, mark string) int {
	if n := strings.Index(query[i:], mark); n >= 0 {
		return i + n + len(mark)
	}
	return len(query)
}

func isWord(c byte) bool {
	return c == '_' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
}

// madeTable finds the names that migrations give to tables.
var madeTable = regexp.MustCompile(`(?i)\b(?:create table|rename to)\s+(?:if not exists\s+)?"?(\w+)`)

// tableNames holds every name that a table ever had, and the one that SQLite counts ids in.
var tableNames = sync.OnceValue(func() map[string]struct{} {
	out := map[string]struct{}{"sqlite_sequence": {}}
	for _, migrations := range []embed.FS{sqliteMigrations, postgresMigrations} {
		files, err := fs.Glob(migrations, "migrations/*/*.sql")
		if err != nil { // embedded files cannot change: a mistake of the build
			panic(err)
		}
		for _, file := range files {
			text, err := migrations.ReadFile(file)
			if err != nil {
				panic(err)
			}
			for _, found := range madeTable.FindAllStringSubmatch(string(text), -1) {
				out[strings.ToLower(found[1])] = struct{}{}
			}
		}
	}
	return out
})
