package markdown

import (
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// allowed is what may stand in a page, written down a second time and apart from
// policy.go: element, attribute, value.
var allowed = func() map[string]map[string]*regexp.Regexp {
	re := func(s string) *regexp.Regexp { return regexp.MustCompile(`\A(?:` + s + `)\z`) }
	m := map[string]map[string]*regexp.Regexp{
		"a": {
			"href": re(`/|/[^/\\\s][^\\\s]*|#[^\s]+|https?://[a-z0-9_][a-z0-9._-]*(?::[0-9]+)?(?:[/?#][^\s]*)?` +
				`|mailto:[^\s?@]+@[^\s?@]+(?:\?subject=[^&\s]*)?|tel:\+?[0-9]+`),
			"class":      re(`extern`),
			"rel":        re(`nofollow noopener ugc`),
			"title":      re(`(?s).*`),
			"role":       re(`doc-noteref|doc-backlink`),
			"aria-label": re(`Fußnote \d+|Zurück zum Text(, Stelle \d+)?`),
		},
		"img": {
			"src": re(`/anhang/[^?#\\\s]+`), "alt": re(`(?s).+`), "title": re(`(?s).*`), "loading": re(`lazy`),
		},
		"div":   {"class": re(`tabelle|fussnoten`), "role": re(`group`), "tabindex": re(`0`), "aria-label": re(`Tabelle|Fußnoten`)},
		"pre":   {"role": re(`group`), "tabindex": re(`0`), "aria-label": re(`Code`)},
		"span":  {"class": re(`kern-sr-only`)},
		"th":    {"scope": re(`col`), "class": re(`links|rechts|mitte`)},
		"td":    {"class": re(`links|rechts|mitte`)},
		"ol":    {"start": re(`\d{1,9}`)},
		"li":    {"class": re(`aufgabe`), "id": re(`(fussnote-[a-z2-7]{10}|K)-\d+`)},
		"sup":   {"id": re(`(fussnote-[a-z2-7]{10}|K)-\d+-ort-\d+`)},
		"input": {"type": re(`checkbox`), "checked": re(``), "disabled": re(``), "aria-label": re(`(Erledigte|Offene) Aufgabe`)},
	}
	for _, name := range strings.Fields("p br hr h3 h4 h5 h6 strong em del blockquote ul code table thead tbody tr") {
		m[name] = nil
	}
	return m
}()

// assertSafe fails unless rendered, read as a browser reads it, holds only what
// is allowed, is balanced, nests no link in a link and repeats no id.
func assertSafe(t testing.TB, rendered string) {
	t.Helper()
	if strings.Map(keep, rendered) != rendered {
		t.Errorf("control or bidi characters in %q", rendered)
	}
	body := &html.Node{Type: html.ElementNode, DataAtom: atom.Body, Data: "body"}
	nodes, err := html.ParseFragment(strings.NewReader(rendered), body)
	if err != nil {
		t.Fatalf("parse %q: %v", rendered, err)
	}
	ids := map[string]bool{}
	for _, n := range nodes {
		assertSafeNode(t, n, ids)
	}
	assertBalanced(t, rendered)
	if t.Failed() {
		t.Logf("output: %q", rendered)
	}
}

func assertSafeNode(t testing.TB, n *html.Node, ids map[string]bool) {
	t.Helper()
	switch n.Type {
	case html.ElementNode:
		attributes, ok := allowed[n.Data]
		if !ok {
			t.Errorf("element %s", n.Data)
		}
		values := map[string]string{}
		for _, a := range n.Attr {
			if value := attributes[a.Key]; value == nil || !value.MatchString(a.Val) {
				t.Errorf("element %s: attribute %s=%q", n.Data, a.Key, a.Val)
			}
			if a.Key == "id" && ids[a.Val] {
				t.Errorf("id %q repeats", a.Val)
			}
			values[a.Key] = a.Val
		}
		if id, ok := values["id"]; ok {
			ids[id] = true
		}
		if external := strings.HasPrefix(values["href"], "http"); external != (values["class"] == "extern") || external != (values["rel"] != "") {
			if n.Data == "a" {
				t.Errorf("link %v is not marked by where it leads", n.Attr)
			}
		}
		if n.Data == "img" && (values["src"] == "" || slices.Contains(strings.Split(values["src"], "/"), "..")) {
			t.Errorf("picture %v", n.Attr)
		}
		if n.Data == "input" && !slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "disabled" }) {
			t.Errorf("input %v can be used", n.Attr)
		}
	case html.TextNode:
	default:
		t.Errorf("node of type %d: %q", n.Type, n.Data)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		assertSafeNode(t, c, ids)
	}
}

func assertBalanced(t testing.TB, rendered string) {
	t.Helper()
	var open []string
	for z := html.NewTokenizer(strings.NewReader(rendered)); ; {
		switch z.Next() {
		case html.ErrorToken:
			if z.Err() != io.EOF || len(open) > 0 {
				t.Errorf("ends with %v, open elements %v", z.Err(), open)
			}
			return
		case html.StartTagToken:
			name, _ := z.TagName()
			if string(name) == "a" && slices.Contains(open, "a") {
				t.Error("link in a link")
			}
			if !slices.Contains([]string{"br", "hr", "img", "input"}, string(name)) {
				open = append(open, string(name))
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			if len(open) == 0 || open[len(open)-1] != string(name) {
				t.Errorf("</%s> ends %v", name, open)
				return
			}
			open = open[:len(open)-1]
		}
	}
}
