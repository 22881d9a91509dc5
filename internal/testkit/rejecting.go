package testkit

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"kommunalforum/internal/config"
)

// RejectingProvider runs an identity provider that accepts no code. It counts how
// often it is asked for tokens; change configures it as "land" and "bund".
func RejectingProvider(t *testing.T) (asked *atomic.Int64, change func(*config.Config)) {
	t.Helper()
	asked = new(atomic.Int64)
	var issuer string
	server := httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		out.Header().Set("Content-Type", "application/json")
		if r.URL.Path == "/token" {
			asked.Add(1)
			out.WriteHeader(http.StatusBadRequest)
			fmt.Fprint(out, `{"error": "invalid_grant"}`)
			return
		}
		fmt.Fprintf(out, `{"issuer": %q, "authorization_endpoint": %q, "token_endpoint": %q, "jwks_uri": %q}`,
			issuer, issuer+"/auth", issuer+"/token", issuer+"/keys")
	}))
	t.Cleanup(server.Close)
	issuer = server.URL
	return asked, func(c *config.Config) {
		for _, key := range []string{"land", "bund"} {
			c.Providers = append(c.Providers, config.Provider{Key: key, Name: key + "-Konto", Issuer: issuer, ClientID: "forum", Secret: "geheim"})
		}
	}
}
