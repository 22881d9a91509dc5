package signin

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/config"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/oidc"
	"kommunalforum/internal/signin"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	pages "kommunalforum/templates/account"
)

// provider is where people may sign in.
type provider struct {
	config.Provider
	at *oidc.Provider
}

func providersOf(c config.Config) (out []provider) {
	for _, p := range c.Providers {
		scopes := p.Scopes
		if len(scopes) == 0 {
			scopes = []string{"email", "profile"}
		}
		out = append(out, provider{p, oidc.New(oidc.Config{Issuer: p.Issuer, ClientID: p.ClientID, Secret: p.Secret, Scopes: scopes,
			Return: c.BaseURL.URL(path.To(path.ProviderReturn, p.Key)), OrganisationClaim: p.OrganisationClaim, RoleClaim: p.RoleClaim})})
	}
	return out
}

func (s *server) providerOf(c *page.Context) (provider, error) {
	i := slices.IndexFunc(s.providers, func(p provider) bool { return p.Key == c.Param("provider") })
	if i < 0 {
		return provider{}, fault.Missing()
	}
	return s.providers[i], nil
}

// beginIdentity sends somebody to a provider. The cookie that it sets is all
// that this changes.
func (s *server) beginIdentity(c *page.Context) error {
	if c.Query("verknuepfen") != "" {
		return s.kit.Guarded(account.GuardLinkProvider, s.setOut)(c)
	}
	return s.setOut(c)
}

// setOut begins the journey to a provider.
func (s *server) setOut(c *page.Context) error {
	p, err := s.providerOf(c)
	if err != nil {
		return err
	}
	by := c.Viewer()
	t := trip{Purpose: toSignIn, Provider: p.Key, Session: by.Session, Back: path.Local(c.Query("weiter")), Began: c.Now()}
	switch {
	case c.Query("bestaetigen") != "":
		if by.Session == "" {
			return c.SeeOther(path.SignInAndBack(t.Back))
		}
		t.Purpose = toConfirm
	case c.Query("verknuepfen") != "":
		t.Purpose, t.Back = toLink, path.Security
	case by.Session != "":
		return c.Onward(by, t.Back)
	}
	c.ReleaseSnapshot() // the provider may be slow
	address, flow, err := p.at.Begin(c.Ctx(), t.Purpose == toConfirm)
	if err != nil {
		return s.identityFailed(c, p, t, err)
	}
	t.Flow = flow
	value, err := s.sealTrip(t)
	if err != nil {
		return err
	}
	http.SetCookie(c.Writer, s.tripCookie(value, tripLife))
	return c.SeeOther(address)
}

// finishIdentity takes somebody back who was at a provider.
func (s *server) finishIdentity(c *page.Context) error {
	p, err := s.providerOf(c)
	if err != nil {
		return err
	}
	t, ok := s.tripOf(c, p)
	http.SetCookie(c.Writer, s.tripCookie("", -time.Second))
	c.Header("Referrer-Policy", "no-referrer")
	c.ReleaseSnapshot()
	if by := c.Viewer(); ok && t.Purpose == toSignIn && by.Session != "" {
		return c.Onward(by, t.Back) // signed in otherwise meanwhile, and stays so
	} else if !ok || t.Session != by.Session {
		return s.identityFailed(c, p, trip{Back: path.Start}, oidc.ErrRefused)
	}
	id, err := p.at.Finish(c.Ctx(), t.Flow, c.Request.URL.Query())
	if err != nil {
		return s.identityFailed(c, p, t, err)
	}
	switch t.Purpose {
	case toLink:
		return s.linkIdentity(c, p, id)
	case toConfirm:
		return s.reauthenticateByProvider(c, p, t, id)
	}
	token, err := s.SignIn.SignInByProvider(c.Ctx(), p.foreign(id), deviceOf(c.Request.UserAgent()))
	if wrong, ok := page.Problems(err); ok {
		return s.signInPage(c, http.StatusUnprocessableEntity, pages.SignIn{Back: t.Back, Failed: p.Name, Why: wrong[0].Text})
	}
	if err != nil {
		return err
	}
	if err := c.End(); err != nil {
		return err
	}
	return s.begin(c, token, t.Back)
}

// linkIdentity links the account of the session that set out, and no other.
func (s *server) linkIdentity(c *page.Context, p provider, id oidc.Identity) error {
	err := s.SignIn.LinkIdentity(c.Ctx(), c.Viewer(), p.foreign(id))
	if wrong, ok := page.Problems(err); ok {
		return s.factorsPage(c, wrong)
	}
	if err != nil {
		return err
	}
	return c.Announce(path.Security, "verknuepft")
}

// reauthenticateByProvider takes the sign-in at the provider as proof of who set out.
func (s *server) reauthenticateByProvider(c *page.Context, p provider, t trip, id oidc.Identity) error {
	by := c.Viewer()
	if o, ok := by.Pending(); ok && o.Action != account.VerifySecondFactor {
		c.ActAs(o.As)
		by = o.As
	}
	err := s.SignIn.ReauthenticateByProvider(c.Ctx(), by, p.foreign(id))
	if wrong, ok := page.Problems(err); ok {
		return s.reauthenticatePage(c, t.Back, wrong)
	}
	if err != nil {
		return err
	}
	return c.SeeOther(t.Back)
}

// foreign reads what the provider says by what was agreed with it.
func (p provider) foreign(id oidc.Identity) signin.ExternalIdentity {
	_, domain, _ := strings.Cut(id.Email, "@")
	in := signin.ExternalIdentity{Provider: p.Key, Name: p.Name, Subject: id.Subject, Email: id.Email, Person: id.Name, SecondFactor: p.SecondFactor,
		Vouched: id.Verified && slices.ContainsFunc(p.Domains, func(d string) bool { return strings.EqualFold(d, domain) })}
	if len(id.Organisations) == 1 {
		in.Organisation = id.Organisations[0]
	}
	for value, role := range p.Roles {
		r := account.Role(role)
		if !slices.Contains(in.Managed, r) {
			in.Managed = append(in.Managed, r)
		}
		if slices.Contains(id.Roles, value) {
			in.Roles = append(in.Roles, r)
		}
	}
	return in
}

// identityFailed says in plain words why nothing came of it, on the page from
// which other ways lead on.
func (s *server) identityFailed(c *page.Context, p provider, t trip, err error) error {
	s.Log.Warn("sign-in at a provider failed", "provider", p.Key, "request", c.RequestID(), "error", err)
	signedIn, down := c.Viewer().Session != "", p.Name+" ist gerade nicht erreichbar."
	cancelled := "Die Anmeldung dort wurde abgebrochen oder hat zu lange gedauert. Bitte versuchen Sie es noch einmal."
	switch {
	case signedIn && errors.Is(err, oidc.ErrDown):
		return fault.Of(fault.Unready, down)
	case signedIn:
		return fault.Reject(cancelled)
	case errors.Is(err, oidc.ErrDown):
		return s.signInPage(c, http.StatusServiceUnavailable, pages.SignIn{Back: t.Back, Failed: p.Name, Why: down +
			" Mit E-Mail-Adresse und Passwort können Sie sich weiterhin anmelden."})
	}
	return s.signInPage(c, http.StatusUnprocessableEntity, pages.SignIn{Back: t.Back, Failed: p.Name, Why: cancelled})
}

// unlinkIdentity takes the link with a provider away.
func (s *server) unlinkIdentity(c *page.Context) error {
	p, err := s.providerOf(c)
	if err != nil {
		return err
	}
	err = s.SignIn.UnlinkIdentity(c.Ctx(), c.Viewer(), p.Key)
	if wrong, ok := page.Problems(err); ok {
		return s.factorsPage(c, wrong)
	}
	if err != nil {
		return err
	}
	return c.Announce(path.Security, "getrennt")
}

// identitiesOf lists the providers with the links of the viewer.
func (s *server) identitiesOf(c *page.Context) (out []pages.Identity, err error) {
	if len(s.providers) == 0 {
		return nil, nil
	}
	list, err := s.SignIn.Identities(c.Ctx(), c.Viewer())
	for _, p := range s.providers {
		row := pages.Identity{Name: p.Name, LinkHref: path.WithQuery(path.To(path.SignInProvider, p.Key), "verknuepfen", "ja"),
			Unlink: path.To(path.UnlinkProvider, p.Key)}
		for _, l := range list {
			if l.Provider == p.Key {
				row.Linked, row.Used = l.Linked, l.Used
			}
		}
		out = append(out, row)
	}
	return out, err
}
