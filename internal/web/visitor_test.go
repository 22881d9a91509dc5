package web_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"

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
		if n.Type == html.ElementNode && n.Data == "form" && attributeOf(n, "method") == "post" {
			f := pageForm{action: attributeOf(n, "action"), fields: url.Values{}}
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
	name := attributeOf(e, "name")
	switch kind := attributeOf(e, "type"); {
	case e.Data == "textarea":
		f.typed = append(f.typed, name)
		text := ""
		if e.FirstChild != nil {
			text = e.FirstChild.Data
		}
		f.fields.Add(name, text)
	case e.Data == "input" && (kind == "text" || kind == "email" || kind == "tel"):
		f.typed = append(f.typed, name)
		f.fields.Add(name, attributeOf(e, "value"))
	case e.Data == "select":
		f.fields.Add(name, untouched(e))
	case e.Data == "input" && (kind == "password" || attributeOf(e, "autocomplete") == "one-time-code"):
		f.secret = true
	case e.Data == "input" && kind == "hidden":
		f.fields.Add(name, attributeOf(e, "value"))
	}
}

// fill types the text into every field, also where several have one name.
func (f pageForm) fill(text string) {
	for _, name := range f.typed {
		for i := range f.fields[name] {
			f.fields[name][i] = text
		}
	}
}

// untouched returns the value that a browser sends for a list that nobody touched.
func untouched(list *html.Node) string {
	first, found := "", false
	for e := range list.Descendants() {
		if e.Type != html.ElementNode || e.Data != "option" {
			continue
		}
		for _, a := range e.Attr {
			if a.Key == "selected" {
				return attributeOf(e, "value")
			}
		}
		if !found {
			first, found = attributeOf(e, "value"), true
		}
	}
	return first
}

func attributeOf(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}
