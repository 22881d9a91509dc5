package picture

import (
	"bytes"
	"fmt"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/webp"

	"kommunalforum/internal/fault"
)

// format is a kind of file that is read, told by how it begins.
type format struct {
	name   string
	begins func(file []byte) bool
	size   func(io.Reader) (image.Config, error) // reads the head only
	decode func(io.Reader) (image.Image, error)  // of several pictures the first
	costly func(file []byte) string              // why it is too costly to decode, "" if it is not; nil: the pixels say all
}

var formats = []format{
	{"jpeg", starts("\xff\xd8\xff"), jpeg.DecodeConfig, jpeg.Decode, costlyJPEG},
	{"png", starts("\x89PNG\r\n\x1a\n"), png.DecodeConfig, png.Decode, nil},
	{"gif", starts("GIF8"), gif.DecodeConfig, gif.Decode, nil},
	{"webp", func(file []byte) bool { return starts("RIFF")(file) && len(file) >= 12 && string(file[8:12]) == "WEBP" },
		webp.DecodeConfig, webp.Decode, costlyWebP},
}

func starts(with string) func([]byte) bool {
	return func(file []byte) bool { return bytes.HasPrefix(file, []byte(with)) }
}

// formatOf finds the format of a file, whatever its name says.
func formatOf(file []byte) (format, bool) {
	for _, f := range formats {
		if f.begins(file) {
			return f, true
		}
	}
	return format{}, false
}

// check refuses a file before anything of it is decoded: one of more than maxBytes, or
// smaller than minSide pixels. It reads the file once at most.
func check(file []byte, maxBytes, minSide int) error {
	if len(file) > maxBytes {
		return fault.Reject(fmt.Sprintf("Das Bild ist zu groß: höchstens %d\u00a0MB.", maxBytes>>20))
	}
	f, known := formatOf(file)
	if !known {
		return fault.Reject(unreadable)
	}
	size, err := f.size(bytes.NewReader(file))
	switch {
	case err != nil:
		return fault.Reject(unreadable)
	case size.Width < minSide || size.Height < minSide:
		return fault.Reject(fmt.Sprintf("Das Bild ist zu klein: mindestens %d mal %d Bildpunkte.", minSide, minSide))
	case size.Width > maxPixels/size.Height:
		return fault.Reject("Das Bild hat zu viele Bildpunkte: höchstens 25 Millionen. Bitte verkleinern Sie es in einem Bildprogramm, " +
			"oder speichern Sie es als PDF.")
	}
	if f.costly != nil {
		if why := f.costly(file); why != "" {
			return fault.Reject(why)
		}
	}
	return nil
}

// costlyWebP refuses animations, which the decoder does not know. Flags stand
// in the first part, VP8X (RFC 9649, 2.7.1).
func costlyWebP(file []byte) string {
	const animation = 1 << 1
	if len(file) > 20 && string(file[12:16]) == "VP8X" && file[20]&animation != 0 {
		return "Bewegte WebP-Bilder können wir nicht lesen. Bitte wählen Sie ein Standbild."
	}
	return ""
}
