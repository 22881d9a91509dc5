package follow_test

import (
	"slices"
	"strings"
	"testing"

	"kommunalforum/internal/follow"
)

// mentioning are the kinds of what posts belong to, in which people are addressed.
var mentioning = []follow.Kind{follow.Board, follow.Thread, follow.Service, follow.Organisation}

// TestLevelsSayWhatTheyMeanForTheirKind: no two levels of a kind mean the same, and of
// mentions only those speak that silence or leave some.
func TestLevelsSayWhatTheyMeanForTheirKind(t *testing.T) {
	t.Parallel()
	for _, k := range follow.Kinds {
		seen := map[string]follow.Level{}
		for _, l := range k.Levels() {
			text := k.Explain(l)
			if other, twice := seen[text]; text == "" || twice {
				t.Errorf("%s: %q and %q say %q", k, l, other, text)
			}
			seen[text] = l
			mentions := strings.Contains(text, "erwähnt") || strings.Contains(text, "Erwähnungen")
			if mentions && !slices.Contains(mentioning, k) || !mentions && l == follow.Muted && slices.Contains(mentioning, k) {
				t.Errorf("%s: %q says %q", k, l, text)
			}
		}
		if len(seen) != len(k.Levels()) {
			t.Errorf("%s: %v", k, seen)
		}
		if k.Explain(follow.Default) != k.Explain(follow.None) ||
			k.Less(follow.Default, follow.Muted) || !k.Less(follow.Muted, follow.All) {
			t.Errorf("%s: no level means %q", k, k.Explain(follow.Default))
		}
	}
}
