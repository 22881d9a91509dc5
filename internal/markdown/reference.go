package markdown

import (
	stdhtml "html"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/net/html"
)

// References in texts are found when a page is shown and not when a text is saved: what
// they lead to depends on who reads, and a document that comes later is found by old
// texts. What is stored stays as it was rendered.

// space is white space within a reference, with the spaces that keep a line together.
const space = `[\s\x{a0}\x{202f}]`

// referencePattern finds the three kinds of references: a paragraph or article of a law
// with the law's short name (group 1), a decision or printed paper with its number (group
// 2), and the file number of an inquiry (group 3). RE2 searches in linear time.
var referencePattern = regexp.MustCompile(
	`(?:§§?|\bArt\.|\bArtikel)` + space + `*\d+[a-z]?` +
		`(?:` + space + `*(?:,|und\b|bis\b|[–-]|Abs\.|Absatz\b|Satz\b|S\.|Nr\.|Nummer\b|ff?\.|\d+[a-z]?\b))*` +
		space + `+(\p{Lu}\p{L}*\p{Lu}\p{L}*(?:` + space + `[IVX]+\b)?)` +
		`|(\bBeschl(?:uss|usses|üsse)` + space + `(?:Nr\.` + space + `)?\d{4}/\d{1,4}\b|\bB[TR]-Drs?\.` + space + `?\d{1,4}/\d{1,5}\b)` +
		`|(\bFPM-\d{4}-\d{4,7}\b)`)

// documentPath finds the number of a document of the library in the address of a link
// within the forum, without the address of the site. Other sites may have such addresses,
// too.
var documentPath = regexp.MustCompile(`^/bibliothek/(\d{1,18})(?:-[^/?#"]*)?$`)

// referenceSigns begin what may be a reference: a text without any, and without an article
// of a law, is not looked at.
var referenceSigns = []string{"§", "Beschl", "-Dr", "FPM-", "/bibliothek/"}

// MaxReferences is the maximum number of different references that a page looks up.
const MaxReferences = 200

// References are what texts refer to.
type References struct {
	Keys      []string // of laws and decisions, see ReferenceKey
	Inquiries []string // file numbers
	Documents []int64  // numbers of documents that a link leads to
	seen      map[string]bool
}

// None reports whether nothing is referred to.
func (r References) None() bool { return len(r.Keys)+len(r.Inquiries)+len(r.Documents) == 0 }

func (r *References) add(what string, list *[]string) {
	if r.seen == nil {
		r.seen = map[string]bool{}
	}
	if what != "" && !r.seen[what] && len(r.seen) < MaxReferences {
		r.seen[what] = true
		*list = append(*list, what)
	}
}

// ReferenceKey returns the key by which a reference such as „Beschluss 2024/12“ or „OZG“
// is looked up, whatever its spaces and capitals: its letters, digits and strokes.
func ReferenceKey(reference string) string {
	reference = strings.ReplaceAll(reference, "Nr.", "")
	key := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '/' || r == '-' {
			return unicode.ToLower(r)
		}
		return -1
	}, reference)
	for _, paper := range []string{"bt-dr", "br-dr"} { // printed papers are cited with „Drs.“ and with „Dr.“
		if rest, ok := strings.CutPrefix(key, paper); ok && !strings.HasPrefix(rest, "s") {
			key = paper + "s" + rest
		}
	}
	return key
}

// citedPlace finds the paragraphs or articles before the short name of a law, or behind it.
var citedPlace = regexp.MustCompile(`(?i)^(?:§§?|art\.?|artikel)` + space + `*\d[^\p{L}]*` +
	`(?:(?:[a-z]|und|bis|abs|absatz|satz|s|nr|nummer|ff?)\b[^\p{L}]*)*|` + space + `(?:§|art\.|artikel` + space + `).*$`)

// CitedBy returns the key of what a line of the search field cites and nothing else, such
// as „§ 3 OZG“, „OZG § 3“ or „Beschluss 2024/12“, and whether that is a single word, which
// may be the beginning of a reference.
func CitedBy(line string) (key string, word bool) {
	name := strings.TrimSpace(citedPlace.ReplaceAllString(strings.TrimSpace(line), ""))
	return ReferenceKey(name), name != "" && !strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) })
}

// keyOf returns the key of a match of referencePattern in s, and whether it is that of an
// inquiry. Inflected forms of „Beschluss“ have the same one.
func keyOf(s string, m []int) (key string, inquiry bool) {
	switch {
	case m[2] >= 0:
		return ReferenceKey(s[m[2]:m[3]]), false
	case m[4] >= 0:
		key = ReferenceKey(s[m[4]:m[5]])
		for _, form := range []string{"beschlusses", "beschlüsse"} {
			if rest, ok := strings.CutPrefix(key, form); ok {
				key = "beschluss" + rest
			}
		}
		return key, false
	}
	return s[m[6]:m[7]], true
}

// FindReferences collects what texts refer to, outside of code and links. site is the public
// address of the forum, which people paste with what they link to; "" for none.
func FindReferences(site string, texts ...HTML) (out References) {
	for _, text := range texts {
		eachReference(text, site, func(s string, m []int) string {
			if key, inquiry := keyOf(s, m); inquiry {
				out.add(key, &out.Inquiries)
			} else {
				out.add(key, &out.Keys)
			}
			return ""
		}, func(l documentLink) string {
			var number []string
			if out.add("/"+strconv.FormatInt(l.id, 10), &number); number != nil {
				out.Documents = append(out.Documents, l.id)
			}
			return ""
		})
	}
	return out
}

// Reference is where a reference leads.
type Reference struct {
	Href  string
	Title string
	State string // that it no longer holds, in a word; "" while it does
}

// Referred are the references of a page that its reader may follow.
type Referred struct {
	Site      string // see FindReferences
	Keys      map[string]Reference
	Inquiries map[string]Reference
	Documents map[int64]Reference
}

// LinkReferences returns text with links from its references, and with the state of the
// documents that it links to. What is not among the referred stays as it is.
func LinkReferences(text HTML, to Referred) HTML {
	if len(to.Keys)+len(to.Inquiries)+len(to.Documents) == 0 {
		return text
	}
	return eachReference(text, to.Site, func(s string, m []int) string {
		key, inquiry := keyOf(s, m)
		target, known := to.Keys[key]
		if inquiry {
			target, known = to.Inquiries[key]
		}
		if !known {
			return ""
		}
		return `<a class="kf-reference" href="` + stdhtml.EscapeString(target.Href) + `" title="` + stdhtml.EscapeString(target.Title) + `">` +
			escape(s[m[0]:m[1]]) + `</a>` + stateMark(target.State)
	}, func(l documentLink) string {
		target, known := to.Documents[l.id]
		if !known {
			return ""
		}
		open, inner := l.open, strings.TrimSuffix(l.inner, externalHint)
		if l.full { // it looks like one to another site
			open = `<a href="` + stdhtml.EscapeString(target.Href) + `">`
		}
		if documentPath.MatchString(withoutSite(stdhtml.UnescapeString(inner), to.Site)) { // a bare address
			inner = escape(target.Title)
		}
		return open + inner + `</a>` + stateMark(target.State)
	})
}

// documentLink is a link to a document of the library.
type documentLink struct {
	id    int64
	full  bool   // with the address of the site
	open  string // its tag
	inner string // the HTML in it
}

// withoutSite returns an address within the site without that of the site.
func withoutSite(address, site string) string {
	if site == "" {
		return address
	}
	return strings.TrimPrefix(address, site)
}

// stateMark says behind a link that what it leads to no longer holds.
func stateMark(state string) string {
	if state == "" {
		return ""
	}
	return ` <span class="kf-reference__state">(` + escape(state) + `)</span>`
}

// eachReference calls found for every reference in the running text, and document for
// every link to a document. Unless it is "", what they return takes the place of the
// reference or link.
func eachReference(text HTML, site string, found func(s string, m []int) string, document func(documentLink) string) HTML {
	if !mayRefer(string(text)) {
		return text
	}
	var all, inner strings.Builder // inner is what stands in a link to a document
	b, aside, link := &all, 0, documentLink{}
	for z := html.NewTokenizer(strings.NewReader(string(text))); ; {
		kind := z.Next()
		raw := string(z.Raw())
		switch kind {
		case html.ErrorToken:
			all.WriteString(link.open + inner.String()) // of a link without an end
			return HTML(all.String())
		case html.StartTagToken, html.EndTagToken, html.SelfClosingTagToken:
			name, more := z.TagName()
			tag := string(name)
			aside += referenceNesting(kind, tag)
			switch {
			case tag == "a" && kind == html.StartTagToken && link.id == 0:
				if link = documentIn(z, more, site); link.id != 0 {
					link.open = raw
					b, raw = &inner, ""
				}
			case tag == "a" && kind == html.EndTagToken && link.id != 0:
				link.inner = inner.String()
				if replaced := document(link); replaced != "" {
					raw = replaced
				} else {
					raw = link.open + link.inner + raw
				}
				inner.Reset()
				b, link = &all, documentLink{}
			}
		case html.TextToken:
			if aside == 0 {
				raw = replaceReferences(raw, found)
			}
		}
		b.WriteString(raw)
	}
}

func mayRefer(text string) bool {
	for _, sign := range referenceSigns {
		if strings.Contains(text, sign) {
			return true
		}
	}
	return mayNameArticle(text)
}

// mayNameArticle reports whether „Art.“ or „Artikel“ stands before a number in the text,
// which is HTML: many other words begin so.
func mayNameArticle(text string) bool {
	for {
		_, rest, found := strings.Cut(text, "Art")
		if !found {
			return false
		}
		text = rest
		rest, found = strings.CutPrefix(rest, ".")
		if !found {
			rest, found = strings.CutPrefix(rest, "ikel")
		}
		rest = strings.TrimLeft(rest, " \t\n\f\r\u00a0\u202f")
		if found && rest != "" && (rest[0] == '&' || '0' <= rest[0] && rest[0] <= '9') { // & may be a space
			return true
		}
	}
}

// referenceNesting is nesting for references: they are links in quotations, too, but not
// in code, links and headings, which are targets themselves.
func referenceNesting(kind html.TokenType, name string) int {
	if name == "blockquote" {
		return 0
	}
	return nesting(kind, name)
}

// documentIn returns the link to a document whose tag z read, the zero one for any other.
func documentIn(z *html.Tokenizer, more bool, site string) documentLink {
	for more {
		var key, value []byte
		key, value, more = z.TagAttr()
		if string(key) != "href" {
			continue
		}
		address := withoutSite(string(value), site)
		if m := documentPath.FindStringSubmatch(address); m != nil {
			id, _ := strconv.ParseInt(m[1], 10, 64)
			return documentLink{id: id, full: len(address) < len(value)}
		}
	}
	return documentLink{}
}

// EscapedText returns a plain text as HTML, such as a legal basis, so that its references
// can be linked.
func EscapedText(text string) HTML { return HTML(escape(text)) }

// replaceReferences returns the HTML of a run of text with what found returns for its
// references.
func replaceReferences(raw string, found func(s string, m []int) string) string {
	if !mayRefer(raw) {
		return raw
	}
	s := stdhtml.UnescapeString(raw)
	var b strings.Builder
	done := 0
	for _, m := range referencePattern.FindAllStringSubmatchIndex(s, -1) {
		if replaced := found(s, m); replaced != "" {
			b.WriteString(escape(s[done:m[0]]))
			b.WriteString(replaced)
			done = m[1]
		}
	}
	if done == 0 {
		return raw
	}
	b.WriteString(escape(s[done:]))
	return b.String()
}
