package feed_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/mmcdole/gofeed"

	"kommunalforum/internal/board"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/feed"
	"kommunalforum/internal/feedtoken"
	"kommunalforum/internal/inquiry"
	. "kommunalforum/internal/testkit"
)

func TestMain(m *testing.M) { Main(m) }

// read fetches a feed and reads it with a parser of others.
func read(w *World, by, address string) *gofeed.Feed {
	w.T.Helper()
	a := w.Get(by, address)
	if a.Code != http.StatusOK {
		w.T.Fatalf("%q at %s: %d", by, address, a.Code)
	}
	for _, f := range feed.Formats {
		if strings.HasSuffix(address, f.Name) && a.Header.Get("Content-Type") != f.Type {
			w.T.Errorf("%s is sent as %q", address, a.Header.Get("Content-Type"))
		}
	}
	got, err := gofeed.NewParser().ParseString(a.Body)
	if err != nil {
		w.T.Fatalf("%s: %v\n%s", address, err, a.Body)
	}
	if got.FeedLink != "http://forum.example"+address {
		w.T.Errorf("%s calls itself %s", address, got.FeedLink)
	}
	return got
}

func titles(f *gofeed.Feed) (out []string) {
	for _, x := range f.Items {
		out = append(out, x.Title)
	}
	return out
}

// private makes an address for the person, instead of an earlier one, and returns it
// without the format.
func private(w *World, by string, kind feedtoken.Kind, id int64) string {
	w.T.Helper()
	token, err := w.Feeds.Create(w.Ctx, w.By(by), feedtoken.Subject{Kind: kind, ID: id}, "")
	var exists feedtoken.Exists
	if errors.As(err, &exists) {
		_, token, err = w.Feeds.Replace(w.Ctx, w.By(by), exists.ID, "")
	}
	if err != nil {
		w.T.Fatal(err)
	}
	return "/feeds/" + token
}

// publish makes an FAQ article that everybody reads.
func publish(w *World, slug, title string) int64 {
	w.T.Helper()
	id, err := w.FAQ.Draft(w.Ctx, w.By(Mod), faq.Input{Board: w.Board(slug), Title: title, Short: "Kurz & gut.",
		Text: "Siehe [Beitrag](/beitrag/1).", Services: []int64{10061}})
	if err == nil {
		err = w.FAQ.Publish(w.Ctx, w.By(Mod), id, board.ToPublic, true)
	}
	if err != nil {
		w.T.Fatal(err)
	}
	return id
}

// answer puts a question to programme management and answers it for the audience.
func answer(w *World, slug, question string, to board.Release) string {
	w.T.Helper()
	number, err := w.Inquiry.Ask(w.Ctx, w.By(Ann), inquiry.AskInput{Board: w.Board(slug), Title: question, Text: "Text", Services: []int64{10061}})
	if err == nil {
		err = w.Inquiry.TakeUp(w.Ctx, w.By(Prog), number, inquiry.Basis{})
	}
	if err == nil {
		err = w.Acts.AnswerInquiry(w.Ctx, w.By(Prog), number, inquiry.Basis{}, inquiry.AnswerInput{Question: question, Short: "Ja.",
			Text: "Nach [§ 3](/faq).", Body: "FITKO", LegalBasis: "§ 3 OZG", Audience: to, Confirm: true})
	}
	if err != nil {
		w.T.Fatal(err)
	}
	return number
}
