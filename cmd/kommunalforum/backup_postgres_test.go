//go:build postgres

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kommunalforum/internal/db/dbtest"
)

// TestFilesBesideAServersDatabaseAreBackedUp and brought back to another folder.
func TestFilesBesideAServersDatabaseAreBackedUp(t *testing.T) {
	dir := t.TempDir()
	if err := dbtest.Make(dir); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { dbtest.Drop(dir) })
	on := []string{"--database", dbtest.Address(dir)}
	must(t, "ein-langes-passwort\n", append(append(all()["user create"], "--data", dir), on...)...)
	list := []byte("4711 2026-11-01T10:00:00Z ohne-organisation\n")
	if err := os.WriteFile(filepath.Join(dir, "geloescht.txt"), list, 0o600); err != nil {
		t.Fatal(err)
	}
	for form, name := range forms {
		to, restored := filepath.Join(t.TempDir(), name), filepath.Join(t.TempDir(), "neu")
		said := must(t, "", append([]string{"backup", "--data", dir, "--to", to}, on...)...)
		if !strings.Contains(said, "ist nicht in der Sicherung: Sichern Sie sie mit den Werkzeugen") || !strings.Contains(said, "ist vollständig") {
			t.Errorf("%s: backup says %s", form, said)
		}
		must(t, "", "check", "--backup", to)
		if status, said := command(t, "", "restore", "--data", restored, "--from", to); status != 1 || !strings.Contains(said, "--database") {
			t.Errorf("%s: restore without the database: status %d: %s", form, status, said)
		}
		if status, said := command(t, "", "drill", "--from", to); status != 1 || !strings.Contains(said, "Werkzeugen des Servers") {
			t.Errorf("%s: drill: status %d: %s", form, status, said)
		}
		said = must(t, "", append([]string{"restore", "--data", restored, "--from", to}, on...)...)
		if !strings.Contains(said, "Beendete Sitzungen") {
			t.Errorf("%s: restore says %s", form, said)
		}
		if back, err := os.ReadFile(filepath.Join(restored, "geloescht.txt")); err != nil || string(back) != string(list) {
			t.Errorf("%s: the list is %q, %v", form, back, err)
		}
	}
}
