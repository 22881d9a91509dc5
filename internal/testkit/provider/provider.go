// Package provider runs an identity provider for tests on a local port: npm's
// oidc-provider, certified by the OpenID Foundation. Signing in there as anna means
// anna@stadt.example; see provider.js.
package provider

import (
	"bufio"
	"bytes"
	"embed"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"strings"
	"testing"

	"kommunalforum/internal/config"
)

//go:embed package.json package-lock.json provider.js
var files embed.FS

// Key is under which the forum knows the provider.
const Key = "probe"

const secret = "ein-geheimnis-fuer-die-probe"

// Provider is a running provider.
type Provider struct {
	Config config.Provider // by which a forum knows it
	node   *exec.Cmd
}

// Start installs the provider and starts it for a forum at the address. It stops
// at the end of the test. Without node and npm the test fails.
func Start(t testing.TB, forum string) *Provider {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, fs.FS(files)); err != nil {
		t.Fatal(err)
	}
	install := exec.Command("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts")
	install.Dir = dir
	if out, err := install.CombinedOutput(); err != nil {
		t.Fatalf("this test needs node and npm (Debian: apt-get install nodejs npm): %v\n%s", err, out)
	}
	p := &Provider{node: exec.Command("node", "provider.js", forum+"/anmelden/mit/"+Key+"/zurueck", secret)}
	var said bytes.Buffer
	p.node.Dir, p.node.Stderr = dir, &said
	out, err := p.node.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.node.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Stop)
	issuer := ""
	for lines := bufio.NewScanner(out); issuer == "" && lines.Scan(); {
		if strings.HasPrefix(lines.Text(), "http://") {
			issuer = lines.Text()
		}
	}
	if issuer == "" {
		p.Stop()
		t.Fatalf("the provider does not start:\n%s", said.String())
	}
	go io.Copy(io.Discard, out)
	p.Config = config.Provider{Key: Key, Name: "Probe-Konto", Issuer: issuer, ClientID: "forum", Secret: secret, Domains: []string{"stadt.example"}}
	return p
}

// Stop ends the provider, as when it is down; a second time changes nothing.
func (p *Provider) Stop() {
	if p.node.ProcessState == nil {
		p.node.Process.Kill()
		p.node.Wait()
	}
}
