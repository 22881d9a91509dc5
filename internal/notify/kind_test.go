package notify_test

import (
	"strings"
	"testing"

	"kommunalforum/internal/notify"
)

func TestEveryKindHasARowOfItsOwnForTheSettings(t *testing.T) {
	t.Parallel()
	names, labels := map[notify.Kind]bool{}, map[string]bool{}
	for _, k := range notify.Kinds {
		if names[k.Kind] || k.Group == notify.Own && labels[k.Label] || k.Label == "" || !k.Default.Valid() {
			t.Errorf("%+v", k)
		}
		names[k.Kind], labels[k.Label] = true, true
		if k.Group.German() == "" {
			t.Errorf("%s is in no group", k.Kind)
		}
		if info, ok := k.Kind.Info(); !ok || info != k {
			t.Errorf("%s: %+v", k.Kind, info)
		}
	}
	if _, ok := notify.Kind("unknown").Info(); ok {
		t.Error("an unknown kind is known")
	}
}

func TestEveryKindHasWords(t *testing.T) {
	t.Parallel()
	for _, k := range notify.Kinds {
		for _, n := range []int{1, 3} {
			l := notify.Line{Kind: k.Kind, Act: "begin", Count: n}
			if got := l.German(); got == "" || strings.Contains(got, "%") {
				t.Errorf("%s, %d: %q", k.Kind, n, got)
			}
		}
	}
	l := notify.Line{Kind: notify.FollowedReply, Act: "post.added", Count: 3}
	if got := l.German(); got != "3 neue Antworten" {
		t.Error(got)
	}
}
