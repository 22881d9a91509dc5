package usecase_test

import (
	"strings"
	"testing"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/organisation"
	"kommunalforum/internal/testkit/testdb"
	"kommunalforum/internal/usecase"
)

// desk is a forum in which questions wait to be taken into the FAQ.
type desk struct {
	db      *db.DB
	acts    *usecase.Acts
	forum   *forum.Forum
	faq     *faq.Articles
	boards  map[string]int64
	member  account.Viewer
	editor  account.Viewer // writes articles of the board basisdienste
	manager account.Viewer // moderates the whole site
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := testdb.New(t)
	boards := board.New(d)
	if err := boards.Ensure(t.Context()); err != nil {
		t.Fatal(err)
	}
	w := &desk{db: d, acts: usecase.New(d), forum: forum.New(d), faq: faq.New(d)}
	var err error
	if w.boards, err = boards.IDs(t.Context()); err != nil {
		t.Fatal(err)
	}
	person := func(name string, grants ...account.Grant) account.Viewer {
		p, _, err := account.New(d).Create(t.Context(), account.NewPerson{
			Email: strings.ToLower(strings.ReplaceAll(name, " ", ".")) + "@example.org", Name: name, Grants: grants,
			Organisation: organisation.Organisation{Name: "Stadt Musterhausen", Kind: organisation.Municipality, State: "Hessen"}})
		if err != nil {
			t.Fatal(err)
		}
		return account.NewViewer(p.ID, p.Name, p.Organisation, append(grants, account.Grant{Role: account.Member})...)
	}
	w.member = person("Ann Beispiel")
	w.editor = person("Eva Muster", account.Grant{Role: account.FAQEditor, Board: w.boards["basisdienste"]})
	w.manager = person("Max Mustermann", account.Grant{Role: account.Moderator})
	return w
}

// ask opens a thread and returns its id and that of its question.
func (w *desk) ask(t *testing.T, board, text string) (thread, post int64) {
	t.Helper()
	thread, err := w.forum.OpenThread(t.Context(), w.member, forum.Question{Board: w.boards[board], Title: "Wie binden wir die BundID an?",
		Text: text})
	if err != nil {
		t.Fatal(err)
	}
	err = w.db.Read(t.Context(), func(tx *db.Tx) (err error) {
		post, err = db.Scalar[int64](tx, `SELECT id FROM post WHERE thread_id = $1 AND position = 1`, thread)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return thread, post
}

func TestPostIsTakenIntoTheFAQ(t *testing.T) {
	t.Parallel()
	w := newDesk(t)
	thread, post := w.ask(t, "basisdienste", "Hallo Frau Dr. Schmidt-Meier,\n\n@eva.muster und ANN BEISPIEL sagen: so **geht** es, "+
		"fragen Sie max.mustermann@stadt.example.org oder info@fitko.example.")
	id, err := w.acts.TakeIntoFAQ(t.Context(), w.editor, post, "eins")
	if err != nil {
		t.Fatal(err)
	}
	a, err := w.faq.Show(t.Context(), w.editor, id)
	if err != nil {
		t.Fatal(err)
	}
	if a.State != faq.Draft || a.Title != "Wie binden wir die BundID an?" || a.Board.Slug != "basisdienste" || a.Audience != board.ToMembers {
		t.Errorf("draft = %+v", a.Entry)
	}
	want := "Hallo Frau N. N.,\n\nN. N. und N. N. sagen: so **geht** es, fragen Sie N. N. oder info@fitko.example."
	if a.Source != want {
		t.Errorf("text = %q, want %q", a.Source, want)
	}
	if len(a.Sources) != 1 || a.Sources[0].ID != post || a.Sources[0].Thread != thread {
		t.Errorf("sources = %+v", a.Sources)
	}
	back, err := faq.New(w.db).ForThread(t.Context(), w.editor, thread)
	if err != nil || len(back) != 1 || back[0].ID != id {
		t.Errorf("the thread leads to %+v, %v", back, err)
	}
}

func TestTakingAPostTwiceLeadsToTheSameDraft(t *testing.T) {
	t.Parallel()
	w := newDesk(t)
	_, post := w.ask(t, "basisdienste", "So geht es.")
	first, err := w.acts.TakeIntoFAQ(t.Context(), w.editor, post, "eins")
	if err != nil {
		t.Fatal(err)
	}
	for name, by := range map[string]account.Viewer{"eins": w.editor, "zwei": w.editor, "drei": w.manager} {
		if again, err := w.acts.TakeIntoFAQ(t.Context(), by, post, name); err != nil || again != first {
			t.Errorf("%s: draft %d (%v), want %d", name, again, err, first)
		}
	}
	// Once it is published, a second article from the same post is meant.
	err = w.faq.Save(t.Context(), w.editor, first, faq.Input{Board: w.boards["basisdienste"], Title: "Wie binden wir die BundID an?",
		Short: "So.", Text: "So geht es.", Revision: 1})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.faq.Publish(t.Context(), w.editor, first, board.ToMembers, false); err != nil {
		t.Fatal(err)
	}
	if again, err := w.acts.TakeIntoFAQ(t.Context(), w.editor, post, "vier"); err != nil || again == first {
		t.Errorf("after publication: draft %d (%v)", again, err)
	}
}

func TestOnlyEditorsTakePostsIntoTheFAQ(t *testing.T) {
	t.Parallel()
	w := newDesk(t)
	_, post := w.ask(t, "basisdienste", "So geht es.")
	_, other := w.ask(t, "efa-nachnutzung", "So geht es.")
	_, unsorted := w.ask(t, "noch-nicht-zugeordnet", "So geht es.")
	for _, c := range []struct {
		name string
		by   account.Viewer
		post int64
		want fault.Kind
	}{
		{"guest", account.Viewer{}, post, fault.NotFound},
		{"member", w.member, post, fault.Forbidden},
		{"editor of another board", w.editor, other, fault.Forbidden},
		{"nobody's post", w.editor, 4711, fault.NotFound},
		{"post without a board", w.manager, unsorted, fault.Invalid},
	} {
		if _, err := w.acts.TakeIntoFAQ(t.Context(), c.by, c.post, ""); !fault.Is(err, c.want) {
			t.Errorf("%s: %v, want kind %d", c.name, err, c.want)
		}
	}
}

func TestHiddenPostsStayOutOfTheFAQ(t *testing.T) {
	t.Parallel()
	w := newDesk(t)
	thread, _ := w.ask(t, "basisdienste", "So geht es.")
	reply, err := w.forum.Reply(t.Context(), w.member, thread, forum.Reply{Text: "Eine Antwort."})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.forum.Withdraw(t.Context(), w.member, reply); err != nil {
		t.Fatal(err)
	}
	if _, err := w.acts.TakeIntoFAQ(t.Context(), w.editor, reply, ""); !fault.Is(err, fault.Invalid) {
		t.Errorf("taking a withdrawn post: %v", err)
	}
}

func TestOfficialAnswerIsTakenIntoTheFAQ(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	thread, number := o.escalate()
	if _, err := o.acts.TakeAnswerIntoFAQ(o.ctx, o.editor, number, ""); !fault.Is(err, fault.NotFound) {
		t.Errorf("taking an answer that is not there yet: %v", err)
	}
	o.answer(number, "")
	for name, c := range map[string]struct {
		by   account.Viewer
		want fault.Kind
	}{"guest": {account.Viewer{}, fault.NotFound}, "member": {o.member, fault.Forbidden}, "programme": {o.programme, fault.Forbidden}} {
		if _, err := o.acts.TakeAnswerIntoFAQ(o.ctx, c.by, number, ""); !fault.Is(err, c.want) {
			t.Errorf("%s: %v, want kind %d", name, err, c.want)
		}
	}
	id, err := o.acts.TakeAnswerIntoFAQ(o.ctx, o.editor, number, "eins")
	o.must(err)
	a, err := o.faq.Show(o.ctx, o.editor, id)
	o.must(err)
	if a.Title != "Wie?" || a.Short != "So." || a.Source != "Genau so." || a.Audience != board.ToMembers {
		t.Errorf("draft = %+v with %q", a.Entry, a.Source)
	}
	if len(a.Sources) != 1 || a.Sources[0].Kind != faq.FromAnswer || a.Sources[0].Thread != thread {
		t.Errorf("sources = %+v", a.Sources)
	}
	if again, err := o.acts.TakeAnswerIntoFAQ(o.ctx, o.editor, number, "zwei"); err != nil || again != id {
		t.Errorf("taking it twice: draft %d (%v), want %d", again, err, id)
	}
	o.must(o.acts.RetractAnswer(o.ctx, o.programme, number, 1, inquiry.Basis{Reason: "falsch"}))
	if _, err := o.acts.TakeAnswerIntoFAQ(o.ctx, o.editor, number, "drei"); !fault.Is(err, fault.Invalid) {
		t.Errorf("taking a withdrawn answer: %v", err)
	}
}

// TestQuestionWithASolutionIsTakenWithIt: the question is the title, what was
// answered the text.
func TestQuestionWithASolutionIsTakenWithIt(t *testing.T) {
	t.Parallel()
	w := newDesk(t)
	thread, question := w.ask(t, "basisdienste", "Wie geht das?")
	reply := func(text string) int64 {
		t.Helper()
		id, err := w.forum.Reply(t.Context(), w.editor, thread, forum.Reply{Text: text})
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	reply("Das wissen wir auch nicht.")
	solution := reply("So geht das, sagt Ann Beispiel.")
	if err := w.forum.MarkSolution(t.Context(), w.member, solution, true); err != nil {
		t.Fatal(err)
	}
	id, err := w.acts.TakeIntoFAQ(t.Context(), w.editor, question, "eins")
	if err != nil {
		t.Fatal(err)
	}
	a, err := w.faq.Show(t.Context(), w.editor, id)
	if err != nil {
		t.Fatal(err)
	}
	if a.Title != "Wie binden wir die BundID an?" || a.Source != "So geht das, sagt N. N.." {
		t.Errorf("the draft is %q: %q", a.Title, a.Source)
	}
	if len(a.Sources) != 1 || a.Sources[0].ID != solution {
		t.Errorf("sources = %+v", a.Sources)
	}
	if again, err := w.acts.TakeIntoFAQ(t.Context(), w.editor, solution, "zwei"); err != nil || again != id {
		t.Errorf("from the solution: draft %d (%v), want %d", again, err, id)
	}
	// Hidden by a moderator it is taken no more.
	if err := w.forum.Hide(t.Context(), w.manager, solution, "Enthält Vertrauliches"); err != nil {
		t.Fatal(err)
	}
	if err := w.acts.DiscardArticle(t.Context(), w.editor, id); err != nil {
		t.Fatal(err)
	}
	id, err = w.acts.TakeIntoFAQ(t.Context(), w.editor, question, "drei")
	if err != nil {
		t.Fatal(err)
	}
	if a, err = w.faq.Show(t.Context(), w.editor, id); err != nil || strings.Contains(a.Source, "So geht das") {
		t.Errorf("hidden: %q (%v)", a.Source, err)
	}
}

func TestQuestionWithAnOfficialAnswerIsTakenWithIt(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	thread, number := o.escalate()
	question := o.answerThread(thread, number)
	id, err := o.acts.TakeIntoFAQ(o.ctx, o.manager, question, "eins")
	o.must(err)
	a, err := o.faq.Show(o.ctx, o.manager, id)
	o.must(err)
	if a.Source != "Das Land zahlt." || a.Short != "Das Land." || len(a.Sources) != 1 || a.Sources[0].Kind != faq.FromAnswer {
		t.Errorf("the draft is %q: %q, from %+v", a.Short, a.Source, a.Sources)
	}
}

// answerThread answers the inquiry of the thread and returns its question.
func (o *office) answerThread(thread int64, number string) (question int64) {
	o.t.Helper()
	o.must(o.acts.AnswerInquiry(o.ctx, o.programme, number, inquiry.Basis{}, inquiry.AnswerInput{
		Question: "Wer zahlt die BundID?", Short: "Das Land.", Text: "Das Land zahlt.", Body: "FITKO", Audience: board.ToMembers}))
	o.must(o.db.Read(o.ctx, func(tx *db.Tx) (err error) {
		question, err = db.Scalar[int64](tx, `SELECT id FROM post WHERE thread_id = $1 AND position = 1`, thread)
		return err
	}))
	return question
}
