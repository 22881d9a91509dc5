package markdown

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/microcosm-cc/bluemonday"
)

// policy is the second layer: it allows what the renderer writes, value by
// value, and nothing else. If the renderer had a hole, only such HTML could
// come out of it.
var policy = newPolicy()

func newPolicy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "hr", "h3", "h4", "h5", "h6", "strong", "em", "del", "blockquote",
		"ul", "ol", "li", "code", "table", "thead", "tbody", "tr", "th", "td")
	allow := func(element, attribute string, value *regexp.Regexp) {
		p.AllowAttrs(attribute).Matching(value).OnElements(element)
	}
	allowLinks(p, allow)
	allowBlocks(allow)
	return p
}

// exactly matches one of the values.
func exactly(values ...string) *regexp.Regexp {
	quoted := make([]string, len(values))
	for i, v := range values {
		quoted[i] = regexp.QuoteMeta(v)
	}
	return regexp.MustCompile(`^(?:` + strings.Join(quoted, "|") + `)$`)
}

// allowLinks allows links and pictures through allow, which takes an element, its
// attribute and the values of it.
func allowLinks(p *bluemonday.Policy, allow func(element, attribute string, value *regexp.Regexp)) {
	title := regexp.MustCompile(`^[^\x00]*$`)
	p.RequireParseableURLs(true)
	p.AllowRelativeURLs(true)
	p.AllowURLSchemes("http", "https", "mailto", "tel")
	allow("a", "href", regexp.MustCompile(`^(?:/(?:[^/\\]|$)|#.|https?://[a-z0-9_]|mailto:[^?#]+@|tel:\+?[0-9])`))
	allow("a", "class", exactly("extern"))
	allow("a", "rel", exactly("nofollow noopener ugc"))
	allow("a", "title", title)
	allow("a", "role", exactly("doc-noteref", "doc-backlink"))
	allow("a", "aria-label", regexp.MustCompile(`^(?:Fußnote [0-9]+|Zurück zum Text(?:, Stelle [0-9]+)?)$`))
	allow("span", "class", exactly("kern-sr-only"))

	allow("img", "src", regexp.MustCompile(`^`+attachments+`[^?#\\]+$`))
	allow("img", "alt", title)
	allow("img", "title", title)
	allow("img", "loading", exactly("lazy"))
}

// allowBlocks allows tables, code, lists and footnotes through allow.
func allowBlocks(allow func(element, attribute string, value *regexp.Regexp)) {
	allow("div", "class", exactly("tabelle", "fussnoten"))
	allow("div", "aria-label", exactly("Tabelle", "Fußnoten"))
	allow("pre", "aria-label", exactly("Code"))
	for _, element := range []string{"div", "pre"} {
		allow(element, "role", exactly("group"))
		allow(element, "tabindex", exactly("0"))
	}
	for _, element := range []string{"th", "td"} {
		allow(element, "class", exactly("links", "rechts", "mitte"))
	}
	allow("th", "scope", exactly("col"))

	allow("ol", "start", regexp.MustCompile(`^[0-9]{1,9}$`))
	allow("li", "value", regexp.MustCompile(`^[0-9]{1,9}$`))
	allow("li", "class", exactly("aufgabe"))
	allow("li", "id", regexp.MustCompile(`^fussnote-[a-z2-7]{10}-[0-9]+$`))
	allow("sup", "id", regexp.MustCompile(`^fussnote-[a-z2-7]{10}-[0-9]+-ort-[0-9]+$`))
	allow("input", "type", exactly("checkbox"))
	allow("input", "checked", exactly(""))
	allow("input", "disabled", exactly(""))
	allow("input", "aria-label", exactly("Erledigte Aufgabe", "Offene Aufgabe"))
}

// sanitise applies the policy and drops what entities such as "&#8238;" have
// brought back of the characters that clean removed from the source.
func sanitise(rendered []byte) HTML {
	return HTML(strings.Map(keep, policy.SanitizeReader(bytes.NewReader(rendered)).String()))
}
