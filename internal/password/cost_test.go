package password

import (
	"os"
	"strings"
	"testing"
)

func TestMain(m *testing.M) {
	UseTestCost()
	os.Exit(m.Run())
}

// TestPasswordsCostInProductionWhatOWASPRecommends is not parallel: while it runs, all
// hashes cost so much.
func TestPasswordsCostInProductionWhatOWASPRecommends(t *testing.T) {
	cost = productionCost
	defer UseTestCost()
	stored, err := Hash(t.Context(), "test", "ein-langes-passwort")
	if err != nil || !strings.HasPrefix(stored, "$argon2id$v=19$m=19456,t=2,p=1,n=1$") {
		t.Errorf("stored as %q, %v", stored, err)
	}
	if ok, _, err := Matches(t.Context(), "test", stored, "ein-langes-passwort"); !ok || err != nil {
		t.Errorf("it does not match: %v", err)
	}
	if ok, _, err := Matches(t.Context(), "test", "", "ein-langes-passwort"); ok || err != nil || !strings.HasPrefix(dummy(),
		"$argon2id$v=19$m=19456,t=2,p=1,n=1$") {
		t.Errorf("without an account: %v, %v, compared with %q", ok, err, dummy())
	}
}
