package extract

import (
	"errors"
	"strings"

	"github.com/ledongthuc/pdf"
)

// font says which text the codes of a string mean, and how wide they are.
type font struct {
	bytes   int               // of a code: 1, or 2 in composite fonts
	texts   map[string]string // by code, as the font itself says
	simple  [256]string       // by code of one byte, as its encoding says
	widths  map[int]float64   // by code, in thousandths of the size
	missing float64           // the width of others
}

var errTooLong = errors.New("pdf: too much text")

// each calls fn for each code of a string. space says that it is a space, which word
// spacing makes wider.
func (f *font) each(raw string, fn func(text string, width float64, space bool)) {
	for len(raw) >= f.bytes {
		code := raw[:f.bytes]
		raw = raw[f.bytes:]
		n := int(code[0])
		if f.bytes == 2 {
			n = n<<8 | int(code[1])
		}
		text, known := f.texts[code]
		if !known && f.bytes == 1 {
			text = f.simple[n]
		}
		width, known := f.widths[n]
		if !known {
			width = f.missing
		}
		fn(text, width, f.bytes == 1 && n == ' ')
	}
}

// font reads a font of the resources, once if its name says which selection of letters
// it holds (ISO 32000-1, 9.6.4).
func (d *document) font(resources pdf.Value, name string) *font {
	v := resources.Key("Font").Key(name)
	if v.Kind() != pdf.Dict {
		return nil
	}
	key := v.Key("BaseFont").Name()
	if !strings.Contains(key, "+") {
		key = "" // others of this name may have another encoding
	}
	key += v.Key("Subtype").Name() + v.Key("ToUnicode").Key("Length").String() + v.Key("FirstChar").String() + v.Key("Encoding").String()
	if f := d.fonts[key]; f != nil {
		return f
	}
	f := newFont(v)
	if len(d.fonts) < maxFonts && strings.Contains(key, "+") {
		d.fonts[key] = f
	}
	return f
}

const maxFonts = 500

func newFont(v pdf.Value) *font {
	f := &font{bytes: 1, missing: 500, widths: map[int]float64{}}
	if v.Key("ToUnicode").Kind() == pdf.Stream {
		f.texts = readCMap(v.Key("ToUnicode"))
	}
	if v.Key("Subtype").Name() == "Type0" {
		f.bytes = 2
		f.readWidths(v.Key("DescendantFonts").Index(0))
		return f
	}
	first := int(v.Key("FirstChar").Int64())
	widths := v.Key("Widths")
	for i := range min(widths.Len(), 256) {
		f.widths[first+i] = widths.Index(i).Float64()
	}
	f.readEncoding(v)
	return f
}

// readEncoding fills the texts of codes of one byte. The library knows the names of
// letters; those of ligatures are put together from their parts.
func (f *font) readEncoding(v pdf.Value) {
	if k := v.Key("Encoding").Kind(); k == pdf.Null && f.texts != nil {
		return
	}
	encoder := (&pdf.Font{V: v}).Encoder()
	for n := range f.simple {
		f.simple[n] = encoder.Decode(string([]byte{byte(n)}))
	}
	code := 0
	differences := v.Key("Encoding").Key("Differences")
	for i := range min(differences.Len(), 1024) {
		switch x := differences.Index(i); x.Kind() {
		case pdf.Integer:
			code = int(x.Int64())
		case pdf.Name:
			if name := x.Name(); strings.HasPrefix(name, "f") && strings.Trim(name, "fijl_") == "" && code >= 0 && code < 256 {
				f.simple[code] = strings.ReplaceAll(name, "_", "")
			}
			code++
		}
	}
}

// maxWidths bounds the widths of a composite font.
const maxWidths = 1 << 16

// readWidths reads W and DW (ISO 32000-1, 9.7.4.3): „c [w1 w2 …]“ or „first last w“.
func (f *font) readWidths(v pdf.Value) {
	f.missing = 1000
	if dw := v.Key("DW"); dw.Kind() == pdf.Integer || dw.Kind() == pdf.Real {
		f.missing = dw.Float64()
	}
	w := v.Key("W")
	for i := 0; i+1 < w.Len() && len(f.widths) < maxWidths; {
		first, second := int(w.Index(i).Int64()), w.Index(i+1)
		if second.Kind() == pdf.Array {
			for n := range min(second.Len(), maxWidths) {
				f.widths[first+n] = second.Index(n).Float64()
			}
			i += 2
			continue
		}
		width := w.Index(i + 2).Float64()
		for n := first; n <= int(second.Int64()) && n < first+maxWidths; n++ {
			f.widths[n] = width
		}
		i += 3
	}
}
