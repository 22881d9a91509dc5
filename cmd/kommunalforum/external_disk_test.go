//go:build external

package main

import (
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

// smallDisk mounts a file system of 300 MB.
func smallDisk(t *testing.T) string {
	t.Helper()
	disk := t.TempDir()
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=300m"); err != nil {
		t.Fatalf("a small file system needs root: %v", err)
	}
	t.Cleanup(func() { syscall.Unmount(disk, syscall.MNT_DETACH) })
	return disk
}

// fill takes all room of the disk, to the last block.
func fill(t *testing.T, disk string) {
	t.Helper()
	f, err := os.OpenFile(filepath.Join(disk, "other"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for size := 1 << 20; size >= 4096; size /= 16 {
		for err = nil; err == nil; _, err = f.Write(make([]byte, size)) {
		}
	}
}

func (r *running) wait(what string, ok func() bool) {
	r.t.Helper()
	for end := time.Now().Add(time.Minute); !ok(); time.Sleep(200 * time.Millisecond) {
		if time.Now().After(end) {
			r.t.Fatalf("not within a minute: %s", what)
		}
	}
}

// says reports whether /bereit answers with the words.
func (r *running) says(words string) func() bool {
	return func() bool {
		_, body := r.get("/bereit")
		return strings.Contains(body, words)
	}
}

var hidden = regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)"`)

// reply sends the form of the thread, and returns status and body.
func (r *running) reply(thread, text string) (int, string) {
	r.t.Helper()
	_, body := r.get(thread)
	i := strings.Index(body, `action="`+regexp.MustCompile(`/thema/\d+`).FindString(thread)+`/antworten"`)
	if i < 0 {
		r.t.Fatalf("no form for a reply on %s", thread)
	}
	form := url.Values{"text": {text}}
	for _, m := range hidden.FindAllStringSubmatch(body[i:i+strings.Index(body[i:], "</form>")], -1) {
		form.Set(m[1], m[2])
	}
	answer, err := r.client.PostForm(r.address+regexp.MustCompile(`/thema/\d+`).FindString(thread)+"/antworten", form)
	if err != nil {
		r.t.Fatal(err)
	}
	defer answer.Body.Close()
	sent, err := io.ReadAll(answer.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	return answer.StatusCode, string(sent)
}

// reads asks for pages that people read.
func (r *running) reads(when, thread string) {
	r.t.Helper()
	for _, page := range []string{"/", "/bereiche", thread, "/meine", "/suche?q=Wohngeld"} {
		if code, _ := r.get(page); code != http.StatusOK {
			r.t.Errorf("%s, %s is answered with %d", when, page, code)
		}
	}
	if code, _ := r.get("/healthz"); code != http.StatusOK {
		r.t.Errorf("%s, /healthz is answered with %d", when, code)
	}
}

// TestExternalFullDiskLetsPeopleRead fills the disk of a running forum to the last block,
// kills it, starts it, stops it, starts it, and makes room. Then it cuts the index.
func TestExternalFullDiskLetsPeopleRead(t *testing.T) {
	disk := smallDisk(t)
	dir := filepath.Join(disk, "forum")
	const password = "ein-langes-passwort"
	r := start(t, dir, "--demo", "--demo-password", password)
	r.signIn("mitglied@demo.example", password)
	r.wait("the index is complete", r.says("Suchindex: ok"))
	_, list := r.get("/bereiche/bauen-wohnen")
	thread := regexp.MustCompile(`/thema/\d+[a-z0-9-]*`).FindString(list)

	fill(t, disk)
	r.wait("the disk is full", r.says("Der Datenträger ist voll"))
	fill(t, disk) // what the reserve gave, too
	r.reads("on a full disk", thread)
	text := "Dieser Satz darf nicht verloren gehen."
	if code, body := r.reply(thread, text); code != http.StatusServiceUnavailable || !strings.Contains(body, text) {
		t.Errorf("a reply is answered with %d", code)
	}

	jar := r.client.Jar
	restart := func(when string, signal syscall.Signal) {
		t.Helper()
		r.command.Process.Signal(signal)
		r.command.Wait()
		fill(t, disk)
		r = start(t, dir)
		r.client.Jar = jar // cookies know no ports
		r.reads(when, thread)
		if code, body := r.reply(thread, text); code != http.StatusServiceUnavailable || !strings.Contains(body, text) {
			t.Errorf("%s, a reply is answered with %d", when, code)
		}
	}
	restart("started after it was killed", syscall.SIGKILL)
	restart("started after it was stopped", syscall.SIGTERM)

	if err := os.Remove(filepath.Join(disk, "other")); err != nil {
		t.Fatal(err)
	}
	r.wait("everything goes on", func() bool { return !r.says("nicht bereit")() })
	if code, _ := r.reply(thread, text); code != http.StatusOK { // of the thread, to which it leads
		t.Errorf("once there is room, a reply is answered with %d", code)
	}

	segments, err := filepath.Glob(filepath.Join(dir, "search", "*", "store", "*.zap"))
	if err != nil || len(segments) == 0 {
		t.Fatalf("no index: %v", err)
	}
	for _, s := range segments {
		if err := os.Truncate(s, 0); err != nil {
			t.Fatal(err)
		}
	}
	if code, _ := r.reply(thread, "Und noch einer, während der Suchindex keiner ist."); code != http.StatusOK {
		t.Errorf("with a cut index, a reply is answered with %d", code)
	}
	r.reads("with a cut index", thread)
	r.wait("the index is built again", func() bool {
		_, body := r.get("/suche?q=Wohngeld")
		return strings.Contains(body, "Treffer") && !strings.Contains(body, "wird gerade aufgebaut")
	})
}
