package main

import (
	"strings"
	"testing"
)

func TestLoadIsGeneratedOnceAndFound(t *testing.T) {
	dir := t.TempDir()
	said := must(t, "", "loadgen", "--data", dir, "--posts", "60")
	for _, want := range []string{"Beiträge: 60 von 60", "Suchindex: wird aufgebaut", "Fertig"} {
		if !strings.Contains(said, want) {
			t.Errorf("no %q in %q", want, said)
		}
	}
	if said := must(t, "", "loadgen", "--data", dir, "--posts", "60"); strings.Contains(said, "Beiträge") || strings.Contains(said, "aufgebaut") {
		t.Errorf("a finished folder was filled again: %q", said)
	}
	if said := must(t, "", "check", "--data", dir); !strings.Contains(said, "Suchindex: in Ordnung") {
		t.Errorf("check says %q", said)
	}
	if status, said := command(t, "", "loadgen", "--data", dir, "--posts", "70"); status == 0 || !strings.Contains(said, "leeren Ordner") {
		t.Errorf("other options: %d %q", status, said)
	}
}
