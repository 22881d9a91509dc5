// Package oidc is the client side of OpenID Connect. It owns no table and knows no
// people: Begin returns where to send the browser, Finish what the provider says
// about the person who comes back.
//
// It promises: an answer is accepted only from this browser (state), for this
// sign-in (nonce, PKCE) and from this provider (issuer, a return address of its
// own); a provider that is down or slow delays nobody by more than ten seconds, and
// is asked again when somebody next needs it.
package oidc

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"sync"
	"time"

	gooidc "github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// Config is what was agreed with a provider.
type Config struct {
	Issuer   string
	ClientID string
	Secret   string
	Scopes   []string // besides openid
	Return   string   // the return address, exactly as registered with the provider

	OrganisationClaim string // "" for none
	RoleClaim         string // "" for none
}

// Provider is one provider. Its methods may be called concurrently.
type Provider struct {
	conf   Config
	client *http.Client

	mu      sync.Mutex
	found   *gooidc.Provider
	asked   time.Time // when it was discovered
	sendsIs bool      // the provider names itself in every answer (RFC 9207)
	failed  time.Time
	failure error
}

// Limits of talking to a provider.
const (
	patience  = 10 * time.Second
	maxAnswer = 1 << 20
	pause     = 5 * time.Second // after a failure, before the provider is asked again
	alive     = 2 * time.Second // how long somebody who answered is taken to be there
	always    = time.Duration(1<<63 - 1)
)

// New returns the provider without contacting it.
func New(c Config) *Provider {
	return &Provider{conf: c, client: &http.Client{Timeout: patience, Transport: limited{http.DefaultTransport},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// limited truncates answers that are larger than any honest one.
type limited struct{ next http.RoundTripper }

func (l limited) RoundTrip(r *http.Request) (*http.Response, error) {
	a, err := l.next.RoundTrip(r)
	if err == nil {
		a.Body = struct {
			io.Reader
			io.Closer
		}{io.LimitReader(a.Body, maxAnswer), a.Body}
	}
	return a, err
}

// ErrDown says that the provider cannot be reached, or does not answer as a provider.
var ErrDown = errors.New("provider is down")

// ErrRefused says that the sign-in failed: cancelled at the provider, expired, or
// meant for somebody else.
var ErrRefused = errors.New("sign-in refused")

// discover fetches the provider's metadata, unless it was fetched within the given
// time; the provider need not be up then.
func (p *Provider) discover(ctx context.Context, within time.Duration) (*gooidc.Provider, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.found != nil && time.Since(p.asked) < within {
		return p.found, nil
	}
	if time.Since(p.failed) < pause {
		return nil, p.failure
	}
	// The provider keeps the context for fetching its keys later on.
	found, err := gooidc.NewProvider(gooidc.ClientContext(context.WithoutCancel(ctx), p.client), p.conf.Issuer)
	var more struct {
		SendsIssuer bool `json:"authorization_response_iss_parameter_supported"`
	}
	if err == nil {
		err = found.Claims(&more)
	}
	if err != nil {
		p.failed, p.failure = time.Now(), fmt.Errorf("%w: %w", ErrDown, err)
		return nil, p.failure
	}
	p.found, p.sendsIs, p.asked = found, more.SendsIssuer, time.Now()
	return found, nil
}

func (p *Provider) oauth(found *gooidc.Provider) *oauth2.Config {
	return &oauth2.Config{ClientID: p.conf.ClientID, ClientSecret: p.conf.Secret, Endpoint: found.Endpoint(),
		RedirectURL: p.conf.Return, Scopes: append([]string{gooidc.ScopeOpenID}, p.conf.Scopes...)}
}

// Flow is the state that the browser keeps between Begin and Finish, and sends
// nowhere else.
type Flow struct {
	State    string
	Nonce    string
	Verifier string
	Again    time.Time // start of a sign-in that must be a fresh one; zero accepts any
}

// skew is the tolerated difference between a provider's clock and ours.
const skew = time.Minute

// Begin returns the address at the provider where the person signs in, after making
// sure that the provider answers. With again an earlier sign-in there is not
// enough. The error is ErrDown.
func (p *Provider) Begin(ctx context.Context, again bool) (address string, f Flow, err error) {
	found, err := p.discover(ctx, alive)
	if err != nil {
		return "", f, err
	}
	f = Flow{State: rand.Text(), Nonce: rand.Text(), Verifier: oauth2.GenerateVerifier()}
	options := []oauth2.AuthCodeOption{gooidc.Nonce(f.Nonce), oauth2.S256ChallengeOption(f.Verifier)}
	if again {
		f.Again = time.Now()
		options = append(options, oauth2.SetAuthURLParam("prompt", "login"), oauth2.SetAuthURLParam("max_age", "0"))
	}
	return p.oauth(found).AuthCodeURL(f.State, options...), f, nil
}

// Identity is what a provider says about somebody.
type Identity struct {
	Subject       string
	Email         string
	Verified      bool // the address
	Name          string
	Organisations []string
	Roles         []string
}

// Finish checks what the provider sent back with the browser and returns who signed
// in there. The error is ErrRefused or ErrDown.
func (p *Provider) Finish(ctx context.Context, f Flow, back url.Values) (id Identity, err error) {
	found, err := p.discover(ctx, always)
	if err != nil {
		return id, err
	}
	if f.State == "" || subtle.ConstantTimeCompare([]byte(back.Get("state")), []byte(f.State)) != 1 {
		return id, fmt.Errorf("%w: foreign state", ErrRefused)
	}
	if iss := back.Get("iss"); iss != p.conf.Issuer && (iss != "" || p.sendsIs) {
		return id, fmt.Errorf("%w: answer of another provider", ErrRefused)
	}
	if why := back.Get("error"); why != "" || back.Get("code") == "" {
		return id, fmt.Errorf("%w: %.40q", ErrRefused, why)
	}
	ctx = gooidc.ClientContext(ctx, p.client)
	token, err := p.oauth(found).Exchange(ctx, back.Get("code"), oauth2.VerifierOption(f.Verifier))
	if err != nil {
		var answered *oauth2.RetrieveError
		if errors.As(err, &answered) && answered.Response != nil && answered.Response.StatusCode < 500 {
			return id, fmt.Errorf("%w: code not accepted", ErrRefused)
		}
		return id, fmt.Errorf("%w: exchange", ErrDown)
	}
	raw, _ := token.Extra("id_token").(string)
	verified, err := found.VerifierContext(ctx, &gooidc.Config{ClientID: p.conf.ClientID}).Verify(ctx, raw)
	if err != nil {
		return id, fmt.Errorf("%w: token not valid", ErrRefused)
	}
	if subtle.ConstantTimeCompare([]byte(verified.Nonce), []byte(f.Nonce)) != 1 {
		return id, fmt.Errorf("%w: foreign nonce", ErrRefused)
	}
	claims := map[string]any{}
	if err := verified.Claims(&claims); err != nil {
		return id, fmt.Errorf("%w: claims", ErrRefused)
	}
	if at, _ := claims["auth_time"].(float64); !f.Again.IsZero() && time.Unix(int64(at), 0).Before(f.Again.Add(-skew)) {
		return id, fmt.Errorf("%w: signed in before", ErrRefused)
	}
	if err := p.addUserInfo(ctx, found, token, verified.Subject, claims); err != nil {
		return id, err
	}
	return p.identity(verified.Subject, claims), nil
}

// addUserInfo adds claims that some providers leave out of the token.
func (p *Provider) addUserInfo(ctx context.Context, found *gooidc.Provider, token *oauth2.Token, subject string, claims map[string]any) error {
	if found.UserInfoEndpoint() == "" {
		return nil
	}
	info, err := found.UserInfo(ctx, oauth2.StaticTokenSource(token))
	if err != nil {
		return fmt.Errorf("%w: user info", ErrDown)
	}
	if info.Subject != subject {
		return fmt.Errorf("%w: user info of somebody else", ErrRefused)
	}
	more := map[string]any{}
	if err := info.Claims(&more); err != nil {
		return fmt.Errorf("%w: user info", ErrRefused)
	}
	for k, v := range more {
		if _, known := claims[k]; !known {
			claims[k] = v
		}
	}
	return nil
}

func (p *Provider) identity(subject string, claims map[string]any) Identity {
	id := Identity{Subject: subject, Organisations: texts(claims[p.conf.OrganisationClaim]), Roles: texts(claims[p.conf.RoleClaim])}
	id.Email, _ = claims["email"].(string)
	id.Name, _ = claims["name"].(string)
	switch v := claims["email_verified"].(type) {
	case bool:
		id.Verified = v
	case string: // some providers write it so
		id.Verified = v == "true"
	}
	return id
}

// texts reads a claim that is a string or a list of strings.
func texts(claim any) (out []string) {
	switch v := claim.(type) {
	case string:
		return []string{v}
	case []any:
		for _, x := range v {
			if s, ok := x.(string); ok {
				out = append(out, s)
			}
		}
	}
	return out
}
