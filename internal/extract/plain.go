package extract

import (
	"bytes"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// readPlain reads a text: UTF-16 or UTF-8 by its byte order mark, UTF-8 if it is
// valid, otherwise Windows-1252, which programs in offices still write.
func readPlain(c *collector, file []byte) error {
	file = file[:min(len(file), 4*MaxText)] // nothing beyond is kept
	whole := file
	for n := 0; n < utf8.UTFMax-1 && len(whole) > 0 && !utf8.Valid(whole); n++ { // the cut may be in a letter
		whole = whole[:len(whole)-1]
	}
	fallback := transform.Transformer(charmap.Windows1252.NewDecoder())
	if len(whole) > 0 && utf8.Valid(whole) {
		fallback = transform.Nop
	}
	text, err := io.ReadAll(transform.NewReader(bytes.NewReader(file), unicode.BOMOverride(fallback)))
	if err != nil {
		return err
	}
	c.write(string(text))
	return nil
}
