// Package consultation shows consultations and the positions of organisations on them, and
// the forms of those who prepare and of those who take positions.
package consultation

import (
	"kommunalforum/internal/board"
	"kommunalforum/internal/consultation"
	"kommunalforum/internal/library"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
)

// Deps are the parts of the house that these pages need.
type Deps struct {
	Boards    *board.Boards
	Consulted *consultation.Consultations
	Library   *library.Documents
}

// server serves the pages of this area.
type server struct{ Deps }

// Mount mounts the pages. Who may do what is decided in the operations behind them.
func Mount(k *page.Kit, d Deps) {
	s := &server{Deps: d}
	public, members := k.Public(), k.Members()

	public.Get(path.Consultations, s.showList)
	members.Get(path.NewConsultation, s.newConsultation)
	members.Post(path.NewConsultation, s.postConsultation)
	public.Get(path.ConsultationPage, page.WithID(s.showConsultation))
	public.Get(path.PrintConsultation, page.WithID(s.showPrint))

	members.Get(path.EditConsultation, page.WithID(s.editConsultation))
	members.Post(path.EditConsultation, page.WithID(s.saveConsultation))
	members.Get(path.CutConsultation, page.WithID(s.newSections))
	members.Post(path.CutConsultation, page.WithID(s.postSections))
	members.Get(path.NewSection, page.WithID(s.newSection))
	members.Post(path.NewSection, page.WithID(s.postSection))
	members.Get(path.EditSection, page.WithID(s.editSection))
	members.Post(path.EditSection, page.WithID(s.saveSection))
	members.Post(path.MoveSection, page.WithID(s.moveSection))
	members.Get(path.RemoveSection, page.WithID(s.askRemoveSection))
	members.Post(path.RemoveSection, page.WithID(s.removeSection))

	members.Get(path.OpenConsultation, page.WithID(s.askOpen))
	members.Post(path.OpenConsultation, page.WithID(s.openConsultation))
	for _, a := range acts {
		members.Get(a.path, page.WithID(s.askAct(a)))
		members.Post(a.path, page.WithID(s.doAct(a)))
	}
	members.Get(path.DecideConsultation, page.WithID(s.askOutcome))
	members.Post(path.DecideConsultation, page.WithID(s.publishOutcome))

	members.Get(path.TakePositions, page.WithID(s.askPositions))
	members.Post(path.TakePositions, page.WithID(s.takePositions))
	public.Get(path.PositionTable, page.WithID(s.showTable))
	public.Get(path.ExportPositions, page.WithID(s.exportPositions))
	members.Get(path.PositionHistory, page.WithID(s.showHistory))
}
