package extract

import (
	"strings"
	"syscall"
	"time"
	"unicode"
	"unicode/utf8"
)

// collector gathers the parts of a file, until it is enough.
type collector struct {
	text Text
	size int // bytes of all parts so far

	checks int           // how often check was called
	end    time.Duration // of processor time of this process

	number int
	name   string
	part   strings.Builder
}

// enough is the panic by which a collector ends the reading.
type enough struct{}

// collect calls fn, which may be stopped.
func (c *collector) collect(fn func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			if _, stopped := r.(enough); !stopped {
				panic(r)
			}
		}
		c.finish()
	}()
	return fn()
}

// begin starts a part.
func (c *collector) begin(number int, name string) {
	c.finish()
	c.number, c.name = number, name
	c.check()
}

// write adds text to the part.
func (c *collector) write(s string) {
	c.part.WriteString(s)
	if c.size+c.part.Len() > 2*MaxText { // half of it may be space
		c.text.Cut = true
		panic(enough{})
	}
	c.check()
}

// check stops the reading when its time is over. Readers call it in every loop that a
// file can make long.
func (c *collector) check() {
	const every = 64 // asking for the time is a system call
	c.checks++
	if c.size >= MaxText || c.checks%every == 1 && used() > c.end {
		c.text.Cut = true
		panic(enough{})
	}
}

// used is the processor time that this process has used, 0 if the system does not say.
func used() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// finish keeps the part, if it has any text.
func (c *collector) finish() {
	text := tidy(c.part.String())
	c.part.Reset()
	if room := MaxText - c.size; len(text) > room {
		c.text.Cut = true
		for room > 0 && !utf8.RuneStart(text[room]) {
			room--
		}
		text = text[:max(room, 0)]
	}
	if text != "" {
		c.size += len(text)
		c.text.Parts = append(c.text.Parts, Part{c.number, tidyName(c.name), text})
	}
}

// ligatures are letters that fonts draw as one, as whoever searches writes them. A
// soft hyphen is where a word could be parted.
var ligatures = strings.NewReplacer("ﬀ", "ff", "ﬁ", "fi", "ﬂ", "fl", "ﬃ", "ffi", "ﬄ", "ffl", "ﬅ", "st", "ﬆ", "st", "\u00ad", "")

// tidy leaves lines of words with single spaces between them.
func tidy(text string) string {
	var out strings.Builder
	for line := range strings.Lines(ligatures.Replace(strings.ToValidUTF8(text, " "))) {
		words := strings.FieldsFunc(line, func(r rune) bool { return unicode.IsSpace(r) || !unicode.IsPrint(r) })
		if len(words) == 0 {
			continue
		}
		if out.Len() > 0 {
			out.WriteByte('\n')
		}
		out.WriteString(strings.Join(words, " "))
	}
	return out.String()
}

// maxName is how long the name of a table may be, in characters: Excel allows 31.
const maxName = 60

func tidyName(name string) string {
	letters := []rune(strings.ReplaceAll(tidy(name), "\n", " "))
	return string(letters[:min(len(letters), maxName)])
}
