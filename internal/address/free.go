package address

import (
	"strings"
	"sync"

	"golang.org/x/net/publicsuffix"

	"kommunalforum/data"
)

// free holds the lines of data/mail/free.txt: whole domains, and names for
// every top-level domain.
var free = sync.OnceValue(func() (list struct{ domains, names map[string]bool }) {
	list.domains, list.names = map[string]bool{}, map[string]bool{}
	text, err := data.FS.ReadFile("mail/free.txt")
	if err != nil {
		panic(err) // it is part of the binary
	}
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if name, every := strings.CutSuffix(line, ".*"); every {
			list.names[name] = true
		} else {
			list.domains[line] = true
		}
	}
	return list
})

// Free reports whether anybody can get an address at the domain, so that it says
// nothing about where somebody works. Sub-domains count like their domain.
func Free(domain string) bool {
	list := free()
	for _, d := range append([]string{domain}, Parents(domain)...) {
		if list.domains[d] {
			return true
		}
	}
	own, err := publicsuffix.EffectiveTLDPlusOne(domain)
	if err != nil {
		return false
	}
	name, _, _ := strings.Cut(own, ".")
	return list.names[name]
}
