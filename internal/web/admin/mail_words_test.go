package admin

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"kommunalforum/internal/outbox"
)

// sources returns the Go files of a package, tests left out, as one text.
func sources(t *testing.T, pkg string) string {
	t.Helper()
	files, err := filepath.Glob("../../" + pkg + "/*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("%s: %v", pkg, err)
	}
	var b strings.Builder
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		b.Write(text)
	}
	return b.String()
}

func TestEveryKindOfMailHasAGermanName(t *testing.T) {
	t.Parallel()
	kinds := regexp.MustCompile(`Kind = "([a-z.-]+)"`).FindAllStringSubmatch(sources(t, "outbox"), -1)
	if len(kinds) < 2 || len(kinds) != len(mailKinds) {
		t.Errorf("%d kinds, %d names", len(kinds), len(mailKinds))
	}
	for _, k := range kinds {
		if mailKind(outbox.Kind(k[1])) == k[1] {
			t.Errorf("%s has no name", k[1])
		}
	}
}

func TestEveryReasonWhyAMailFailedIsSaidInGerman(t *testing.T) {
	t.Parallel()
	source := sources(t, "mail")
	reasons := regexp.MustCompile(`(?:return |errors\.New\(|Reason: )"([a-zA-Z][a-zA-Z ]+)"`).FindAllStringSubmatch(source, -1)
	stages := regexp.MustCompile(`(?:failed\(|Stage: )"([a-z-]+)"`).FindAllStringSubmatch(source, -1)
	if len(reasons) < 10 || len(stages) < 7 {
		t.Fatalf("found only %d reasons and %d stages", len(reasons), len(stages))
	}
	for _, r := range reasons {
		if mailReasons[r[1]] == "" && r[1] != "localhost" {
			t.Errorf("no words for %q", r[1])
		}
	}
	for _, s := range stages {
		if mailStages[s[1]] == "" {
			t.Errorf("no words for the stage %q", s[1])
		}
	}
	for why, want := range map[string]string{
		"recipient: 550 5.1.1":     "Der Mailserver hat die Empfangsadresse abgelehnt (Antwort 550 5.1.1).",
		"connect: timeout":         "Der Mailserver war nicht zu erreichen (keine Antwort in der gesetzten Zeit).",
		"interrupted":              "Das Forum wurde beim Verschicken zweimal unterbrochen.",
		"message: connection lost": "Beim Abschluss der Übergabe ging etwas schief (Verbindung abgerissen).",
	} {
		if got := whyInWords(why); got != want {
			t.Errorf("%s reads %q", why, got)
		}
	}
}
