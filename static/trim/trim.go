// Command trim writes the part of KERN's style sheet that our pages use. It
// runs when KERN is vendored or the list of components changes.
package main

import (
	"bytes"
	"log"
	"os"
	"regexp"
	"slices"
)

// Paths of KERN's style sheet and of what trim leaves of it, from the root of
// the module.
const (
	whole   = "static/vendor/kern/kern.min.css"
	trimmed = "static/vendor/kern/kern.trimmed.css"
)

func main() {
	css, err := os.ReadFile(whole)
	if err == nil {
		err = os.WriteFile(trimmed, trim(css), 0o644)
	}
	if err != nil {
		log.Fatal(err)
	}
}

// components are the parts of KERN that our pages use. The rules of all others
// and of its utility classes, which are half of the sheet, are left out. A test
// holds that no component is missing.
var components = []string{"alert", "body", "btn", "error", "fieldset", "form-check", "form-input", "hint", "icon", "label",
	"layer", "level-1", "sr-only", "title", "ux"}

// icons are those of KERN's pictures and sizes that our pages show; the pictures of
// all others are a third of the rest. A test holds that none is missing.
var icons = []string{"danger", "info", "search", "small", "success", "warning"}

// kernIcon finds the icon in a class of KERN's: "search" in kern-icon--search.
var kernIcon = regexp.MustCompile(`\.kern-icon--([a-z0-9]+(?:-[a-z0-9]+)*)`)

// kernClass finds the component in a class of KERN's: "btn" in
// kern-btn--primary.
var kernClass = regexp.MustCompile(`\.kern-([a-z0-9]+(?:-[a-z0-9]+)*)`)

// choice is an argument such as that of :is and :not, in which a class is no
// condition. KERN nests them once at most.
var choice = regexp.MustCompile(`\((?:[^()]|\([^()]*\))*\)`)

// wanted reports whether a selector can match on our pages.
func wanted(selector []byte) bool {
	selector = choice.ReplaceAll(selector, nil)
	for _, m := range kernClass.FindAllSubmatch(selector, -1) {
		if !slices.Contains(components, string(m[1])) {
			return false
		}
	}
	for _, m := range kernIcon.FindAllSubmatch(selector, -1) {
		if !slices.Contains(icons, string(m[1])) {
			return false
		}
	}
	return true
}

// trim removes the rules from a minified sheet that match nothing on our pages.
func trim(css []byte) []byte {
	var out bytes.Buffer
	for len(css) > 0 {
		open := bytes.IndexByte(css, '{')
		if end := bytes.IndexByte(css, ';'); css[0] == '@' && end >= 0 && end < open { // @charset
			out.Write(css[:end+1])
			css = css[end+1:]
			continue
		}
		if open < 0 {
			out.Write(css)
			break
		}
		end := blockEnd(css, open)
		head, body := css[:open], css[open+1:end]
		css = css[end+1:]
		switch {
		case bytes.HasPrefix(head, []byte("@media")), bytes.HasPrefix(head, []byte("@supports")), bytes.HasPrefix(head, []byte("@layer")):
			body = trim(body)
		case head[0] != '@':
			head = trimSelectors(head)
		}
		if len(head) > 0 && len(body) > 0 {
			out.Write(head)
			out.WriteByte('{')
			out.Write(body)
			out.WriteByte('}')
		}
	}
	return out.Bytes()
}

// trimSelectors removes the unwanted ones from a list of selectors.
func trimSelectors(list []byte) []byte {
	var kept [][]byte
	depth, begin := 0, 0
	for i := 0; i <= len(list); i++ {
		switch {
		case i == len(list) || list[i] == ',' && depth == 0:
			if wanted(list[begin:i]) {
				kept = append(kept, list[begin:i])
			}
			begin = i + 1
		case list[i] == '(':
			depth++
		case list[i] == ')':
			depth--
		}
	}
	return bytes.Join(kept, []byte(","))
}

// blockEnd returns the index of the brace that closes the block opened at open.
// Braces in strings do not count.
func blockEnd(css []byte, open int) int {
	depth, quote := 0, byte(0)
	for i := open; i < len(css); i++ {
		switch c := css[i]; {
		case quote != 0 && c == '\\':
			i++
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '{':
			depth++
		case c == '}':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return len(css) - 1
}
