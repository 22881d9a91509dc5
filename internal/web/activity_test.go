package web_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/limit"
	"kommunalforum/internal/profile"
	. "kommunalforum/internal/testkit"
)

// activities are acts of members that are limited, each by its own means: do
// acts for the n-th time.
func activities(t *testing.T, w *World) map[string]func(ctx context.Context, by account.Viewer, n int) error {
	thread := w.Ask(Bea, Public, "Wer betreibt das?", "Eine Frage")
	number, asked := w.Inquire(Bea, Members), w.Inquire(Bea, Members)
	article, err := w.FAQ.Draft(w.Ctx, w.By(Boss), faq.Input{Board: w.Board(Public), Title: "Eine Frage", Short: "Kurz", Text: "Text"})
	if err != nil {
		t.Fatal(err)
	}
	return map[string]func(ctx context.Context, by account.Viewer, n int) error{
		"asking": func(ctx context.Context, by account.Viewer, n int) error {
			_, err := w.Forum.OpenThread(ctx, by, forum.Question{Board: w.Board(Public), Title: fmt.Sprint("Frage Nummer ", n), Text: "Text"})
			return err
		},
		"replying": func(ctx context.Context, by account.Viewer, n int) error {
			_, err := w.Forum.Reply(ctx, by, thread, forum.Reply{Text: fmt.Sprint("Antwort ", n), Once: fmt.Sprint("reply-", n)})
			return err
		},
		"inquiring": func(ctx context.Context, by account.Viewer, n int) error {
			_, err := w.Inquiry.Ask(ctx, by, inquiry.AskInput{Board: w.Board(Members), Title: fmt.Sprint("Frage Nummer ", n), Text: "Text"})
			return err
		},
		"drafting an article": func(ctx context.Context, by account.Viewer, n int) error {
			_, err := w.FAQ.Draft(ctx, by, faq.Input{Board: w.Board(Public), Title: "Eine Frage", Text: "Text", Once: fmt.Sprint("draft-", n)})
			return err
		},
		"noting": func(ctx context.Context, by account.Viewer, n int) error {
			return w.Inquiry.Note(ctx, by, number, inquiry.NoteInput{Text: "Ein Vermerk", Once: fmt.Sprint("note-", n)})
		},
		"editing": func(ctx context.Context, by account.Viewer, n int) error {
			e, _, err := w.Forum.Post(w.Ctx, w.By(Bea), w.Question(thread))
			if err != nil {
				return err
			}
			return w.Forum.EditPost(ctx, by, e.ID, forum.Edit{Title: "Wer betreibt das?", Text: fmt.Sprint("Text ", n), Revision: e.Revision})
		},
		"marking": func(ctx context.Context, by account.Viewer, n int) error {
			return w.Forum.MarkOutdated(ctx, by, thread, []string{"Es gibt Neues", ""}[n%2])
		},
		"saving an article": func(ctx context.Context, by account.Viewer, n int) error {
			shown, err := w.FAQ.Show(w.Ctx, w.By(Boss), article)
			if err != nil {
				return err
			}
			return w.FAQ.Save(ctx, by, article, faq.Input{Board: w.Board(Public), Title: "Eine Frage", Short: "Kurz",
				Text: fmt.Sprint("Text ", n), Revision: shown.Revision})
		},
		"saving the profile": func(ctx context.Context, by account.Viewer, n int) error {
			return w.Profiles.Save(ctx, by, profile.Input{About: fmt.Sprint("Text ", n), Revision: n})
		},
		"renaming": func(ctx context.Context, by account.Viewer, n int) error {
			return w.Accounts.Rename(ctx, by, by.Name, fmt.Sprint("Sachgebiet ", n))
		},
		"setting a picture": func(ctx context.Context, by account.Viewer, n int) error {
			return w.Profiles.SetPortrait(ctx, by, []byte("no picture"))
		},
		"working at the desk": func(ctx context.Context, by account.Viewer, n int) error {
			return w.Inquiry.SetTickler(ctx, by, number, "", inquiry.Basis{})
		},
		"supporting a thread": func(ctx context.Context, by account.Viewer, n int) error {
			if n%2 == 0 {
				return w.Forum.Support(ctx, by, thread)
			}
			return w.Forum.Unsupport(ctx, by, thread)
		},
		"supporting an inquiry": func(ctx context.Context, by account.Viewer, n int) error {
			if n%2 == 0 {
				return w.Inquiry.Support(ctx, by, asked)
			}
			return w.Inquiry.Unsupport(ctx, by, asked)
		},
	}
}

// acts says who does each activity, as which one it counts, and how often it is
// possible within ten minutes.
var acts = map[string]struct {
	by        string
	kind      account.Activity
	most, new int // new: of a new member without a role; 0 where only roles may
}{
	"asking":                {Ann, account.Posting, 30, 10},
	"replying":              {Ann, account.Posting, 30, 10},
	"inquiring":             {Ann, account.Posting, 30, 10},
	"drafting an article":   {Editor, account.Posting, 30, 0},
	"noting":                {Prog, account.Posting, 30, 0},
	"editing":               {Bea, account.Editing, 60, 20},
	"marking":               {Bea, account.Editing, 60, 20},
	"saving an article":     {Editor, account.Editing, 60, 0},
	"saving the profile":    {Ann, account.Editing, 60, 20},
	"renaming":              {Ann, account.Editing, 60, 20},
	"setting a picture":     {Ann, account.Editing, 60, 20},
	"working at the desk":   {Prog, account.Editing, 60, 0},
	"supporting a thread":   {Ann, account.Supporting, 40, 15},
	"supporting an inquiry": {Ann, account.Supporting, 40, 15},
}

func TestActivitiesOfMembersAreLimited(t *testing.T) {
	t.Parallel()
	for name, x := range acts {
		for _, age := range []time.Duration{0, account.NewMemberLife} {
			most := x.most
			if age == 0 && x.new > 0 {
				most = x.new
			}
			t.Run(fmt.Sprintf("%s after %v", name, age), func(t *testing.T) {
				t.Parallel()
				w := New(t)
				do := activities(t, w)[name]
				ctx := db.At(t.Context(), w.DB.Now(w.Ctx).Add(age))
				by := w.By(x.by)
				for n := range most {
					if err := do(ctx, by, n); fault.Is(err, fault.TooMany) {
						t.Fatalf("time %d of %d: %v", n+1, most, err)
					} else if err != nil && name != "setting a picture" {
						t.Fatal(err)
					}
				}
				err := do(ctx, by, most)
				if !fault.Is(err, fault.TooMany) || fault.WaitOf(err) != 10*time.Minute ||
					!strings.HasSuffix(fault.SentenceOf(err), "Bitte warten Sie noch 10 Minuten.") {
					t.Errorf("one too many: %v", err)
				}
				if err := do(limit.Unlimited(ctx), by, most); fault.Is(err, fault.TooMany) {
					t.Errorf("for the demo world: %v", err)
				}
				if err := do(db.At(ctx, w.DB.Now(ctx).Add(10*time.Minute)), by, most+1); fault.Is(err, fault.TooMany) {
					t.Errorf("ten minutes later: %v", err)
				}
			})
		}
	}
}

// getAt fetches a page at one moment, with the limits on what members do.
