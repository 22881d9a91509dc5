package signin_test

import (
	"strings"
	"testing"

	"kommunalforum/internal/fault"
)

func TestCommonPasswordsAreRefusedAndOthersAreNot(t *testing.T) {
	t.Parallel()
	f := fresh(t)
	f.create(t, "anna@stadt.example")
	for password, ok := range map[string]bool{
		"passwort1234":           false,
		"Passwort2026!":          false,
		"P4ssw0rt!!!!":           false,
		"Sommer2026!!":           false,
		"hallo-hallo-hallo":      false,
		"willkommen01":           false,
		"Rathaus-2026":           false,
		"Stadtverwaltung1":       false,
		"geheimgeheim":           false,
		"123456789012":           false,
		"aaaaaaaaaaaa":           false,
		"abcabcabcabc":           false,
		"1111222233334444":       true, // four kinds
		"qwertzuiopasdf":         false,
		"asdfghjkl1234":          false,
		"!!!!!!!!!!!!":           false,
		"elf zeichen":            false, // eleven
		"zwölf Zeichen und mehr": true,
		"ein-langes-passwort":    true,
		"Sommer im Rathaus Köln": true,
		"korrekt Pferd Batterie": true,
		"k7#xq2!mz9vw":           true,
		"пароль для форума":      true,
		"🐎🔋📎✅🌳🏠🚲⛵🎈🍎🍐🍋":                     true,
		strings.Repeat("ab3ç ", 51) + "x":  true, // 256
		strings.Repeat("ab3ç ", 51) + "xy": false,
	} {
		err := f.SetPassword(f.ctx, "anna@stadt.example", password)
		if ok != (err == nil) || err != nil && !fault.Is(err, fault.Invalid) {
			t.Errorf("%q: %v", password, err)
		}
	}
}
