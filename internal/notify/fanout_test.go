package notify_test

import (
	"testing"
	"time"

	"kommunalforum/internal/notify"
)

// TestAFanoutLeavesMostOfTheTimeToOthersAndEndsWithinAMinute counts what 100,000 people
// take, a hundred at a time.
func TestAFanoutLeavesMostOfTheTimeToOthersAndEndsWithinAMinute(t *testing.T) {
	t.Parallel()
	for _, took := range []time.Duration{500 * time.Microsecond, 3 * time.Millisecond, 15 * time.Millisecond, 25 * time.Millisecond} {
		age, worked := time.Duration(0), time.Duration(0)
		for range 1000 {
			age += took
			worked += took
			age += notify.RestAfter(took, age)
		}
		if age > time.Minute || took <= 3*time.Millisecond && worked*10 > age {
			t.Errorf("with %s a batch all are told after %s, of which %s are work", took, age, worked)
		}
	}
	if rest := notify.RestAfter(time.Millisecond, 0); rest > 20*time.Millisecond {
		t.Errorf("the second hundred wait %s", rest)
	}
}
