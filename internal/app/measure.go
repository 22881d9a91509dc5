package app

import (
	"cmp"
	"context"
	"errors"
	"net"
	"net/http"
	"runtime"
	"runtime/debug"
	"time"

	"kommunalforum/internal/alarm"
	"kommunalforum/internal/backup"
	"kommunalforum/internal/credential"
	"kommunalforum/internal/db"
	"kommunalforum/internal/disk"
	"kommunalforum/internal/event"
	"kommunalforum/internal/metric"
	"kommunalforum/internal/outbox"
	"kommunalforum/internal/web/info"
)

// measure names all that the program measures, but for what its pages count themselves.
func (a *App) measure() {
	m := a.DB.Measured()
	a.Metrics.Histogram("kommunalforum_sql_seconds", "How long statements of the database took.", m.Statements)
	a.Metrics.Histogram("kommunalforum_write_wait_seconds", "How long writers waited for their turn.", m.WriteWait)
	a.Metrics.Histogram("kommunalforum_commit_seconds", "How long commits took until they were durable.", m.Commits)
	a.Metrics.Histogram("kommunalforum_write_group", "How many writers shared a commit.", m.Group)
	named, revision := Build()
	a.Metrics.Info("kommunalforum_build", "Which program this is.", "version", named, "revision", revision, "go", runtime.Version())
	a.Metrics.Group(metric.Process())
	a.Metrics.Group(a.stateMetrics())
}

// version is set by make release.
var version string

// Build returns the version of the program, and the revision of its source as far as the
// binary knows it.
func Build() (named, revision string) {
	named, revision = version, "unbekannt"
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return cmp.Or(named, "unbekannt"), revision
	}
	named = cmp.Or(named, info.Main.Version, "unbekannt")
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			revision = s.Value
		}
	}
	return named, revision
}

// stateMetrics are those that the state of the forum tells.
func (a *App) stateMetrics() metric.Group {
	return metric.Group{
		Gauges: []metric.Gauge{
			{Name: "kommunalforum_database_bytes", Help: "Size of the database."},
			{Name: "kommunalforum_wal_bytes", Help: "Size of the write-ahead log, where it is a file beside the database."},
			{Name: "kommunalforum_disk_free_bytes", Help: "What is free where the data folder is."},
			{Name: "kommunalforum_log_events", Help: "Events that were ever appended to the log.", Counts: true},
			{Name: "kommunalforum_log_lag", Help: "Events that a consumer of the log has not passed.", Labels: []string{"consumer"}},
			{Name: "kommunalforum_outbox_mails", Help: "Mails in the outbox: waiting, failed for good, or of unclear outcome.",
				Labels: []string{"state"}},
			{Name: "kommunalforum_outbox_oldest_seconds", Help: "For how long the mail is due that should have left first."},
			{Name: "kommunalforum_index_documents", Help: "Documents in the search index."},
			{Name: "kommunalforum_index_ready", Help: "Whether the search index is complete."},
			{Name: "kommunalforum_backup_age_seconds", Help: "For how long there has been no newer backup that is whole."},
			{Name: "kommunalforum_backup_bytes", Help: "Size of the last backup that is whole."},
			{Name: "kommunalforum_backup_overdue", Help: "Whether there should be a newer backup that is whole."},
			{Name: "kommunalforum_sessions", Help: "Sessions that have not ended."},
			{Name: "kommunalforum_ready", Help: "Whether requests should come here, as /bereit says."},
			{Name: "kommunalforum_alarm", Help: "What is watched: 0 is well, 1 a warning, 2 a danger. The leading node says it of the forum.",
				Labels: []string{"alarm"}},
		},
		Collect: a.collect,
	}
}

// collect sets what it can: one part that fails keeps none of the others away.
func (a *App) collect(ctx context.Context, set func(name string, v float64, values ...string)) error {
	flag := map[bool]float64{true: 1}
	set("kommunalforum_index_ready", flag[a.Index.State().Ready])
	set("kommunalforum_ready", flag[info.Ready(a.Health(ctx))])
	for _, s := range a.Alarms.States() {
		if s.Level != alarm.Unknown {
			set("kommunalforum_alarm", map[alarm.Level]float64{alarm.Warning: 1, alarm.Danger: 2}[s.Level], string(s.Kind))
		}
	}
	documents, err := a.Index.Documents()
	if err == nil {
		set("kommunalforum_index_documents", float64(documents))
	}
	if room, err := disk.Of(a.Config.Data); err == nil {
		set("kommunalforum_disk_free_bytes", float64(room.Free))
	}
	data, log, sized := a.DB.Size(ctx)
	if sized == nil {
		set("kommunalforum_database_bytes", float64(data))
		if log >= 0 {
			set("kommunalforum_wal_bytes", float64(log))
		}
	}
	return errors.Join(err, sized, a.DB.Read(ctx, func(tx *db.Tx) error { return a.collectTx(tx, set) }))
}

func (a *App) collectTx(tx *db.Tx, set func(name string, v float64, values ...string)) error {
	head, err := event.HeadTx(tx)
	if err != nil {
		return err
	}
	set("kommunalforum_log_events", float64(head))
	followers := []event.Consumer{a.indexConsumer()}
	if a.leading.Load() { // only the node that leads knows how far it has come
		followers = append(followers, a.teller)
	}
	for _, c := range followers {
		at, err := c.Cursor(tx.Context())
		if err != nil {
			return err
		}
		set("kommunalforum_log_lag", float64(max(0, head-at)), c.Name)
	}
	mails, err := outbox.CountTx(tx)
	if err != nil {
		return err
	}
	set("kommunalforum_outbox_mails", float64(mails.Waiting), "waiting")
	set("kommunalforum_outbox_mails", float64(mails.Failed), "failed")
	set("kommunalforum_outbox_mails", float64(mails.Unclear), "unclear")
	oldest, err := outbox.OldestTx(tx)
	if err != nil {
		return err
	}
	waits := 0.0
	if !oldest.IsZero() {
		waits = tx.Now.Sub(oldest).Seconds()
	}
	set("kommunalforum_outbox_oldest_seconds", waits)
	backups, err := backup.StatusTx(tx, a.Config.Backup.On())
	if err != nil {
		return err
	}
	if !backups.Whole.Began.IsZero() {
		set("kommunalforum_backup_age_seconds", tx.Now.Sub(backups.Whole.Began).Seconds())
		set("kommunalforum_backup_bytes", float64(backups.Whole.Bytes))
	}
	set("kommunalforum_backup_overdue", map[bool]float64{true: 1}[backups.Overdue(tx.Now)])
	sessions, err := credential.SessionsTx(tx)
	set("kommunalforum_sessions", float64(sessions))
	return err
}

// collectTime is how long reading the state for one scrape may take.
const collectTime = 5 * time.Second

// MetricsHandler answers /metrics, and nothing else.
func (a *App) MetricsHandler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), collectTime)
		defer cancel()
		w.Header().Set("Content-Type", metric.ContentType)
		a.Metrics.Write(ctx, w, func(err error) { a.Log.Warn("some metrics could not be read", "error", err) })
	})
	return mux
}

// ServeMetrics answers on the listener until ctx ends.
func (a *App) ServeMetrics(ctx context.Context, l net.Listener) {
	server := &http.Server{Handler: a.MetricsHandler(), ReadTimeout: headerTime, WriteTimeout: 2 * collectTime, IdleTimeout: idleTime}
	context.AfterFunc(ctx, func() { server.Close() })
	if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		a.Log.Error("metrics are not served any more", "error", err)
	}
}
