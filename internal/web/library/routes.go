// Package library shows the documents of the library, and the forms of those who keep them.
package library

import (
	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/library"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
)

// Deps are the parts of the house that these pages need.
type Deps struct {
	Boards    *board.Boards
	Catalogue *catalogue.Catalogue
	Library   *library.Documents
}

// server serves the pages of this area.
type server struct{ Deps }

// Mount mounts the pages. Who may do what is decided in the operations behind them.
func Mount(k *page.Kit, d Deps) {
	s := &server{Deps: d}
	public, members := k.Public(), k.Members()

	public.Get(path.Library, s.showLibrary)
	members.Get(path.NewDocument, s.newDocument)
	members.PostWithFiles(path.NewDocument, s.postDocument)
	public.Get(path.DocumentPage, page.WithID(s.showDocument))
	members.Get(path.EditDocument, page.WithID(s.editDocument))
	members.Post(path.EditDocument, page.WithID(s.saveDocument))
	members.Get(path.RenewDocument, page.WithID(s.newVersion))
	members.PostWithFiles(path.RenewDocument, page.WithID(s.postVersion))
	members.Get(path.EndDocument, page.WithID(s.askEnd))
	members.Post(path.EndDocument, page.WithID(s.endDocument))
	members.Post(path.RestoreDocument, page.WithID(s.restoreDocument))
}
