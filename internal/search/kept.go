package search

import (
	"context"
	"strings"
	"sync"
	"time"
	"unsafe"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/search/query"
)

// People who are not signed in all get the same answers, and many ask the same: what
// stands on the start page, what a mail asked about, what was typed before turning back
// from a hit. So their answers are kept until anything is committed or the index learns
// something, and nobody ever finds what was hidden since; and for a minute at most,
// because answers hang on the time, too.

// Limits of the answers that are kept.
const (
	answerLife  = time.Minute
	maxAnswers  = 8 << 20 // bytes of all of them; beyond it they are thrown away together
	answerBytes = 2 << 10 // of one without hits, about
)

// moment is what an answer to a guest hangs on besides the question.
type moment struct {
	version int64  // of the data
	edition uint64 // of the index
	minute  time.Time
}

// keptAnswers are the answers of the present moment.
type keptAnswers struct {
	mu    sync.Mutex
	of    moment
	found map[query.Form]Result
	bytes int
}

// moment returns what answers to by hang on from now on; ok is false for those whose
// answers are not kept.
func (s *Search) moment(ctx context.Context, by account.Viewer) (of moment, ok bool, err error) {
	if by.SignedIn() {
		return of, false, nil
	}
	g := s.index.Acquire()
	if g == nil {
		return of, false, nil
	}
	defer g.Release()
	if !g.Complete() {
		return of, false, nil
	}
	of = moment{edition: g.Edition(), minute: s.db.Now(ctx).Truncate(answerLife)}
	of.version, err = s.db.Version(ctx)
	return of, err == nil, err
}

// find returns the answer that was kept at the moment.
func (a *keptAnswers) find(of moment, form query.Form) (Result, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.of != of {
		return Result{}, false
	}
	r, ok := a.found[form]
	return r, ok
}

// keep keeps an answer that was looked for at the moment. If anything changed meanwhile
// nobody asks for that moment any more.
func (a *keptAnswers) keep(of moment, form query.Form, r Result) {
	r.Hits, r.Services = withoutTexts(r.Hits), withoutTexts(r.Services)
	a.mu.Lock()
	defer a.mu.Unlock()
	size := sizeOf(form, r)
	if a.found == nil || a.of != of || a.bytes+size > maxAnswers {
		a.of, a.found, a.bytes = of, map[query.Form]Result{}, 0
	}
	if _, known := a.found[form]; !known {
		a.found[form] = r
		a.bytes += size
	}
}

// withoutTexts returns the hits without the texts that excerpts were cut from, which can be
// a hundred times as long.
func withoutTexts(hits []Hit) (out []Hit) {
	for _, h := range hits {
		h.text, h.places = "", nil
		spans := h.Excerpt
		h.Excerpt = nil
		for _, s := range spans {
			h.Excerpt = append(h.Excerpt, Span{strings.Clone(s.Text), s.Mark})
		}
		out = append(out, h)
	}
	return out
}

// sizeOf returns about how many bytes an answer takes with the question.
func sizeOf(form query.Form, r Result) int {
	size := 2*int(unsafe.Sizeof(form)) + form.Size() + len(r.Text) + r.Normalized.Size() + len(r.Suggestion)
	for _, p := range r.Problems {
		size += int(unsafe.Sizeof(p)) + len(p.Part) + len(p.Sentence)
	}
	size += answerBytes + (len(r.Boards)+len(r.Facets.Boards)+len(r.Relaxations.Boards))*int(unsafe.Sizeof(board.Board{}))
	for _, hits := range [][]Hit{r.Hits, r.Services} {
		for _, h := range hits {
			size += int(unsafe.Sizeof(h)) + len(h.Title) + len(h.Short) + len(h.File)
			for _, s := range h.Excerpt {
				size += int(unsafe.Sizeof(s)) + len(s.Text)
			}
		}
	}
	return size
}
