//go:build browser

package browser

import (
	"strings"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"

	"kommunalforum/internal/testkit"
)

// signInWithCookie makes the tab somebody's without the page for signing in.
func (b *tab) signInWithCookie(by string) {
	b.t.Helper()
	call(b, network.ClearBrowserCookies, cdp.Empty{})
	if by == testkit.Guest {
		return
	}
	name, value, _ := strings.Cut(b.site.Cookie(by), "=")
	call(b, network.SetCookie, network.SetCookieParams{Name: name, Value: value, URL: b.site.address})
}
