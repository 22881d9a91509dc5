package page

import (
	"net/http"
	"strconv"
	"sync/atomic"
	"time"

	"kommunalforum/internal/metric"
)

// measured is what is counted of requests. Labels are patterns of routes and words of
// ours, never an address, a number or a name that a visitor sends.
type measured struct {
	requests *metric.Vec[requestLabels, metric.Counter]
	took     *metric.Vec[routeLabel, metric.Histogram]
	limits   *metric.Vec[routeLabel, metric.Counter]
	panics   *metric.Counter
	running  *atomic.Int64
}

type requestLabels struct {
	method, route string
	status        int
}

// Values are the labels as they are written.
func (r requestLabels) Values() []string { return []string{r.method, r.route, strconv.Itoa(r.status)} }

type routeLabel struct{ word string }

// Values is the label.
func (r routeLabel) Values() []string { return []string{r.word} }

func newMeasured(s *metric.Set) measured {
	m := measured{
		requests: metric.NewVec[requestLabels](func() *metric.Counter { return new(metric.Counter) }),
		took:     metric.NewVec[routeLabel](func() *metric.Histogram { return metric.NewHistogram(metric.Seconds) }),
		limits:   metric.NewVec[routeLabel](func() *metric.Counter { return new(metric.Counter) }),
		panics:   new(metric.Counter),
		running:  new(atomic.Int64),
	}
	metric.Counters(s, "kommunalforum_requests", "Requests by the pattern of their route.", []string{"method", "route", "status"}, m.requests)
	metric.Histograms(s, "kommunalforum_request_duration_seconds", "How long requests took, by the pattern of their route.",
		[]string{"route"}, m.took)
	metric.Counters(s, "kommunalforum_limits_hit", "Requests that were refused for a while: too-many (429) or busy (503).",
		[]string{"kind"}, m.limits)
	s.Counter("kommunalforum_panics", "Requests that ended in a defect of the program.", m.panics)
	s.Live("kommunalforum_requests_running", "Requests that are being answered.", func() float64 { return float64(m.running.Load()) })
	return m
}

// answered counts a request.
func (m measured) answered(c *Context, route string, took time.Duration) {
	method := c.Request.Method
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodOptions, http.MethodPut, http.MethodDelete, http.MethodPatch:
	default: // a client may send any word
		method = "other"
	}
	m.requests.With(requestLabels{method, route, c.Writer.Status()}).Inc()
	m.took.With(routeLabel{route}).Observe(took.Seconds())
}

// refused counts the pages that ask people to come again later.
func (m measured) refused(status int, wait time.Duration) {
	switch {
	case status == http.StatusTooManyRequests:
		m.limits.With(routeLabel{"too-many"}).Inc()
	case status == http.StatusServiceUnavailable && wait > 0:
		m.limits.With(routeLabel{"busy"}).Inc()
	}
}
