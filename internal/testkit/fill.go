package testkit

import (
	"crypto/rand"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/feedtoken"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/notify"
	"kommunalforum/internal/privacy"
	"kommunalforum/internal/reuse"
	"kommunalforum/internal/web/path"
)

// Fill makes an address of a route's pattern, with objects made for it: a
// thread of Ann on the members' board with a reply of Bea. Patterns that name
// another object are filled by the functions in fillers, and those of the desk
// with an inquiry that stands where the act is possible.
func (w *World) Fill(pattern string) string {
	w.T.Helper()
	if thread, ok := specialThreads[pattern]; ok {
		pattern = strings.Replace(pattern, ":id", strconv.FormatInt(thread(w), 10), 1)
	}
	parts := strings.Split(pattern, "/")
	for i, p := range parts {
		if strings.HasPrefix(p, ":") {
			if parts[1] == "schreibtisch" {
				parts[i] = w.onDesk(parts[len(parts)-1])
				continue
			}
			parts[i] = w.object(strings.Join(parts[1:i], "/"), parts[1], p)
		}
	}
	return strings.Join(parts, "/")
}

// object returns the id of a new object for a parameter below an address; the
// filler of the address or of its first segment makes it.
func (w *World) object(address, segment, parameter string) string {
	w.T.Helper()
	fill, ok := fillers[address]
	if !ok {
		fill, ok = fillers[segment]
	}
	if !ok {
		w.T.Fatalf("no object for %s below /%s: add it to fillers", parameter, address)
	}
	return fill(w, parameter)
}

var fillers = map[string]func(w *World, parameter string) string{
	"bereiche":      func(*World, string) string { return Members },
	"leistungen":    func(*World, string) string { return "10061" },
	"beteiligungen": (*World).ofConsultation,
	"nachnutzung": func(w *World, _ string) string {
		return fmt.Sprint(w.EnterReuse(Ann, 10061, reuse.Input{Product: "Onlinedienst " + rand.Text()}))
	},
	"thema": func(w *World, _ string) string {
		return fmt.Sprintf("%d-eine-frage-fuer-die-tafel", w.thread())
	},
	"beitrag":    func(w *World, _ string) string { return fmt.Sprint(w.Reply(Bea, w.thread(), "Eine Antwort")) },
	"verschoben": func(w *World, _ string) string { return fmt.Sprint(w.Merged(Boss, w.thread(), w.thread())) },
	"wartend":    func(w *World, _ string) string { return w.HeldReply(w.newcomer()) },
	"anhang":     (*World).attachment,
	"abbestellen": func(w *World, _ string) string {
		return w.Notify.UnsubscribeToken(notify.Sort{Person: w.By(Ann).ID, Kinds: []notify.Kind{notify.ReplyToQuestion}})
	},
	"passwort": func(w *World, _ string) string {
		token, err := w.SignIn.PasswordLink(w.Ctx, Email(Ann))
		if err != nil {
			w.T.Fatalf("password link: %v", err)
		}
		return token
	},
	"organisationen":            func(w *World, _ string) string { return w.organisation(Ann) },
	"kreise":                    func(*World, string) string { return "09171" },
	"verwaltung/organisationen": func(w *World, _ string) string { return w.organisation(Ann) },
	"mitglieder": func(w *World, parameter string) string {
		if parameter == ":hash" {
			return w.Portrait(Ann)
		}
		return fmt.Sprint(w.By(Ann).ID)
	},
	"meine/entwuerfe":  func(w *World, _ string) string { return fmt.Sprint(w.Draft(Ann, path.Ask, "text", "Ein Anfang")) },
	"konto":            func(*World, string) string { return "1" }, // nobody's passkey
	"moderation/namen": func(w *World, _ string) string { return w.named() },
	"moderation/meldungen": func(w *World, _ string) string {
		post := w.Reply(Bea, w.thread(), "Eine Antwort")
		w.Report(Ann, post)
		return fmt.Sprint(post)
	},
	"meine": func(w *World, _ string) string {
		return fmt.Sprint(w.Report(Bea, w.Question(w.thread())))
	},
	"feeds": func(w *World, _ string) string {
		token, err := w.Feeds.Create(w.Ctx, w.By(Ann), feedtoken.Subject{Kind: feedtoken.Board, ID: w.Board(Members)}, "")
		var exists feedtoken.Exists
		if errors.As(err, &exists) {
			_, token, err = w.Feeds.Replace(w.Ctx, w.By(Ann), exists.ID, "")
		}
		if err != nil {
			w.T.Fatalf("feed: %v", err)
		}
		return token
	},
	"registrieren": func(w *World, _ string) string { return w.Apply(stranger(), "Neue Person") },
	"einladung": func(w *World, _ string) string {
		_, token := w.Invite(Mod, stranger())
		return token
	},
	"adresse": func(w *World, _ string) string {
		p, _, err := w.Accounts.Create(w.Ctx, account.NewPerson{Email: stranger(), Name: "Neue Person", Organisation: w.By(Ann).Organisation})
		if err != nil {
			w.T.Fatalf("newcomer: %v", err)
		}
		by, err := w.Accounts.ViewerOf(w.Ctx, p.Email)
		if err != nil {
			w.T.Fatalf("newcomer: %v", err)
		}
		return w.Check(by)
	},
	"konto/suchen": func(w *World, _ string) string {
		id, _, err := w.Follows.Save(w.Ctx, w.By(Ann), "Wohngeld", "q=Wohngeld")
		if err != nil {
			w.T.Fatalf("saved search: %v", err)
		}
		return fmt.Sprint(id)
	},
	"konto/kollegium": func(w *World, _ string) string {
		id, _ := w.Invite(Mod, stranger())
		return fmt.Sprint(id)
	},
	"verwaltung/aufnahmen": func(w *World, _ string) string {
		return fmt.Sprint(w.Waits(stranger(), "Neue Person", "Stadt Unbekannt"))
	},
	"verwaltung/domains": func(w *World, _ string) string {
		return fmt.Sprint(w.Domain(strings.ToLower(rand.Text())+".example", Ann))
	},
	"anmelden":                         func(*World, string) string { return "probe" }, // no provider is configured
	"verwaltung/bereiche":              func(*World, string) string { return Members },
	"verwaltung/gruppen":               func(*World, string) string { return "1" },
	"verwaltung/post":                  func(w *World, _ string) string { return w.FailedMail(Ann) },
	"verwaltung/mitglieder":            func(w *World, _ string) string { return w.newcomer() },
	"fragen-an-das-programmmanagement": func(w *World, _ string) string { return w.Inquire(Ann, Members) },
	"offizielle-antworten": func(w *World, parameter string) string {
		if parameter == ":version" {
			return "1"
		}
		return w.Answered(Ann, Members)
	},
	"bibliothek": func(w *World, _ string) string {
		return fmt.Sprintf("%d-leitfaden-fuer-die-tafel", w.Document(Mod, Members))
	},
	"faq/vorschlaege": func(w *World, _ string) string { return fmt.Sprint(w.Suggest(Ann, w.Question(w.thread()))) },
	"faq": func(w *World, _ string) string {
		return fmt.Sprintf("%d-eine-frage-fuer-die-tafel", w.Article(Mod, Members))
	},
}

func (w *World) thread() int64 { return w.Ask(Ann, Members, "Eine Frage für die Tafel", "Eine Frage") }

// Merged lets somebody merge a thread into another one, and returns the number of the act.
func (w *World) Merged(by string, from, to int64) int64 {
	w.T.Helper()
	x, err := w.Acts.MergeThreads(w.Ctx, w.By(by), from, forum.Merge{Into: to, Confirm: true})
	if err != nil {
		w.T.Fatal(err)
	}
	return x.ID
}

// Report lets somebody report a post, and returns the report's id.
func (w *World) Report(by string, post int64) int64 {
	w.T.Helper()
	id, err := w.Forum.Report(w.Ctx, w.By(by), post, forum.ReportInput{Reason: forum.Advertising, Words: "Das ist reine Werbung."})
	if err != nil {
		w.T.Fatalf("report: %v", err)
	}
	return id
}

// organisation returns where the organisation of a person is found.
func (w *World) organisation(key string) string {
	o := w.By(key).Organisation
	return fmt.Sprintf("%d-%s", o.ID, strings.ToLower(strings.ReplaceAll(o.Name, " ", "-")))
}

// newcomer makes an account without a password and returns its id.
func (w *World) newcomer() string {
	w.T.Helper()
	p, _, err := w.Accounts.Create(w.Ctx, account.NewPerson{Email: strings.ToLower(rand.Text()) + "@world.example", Name: "Neue Person",
		Organisation: w.By(Ann).Organisation})
	if err != nil {
		w.T.Fatalf("newcomer: %v", err)
	}
	return fmt.Sprint(p.ID)
}

// named makes a reply of Ann that names somebody who left, and returns the id of
// its entry in the list of moderation.
func (w *World) named() string {
	w.T.Helper()
	post := w.Reply(Ann, w.thread(), "Danke an alle")
	err := w.DB.Write(w.Ctx, func(tx *db.Tx) error {
		return privacy.NoteTx(tx, []privacy.Mention{{Kind: privacy.Post, Subject: post, Board: w.Board(Members)}})
	})
	if err != nil {
		w.T.Fatalf("note mention: %v", err)
	}
	list, _, err := w.Privacy.Mentions(w.Ctx, w.By(Mod))
	if err != nil || len(list) == 0 {
		w.T.Fatalf("mentions: %v", err)
	}
	return fmt.Sprint(list[len(list)-1].ID)
}

// specialThreads are the patterns below a thread that need more than any one.
// The same for consultations.
var specialThreads = map[string]func(w *World) int64{
	"/thema/:id/wer-fragt": (*World).semiAnonymousThread,
	"/thema/:id/ablehnen":  (*World).waitingThread,
	"/thema/:id/freigeben": (*World).waitingThread,

	"/beteiligungen/:id/bearbeiten":                      (*World).draftConsultation,
	"/beteiligungen/:id/einlesen":                        (*World).draftConsultation,
	"/beteiligungen/:id/abschnitte/neu":                  (*World).draftConsultation,
	"/beteiligungen/:id/abschnitte/:abschnitt/entfernen": (*World).draftConsultation,
	"/beteiligungen/:id/eroeffnen":                       (*World).draftConsultation,
	"/beteiligungen/:id/loeschen":                        (*World).draftConsultation,
	"/beteiligungen/:id/ergebnis":                        (*World).endedConsultation,
}

// semiAnonymousThread lets Ann ask semi-anonymously on the members' board.
func (w *World) semiAnonymousThread() int64 {
	w.T.Helper()
	s := board.Settings{Audience: board.Members, SemiAnonymous: true}
	if err := w.Boards.Configure(w.Ctx, w.By(Boss), w.Board(Members), s, "Test"); err != nil {
		w.T.Fatalf("semi-anonymous thread: %v", err)
	}
	id, err := w.Forum.OpenThread(w.Ctx, w.By(Ann), forum.Question{Board: w.Board(Members), Title: "Eine teilanonyme Frage",
		Text: "Eine Frage", SemiAnonymous: true})
	if err != nil {
		w.T.Fatalf("semi-anonymous thread: %v", err)
	}
	return id
}

// reviewPublic makes first posts on the public board wait for a moderator.
func (w *World) reviewPublic() {
	w.T.Helper()
	settings := board.Settings{Audience: board.Public, Indexable: true, FirstReview: true}
	if err := w.Boards.Configure(w.Ctx, w.By(Boss), w.Board(Public), settings, "Test"); err != nil {
		w.T.Fatalf("review first posts: %v", err)
	}
}

// waitingThread is the first question of somebody new on the public board.
func (w *World) waitingThread() int64 {
	w.T.Helper()
	w.reviewPublic()
	person, err := strconv.ParseInt(w.newcomer(), 10, 64)
	if err != nil {
		w.T.Fatalf("waiting thread: %v", err)
	}
	by := account.NewViewer(person, "Neue Person", w.By(Ann).Organisation)
	id, err := w.Forum.OpenThread(w.Ctx, by, forum.Question{Board: w.Board(Public), Title: "Eine erste Frage", Text: "Eine Frage"})
	if err != nil {
		w.T.Fatalf("waiting thread: %v", err)
	}
	return id
}

// HeldReply lets somebody answer on the public board, whose first posts are
// reviewed from now on, and returns the id of the reply that waits.
func (w *World) HeldReply(person string) string {
	w.T.Helper()
	w.reviewPublic()
	thread := w.Ask(Mod, Public, "Eine Frage für neue Mitglieder", "Eine Frage")
	id, err := strconv.ParseInt(person, 10, 64)
	if err != nil {
		w.T.Fatalf("held reply: %v", err)
	}
	by := account.NewViewer(id, "Neue Person", w.By(Ann).Organisation)
	if _, err := w.Forum.Reply(w.Ctx, by, thread, forum.Reply{Text: "Meine erste Antwort"}); err != nil {
		w.T.Fatalf("held reply: %v", err)
	}
	_, replies, err := w.Forum.Waiting(w.Ctx, w.By(Boss))
	if err != nil || len(replies) == 0 {
		w.T.Fatalf("held reply: %v", err)
	}
	return strconv.FormatInt(replies[len(replies)-1].ID, 10)
}
