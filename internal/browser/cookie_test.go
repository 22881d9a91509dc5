//go:build browser

package browser

import (
	"strings"

	"github.com/chromedp/cdproto/network"

	"kommunalforum/internal/testkit"
)

// signInWithCookie makes the tab somebody's without the page for signing in.
func (b *tab) signInWithCookie(by string) {
	b.t.Helper()
	b.run(network.ClearBrowserCookies())
	if by == testkit.Guest {
		return
	}
	name, value, _ := strings.Cut(b.site.Cookie(by), "=")
	b.run(network.SetCookie(name, value).WithURL(b.site.address))
}
