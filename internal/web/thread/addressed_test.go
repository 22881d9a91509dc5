package thread_test

import (
	"fmt"
	"strings"
	"testing"

	"kommunalforum/internal/account"
	. "kommunalforum/internal/testkit"
)

func TestAuthorHearsOfNamesThatLedToNobody(t *testing.T) {
	t.Parallel()
	w := New(t)
	for i, name := range []string{"Karl König", "Karl König"} {
		_, _, err := w.Accounts.Create(w.Ctx, account.NewPerson{Email: fmt.Sprintf("k%d@x.example", i), Name: name,
			Organisation: w.By(Bea).Organisation})
		if err != nil {
			t.Fatal(err)
		}
	}
	thread := w.Ask(Insider, Exclusive, "Eine Frage im Kreis", "Frage")
	for text, want := range map[string]string{
		"@Karl König?":          "gibt es mehrmals",
		"@Xaver Xanten?":        "gibt es kein Mitglied",
		"@Anna Ahorn?":          "diesen Bereich nicht sehen kann, erfährt nichts davon",
		"@Moritz Moor?":         "Ihre Antwort ist veröffentlicht.",
		"Ohne Namen":            "Ihre Antwort ist veröffentlicht.",
		"an post@stadt.example": "Ihre Antwort ist veröffentlicht.",
	} {
		sent := w.Post(Insider, fmt.Sprintf("/thema/%d/antworten", thread), Form("text", text, "einmal", text))
		address, _, _ := strings.Cut(sent.Location(), "#")
		body := w.Get(Insider, address).Body
		if !strings.Contains(body, want) || !strings.Contains(body, "Ihre Antwort ist veröffentlicht.") {
			t.Errorf("%q: %s", text, sent.Location())
		}
	}
	asked := w.Post(Ann, "/fragen", Form("titel", "Wer kennt sich damit aus?", "text", "@Karl König?", "bereich", Members, "gesehen", "ja",
		"einmal", "frage"))
	if body := w.Get(Ann, asked.Location()).Body; !strings.Contains(body, "Ihre Frage ist veröffentlicht. Einen Namen") {
		t.Errorf("asked: %d %s", asked.Code, asked.Location())
	}
}

func TestGuestsReadNoNameOfWhomAPageAddresses(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Public, "Wer kennt sich damit aus?", "@Beate Birke weiß es.")
	w.Reply(Mod, thread, "> @Beate Birke weiß es.\n\nStimmt, @Beate Birke.")
	address := fmt.Sprintf("/thema/%d-wer-kennt-sich-damit-aus", thread)
	if body := w.Get(Guest, address).Body; strings.Contains(body, "Birke") || strings.Count(body, "@Mitglied") != 3 {
		t.Errorf("guests: %d times", strings.Count(body, "@Mitglied"))
	}
	if body := w.Get(Mod, address).Body; strings.Count(body, `<span class="mention">@Beate Birke</span>`) != 2 ||
		!strings.Contains(body, "<p>@Beate Birke weiß es.</p>\n</blockquote>") {
		t.Error("members do not read who is addressed, or that nobody is in the quotation")
	}
}
