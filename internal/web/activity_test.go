package web_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/limit"
	"kommunalforum/internal/membership"
	"kommunalforum/internal/outbox"
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
			_, err := w.Forum.Reply(ctx, by, thread, forum.Reply{Text: "Eine Antwort", Once: fmt.Sprint("reply-", n)})
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
		for _, age := range []time.Duration{0, account.NewFor} {
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

// TestRepliesAtOnceAreLimited sends more replies at the same moment than are
// allowed; what is refused is not counted.
func TestRepliesAtOnceAreLimited(t *testing.T) {
	t.Parallel()
	w := New(t)
	path := fmt.Sprintf("/thema/%d/antworten", w.Ask(Bea, Public, "Wer betreibt das?", "Eine Frage"))
	cookie := w.Cookie(Ann)
	codes := atOnce(w, 60, func(n int) *http.Request {
		r := request(http.MethodPost, path, form("text", fmt.Sprint("Antwort ", n), "einmal", fmt.Sprint(n)))
		r.Header.Set("Cookie", cookie)
		return r
	})
	if codes[http.StatusSeeOther] != 10 || codes[http.StatusTooManyRequests] != 50 {
		t.Errorf("answers %v", codes)
	}
	a := w.Post(Ann, path, form("text", "Noch eine", "einmal", "x"))
	if a.Code != http.StatusTooManyRequests || a.Header.Get("Retry-After") == "" || !strings.Contains(a.Body, "Bitte warten Sie noch 10 Minuten.") {
		t.Errorf("%d, Retry-After %q", a.Code, a.Header.Get("Retry-After"))
	}
	if a := w.Post(Mod, path, form("text", "Von jemand anderem")); a.Code != http.StatusSeeOther {
		t.Errorf("somebody else: %d", a.Code)
	}
}

// TestSendingTwiceCountsOnce: the second sending of a form leads to the first
// result, and a form that is refused counts nothing.
func TestSendingTwiceCountsOnce(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Bea, Public, "Wer betreibt das?", "Eine Frage")
	for n := range 40 {
		if _, err := w.Forum.Reply(t.Context(), w.By(Ann), thread, forum.Reply{Text: "Antwort", Once: "dieselbe"}); err != nil {
			t.Fatalf("time %d: %v", n+1, err)
		}
		if _, err := w.Forum.Reply(t.Context(), w.By(Ann), thread, forum.Reply{Once: fmt.Sprint(n)}); !fault.Is(err, fault.Invalid) {
			t.Fatalf("an empty one: %v", err)
		}
	}
}

// getAt fetches a page at one moment, with the limits on what members do.
func getAt(t *testing.T, w *World, by, path string, at time.Time) Answer {
	t.Helper()
	r := request(http.MethodGet, path, nil).WithContext(db.At(t.Context(), at))
	if by != Guest {
		r.Header.Set("Cookie", w.Cookie(by))
	}
	return w.Send(r)
}

func TestSearchesAreLimited(t *testing.T) {
	t.Parallel()
	w := New(t)
	w.Cookie(Ann)
	w.Cookie(Mod)
	begin := w.DB.Now(w.Ctx).Add(time.Minute)
	for by, x := range map[string]struct {
		most int
		wait time.Duration
	}{Ann: {40, 3 * time.Second}, Mod: {60, 2 * time.Second}, Guest: {120, time.Second}} {
		for n := range x.most {
			if a := getAt(t, w, by, fmt.Sprint("/suche?q=kosten", n), begin); a.Code != http.StatusOK {
				t.Fatalf("%q: search %d: %d", by, n+1, a.Code)
			}
		}
		a := getAt(t, w, by, "/suche?art=thema", begin)
		if a.Code != http.StatusTooManyRequests || a.Header.Get("Retry-After") != fmt.Sprint(x.wait.Seconds()) ||
			!strings.Contains(a.Body, "Bitte warten Sie noch") {
			t.Errorf("%q: one too many: %d, Retry-After %q", by, a.Code, a.Header.Get("Retry-After"))
		}
		if a := getAt(t, w, by, "/suche", begin); a.Code != http.StatusOK {
			t.Errorf("%q, the empty page: %d", by, a.Code)
		}
		if a := getAt(t, w, by, "/suche?q=kosten", begin.Add(x.wait)); a.Code != http.StatusOK {
			t.Errorf("%q, after the wait: %d", by, a.Code)
		}
	}
	if a := getAt(t, w, Bea, "/suche?q=kosten", begin); a.Code != http.StatusOK {
		t.Errorf("somebody else: %d", a.Code)
	}
}

// TestFormSearchesNoFasterThanPeopleType: the form for a question to the desk
// looks for similar ones, which costs as much as a search.
func TestFormSearchesNoFasterThanPeopleType(t *testing.T) {
	t.Parallel()
	w := New(t)
	w.Answered(Bea, Members)
	now, shown := w.DB.Now(w.Ctx).Add(time.Minute), 0
	similar := func(by string) bool {
		a := getAt(t, w, by, "/fragen-an-das-programmmanagement/neu?titel="+url.QueryEscape("Wer trägt die Kosten des Betriebs?"), now)
		return strings.Contains(a.Body, "/offizielle-antworten/")
	}
	w.Soon("the search knows the answer", func() bool { now = now.Add(time.Minute); return similar(Bea) })
	for range 80 {
		if similar(Ann) {
			shown++
		}
	}
	if shown != 60 {
		t.Errorf("similar ones are shown %d times at one moment", shown)
	}
}

// TestMailsToStrangersAreCapped: whatever a member does, few mails leave to
// addresses of which nobody has shown that they are theirs.
func TestMailsToStrangersAreCapped(t *testing.T) {
	t.Parallel()
	stranger := func(n int) string { return fmt.Sprintf("fremd%d@fern%d.example", n, n) }
	for name, x := range map[string]struct {
		by   string
		most int
		send func(w *World, by account.Viewer, email string) error
	}{
		"changes of address": {Ann, membership.ChangesADay, func(w *World, by account.Viewer, email string) error {
			return w.Joining.RequestChange(w.Ctx, by, email)
		}},
		"changes of address by a moderator": {Mod, membership.ChangesADay, func(w *World, by account.Viewer, email string) error {
			return w.Joining.RequestChange(w.Ctx, by, email)
		}},
		"invitations": {Ann, membership.MaxInvited, func(w *World, by account.Viewer, email string) error {
			return w.Joining.Invite(w.Ctx, by, membership.NewInvitation{Email: email})
		}},
		"invitations by a moderator": {Mod, membership.InvitedByMods, func(w *World, by account.Viewer, email string) error {
			return w.Joining.Invite(w.Ctx, by, membership.NewInvitation{Email: email})
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := New(t)
			by := w.By(x.by)
			var sent atomic.Int32
			var all sync.WaitGroup
			for n := range x.most + 40 {
				all.Go(func() {
					if err := x.send(w, by, stranger(n)); err == nil {
						sent.Add(1)
					} else if !fault.Is(err, fault.TooMany) {
						t.Error(err)
					}
				})
			}
			all.Wait()
			if int(sent.Load()) != x.most || w.Enqueued(outbox.JoinConfirm, outbox.JoinInvited) != x.most {
				t.Errorf("%d were let through, %d mails are queued", sent.Load(), w.Enqueued(outbox.JoinConfirm, outbox.JoinInvited))
			}
			// What was decided or taken back still counts.
			err := w.DB.Write(w.Ctx, func(tx *db.Tx) error {
				for _, table := range []string{"joining_link", "application", "invitation"} {
					if _, err := tx.Exec(`DELETE FROM ` + table); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			if err := x.send(w, by, stranger(999)); !fault.Is(err, fault.TooMany) {
				t.Errorf("one more: %v", err)
			}
		})
	}
}

// TestMailsToOneMailboxAreCapped, whoever sends them and however it is written.
func TestMailsToOneMailboxAreCapped(t *testing.T) {
	t.Parallel()
	w := New(t)
	begin := w.DB.Now(w.Ctx)
	senders := []string{Ann, Bea, Mod, OtherMod, Editor, Prog, Insider, Boss}
	sent := 0
	for hour := range 8 {
		ctx := db.At(w.Ctx, begin.Add(time.Duration(hour)*time.Hour))
		for n, by := range senders {
			address := fmt.Sprintf("opfer+%d-%d@fern.example", hour, n)
			var err error
			switch n % 3 {
			case 0:
				err = w.Joining.Invite(ctx, w.By(by), membership.NewInvitation{Email: address})
			case 1:
				viewer, failed := w.Accounts.ViewerOf(ctx, Email(by)) // who they are they show anew every hour
				if failed != nil {
					t.Fatal(failed)
				}
				err = w.Joining.RequestChange(ctx, viewer, address)
			default:
				err = w.Joining.Apply(ctx, membership.Form{Email: address, Name: "Neue Person"})
			}
			if err == nil {
				sent++
			} else if !fault.Is(err, fault.TooMany) {
				t.Fatal(err)
			}
		}
		if want := min(3*(hour+1), membership.AskedADay); sent != want {
			t.Errorf("%d mails after %d hours, want %d", sent, hour+1, want)
		}
	}
}

func TestWhoHasASessionRegistersNobody(t *testing.T) {
	t.Parallel()
	w := New(t)
	a := w.Post(Ann, "/registrieren", url.Values{"email": {"fremd@fern.example"}, "name": {"Fremde Person"}, "zustimmung": {"ja"}})
	if a.Code != http.StatusSeeOther || a.Location() != "/konto" || w.Enqueued(outbox.JoinConfirm) != 0 {
		t.Errorf("%d %s, %d mails", a.Code, a.Location(), w.Enqueued(outbox.JoinConfirm))
	}
}
