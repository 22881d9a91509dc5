package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestCopyWantsOneFolderAndOneServer(t *testing.T) {
	dir := withForum(t)
	before := tree(t, dir)
	empty := filepath.Join(t.TempDir(), "leer")
	for want, args := range map[string][]string{
		"beide ein Ordner":           {"--from", dir, "--to", empty},
		"beide eine Datenbank":       {"--from", "postgres://forum@127.0.0.1:1/a", "--to", "postgres://forum@127.0.0.1:1/b"},
		"enthält ein Passwort":       {"--from", dir, "--to", "postgres://forum:geheim@127.0.0.1:1/b"},
		"nicht erreichbar":           {"--from", dir, "--to", "postgres://forum@127.0.0.1:1/b"},
		"Bitte prüfen Sie --from":    {"--from", empty, "--to", "postgres://forum@127.0.0.1:1/b"},
		"ist nicht erreichbar: fail": {"--from", "postgres://forum@127.0.0.1:1/a", "--to", empty},
	} {
		status, said := command(t, "", append([]string{"copy"}, args...)...)
		if status != 1 || !strings.Contains(said, want) || strings.Contains(said, "geheim") || strings.Count(strings.TrimSpace(said), "\n") > 0 {
			t.Errorf("%v: status %d: %s", args, status, said)
		}
	}
	wantSame(t, dir, "copy", before)
	if _, err := os.Stat(empty); err == nil {
		t.Error("what was refused made a folder")
	}
}

// TestUnfinishedCopyIsNoForumAndIsNotReplaced takes a folder in which a copy was
// interrupted for every command.
func TestUnfinishedCopyIsNoForumAndIsNotReplaced(t *testing.T) {
	forum := withForum(t)
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "forum.kopie"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(filepath.Join(forum, "forum.db"), filepath.Join(dir, "forum.kopie", "forum.db")); err != nil {
		t.Fatal(err)
	}
	before := tree(t, dir)
	for name, args := range all() {
		for _, more := range [][]string{{"--data", dir}, {"--data", dir, "--new"}} {
			if _, never := onExisting[name]; never && len(more) > 2 {
				continue
			}
			status, said := command(t, "ein-langes-passwort\n", append(args, more...)...)
			if status != 1 || !strings.Contains(said, "unfertige Kopie") || !strings.Contains(said, "forum.kopie") {
				t.Errorf("%s %v: status %d: %s", name, more, status, said)
			}
			wantSame(t, dir, name, before)
		}
	}
}
