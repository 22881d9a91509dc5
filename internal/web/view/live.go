package view

import (
	"kommunalforum/internal/account"
	"kommunalforum/internal/web/path"
)

// Live is where a page that by looks at asks what is new on it since; guests do not ask.
func Live(by account.Viewer, kind string, id, since int64) string {
	if !by.SignedIn() {
		return ""
	}
	return path.LiveOf(kind, id, since)
}
