package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestSearchEvalPrintsFiguresOfASet(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"docs.jsonl": `{"id": "a", "title": "Antrag auf Wohngeld", "text": "Wer wenig verdient, bekommt es."}
{"id": "b", "title": "Hundesteuer", "text": "Jeder Hund kostet."}`,
		"queries.jsonl": `{"id": "1", "text": "Wohngeldantrag"}
{"id": "2", "text": "Was kostet ein Hund?"}
{"id": "3", "text": "Wohngeld"}`,
		"qrels.tsv": "1\ta\t1\n2\tb\t1\n3\tb\t1\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var out, errOut bytes.Buffer
	if code := lab.Run(t.Context(), []string{"search-eval", dir}, nil, &out, &errOut); code != 0 {
		t.Fatalf("exit %d: %s", code, &errOut)
	}
	for _, part := range []string{"2 Texte, 3 Anfragen", "wie gestellt  nDCG@10 0.667  Recall@10 0.667", "vertauscht "} {
		if !strings.Contains(out.String(), part) {
			t.Errorf("the output lacks %q:\n%s", part, &out)
		}
	}
}

func TestJudgeKnowsRanks(t *testing.T) {
	wanted := map[string]bool{"a": true, "b": true}
	for _, c := range []struct {
		found        string
		gain, recall float64
	}{{"ab", 1, 1}, {"ax", .613, .5}, {"xa", .387, .5}, {"", 0, 0}} {
		gain, recall := judge(strings.Split(c.found, ""), wanted)
		if gain < c.gain-.001 || gain > c.gain+.001 || recall != c.recall {
			t.Errorf("%q: %.3f %.3f, want %.3f %.3f", c.found, gain, recall, c.gain, c.recall)
		}
	}
	if got := swapLetters("Was ist Wohngeld?"); got != "Was ist Wohgneld?" && got != "Was ist Wohnegld?" {
		t.Errorf("swapped is %q", got)
	}
}
