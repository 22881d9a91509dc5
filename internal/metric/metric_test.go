package metric_test

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"sync"
	"testing"

	"kommunalforum/internal/metric"
	"kommunalforum/internal/metric/metrictest"
)

type place struct{ route, status string }

func (p place) Values() []string { return []string{p.route, p.status} }

func written(t *testing.T, s *metric.Set) string {
	t.Helper()
	var b strings.Builder
	if err := s.Write(t.Context(), &b, func(err error) { t.Log(err) }); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestWhatIsWrittenIsOpenMetrics(t *testing.T) {
	t.Parallel()
	var s metric.Set
	var c metric.Counter
	h := metric.NewHistogram(metric.Seconds)
	s.Counter("forum_panics", "Fehler im \"Programm\" \\ und\nZeilen", &c)
	s.Histogram("forum_wait_seconds", "Warten", h)
	of := metric.NewVec[place](func() *metric.Counter { return new(metric.Counter) })
	metric.Counters(&s, "forum_requests", "Anfragen", []string{"route", "status"}, of)
	took := metric.NewVec[place](func() *metric.Histogram { return metric.NewHistogram(metric.Numbers) })
	metric.Histograms(&s, "forum_size", "Größe", []string{"route", "status"}, took)
	s.Info("forum_build", "Fassung", "version", `v1"\`+"\n")
	s.Group(metric.Group{
		Gauges: []metric.Gauge{{Name: "forum_log_bytes", Help: "Protokoll"}, {Name: "forum_none", Help: "nichts"},
			{Name: "forum_cpu_seconds", Help: "Zeit", Counts: true}},
		Collect: func(_ context.Context, set func(string, float64, ...string)) error {
			set("forum_log_bytes", 1<<40)
			set("forum_cpu_seconds", 0.25)
			return errors.New("one of them failed")
		},
	})
	c.Inc()
	for i := range 100 {
		h.Observe(float64(i) / 50)
		of.With(place{"/thema/:id", "200"}).Inc()
		took.With(place{"/thema/:id", strconv.Itoa(200 + i%2)}).Observe(float64(i))
	}
	text := written(t, &s)
	all, err := metrictest.Parse(text)
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	if n := all["forum_requests"].Samples[`forum_requests_total{route="/thema/:id",status="200"}`]; n != 100 {
		t.Errorf("100 requests are %v", n)
	}
	if n := all["forum_wait_seconds"].Samples[`forum_wait_seconds_bucket{le="1.0"}`]; n != 51 {
		t.Errorf("51 values up to one second are %v", n)
	}
	if sum := all["forum_wait_seconds"].Samples["forum_wait_seconds_sum"]; sum < 98.9 || sum > 99.1 {
		t.Errorf("the sum is %v", sum)
	}
	if all["forum_log_bytes"].Unit != "bytes" || all["forum_none"] != nil || all["forum_cpu_seconds"].Kind != "counter" {
		t.Errorf("gauges: %s", text)
	}
}

func TestStrictReaderRefusesWhatIsWrong(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", "# TYPE a gauge\n# HELP a x\na 1.0\n",
		"# TYPE a gauge\n# HELP a x\na 1.0\na 2.0\n# EOF\n",
		"# TYPE a counter\n# HELP a x\na 1.0\n# EOF\n",
		"# TYPE a gauge\n# HELP a x\nb 1.0\n# EOF\n",
		"# TYPE a gauge\na 1.0\n# HELP a x\n# EOF\n",
		"# TYPE a gauge\n# UNIT a seconds\n# HELP a x\na 1.0\n# EOF\n",
		"# TYPE a gauge\n# HELP a x\na{b=\"c\"d\"} 1.0\n# EOF\n",
		"# TYPE a histogram\n# HELP a x\na_bucket{le=\"1.0\"} 2.0\na_bucket{le=\"+Inf\"} 1.0\na_count 1.0\na_sum 1.0\n# EOF\n",
		"# TYPE a histogram\n# HELP a x\na_bucket{le=\"1.0\"} 1.0\na_count 1.0\na_sum 1.0\n# EOF\n",
	} {
		if _, err := metrictest.Parse(text); err == nil {
			t.Errorf("taken: %q", text)
		}
	}
}

func TestSeriesAreBounded(t *testing.T) {
	t.Parallel()
	of := metric.NewVec[place](func() *metric.Counter { return new(metric.Counter) })
	for i := range 20_000 {
		of.With(place{strconv.Itoa(i), ""}).Inc()
	}
	var s metric.Set
	metric.Counters(&s, "forum_requests", "Anfragen", []string{"route", "status"}, of)
	if n := strings.Count(written(t, &s), "\n"); n > 5100 {
		t.Errorf("%d series", n)
	}
}

func TestCountingAtOnceLosesNothing(t *testing.T) {
	t.Parallel()
	of := metric.NewVec[place](func() *metric.Histogram { return metric.NewHistogram(metric.Numbers) })
	var s metric.Set
	metric.Histograms(&s, "forum_size", "Größe", []string{"route", "status"}, of)
	var wg sync.WaitGroup
	for range 100 {
		wg.Go(func() {
			for i := range 100 {
				of.With(place{strconv.Itoa(i % 3), ""}).Observe(1)
			}
			written(t, &s)
		})
	}
	wg.Wait()
	all, err := metrictest.Parse(written(t, &s))
	if err != nil {
		t.Fatal(err)
	}
	sum := 0.0
	for name, v := range all["forum_size"].Samples {
		if strings.HasPrefix(name, "forum_size_sum") {
			sum += v
		}
	}
	if sum != 10_000 {
		t.Errorf("10000 values are %v", sum)
	}
}

func BenchmarkCounting(b *testing.B) {
	of := metric.NewVec[place](func() *metric.Counter { return new(metric.Counter) })
	h := metric.NewHistogram(metric.Seconds)
	for b.Loop() {
		of.With(place{"/thema/:id", "200"}).Inc()
		h.Observe(0.004)
	}
}
