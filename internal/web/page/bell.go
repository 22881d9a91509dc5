package page

import (
	"strings"

	"kommunalforum/internal/account"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/notify"
)

// unreadValue is the key of what the bell counts, asked once a request.
const unreadValue = "unread"

// Unread counts what by was told and has not read. A count that fails shows as
// none: no page is lost for it.
func (c *Context) Unread(by account.Viewer) int {
	if n, ok := c.Value(unreadValue).(int); ok {
		return n
	}
	n, err := c.kit.Notify.Unread(c.Ctx(), by, c.kit.Unread.Pending(c.Ctx(), by.ID))
	if err != nil {
		c.kit.Log.Error("counting notifications failed", "request", c.RequestID(), "error", err)
	}
	c.Set(unreadValue, n)
	return n
}

// Settle marks as read what the viewer was told about the place whose page is being
// shown. It is for handlers of GET, before they ask for the Base of their page; in
// threads package unread does it by what was shown. A failure is logged, unless the
// database takes no writes just now: the page is shown all the same.
func (c *Context) Settle(kind notify.PlaceKind, id int64) {
	if strings.Contains(c.GetHeader("Sec-Purpose"), "prefetch") {
		return // nobody sees it yet
	}
	err := c.kit.Notify.SettlePlace(c.Ctx(), c.Viewer(), notify.Place{Kind: kind, ID: id})
	if err != nil && !fault.Is(err, fault.Unready) {
		c.kit.Log.Error("settling notifications failed", "request", c.RequestID(), "error", err)
	}
}
