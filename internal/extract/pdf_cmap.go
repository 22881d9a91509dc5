package extract

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"io"
	"unicode/utf16"

	"github.com/ledongthuc/pdf"
)

// Limits of a font's table of texts.
const (
	maxCMap  = 1 << 20 // bytes
	maxCodes = 1 << 16
)

// readCMap reads which text each code means, and leaves out what is no such entry
// (ISO 32000-1, 9.10.3). Codes and texts are strings in hexadecimal digits:
//
//	beginbfchar <01> <00480061> endbfchar
//	beginbfrange <02> <04> <0061> <05> <06> [<0062> <0063>] endbfrange
func readCMap(stream pdf.Value) map[string]string {
	b, _ := io.ReadAll(io.LimitReader(stream.Reader(), maxCMap)) // what was read before an error counts
	m := cmap{}
	var list, all []mapped
	inList := false
	for len(b) > 0 && len(m) < maxCodes {
		switch {
		case bytes.HasPrefix(b, []byte("<<")):
			b = b[2:]
		case b[0] == '<':
			digits, rest, _ := bytes.Cut(b[1:], []byte(">"))
			b = rest
			text := make([]byte, hex.DecodedLen(len(digits)))
			n, _ := hex.Decode(text, bytes.Join(bytes.Fields(digits), nil))
			if inList {
				list = append(list, mapped{text: string(text[:n])})
			} else {
				all = append(all, mapped{text: string(text[:n])})
			}
		case b[0] == '[':
			list, inList, b = nil, true, b[1:]
		case b[0] == ']':
			all, inList, b = append(all, mapped{list: list}), false, b[1:]
		case bytes.HasPrefix(b, []byte("begin")):
			all, b = nil, b[5:]
		case bytes.HasPrefix(b, []byte("endbfchar")):
			m.addChars(all)
			b = b[5:]
		case bytes.HasPrefix(b, []byte("endbfrange")):
			m.addRanges(all)
			b = b[5:]
		default:
			b = b[1:]
		}
	}
	return m
}

// mapped is a string of a table, or a list of them.
type mapped struct {
	text string
	list []mapped
}

// cmap holds texts by code.
type cmap map[string]string

func (m cmap) addChars(all []mapped) {
	for ; len(all) >= 2 && len(m) < maxCodes; all = all[2:] {
		m[all[0].text] = fromUTF16(all[1].text)
	}
}

// addRanges adds codes from one to another. They mean the texts of a list, or a text
// and those that follow on it.
func (m cmap) addRanges(all []mapped) {
	for ; len(all) >= 3; all = all[3:] {
		first, last, to := all[0].text, all[1].text, all[2]
		if len(first) != len(last) || len(first) < 1 || len(first) > 2 {
			continue
		}
		from, end := codeOf(first), codeOf(last)
		for n := from; n <= end && len(m) < maxCodes; n++ {
			code := string(binary.BigEndian.AppendUint16(nil, uint16(n))[2-len(first):])
			switch {
			case n-from < len(to.list):
				m[code] = fromUTF16(to.list[n-from].text)
			case to.list == nil && len(to.text) >= 2:
				units := []byte(to.text)
				tail := units[len(units)-2:]
				binary.BigEndian.PutUint16(tail, binary.BigEndian.Uint16(tail)+uint16(n-from))
				m[code] = fromUTF16(string(units))
			}
		}
	}
}

func codeOf(s string) (n int) {
	for i := range len(s) {
		n = n<<8 | int(s[i])
	}
	return n
}

func fromUTF16(s string) string {
	units := make([]uint16, len(s)/2)
	for i := range units {
		units[i] = binary.BigEndian.Uint16([]byte(s[2*i : 2*i+2]))
	}
	return string(utf16.Decode(units))
}
