package search_test

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"strings"
	"testing"

	"kommunalforum/internal/event"
	"kommunalforum/internal/loadgen"
	"kommunalforum/internal/search/document"
	"kommunalforum/internal/search/query"
	"kommunalforum/internal/testkit"
)

var vocabulary = strings.Fields(`Wohngeld Antrag Schnittstelle Fachverfahren Betrieb Kosten Land Kommune Dienst Nachnutzung
	Bescheid Nutzerkonto Postfach Gewerbe Anmeldung Register Standard Vertrag Rechenzentrum Erfahrung Einführung Frist Prüfung
	Datenschutz Schulung Zuständigkeit Verwaltung Onlinedienst Umsetzung Finanzierung`)

// filled is a world with 40 threads of 25 posts each, indexed.
func filled(b *testing.B) *world {
	b.Helper()
	w := newWorld(b)
	r := rand.New(rand.NewPCG(1, 1))
	text := func(n int) string {
		var s []string
		for range n {
			// The smaller the number, the more frequent the word, as in language.
			s = append(s, vocabulary[int(float64(len(vocabulary))*r.Float64()*r.Float64())])
			if r.IntN(3) == 0 {
				s = append(s, fmt.Sprintf("Wort%d", int(5000*r.Float64()*r.Float64())))
			}
		}
		return strings.Join(s, " ")
	}
	boards := []string{testkit.Public, testkit.Members, testkit.Exclusive, "umwelt"}
	for i := range 40 {
		thread := w.Ask(testkit.Mod, boards[i%len(boards)], text(6), text(60))
		for range 24 {
			w.Reply(testkit.Mod, thread, text(60))
		}
	}
	w.Must(w.OwnIndex.Rebuild(w.Ctx))
	b.ResetTimer()
	return w
}

func BenchmarkSearch(b *testing.B) {
	w := filled(b)
	insider := w.By(testkit.Insider)
	for name, q := range map[string]query.Form{
		"rare word":   {Text: "Wort4321"},
		"common word": {Text: "Wohngeld"},
		"all words":   {Text: "Schnittstelle Wohngeld Fachverfahren"},
		"any word":    {Text: "Datenschutz Nirgendwort Frist"},
		"filtered":    {Text: "Wohngeld", Kind: document.Reply, Board: testkit.Members},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := w.OwnSearch.Find(w.Ctx, insider, q); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkSearchOf20000Posts asks as people do, over posts of usual length.
func BenchmarkSearchOf20000Posts(b *testing.B) {
	w := testkit.Empty(b)
	parts := loadgen.Parts{DB: w.DB, Accounts: w.Accounts, Boards: w.Boards, Forum: w.Forum, FAQ: w.FAQ, Inquiries: w.Inquiry}
	if err := loadgen.Fill(w.Ctx, parts, loadgen.Options{Posts: 20_000}, func(string, int, int) {}); err != nil {
		b.Fatal(err)
	}
	w.Reindex()
	by, err := w.Accounts.ViewerOf(w.Ctx, loadgen.SomeEmail)
	if err != nil {
		b.Fatal(err)
	}
	for _, q := range []string{"Rechenzentrum", "Wohngeldantrag", "Gewerbeanmeldung Gebühren",
		"Wie übernehmen wir die Daten aus dem Onlinedienst in das Fachverfahren?",
		"Nutzerkotno Schulung", "Landkreis Kommune Stadt Gemeinde Verwaltung", "10061"} {
		b.Run(strings.ReplaceAll(q, " ", "_"), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := w.Search.Find(w.Ctx, by, query.Form{Text: q}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkReplyUntilFound is the time from writing a reply until a search
// finds it, with the consumer running as in the program.
func BenchmarkReplyUntilFound(b *testing.B) {
	w := filled(b)
	thread := w.Ask(testkit.Ann, testkit.Public, "Eine Frage", "Text")
	ctx, cancel := context.WithCancel(w.Ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		event.Run(ctx, w.DB, slog.New(slog.DiscardHandler), w.OwnIndex.Consumer())
	}()
	defer func() { cancel(); <-done }()
	for i := 0; b.Loop(); i++ {
		word := fmt.Sprintf("einmalig%dx", i)
		w.Reply(testkit.Bea, thread, "Antwort mit "+word)
		for w.Find(testkit.Guest, query.Form{Text: word}).Total == 0 {
		}
	}
}

func BenchmarkRebuild(b *testing.B) {
	w := filled(b)
	for b.Loop() {
		w.Must(w.OwnIndex.Rebuild(w.Ctx))
	}
}
