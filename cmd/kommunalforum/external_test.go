//go:build external

package main

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// binary builds the program as make does.
var binary = sync.OnceValues(func() (string, error) {
	path := filepath.Join("..", "..", "bin", "kommunalforum-external")
	out, err := exec.Command("go", "build", "-o", path, ".").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return filepath.Abs(path)
})

// running is a process that serves.
type running struct {
	t       *testing.T
	command *exec.Cmd
	address string
	said    string // what it printed before it served
	client  *http.Client
}

// start runs the binary on the folder and waits until it serves.
func start(t *testing.T, dir string, args ...string) *running {
	t.Helper()
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	r := &running{t: t, command: exec.Command(path, append([]string{"serve", "--data", dir, "--listen", "127.0.0.1:0"}, args...)...)}
	r.command.Stderr = io.Discard
	out, err := r.command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := r.command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.command.Process.Kill(); r.command.Wait() })
	address := regexp.MustCompile(`läuft: (http://[\d.]+:\d+)`)
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		r.said += lines.Text() + "\n"
		if m := address.FindStringSubmatch(lines.Text()); m != nil {
			r.address = m[1]
			go io.Copy(io.Discard, out)
			break
		}
	}
	if r.address == "" {
		t.Fatalf("it does not serve: %s", r.said)
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	r.client = &http.Client{Jar: jar, Timeout: 20 * time.Second}
	return r
}

func (r *running) get(path string) (int, string) {
	r.t.Helper()
	answer, err := r.client.Get(r.address + path)
	if err != nil {
		r.t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	return answer.StatusCode, string(body)
}

func (r *running) signIn(email, password string) {
	r.t.Helper()
	answer, err := r.client.PostForm(r.address+"/anmelden", url.Values{"email": {email}, "passwort": {password}})
	if err != nil {
		r.t.Fatal(err)
	}
	answer.Body.Close()
	if code, body := r.get("/konto"); code != http.StatusOK || !strings.Contains(body, email) {
		r.t.Fatalf("not signed in as %s: %d", email, code)
	}
}

func TestExternalDemoStartsPrintsItsLoginsAndStopsCleanly(t *testing.T) {
	dir := t.TempDir()
	r := start(t, dir, "--demo")
	password := regexp.MustCompile(`[a-z2-7]{4}(-[a-z2-7]{4}){3}`).FindString(r.said)
	if password == "" {
		t.Fatalf("no password in %s", r.said)
	}
	for _, who := range []string{"mitglied", "moderation", "programm", "verwaltung"} {
		if !strings.Contains(r.said, who+"@demo.example") {
			t.Errorf("%s is not among the logins", who)
		}
	}
	r.signIn("mitglied@demo.example", password)
	if err := r.command.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := r.command.Wait(); err != nil {
		t.Errorf("stopped with %v", err)
	}
	path, _ := binary()
	if out, err := exec.Command(path, "check", "--data", dir).CombinedOutput(); err != nil {
		t.Errorf("check: %v: %s", err, out)
	}
	// The same folder again keeps its world and prints no password.
	if again := start(t, dir, "--demo"); strings.Contains(again.said, password) {
		t.Error("the password was printed twice")
	}
}

// TestExternalAcknowledgedPostsSurviveKilling kills the process while replies
// are written, and looks for each that was acknowledged.
func TestExternalAcknowledgedPostsSurviveKilling(t *testing.T) {
	dir := t.TempDir()
	r := start(t, dir, "--demo", "--demo-password", "ein-langes-passwort")
	r.signIn("mitglied@demo.example", "ein-langes-passwort")
	_, list := r.get("/bereiche/bauen-wohnen")
	thread := regexp.MustCompile(`/thema/(\d+)-`).FindStringSubmatch(list)
	if thread == nil {
		t.Fatal("no thread in the demo world")
	}
	var acknowledged []string
	kill := time.AfterFunc(1500*time.Millisecond, func() { r.command.Process.Kill() })
	defer kill.Stop()
	for n := 0; ; n++ {
		text := fmt.Sprintf("Überlebender Beitrag %d.", n)
		answer, err := r.client.PostForm(r.address+"/thema/"+thread[1]+"/antworten", url.Values{"text": {text}, "aktion": {"senden"}})
		if err != nil {
			break // killed
		}
		answer.Body.Close()
		if answer.StatusCode == http.StatusOK { // after the redirect
			acknowledged = append(acknowledged, text)
		}
	}
	r.command.Wait()
	if len(acknowledged) < 5 {
		t.Fatalf("only %d replies were acknowledged before the kill", len(acknowledged))
	}
	again := start(t, dir, "--demo")
	again.signIn("mitglied@demo.example", "ein-langes-passwort")
	var all strings.Builder
	for page := 1; page <= len(acknowledged)/20+3; page++ {
		_, body := again.get(fmt.Sprintf("/thema/%s-x?seite=%d", thread[1], page))
		all.WriteString(body)
	}
	for _, text := range acknowledged {
		if !strings.Contains(all.String(), text) {
			t.Errorf("lost: %s", text)
		}
	}
	last := strings.TrimSuffix(strings.Fields(acknowledged[len(acknowledged)-1])[2], ".")
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(100 * time.Millisecond) {
		_, body := again.get("/suche?q=" + url.QueryEscape("Überlebender Beitrag "+last))
		if strings.Contains(body, "/beitrag/") || strings.Contains(body, "/thema/"+thread[1]) {
			break
		}
		if time.Now().After(end) {
			t.Fatal("the search does not find the last acknowledged reply")
		}
	}
}
