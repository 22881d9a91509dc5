package inquiry

import (
	"net/http"
	"net/url"
	"strconv"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/feedtoken"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/once"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
	pages "kommunalforum/templates/inquiry"
)

const (
	ownListed = 5 // open questions of the viewer's organisation there
)

// howItWorks is the way of a question, for those who ask.
var howItWorks = []string{
	"Sie stellen eine Frage, die Bund, Länder oder FITKO beantworten müssen.",
	"Das Programmmanagement prüft sie und stellt auf ihrer Seite eine Rückfrage, wenn etwas unklar ist.",
	"In der Regel innerhalb von 15 Arbeitstagen erscheint die offizielle Antwort.",
	"Zehn Arbeitstage lang können Sie einmal nachfragen.",
}

// scopes are the views of the list and their words.
var inquiryScopes = []struct {
	value string
	scope inquiry.Scope
	text  string
}{
	{"", inquiry.All, "Alle"},
	{"eigene", inquiry.Own, "Meine Organisation"},
	{"unterstuetzte", inquiry.Supported, "Betrifft uns auch"},
}

// showInquiries shows the channel „Fragen an das Programmmanagement".
func (s *server) showInquiries(c *page.Context) error {
	by := c.Viewer()
	page := pages.Index{
		Base: c.Base("Fragen an das Programmmanagement", templates.SectionInquiries, templates.Crumb{Href: path.Start, Text: "Start"},
			templates.Crumb{Text: "Fragen an das Programmmanagement"}),
		AskHref: path.NewInquiry,
		Steps:   howItWorks,
		Scope:   c.Query("sicht"),
		State:   c.Query("zustand"),
	}
	page.Description = "Manche Fragen kann keine Kommune für die andere beantworten. Hier antwortet das Programmmanagement: " +
		"verbindlich, mit Rechtsgrundlage und dauerhaft auffindbar."
	page.Path, page.Canonical = path.Inquiries, s.Config.BaseURL.URL(path.Inquiries)
	page.NoIndex = c.Request.URL.RawQuery != ""
	page.Feed = view.Feed(by, feedtoken.Subject{Kind: feedtoken.Answers}, path.Answers, "Offizielle Antworten", view.Part)
	if by.Programme() {
		page.DeskHref = path.Desk
	}
	latest, err := s.Inquiries.LatestAnswers(c.Ctx(), by, view.MaxAnswers)
	if err != nil {
		return err
	}
	page.Answers = view.AnswerNotes(latest)
	if by.SignedIn() {
		if err := s.listInquiries(c, by, &page); err != nil {
			return err
		}
	}
	return c.Render(http.StatusOK, pages.IndexPage(page))
}

// listInquiries fills the members' part of the page.
func (s *server) listInquiries(c *page.Context, by account.Viewer, page *pages.Index) error {
	own, err := s.Inquiries.List(c.Ctx(), by, inquiry.ListFilter{Scope: inquiry.Own})
	if err != nil {
		return err
	}
	for _, r := range own.Rows {
		if r.State.Open() && len(page.Own) < ownListed {
			page.Own = append(page.Own, inquiryRows([]inquiry.Row{r})...)
		}
	}
	filter := inquiry.ListFilter{After: c.FormNumber("ab")}
	for _, x := range inquiryScopes {
		current := x.value == page.Scope
		if current {
			filter.Scope = x.scope
		}
		page.Tabs = append(page.Tabs, templates.Tab{Href: inquiryListPath(x.value, "", 0), Text: x.text, Count: -1, Current: current})
	}
	page.States = []templates.Option{{Text: "alle"}}
	if filter.Scope == inquiry.All {
		page.States[0].Text = "offen"
	}
	for _, state := range inquiry.States {
		page.States = append(page.States, templates.Option{Value: string(state), Text: state.German()})
	}
	if state := inquiry.State(page.State); state.Valid() {
		filter.State = state
	}
	list, err := s.Inquiries.List(c.Ctx(), by, filter)
	if err != nil {
		return err
	}
	page.Rows = inquiryRows(list.Rows)
	if list.Next != 0 {
		page.NextHref = inquiryListPath(page.Scope, page.State, list.Next)
	}
	page.Empty = templates.Empty{Title: "Keine Fragen", Text: "Zu dieser Auswahl gibt es nichts zu sehen."}
	return nil
}

func inquiryListPath(scope, state string, after int64) string {
	q := url.Values{}
	for name, value := range map[string]string{"sicht": scope, "zustand": state} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if after != 0 {
		q.Set("ab", strconv.FormatInt(after, 10))
	}
	if len(q) == 0 {
		return path.Inquiries + "#fragen"
	}
	return path.Inquiries + "?" + q.Encode() + "#fragen"
}

// newInquiry shows the form for a question to programme management.
func (s *server) newInquiry(c *page.Context) error {
	return s.inquiryForm(c, http.StatusOK, pages.Ask{Once: once.NewKey(), Board: c.Query("bereich"), Subject: c.Query("titel"),
		Files: c.FilesOf(nil).Field})
}

func (s *server) inquiryForm(c *page.Context, status int, page pages.Ask) error {
	page.Base = c.Base("Frage an das Programmmanagement", templates.SectionInquiries, inquiryCrumbs(templates.Crumb{Text: "Frage stellen"})...)
	page.NoIndex, page.Action, page.Back, page.TwinsHref = true, path.NewInquiry, path.Inquiries, path.InquiryTwins
	boards, err := s.Boards.List(c.Ctx(), c.Viewer())
	if err != nil {
		return err
	}
	if page.Drafts, err = c.Drafts(c.Ctx(), page.Action, page.Once); err != nil {
		return err
	}
	page.Boards = []templates.Option{{Text: "Ich weiß nicht, welcher Bereich"}}
	for _, b := range boards {
		if b.Kind != board.Unsorted && !b.Archived {
			page.Boards = append(page.Boards, templates.Option{Value: b.Slug, Text: b.Name, Group: view.BoardGroup(b)})
		}
	}
	if len(page.Twins.Notes) == 0 {
		if err := s.inquiryTwins(c, &page); err != nil {
			return err
		}
		page.Twins.Stopped = false // shown with the form, nothing was sent yet
	}
	return c.Render(status, pages.AskPage(page))
}

// readInquiry reads the form, and whether it is to be shown again for its files or as a
// draft; what cannot be resolved is a problem on the page.
func (s *server) readInquiry(c *page.Context) (page pages.Ask, in inquiry.AskInput, again bool, err error) {
	page = pages.Ask{Once: c.OnceKey(), Subject: c.FormText("titel"), Text: c.Request.PostFormValue("text"),
		Background: c.Request.PostFormValue("hintergrund"),
		Services:   c.FormText("leistungen"), Board: c.FormText("themenfeld"), DeskOnly: c.Ticked("vertraulich")}
	in = inquiry.AskInput{Title: page.Subject, Text: page.Text, Background: page.Background, DeskOnly: page.DeskOnly, Once: page.Once}
	files, err := c.Files()
	if err != nil {
		return page, in, false, err
	}
	page.Files, in.Files = files.Field, files.Chosen
	if c.ShowsDraft() || files.Stay {
		page.Problems = files.Problems
		return page, in, true, nil
	}
	ids, wrong, err := s.Catalogue.TypedServices(c.Ctx(), page.Services, forum.MaxServices)
	if err != nil {
		return page, in, false, err
	}
	in.Services = ids
	if wrong != "" {
		page.Problems = append(page.Problems, templates.Problem{Field: "leistungen", Text: wrong})
	}
	if page.Board == "" {
		return page, in, false, nil
	}
	b, err := s.Boards.Board(c.Ctx(), c.Viewer(), page.Board)
	if fault.Is(err, fault.NotFound) {
		page.Problems = append(page.Problems, templates.Problem{Field: "themenfeld", Text: "Diesen Bereich gibt es nicht."})
		page.Board = ""
		return page, in, false, nil
	}
	in.Board = b.ID
	return page, in, false, err
}

// previewInquiry reports whether the form is to be shown again before anything
// is stored: for a view.Preview, with all that is wrong with it, or because there
// are answers on the matter that were not shown yet.
func (s *server) previewInquiry(c *page.Context, form *pages.Ask, in inquiry.AskInput) (again bool, err error) {
	if c.FormText("aktion") == "vorschau" {
		html, wrong := view.Preview(c, form.Text)
		form.Preview, form.Problems = html, append(form.Problems, wrong...)
		if html, wrong = view.Preview(c, form.Background); len(wrong) == 0 {
			form.PreviewBackground = html
		}
		return true, nil
	}
	_, invalid := s.Inquiries.Prepare(c.Ctx(), in)
	wrong, _ := page.Problems(invalid)
	form.Problems = append(wrong, form.Problems...)
	if len(form.Problems) > 0 || c.Ticked("gesehen") {
		return len(form.Problems) > 0, nil
	}
	err = s.inquiryTwins(c, form)
	return form.Twins.Stopped, err
}

// postInquiry asks the question.
func (s *server) postInquiry(c *page.Context) error {
	form, in, stay, err := s.readInquiry(c)
	if err != nil {
		return err
	}
	if stay {
		return s.inquiryForm(c, page.StatusOf(form.Problems), form)
	}
	if again, err := s.previewInquiry(c, &form, in); again || err != nil {
		if err != nil {
			return err
		}
		return s.inquiryForm(c, page.StatusOf(form.Problems), form)
	}
	number, err := s.Inquiries.Ask(c.Ctx(), c.Viewer(), in)
	if p, ok := page.Problems(err); ok {
		form.Problems, form.Once = p, once.KeyAfter(err, form.Once)
		return s.inquiryForm(c, http.StatusUnprocessableEntity, form)
	}
	if err != nil {
		return err
	}
	return c.Announce(path.Inquiry(number), "frage-gestellt")
}
