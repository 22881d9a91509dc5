package markdown

import (
	"strings"

	"golang.org/x/net/html"
)

// Absolute returns the text as it can be shown outside of the site, such as in a feed:
// addresses on the site begin with base, and places within the text with page, the
// address of the page that shows it. It relies on how sanitise writes attributes.
func (h HTML) Absolute(base, page string) string {
	return strings.NewReplacer(
		` href="/`, ` href="`+html.EscapeString(base)+`/`,
		` src="/`, ` src="`+html.EscapeString(base)+`/`,
		` href="#`, ` href="`+html.EscapeString(page)+`#`).Replace(string(h))
}

// Plain returns what a reader reads of the text, in one line: without markup, without
// what is for screen readers only, and without the descriptions of pictures.
func (h HTML) Plain() string {
	var b strings.Builder
	hidden := 0 // open elements within one that is not shown
	for z := html.NewTokenizer(strings.NewReader(string(h))); ; {
		switch z.Next() {
		case html.ErrorToken:
			return strings.Join(strings.Fields(b.String()), " ")
		case html.TextToken:
			if hidden == 0 {
				b.Write(z.Text())
			}
		case html.StartTagToken:
			switch t := z.Token(); {
			case hidden > 0 && t.Data == "span", t.Data == "span" && hasClass(t, "kern-sr-only"):
				hidden++
			case t.Data != "span" && !inlineElements[t.Data]:
				b.WriteByte(' ')
			}
		case html.EndTagToken:
			switch t := z.Token(); {
			case hidden > 0 && t.Data == "span":
				hidden--
			case t.Data != "span" && !inlineElements[t.Data]:
				b.WriteByte(' ')
			}
		}
	}
}

// inlineElements do not part words; all others do.
var inlineElements = map[string]bool{"a": true, "strong": true, "em": true, "del": true, "code": true, "sup": true}

func hasClass(t html.Token, class string) bool {
	for _, a := range t.Attr {
		if a.Key == "class" {
			return strings.Contains(" "+a.Val+" ", " "+class+" ")
		}
	}
	return false
}
