package forum

import (
	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/fault"
)

// Refusals that operations and the pages before them share.
var (
	ErrNotModerator = fault.Forbid("Das kann nur die Moderation des Bereichs.")
	ErrNotAuthor    = fault.Forbid("Nur wer einen Beitrag geschrieben hat, kann ihn zurückziehen.")

	errNotYours  = fault.Forbid("Nur wer einen Beitrag geschrieben hat, kann ihn ändern.")
	errWithdrawn = fault.Forbid("Diesen Beitrag haben Sie zurückgezogen. Deshalb können Sie ihn nicht mehr ändern.")
	errHidden    = fault.Forbid("Die Moderation hat diesen Beitrag ausgeblendet. Deshalb können Sie ihn weder ändern noch zurückziehen.")
	errArchived  = fault.Forbid(board.Archival)
	errNotShown  = fault.Forbid("Dieser Beitrag ist zurückgezogen, ausgeblendet oder geschwärzt und kann deshalb keine Lösung sein.")
	errNotAsker  = fault.Forbid("Lösungen markieren kann, wer gefragt hat, und die Moderation des Bereichs.")
)

// EditRefusal returns why by may not change the text of the post, who has no CanEdit.
func (p Post) EditRefusal(by account.Viewer, t Thread) error {
	switch {
	case !p.Own(by):
		return errNotYours
	case p.State == Withdrawn:
		return errWithdrawn
	case p.State == Hidden:
		return errHidden
	}
	return t.Closed()
}

// WithdrawRefusal returns why by may not withdraw the post, who has no CanWithdraw.
func (p Post) WithdrawRefusal(by account.Viewer) error {
	switch {
	case !p.Own(by):
		return ErrNotAuthor
	case p.State == Withdrawn:
		return errWithdrawn
	}
	return errHidden
}

// SolutionRefusal returns why by may not mark the post as a solution, who has no
// CanBeSolution.
func (p Post) SolutionRefusal(by account.Viewer, t Thread) error {
	switch {
	case t.Own(by) && t.Board.Archived:
		return errArchived
	case t.CanSolve(by) && !p.Question():
		return errNotShown
	}
	return errNotAsker
}
