package signin

import "strings"

// named is a mark in a User-Agent and the word for it; the first that fits counts.
type named struct{ mark, word string }

var browsers = []named{{"Edg/", "Edge"}, {"OPR/", "Opera"}, {"Firefox/", "Firefox"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"}}

var systems = []named{{"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Windows", "Windows"}, {"Mac OS", "macOS"}, {"Linux", "Linux"}}

// deviceOf describes browser and system in words, so that people recognise
// their sessions; nothing finer is kept.
func deviceOf(userAgent string) string {
	return wordFor(browsers, userAgent, "Unbekannter Browser") + ", " + wordFor(systems, userAgent, "unbekanntes System")
}

func wordFor(list []named, text, otherwise string) string {
	for _, n := range list {
		if strings.Contains(text, n.mark) {
			return n.word
		}
	}
	return otherwise
}
