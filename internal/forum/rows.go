package forum

import (
	"strconv"

	"kommunalforum/internal/db"
)

// inThread are the tables whose rows belong to a thread, and with it to the board on which
// it stands; those of the figures belong to the board alone.
var inThread = []string{"thread", "post", "thread_service", "concern", "citation", "thread_day", "board_figures"}

// rowsOfThread are what a page reads that shows nothing of other threads.
func rowsOfThread(thread int64) db.Rows { return db.RowsOf(inThread, threadPart(thread)) }

// rowsOfBoard are what a page reads that shows nothing of threads on other boards.
func rowsOfBoard(board int64) db.Rows { return db.RowsOf(inThread, boardPart(board)) }

// rowsWritten are what is written for something that happens in a thread and nowhere else.
func rowsWritten(thread, board int64) db.Rows {
	return db.RowsOf(inThread, threadPart(thread), boardPart(board))
}

func threadPart(id int64) string { return "t" + strconv.FormatInt(id, 10) }

func boardPart(id int64) string { return "b" + strconv.FormatInt(id, 10) }
