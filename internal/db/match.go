package db

import (
	"database/sql"
	"strings"
	"sync"

	"github.com/mattn/go-sqlite3"

	"kommunalforum/internal/folding"
)

// Text is matched in two ways only. Names have a folded column beside them (see
// package folding), in which Containing looks for what somebody typed. Texts
// have none: Mentions folds them as it reads. What is ASCII by its nature, such
// as an address, is compared as it stands, with Like.

var likeEscapes = strings.NewReplacer("!", "!!", "%", "!%", "_", "!_")

// EscapeLike keeps what somebody typed from being a pattern for Like.
func EscapeLike(text string) string { return likeEscapes.Replace(text) }

// Like returns the condition that a column matches the pattern at a placeholder,
// such as $2. What was typed stands in the pattern as EscapeLike returns it.
// Engines differ in whether capitals count: give it lower case on both sides.
func Like(column, holder string) string { return column + ` LIKE ` + holder + ` ESCAPE '!'` }

// Containing returns the pattern that finds the text in a folded column, in
// whatever spelling. A text without letters and digits is found nowhere, "" is
// found everywhere.
func Containing(text string) string {
	folded := folding.Text(text)
	switch {
	case text == "":
		return "%"
	case folded == "":
		return "!" // no folded column holds it
	}
	return "%" + folded + "%"
}

// Mentions returns the condition that a Markdown text holds one of the phrases
// at a placeholder (Phrases.String of package folding) as whole words, in
// whatever spelling; it says yes exactly when Phrases.In does. It folds each
// text that it is asked about: for rare acts that read all texts anyway.
func Mentions(text, holder string) string {
	return `mentions(COALESCE(` + text + `, ''), ` + holder + `)`
}

// driver returns the name of SQLite's driver with the function that this package
// adds, which the first call registers.
var driver = sync.OnceValue(func() string {
	const name = "sqlite3 with mentions"
	sql.Register(name, &sqlite3.SQLiteDriver{ConnectHook: func(c *sqlite3.SQLiteConn) error {
		return c.RegisterFunc("mentions", mentions(), true)
	}})
	return name
})

// mentions is the function of one connection. All rows of a query come with the
// same phrases.
func mentions() func(text, phrases string) bool {
	var joined string
	var parsed folding.Phrases
	return func(text, phrases string) bool {
		if phrases != joined {
			joined, parsed = phrases, folding.ParsePhrases(phrases)
		}
		return parsed.In(text)
	}
}
