package app

import (
	"context"
	"runtime"
	"strconv"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/disk"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/metric"
	"kommunalforum/internal/web/admin"
	"kommunalforum/templates"
	pages "kommunalforum/templates/admin"
)

// Operation says to administrators how the forum is run: versions, state, and what was set
// up. A further group is one more entry of the list.
func (a *App) Operation(ctx context.Context, by account.Viewer) (admin.Operation, error) {
	if !by.Admin() {
		return admin.Operation{}, fault.Forbid("Diese Seite ist der Administration vorbehalten.")
	}
	schema, _, err := a.DB.SchemaVersion(ctx)
	if err != nil {
		return admin.Operation{}, err
	}
	found := map[string]float64{}
	set := func(name string, v float64, labels ...string) {
		for _, l := range labels {
			name += " " + l
		}
		found[name] = v
	}
	if err := a.collect(ctx, set); err != nil {
		return admin.Operation{}, err
	}
	return admin.Operation{
		Groups: []pages.OperationGroup{
			{Title: "Programm", Facts: a.programFacts(schema)},
			{Title: "Arbeit im Hintergrund", Facts: backgroundFacts(found)},
			{Title: "Speicherplatz", Facts: roomFacts(found)},
		},
		Settings: a.Deployed,
	}, nil
}

func (a *App) programFacts(schema int64) []templates.Fact {
	named, revision := Build()
	where := "Datei im Datenordner"
	if a.Config.Database != "" {
		where = "Datenbankserver"
	}
	facts := []templates.Fact{
		{Term: "Version", Text: named},
		{Term: "Quelltext", Text: revision},
		{Term: "Go", Text: runtime.Version() + ", " + runtime.GOOS + "/" + runtime.GOARCH},
		{Term: "Läuft seit", Text: templates.MomentText(metric.Started().Truncate(time.Minute))},
		{Term: "Datenbank", Text: where + ", Schema " + strconv.FormatInt(schema, 10)},
	}
	if a.Config.Database == "" { // a single machine
		return facts
	}
	leads := "nein, ein anderer Knoten"
	if a.leading.Load() {
		leads = "ja"
	}
	return append(facts, templates.Fact{Term: "Knoten", Text: a.Self.ID()},
		templates.Fact{Term: "Erledigt, was nur einer für alle tut", Text: leads})
}

func backgroundFacts(found map[string]float64) []templates.Fact {
	ready := "wird noch aufgebaut"
	if found["kommunalforum_index_ready"] == 1 {
		ready = templates.Plural(int64(found["kommunalforum_index_documents"]), "Text", "Texte")
	}
	facts := []templates.Fact{
		{Term: "Suchindex", Text: ready},
		{Term: "Noch nicht in der Suche", Text: count(found, "kommunalforum_log_lag search", "Änderung", "Änderungen")},
		{Term: "Noch ohne Mitteilungen", Text: count(found, "kommunalforum_log_lag notify", "Änderung", "Änderungen")},
		{Term: "Wartende E-Mails", Text: count(found, "kommunalforum_outbox_mails waiting", "E-Mail", "E-Mails")},
		{Term: "Nicht zugestellte E-Mails", Text: count(found, "kommunalforum_outbox_mails failed", "E-Mail", "E-Mails")},
		{Term: "E-Mails, bei denen offen ist, ob sie ankamen", Text: count(found, "kommunalforum_outbox_mails unclear", "E-Mail", "E-Mails")},
		{Term: "Gerade angemeldet", Text: count(found, "kommunalforum_sessions", "Sitzung", "Sitzungen")},
	}
	if late := time.Duration(found["kommunalforum_outbox_oldest_seconds"]) * time.Second; late >= time.Minute {
		facts = append(facts, templates.Fact{Term: "Älteste fällige E-Mail", Text: "überfällig seit " +
			templates.Plural(int64(late.Minutes()), "Minute", "Minuten")})
	}
	return facts
}

func roomFacts(found map[string]float64) []templates.Fact {
	return []templates.Fact{
		{Term: "Datenbank", Text: size(found, "kommunalforum_database_bytes")},
		{Term: "Noch nicht übernommene Änderungen (WAL-Datei)", Text: size(found, "kommunalforum_wal_bytes")},
		{Term: "Frei im Datenordner", Text: size(found, "kommunalforum_disk_free_bytes")},
	}
}

// count and size are "" for what is not known on this node.
func count(found map[string]float64, name, one, many string) string {
	n, known := found[name]
	if !known {
		return ""
	}
	return templates.Plural(int64(n), one, many)
}

func size(found map[string]float64, name string) string {
	n, known := found[name]
	if !known {
		return ""
	}
	return disk.SizeText(int64(n))
}
