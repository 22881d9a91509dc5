package config

import (
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
)

// Provider is an identity provider (OpenID Connect) where people may sign in.
type Provider struct {
	Key      string `json:"key"`    // part of addresses and stored in the database: never change it
	Name     string `json:"name"`   // on the button
	Issuer   string `json:"issuer"` // https://…
	ClientID string `json:"client_id"`

	// The secret comes from an environment variable or from a file.
	SecretEnv  string `json:"secret_env"`
	SecretFile string `json:"secret_file"`
	Secret     string `json:"-"`

	Scopes []string `json:"scopes"` // besides openid; empty means email and profile

	// Domains are the mail domains for which the provider is authoritative: a
	// verified address there links, or creates, an account without further proof.
	Domains []string `json:"domains"`

	// OrganisationClaim names the claim that holds an AGS or the name of an
	// organisation. If it is set, accounts are created for people without one.
	OrganisationClaim string `json:"organisation_claim"`

	// RoleClaim names the claim whose values Roles maps to roles for the whole
	// forum. Each sign-in grants and revokes these roles, and no others, to match
	// the claim.
	RoleClaim string            `json:"role_claim"`
	Roles     map[string]string `json:"roles"`

	// SecondFactor means that the provider asks for a second factor itself.
	SecondFactor bool `json:"second_factor"`
}

// ReadProviders reads a JSON file with a list of providers, and their secrets
// from where it says.
func ReadProviders(file string) ([]Provider, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var list []Provider
	d := json.NewDecoder(f)
	d.DisallowUnknownFields()
	if err := d.Decode(&list); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	var wrong Problems
	for i := range list {
		wrong.Add(list[i].readSecret())
	}
	return list, wrong.Err()
}

func (p *Provider) readSecret() error {
	switch {
	case p.SecretEnv != "":
		p.Secret = os.Getenv(p.SecretEnv)
	case p.SecretFile != "":
		text, err := os.ReadFile(p.SecretFile)
		if err != nil {
			return err
		}
		p.Secret = strings.TrimSpace(string(text))
	}
	if p.Secret == "" {
		return fmt.Errorf("Anbieter %q hat kein Geheimnis: Anzugeben ist secret_env oder secret_file.", p.Key)
	}
	return nil
}

var providerKey = regexp.MustCompile(`^[a-z0-9-]{1,32}$`)

func validateProviders(list []Provider) error {
	var p Problems
	seen := map[string]bool{}
	for _, one := range list {
		if !providerKey.MatchString(one.Key) || seen[one.Key] {
			p.Add(fmt.Errorf("Anbieter %q: key kommt zweimal vor oder geht nicht; möglich sind a-z, 0-9 und -, höchstens 32 Zeichen.", one.Key))
		}
		seen[one.Key] = true
		p.Add(one.validate())
	}
	return p.Err()
}

func (p Provider) validate() error {
	u, err := url.Parse(p.Issuer)
	local := err == nil && (u.Hostname() == "localhost" || u.Hostname() == "127.0.0.1")
	switch {
	case p.Name == "" || p.ClientID == "":
		return fmt.Errorf("Anbieter %q braucht name und client_id.", p.Key)
	case err != nil || u.Host == "" || u.User != nil || strings.ContainsAny(p.Issuer, "?# ") ||
		!strings.HasPrefix(p.Issuer, u.Scheme+"://") || u.Scheme != "https" && !(u.Scheme == "http" && local):
		return fmt.Errorf("Anbieter %q: issuer muss die Adresse des Anbieters in der Form https://… sein, ohne Zugangsdaten, ? und #.", p.Key)
	case len(p.Roles) > 0 && p.RoleClaim == "":
		return fmt.Errorf("Anbieter %q: roles braucht role_claim.", p.Key)
	}
	for value, role := range p.Roles {
		if !slices.Contains([]string{"moderator", "faq-editor", "programme", "admin"}, role) {
			return fmt.Errorf("Anbieter %q: Die Rolle %q, die %q geben soll, gibt es nicht.", p.Key, role, value)
		}
	}
	return nil
}
