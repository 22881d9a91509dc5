package forum_test

import (
	"fmt"
	"html"
	"slices"
	"strings"
	"testing"
	"time"

	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/mention"
	. "kommunalforum/internal/testkit"
)

// noted returns whom a post mentions or did, and hands them out, if those who notify
// have not done so already.
func noted(t *testing.T, w *World, post int64) (people []int64) {
	t.Helper()
	err := w.DB.Write(w.Ctx, func(tx *db.Tx) (err error) {
		if _, err = mention.TakeNewTx(tx, post); err != nil {
			return err
		}
		people, err = db.Column[int64](tx, `SELECT person_id FROM mention WHERE post_id = $1 ORDER BY person_id`, post)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return people
}

// post returns a post as somebody reads it.
func post(t *testing.T, w *World, who string, id int64) forum.Post {
	t.Helper()
	p, _, err := w.Forum.Post(w.Ctx, w.By(who), id)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

const spanOfBea = `<span class="mention">@Beate Birke</span>`

func TestMentionIsMarkedForMembersAndNamelessForGuests(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Public, "Wer weiß Näheres?", "@Beate Birke, wie macht es der **Kreis**?")
	id := w.Question(thread)
	if p := post(t, w, Mod, id); !strings.Contains(string(p.HTML), spanOfBea) || !strings.Contains(p.Source, "@Beate Birke,") {
		t.Errorf("members read %q, %q", p.HTML, p.Source)
	}
	p := post(t, w, Guest, id)
	r, err := w.Forum.ThreadPage(w.Ctx, w.By(Guest), thread, 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{string(p.HTML), p.Source, string(r.Question.HTML)} {
		if strings.Contains(text, "Birke") || !strings.Contains(text, "@Mitglied") {
			t.Errorf("guests read %q", text)
		}
	}
	hits, err := w.Forum.Hits(w.Ctx, w.By(Guest), []int64{thread}, nil)
	if err != nil || len(hits) != 1 || strings.Contains(hits[0].Source, "Birke") {
		t.Errorf("found %+v, %v", hits, err)
	}
	if got := noted(t, w, id); !slices.Equal(got, []int64{w.By(Bea).ID}) {
		t.Errorf("told %v", got)
	}
}

func TestSearchKnowsNoMentions(t *testing.T) {
	t.Parallel()
	w := New(t)
	w.Ask(Ann, Public, "Wer weiß Näheres?", "@Beate Birke, wer kennt den Blauwal?")
	w.Soon("the question is found", func() bool { return w.Finds(Guest, "Blauwal") })
	for _, who := range []string{Guest, Ann} {
		if w.Finds(who, "Birke") {
			t.Errorf("%q finds whom a post mentions", who)
		}
	}
}

func TestEditTellsOnlyTheNewlyMentioned(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Members, "Wer weiß Näheres?", "Frage")
	id := w.Reply(Ann, thread, "@Beate Birke?")
	seen := noted(t, w, id)
	revision := 1
	edit := func(text string) []int64 {
		t.Helper()
		if err := w.Forum.EditPost(w.Ctx, w.By(Ann), id, forum.Edit{Text: text, Revision: revision}); err != nil {
			t.Fatal(err)
		}
		revision++
		fresh := slices.DeleteFunc(noted(t, w, id), func(p int64) bool { return slices.Contains(seen, p) })
		seen = append(seen, fresh...)
		return fresh
	}
	for _, step := range []struct {
		text string
		want []int64
	}{
		{"@Beate Birke und @Moritz Moor?", []int64{w.By(Mod).ID}},
		{"Niemand", nil},
		{"@Beate Birke und @Moritz Moor?", nil},
		{"@Paul Pappel, @Edda Eiche", []int64{w.By(Editor).ID, w.By(Prog).ID}},
	} {
		got := edit(step.text)
		slices.Sort(got)
		if !slices.Equal(got, step.want) {
			t.Errorf("%q told %v, want %v", step.text, got, step.want)
		}
	}
	events := 0
	err := w.DB.Read(w.Ctx, func(tx *db.Tx) (err error) {
		events, err = db.Scalar[int](tx, `SELECT COUNT(*) FROM event WHERE kind = $1 AND subject = $2 AND actor_id = $3`,
			string(event.PostMentioned), id, w.By(Ann).ID)
		return err
	})
	if err != nil || events != 2 {
		t.Errorf("%d events, %v", events, err)
	}
}

// TestNamedPeopleAreHandedOutOnce acts in one transaction, which nobody else sees.
func TestNamedPeopleAreHandedOutOnce(t *testing.T) {
	t.Parallel()
	w := New(t)
	id := w.Reply(Ann, w.Ask(Ann, Members, "Wer weiß Näheres?", "Frage"), "Antwort")
	bea, mod := w.By(Bea).ID, w.By(Mod).ID
	err := w.DB.Write(w.Ctx, func(tx *db.Tx) error {
		for _, step := range []struct {
			save []int64
			news bool
			want []int64 // nil: nobody asks
		}{
			{save: []int64{bea}, news: true, want: []int64{bea}},
			{save: []int64{bea}, want: []int64{}},
			{save: []int64{bea, mod}, news: true}, // and taken out before anybody is told
			{save: []int64{bea}, want: []int64{}},
			{save: nil, want: []int64{}},
			{save: []int64{bea, mod}, news: true, want: []int64{mod}},
		} {
			news, err := mention.SaveTx(tx, id, step.save)
			if err != nil || news != step.news {
				t.Errorf("%+v: %v, %v", step, news, err)
			}
			if step.want == nil {
				continue
			}
			if got, err := mention.TakeNewTx(tx, id); err != nil || !slices.Equal(got, step.want) {
				t.Errorf("%+v told %v, %v", step, got, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestMentionInAReplyThatWaitsCountsOnceItIsPublished(t *testing.T) {
	t.Parallel()
	w := reviewed(t)
	thread := w.Ask(Mod, Members, "Eine Frage der Moderation", "Frage")
	if id := w.Reply(Ann, thread, "@Beate Birke weiß es."); id != 0 {
		t.Fatal("the reply does not wait")
	}
	_, replies, err := w.Forum.Waiting(w.Ctx, w.By(Mod))
	if err != nil || len(replies) != 1 {
		t.Fatal(replies, err)
	}
	id, err := w.Forum.ApproveReply(w.At(time.Hour), w.By(Mod), replies[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	if p := post(t, w, Ann, id); !strings.Contains(string(p.HTML), spanOfBea) {
		t.Errorf("%s", p.HTML)
	}
	if got := noted(t, w, id); !slices.Equal(got, []int64{w.By(Bea).ID}) {
		t.Errorf("told %v", got)
	}
}

func TestRerenderKeepsMentions(t *testing.T) {
	t.Parallel()
	w := New(t)
	id := w.Question(w.Ask(Ann, Public, "Wer weiß Näheres?", "@Beate Birke **fragen**"))
	before := post(t, w, Ann, id).HTML
	err := w.DB.Write(w.Ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE post SET html = REPLACE(html, 'strong', 'em'), pipeline = 0`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Forum.Rerender(w.Ctx); err != nil {
		t.Fatal(err)
	}
	if after := post(t, w, Ann, id).HTML; after != before || !strings.Contains(string(after), spanOfBea) {
		t.Errorf("%s became %s", before, after)
	}
}

func TestBlackenedTextMentionsNobody(t *testing.T) {
	t.Parallel()
	w := New(t)
	id := w.Reply(Ann, w.Ask(Ann, Public, "Wer weiß Näheres?", "Frage"), "@Beate Birke ist krank.")
	if err := w.Forum.Blacken(w.Ctx, w.By(Mod), id, 1, "Gesundheitsdaten"); err != nil {
		t.Fatal(err)
	}
	if got := noted(t, w, id); len(got) > 0 {
		t.Errorf("told %v", got)
	}
	err := w.DB.Read(w.Ctx, func(tx *db.Tx) error {
		words, err := db.Scalar[string](tx, `SELECT mentions FROM post WHERE id = $1`, id)
		if words != "" {
			t.Errorf("the words %q stay", words)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func TestEscalationAndFAQTakeNoMentions(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Public, "Wer weiß Näheres?", "@Beate Birke weiß es.")
	e, err := w.Acts.PrepareEscalation(w.Ctx, w.By(Mod), thread)
	if err != nil || e.Input.Text != "@Mitglied weiß es." {
		t.Errorf("%q, %v", e.Input.Text, err)
	}
	if err := w.DB.Read(w.Ctx, func(tx *db.Tx) error {
		s, err := forum.ForFAQTx(tx, w.By(Mod), w.Question(thread))
		if strings.Contains(s.Text, "Birke") || s.Board.Audience != board.Public {
			t.Errorf("%+v", s)
		}
		return err
	}); err != nil {
		t.Error(err)
	}
}

// TestGuestsReadNoNameBehindAnAtSign: whoever is told, and wherever the name stands.
func TestGuestsReadNoNameBehindAnAtSign(t *testing.T) {
	t.Parallel()
	w := New(t)
	for _, text := range []string{
		"@Beate  Birke fragen", "@Frau Beate Birke fragen", "@Dr. Beate Birke fragen", "@Beate Birke (Stadt Nirgends) fragen",
		"`@Beate Birke`", "```\n@Beate Birke\n```", "    @Beate Birke", "[@Beate Birke](/hilfe)", "[hier](/hilfe '@Beate Birke')",
		"> @Beate Birke schrieb", "und/@Beate Birke", "an@Beate Birke",
		"@Beate B&#105;rke", "@Beate&nbsp;Birke", "@Anna Ahorn @Beate Birke", "**@Beate Birke**", "\\@Beate Birke",
		"@Beate Birkes Antwort", "| @Beate Birke |\n|---|\n| 1 |", "Frage[^1]\n\n[^1]: @Beate Birke",
	} {
		thread := w.Ask(Ann, Public, "Wer weiß Näheres?", text)
		p := post(t, w, Guest, w.Question(thread))
		hits, err := w.Forum.Hits(w.Ctx, w.By(Guest), []int64{thread}, nil)
		if err != nil || len(hits) != 1 {
			t.Fatal(hits, err)
		}
		_, feed, err := w.Forum.LatestPosts(w.Ctx, w.By(Guest), thread, 1)
		if err != nil || len(feed) != 1 {
			t.Fatal(feed, err)
		}
		page := w.Get(Guest, fmt.Sprintf("/thema/%d", thread))
		page = w.Get(Guest, page.Location())
		for where, read := range map[string]string{"HTML": string(p.HTML), "source": p.Source, "excerpt": hits[0].Source,
			"feed": string(feed[0].HTML), "page": page.Body} {
			if strings.Contains(html.UnescapeString(read), "Birke") || where != "source" && !strings.Contains(read, "@Mitglied") {
				t.Errorf("%q: guests read in the %s: %q", text, where, read)
			}
		}
	}
}
