package password

import (
	"context"
	"strings"
	"testing"

	"kommunalforum/internal/fault"
)

const (
	composed   = "Grüße-aus-dem-Rathaus"
	decomposed = "Gru\u0308ße-aus-dem-Rathaus"
)

func TestPasswordsMatchInEverySpellingOfTheSameCharacters(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	for _, set := range []string{composed, decomposed, "Wald\u00a0und\u00a0Wiese blau"} {
		stored, err := Hash(ctx, "test", set)
		if err != nil {
			t.Fatal(err)
		}
		typed := []string{set, composed, decomposed}
		if strings.HasPrefix(set, "Wald") {
			typed = []string{set, "Wald und Wiese blau"}
		}
		for _, password := range typed {
			if ok, better, err := Matches(ctx, "test", stored, password); !ok || better != "" || err != nil {
				t.Errorf("%+q set, %+q typed: %v, %q, %v", set, password, ok, better, err)
			}
		}
		if ok, _, _ := Matches(ctx, "test", stored, composed+"x"); ok {
			t.Error("another password matches")
		}
	}
}

// TestPasswordsSetBeforeKeepWorking is about hashes of what was typed, as it was.
func TestPasswordsSetBeforeKeepWorking(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	for _, set := range []string{composed, decomposed} {
		salt := make([]byte, saltLength)
		key, err := derive(ctx, "test", set, salt)
		if err != nil {
			t.Fatal(err)
		}
		stored := strings.Replace(phc(salt, key), normalised, "", 1)
		ok, better, err := Matches(ctx, "test", stored, set)
		if !ok || better == "" || err != nil {
			t.Fatalf("%+q as it was set: %v, %q, %v", set, ok, better, err)
		}
		for _, password := range []string{composed, decomposed} {
			if ok, again, err := Matches(ctx, "test", better, password); !ok || again != "" || err != nil {
				t.Errorf("%+q set, %+q typed after it was respelt: %v, %q, %v", set, password, ok, again, err)
			}
		}
		if ok, _, _ := Matches(ctx, "test", stored, set+"x"); ok {
			t.Error("another password matches")
		}
	}
}

func TestComparingCostsTheSameWhateverIsStored(t *testing.T) {
	ctx := context.Background()
	stored, err := Hash(ctx, "test", composed)
	if err != nil {
		t.Fatal(err)
	}
	for password, want := range map[string]int64{composed: 1, "falsch-falsch-falsch": 1, decomposed: 2} {
		for _, s := range []string{stored, strings.Replace(stored, normalised, "", 1), ""} {
			before := Derivations()
			if _, _, err := Matches(ctx, "test", s, password); err != nil {
				t.Fatal(err)
			}
			if got := Derivations() - before; got != want {
				t.Errorf("%+q against %.40q derives %d keys, want %d", password, s, got, want)
			}
		}
	}
}

func TestWhatOthersKnowOfSomebodyIsNoPassword(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	known := []string{"juergen.mueller@musterstadt.example", "Jürgen Müller", "Stadt Musterstadt", "Kommunalforum"}
	for _, password := range []string{"juergen.mueller@musterstadt.example", "juergen.mueller", "Jürgen Müller", "JUERGENMUELLER2026!",
		"jurgen-muller-1",
		"Musterstadt2024", "Stadt Musterstadt", "Kommunalforum", "kommunalforum!!", "MuellerMusterstadt99", "Ju\u0308rgenMu\u0308ller"} {
		if _, err := Hash(ctx, "test", password, known...); !fault.Is(err, fault.Invalid) {
			t.Errorf("%q is accepted: %v", password, err)
		}
	}
	for _, password := range []string{"ein-langes-passwort", "Müller mahlt morgens Mohn", "Kommunalforum-82-Regenschirm"} {
		if _, err := Hash(ctx, "test", password, known...); err != nil {
			t.Errorf("%q: %v", password, err)
		}
	}
}
