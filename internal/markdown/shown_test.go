package markdown

import (
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// shown lists the lines that a reader sees of rendered, with the numbers that a
// browser gives the items of ordered lists, by the rules of HTML for start and
// value. No-break spaces are read as spaces.
func shown(t testing.TB, rendered string) []string {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(rendered))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	var walk func(n *html.Node, counter *int)
	walk = func(n *html.Node, counter *int) {
		switch {
		case n.Type == html.TextNode:
			b.WriteString(strings.NewReplacer("\n", " ", "\u00a0", " ").Replace(n.Data))
		case n.Data == "ol":
			first := 1
			if s := attribute(n, "start"); s != "" {
				first, _ = strconv.Atoi(s)
			}
			counter = &first
		case n.Data == "ul":
			counter = nil
		case n.Data == "li":
			b.WriteString("\n")
			if counter != nil {
				if s := attribute(n, "value"); s != "" {
					*counter, _ = strconv.Atoi(s)
				}
				b.WriteString(strconv.Itoa(*counter) + ". ")
				*counter++
			}
		case n.Data == "br":
			b.WriteString("\n")
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c, counter)
		}
		switch n.Data {
		case "p", "blockquote", "ol", "ul", "li", "h3", "h4", "pre", "tr":
			b.WriteString("\n")
		}
	}
	walk(doc, nil)
	var lines []string
	for line := range strings.Lines(b.String()) {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}
