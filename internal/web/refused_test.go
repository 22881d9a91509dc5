package web_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"kommunalforum/internal/db"
	. "kommunalforum/internal/testkit"
)

// visitor is somebody with a browser that keeps all its cookies.
type visitor struct {
	w       *World
	cookies map[string]string
}

func newVisitor(w *World) *visitor { return &visitor{w, map[string]string{}} }

func (b *visitor) do(method, path string, form url.Values) Answer {
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode())).WithContext(b.w.Ctx)
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	for name, value := range b.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	a := b.w.Send(r)
	for _, c := range (&http.Response{Header: a.Header}).Cookies() {
		if c.MaxAge < 0 || c.Value == "" {
			delete(b.cookies, c.Name)
		} else {
			b.cookies[c.Name] = c.Value
		}
	}
	return a
}

func (b *visitor) signIn(name, back string) Answer {
	return b.do(http.MethodPost, "/anmelden", url.Values{"email": {Email(name)}, "passwort": {Password}, "weiter": {back}})
}

// pageForm is a form of a page, with the values that a browser would send.
type pageForm struct {
	action string
	fields url.Values
	typed  []string // names of the fields into which people write
	secret bool     // asks for a password or a code
}

// formsOf returns the forms of a page that were shown to a member.
func formsOf(t *testing.T, page string) (out []pageForm) {
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode && n.Data == "form" && attribute(n, "method") == "post" {
			f := pageForm{action: attribute(n, "action"), fields: url.Values{}}
			for e := range n.Descendants() {
				f.read(e)
			}
			if f.fields.Get("inhaber") != "" {
				out = append(out, f)
			}
		}
	}
	return out
}

func (f *pageForm) read(e *html.Node) {
	name := attribute(e, "name")
	switch kind := attribute(e, "type"); {
	case e.Data == "textarea":
		f.typed = append(f.typed, name)
		if e.FirstChild != nil {
			f.fields.Set(name, e.FirstChild.Data)
		}
	case e.Data == "input" && (kind == "text" || kind == "email" || kind == "tel"):
		f.typed = append(f.typed, name)
		f.fields.Set(name, attribute(e, "value"))
	case e.Data == "input" && (kind == "password" || attribute(e, "autocomplete") == "one-time-code"):
		f.secret = true
	case e.Data == "input" && kind == "hidden":
		f.fields.Set(name, attribute(e, "value"))
	}
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

var continuePath = regexp.MustCompile(`/anmelden\?weiter=(%2Ffortsetzen%2F\d+)`)

// TestTextOutlivesTheSession sends every form that any page shows to anybody
// after its session has ended: the text stands in the refusal, and after signing
// in in its own form. Of forms for the same action one is enough.
func TestTextOutlivesTheSession(t *testing.T) {
	w := New(t)
	seen := map[string]bool{}
	for _, r := range w.Routes {
		if r.Method != http.MethodGet || strings.HasPrefix(r.Path, "/static/") {
			continue
		}
		for _, by := range []string{Bea, Mod, Prog, Boss} {
			page := w.Get(by, w.Fill(r.Path))
			if page.Code != http.StatusOK {
				continue
			}
			for _, f := range formsOf(t, page.Body) {
				kind := numbers.ReplaceAllString(f.action, "N") + " " + strings.Join(f.typed, " ")
				if len(f.typed) > 0 && !f.secret && !seen[kind] {
					seen[kind] = true
					t.Run(kind, func(t *testing.T) { outlives(t, w, by, f) })
				}
			}
		}
	}
	if len(seen) < 30 {
		t.Errorf("only %d forms found: the walk is broken", len(seen))
	}
}

var numbers = regexp.MustCompile(`\d+`)

// typedText is what the tests type; as HTML it reads typedHTML.
const (
	typedText = "Mühsam getippter Satz <1>"
	typedHTML = "Mühsam getippter Satz &lt;1&gt;"
)

func outlives(t *testing.T, w *World, by string, f pageForm) {
	for _, name := range f.typed {
		f.fields.Set(name, typedText)
	}
	w.Ctx = db.At(w.Ctx, w.DB.Now(w.Ctx).Add(2*time.Minute)) // few forms are kept at once
	b := newVisitor(w)
	refused := b.do(http.MethodPost, f.action, f.fields)
	if refused.Code != http.StatusForbidden || !strings.Contains(refused.Body, typedHTML) {
		t.Fatalf("refused with %d, text shown: %v", refused.Code, strings.Contains(refused.Body, typedHTML))
	}
	m := continuePath.FindStringSubmatch(refused.Body)
	if m == nil {
		t.Fatal("the refusal does not lead back to the form")
	}
	path, _ := url.QueryUnescape(m[1])
	if got := b.signIn(by, path).Location(); got != path {
		t.Fatalf("signing in leads to %q, not to %s", got, path)
	}
	again := b.do(http.MethodGet, path, nil)
	if again.Code != http.StatusOK || !strings.Contains(again.Body, typedHTML) || !strings.Contains(again.Body, "Ihr Text ist wieder da.") {
		t.Fatalf("the form comes back with %d, text %v", again.Code, strings.Contains(again.Body, typedHTML))
	}
	for _, back := range formsOf(t, again.Body) {
		if back.action == f.action && back.fields.Get(f.typed[0]) == typedText {
			return
		}
	}
	t.Errorf("no form for %s with the text", f.action)
}
