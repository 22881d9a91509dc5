package loadgen

import (
	"context"
	"math/rand/v2"
	"time"

	"kommunalforum/internal/faq"
	"kommunalforum/internal/inquiry"
)

// day is the step of the ages of articles and inquiries.
const day = 24 * time.Hour

// articles writes the published FAQ articles of all boards.
func (f *filler) articles(ctx context.Context) error {
	return batches(ctx, f, faq.ActImport, f.Options.articles(), rowsPerBatch,
		func(_ context.Context, number, size int) ([]faq.Imported, error) {
			rng := f.random(faq.ActImport, number)
			draw := f.text.with(rng)
			list := make([]faq.Imported, size)
			for i := range list {
				place := rng.IntN(len(f.boards))
				b := f.boards[place]
				list[i] = faq.Imported{
					Input: faq.Input{Board: b.ID, Title: draw.title(), Short: draw.short(), Text: draw.article(), Services: f.tags(rng, b)},
					By:    f.moderator(place), At: f.ago(rng), Audience: b.Widest(),
				}
			}
			return list, nil
		}, f.FAQ.Import)
}

// inquiries writes the questions to programme management: most are answered,
// the rest wait at the desk.
func (f *filler) inquiries(ctx context.Context) error {
	return batches(ctx, f, inquiry.ActImport, f.Options.inquiries(), rowsPerBatch,
		func(_ context.Context, number, size int) ([]inquiry.Imported, error) {
			rng := f.random(inquiry.ActImport, number)
			list := make([]inquiry.Imported, size)
			for i := range list {
				list[i] = f.inquiry(rng)
			}
			return list, nil
		}, f.Inquiries.Import)
}

func (f *filler) inquiry(rng *rand.Rand) inquiry.Imported {
	draw, b := f.text.with(rng), pick(rng, f.boards)
	q := inquiry.Imported{
		AskInput: inquiry.AskInput{Board: b.ID, Title: draw.title(), Text: draw.post(), Services: f.tags(rng, b)},
		Board:    b, By: pick(rng, f.authors),
	}
	switch n := rng.IntN(10); {
	case n < 7:
		q.Assignee, q.At = pick(rng, f.desk), f.ago(rng)
		q.AnsweredAt = q.At.Add(f.until.Sub(q.At) / 4)
		q.Answer = &inquiry.AnswerInput{Question: q.Title, Short: draw.short(), Text: draw.article(), Body: programme.Name, Audience: b.Widest()}
	case n < 9:
		q.Assignee, q.At = pick(rng, f.desk), f.until.Add(-time.Duration(rng.Int64N(int64(30*day))))
	default:
		q.At = f.until.Add(-time.Duration(rng.Int64N(int64(10 * day))))
	}
	return q
}

// ago draws a moment of the five years.
func (f *filler) ago(rng *rand.Rand) time.Time {
	return f.until.Add(-day - time.Duration(rng.Int64N(int64(Span-day))))
}
