// Package metric counts and measures what the program does, and writes it as
// OpenMetrics text. It owns no table.
//
// It promises: counting takes no lock; a family has a bounded number of series, because
// the values of labels are the program's own words, never what a visitor sends.
package metric

import (
	"math"
	"sync"
	"sync/atomic"
)

// Counter counts up. The zero value is ready.
type Counter struct{ n atomic.Uint64 }

// Inc adds one.
func (c *Counter) Inc() { c.n.Add(1) }

// Value is the count so far.
func (c *Counter) Value() uint64 { return c.n.Load() }

// Histogram counts values by how large they are.
type Histogram struct {
	bounds []float64       // the upper ends of the buckets, ascending
	counts []atomic.Uint64 // one more, for what is larger than all of them
	sum    atomic.Uint64   // the bits of a float64
}

// Bounds in common use.
var (
	Seconds = []float64{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10}
	Numbers = []float64{1, 2, 4, 8, 16, 32, 64, 128}
)

// NewHistogram returns a histogram with the upper ends of its buckets, ascending.
func NewHistogram(bounds []float64) *Histogram {
	return &Histogram{bounds: bounds, counts: make([]atomic.Uint64, len(bounds)+1)}
}

// Observe counts a value.
func (h *Histogram) Observe(v float64) {
	at := 0
	for at < len(h.bounds) && v > h.bounds[at] {
		at++
	}
	h.counts[at].Add(1)
	for {
		old := h.sum.Load()
		if h.sum.CompareAndSwap(old, math.Float64bits(math.Float64frombits(old)+v)) {
			return
		}
	}
}

// Labels are what tells the series of a family apart: a struct with their values.
type Labels interface {
	comparable
	Values() []string // in the order in which the family names its labels
}

// Vec holds the series of a family by their labels. There are never more than maxSeries;
// what comes beyond is counted under none.
type Vec[L Labels, M any] struct {
	make   func() *M
	series sync.Map // L to *M
	number atomic.Int64
	beyond *M
}

const maxSeries = 5000

// NewVec returns a family whose series are made when they are first counted.
func NewVec[L Labels, M any](make func() *M) *Vec[L, M] {
	return &Vec[L, M]{make: make, beyond: make()}
}

// With returns the series with these labels.
func (v *Vec[L, M]) With(labels L) *M {
	if m, ok := v.series.Load(labels); ok {
		return m.(*M)
	}
	if v.number.Load() >= maxSeries {
		return v.beyond
	}
	m, known := v.series.LoadOrStore(labels, v.make())
	if !known {
		v.number.Add(1)
	}
	return m.(*M)
}

func (v *Vec[L, M]) each(visit func(values []string, m *M)) {
	v.series.Range(func(labels, m any) bool {
		visit(labels.(L).Values(), m.(*M))
		return true
	})
}
