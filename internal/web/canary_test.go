package web_test

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"kommunalforum/internal/board"
	"kommunalforum/internal/bookmark"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/feed"
	"kommunalforum/internal/feedtoken"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/profile"
	"kommunalforum/internal/reuse"
	"kommunalforum/internal/suggestion"
	. "kommunalforum/internal/testkit"
	"kommunalforum/internal/web/path"
)

// canary is a word that stands in something not public, and who may read it.
type canary struct {
	word string
	may  []string
}

// aviary is a world in which everything that is not public holds a word of its
// own, with the ids of all things.
type aviary struct {
	*World
	canaries      []canary
	files         []string // addresses of attachments
	openWithFiles int64
	ids           map[string][]string // by the first segment of their addresses
}

// common stands before every canary, so that one search would find them all.
const common = "Kanarienvogel"

func (a *aviary) word(may ...string) string {
	w := fmt.Sprintf("wort%03dx", len(a.canaries))
	a.canaries = append(a.canaries, canary{w, may})
	return common + " " + w
}

func (a *aviary) note(segment string, id any) {
	if text := fmt.Sprint(id); !slices.Contains(a.ids[segment], text) {
		a.ids[segment] = append(a.ids[segment], text)
	}
}

func (a *aviary) must(err error) {
	a.T.Helper()
	if err != nil {
		a.T.Fatal(err)
	}
}

var signedIn = []string{Ann, Bea, Mod, OtherMod, Editor, Prog, Prog2, Boss, Insider}

func newAviary(t *testing.T) *aviary {
	a := &aviary{World: New(t), ids: map[string][]string{}}
	a.Logged.Keep()
	a.newcomers()
	a.attachments()
	a.threads()
	a.heldAttachment()
	a.articles()
	a.papers()
	a.consultations()
	a.suggestions()
	a.profiles()
	a.drafts()
	a.register()
	a.inquiries() // last: the search is asked for the newest word
	for _, slug := range []string{Public, Members, Exclusive, "umwelt"} {
		a.note("bereiche", slug)
	}
	a.note("leistungen", 10061)
	for _, key := range signedIn {
		a.note("organisationen", a.By(key).Organisation.ID)
		a.note("mitglieder", a.By(key).ID)
	}
	a.note("kreise", "09171")
	a.note("konto", 1) // a passkey
	a.note("anmelden", "probe")
	return a
}

// register makes an entry of the register of re-use, all fields of it for members.
func (a *aviary) register() {
	word := func() string { return a.word(signedIn...) }
	a.note("nachnutzung", a.EnterReuse(Ann, 10061, reuse.Input{Product: word(), Provider: word(), Operator: word(), Contact: true,
		Mailbox: strings.Fields(word())[1] + "@world.example", Notes: reuse.Notes{Experience: word(), Financing: word(), Integration: word(),
			Operation: word(), Interfaces: word(), Assistance: word()}}))
}

func (a *aviary) newcomers() {
	// People who wait to be admitted: for those who decide, and a colleague.
	a.Waits("canary@gmx.de", a.word(Ann, Mod, OtherMod, Boss), "Stadt Musterstadt")
	a.Waits("canary@unbekannt.example", "Neue Person", a.word(Mod, OtherMod, Boss))
	a.Invite(Ann, strings.Fields(a.word(Ann, Boss))[1]+"@unbekannt.example") // Boss reads the folder of mails
}

func (a *aviary) threads() {
	// The members' board, and the restricted one.
	thread := a.Ask(Ann, Members, "Frage mit "+a.word(signedIn...), a.word(signedIn...), 10061)
	a.note("thema", thread)
	a.must(a.Forum.Support(a.Ctx, a.By(Bea), thread))
	a.must(a.Forum.SaveNote(a.Ctx, a.By(Bea), thread, 0, a.word(signedIn...)))
	a.note("beitrag", a.Reply(Bea, thread, a.word(signedIn...)))
	inner := a.Ask(Insider, Exclusive, "Frage mit "+a.word(Mod, Insider), a.word(Mod, Insider), 10061)
	a.note("thema", inner)
	a.must(a.Forum.Support(a.Ctx, a.By(Mod), inner))
	a.must(a.Forum.SaveNote(a.Ctx, a.By(Mod), inner, 0, a.word(Mod, Insider)))
	answer := a.Reply(Mod, inner, a.word(Mod, Insider))
	a.note("beitrag", answer)
	a.must(a.Bookmarks.Save(a.Ctx, a.By(Insider), answer, bookmark.Input{Note: a.word(Insider)}))

	// What moved from the members' board to the restricted one.
	moved := a.Ask(Ann, Members, "Frage mit "+a.word(Ann, Mod, Insider), "Frage mit "+a.word(Ann, Mod, Insider), 10061)
	a.note("thema", moved)
	a.note("beitrag", a.Question(moved))
	a.must(a.Forum.Move(a.Ctx, a.By(Mod), moved, forum.Move{Board: a.Board(Exclusive), Reason: a.word(Mod, Insider, Boss), Confirm: true}))
	a.note("beitrag", a.Reply(Mod, moved, a.word(Mod, Insider)))

	// What was merged within the restricted board, and taken out of a thread there.
	merged := a.Ask(Insider, Exclusive, "Frage mit "+a.word(Mod, Insider), a.word(Mod, Insider), 10061)
	a.note("thema", merged)
	a.note("verschoben", a.Merged(Mod, merged, inner))
	split, err := a.Acts.SplitThread(a.Ctx, a.By(Mod), inner, forum.Split{Posts: []int64{a.Reply(Insider, inner, a.word(Mod, Insider))},
		Title: "Frage mit " + a.word(Mod, Insider), Board: a.Board(Exclusive)})
	a.must(err)
	a.note("thema", split.To)
	a.note("verschoben", split.ID)

	// On the public board: what was hidden, withdrawn, blackened or replaced.
	open := a.Ask(Ann, Public, "Eine offene Frage für alle", "Frage", 10061)
	a.note("thema", open)
	hidden := a.Reply(Bea, open, a.word(Bea, Mod, Boss))
	a.must(a.Forum.Hide(a.Ctx, a.By(Mod), hidden, "Verstößt gegen die Regeln"))
	withdrawn := a.Reply(Bea, open, a.word(Mod, Boss)) // who may have to judge it
	a.must(a.Forum.Withdraw(a.Ctx, a.By(Bea), withdrawn))
	blackened := a.Reply(Bea, open, a.word())
	a.must(a.Forum.Blacken(a.Ctx, a.By(Mod), blackened, 1, "Personenbezogene Daten"))
	edited := a.Reply(Bea, open, a.word(signedIn...))
	a.must(a.Forum.EditPost(a.At(time.Hour), a.By(Bea), edited, forum.Edit{Text: "Neue Fassung", Revision: 1}))
	for _, id := range []int64{hidden, withdrawn, blackened, edited, a.Question(open)} {
		a.note("beitrag", id)
	}
	a.reports(open)
	gone := a.Ask(Ann, Public, "Frage mit "+a.word(Ann, Mod, Boss), a.word(Ann, Mod, Boss))
	a.must(a.Forum.Hide(a.Ctx, a.By(Mod), a.Question(gone), "Verstößt gegen die Regeln"))
	a.note("thema", gone)

	// What waits for a moderator, and what was refused.
	a.must(a.Boards.Configure(a.Ctx, a.By(Boss), a.Board(Public), board.Settings{Audience: board.Public, Indexable: true, FirstReview: true}, "Test"))
	a.note("thema", a.Ask(Editor, Public, "Frage mit "+a.word(Editor, Mod, Boss), a.word(Editor, Mod, Boss), 10061))
	refused := a.Ask(Editor, Public, "Frage mit "+a.word(Editor, Mod, Boss), a.word(Editor, Mod, Boss), 10061)
	a.must(a.Forum.Refuse(a.Ctx, a.By(Mod), refused, a.word(Editor, Mod, Boss)))
	a.note("thema", refused)
	a.Reply(Editor, open, a.word(Editor, Mod, Boss))
	_, replies, err := a.Forum.Waiting(a.Ctx, a.By(Mod))
	a.must(err)
	a.note("wartend", replies[0].ID)
}

func (a *aviary) articles() {
	draft := func(by, slug string, may ...string) int64 {
		word := a.word(may...)
		id, err := a.FAQ.Draft(a.Ctx, a.By(by), faq.Input{Board: a.Board(slug), Title: "Frage mit " + word, Short: "Kurz " + word,
			Text: "Lang " + word, Services: []int64{10061}, Files: a.file(by, may...)})
		a.must(err)
		a.note("faq", id)
		return id
	}
	draft(Editor, Public, Editor, Mod, Boss)
	a.must(a.FAQ.Publish(a.Ctx, a.By(Mod), draft(Mod, Members, signedIn...), board.ToMembers, false))
	a.must(a.FAQ.Publish(a.Ctx, a.By(Mod), draft(Mod, Exclusive, Mod, Insider), board.ToBoard, false))

	// A file that only a former version has is its editors'.
	in := faq.Input{Board: a.Board(Members), Title: "Frage mit " + a.word(signedIn...), Short: "Kurz", Text: "Lang", Files: a.file(Mod, Mod, Boss)}
	revised, err := a.FAQ.Draft(a.Ctx, a.By(Mod), in)
	a.must(err)
	a.note("faq", revised)
	a.must(a.FAQ.Publish(a.Ctx, a.By(Mod), revised, board.ToMembers, false))
	in.Files, in.Revision = nil, 1
	a.must(a.FAQ.Save(a.Ctx, a.By(Mod), revised, in))
}

// suggestions are for the FAQ; their ids are those of articles too, so that the addresses
// of all are fetched.
func (a *aviary) suggestions() {
	suggest := func(by string, thread int64, may ...string) int64 {
		page, err := a.Forum.ThreadPage(a.Ctx, a.By(by), thread, 1)
		a.must(err)
		id, err := a.Suggested.Suggest(a.Ctx, a.By(by), suggestion.Input{Subject: suggestion.Subject{Kind: suggestion.Post, ID: page.Question.ID},
			Title: "Frage mit " + a.word(may...), Why: a.word(may...)})
		a.must(err)
		return id
	}
	suggest(Insider, a.Ask(Insider, Exclusive, "Eine Frage im engen Kreis", "Frage"), Insider, Mod)
	suggest(Ann, a.Ask(Mod, Public, "Eine offene Frage", "Frage"), Ann, Mod, Editor, Boss)
	declined := suggest(Bea, a.Ask(Mod, Members, "Eine Frage unter Mitgliedern", "Frage"), Bea, Mod, Boss)
	a.must(a.Suggested.Decline(a.Ctx, a.By(Mod), declined, a.word(Bea, Mod, Boss)))
}

func (a *aviary) profiles() {
	a.must(a.Profiles.Save(a.Ctx, a.By(Ann), profile.Input{About: a.word(signedIn...), Phone: "0511 123456", Boards: []int64{a.Board(Members)},
		Services: []int64{10061}}))
	a.must(a.Profiles.Save(a.Ctx, a.By(Insider), profile.Input{About: a.word(signedIn...), Boards: []int64{a.Board(Exclusive)}}))
}

// drafts are read by who writes them alone.
func (a *aviary) drafts() {
	for _, by := range []string{Ann, Mod, Boss} {
		a.note("meine", a.Draft(by, path.Ask, "titel", "Frage mit "+a.word(by), "text", a.word(by)))
	}
}

func (a *aviary) inquiries() {
	desk := []string{Prog, Prog2}
	ask := func(by, slug string, deskOnly bool, word string) string {
		number, err := a.Inquiry.Ask(a.Ctx, a.By(by), inquiry.AskInput{Board: a.Board(slug), Title: "Frage mit " + word, Text: "Text",
			DeskOnly: deskOnly, Services: []int64{10061}})
		a.must(err)
		a.note("fragen-an-das-programmmanagement", number)
		a.note("schreibtisch", number)
		return number
	}
	ask(Ann, Members, true, a.word(append(desk, Ann)...))
	inner := ask(Insider, Exclusive, false, a.word(append(desk, Insider, Mod)...))
	a.must(a.Inquiry.Note(a.Ctx, a.By(Prog), inner, inquiry.NoteInput{Text: a.word(desk...)}))

	// One with text, draft and note; its title is for members.
	number, err := a.Inquiry.Ask(a.Ctx, a.By(Ann), inquiry.AskInput{Board: a.Board(Members), Title: "Frage mit " + a.word(signedIn...),
		Text: a.word(append(desk, Ann, Mod, Boss)...), Files: a.file(Ann, append(desk, Ann, Mod, Boss)...)})
	a.must(err)
	a.note("fragen-an-das-programmmanagement", number)
	a.note("schreibtisch", number)
	a.must(a.Inquiry.TakeUp(a.Ctx, a.By(Prog), number, inquiry.Basis{}))
	a.must(a.Inquiry.Note(a.Ctx, a.By(Prog), number, inquiry.NoteInput{Text: a.word(desk...)}))
	a.must(a.Inquiry.SaveDraft(a.Ctx, a.By(Prog), number, inquiry.DraftInput{AnswerInput: inquiry.AnswerInput{Short: a.word(desk...),
		Text: a.word(desk...), Body: "FITKO", Audience: board.ToMembers, Files: a.file(Prog, desk...)}}))

	// One that was answered for members.
	answered := ask(Bea, Members, false, a.word(signedIn...))
	a.must(a.Inquiry.TakeUp(a.Ctx, a.By(Prog), answered, inquiry.Basis{}))
	a.must(a.Acts.AnswerInquiry(a.Ctx, a.By(Prog), answered, inquiry.Basis{}, inquiry.AnswerInput{Question: "Frage mit " + a.word(signedIn...),
		Short: a.word(signedIn...), Text: a.word(signedIn...), Body: "FITKO", Audience: board.ToMembers, Files: a.file(Prog, signedIn...)}))
	a.note("offizielle-antworten", answered)
}

// addresses lists every GET route with every id that fits.
func (a *aviary) addresses() (out []string) {
	for _, r := range a.Routes {
		if r.Method != http.MethodGet || strings.HasPrefix(r.Path, "/static/") || strings.Contains(r.Path, "/:token") ||
			strings.HasPrefix(r.Path, "/anhang/") {
			continue
		}
		parts := strings.Split(r.Path, "/")
		at := slices.IndexFunc(parts, func(p string) bool { return strings.HasPrefix(p, ":") })
		if at < 0 {
			out = append(out, r.Path)
			continue
		}
		ids := a.ids[parts[1]]
		switch {
		case parts[1] == "verwaltung" && parts[2] == "bereiche":
			ids = a.ids["bereiche"]
		case parts[1] == "verwaltung":
			ids = []string{"1", "2", "3"}
		}
		if len(ids) == 0 {
			a.T.Errorf("no object for %s", r.Path)
		}
		for _, id := range ids {
			parts[at] = id
			for i := at + 1; i < len(parts); i++ {
				if strings.HasPrefix(parts[i], ":") {
					parts[i] = "1" // such as the version of an answer
				}
			}
			out = append(out, strings.Join(parts, "/"))
		}
	}
	for _, id := range a.ids["thema"] { // quoting
		for _, post := range a.ids["beitrag"] {
			out = append(out, "/thema/"+id+"?zitat="+post)
		}
	}
	return append(out, a.files...)
}

// TestNothingReachesThoseWhoMayNotSeeIt fetches everything as everybody, and
// looks for the words they may not see, in bodies and headers.
func TestNothingReachesThoseWhoMayNotSeeIt(t *testing.T) {
	t.Parallel()
	a := newAviary(t)
	addresses := a.addresses()
	for page := 1; page <= 5; page++ {
		addresses = append(addresses, fmt.Sprintf("/suche?q=%s&seite=%d", common, page))
	}
	a.Soon("the search knows the newest canary", func() bool {
		return strings.Contains(a.Get(Ann, "/suche?q="+a.canaries[len(a.canaries)-1].word).Body, "/offizielle-antworten/")
	})
	seen := map[string]bool{}
	for _, by := range Everybody {
		for _, address := range addresses {
			answer := a.follow(by, address)
			text := answer.Body + fmt.Sprint(answer.Header)
			for _, c := range a.canaries {
				said := answer.Code == http.StatusNotFound && strings.Contains(address, c.word) // by who asked
				if !strings.Contains(text, c.word) || said {
					continue
				}
				if slices.Contains(c.may, by) {
					seen[c.word] = true
				} else {
					t.Errorf("%q sees %s at %s", by, c.word, address)
				}
			}
			if by == Guest {
				guestSeesNobody(t, address, answer.Body)
			}
			if strings.Contains(answer.Body, "/bereiche/"+Exclusive) && !mayKnowExclusive(by, address) {
				t.Errorf("%q learns of the restricted board at %s", by, address)
			}
		}
	}
	for _, c := range a.canaries {
		if len(c.may) > 0 && !seen[c.word] {
			t.Errorf("nobody saw %s, though %v may: the test is blind there", c.word, c.may)
		}
	}
	a.operatorsSeeNobody()
}

// operatorsSeeNobody looks for words and people in all that was logged and measured.
func (a *aviary) operatorsSeeNobody() {
	_, metrics := scrape(a.T.(*testing.T), a.World)
	log := a.Logged.Text()
	if strings.Count(log, "msg=request") < 1000 {
		a.T.Fatalf("%d requests were logged", strings.Count(log, "msg=request"))
	}
	words := []string{"@world.example", "Ahorn", Password}
	for _, c := range a.canaries {
		words = append(words, c.word)
	}
	for _, word := range words {
		if at := strings.Index(log, word); at >= 0 {
			a.T.Errorf("the log tells %s: …%s", word, log[max(0, at-200):at+len(word)])
		}
		if strings.Contains(metrics, word) {
			a.T.Errorf("the metrics tell %s", word)
		}
	}
}

// mayKnowExclusive: those admitted, who administers boards, and programme
// managers where an inquiry comes from there.
func mayKnowExclusive(by, address string) bool {
	desk := strings.HasPrefix(address, "/fragen-an-das-programmmanagement/") || strings.HasPrefix(address, "/schreibtisch") ||
		strings.HasPrefix(address, "/offizielle-antworten/")
	return by == Mod || by == Insider || by == Boss || desk && (by == Prog || by == Prog2)
}

// subjects lists what there may be a private feed of.
func (a *aviary) subjects() (out []feedtoken.Subject) {
	a.T.Helper()
	out = append(out, feedtoken.Subject{Kind: feedtoken.FAQ}, feedtoken.Subject{Kind: feedtoken.Answers},
		feedtoken.Subject{Kind: feedtoken.Service, ID: 10061})
	for _, slug := range a.ids["bereiche"] {
		out = append(out, feedtoken.Subject{Kind: feedtoken.Board, ID: a.Board(slug)})
	}
	for _, id := range a.ids["thema"] {
		number, err := strconv.ParseInt(id, 10, 64)
		a.must(err)
		out = append(out, feedtoken.Subject{Kind: feedtoken.Thread, ID: number})
	}
	return out
}

// TestNoPrivateFeedTellsMoreThanItsPersonMayRead fetches every feed by an address of
// everybody, and looks for the words that its person may not see.
func TestNoPrivateFeedTellsMoreThanItsPersonMayRead(t *testing.T) {
	t.Parallel()
	a := newAviary(t)
	seen := map[string]bool{}
	for _, by := range signedIn {
		for _, subject := range a.subjects() {
			token, err := a.Feeds.Create(a.Ctx, a.By(by), subject, "")
			a.must(err)
			for _, f := range feed.Formats {
				answer := a.Get(Guest, "/feeds/"+token+"/"+f.Name)
				for _, c := range a.canaries {
					if strings.Contains(answer.Body, c.word) {
						seen[by] = true
						if !slices.Contains(c.may, by) {
							t.Errorf("the feed %s of %q holds %s", subject, by, c.word)
						}
					}
				}
				if strings.Contains(answer.Body, "/bereiche/"+Exclusive) && !mayKnowExclusive(by, "") {
					t.Errorf("the feed %s of %q tells of the restricted board", subject, by)
				}
			}
		}
		if !seen[by] {
			t.Errorf("no feed of %q holds any word: the test is blind", by)
		}
	}
}

// follow fetches the page, and the one it leads to on this site.
func (a *aviary) follow(by, address string) Answer {
	answer := a.Get(by, address)
	if answer.Code == http.StatusMovedPermanently || answer.Code == http.StatusSeeOther {
		if to, _, _ := strings.Cut(answer.Location(), "#"); strings.HasPrefix(to, "/") && !strings.HasPrefix(to, "/anmelden") {
			next := a.Get(by, to)
			next.Body += answer.Location()
			return next
		}
	}
	return answer
}

func guestSeesNobody(t *testing.T, address, body string) {
	t.Helper()
	for _, name := range []string{"Ahorn", "Birke", "Moor", "Otter", "Eiche", "Pappel", "Platane", "Buche", "Iltis", "@world.example"} {
		if strings.Contains(body, name) {
			t.Errorf("a guest reads %q at %s", name, address)
		}
	}
}
