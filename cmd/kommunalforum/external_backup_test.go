//go:build external

package main

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// run runs the binary and returns what it said.
func run(t *testing.T, args ...string) (said string, err error) {
	t.Helper()
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(path, args...).CombinedOutput()
	return string(out), err
}

func mustRun(t *testing.T, args ...string) string {
	t.Helper()
	said, err := run(t, args...)
	if err != nil {
		t.Fatalf("%v: %v: %s", args, err, said)
	}
	return said
}

// replies has as many as there are writers reply to a thread until stop is called, which
// returns the texts that were acknowledged before the time that is asked for.
func (r *running) replies(writers int) (stop func() []acknowledged) {
	_, list := r.get("/bereiche/bauen-wohnen")
	thread := regexp.MustCompile(`/thema/(\d+)-`).FindStringSubmatch(list)
	if thread == nil {
		r.t.Fatal("no thread in the demo world")
	}
	var mu sync.Mutex
	var all []acknowledged
	end := make(chan struct{})
	var done sync.WaitGroup
	client := &http.Client{Jar: r.client.Jar, Timeout: 20 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	for writer := range writers {
		done.Go(func() {
			for n := 0; ; n++ {
				select {
				case <-end:
					return
				default:
				}
				text := fmt.Sprintf("Antwort %d von %d unter Last.", n, writer)
				answer, err := client.PostForm(r.address+"/thema/"+thread[1]+"/antworten", url.Values{"text": {text}, "aktion": {"senden"}})
				if err != nil {
					return // it was killed
				}
				answer.Body.Close()
				if answer.StatusCode == http.StatusSeeOther {
					mu.Lock()
					all = append(all, acknowledged{text, time.Now()})
					mu.Unlock()
				}
			}
		})
	}
	return func() []acknowledged {
		close(end)
		done.Wait()
		return all
	}
}

// acknowledged is a reply, and when it was known to be written.
type acknowledged struct {
	text string
	at   time.Time
}

// TestExternalBackupsUnderLoadHoldWhatWasAcknowledged backs a serving forum up while eight
// write, kills some of the backups, and looks in what is restored for each reply that was
// acknowledged before the backup began.
func TestExternalBackupsUnderLoadHoldWhatWasAcknowledged(t *testing.T) {
	dir, base := filepath.Join(t.TempDir(), "forum"), t.TempDir()
	r := start(t, dir, "--demo", "--demo-password", "ein-langes-passwort", "--no-member-limits")
	r.signIn("mitglied@demo.example", "ein-langes-passwort")
	stop := r.replies(8)
	for _, name := range []string{"sicherung", "sicherung.tar"} {
		for range 3 {
			to := filepath.Join(base, name)
			killSome(t, 4, "backup", "--data", dir, "--to", to)
			if _, err := os.Stat(to); err == nil {
				mustRun(t, "check", "--backup", to)
			}
			mustRun(t, "backup", "--data", dir, "--to", to)
			mustRun(t, "check", "--backup", to)
		}
	}
	began := time.Now()
	to := filepath.Join(base, "letzte")
	mustRun(t, "backup", "--data", dir, "--to", to)
	all := stop()
	restored := filepath.Join(base, "neu")
	killSome(t, 6, "restore", "--data", restored, "--from", to)
	if _, err := os.Stat(filepath.Join(restored, "forum.db")); err != nil {
		mustRun(t, "restore", "--data", restored, "--from", to)
	}
	mustRun(t, "check", "--data", restored, "--contents")
	content, err := os.ReadFile(filepath.Join(restored, "forum.db"))
	if err != nil {
		t.Fatal(err)
	}
	before := 0
	for _, a := range all {
		if a.at.Before(began) {
			before++
			if !strings.Contains(string(content), a.text) {
				t.Errorf("acknowledged and not in the backup: %s", a.text)
			}
		}
	}
	if before < 20 {
		t.Errorf("only %d replies were written before the backup", before)
	}
	left, _ := filepath.Glob(filepath.Join(base, "*"))
	if len(left) != 4 {
		t.Errorf("beside the backups there are %v", left)
	}
	start(t, restored)
}

// killSome runs the binary and kills it at a random moment.
func killSome(t *testing.T, times int, args ...string) {
	t.Helper()
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	for range times {
		c := exec.Command(path, args...)
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		kill := time.AfterFunc(time.Duration(20+rand.IntN(300))*time.Millisecond, func() { c.Process.Kill() })
		_ = c.Wait() // it may have been faster
		kill.Stop()
	}
}

// TestExternalFullDiskLeavesTheFormerBackup fills the disk while a backup is made, and
// tells of too little room before.
func TestExternalFullDiskLeavesTheFormerBackup(t *testing.T) {
	dir, base := filepath.Join(t.TempDir(), "forum"), t.TempDir()
	r := start(t, dir, "--demo")
	path, _ := binary()
	for _, name := range []string{"sicherung", "sicherung.tar"} {
		to := filepath.Join(base, name)
		mustRun(t, "backup", "--data", dir, "--to", to)
		before := mustRun(t, "check", "--backup", to)
		// No file may become larger than 1 MB: that is what a full disk looks like.
		full := exec.Command("sh", "-c", `ulimit -f 1000; trap '' XFSZ; exec "$@"`, "sh", path, "backup", "--data", dir, "--to", to)
		out, err := full.CombinedOutput()
		if err == nil || strings.Contains(string(out), "ist vollständig") {
			t.Errorf("%s: it ended well: %s", name, out)
		}
		if after := mustRun(t, "check", "--backup", to); after != before {
			t.Errorf("%s: the former backup is another one:\n%s", name, after)
		}
	}
	mount := t.TempDir()
	said := onMount(t, mount, "3m", "true", "backup", "--data", dir, "--to", filepath.Join(mount, "sicherung"))
	if !strings.Contains(said, "zu wenig Platz") || !strings.Contains(said, "frei sind") {
		t.Errorf("on a small disk: %s", said)
	}
	said = onMount(t, mount, "3m", "true", "restore", "--data", filepath.Join(mount, "neu"), "--from", filepath.Join(base, "sicherung.tar"))
	if !strings.Contains(said, "zu wenig Platz") {
		t.Errorf("restoring to a small disk: %s", said)
	}
	r.command.Process.Signal(syscall.SIGTERM)
}
