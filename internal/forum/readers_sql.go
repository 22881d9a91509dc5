package forum

import "kommunalforum/internal/board"

// ReadersSQL is true for the people p of an organisation po who see a thread t of
// board b.
var ReadersSQL = board.Readers(visibleThread)
