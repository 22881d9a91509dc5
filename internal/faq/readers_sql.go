package faq

import "kommunalforum/internal/board"

// ReadersSQL is true for the people p of an organisation po who see an article x of
// board b, EditorsSQL for those of them who write on the board and may read it;
// WritersSQL for those who write on b, whether or not they may read it.
var (
	ReadersSQL = board.Readers(visibleArticle)
	EditorsSQL = board.Readers(mine)
	WritersSQL = board.Readers(editsBoard)
)
