package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"kommunalforum/internal/cli"
	"kommunalforum/internal/search"
)

type searchEval struct {
	Dir string `arg:"" help:"Ordner mit docs.jsonl, queries.jsonl und qrels.tsv."`
}

// Run measures how well and how fast the search finds what the folder says
// should be found, with the queries as they are and with a slip in each.
func (e searchEval) Run(ctx context.Context, p cli.Program) error {
	var texts []search.EvalText
	if err := readLines(filepath.Join(e.Dir, "docs.jsonl"), &texts); err != nil {
		return err
	}
	var queries []struct {
		ID   string `json:"id"`
		Text string `json:"text"`
	}
	if err := readLines(filepath.Join(e.Dir, "queries.jsonl"), &queries); err != nil {
		return err
	}
	wanted, err := readJudgements(filepath.Join(e.Dir, "qrels.tsv"))
	if err != nil {
		return err
	}
	folder, err := os.MkdirTemp("", "search-eval-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	index, err := search.NewEvalIndex(ctx, folder, texts)
	if err != nil {
		return err
	}
	defer index.Close()
	fmt.Fprintf(p.Out, "%s: %d Texte, %d Anfragen\n", filepath.Base(e.Dir), len(texts), len(queries))
	for _, variant := range []struct {
		name   string
		change func(string) string
	}{
		{"wie gestellt", func(s string) string { return s }},
		{"vertauscht", swapLetters},
	} {
		var gain, recall float64
		var took []time.Duration
		for _, q := range queries {
			begun := time.Now()
			found, err := index.Search(ctx, variant.change(q.Text))
			if err != nil {
				return fmt.Errorf("query %s: %w", q.ID, err)
			}
			took = append(took, time.Since(begun))
			g, r := judge(found, wanted[q.ID])
			gain, recall = gain+g, recall+r
		}
		slices.Sort(took)
		n := max(1, len(took))
		fmt.Fprintf(p.Out, "  %-13s nDCG@10 %.3f  Recall@10 %.3f  p50 %s  p95 %s\n", variant.name, gain/float64(n), recall/float64(n),
			quantile(took, .5), quantile(took, .95))
	}
	return nil
}

// readLines reads a file of one JSON value a line.
func readLines[T any](name string, into *[]T) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	for values := json.NewDecoder(bufio.NewReader(f)); values.More(); {
		var v T
		if err := values.Decode(&v); err != nil {
			return fmt.Errorf("read %s: %w", name, err)
		}
		*into = append(*into, v)
	}
	return nil
}

// readJudgements reads which texts should be found by a query: lines of query,
// text and a positive number, with tabs between them.
func readJudgements(name string) (map[string]map[string]bool, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	out := map[string]map[string]bool{}
	for line := range strings.Lines(string(text)) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		if len(f) != 3 || f[2] == "0" {
			continue
		}
		if out[f[0]] == nil {
			out[f[0]] = map[string]bool{}
		}
		out[f[0]][f[1]] = true
	}
	return out, nil
}

// judge returns nDCG@10 and Recall@10 of an answer.
func judge(found []string, wanted map[string]bool) (gain, recall float64) {
	if len(wanted) == 0 {
		return 0, 0
	}
	best, hits := 0.0, 0
	for i := range 10 {
		weight := 1 / math.Log2(float64(i)+2)
		if i < len(wanted) {
			best += weight
		}
		if i < len(found) && wanted[found[i]] {
			gain += weight
			hits++
		}
	}
	return gain / best, float64(hits) / float64(len(wanted))
}

// swapLetters swaps two letters in the middle of the longest word.
func swapLetters(text string) string {
	words := strings.Fields(text)
	longest := 0
	for i, w := range words {
		if len([]rune(w)) > len([]rune(words[longest])) {
			longest = i
		}
	}
	if len(words) == 0 {
		return text
	}
	w := []rune(words[longest])
	if m := len(w) / 2; m > 0 {
		w[m-1], w[m] = w[m], w[m-1]
	}
	words[longest] = string(w)
	return strings.Join(words, " ")
}

func quantile(sorted []time.Duration, q float64) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[int(q*float64(len(sorted)-1))].Round(10 * time.Microsecond)
}
