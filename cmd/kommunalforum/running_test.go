package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// kept is an output that a test reads while it is written.
type kept struct {
	mu   sync.Mutex
	text strings.Builder
}

func (k *kept) Write(p []byte) (int, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.text.Write(p)
}

func (k *kept) String() string {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.text.String()
}

// wait waits until it says the words.
func (k *kept) wait(t *testing.T, words string) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); !strings.Contains(k.String(), words); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("not said: %s in\n%s", words, k)
		}
	}
}

// whileServing runs serve until end is called, which returns its status.
func whileServing(t *testing.T, args ...string) (said *kept, end func() int) {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	said = &kept{}
	status := make(chan int, 1)
	go func() {
		status <- forum.Run(ctx, append([]string{"serve"}, args...), strings.NewReader(""), said, said)
	}()
	end = sync.OnceValue(func() int {
		stop()
		return <-status
	})
	t.Cleanup(func() { end() })
	said.wait(t, "Das Forum läuft")
	return said, end
}

// TestClientsThatNeverFinishDoNotKeepTheForumFromEnding holds requests open in each part.
func TestClientsThatNeverFinishDoNotKeepTheForumFromEnding(t *testing.T) {
	address := free(t)
	said, end := whileServing(t, "--data", t.TempDir(), "--listen", address)
	for _, begun := range []string{
		"GET / HTTP/1.1\r\nHost: x",
		"POST /anmelden HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\nemail=a",
		"POST /fragen HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=X\r\nContent-Length: 1000\r\n\r\n--X\r\n",
		"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
	} {
		conn, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		if _, err := io.WriteString(conn, begun); err != nil {
			t.Fatal(err)
		}
	}
	time.Sleep(100 * time.Millisecond) // until the server has read them
	begin := time.Now()
	if status := end(); status != 0 || time.Since(begin) > 10*time.Second {
		t.Errorf("status %d after %v", status, time.Since(begin))
	}
	if log := said.String(); strings.Contains(log, "level=ERROR") || !strings.Contains(log, "status=499") {
		t.Errorf("the log says %s", log)
	}
}

func TestForumListensOnASocketBehindAProxy(t *testing.T) {
	dir := t.TempDir()
	socket := filepath.Join(dir, "forum.sock")
	args := []string{"--data", filepath.Join(dir, "daten"), "--listen", "unix:" + socket, "--base-url", "https://forum.example"}
	said, end := whileServing(t, args...)
	client := http.Client{Transport: &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) {
		return net.Dial("unix", socket)
	}}}
	clients := map[string]bool{}
	for i, from := range []string{"203.0.113.7", "198.51.100.1, 203.0.113.8", "", "unsinn"} {
		r, err := http.NewRequest(http.MethodGet, "http://forum.example/healthz", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("X-Forwarded-For", from)
		r.Header.Set("X-Request-Id", fmt.Sprintf("anfrage-%d", i))
		answer, err := client.Do(r)
		if err != nil || answer.StatusCode != http.StatusOK || answer.Header.Get("X-Request-Id") != fmt.Sprintf("anfrage-%d", i) {
			t.Fatalf("%v, %v", answer, err)
		}
		answer.Body.Close()
		said.wait(t, fmt.Sprintf("request=anfrage-%d", i))
		_, hash, _ := strings.Cut(said.String()[strings.Index(said.String(), fmt.Sprintf("request=anfrage-%d", i)):], "client=")
		hash, _, _ = strings.Cut(hash, "\n")
		clients[hash] = true
	}
	if len(clients) != 3 { // without a client that can be read, all are this machine
		t.Errorf("%d clients are told apart, want 3: %s", len(clients), said)
	}
	if info, err := os.Stat(socket); err != nil || info.Mode().Perm() != 0o660 {
		t.Errorf("the socket: %v, %v", info, err)
	}
	if status, said := command(t, "", append([]string{"serve"}, "--data", t.TempDir(), "--listen", "unix:"+socket, "--base-url",
		"https://forum.example")...); status != 1 || !strings.Contains(said, "schon ein anderes Programm") {
		t.Errorf("a second one: %d %s", status, said)
	}
	end()
	left, err := net.ListenUnix("unix", &net.UnixAddr{Name: socket, Net: "unix"}) // as one that was killed leaves it
	if err != nil {
		t.Fatal(err)
	}
	left.SetUnlinkOnClose(false)
	left.Close()
	_, end = whileServing(t, args...)
	end()
	if err := os.WriteFile(socket, []byte("wichtig"), 0o600); err != nil {
		t.Fatal(err)
	}
	for listen, want := range map[string]string{"unix:" + socket: "kein Socket", "unix:forum.sock": "ganze Pfad",
		"systemd": "keinen Socket übergeben", "unix:" + filepath.Join(dir, "fehlt", "x"): "Ordner"} {
		status, said := command(t, "", "serve", "--data", t.TempDir(), "--listen", listen, "--base-url", "https://forum.example")
		if status != 1 || !strings.Contains(said, want) {
			t.Errorf("%s: %d %s", listen, status, said)
		}
	}
	if status, said := command(t, "", "serve", "--data", t.TempDir(), "--listen", "unix:"+socket); status != 1 ||
		!strings.Contains(said, "--base-url") {
		t.Errorf("without a public address: %d %s", status, said)
	}
}

// makeCertificate writes a certificate for localhost with this number.
func makeCertificate(t *testing.T, cert, key string, number int64) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(number), Subject: pkix.Name{CommonName: "localhost"}, DNSNames: []string{"localhost"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, private.Public(), private)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	for name, block := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: der}, key: {Type: "PRIVATE KEY", Bytes: raw}} {
		if err := os.WriteFile(name, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestCertificateAndLevelAreReloadedOnSIGHUP(t *testing.T) {
	dir := t.TempDir()
	cert, key, address := filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem"), free(t)
	makeCertificate(t, cert, key, 1)
	name := file(t, "log-level = \"info\"\n")
	said, end := whileServing(t, "--data", filepath.Join(dir, "daten"), "--listen", address, "--base-url", "https://localhost", "--tls-cert", cert,
		"--tls-key", key, "--config", name)
	serial := func() int64 {
		conn, err := tls.Dial("tcp", address, &tls.Config{InsecureSkipVerify: true, NextProtos: []string{"h2"}})
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		if p := conn.ConnectionState().NegotiatedProtocol; p != "h2" {
			t.Errorf("HTTP/2 is not offered, but %q", p)
		}
		return conn.ConnectionState().PeerCertificates[0].SerialNumber.Int64()
	}
	hangUp := func() {
		if err := syscall.Kill(os.Getpid(), syscall.SIGHUP); err != nil {
			t.Fatal(err)
		}
	}
	if n := serial(); n != 1 {
		t.Errorf("certificate %d", n)
	}
	makeCertificate(t, cert, key, 2)
	if err := os.WriteFile(name, []byte("log-level = \"warn\"\nclaim = 1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	hangUp()
	said.wait(t, "settings were not reloaded")
	if n := serial(); n != 1 {
		t.Errorf("wrong settings were applied in part: certificate %d", n)
	}
	if err := os.WriteFile(name, []byte("log-level = \"warn\"\ncontact = \"forum@forum.example\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	hangUp()
	said.wait(t, "hold from the next start on")
	if n := serial(); n != 2 {
		t.Errorf("certificate %d", n)
	}
	if log := said.String(); !strings.Contains(log, "settings=[contact]") {
		t.Errorf("the log says %s", log)
	}
	client := http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}
	answer, err := client.Get("https://" + address + "/")
	if err != nil || answer.StatusCode != http.StatusOK || answer.Header.Get("Strict-Transport-Security") == "" {
		t.Errorf("%v, %v", answer, err)
	}
	if strings.Contains(said.String(), "msg=request") {
		t.Error("the level was not changed")
	}
	if status := end(); status != 0 {
		t.Errorf("status %d", status)
	}
	if status, text := command(t, "", "config", "check", "--data", dir, "--tls-cert", key, "--tls-key", key, "--acme"); status != 1 ||
		!strings.Contains(text, "passen nicht zusammen") || !strings.Contains(text, "schließen einander aus") || !strings.Contains(text, "https://") {
		t.Errorf("%d %s", status, text)
	}
}

func TestSystemdIsToldOfReadyAliveAndStopping(t *testing.T) {
	dir := t.TempDir()
	socket := filepath.Join(dir, "notify")
	l, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: socket, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	var told kept
	go func() {
		for b := make([]byte, 1000); ; {
			n, err := l.Read(b)
			if err != nil {
				return
			}
			told.Write(append(b[:n:n], '\n'))
		}
	}()
	t.Setenv("NOTIFY_SOCKET", socket)
	t.Setenv("WATCHDOG_USEC", "100000")
	_, end := whileServing(t, "--data", filepath.Join(dir, "daten"), "--listen", "127.0.0.1:0")
	told.wait(t, "READY=1")
	told.wait(t, "WATCHDOG=1")
	if err := syscall.Kill(os.Getpid(), syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	told.wait(t, "RELOADING=1\nMONOTONIC_USEC=")
	if status := end(); status != 0 {
		t.Errorf("status %d", status)
	}
	told.wait(t, "STOPPING=1")
}

// TestNewKeyInPlaceOfALostOneIsSaid starts three times: a first key is no loss.
func TestNewKeyInPlaceOfALostOneIsSaid(t *testing.T) {
	dir := t.TempDir()
	for i := range 3 {
		if i == 1 {
			if err := os.Remove(filepath.Join(dir, "schluessel.txt")); err != nil {
				t.Fatal(err)
			}
		}
		said, end := whileServing(t, "--data", dir, "--listen", "127.0.0.1:0", "--base-url", "https://forum.example")
		end()
		if warned := strings.Contains(said.String(), "level=WARN msg=\"the key was missing, so a new one was made"); warned != (i == 1) {
			t.Errorf("start %d: %s", i, said)
		}
		if !strings.Contains(said.String(), " (öffentlich unter https://forum.example)\n") {
			t.Errorf("the public address is not said: %s", said)
		}
	}
}
