//go:build external

package main

import (
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestPrintedNginxLeadsToTheForumExternal starts nginx with the printed example before a
// forum on a socket.
func TestPrintedNginxLeadsToTheForumExternal(t *testing.T) {
	nginx, err := exec.LookPath("nginx")
	if err != nil {
		t.Fatal("nginx is missing: apt-get install nginx-light")
	}
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o755); err != nil { // nginx works under another account
		t.Fatal(err)
	}
	socket := filepath.Join(dir, "forum.sock")
	makeCertificate(t, filepath.Join(dir, "fullchain.pem"), filepath.Join(dir, "privkey.pem"), 1)
	said, end := whileServing(t, "--data", filepath.Join(dir, "daten"), "--listen", "unix:"+socket, "--base-url", "https://forum.example")
	defer end()
	site, plain := free(t), free(t)
	_, sitePort, _ := net.SplitHostPort(site)
	_, plainPort, _ := net.SplitHostPort(plain)
	text := strings.NewReplacer("listen 443", "listen "+sitePort, "listen [::]:443", "# ", "listen 80", "listen "+plainPort, "listen [::]:80", "# ",
		"server 127.0.0.1:8080", "server unix:"+socket, "/etc/ssl/forum.example", dir).Replace(printed(t, "nginx"))
	conf := filepath.Join(dir, "nginx.conf")
	whole := "user root;\npid " + dir + "/pid;\nerror_log stderr;\nevents {}\nhttp {\naccess_log off;\n"
	for _, kind := range []string{"client_body", "proxy", "fastcgi", "uwsgi", "scgi"} {
		whole += kind + "_temp_path " + dir + "/" + kind + ";\n"
	}
	whole += text + "}\n"
	if err := os.WriteFile(conf, []byte(whole), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(nginx, "-t", "-q", "-p", dir, "-c", conf).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	running := exec.Command(nginx, "-p", dir, "-c", conf, "-g", "daemon off;")
	if err := running.Start(); err != nil {
		t.Fatal(err)
	}
	defer running.Wait()
	defer running.Process.Signal(os.Interrupt)
	client := http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}
	var answer *http.Response
	for range 100 {
		if answer, err = client.Get("https://" + site + "/"); err == nil {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	if err != nil {
		t.Fatal(err)
	}
	page, err := io.ReadAll(answer.Body)
	answer.Body.Close()
	id := answer.Header.Get("X-Request-Id")
	if err != nil || answer.StatusCode != http.StatusOK || !strings.Contains(string(page), "Kommunalforum") || len(id) != 32 {
		t.Errorf("%d, id %q, %v", answer.StatusCode, id, err)
	}
	said.wait(t, "request="+id) // the id of nginx
}

// TestReleaseIsTheSameInAnotherFolderExternal builds with what is cached; make
// reproducible alone begins from nothing.
func TestReleaseIsTheSameInAnotherFolderExternal(t *testing.T) {
	cache, err := exec.Command("go", "env", "GOCACHE").Output()
	if err != nil {
		t.Fatal(err)
	}
	build := exec.Command("make", "-C", "../..", "--no-print-directory", "reproducible", "CACHE="+strings.TrimSpace(string(cache)), "VERSION=probe")
	if out, err := build.CombinedOutput(); err != nil {
		t.Errorf("%v: %s", err, out)
	}
}

func TestPrintedUnitsAreRightExternal(t *testing.T) {
	verify, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Fatal("systemd-analyze is missing: apt-get install systemd")
	}
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, to := range map[string]string{"systemd": "kommunalforum.service", "systemd-socket": "kommunalforum.socket"} {
		text := strings.ReplaceAll(printed(t, name), "/usr/local/bin/kommunalforum", path)
		if err := os.WriteFile(filepath.Join(dir, to), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	out, err := exec.Command(verify, "verify", "--man=no", filepath.Join(dir, "kommunalforum.service"),
		filepath.Join(dir, "kommunalforum.socket")).CombinedOutput()
	if err != nil || strings.Contains(string(out), "kommunalforum.s") {
		t.Errorf("%v: %s", err, out)
	}
}

// TestSystemdHandsOverASocketExternal starts the program as systemd does.
func TestSystemdHandsOverASocketExternal(t *testing.T) {
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	socket, err := l.(*net.TCPListener).File()
	if err != nil {
		t.Fatal(err)
	}
	defer socket.Close()
	for _, name := range []string{"systemd", "systemd:site", "systemd:anders"} {
		said := &kept{}
		run := exec.Command("sh", "-c", `LISTEN_PID=$$ LISTEN_FDS=1 LISTEN_FDNAMES=site exec "$0" "$@"`, path, "serve", "--data", t.TempDir(),
			"--base-url", "http://forum.example", "--listen", name)
		run.Stdout, run.Stderr, run.ExtraFiles = said, said, []*os.File{socket}
		if err := run.Start(); err != nil {
			t.Fatal(err)
		}
		if name == "systemd:anders" {
			if err := run.Wait(); err == nil || !strings.Contains(said.String(), "sondern site") {
				t.Errorf("%v: %s", err, said)
			}
			continue
		}
		said.wait(t, "Das Forum läuft")
		answer, err := http.Get("http://" + l.Addr().String() + "/healthz")
		if err != nil || answer.StatusCode != http.StatusOK {
			t.Errorf("%s: %v, %v", name, answer, err)
		}
		run.Process.Signal(os.Interrupt)
		if err := run.Wait(); err != nil {
			t.Errorf("%s: %v: %s", name, err, said)
		}
	}
}
