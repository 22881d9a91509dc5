//go:build postgres

package main

import (
	"strings"
	"testing"

	"kommunalforum/internal/db/dbtest"
)

// TestCommandsWorkOnAServersDatabase makes a forum there, and looks at it with the
// other commands.
func TestCommandsWorkOnAServersDatabase(t *testing.T) {
	dir := t.TempDir()
	if err := dbtest.Make(dir); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { dbtest.Drop(dir) })
	on := []string{"--data", dir, "--database", dbtest.Address(dir)}
	if status, said := command(t, "", append([]string{"check"}, on...)...); status == 0 || !strings.Contains(said, "steht kein Forum") {
		t.Errorf("check of nothing: %d: %s", status, said)
	}
	create := []string{"user", "create", "--email", "anna@stadt.example", "--name", "Anna Ahorn", "--function", "Test",
		"--organisation", "Stadt Musterstadt", "--kind", "municipality", "--state", "Hessen", "--role", "admin"}
	if status, said := command(t, "kurz\n", append(create, on...)...); status == 0 {
		t.Errorf("a short password: %s", said)
	}
	if status, said := command(t, "", append([]string{"check"}, on...)...); status == 0 || !strings.Contains(said, "steht kein Forum") {
		t.Errorf("what failed left something: %d: %s", status, said)
	}
	must(t, "ein-langes-passwort\n", append(create, on...)...)
	if said := must(t, "", append([]string{"user", "list"}, on...)...); !strings.Contains(said, "Anna Ahorn") {
		t.Errorf("list: %s", said)
	}
	must(t, "", append([]string{"reindex"}, on...)...)
	must(t, "", append([]string{"rerender"}, on...)...)
	if said := must(t, "", append([]string{"check"}, on...)...); !strings.Contains(said, "Datenbank: in Ordnung") ||
		!strings.Contains(said, "Suchindex: in Ordnung") {
		t.Errorf("check: %s", said)
	}
	if status, said := command(t, "", "check", "--data", t.TempDir()); status == 0 {
		t.Errorf("another folder without --database: %s", said)
	}
	if status, said := command(t, "", "serve", "--data", dir, "--listen", "127.0.0.1:0"); status == 0 ||
		!strings.Contains(said, "fehlt die Datenbank") {
		t.Errorf("the folder without --database: %d: %s", status, said)
	}
}
