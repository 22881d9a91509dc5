package page

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"kommunalforum/internal/draft"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/markdown"
	"kommunalforum/internal/once"
	"kommunalforum/internal/web/path"
	"kommunalforum/templates"
)

// A form into which people write for long can be kept as a draft: by its button
// „Entwurf speichern“, and by static/js/draft.js while they write. A draft is opened
// as a refused form is shown again: by the handler that would carry it out.

// Fields by which a form says of what page and draft it is.
const (
	tabField      = "entwurf"       // random, of the page
	revisionField = "entwurf_stand" // of the draft that the page was opened with
	addressField  = "formular"      // where the form is sent; the value of the button
)

// draftForms are the forms that can be kept, by where they are sent, and their names.
var draftForms = []struct{ pattern, name string }{
	{path.Ask, "Frage"},
	{path.Reply, "Antwort"},
	{path.EditPost, "Änderung eines Beitrags"},
	{path.NewArticle, "FAQ-Artikel"},
	{path.EditArticle, "Änderung eines FAQ-Artikels"},
	{path.NewDocument, "Dokument der Bibliothek"},
	{path.RenewDocument, "Neue Fassung eines Dokuments"},
	{path.EditDocument, "Berichtigung eines Dokuments"},
	{path.NewConsultation, "Beteiligung"},
	{path.EditConsultation, "Änderung einer Beteiligung"},
	{path.CutConsultation, "Text einer Beteiligung"},
	{path.NewSection, "Abschnitt einer Beteiligung"},
	{path.EditSection, "Änderung eines Abschnitts"},
	{path.TakePositions, "Stellungnahme"},
	{path.DecideConsultation, "Ergebnis einer Beteiligung"},
	{path.NewInquiry, "Frage an das Programmmanagement"},
	{path.Escalate, "Weitergabe an das Programmmanagement"},
	{path.RespondInquiry, "Rückmeldung"},
	{path.FollowUpInquiry, "Nachfrage"},
	{path.EditAnswer, "Offizielle Antwort"},
	{path.NoteInquiry, "Vermerk"},
	{path.NewReuse, "Eintrag im Nachnutzungsregister"},
	{path.EditReuse, "Änderung im Nachnutzungsregister"},
	{path.DeskAct("rueckfrage"), "Rückfrage"},
	{path.DeskAct("abgeben"), "Abgabenachricht"},
}

// DraftName names the form that is sent to the address, "" where it cannot be kept.
func DraftName(address string) string {
	for _, f := range draftForms {
		if matches(f.pattern, address) {
			return f.name
		}
	}
	return ""
}

// matches reports whether the address is one of the pattern.
func matches(pattern, address string) bool {
	want, got := strings.Split(pattern, "/"), strings.Split(address, "/")
	if len(want) != len(got) {
		return false
	}
	for i, segment := range want {
		if strings.HasPrefix(segment, ":") {
			if got[i] == "" || strings.ContainsAny(got[i], "?#%") {
				return false
			}
		} else if segment != got[i] {
			return false
		}
	}
	return true
}

// maxTab is the length of what names a page.
const maxTab = 64

// draftPage says which page sent the form of the request.
func (c *Context) draftPage() draft.Page {
	form := c.Request.PostForm
	p := draft.Page{Key: form.Get("einmal"), Tab: form.Get(tabField)}
	if len(p.Key) > maxTab || len(p.Tab) > maxTab {
		return draft.Page{}
	}
	p.Revision, _ = strconv.Atoi(form.Get(revisionField))
	return p
}

// Drafts returns what the viewer has kept of the form that is sent to the address, the
// newest first, besides what the form itself shows.
func (c *Context) Drafts(ctx context.Context, address, key string) (out []templates.DraftNote, err error) {
	list, err := c.kit.Drafts.Of(ctx, c.Viewer(), c.ResumeToken(), address, key)
	for _, d := range list {
		out = append(out, DraftNote(d))
	}
	return out, err
}

// DraftThread returns the thread in which the draft is a reply, 0 for other forms.
func DraftThread(d draft.Draft) int64 {
	if !matches(path.Reply, d.Path) {
		return 0
	}
	id, _ := strconv.ParseInt(strings.Split(d.Path, "/")[2], 10, 64)
	return id
}

// DraftNote shows a draft by its owner's own words.
func DraftNote(d draft.Draft) templates.DraftNote {
	n := templates.DraftNote{Href: path.To(path.Draft, d.ID), Discard: path.To(path.DiscardDraft, d.ID), Form: DraftName(d.Path), At: d.SavedAt}
	for _, t := range typedIn(d.Fields) {
		if n.Begin == "" {
			n.Begin = begin(ownWords(t.Text))
		}
	}
	return n
}

// ownWords returns a Markdown text as it is read, without what it quotes at its beginning
// unless that is all.
func ownWords(text string) string {
	lines := strings.Split(text, "\n")
	for len(lines) > 1 && (strings.HasPrefix(lines[0], ">") || strings.TrimSpace(lines[0]) == "") {
		lines = lines[1:]
	}
	beginning := firstRunes(strings.Join(lines, "\n"), 4*mostBegin)
	if plain := markdown.PlainText(beginning); strings.TrimSpace(plain) != "" {
		return plain
	}
	return text
}

// mostBegin is how many characters of a draft name it.
const mostBegin = 90

// begin returns how a text begins.
func begin(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if start := firstRunes(text, mostBegin); start != text {
		return strings.TrimSpace(start) + " …"
	}
	return text
}

func firstRunes(text string, most int) string {
	letters := []rune(text)
	return string(letters[:min(most, len(letters))])
}

// OpenDraft shows a form that was kept, as it was.
func (k *Kit) OpenDraft(c *Context) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	d, err := k.Drafts.Find(c.Ctx(), c.Viewer(), id, c.ResumeToken())
	if err != nil {
		return err
	}
	d.Fields.Set(revisionField, strconv.Itoa(d.Revision))
	again := formAgain{status: http.StatusOK, notice: resumed, draft: true}
	switch {
	case c.Announced(draftSaved):
		again.notice, _ = c.takeNotice()
	case len(typedIn(d.Fields)) == 0:
		again.notice = chosenAgain
	}
	return k.showForm(c, d.Path, d.Fields, again)
}

// ShowsDraft reports whether the request opens a draft. Nobody wants to send it yet, so
// its form comes without what is proposed or asked before something is sent.
func (c *Context) ShowsDraft() bool {
	again := c.again()
	return again != nil && again.draft
}

// showForm shows the form that is sent to the address, filled with the fields.
func (k *Kit) showForm(c *Context, address string, fields url.Values, again formAgain) error {
	u, err := url.Parse(address)
	if err != nil {
		return err
	}
	r := c.Request.Clone(c.Ctx())
	r.Method, r.URL, r.Body = http.MethodPost, u, http.NoBody
	r.PostForm, r.Form = fields, fields
	k.showFormAgain(c, r, again)
	return nil
}

// draftSaved is the notice of a draft that its button saved.
const draftSaved = "entwurf-gespeichert"

// SaveDraft keeps the form of the request and shows it again.
func (k *Kit) SaveDraft(c *Context) error {
	address := c.FormText(addressField)
	if again := c.again(); again != nil && DraftName(address) != "" {
		return k.showForm(c, address, c.Request.PostForm, *again)
	}
	d, err := c.saveDraft(address)
	if errors.Is(err, draft.ErrSent) {
		c.Request.PostForm.Set("einmal", once.NewKey()) // somebody went back and writes on
		d, err = c.saveDraft(address)
	}
	if fault.Is(err, fault.Invalid) && DraftName(address) != "" {
		return k.showForm(c, address, c.Request.PostForm, formAgain{status: http.StatusUnprocessableEntity,
			refusal: refusalText(err, fault.SentenceOf(err)), err: err})
	}
	if err != nil {
		return err
	}
	return c.Announce(path.To(path.Draft, d.ID), draftSaved)
}

// saveDraft keeps the form of the request, which is sent to the address.
func (c *Context) saveDraft(address string) (d draft.Draft, err error) {
	if DraftName(address) == "" {
		return d, fault.Reject("Dieses Formular lässt sich nicht als Entwurf speichern.")
	}
	if _, wait := c.kit.saving.Allow(c.Viewer().Session, c.Now()); wait > 0 {
		return d, fault.RateLimited(wait, "Das waren zu viele Entwürfe auf einmal. Bitte warten Sie einen Augenblick.")
	}
	fields := c.keptFields()
	delete(fields, "aktion")
	if len(typedIn(fields)) == 0 {
		return d, fault.Reject("Sie haben noch nichts geschrieben.")
	}
	return c.kit.Drafts.Save(c.Ctx(), c.Viewer(), c.draftPage(), address, fields)
}

// savedDraft is the answer to the script.
type savedDraft struct {
	Text string `json:"text"`   // what to say
	Key  string `json:"einmal"` // by which the form is known from now on, "" as before
	Href string `json:"ziel"`   // opens the draft, "" if it was not kept
}

// AutosaveDraft keeps the form of the request for the script that sends it while
// somebody writes. It is no use of the session, which ends as if nobody had written:
// what is written then is kept in the browser.
func (k *Kit) AutosaveDraft(c *Context) error {
	err := k.ownForm(c)
	var d draft.Draft
	again := c.again()
	switch {
	case !c.Viewer().SignedIn():
		c.AbortWithStatus(http.StatusUnauthorized)
		return nil
	case again != nil: // refused before it came here
		err = again.err
	case err == nil:
		d, err = c.saveDraft(c.FormText(addressField))
	}
	answer, status := savedDraft{Key: d.Key()}, http.StatusOK
	switch {
	case err == nil:
		answer.Text, answer.Href = "Entwurf für Sie gespeichert, "+templates.ClockText(d.SavedAt), path.To(path.Draft, d.ID)
	case errors.Is(err, draft.ErrSent):
		answer.Key, status = once.NewKey(), http.StatusConflict
	default:
		page := problemOf(err)
		if status = page.Status; status == http.StatusInternalServerError {
			k.Log.Error("saving a draft failed", "request", c.RequestID(), "error", err)
		}
		answer.Text = page.Text
		if wait := fault.WaitOf(err); wait > 0 {
			c.RetryAfter(wait)
		}
	}
	body, err := json.Marshal(answer)
	if err != nil {
		return err
	}
	return c.sendJSON(status, body)
}

// draftState is what the forms of a page know of drafts.
func (c *Context) draftState() *templates.DraftState {
	s := &templates.DraftState{NewTab: rand.Text, Person: c.Viewer().ID}
	if c.Request.Method == http.MethodPost {
		p := c.draftPage()
		s.Address, s.Tab, s.Revision = c.Request.URL.RequestURI(), p.Tab, c.Request.PostForm.Get(revisionField)
	}
	s.Unfinished = c.ShowsDraft()
	return s
}

// KeepsDrafts reports whether the form that is sent to the address can be kept.
func (c *Context) KeepsDrafts(address string) bool { return DraftName(address) != "" }
