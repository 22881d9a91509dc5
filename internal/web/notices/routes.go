// Package notices lets people say how they want mail about notifications: in their
// account, and by the address in each such mail.
package notices

import (
	"kommunalforum/internal/notify"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
)

// Deps are the parts of the house that these pages need.
type Deps struct {
	Notify *notify.Notifications
	ByMail bool // mails leave at all
}

// server serves the pages of this area.
type server struct{ Deps }

// Mount mounts the pages. Who may do what is decided in the operations behind them.
func Mount(k *page.Kit, d Deps) {
	s := &server{d}
	members, byLink := k.Members(), k.ByLink()

	members.Get(path.NoticeSettings, s.showSettings)
	members.Post(path.NoticeSettings, s.saveSettings)
	byLink.Get(path.Unsubscribe, s.showUnsubscribe)
	byLink.Post(path.Unsubscribe, s.unsubscribe)
}
