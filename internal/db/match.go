package db

import (
	"strings"

	"kommunalforum/internal/folding"
)

// Text is matched in two ways only. Names have a folded column beside them (see
// package folding), in which Containing looks for what somebody typed. Texts
// have none: Mentions folds them as it reads. What is ASCII by its nature, such
// as an address, is compared as it stands, with Like.

var likeEscapes = strings.NewReplacer("!", "!!", "%", "!%", "_", "!_")

// EscapeLike escapes the wildcards in user input for Like.
func EscapeLike(text string) string { return likeEscapes.Replace(text) }

// Like returns the condition that a column matches the pattern at a placeholder
// such as $2. User input in the pattern must be escaped by EscapeLike. Engines
// differ in whether case matters: use lower case on both sides.
func Like(column, holder string) string { return column + ` LIKE ` + holder + ` ESCAPE '!'` }

// Containing returns the LIKE pattern that finds the text, in any spelling, in a
// folded column. A text without letters and digits matches nothing, "" everything.
func Containing(text string) string {
	folded := folding.Text(text)
	switch {
	case text == "":
		return "%"
	case folded == "":
		return "!%" // no folded column holds it
	}
	return "%" + folded + "%"
}

// Mentions returns the condition that a Markdown text contains one of the phrases
// at a placeholder (from folding.Phrases.String) as whole words, in any spelling.
// It agrees with folding.Phrases.In. It folds every text it is asked about, so it
// is meant for rare operations that read all texts anyway.
func Mentions(text, holder string) string {
	return `mentions(COALESCE(` + text + `, ''), ` + holder + `)`
}
