package main

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// TestOperatorsGetNoTools holds that the shipped binary links nothing that only
// fills folders for load tests, measures, or tests.
func TestOperatorsGetNoTools(t *testing.T) {
	list, err := exec.Command("go", "list", "-deps", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	linked := strings.Fields(string(list))
	if !slices.Contains(linked, "kommunalforum/internal/app") {
		t.Fatalf("the list is broken: %s", list)
	}
	for _, pkg := range linked {
		for _, tool := range []string{"internal/loadgen", "internal/bench", "internal/browser", "internal/testkit", "cmd/kommunalforum-lab",
			"testing"} {
			if own := strings.TrimPrefix(pkg, "kommunalforum/"); own == tool || strings.HasPrefix(own, tool+"/") {
				t.Errorf("the binary links %s", pkg)
			}
		}
	}
}
