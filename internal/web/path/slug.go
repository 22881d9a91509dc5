package path

import (
	"strconv"
	"strings"
)

// maxSlug is the length of a slug in characters.
const maxSlug = 60

var latin = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss", "é", "e", "è", "e", "á", "a", "à", "a", "ç", "c", "ñ", "n")

// Slug makes the readable part of an address from a title.
func Slug(title string) string {
	var b strings.Builder
	dash := false
	for _, r := range latin.Replace(strings.ToLower(title)) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			if dash && b.Len() > 0 {
				b.WriteByte('-')
			}
			dash = false
			b.WriteRune(r)
		default:
			dash = true
		}
	}
	s := b.String()
	if len(s) > maxSlug {
		s = s[:maxSlug]
		if i := strings.LastIndexByte(s, '-'); i > maxSlug/2 {
			s = s[:i]
		}
	}
	return s
}

// idAndSlug is the last part of an address such as 123-titel.
func idAndSlug(id int64, title string) string {
	s := Slug(title)
	if s == "" {
		return strconv.FormatInt(id, 10)
	}
	return strconv.FormatInt(id, 10) + "-" + s
}
