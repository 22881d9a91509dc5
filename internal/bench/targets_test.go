//go:build bench

package bench

import (
	"fmt"
	"strings"
	"time"
)

// What is asked of the figures. Rates are compared with the floors measured in
// the same minute, so that they hold on any machine; times are those of a
// machine of two processors.
const (
	guestOfQueries  = .8 // thread page, of the rate of floor (b)
	memberOfQueries = .5
	replyOfCommits  = .7 // of the rate of bare commits of the same rows
	growth          = 1.3
	maxTwins        = 50 * time.Millisecond // 99 of 100 look-ups of twins, one at a time
	maxFound        = time.Second
	maxReady        = time.Second
	maxMemory       = 400 // MB that no file backs
	maxBinary       = 60  // MB
)

// searchTimes are within what 99 of 100 searches take, one at a time and many at once.
func searchTimes(posts int) (alone, together time.Duration) {
	if posts > 100_000 {
		return 40 * time.Millisecond, 200 * time.Millisecond
	}
	return 15 * time.Millisecond, 120 * time.Millisecond
}

// target is one thing that is asked, and what became of it.
type target struct {
	name, asked, measured string
	met                   bool
}

// least holds that a ratio is reached.
func (r *run) least(name string, measured, asked float64) {
	r.targets = append(r.targets, target{name, fmt.Sprintf("at least %.2f", asked), fmt.Sprintf("%.2f", measured), measured >= asked})
}

// most holds that a figure is not passed.
func (r *run) most(name string, measured, asked float64, unit string) {
	r.targets = append(r.targets, target{name, fmt.Sprintf("at most %g %s", asked, unit), fmt.Sprintf("%.1f %s", measured, unit), measured <= asked})
}

func (r *run) within(name string, measured, asked time.Duration) {
	r.most(name, float64(measured)/float64(time.Millisecond), float64(asked)/float64(time.Millisecond), "ms")
}

// holdLine holds what is asked of a line of the table.
func (r *run) holdLine(p page, viewer string, one, m measured, floor float64) {
	name := p.name + ", " + viewer
	switch {
	case p.fresh: // nothing is asked of the first reader's page; it is told beside the kept one
	case p.thread != nil && viewer == "guest":
		r.least(name+", of floor (b)", m.rate/floor, guestOfQueries)
	case p.thread != nil:
		r.least(name+", of floor (b)", m.rate/floor, memberOfQueries)
	case p.form != nil:
		r.within(name+", p99", one.p99, maxTwins)
	case p.search:
		alone, together := searchTimes(r.posts)
		r.within(name+", p99", one.p99, alone)
		r.within(fmt.Sprintf("%s, %d at once, p99", name, many), m.p99, together)
	}
}

// grown holds that pages cost no more in a large forum than in a small one. A
// page that is longer there, because a small forum does not fill its lists, may
// cost more by as much. Searches have a limit of their own.
func grown(costs map[string][]row, order, sizes []string) (out []target) {
	last := len(sizes) - 1
	for _, name := range order {
		if c := costs[name]; last > 0 && len(c) == len(sizes) && !c[0].search {
			ratio := c[last].cost / c[0].cost / max(1, float64(c[last].size)/float64(c[0].size))
			out = append(out, target{name + ", cost at " + sizes[last] + " of that at " + sizes[0] + ", by length",
				fmt.Sprintf("at most %.2f", growth),
				fmt.Sprintf("%.2f", ratio), ratio <= growth})
		}
	}
	return out
}

// report prints what is asked and returns what was missed.
func report(title string, list []target) (missed []string) {
	fmt.Printf("\n### Asked, %s\n\n| what | asked | measured | |\n|---|---|---|---|\n", title)
	for _, t := range list {
		verdict := "met"
		if !t.met {
			verdict = "**missed**"
			missed = append(missed, t.name+": "+t.measured+", "+t.asked)
		}
		fmt.Printf("| %s | %s | %s | %s |\n", t.name, t.asked, t.measured, verdict)
	}
	return missed
}

// folders reads BENCH_FOLDERS: "1000000=/srv/million" names the folder that has
// so many posts already.
func folders(list string) map[string]string {
	out := map[string]string{}
	for _, pair := range strings.Fields(list) {
		if posts, folder, ok := strings.Cut(pair, "="); ok {
			out[posts] = folder
		}
	}
	return out
}
