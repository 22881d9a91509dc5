package page

import (
	"strings"
	"testing"
)

// TestNoticesThatSpeakOfNoChangeAreNoSuccess: what they say and their weight agree, and
// each of them is there.
func TestNoticesThatSpeakOfNoChangeAreNoSuccess(t *testing.T) {
	t.Parallel()
	for name := range unchanged {
		if notices[name] == "" {
			t.Errorf("there is no notice %s", name)
		}
	}
	for name, text := range notices {
		nothing := strings.Contains(text, "Geändert hat sich nichts") || strings.Contains(text, " schon nicht mehr") ||
			strings.Contains(text, " liegt dem Programmmanagement schon vor") || strings.HasPrefix(text, "Wenn ") ||
			strings.Contains(text, "wurde schon rückgängig gemacht") || strings.HasPrefix(text, "Nichts ist ")
		if nothing != unchanged[name] {
			t.Errorf("%s is called unchanged: %v: %s", name, unchanged[name], text)
		}
	}
}
