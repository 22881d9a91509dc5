package inquiry

import "kommunalforum/internal/board"

// Rules for the people p of an organisation po: ReadersSQL is true for those who see
// anything of an inquiry q of board b; SideSQL for those of the asking side of q who
// may read b; AnswerReadersSQL for those who may read a released version x of the
// answer to q on board b; DeskSQL for programme managers.
var (
	ReadersSQL       = board.Readers(`(` + accessSQL + `) > 0`)
	SideSQL          = board.Readers(board.VisibleSQL + ` AND ` + sideSQL)
	AnswerReadersSQL = board.Readers(versionSeen)
	DeskSQL          = board.Readers(`$5`)
)
