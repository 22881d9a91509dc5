package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"path/filepath"
	"sync/atomic"
	"time"

	"golang.org/x/crypto/acme"
	"golang.org/x/crypto/acme/autocert"

	"kommunalforum/internal/app"
	"kommunalforum/internal/config"
)

// tlsFlags are the flags of a forum that encrypts by itself, without a proxy.
type tlsFlags struct {
	Cert          string       `name:"tls-cert" placeholder:"DATEI" help:"Zertifikat mit seiner Kette (PEM): Das Forum spricht dann selbst HTTPS und braucht --base-url mit https://. SIGHUP liest es neu."`
	Key           string       `name:"tls-key" placeholder:"DATEI" help:"Schlüssel zu --tls-cert (PEM)."`
	ACME          bool         `name:"acme" help:"Zertifikate selbst beziehen (ACME, TLS-ALPN-01); der Name aus --base-url muss auf Port 443 zu diesem Programm führen. Damit stimmen Sie den Bedingungen der Zertifizierungsstelle zu."`
	ACMEDirectory string       `name:"acme-directory" placeholder:"URL" help:"Verzeichnis der Zertifizierungsstelle; ohne Angabe das von Let’s Encrypt."`
	certificate   *certificate `kong:"-"`
}

func (f tlsFlags) encrypts() bool { return f.Cert != "" || f.ACME }

// judgeTLS says what cannot work.
func (f tlsFlags) judgeTLS(base config.BaseURL) error {
	var wrong config.Problems
	if (f.Cert == "") != (f.Key == "") {
		wrong.Add(errors.New("--tls-cert und --tls-key brauchen einander."))
	} else if f.Cert != "" {
		_, err := readCertificate(f.Cert, f.Key)
		wrong.Add(err)
	}
	if f.Cert != "" && f.ACME {
		wrong.Add(errors.New("--tls-cert und --acme schließen einander aus."))
	}
	if f.encrypts() && !base.TLS() {
		wrong.Add(errors.New("--tls-cert und --acme brauchen --base-url mit https://."))
	}
	if f.ACMEDirectory != "" && !f.ACME {
		wrong.Add(errors.New("--acme-directory gilt nur zusammen mit --acme."))
	}
	return wrong.Err()
}

// certificate is one that is read from files, and read again when it was renewed.
type certificate struct {
	now atomic.Pointer[tls.Certificate]
}

func readCertificate(cert, key string) (*tls.Certificate, error) {
	c, err := tls.LoadX509KeyPair(cert, key)
	if err != nil {
		return nil, fmt.Errorf("--tls-cert und --tls-key gehen nicht: Die Dateien lassen sich nicht lesen, oder sie passen nicht zusammen (%v).", err)
	}
	return &c, nil
}

// load reads the files. On an error the former certificate stays.
func (c *certificate) load(f tlsFlags, log *slog.Logger) error {
	read, err := readCertificate(f.Cert, f.Key)
	if err != nil {
		return err
	}
	c.now.Store(read)
	log.Info("certificate read", "until", read.Leaf.NotAfter.UTC().Format(time.RFC3339))
	if time.Now().After(read.Leaf.NotAfter) {
		log.Warn("the certificate has expired", "until", read.Leaf.NotAfter.UTC().Format(time.RFC3339))
	}
	return nil
}

// encrypt makes the listener one that speaks TLS, if the flags say so.
func (f *tlsFlags) encrypt(_ context.Context, c config.Config, log *slog.Logger, l net.Listener) (net.Listener, error) {
	conf := &tls.Config{MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"}}
	switch {
	case f.Cert != "":
		f.certificate = &certificate{}
		if err := f.certificate.load(*f, log); err != nil {
			return nil, err
		}
		conf.GetCertificate = func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return f.certificate.now.Load(), nil }
	case f.ACME:
		m := &autocert.Manager{Prompt: autocert.AcceptTOS, HostPolicy: autocert.HostWhitelist(c.BaseURL.Hostname()),
			Cache: autocert.DirCache(filepath.Join(c.Data, app.ACMEName)), Email: c.Site.Contact}
		if f.ACMEDirectory != "" {
			m.Client = &acme.Client{DirectoryURL: f.ACMEDirectory}
		}
		conf.GetCertificate, conf.NextProtos = m.GetCertificate, append(conf.NextProtos, acme.ALPNProto)
	default:
		return l, nil
	}
	return tls.NewListener(l, conf), nil
}
