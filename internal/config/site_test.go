package config_test

import (
	"testing"

	"kommunalforum/internal/config"
)

func valid() config.Config {
	return config.Config{Data: "data", BaseURL: "https://forum.example"}
}

func TestWhatTheOperatorSaysIsChecked(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*config.Site)
		ok     bool
	}{
		"nothing said":                  {func(*config.Site) {}, true},
		"contact":                       {func(s *config.Site) { s.Contact = "forum@example.org" }, true},
		"contact with a name":           {func(s *config.Site) { s.Contact = "Forum <forum@example.org>" }, false},
		"contact with a line break":     {func(s *config.Site) { s.Contact = "forum@example.org\nExpires: never" }, false},
		"security page":                 {func(s *config.Site) { s.Security = "https://example.org/melden" }, true},
		"security page without TLS":     {func(s *config.Site) { s.Security = "http://example.org/melden" }, false},
		"security page and a line more": {func(s *config.Site) { s.Security = "https://example.org/\nContact: x" }, false},
		"known status":                  {func(s *config.Site) { s.Access.Status = config.StatusPartial }, true},
		"unknown status":                {func(s *config.Site) { s.Access.Status = "gut" }, false},
		"date":                          {func(s *config.Site) { s.Access.Examined = "2026-11-21" }, true},
		"terms of another day":          {func(s *config.Site) { s.Terms = config.Terms{Version: "2026-12-01", Text: "Neu"} }, true},
		"terms without a version":       {func(s *config.Site) { s.Terms.Text = "Neu" }, false},
		"terms of no day":               {func(s *config.Site) { s.Terms.Version = "2" }, false},
		"no date":                       {func(s *config.Site) { s.Access.Examined = "21.11.2026" }, false},
	} {
		t.Run(name, func(t *testing.T) {
			conf := valid()
			c.change(&conf.Site)
			if err := conf.Validate(); (err == nil) != c.ok {
				t.Errorf("Validate() = %v", err)
			}
		})
	}
}

func TestContactsFallBackToTheGeneralOne(t *testing.T) {
	s := config.Site{Contact: "forum@example.org"}
	if got := s.ContactForBarriers(); got != "forum@example.org" {
		t.Errorf("barriers: %q", got)
	}
	if got := s.ContactForSecurity(); got != "mailto:forum@example.org" {
		t.Errorf("security: %q", got)
	}
	s.Access.Contact, s.Security = "barrierefrei@example.org", "https://example.org/melden"
	if got := s.ContactForBarriers(); got != "barrierefrei@example.org" {
		t.Errorf("barriers: %q", got)
	}
	if got := s.ContactForSecurity(); got != "https://example.org/melden" {
		t.Errorf("security: %q", got)
	}
	if got := (config.Site{}).ContactForSecurity(); got != "" {
		t.Errorf("security without a contact: %q", got)
	}
}
