package secret_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kommunalforum/internal/secret"
)

func open(t *testing.T, path string) *secret.Keyring {
	t.Helper()
	v, _, err := secret.OpenKeyring(path)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestSealedTextIsReadOnlyInItsPlaceAndUnderItsKey(t *testing.T) {
	v := secret.NewKeyring()
	one, two := v.Seal("totp:1", "GEHEIM"), v.Seal("totp:1", "GEHEIM")
	if one == two || strings.Contains(one, "GEHEIM") || !secret.Sealed(one) || secret.Sealed("GEHEIM") {
		t.Errorf("sealed as %q and %q", one, two)
	}
	if got, err := v.Open("totp:1", one); got != "GEHEIM" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
	flipped := []byte(one)
	flipped[len(flipped)-5] ^= 1
	for what, err := range map[string]error{
		"another place": second(v.Open("totp:2", one)), "another key": second(secret.NewKeyring().Open("totp:1", one)),
		"a changed text": second(v.Open("totp:1", string(flipped))), "a cut one": second(v.Open("totp:1", one[:20])),
		"no sealed one": second(v.Open("totp:1", "GEHEIM")), "an empty one": second(v.Open("totp:1", "")),
	} {
		if !errors.Is(err, secret.ErrNoKey) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func TestDerivedTokenIsKnownByItsPlaceItsTextAndItsKey(t *testing.T) {
	v := secret.NewKeyring()
	token, hash := v.Derive("feed", "1 KEY")
	if again, _ := v.Derive("feed", "1 KEY"); again != token || len(token) != secret.TokenLength || hash != secret.Hash(token) {
		t.Errorf("%q and %q, hash %q", token, again, hash)
	}
	for what, other := range map[string]string{"place": tokenOf(v, "mail", "1 KEY"), "text": tokenOf(v, "feed", "2 KEY"),
		"key": tokenOf(secret.NewKeyring(), "feed", "1 KEY")} {
		if other == token {
			t.Errorf("another %s makes the same token", what)
		}
	}
}

func tokenOf(v *secret.Keyring, place, text string) string {
	token, _ := v.Derive(place, text)
	return token
}

func second(_ string, err error) error { return err }

func TestKeyIsMadeOnceAndForItsOwnerOnly(t *testing.T) {
	path := filepath.Join(t.TempDir(), "schluessel.txt")
	v, made, err := secret.OpenKeyring(path)
	if err != nil || !made {
		t.Fatalf("made %v, %v", made, err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode() != fs.FileMode(0o600) {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	again, made, err := secret.OpenKeyring(path)
	if err != nil || made {
		t.Fatalf("made again %v, %v", made, err)
	}
	if got, err := again.Open("x", v.Seal("x", "GEHEIM")); got != "GEHEIM" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
	if entries, err := os.ReadDir(filepath.Dir(path)); err != nil || len(entries) != 1 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}

func TestNewKeyAboveTheOldOneSealsAndTheOldOneStillOpens(t *testing.T) {
	dir := t.TempDir()
	old, fresh := filepath.Join(dir, "alt"), filepath.Join(dir, "neu")
	before := open(t, old).Seal("x", "GEHEIM")
	open(t, fresh)
	above, err := os.ReadFile(fresh)
	if err != nil {
		t.Fatal(err)
	}
	below, err := os.ReadFile(old)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(old, append(above, below...), 0o600); err != nil {
		t.Fatal(err)
	}
	v := open(t, old)
	if got, err := v.Open("x", before); got != "GEHEIM" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
	if v.Current(before) || !v.Current(v.Seal("x", "GEHEIM")) {
		t.Error("the key on top is not the one that seals")
	}
}

func TestDamagedKeyFileIsRefusedAndLeftAsItIs(t *testing.T) {
	for _, content := range []string{"", "# nur Worte\n", "abc\n", strings.Repeat("zz", 32) + "\n", strings.Repeat("ab", 31) + "\n"} {
		path := filepath.Join(t.TempDir(), "schluessel.txt")
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, _, err := secret.OpenKeyring(path); err == nil {
			t.Errorf("%q is taken", content)
		}
		if after, err := os.ReadFile(path); err != nil || string(after) != content {
			t.Errorf("%q became %q, %v", content, after, err)
		}
	}
}
