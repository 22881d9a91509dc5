package unread

import "sync"

// maxKept is the number of people whose counts are kept in memory.
const maxKept = 5000

// counts keeps what was counted on boards for as long as nothing changes that it hangs
// on: not the posts of the board, not what the person has read there or muted. So a page
// counts only the boards on which something happened since the last one.
type counts struct {
	mu sync.Mutex
	of map[int64]map[int64]kept // by person and board
}

// version differs whenever a count may.
type version struct {
	board, read       int64 // of board_figures and read_baseline
	muted             int   // see follow.MutedVersionSQL
	mutedIDs, mutedAt int64
}

// boardVersion is a board with the version of its count for somebody.
type boardVersion struct {
	board int64
	at    version
}

// kept is a count by the written marks: exact below the limit.
type kept struct {
	at       version
	n, limit int
}

// current returns the counts of a person that hold still and are exact below the limit,
// and the boards that must be counted.
func (c *counts) current(person int64, boards []boardVersion, limit int) (out map[int64]int, stale []boardVersion) {
	c.mu.Lock()
	defer c.mu.Unlock()
	own := c.of[person]
	out = make(map[int64]int, len(boards))
	for _, b := range boards {
		if k, ok := own[b.board]; ok && k.at == b.at && (k.n < k.limit || k.limit >= limit) {
			out[b.board] = k.n
		} else {
			stale = append(stale, b)
		}
	}
	return out, stale
}

// keep keeps what was counted on the boards. When there are too many people, it begins
// again.
func (c *counts) keep(person int64, boards []boardVersion, n map[int64]int, limit int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.of == nil || len(c.of) >= maxKept && c.of[person] == nil {
		c.of = map[int64]map[int64]kept{}
	}
	if c.of[person] == nil {
		c.of[person] = map[int64]kept{}
	}
	for _, b := range boards {
		c.of[person][b.board] = kept{b.at, n[b.board], limit}
	}
}
