package search

import (
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/consultation"
	"kommunalforum/internal/db"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/library"
	"kommunalforum/internal/markdown"
	"kommunalforum/internal/organisation"
	"kommunalforum/internal/search/document"
	"kommunalforum/internal/search/index"
)

// Hit is something that was found, as the viewer may see it: a thread by the post
// that fits best, or anything else by itself.
type Hit struct {
	Kind    document.Kind
	ID      int64  // of the thread, post, article or answer; the OZG-ID of a service
	Thread  int64  // of a reply or file: its thread
	Whole   int64  // of a file of an article, an answer or a document of the library: that
	Title   string // of a reply or file: its thread's
	Texts   int    // of a thread: how many of its posts were found; 0 if they are not counted
	Near    bool   // it does not have all the words, other than the hits before it
	Short   string // of an article or answer: the short answer
	Excerpt []Span
	Post    int64  // of a file: the post that it belongs to
	File    string // of a file: its name
	Place   string // of a file: where in it the excerpt stands, as in „Seite 4“; "" where nothing is numbered
	// BoardName and BoardSlug are "" for those who may not know of the board; of a
	// service they are those of its Themenfeld.
	BoardName    string
	BoardSlug    string
	At           time.Time      // written, saved or released; zero for services
	State        forum.State    // of a reply its thread's; "" for what simply holds
	By           account.Byline // the author's organisation or alias, or the answering body by name; never a person
	Number       string         // of an official answer: the file number
	Section      int            // of a section of a consultation: its number; ID is that of the document
	Consultation int64          // of a consultation or a section of it: the consultation
	Version      int            // of an official answer
	text         string         // plain text, for the excerpt
	places       []place        // of a file: where in the text its pages begin
}

// load reads the documents with these ids from the database through the rules of
// visibility, as a second check. Those that by may not see are missing.
func load(tx *db.Tx, by account.Viewer, ids []string) (map[string]Hit, error) {
	want := map[document.Kind][]int64{}
	for _, id := range ids {
		kind, n := document.ParseID(id)
		want[kind] = append(want[kind], n)
	}
	out := map[string]Hit{}
	for _, read := range []func() ([]Hit, error){
		func() ([]Hit, error) { return posts(tx, by, want[document.Thread], want[document.Reply]) },
		func() ([]Hit, error) { return articles(tx, by, want[document.Article]) },
		func() ([]Hit, error) { return answers(tx, by, want[document.Answer]) },
		func() ([]Hit, error) { return services(tx, want[document.Service]) },
		func() ([]Hit, error) { return files(tx, by, want[document.File]) },
		func() ([]Hit, error) { return papers(tx, by, want[document.Library]) },
		func() ([]Hit, error) { return pages(tx, by, want[document.Page]) },
		func() ([]Hit, error) { return articleFiles(tx, by, want[document.ArticleFile]) },
		func() ([]Hit, error) { return answerFiles(tx, by, want[document.AnswerFile]) },
		func() ([]Hit, error) { return consultations(tx, by, want[document.Consultation]) },
	} {
		hits, err := read()
		if err != nil {
			return nil, err
		}
		for _, h := range hits {
			out[document.ID(h.Kind, h.ID)] = h
		}
	}
	return out, nil
}

func posts(tx *db.Tx, by account.Viewer, threads, replies []int64) (out []Hit, err error) {
	if len(threads)+len(replies) == 0 {
		return nil, nil
	}
	found, err := forum.HitsTx(tx, by, threads, replies)
	for _, f := range found {
		h := Hit{Kind: document.Reply, ID: f.PostID, Thread: f.ThreadID, Title: f.Title, text: markdown.PlainText(f.Source),
			BoardName: f.BoardName, BoardSlug: f.BoardSlug, At: f.At, State: f.State, By: f.Author.WithoutPerson()}
		if f.PostID == 0 {
			h.Kind, h.ID = document.Thread, f.ThreadID
		}
		out = append(out, h)
	}
	return out, err
}

func articles(tx *db.Tx, by account.Viewer, ids []int64) (out []Hit, err error) {
	if len(ids) == 0 {
		return nil, nil
	}
	found, err := faq.HitsTx(tx, by, ids)
	for _, f := range found {
		h := articleHit(f)
		h.Kind, h.ID, h.text = document.Article, f.ID, f.Short+"\n"+markdown.PlainText(f.Source)
		out = append(out, h)
	}
	return out, err
}

// articleHit is what hits of an article and of its files have in common.
func articleHit(f faq.Article) Hit {
	h := Hit{Title: f.Title, Short: f.Short, Whole: f.ID, BoardName: f.Board.Name, BoardSlug: f.Board.Slug, At: f.ChangedAt,
		By: f.By.WithoutPerson()}
	if f.State == faq.Outdated {
		h.State = forum.Outdated
	}
	return h
}

func answers(tx *db.Tx, by account.Viewer, ids []int64) (out []Hit, err error) {
	if len(ids) == 0 {
		return nil, nil
	}
	found, err := inquiry.AnswerHitsTx(tx, by, ids)
	for _, f := range found {
		h := answerHit(f)
		h.Kind, h.ID, h.text = document.Answer, f.ID, index.AnswerText(f.AnswerDocument)
		out = append(out, h)
	}
	return out, err
}

// answerHit is what hits of an official answer and of its files have in common.
func answerHit(f inquiry.AnswerHit) Hit {
	h := Hit{Title: f.Title, Short: f.Short, Whole: f.ID, BoardName: f.BoardName, BoardSlug: f.BoardSlug, At: f.At,
		By: account.Byline{Organisation: organisation.Organisation{Name: f.Body}}, Number: f.Number, Version: f.Version}
	if f.Outdated {
		h.State = forum.Outdated
	}
	return h
}

// papers loads documents of the library.
func papers(tx *db.Tx, by account.Viewer, ids []int64) (out []Hit, err error) {
	if len(ids) == 0 {
		return nil, nil
	}
	found, err := library.HitsTx(tx, by, ids)
	for _, d := range found {
		h := paperHit(d)
		h.Kind, h.ID, h.text = document.Library, d.ID, index.LibraryText(d)
		out = append(out, h)
	}
	return out, err
}

// paperHit is what hits of a document and of its files have in common.
func paperHit(d library.Doc) Hit {
	h := Hit{Title: d.Title, Whole: d.ID, BoardName: d.Board.Name, BoardSlug: d.Board.Slug, At: d.At,
		By: account.Byline{Organisation: organisation.Organisation{Name: d.Issuer}}}
	if d.Standing.Outdated() {
		h.State = forum.Outdated
	}
	return h
}

// consultations loads consultations and their sections.
func consultations(tx *db.Tx, by account.Viewer, ids []int64) (out []Hit, err error) {
	if len(ids) == 0 {
		return nil, nil
	}
	found, err := consultation.HitsTx(tx, by, ids)
	for _, d := range found {
		h := Hit{Kind: document.Consultation, ID: d.DocID(), Consultation: d.ID, Section: d.Section, Title: index.ConsultationTitle(d),
			text: d.Plain, BoardName: d.Board.Name, BoardSlug: d.Board.Slug, At: d.At,
			By: account.Byline{Organisation: organisation.Organisation{Name: d.Issuer}}}
		if d.Standing == consultation.IsWithdrawn {
			h.State = forum.Outdated
		}
		out = append(out, h)
	}
	return out, err
}

func services(tx *db.Tx, ids []int64) (out []Hit, err error) {
	if len(ids) == 0 {
		return nil, nil
	}
	found, err := catalogue.ServicesTx(tx, ids)
	if err != nil {
		return nil, err
	}
	single, err := index.SingleServicesTx(tx, ids)
	for _, f := range found {
		out = append(out, Hit{Kind: document.Service, ID: f.ID, Title: f.Name, text: index.ServiceText(f, single[f.ID]),
			BoardName: f.AreaName, BoardSlug: f.AreaSlug})
	}
	return out, err
}
