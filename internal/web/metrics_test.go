package web_test

import (
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"kommunalforum/data"
	"kommunalforum/internal/metric/metrictest"
	. "kommunalforum/internal/testkit"
)

// scrape reads the world's metrics strictly.
func scrape(t *testing.T, w *World) (map[string]*metrictest.Family, string) {
	t.Helper()
	rec := httptest.NewRecorder()
	w.MetricsHandler().ServeHTTP(rec, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	kind := rec.Header().Get("Content-Type")
	if rec.Code != http.StatusOK || !strings.HasPrefix(kind, "application/openmetrics-text; version=1.0.0") {
		t.Fatalf("%d %s", rec.Code, kind)
	}
	all, err := metrictest.Parse(rec.Body.String())
	if err != nil {
		t.Fatalf("%v in\n%s", err, rec.Body)
	}
	return all, rec.Body.String()
}

// used makes the world do some of everything that is counted.
func used(w *World) {
	thread := w.Ask(Ann, Members, "Kanarienfrage", "Kanarientext")
	w.Get(Ann, fmt.Sprintf("/thema/%d", thread))
	w.Get(Guest, "/")
	w.Get(Guest, "/gibt-es-nicht/kanarie@world.example")
	w.Get(Ann, "/suche?q=kanarie")
	for range 7 {
		w.Post(Guest, "/passwort-vergessen", Form("email", "kanarie@world.example"))
	}
}

func TestMetricsCountByPatternAndNeverByWhatVisitorsSend(t *testing.T) {
	t.Parallel()
	w := New(t)
	used(w)
	all, text := scrape(t, w)
	for sample, least := range map[string]float64{
		`kommunalforum_requests_total{method="GET",route="/",status="200"}`: 1,
		`kommunalforum_requests_total{method="GET",route="-",status="404"}`: 1,
		`kommunalforum_request_duration_seconds_count{route="/suche"}`:      1,
		`kommunalforum_limits_hit_total{kind="too-many"}`:                   1,
		`kommunalforum_sql_seconds_count`:                                   10,
		`kommunalforum_write_group_count`:                                   1,
		`kommunalforum_log_events_total`:                                    1,
		`kommunalforum_sessions`:                                            1,
		`kommunalforum_database_bytes`:                                      1000,
		`kommunalforum_index_documents`:                                     1,
		`kommunalforum_outbox_mails{state="failed"}`:                        0,
		`process_cpu_seconds_total`:                                         0,
	} {
		name, _, _ := strings.Cut(sample, "{")
		for _, suffix := range []string{"_total", "_count"} {
			name = strings.TrimSuffix(name, suffix)
		}
		if f := all[name]; f == nil || f.Samples[sample] < least {
			t.Errorf("%s is not there, or less than %v", sample, least)
		}
	}
	for _, secret := range []string{"anarie", "world.example", "Ahorn", "/thema/1", "/thema/2"} {
		if strings.Contains(text, secret) {
			t.Errorf("the metrics tell %s", secret)
		}
	}
	if n := strings.Count(text, "\n"); n > 1000 {
		t.Errorf("%d lines", n)
	}
}

func TestUnknownMethodsAreOneSeries(t *testing.T) {
	t.Parallel()
	w := New(t)
	for i := range 20 {
		w.Handler.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(fmt.Sprintf("M%d", i), "/", nil))
	}
	if _, text := scrape(t, w); strings.Contains(text, `"M1`) || !strings.Contains(text, `method="other"`) {
		t.Error("a visitor makes series")
	}
}

func TestMetricsListenerAnswersNothingElse(t *testing.T) {
	t.Parallel()
	w := New(t)
	for _, address := range []string{"/", "/healthz", "/metrics/x", "/verwaltung"} {
		rec := httptest.NewRecorder()
		w.MetricsHandler().ServeHTTP(rec, httptest.NewRequest(http.MethodGet, address, nil))
		if rec.Code != http.StatusNotFound {
			t.Errorf("%s: %d", address, rec.Code)
		}
	}
	if a := w.Get(Boss, "/metrics"); a.Code != http.StatusNotFound {
		t.Errorf("the public listener has metrics: %d", a.Code)
	}
}

// TestDashboardShowsMetricsThatThereAre looks for each name in the dashboard, and
// OPERATING.md for those of ours.
func TestDashboardShowsMetricsThatThereAre(t *testing.T) {
	t.Parallel()
	w := New(t)
	used(w)
	all, _ := scrape(t, w)
	there := map[string]bool{}
	for name, f := range all {
		there[name+map[string]string{"info": "_info", "counter": "_total"}[f.Kind]] = true
		if f.Kind == "histogram" {
			for _, suffix := range []string{"", "_bucket", "_count", "_sum"} {
				there[name+suffix] = true
			}
		}
	}
	for _, needsMore := range []string{"panics_total", "alarm", "backup_age_seconds", "backup_bytes"} { // a defect, a look around, a backup
		there["kommunalforum_"+needsMore] = true
	}
	text, err := fs.ReadFile(data.FS, "operations/dashboard.json")
	if err != nil {
		t.Fatal(err)
	}
	shown := regexp.MustCompile(`\b(kommunalforum|process|go)_[a-z_]+\b`).FindAllString(string(text), -1)
	if len(shown) < 25 {
		t.Fatalf("the dashboard shows %d metrics", len(shown))
	}
	for _, name := range shown {
		if !there[name] {
			t.Errorf("the dashboard shows %s, which there is not", name)
		}
	}
}

func TestRequestIDOfATrustedProxyGoesOn(t *testing.T) {
	t.Parallel()
	w := New(t)
	c := w.Config
	c.TrustedProxies = []string{"10.1.2.3", "192.0.2.0/24"}
	var log strings.Builder
	site := w.Site(c, &log)
	for _, from := range []struct {
		remote, id string
		kept       bool
	}{
		{"10.1.2.3:99", "4bf92f3577b34da6a3ce929d0e0e4736", true}, {"192.0.2.9:99", "Zx-1_2-abc", true},
		{"10.1.2.4:99", "4bf92f3577b34da6a3ce929d0e0e4736", false}, {"192.0.2.9:99", "x y\nlevel=ERROR", false}, {"192.0.2.9:99", "kurz", false},
		{"192.0.2.9:99", strings.Repeat("x", 65), false}, {"192.0.2.9:99", "anna@stadt", false},
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.RemoteAddr = from.remote
		r.Header["X-Request-Id"] = []string{from.id}
		rec := httptest.NewRecorder()
		log.Reset()
		site.ServeHTTP(rec, r)
		got := rec.Header().Get("X-Request-Id")
		if (got == from.id) != from.kept || !strings.Contains(log.String(), "request="+got+" ") || strings.Count(log.String(), "\n") != 1 {
			t.Errorf("%+v: %q, logged %s", from, got, log.String())
		}
	}
}
