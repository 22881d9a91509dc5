package config_test

import (
	"testing"

	"kommunalforum/internal/config"
)

func TestMailThatCannotLeaveIsRefusedAtTheStart(t *testing.T) {
	server := config.Mail{Host: "mail.example", From: "Forum <forum@example.org>"}
	for name, c := range map[string]struct {
		change func(*config.Mail)
		ok     bool
	}{
		"server":                 {func(*config.Mail) {}, true},
		"nothing":                {func(m *config.Mail) { *m = config.Mail{} }, true},
		"folder":                 {func(m *config.Mail) { *m = config.Mail{Folder: "post"} }, true},
		"both":                   {func(m *config.Mail) { m.Folder = "post" }, false},
		"no sender":              {func(m *config.Mail) { m.From = "" }, false},
		"sender is no address":   {func(m *config.Mail) { m.From = "forum" }, false},
		"sender with a header":   {func(m *config.Mail) { m.From = "forum@example.org\r\nBcc: x@example.org" }, false},
		"signed in":              {func(m *config.Mail) { m.User, m.Password = "u", "p" }, true},
		"signed in in clear":     {func(m *config.Mail) { m.User, m.Password, m.Security = "u", "p", "none" }, false},
		"user without password":  {func(m *config.Mail) { m.User = "u" }, false},
		"password without user":  {func(m *config.Mail) { m.Password = "p" }, false},
		"unknown security":       {func(m *config.Mail) { m.Security = "ssl" }, false},
		"user without a server":  {func(m *config.Mail) { *m = config.Mail{User: "u", Password: "p"} }, false},
		"port beyond the ports":  {func(m *config.Mail) { m.Port = 70000 }, false},
		"server in clear, local": {func(m *config.Mail) { m.Security = "none" }, true},
	} {
		t.Run(name, func(t *testing.T) {
			conf := valid()
			conf.Mail = server
			c.change(&conf.Mail)
			if err := conf.Validate(); (err == nil) != c.ok {
				t.Errorf("Validate() = %v", err)
			}
		})
	}
}

func TestSenderIsAtThePublicHostUnlessGiven(t *testing.T) {
	c := config.Config{BaseURL: "http://localhost:8080"}
	if got := c.Sender(); got != "forum@localhost" {
		t.Errorf("%q", got)
	}
	c.Mail.From = "post@example.org"
	if got := c.Sender(); got != "post@example.org" {
		t.Errorf("%q", got)
	}
}
