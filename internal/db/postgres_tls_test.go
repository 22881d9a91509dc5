//go:build postgres

package db_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/binary"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"kommunalforum/internal/db"
)

// TestServerMustProveWhoItIs connects over TLS, as OPERATING.md advises: to a server
// whose certificate is of the right authority and for the right name, and to others.
func TestServerMustProveWhoItIs(t *testing.T) {
	t.Parallel()
	ours, others := newAuthority(t), newAuthority(t)
	source := emptySource(t)
	port := inTLS(t, source, ours.certificate(t, "localhost"))
	for name, c := range map[string]struct {
		host, authority string
		refused         string
	}{
		"right":           {"localhost", ours.file, ""},
		"other name":      {"127.0.0.1", ours.file, "cannot validate certificate for 127.0.0.1"},
		"other authority": {"localhost", others.file, "unknown authority"},
	} {
		address := url.URL{Scheme: "postgres", User: url.User("forum"), Host: net.JoinHostPort(c.host, port), Path: nameOf(t, source),
			RawQuery: url.Values{"sslmode": {"verify-full"}, "sslrootcert": {c.authority}}.Encode()}
		if err := db.CheckAddress(address.String()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		d, err := db.Open(t.Context(), address.String(), db.Options{})
		switch {
		case err != nil && (c.refused == "" || !strings.Contains(err.Error(), c.refused) || !strings.Contains(err.Error(), "nicht erreichbar")):
			t.Errorf("%s: %v", name, err)
		case err == nil:
			if c.refused != "" {
				t.Errorf("%s: was taken", name)
			}
			do(t, d, `INSERT INTO job (kind, requested_at) VALUES ('x', 0)`)
			d.Close()
		}
	}
}

// authority signs certificates.
type authority struct {
	file string // its own
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

func newAuthority(t *testing.T) authority {
	t.Helper()
	a := authority{file: filepath.Join(t.TempDir(), "ca.pem")}
	a.cert = &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageCertSign}
	var der []byte
	der, a.key = sign(t, a.cert, a.cert, nil)
	content := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	if err := os.WriteFile(a.file, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return a
}

func (a authority) certificate(t *testing.T, name string) tls.Certificate {
	t.Helper()
	der, key := sign(t, &x509.Certificate{SerialNumber: big.NewInt(2), NotAfter: time.Now().Add(time.Hour), DNSNames: []string{name}}, a.cert, a.key)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

// sign makes a key and its certificate, signed by by, or by the key itself when that
// is nil.
func sign(t *testing.T, c, parent *x509.Certificate, by *ecdsa.PrivateKey) ([]byte, *ecdsa.PrivateKey) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if by == nil {
		by = key
	}
	der, err := x509.CreateCertificate(rand.Reader, c, parent, &key.PublicKey, by)
	if err != nil {
		t.Fatal(err)
	}
	return der, key
}

// nameOf returns the path of an address: the name of the database.
func nameOf(t *testing.T, source string) string {
	t.Helper()
	u, err := url.Parse(source)
	if err != nil {
		t.Fatal(err)
	}
	return u.Path
}

// sslRequest is what a client sends before anything else to begin with TLS; see
// „Message Formats“ in PostgreSQL's documentation.
const sslRequest = 80877103

// inTLS listens on a port of localhost for connections over TLS, and for no others,
// and passes them on to the socket of the source's server.
func inTLS(t *testing.T, source string, certificate tls.Certificate) (port string) {
	t.Helper()
	u, err := url.Parse(source)
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	t.Cleanup(func() { l.Close(); all.Wait() })
	serve := func(client net.Conn) {
		defer client.Close()
		var begin [8]byte
		if _, err := io.ReadFull(client, begin[:]); err != nil || binary.BigEndian.Uint32(begin[4:]) != sslRequest {
			return
		}
		client.Write([]byte{'S'})
		inside := tls.Server(client, &tls.Config{Certificates: []tls.Certificate{certificate}})
		if inside.Handshake() != nil {
			return
		}
		server, err := net.Dial("unix", filepath.Join(u.Query().Get("host"), ".s.PGSQL.5432"))
		if err != nil {
			return
		}
		defer server.Close()
		go func() { io.Copy(server, inside); server.Close() }()
		io.Copy(inside, server)
	}
	all.Go(func() {
		for {
			client, err := l.Accept()
			if err != nil {
				return
			}
			all.Go(func() { serve(client) })
		}
	})
	_, port, _ = net.SplitHostPort(l.Addr().String())
	return port
}
