package admin

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/consultation"
	"kommunalforum/internal/inquiry"
)

// TestEveryActOfTheLogHasAGermanName finds the acts in the sources of all
// packages that record some.
func TestEveryActOfTheLogHasAGermanName(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../../*/*.go")
	if err != nil {
		t.Fatal(err)
	}
	act := regexp.MustCompile(`"((?:person|board|circle|thread|post|faq|inquiry|` +
		`answer|mail|mention|demo|site|organisation|register|domain|report|reuse|support|document|consultation)\.[a-z.-]+)"`)
	recorded := regexp.MustCompile(`RecordTx\([^"]*"([a-z]+\.[a-z-]+)"`)
	found := map[string]bool{}
	for _, file := range files {
		pkg := filepath.Base(filepath.Dir(file))
		if strings.HasSuffix(file, "_test.go") || pkg == "event" || pkg == "web" {
			continue
		}
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		written := act
		if pkg == "notify" {
			written = recorded // it names acts of others
		}
		for _, m := range written.FindAllStringSubmatch(string(source), -1) {
			if pkg == "demo" && !strings.HasPrefix(m[1], "demo.") {
				continue // only tells the acts of others apart
			}
			found[m[1]] = true
			if got := actInWords(m[1], nil); got == m[1] {
				t.Errorf("%s records %q, which has no German name", file, m[1])
			}
		}
	}
	for _, step := range []consultation.Act{consultation.ActExtend, consultation.ActCorrect, consultation.ActClose, consultation.ActWithdraw,
		consultation.ActDecide} { // put together where they are recorded
		found["consultation."+string(step)] = true
	}
	if !found["post.hide"] || !found["person.disable"] {
		t.Error("the acts were not found in the sources")
	}
	for name := range acts {
		if !found[name] {
			t.Errorf("nobody records %q any more", name)
		}
	}
	for _, x := range []string{"inquiry." + string(inquiry.ActDecline), board.ActAudience + "public", account.ActGrant + "admin",
		account.ActRevoke + "moderator@7"} {
		if got := actInWords(x, nil); got == x || strings.Contains(got, ".") && !strings.Contains(got, "Nr.") {
			t.Errorf("%q reads %q", x, got)
		}
	}
}
