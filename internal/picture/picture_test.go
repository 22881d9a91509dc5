package picture_test

import (
	"bytes"
	"compress/zlib"
	"context"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"os"
	"strings"
	"testing"

	"kommunalforum/internal/fault"
	"kommunalforum/internal/picture"
	"kommunalforum/internal/sandbox"
	"kommunalforum/internal/testkit"
)

func TestMain(m *testing.M) {
	sandbox.Main(picture.Tool, picture.FitTool)
	os.Exit(m.Run())
}

const side = 100

func squareOf(t *testing.T, file []byte) ([]byte, error) {
	t.Helper()
	return picture.New(sandbox.New()).Square(t.Context(), 1, file, side)
}

// checked makes a square of a file that is not refused.
func checked(t *testing.T, what string, file []byte) image.Image {
	t.Helper()
	out, err := squareOf(t, file)
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	p, err := jpeg.Decode(bytes.NewReader(out))
	if err != nil || p.Bounds() != image.Rect(0, 0, side, side) {
		t.Fatalf("%s: %v, %v", what, p.Bounds(), err)
	}
	return p
}

func refusedFor(t *testing.T, what string, file []byte, sentence string) {
	t.Helper()
	out, err := squareOf(t, file)
	if !fault.Is(err, fault.Invalid) || out != nil || !strings.Contains(fault.SentenceOf(err), sentence) {
		t.Errorf("%s: %d bytes, %v", what, len(out), err)
	}
}

// plain is a picture in one colour.
func plain(w, h int, c color.Color) *image.Paletted {
	p := image.NewPaletted(image.Rect(0, 0, w, h), color.Palette{c, color.White})
	return p
}

func encodedPNG(t *testing.T, p image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, p); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// chunk is a chunk of a PNG file.
func chunk(kind string, body []byte) []byte {
	out := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
	out = append(append(out, kind...), body...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[4:]))
}

// pngHead is the beginning of a PNG file in RGBA with 16 bits each.
func pngHead(w, h uint32, interlaced byte) []byte {
	head := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, w), h)
	return append([]byte("\x89PNG\r\n\x1a\n"), chunk("IHDR", append(head, 16, 6, 0, 0, interlaced))...)
}

// zeros is so many bytes of nothing, compressed to a thousandth.
func zeros(t *testing.T, n int) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	block := make([]byte, 1<<20)
	for ; n > 0; n -= len(block) {
		if _, err := z.Write(block[:min(n, len(block))]); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestAPictureThatComesBackToItsBlocksForEverIsRefused has the file of few bytes
// that costs ten seconds and more.
func TestAPictureThatComesBackToItsBlocksForEverIsRefused(t *testing.T) {
	const costly = "nur mit sehr viel Aufwand lesen"
	refusedFor(t, "400 scans", testkit.SlowJPEG(4896, 400), costly)
	refusedFor(t, "33 scans of many blocks", testkit.SlowJPEG(4896, 33), costly)
	refusedFor(t, "scans behind a fill byte", bytes.ReplaceAll(testkit.SlowJPEG(4896, 400), []byte{0xff, 0xda},
		[]byte{0xff, 0xff, 0xff, 0xda}), costly)
	checked(t, "20 scans", testkit.SlowJPEG(4896, 20))
}

func TestHeadsThatPromiseTooMuchAreRefused(t *testing.T) {
	const many = "zu viele Bildpunkte"
	wide := encodedGIF(t, 1)
	binary.LittleEndian.PutUint16(wide[6:], 50_000)
	binary.LittleEndian.PutUint16(wide[8:], 50_000)
	tall := testkit.SlowJPEG(4896, 1)
	at := bytes.Index(tall, []byte{0xff, 0xc2})
	binary.BigEndian.PutUint16(tall[at+5:], 50_000)
	binary.BigEndian.PutUint16(tall[at+7:], 50_000)
	for what, file := range map[string][]byte{
		"png":  append(pngHead(50_000, 50_000, 0), chunk("IDAT", zeros(t, 1<<20))...),
		"gif":  wide,
		"jpeg": tall,
		"webp": webp(chunkVP8X(0, 40_000, 40_000), riff("VP8L", losslessHead(64, 64))),
		"VP8L": webp(riff("VP8L", losslessHead(16_000, 16_000))),
	} {
		refusedFor(t, what, file, many)
	}
	// A small canvas around a large picture.
	refusedFor(t, "canvas", webp(chunkVP8X(0, 64, 64), riff("VP8L", losslessHead(16_000, 16_000))), "kein Bild, das wir lesen können")
	refusedFor(t, "narrow", pngHead(24_000_000, 1, 0), "zu klein")
}

func TestTheTypeIsToldByTheContent(t *testing.T) {
	for what, file := range map[string][]byte{
		"text": []byte("<svg xmlns='http://www.w3.org/2000/svg'/>"), "nothing": nil, "bitmap": append([]byte("BM"), make([]byte, 1000)...),
		"magic only": []byte("\x89PNG\r\n\x1a\n"), "sound": append([]byte("RIFF\x00\x00\x00\x00WAVEVP8 "), make([]byte, 100)...),
	} {
		refusedFor(t, what, file, "kein Bild, das wir lesen können")
	}
	refusedFor(t, "bytes", make([]byte, picture.MaxBytes+1), "höchstens 6\u00a0MB")
	refusedFor(t, "animation", webp(chunkVP8X(2, 100, 100), riff("ANIM", make([]byte, 6)), riff("ANMF", make([]byte, 16))), "Bewegte WebP-Bilder")
	half := encodedPNG(t, plain(200, 200, color.Black))
	refusedFor(t, "half", half[:len(half)/2], "kein Bild, das wir lesen können")
}

// TestBombsDoNotGoOff: what is not pixels is never unpacked, and of the pixels
// no more than the head says.
func TestBombsDoNotGoOff(t *testing.T) {
	good := encodedPNG(t, plain(200, 100, color.Black))
	head, rest := good[:8+25], good[8+25:]
	bomb := zeros(t, 200<<20)
	var withBombs []byte
	withBombs = append(withBombs, head...)
	withBombs = append(withBombs, chunk("iCCP", append([]byte("icc\x00\x00"), bomb...))...)
	withBombs = append(withBombs, chunk("zTXt", append([]byte("Comment\x00\x00"), bomb...))...)
	for range 100_000 {
		withBombs = append(withBombs, chunk("tEXt", nil)...)
	}
	checked(t, "ancillary chunks", append(withBombs, rest...))
	refusedFor(t, "more pixels than the head says",
		append(append(pngHead(64, 64, 0), chunk("IDAT", bomb)...), chunk("IEND", nil)...), "kein Bild, das wir lesen können")
}

// TestTheMostCostlyPicturesThatAreAllowedAreMade stand at the limits of what a
// child may use.
func TestTheMostCostlyPicturesThatAreAllowedAreMade(t *testing.T) {
	const w, h = 4992, 5008
	pixels := 0
	for _, pass := range [][4]int{{8, 8, 0, 0}, {8, 8, 4, 0}, {4, 8, 0, 4}, {4, 4, 2, 0}, {2, 4, 0, 2}, {2, 2, 1, 0}, {1, 2, 0, 1}} {
		pixels += (w - pass[2] + pass[0] - 1) / pass[0] * 8 * ((h - pass[3] + pass[1] - 1) / pass[1])
		pixels += (h - pass[3] + pass[1] - 1) / pass[1] // a byte for the filter of each row
	}
	checked(t, "interlaced PNG", append(append(pngHead(w, h, 1), chunk("IDAT", zeros(t, pixels))...), chunk("IEND", nil)...))
	checked(t, "progressive JPEG in full colours", colouredJPEG(w, h))
}

// colouredJPEG is a progressive JPEG of three colours that are not reduced: one
// scan of the mean colours, and nine that go over each colour's blocks.
func colouredJPEG(w, h int) []byte {
	var b bytes.Buffer
	segment := func(marker byte, body ...byte) {
		b.Write([]byte{0xff, marker})
		b.Write(binary.BigEndian.AppendUint16(nil, uint16(len(body)+2)))
		b.Write(body)
	}
	b.Write([]byte{0xff, 0xd8})
	segment(0xdb, append([]byte{0}, bytes.Repeat([]byte{1}, 64)...)...)
	segment(0xc2, 8, byte(h>>8), byte(h), byte(w>>8), byte(w), 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0)
	segment(0xc4, append(append([]byte{0x00, 1}, make([]byte, 15)...), 0)...) // a bit 0: no difference
	segment(0xc4, append(append([]byte{0x10, 1}, make([]byte, 15)...), 0)...) // a bit 0: the end of a block
	blocks := (w / 8) * (h / 8)
	segment(0xda, 3, 1, 0, 2, 0, 3, 0, 0, 0, 0)
	b.Write(make([]byte, blocks*3/8))
	for n := range 9 {
		segment(0xda, 1, byte(n%3+1), 0, 1, 63, 0)
		b.Write(make([]byte, blocks/8))
	}
	b.Write([]byte{0xff, 0xd9})
	return b.Bytes()
}

func encodedGIF(t *testing.T, frames int) []byte {
	t.Helper()
	all := gif.GIF{}
	for n := range frames {
		c := color.RGBA{0, 0, 255, 255}
		if n == 0 {
			c = color.RGBA{255, 0, 0, 255}
		}
		all.Image, all.Delay = append(all.Image, plain(64, 64, c)), append(all.Delay, 1)
	}
	var b bytes.Buffer
	if err := gif.EncodeAll(&b, &all); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestOfThousandsOfFramesOneIsDecoded cuts the file behind the first frame: the
// same picture comes out.
func TestOfThousandsOfFramesOneIsDecoded(t *testing.T) {
	file := encodedGIF(t, 5000)
	for what, f := range map[string][]byte{"whole": file, "cut": file[:len(file)/2]} {
		r, _, b, _ := checked(t, what, f).At(50, 50).RGBA()
		if r < 0xf000 || b > 0x1000 {
			t.Errorf("%s: not the first frame", what)
		}
	}
}

// riff is a part of a WebP file, webp the file.
func riff(kind string, body []byte) []byte {
	out := binary.LittleEndian.AppendUint32([]byte(kind), uint32(len(body)))
	return append(append(out, body...), make([]byte, len(body)%2)...)
}

func webp(parts ...[]byte) []byte {
	return riff("RIFF", append([]byte("WEBP"), bytes.Join(parts, nil)...))
}

func chunkVP8X(flags byte, w, h int) []byte {
	w, h = w-1, h-1
	return riff("VP8X", []byte{flags, 0, 0, 0, byte(w), byte(w >> 8), byte(w >> 16), byte(h), byte(h >> 8), byte(h >> 16)})
}

// losslessHead is the beginning of a VP8L picture.
func losslessHead(w, h int) []byte {
	return binary.LittleEndian.AppendUint32([]byte{0x2f}, uint32(w-1)|uint32(h-1)<<14)
}

// oneColour is a whole VP8L picture: no transform, no cache, five trees of one
// symbol each, so that no pixel needs a bit.
func oneColour(w, h int) []byte {
	bits, n := uint64(0), 3
	for _, symbol := range []uint64{200, 10, 20, 255, 0} { // green, red, blue, alpha, distance
		bits |= 1 << n       // a simple tree
		bits |= 1 << (n + 2) // of one symbol (the bit between says so) of 8 bits
		bits |= symbol << (n + 3)
		n += 11
	}
	return append(losslessHead(w, h), binary.LittleEndian.AppendUint64(nil, bits)...)
}

func TestWebPIsRead(t *testing.T) {
	for what, file := range map[string][]byte{
		"small":           webp(riff("VP8L", oneColour(100, 100))),
		"25 million":      webp(riff("VP8L", oneColour(5000, 5000))),
		"canvas fits":     webp(chunkVP8X(0, 100, 100), riff("VP8L", oneColour(100, 100))),
		"with other data": webp(chunkVP8X(4, 100, 100), riff("VP8L", oneColour(100, 100)), riff("XMP ", []byte("geheim"))),
	} {
		_, g, b, _ := checked(t, what, file).At(50, 50).RGBA()
		if g < 0xb000 || b > 0x4000 {
			t.Errorf("%s: g %x, b %x", what, g, b)
		}
	}
}

func TestAPictureWhoseClientLeftIsNotMade(t *testing.T) {
	ctx, leave := context.WithCancel(t.Context())
	leave()
	if _, err := picture.New(sandbox.New()).Square(ctx, 1, testkit.Picture(), side); err == nil {
		t.Error("made for nobody")
	}
}

// TestManyPicturesAtOnceAreMadeOrRefusedSoon: nobody waits for all others.
func TestManyPicturesAtOnceAreMadeOrRefusedSoon(t *testing.T) {
	w := picture.New(sandbox.New())
	answers := make(chan error)
	for owner := range int64(40) {
		go func() {
			_, err := w.Square(t.Context(), owner+1, testkit.Picture(), side)
			answers <- err
		}()
	}
	made := 0
	for range 40 {
		err := <-answers
		switch {
		case err == nil:
			made++
		case !fault.Is(err, fault.Unready) || fault.WaitOf(err) == 0:
			t.Error(err)
		}
	}
	if made < sandbox.Parallel {
		t.Error(fmt.Sprint("only ", made, " were made"))
	}
}
