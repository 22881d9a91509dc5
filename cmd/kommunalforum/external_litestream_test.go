//go:build external

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// litestreamVersion is built from source: the version for which the example is written.
const litestreamVersion = "github.com/benbjohnson/litestream/cmd/litestream@v0.3.13"

var litestream = sync.OnceValues(func() (string, error) {
	dir, err := filepath.Abs(filepath.Join("..", "..", "bin", "tools"))
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "litestream")
	if _, err := os.Stat(path); err == nil {
		return path, nil
	}
	c := exec.Command("go", "install", litestreamVersion)
	c.Env = append(os.Environ(), "GOBIN="+dir)
	c.Stderr = os.Stderr
	return path, c.Run()
})

// TestExternalLitestreamBringsBackWhatWasWritten follows the printed example: the forum is
// killed under load, and comes back from what Litestream copied and from a backup.
func TestExternalLitestreamBringsBackWhatWasWritten(t *testing.T) {
	tool, err := litestream()
	if err != nil {
		t.Fatal(err)
	}
	base := t.TempDir()
	dir, replica, config := filepath.Join(base, "forum"), filepath.Join(base, "replik"), filepath.Join(base, "litestream.yml")
	r := start(t, dir, "--demo", "--demo-password", "ein-langes-passwort", "--no-member-limits")
	text := strings.ReplaceAll(mustRun(t, "print", "litestream", "--data", dir), "/backup/litestream/forum.db", replica)
	if !strings.Contains(text, "path: "+dir+"/forum.db") || strings.Contains(text, "/srv/forum") {
		t.Fatalf("printed is\n%s", text)
	}
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	copier := exec.Command(tool, "replicate", "-config", config)
	if err := copier.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { copier.Process.Kill(); copier.Wait() })
	r.signIn("mitglied@demo.example", "ein-langes-passwort")
	files := filepath.Join(base, "sicherung")
	stop := r.replies(4)
	time.Sleep(3 * time.Second)
	mustRun(t, "backup", "--data", dir, "--to", files) // the files, while Litestream runs
	mustRun(t, "check", "--data", dir)                 // its tables are no defect
	time.Sleep(6 * time.Second)
	died := time.Now()
	r.command.Process.Kill()
	copier.Process.Signal(syscall.SIGKILL)
	all := stop()

	restored := filepath.Join(base, "neu")
	if err := os.Mkdir(restored, 0o700); err != nil {
		t.Fatal(err)
	}
	back := exec.Command(tool, "restore", "-config", config, "-o", filepath.Join(restored, "forum.db"), filepath.Join(dir, "forum.db"))
	out, err := back.CombinedOutput()
	if err != nil {
		t.Fatalf("litestream restore: %v: %s", err, out)
	}
	if err := os.CopyFS(filepath.Join(restored, "anhaenge"), os.DirFS(filepath.Join(files, "anhaenge"))); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("cp", filepath.Join(dir, "schluessel.txt"), restored).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	mustRun(t, "check", "--data", restored, "--contents")
	content, err := os.ReadFile(filepath.Join(restored, "forum.db"))
	if err != nil {
		t.Fatal(err)
	}
	copied := 0
	for _, a := range all {
		if died.Sub(a.at) < 4*time.Second { // on a busy machine; the example says a second
			continue
		}
		if copied++; !strings.Contains(string(content), a.text) {
			t.Errorf("written %s before the end, and lost: %s", died.Sub(a.at), a.text)
		}
	}
	if copied < 20 {
		t.Errorf("only %d replies could be copied", copied)
	}
	start(t, restored)
}
