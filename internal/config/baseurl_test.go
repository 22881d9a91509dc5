package config_test

import (
	"strings"
	"testing"

	"kommunalforum/internal/config"
)

func TestThePublicAddressHasOneForm(t *testing.T) {
	for typed, want := range map[string]config.BaseURL{
		"https://forum.example":           "https://forum.example",
		"HTTPS://Forum.Example":           "https://forum.example",
		"https://forum.example:443":       "https://forum.example",
		"https://forum.example:443/":      "https://forum.example",
		" https://forum.example./ ":       "https://forum.example",
		"https://forum.example:":          "https://forum.example",
		"http://FORUM.example:80//":       "http://forum.example",
		"http://forum.example:443":        "http://forum.example:443",
		"https://forum.example:08443":     "https://forum.example:8443",
		"https://bürger-forum.example":    "https://xn--brger-forum-thb.example",
		"https://Bürger-Forum.example":    "https://xn--brger-forum-thb.example",
		"http://localhost:8080":           "http://localhost:8080",
		"http://127.0.0.1:8080":           "http://127.0.0.1:8080",
		"http://[0:0:0:0:0:0:0:1]:8080":   "http://[::1]:8080",
		"https://xn--brger-forum-thb.DE/": "https://xn--brger-forum-thb.de",
	} {
		if got, err := config.ParseBaseURL(typed); err != nil || got != want {
			t.Errorf("%q is %q, %v; want %q", typed, got, err, want)
		}
		conf := valid()
		if conf.BaseURL = config.BaseURL(typed); (conf.Validate() == nil) != (conf.BaseURL == want) {
			t.Errorf("%q without having been read: %v", typed, conf.Validate())
		}
	}
}

func TestOtherPublicAddressesAreRefusedWithASentence(t *testing.T) {
	for typed, why := range map[string]string{
		"https://user:geheim@forum.example": "Zugangsdaten", "https://user@forum.example": "Zugangsdaten",
		"https://user:geheim@forum example": "Zugangsdaten",
		"https://forum.example/unter":       "Pfad", "https://forum.example?x=1": "?", "https://forum.example/?": "?", "https://forum.example#": "#",
		"https://forum.example/#teil": "#", "ftp://forum.example": "https://", "forum.example": "https://", "//forum.example": "https://",
		"":                    "https://",
		"https:forum.example": "Name des Servers fehlt", "https://": "Name des Servers fehlt", "https://:443": "Name des Servers fehlt",
		"https://forum.example:0": "Port", "https://forum.example:70000": "Port", "https://forum.example:x": "keine Adresse",
		"https://fo_rum.example": "nicht gültig", "https://-.example": "nicht gültig", "https://a..example": "nicht gültig",
		"https://127.1": "nicht gültig", "https://0x7f000001": "nicht gültig", "https://1.2.3.4.5": "nicht gültig",
		"https://[fe80::1%25eth0]": "nicht gültig",
		"https://forum example":    "keine Adresse", "https://*.example": "nicht gültig",
	} {
		got, err := config.ParseBaseURL(typed)
		if err == nil || got != "" || !strings.Contains(err.Error(), why) || strings.Contains(err.Error(), "geheim") {
			t.Errorf("%q is %q, %v", typed, got, err)
		}
	}
}

func TestOtherAddressesThatCannotWorkAreRefused(t *testing.T) {
	smtp := func(host string) func(*config.Config) {
		return func(c *config.Config) { c.Mail = config.Mail{Host: host, From: "forum@example.org"} }
	}
	listen := func(at string) func(*config.Config) { return func(c *config.Config) { c.Listen = at } }
	proxy := func(p string) func(*config.Config) {
		return func(c *config.Config) { c.TrustedProxies = []string{p} }
	}
	issuer := func(at string) func(*config.Config) {
		return func(c *config.Config) {
			c.Providers = []config.Provider{{Key: "land", Name: "Land", Issuer: at, ClientID: "forum", Secret: "x"}}
		}
	}
	for name, c := range map[string]struct {
		change func(*config.Config)
		ok     bool
	}{
		"port":                   {listen(":8080"), true},
		"name and port":          {listen("localhost:8080"), true},
		"free port":              {listen("127.0.0.1:0"), true},
		"IPv6":                   {listen("[::1]:8080"), true},
		"no port":                {listen("localhost"), false},
		"address of a page":      {listen("http://localhost:8080"), false},
		"port beyond the ports":  {listen("localhost:80800"), false},
		"port by name":           {listen("localhost:http"), false},
		"proxy":                  {proxy("10.0.0.1"), true},
		"network":                {proxy("10.0.0.0/24"), true},
		"everybody":              {proxy("0.0.0.0/0"), false},
		"everybody, IPv6":        {proxy("::/0"), false},
		"proxy by name":          {proxy("proxy.example"), false},
		"proxy with a zone":      {proxy("fe80::1%eth0"), false},
		"no proxy":               {proxy(""), false},
		"mail server":            {smtp("mail.example"), true},
		"mail server by number":  {smtp("192.0.2.1"), true},
		"mail server and port":   {smtp("mail.example:587"), false},
		"mail server as address": {smtp("smtp://mail.example"), false},
		"mail server of spaces":  {smtp(" "), false},
		"issuer":                 {issuer("https://id.example/realms/land"), true},
		"issuer and password":    {issuer("https://user:geheim@id.example"), false},
		"issuer and query":       {issuer("https://id.example?x=1"), false},
		"issuer in capitals":     {issuer("HTTPS://id.example"), false},
		"security page":          {func(c *config.Config) { c.Site.Security = "HTTPS://example.org/melden" }, false},
		"partner and password": {func(c *config.Config) {
			_, err := config.ParsePartners([]string{"Land=https://user:geheim@example.org"})
			if err != nil {
				c.Data = ""
			}
		}, false},
	} {
		conf := valid()
		c.change(&conf)
		if err := conf.Validate(); (err == nil) != c.ok {
			t.Errorf("%s: %v", name, err)
		}
	}
}
