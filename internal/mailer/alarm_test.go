package mailer_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"kommunalforum/internal/alarm"
	"kommunalforum/internal/db"
)

// TestAlarmMailsReadAsTheGoldenFilesSay raises an alarm and lets it end.
func TestAlarmMailsReadAsTheGoldenFilesSay(t *testing.T) {
	t.Parallel()
	n := freshNewcomers(t)
	finding := alarm.Finding{Level: alarm.Danger, Sentence: "Auf dem Datenträger sind noch 80,0 MB frei. Schaffen Sie sofort Platz."}
	watch := alarm.New(n.db, slog.New(slog.DiscardHandler), func() string { return "" }, alarm.Check{Kind: "disk", Title: "Speicherplatz",
		Well: "Es ist genug Platz frei.", Look: func(context.Context) (alarm.Finding, error) { return finding, nil }})
	n.AlarmsFrom(watch)
	look := func(after time.Duration) {
		n.now = n.now.Add(after)
		n.must(watch.Look(db.At(n.ctx(), n.now)))
	}
	look(0)
	look(5 * time.Minute)
	n.flush()
	finding = alarm.Finding{}
	look(time.Hour)
	n.flush()
	raw, all := n.server.Accepted(), n.letters()
	if len(all) != 2 {
		t.Fatalf("%d letters", len(all))
	}
	for i, name := range []string{"alarm", "alarm-over"} {
		compare(t, name, raw[i], all[i])
	}
}
