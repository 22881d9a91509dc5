// Package reuse shows the register of who uses the online services of an OZG-Leistung,
// and the forms by which members enter what their organisation does.
package reuse

import (
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/reuse"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
)

// Deps are the parts of the house that these pages need.
type Deps struct {
	Catalogue *catalogue.Catalogue
	Reuse     *reuse.Register
}

// server serves the pages of this area.
type server struct{ Deps }

// Mount mounts the pages. Who may do what is decided in the operations behind them.
func Mount(k *page.Kit, d Deps) {
	s := &server{Deps: d}
	public, members := k.Public(), k.Members()
	public.Get(path.Reuse, page.WithID(s.showRegister))
	members.Get(path.ReuseExport, page.WithID(s.sendExport))
	members.Get(path.NewReuse, page.WithID(s.newEntry))
	members.Post(path.NewReuse, page.WithID(s.postEntry))
	members.Get(path.EditReuse, page.WithID(s.editEntry))
	members.Post(path.EditReuse, page.WithID(s.saveEntry))
	members.Post(path.ConfirmReuse, page.WithID(s.confirmEntry))
	members.Get(path.RemoveReuse, page.WithID(s.askRemove))
	members.Post(path.RemoveReuse, page.WithID(s.removeEntry))
}
