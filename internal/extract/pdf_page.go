package extract

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/ledongthuc/pdf"
)

// page turns the drawing of a page into lines of text (ISO 32000-1, 9.4). A PDF knows
// no lines and often no spaces: both follow from where letters stand. They are kept in
// the order in which they are drawn, which programs for texts keep.
type page struct {
	d     *document
	out   strings.Builder
	state textState
	saved []textState
	forms int

	drawn bool    // something was drawn before, that ended here:
	x, y  float64 // in points of the page
}

// textState is what operators set for the text that follows.
type textState struct {
	ctm, text, line matrix
	font            *font
	size, leading   float64
	charSpace       float64
	wordSpace       float64
	scale           float64 // of the width, 1 for none
}

// matrix is a b c d e f of ISO 32000-1, 8.3.3.
type matrix [6]float64

func (m matrix) times(n matrix) matrix {
	return matrix{
		m[0]*n[0] + m[1]*n[2], m[0]*n[1] + m[1]*n[3],
		m[2]*n[0] + m[3]*n[2], m[2]*n[1] + m[3]*n[3],
		m[4]*n[0] + m[5]*n[2] + n[4], m[4]*n[1] + m[5]*n[3] + n[5],
	}
}

func moved(x, y float64) matrix { return matrix{1, 0, 0, 1, x, y} }

var unmoved = moved(0, 0)

// maxSaved is how many states may be saved at a time.
const maxSaved = 100

// run draws a stream. depth counts how many drawings it is in.
func (p *page) run(stream, resources pdf.Value, depth int) {
	if depth == 0 {
		p.state = textState{ctm: unmoved, text: unmoved, line: unmoved, scale: 1}
	}
	if k := stream.Kind(); k != pdf.Stream && k != pdf.Array {
		return
	}
	fonts := map[string]*font{} // of these resources
	pdf.Interpret(stream, func(stack *pdf.Stack, op string) {
		p.d.c.check()
		if op == "Do" {
			p.form(operands(stack, 1)[0].Name(), resources, depth)
			return
		}
		if op == "Tf" {
			args := operands(stack, 2)
			name := args[0].Name()
			if _, known := fonts[name]; !known {
				fonts[name] = p.d.font(resources, name)
			}
			p.state.font, p.state.size = fonts[name], args[1].Float64()
			return
		}
		if set := operators[op]; set.do != nil {
			args := operands(stack, set.operands)
			set.do(p, args[len(args)-set.operands:])
			return
		}
		operands(stack, 0)
	})
}

// form draws what a page refers to: headings and tables may be such a drawing.
func (p *page) form(name string, resources pdf.Value, depth int) {
	x := resources.Key("XObject").Key(name)
	if p.forms++; x.Key("Subtype").Name() != "Form" || p.forms > maxForms || depth >= maxFormDepth {
		return
	}
	if own := x.Key("Resources"); own.Kind() == pdf.Dict {
		resources = own
	}
	before := p.state
	if m := x.Key("Matrix"); m.Len() == len(unmoved) {
		p.state.ctm = matrixOf([]pdf.Value{m.Index(0), m.Index(1), m.Index(2), m.Index(3), m.Index(4), m.Index(5)}).times(p.state.ctm)
	}
	p.run(x, resources, depth+1)
	p.state = before
}

func matrixOf(v []pdf.Value) (m matrix) {
	for i := range m {
		m[i] = v[i].Float64()
	}
	return m
}

// operator changes the state, or draws, by its operands.
type operator struct {
	operands int
	do       func(p *page, v []pdf.Value)
}

var operators = map[string]operator{
	"q": {0, func(p *page, _ []pdf.Value) {
		if len(p.saved) < maxSaved {
			p.saved = append(p.saved, p.state)
		}
	}},
	"Q": {0, func(p *page, _ []pdf.Value) {
		if n := len(p.saved) - 1; n >= 0 {
			p.state, p.saved = p.saved[n], p.saved[:n]
		}
	}},
	"cm": {6, func(p *page, v []pdf.Value) { p.state.ctm = matrixOf(v).times(p.state.ctm) }},
	"BT": {0, func(p *page, _ []pdf.Value) { p.state.text, p.state.line = unmoved, unmoved }},
	"Tm": {6, func(p *page, v []pdf.Value) { p.state.line = matrixOf(v); p.state.text = p.state.line }},
	"Td": {2, func(p *page, v []pdf.Value) { p.next(v[0].Float64(), v[1].Float64()) }},
	"TD": {2, func(p *page, v []pdf.Value) {
		p.state.leading = -v[1].Float64()
		p.next(v[0].Float64(), v[1].Float64())
	}},
	"T*": {0, func(p *page, _ []pdf.Value) { p.next(0, -p.state.leading) }},
	"TL": {1, func(p *page, v []pdf.Value) { p.state.leading = v[0].Float64() }},
	"Tc": {1, func(p *page, v []pdf.Value) { p.state.charSpace = v[0].Float64() }},
	"Tw": {1, func(p *page, v []pdf.Value) { p.state.wordSpace = v[0].Float64() }},
	"Tz": {1, func(p *page, v []pdf.Value) { p.state.scale = v[0].Float64() / 100 }},
	"Tj": {1, func(p *page, v []pdf.Value) { p.show(v[0].RawString()) }},
	"'": {1, func(p *page, v []pdf.Value) {
		p.next(0, -p.state.leading)
		p.show(v[0].RawString())
	}},
	`"`: {3, func(p *page, v []pdf.Value) {
		p.state.wordSpace, p.state.charSpace = v[0].Float64(), v[1].Float64()
		p.next(0, -p.state.leading)
		p.show(v[2].RawString())
	}},
	"TJ": {1, func(p *page, v []pdf.Value) {
		for i := range v[0].Len() {
			if x := v[0].Index(i); x.Kind() == pdf.String {
				p.show(x.RawString())
			} else {
				p.advance(-x.Float64() / 1000 * p.state.size * p.state.scale)
			}
		}
	}},
}

// next begins a line, moved from the beginning of the last one.
func (p *page) next(x, y float64) {
	p.state.line = moved(x, y).times(p.state.line)
	p.state.text = p.state.line
}

func (p *page) advance(x float64) { p.state.text = moved(x, 0).times(p.state.text) }

// show draws a string.
func (p *page) show(raw string) {
	f := p.state.font
	if f == nil {
		return
	}
	p.d.c.check()
	f.each(raw, func(text string, width float64, space bool) {
		p.letter(text)
		width = width/1000*p.state.size + p.state.charSpace
		if space {
			width += p.state.wordSpace
		}
		p.advance(width * p.state.scale)
		if text != "" {
			end := p.state.text.times(p.state.ctm)
			p.x, p.y, p.drawn = end[4], end[5], true
		}
	})
	if p.out.Len() > 2*MaxText {
		panic(errTooLong)
	}
}

// How far letters stand from each other that belong to different lines and words, as
// shares of their height. A space is a quarter of it in most fonts, and what programs
// move letters by to make a line fill its width less than a tenth.
const (
	lineGap = 0.5
	wordGap = 0.15
)

// letter writes a letter after what its distance from the last one means.
func (p *page) letter(text string) {
	if text == "" {
		return
	}
	at := p.state.text.times(p.state.ctm)
	length := math.Hypot(at[0], at[1])
	height := math.Abs(p.state.size) * length
	if p.drawn && height > 0 {
		dx, dy := at[4]-p.x, at[5]-p.y
		along, across := (dx*at[0]+dy*at[1])/length, (dy*at[0]-dx*at[1])/length
		switch {
		case math.Abs(across) > lineGap*height, along < -height:
			p.out.WriteByte('\n')
		case along > wordGap*height:
			p.out.WriteByte(' ')
		}
	}
	p.out.WriteString(text)
}

// rejoin puts words together that were parted at the end of a line: a hyphen before a
// small letter, unless the next word shows that a part was left out, as in „Kinder-
// und Jugendhilfe“.
func rejoin(text string) string {
	var out strings.Builder
	for {
		at := strings.Index(text, "-\n")
		if at < 0 {
			out.WriteString(text)
			return out.String()
		}
		before, _ := utf8.DecodeLastRuneInString(text[:at])
		rest := strings.TrimLeft(text[at+2:], " ")
		after, _ := utf8.DecodeRuneInString(rest)
		word, _, _ := strings.Cut(rest[:min(len(rest), 10)], " ")
		if unicode.IsLetter(before) && unicode.IsLower(after) && word != "und" && word != "oder" && word != "bzw." && word != "sowie" {
			out.WriteString(text[:at])
		} else {
			out.WriteString(text[:at+2])
		}
		text = rest
	}
}
