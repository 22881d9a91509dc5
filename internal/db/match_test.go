package db_test

import (
	"regexp"
	"strings"
	"testing"
)

// TestTextIsMatchedInOneWay holds that SQL matches text by db.Like and
// db.Mentions, or in folded columns by patterns without special characters:
// engines differ in what they take for capitals.
func TestTextIsMatchedInOneWay(t *testing.T) {
	t.Parallel()
	way := regexp.MustCompile(`\b(LIKE|ILIKE|GLOB|LOWER|UPPER|ESCAPE|COLLATE)\b`)
	comment := regexp.MustCompile(`(?m)//.*$`)
	fine := regexp.MustCompile(`\b(search|plain) LIKE |\bLIKE '%' \|\| search\b`)
	for file, text := range sources(t) {
		if strings.HasPrefix(file, "internal/db/") {
			continue
		}
		for line := range strings.Lines(comment.ReplaceAllString(text, "")) {
			if way.MatchString(fine.ReplaceAllString(line, "")) {
				t.Errorf("%s: %s", file, strings.TrimSpace(line))
			}
		}
	}
}
