package loadgen

import (
	"context"
	"math/rand/v2"
	"slices"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/audit"
	"kommunalforum/internal/board"
	"kommunalforum/internal/forum"
)

// Sizes of threads in posts.
const (
	maxThread    = 40
	exactlyEvery = 12 // one thread in so many has just the posts of one page
)

// threads writes the threads, oldest first; every batch is a slice of the five
// years.
func (f *filler) threads(ctx context.Context) error {
	return batches(ctx, f, forum.ActImport, f.Posts, postsPerBatch,
		func(ctx context.Context, number, size int) ([]forum.ReadyThread, error) {
			rng := f.random(forum.ActImport, number)
			slice := time.Duration(float64(Span) * postsPerBatch / float64(max(f.Posts, postsPerBatch)))
			from := f.until.Add(-Span + slice*time.Duration(number-1))
			list := f.batch(rng, size, from, slice)
			ready := make([]forum.ReadyThread, len(list))
			for i, t := range list {
				var err error
				if ready[i], err = forum.PrepareImport(ctx, t); err != nil {
					return nil, err
				}
			}
			return ready, nil
		},
		func(ctx context.Context, b audit.Batch, list []forum.ReadyThread) error {
			_, err := f.Forum.Import(ctx, b, list)
			return err
		})
}

// batch makes threads with exactly so many posts together.
func (f *filler) batch(rng *rand.Rand, posts int, from time.Time, slice time.Duration) []forum.Imported {
	draw := f.text.with(rng)
	boards := rand.NewZipf(rng, 1.1, 4, uint64(len(f.boards)-1))
	authors := rand.NewZipf(rng, 1.1, 50, uint64(len(f.authors)-1))
	var starts []time.Time
	var sizes []int
	for posts > 0 {
		n := min(threadSize(rng), posts)
		posts -= n
		sizes = append(sizes, n)
		starts = append(starts, from.Add(time.Duration(rng.Int64N(int64(slice)))))
	}
	slices.SortFunc(starts, time.Time.Compare)
	list := make([]forum.Imported, len(sizes))
	for i, size := range sizes {
		b := f.boards[boards.Uint64()]
		t := forum.Imported{Board: b.ID, Title: draw.title(), Services: f.tags(rng, b), Posts: make([]forum.ImportedPost, size)}
		at, solution := starts[i], -1
		if size > 2 && rng.IntN(3) > 0 {
			solution = 1 + rng.IntN(size-1)
		}
		for n := range t.Posts {
			by := f.authors[authors.Uint64()]
			t.Posts[n] = forum.ImportedPost{Author: by, Text: draw.post(), At: at, Solution: n == solution}
			at = f.later(rng, at)
		}
		list[i] = t
	}
	return list
}

// threadSize draws how many posts a thread has: most have few, some up to 40.
func threadSize(rng *rand.Rand) int {
	if rng.IntN(exactlyEvery) == 0 {
		return forum.PostsPerPage
	}
	return min(1+int(rng.ExpFloat64()*7), maxThread)
}

// later draws when the next reply follows: within hours mostly, never in the future.
func (f *filler) later(rng *rand.Rand, at time.Time) time.Time {
	next := at.Add(time.Minute + time.Duration(rng.ExpFloat64()*float64(20*time.Hour)))
	if next.After(f.until) {
		return at.Add(f.until.Sub(at) / 2)
	}
	return next
}

// tags are the OZG services of a thread on the board: two in three have one.
func (f *filler) tags(rng *rand.Rand, b board.Board) []int64 {
	services := f.services[b.AreaID]
	if len(services) == 0 || rng.IntN(3) == 0 {
		return nil
	}
	zipf := rand.NewZipf(rng, 1.2, 2, uint64(len(services)-1))
	tags := []int64{services[zipf.Uint64()]}
	if second := services[zipf.Uint64()]; rng.IntN(5) == 0 && second != tags[0] {
		tags = append(tags, second)
	}
	return tags
}

// moderators of the board come in the order of the boards, see person.
func (f *filler) moderator(place int) account.Viewer { return f.authors[place*boardModerators] }
