package cli

import (
	"fmt"
	"io/fs"
	"strings"
	"syscall"
	"testing"
)

func TestSystemErrorsAreExplainedInGerman(t *testing.T) {
	for want, err := range map[string]error{
		"kein Platz":              syscall.ENOSPC,
		"nur gelesen werden kann": syscall.EROFS,
		"fehlen die Rechte":       syscall.EACCES,
	} {
		wrapped := fmt.Errorf("make folder: %w", &fs.PathError{Op: "open", Path: "/srv/forum", Err: err})
		if got := sentence(wrapped); !strings.Contains(got, want) || !strings.Contains(got, "/srv/forum") {
			t.Errorf("%v is explained as %s", err, got)
		}
	}
}
