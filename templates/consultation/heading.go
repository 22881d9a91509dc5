package consultation

import (
	"regexp"
	"strconv"
)

// ownNumber is how a heading begins that has a number of its own.
var ownNumber = regexp.MustCompile(`^(\d|§|(?i:art(ikel|\.)|abschnitt|kapitel|teil|ziffer|nr\.|anlage)\s*(\d|[IVXL]+\b)|[IVXL]+\.)`)

// Numbered returns the heading of a section with its number, which stands away where the
// heading begins with one of its own.
func Numbered(number int, heading string) string { return numberedText(strconv.Itoa(number), heading) }

func numberedText(number, heading string) string {
	if ownNumber.MatchString(heading) {
		return heading
	}
	return number + ". " + heading
}
