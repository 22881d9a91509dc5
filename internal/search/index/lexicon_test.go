package index

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"log/slog"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kommunalforum/internal/board"
	"kommunalforum/internal/search/document"
	"kommunalforum/internal/search/engine"
	"kommunalforum/internal/search/german"
)

func TestLexiconIsReadAndMakesSense(t *testing.T) {
	t.Parallel()
	l, err := readLexicon()
	if err != nil {
		t.Fatal(err)
	}
	if len(l.words) < 3000 || len(l.lists.Stop) < 100 || len(l.lists.Question) < 30 || len(l.lists.Soft) < 60 || len(l.lists.Synonyms) < 40 {
		t.Errorf("%d words, %d stop, %d question, %d soft, %d synonyms", len(l.words), len(l.lists.Stop), len(l.lists.Question),
			len(l.lists.Soft), len(l.lists.Synonyms))
	}
	again, err := readLexicon()
	if err != nil || again.checksum != l.checksum {
		t.Errorf("read again: %v, checksum %d, before %d", err, again.checksum, l.checksum)
	}
	lang := l.language(vocabulary{})
	seen := map[string]string{}
	for _, group := range l.lists.Synonyms {
		for _, form := range group {
			if other, twice := seen[german.Fold(form)]; twice {
				t.Errorf("%s means %s and %s", form, other, group[0])
			}
			seen[german.Fold(form)] = group[0]
			// Every form finds every other one.
			words, _ := engine.Analyse(lang, form)
			name := german.Fold(strings.NewReplacer("-", "", " ", "").Replace(group[0]))
			if !slices.ContainsFunc(words, func(w engine.Word) bool {
				return slices.ContainsFunc(w.Variants, func(v engine.Variant) bool { return !v.Parts && slices.Contains(v.Terms, name) })
			}) {
				t.Errorf("%s is not searched by the name of its group, %s", form, name)
			}
		}
	}
	for word, want := range map[string]string{
		"Wohngeldantrag": "wohn geld antrag", "Informationsfreiheit": "information freiheit",
		"Verwaltungsdigitalisierung": "verwaltung digitalisierung",
		"Personalausweis":            "personal ausweis", "Schnittstellenbeschreibung": "schnittstell beschreibung", "Formation": "formation",
		"Antrag": "antrag",
	} {
		if got := strings.Join(lang.Parts(german.Fold(word)), " "); got != want {
			t.Errorf("%s has the parts %s, want %s", word, got, want)
		}
	}
}

func TestWhatWasLearntIsKept(t *testing.T) {
	t.Parallel()
	docs := []document.Document{
		{Title: "Kanarienvogel Zeisig", Body: strings.Repeat("Kanarienvogel und Amsel. ", 3), ACL: board.ACLPublic},
		{Title: "Pirol Pirol", Body: "Pirol", ACL: board.ACLMembers}, // what not everybody may read teaches nothing
	}
	v, err := learn(t.Context(), func(_ context.Context, after int64) ([]document.Document, int64, error) {
		if after > 0 {
			return nil, after, nil
		}
		return docs, 1, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if want := map[string]int{"kanarienvogel": 4, "amsel": 3}; !maps.Equal(v.counts, want) || v.total != 11 || v.docs != 1 {
		t.Errorf("learnt %+v, want %v", v, want)
	}
	back, err := decodeVocabulary(v.encode())
	if err != nil || !maps.Equal(back.counts, v.counts) || back.total != v.total || back.docs != v.docs {
		t.Errorf("kept is %+v, want %+v: %v", back, v, err)
	}
	if _, err := decodeVocabulary([]byte("nonsense")); err == nil {
		t.Error("nonsense is taken for something learnt")
	}
	lang := builtinLexicon().language(v)
	if got := lang.Parts("kanarienvogelantrag"); !slices.Contains(got, "antrag") {
		t.Errorf("a word with a learnt part is %v", got)
	}
}

// TestIndexOfOtherWordListsIsRefused holds that texts and queries are always
// analysed alike.
func TestIndexOfOtherWordListsIsRefused(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "index")
	log := slog.New(slog.DiscardHandler)
	g, err := create(path, vocabulary{}, log)
	if err != nil {
		t.Fatal(err)
	}
	b := g.NewBatch()
	b.SetNumber(valueVersion, Version)
	if err := g.Write(b); err != nil {
		t.Fatal(err)
	}
	g.Close()
	if g, err = open(path, Version, log); err != nil {
		t.Fatal(err)
	}
	b = g.NewBatch()
	b.SetNumber(valueLexicon, int64(builtinLexicon().checksum)+1)
	if err := g.Write(b); err != nil {
		t.Fatal(err)
	}
	g.Close()
	if _, err := open(path, Version, log); err == nil || !strings.Contains(err.Error(), "word lists") {
		t.Errorf("an index of other word lists: %v", err)
	}
}

// TestExplanationsChangeNoSynonyms holds the number of groups and their names, which the
// glossary explains in the same file.
func TestExplanationsChangeNoSynonyms(t *testing.T) {
	t.Parallel()
	var names []string
	for _, group := range builtinLexicon().lists.Synonyms {
		names = append(names, strings.Join(group, " = "))
	}
	sum := sha256.Sum256([]byte(strings.Join(names, "\n") + "\n"))
	if got := hex.EncodeToString(sum[:]); got != synonymsSum {
		t.Errorf("%d groups with the sum %s: if the search shall know other names, say so here", len(names), got)
	}
}

// synonymsSum is that of the groups as they were before the glossary.
const synonymsSum = "ad7999c21fff6c951c32f77aff721d8ea6a62e71c708e34c6f83e994dbcce80e"
