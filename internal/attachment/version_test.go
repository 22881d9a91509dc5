package attachment_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"kommunalforum/internal/attachment"
	"kommunalforum/internal/db"
	. "kommunalforum/internal/testkit"
)

// TestEachVersionKeepsItsFiles saves versions with files taken at random from those that
// may be taken, the last version several times, as drafts are.
func TestEachVersionKeepsItsFiles(t *testing.T) {
	t.Parallel()
	w := New(t)
	random := rand.New(rand.NewPCG(7, 12))
	s := attachment.Subject{Kind: attachment.Article, ID: 1}
	people := []string{Ann, Bea}
	want := map[int][]int64{}
	all := func() []attachment.File {
		of, err := db.View(w.Ctx, w.DB, func(tx *db.Tx) (map[int64][]attachment.File, error) { return s.Kind.OfTx(tx, []int64{s.ID}) })
		if err != nil {
			t.Fatal(err)
		}
		return of[s.ID]
	}
	for step, version := 0, 1; step < 30; step++ {
		by := people[random.IntN(len(people))]
		var choices []attachment.Choice
		for _, f := range all() {
			if (f.In(version) || f.In(version-1)) && random.IntN(2) == 0 {
				choices = append(choices, attachment.Choice{ID: f.ID})
			}
		}
		if random.IntN(2) == 0 && len(choices) < attachment.MaxPerPost {
			choices = append(choices, attachment.Choice{ID: w.Upload(by, "a.txt", fmt.Sprint(step)).ID})
		}
		random.Shuffle(len(choices), func(i, j int) { choices[i], choices[j] = choices[j], choices[i] })
		write(t, w, func(tx *db.Tx) error {
			c, err := attachment.ChosenForTx(tx, w.By(by).ID, s, version, choices)
			if err == nil {
				err = c.SetTx(tx, w.By(by).ID, s, version)
			}
			return err
		})
		want[version] = nil
		for _, c := range choices {
			want[version] = append(want[version], c.ID)
		}
		present := all()
		for n := range want {
			var got []int64
			for _, f := range attachment.Of(present, n) {
				got = append(got, f.ID)
			}
			expected := slices.Clone(want[n])
			if n < version { // its order may be that of a later one
				slices.Sort(got)
				slices.Sort(expected)
			}
			if !slices.Equal(got, expected) {
				t.Fatalf("step %d: version %d has %v, want %v", step, n, got, expected)
			}
		}
		if random.IntN(3) == 0 {
			version++
		}
	}
}
