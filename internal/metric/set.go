package metric

import (
	"bufio"
	"cmp"
	"context"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Set holds the families of a program. The zero value is ready.
type Set struct {
	mu       sync.Mutex
	families []family
	groups   []Group
}

// family is what one name stands for. Each writes its samples.
type family struct {
	name, help, kind string
	labels           []string
	samples          func(emit func(suffix string, labels, values []string, v float64))
}

// Gauge names a family whose values are asked for when they are read.
type Gauge struct {
	Name, Help string
	Labels     []string
	Counts     bool // its values only grow: it is a counter
}

// Group are gauges that are asked for together. Collect sets any number of their series;
// after an error what it set so far stands.
type Group struct {
	Gauges  []Gauge
	Collect func(ctx context.Context, set func(name string, v float64, values ...string)) error
}

// put adds the family, in place of one of the same name.
func (s *Set) put(f family) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.families = append(slices.DeleteFunc(s.families, func(g family) bool { return g.name == f.name }), f)
}

// Counter adds a family with one counter. The name is without _total.
func (s *Set) Counter(name, help string, c *Counter) {
	s.put(family{name, help, "counter", nil, func(emit func(string, []string, []string, float64)) {
		emit("_total", nil, nil, float64(c.Value()))
	}})
}

// Counters adds a family of counters.
func Counters[L Labels](s *Set, name, help string, labels []string, v *Vec[L, Counter]) {
	s.put(family{name, help, "counter", labels, func(emit func(string, []string, []string, float64)) {
		v.each(func(values []string, c *Counter) { emit("_total", labels, values, float64(c.Value())) })
	}})
}

// Live adds a gauge that costs nothing to ask for.
func (s *Set) Live(name, help string, now func() float64) {
	s.put(family{name, help, "gauge", nil, func(emit func(string, []string, []string, float64)) { emit("", nil, nil, now()) }})
}

// Histogram adds a family with one histogram.
func (s *Set) Histogram(name, help string, h *Histogram) {
	s.put(family{name, help, "histogram", nil, func(emit func(string, []string, []string, float64)) { h.write(nil, nil, emit) }})
}

// Histograms adds a family of histograms.
func Histograms[L Labels](s *Set, name, help string, labels []string, v *Vec[L, Histogram]) {
	s.put(family{name, help, "histogram", labels, func(emit func(string, []string, []string, float64)) {
		v.each(func(values []string, h *Histogram) { h.write(labels, values, emit) })
	}})
}

func (h *Histogram) write(labels, values []string, emit func(string, []string, []string, float64)) {
	labels = append(slices.Clone(labels), "le")
	var sum uint64
	for i := range h.counts {
		end := "+Inf"
		if i < len(h.bounds) {
			end = number(h.bounds[i])
		}
		sum += h.counts[i].Load()
		emit("_bucket", labels, append(slices.Clone(values), end), float64(sum))
	}
	emit("_count", labels[:len(labels)-1], values, float64(sum))
	emit("_sum", labels[:len(labels)-1], values, math.Float64frombits(h.sum.Load()))
}

// Info adds facts that do not change, as pairs of label and value.
func (s *Set) Info(name, help string, pairs ...string) {
	var labels, values []string
	for i := 0; i+1 < len(pairs); i += 2 {
		labels, values = append(labels, pairs[i]), append(values, pairs[i+1])
	}
	s.put(family{name, help, "info", labels, func(emit func(string, []string, []string, float64)) { emit("_info", labels, values, 1) }})
}

// Group adds gauges that are asked for together.
func (s *Set) Group(g Group) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.groups = append(s.groups, g)
}

// ContentType is that of what Write writes.
const ContentType = "application/openmetrics-text; version=1.0.0; charset=utf-8"

// Write writes all families. A group that fails is told to failed; its gauges are then
// missing as far as they were not set.
func (s *Set) Write(ctx context.Context, to io.Writer, failed func(error)) error {
	s.mu.Lock()
	families, groups := slices.Clone(s.families), slices.Clone(s.groups)
	s.mu.Unlock()
	for _, g := range groups {
		all, err := g.ask(ctx)
		families = append(families, all...)
		if err != nil {
			failed(err)
		}
	}
	slices.SortFunc(families, func(a, b family) int { return cmp.Compare(a.name, b.name) })
	w := bufio.NewWriter(to)
	for _, f := range families {
		f.write(w)
	}
	w.WriteString("# EOF\n")
	return w.Flush()
}

// ask collects the gauges of a group; those without a value are left out.
func (g Group) ask(ctx context.Context) (out []family, err error) {
	type sample struct {
		values []string
		v      float64
	}
	set := map[string][]sample{}
	err = g.Collect(ctx, func(name string, v float64, values ...string) { set[name] = append(set[name], sample{values, v}) })
	for _, gauge := range g.Gauges {
		samples := set[gauge.Name]
		if len(samples) == 0 {
			continue
		}
		kind, suffix := "gauge", ""
		if gauge.Counts {
			kind, suffix = "counter", "_total"
		}
		out = append(out, family{gauge.Name, gauge.Help, kind, gauge.Labels, func(emit func(string, []string, []string, float64)) {
			for _, s := range samples {
				emit(suffix, gauge.Labels, s.values, s.v)
			}
		}})
	}
	return out, err
}

func (f family) write(w *bufio.Writer) {
	w.WriteString("# TYPE " + f.name + " " + f.kind + "\n")
	for _, unit := range []string{"seconds", "bytes"} {
		if strings.HasSuffix(f.name, "_"+unit) {
			w.WriteString("# UNIT " + f.name + " " + unit + "\n")
		}
	}
	w.WriteString("# HELP " + f.name + " " + escape(f.help) + "\n")
	f.samples(func(suffix string, labels, values []string, v float64) {
		w.WriteString(f.name + suffix)
		for i, label := range labels {
			w.WriteString(map[bool]string{true: "{", false: ","}[i == 0] + label + `="` + escape(values[i]) + `"`)
		}
		if len(labels) > 0 {
			w.WriteByte('}')
		}
		w.WriteString(" " + number(v) + "\n")
	})
}

var escape = strings.NewReplacer(`\`, `\\`, "\n", `\n`, `"`, `\"`).Replace

// number writes a float, which OpenMetrics wants to look like one.
func number(v float64) string {
	text := strconv.FormatFloat(v, 'g', -1, 64)
	if !strings.ContainsAny(text, ".eIN") {
		text += ".0"
	}
	return text
}
