package node

import (
	"testing"
	"time"
)

func TestHeartbeatsOfANodeAloneTellOnlyWhatChanged(t *testing.T) {
	now, before := time.Now(), time.Now().Add(-heartbeat)
	for what, c := range map[string]struct {
		pulse                 pulse
		ready, alone, refused bool
		due                   bool
	}{
		"nothing changed":               {pulse{true, false, now}, true, false, false, false},
		"half a minute later":           {pulse{true, false, before}, true, false, false, true},
		"half a minute later, alone":    {pulse{true, false, before}, true, true, false, false},
		"became ready, alone":           {pulse{false, false, now}, true, true, false, true},
		"is no longer ready, alone":     {pulse{true, false, now}, false, true, false, true},
		"the last one failed, alone":    {pulse{true, true, now}, true, true, false, true},
		"the disk is full, alone":       {pulse{true, false, now}, true, true, true, true},
		"a write of others was refused": {pulse{true, false, now}, true, false, true, true},
		"begins, not ready":             {pulse{}, false, false, false, true},
		"begins, not ready, alone":      {pulse{}, false, true, false, false},
	} {
		if due := c.pulse.due(c.ready, c.alone, c.refused); due != c.due {
			t.Errorf("%s: a heartbeat is due: %v", what, due)
		}
	}
}
