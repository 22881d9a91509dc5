package db

import "testing"

func TestServersElsewhereMustProveWhoTheyAre(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]bool{
		"postgres:///forum?host=/run/postgresql":                true,
		"postgres://forum@localhost/forum":                      true,
		"postgres://forum@127.0.0.1/forum":                      true,
		"postgres://forum@[::1]/forum":                          true,
		"postgres://forum@db.example/forum":                     false,
		"postgres://forum@192.0.2.1/forum":                      false,
		"postgres://forum@db.example/forum?sslmode=disable":     false,
		"postgres://forum@db.example/forum?sslmode=require":     false,
		"postgres://forum@db.example/forum?sslmode=verify-full": true,
	} {
		e, err := parsePostgres(source)
		if err != nil || e.proven() != want {
			t.Errorf("%s: %t, %v", source, e.proven(), err)
		}
	}
}
