package templates

import "testing"

func TestInputIsTiedToLabelHintAndProblem(t *testing.T) {
	html := render(t, Input(Field{Name: "titel", Label: "Titel", Hint: "In einem Satz", Error: "Bitte angeben.", Value: `"<x>`}))
	wantIn(t, html, `for="feld-titel"`, `id="feld-titel"`, `aria-describedby="feld-titel-hinweis feld-titel-fehler"`,
		`id="feld-titel-hinweis"`, `id="feld-titel-fehler"`, `aria-invalid="true"`, "required", "&#34;&lt;x&gt;")
	html = render(t, Input(Field{Name: "titel", Label: "Titel", Optional: true}))
	wantIn(t, html, "(freiwillig)")
	wantNotIn(t, html, "aria-describedby", "aria-invalid", "required")
}

func TestTextAreaKeepsItsTextAndSaysItsLimit(t *testing.T) {
	html := render(t, TextArea(Area{Name: "text", Label: "Text", Value: "Zeile 1\n</textarea><b>", Limit: 32000}))
	wantIn(t, html, "Höchstens 32.000 Zeichen", `data-limit="32000"`, "Zeile 1\n&lt;/textarea&gt;&lt;b&gt;</textarea>")
}

func TestErrorSummaryLeadsToTheFields(t *testing.T) {
	problems := Problems{{Field: "titel", Text: "Bitte geben Sie einen Titel an."}, {Text: "Zu viele Versuche."}}
	wantIn(t, render(t, ErrorSummary(problems)), `role="alert"`, "Bitte prüfen Sie Ihre Eingaben", `href="#feld-titel"`, "Zu viele Versuche.")
	if html := render(t, ErrorSummary(nil)); html != "" {
		t.Errorf("a form without problems shows %s", html)
	}
	if problems.For("titel") == "" || problems.For("text") != "" {
		t.Error("a problem is found at the wrong field")
	}
	wantIn(t, render(t, Radios(Choice{Name: "sicht", Options: []Option{{Value: "a"}, {Value: "b"}}})), `id="feld-sicht"`, `id="feld-sicht-2"`)
}

func TestSelectGroupsItsOptions(t *testing.T) {
	html := render(t, Select(Choice{Name: "b", Value: "2", Options: []Option{{Value: "", Text: "Bitte wählen"},
		{Value: "1", Text: "Bildung", Group: "Themenfelder"}, {Value: "2", Text: "Bauen", Group: "Themenfelder"}}}))
	wantIn(t, html, `<optgroup label="Themenfelder"><option value="1">Bildung</option><option value="2" selected>Bauen</option></optgroup>`)
}

func TestPaginationMarksThePageAndLeavesOutTheEnds(t *testing.T) {
	href := func(n int) string { return "?seite=" + Number(n) }
	html := render(t, Pagination(Pages{Current: 1, Last: 3, Href: href}))
	wantIn(t, html, `aria-label="Seiten"`, `aria-current="page"`, `rel="next"`, "Seite 1 von 3")
	wantNotIn(t, html, `rel="prev"`, `href="?seite=1"`)
	if html := render(t, Pagination(Pages{Current: 1, Last: 1, Href: href})); html != "" {
		t.Errorf("a single page shows %s", html)
	}
}

func TestDifferenceIsSaidInWords(t *testing.T) {
	html := render(t, Diff([]DiffLine{{Kind: DiffAdded, Text: "mehr"}, {Kind: DiffRemoved, Text: "weniger"}}))
	wantIn(t, html, "<ins>", "neu: ", "<del>", "entfallen: ")
}
