package picture_test

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"strings"
	"testing"

	"kommunalforum/internal/fault"
	"kommunalforum/internal/picture"
	"kommunalforum/internal/sandbox"
)

// fitted makes a picture of at most 400 and a small one of at most 40 pixels.
func fitted(t *testing.T, what string, file []byte) (p picture.Fitted, large image.Image) {
	t.Helper()
	p, err := picture.New(sandbox.New()).Fit(t.Context(), 1, file, 400, 40)
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	decode := png.Decode
	if p.Media == "image/jpeg" {
		decode = jpeg.Decode
	}
	large, err = decode(bytes.NewReader(p.Large))
	if err != nil || large.Bounds() != image.Rect(0, 0, p.Width, p.Height) {
		t.Fatalf("%s: the large one: %v", what, err)
	}
	small, err := decode(bytes.NewReader(p.Small))
	if err != nil || max(small.Bounds().Dx(), small.Bounds().Dy()) > 40 {
		t.Fatalf("%s: the small one: %v", what, err)
	}
	return p, large
}

// noise is a picture of very many colours, half of it transparent if wanted.
func noise(w, h int, transparent bool) *image.NRGBA {
	r := rand.New(rand.NewPCG(1, 2))
	p := image.NewNRGBA(image.Rect(0, 0, w, h))
	for i := range p.Pix {
		p.Pix[i] = byte(r.Uint32())
		if i%4 == 3 {
			p.Pix[i] = 255
			if transparent && i < len(p.Pix)/2 {
				p.Pix[i] = 0
			}
		}
	}
	return p
}

func encodedJPEG(t *testing.T, p image.Image, exif ...byte) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, p, nil); err != nil {
		t.Fatal(err)
	}
	return append(append([]byte{0xff, 0xd8}, exif...), b.Bytes()[2:]...)
}

func TestAPictureFitsAndKeepsItsShapeAndKind(t *testing.T) {
	shot := plain(1000, 500, color.White)
	for i := range 1000 {
		shot.SetColorIndex(i, 250, 0)
	}
	for what, c := range map[string]struct {
		file []byte
		want string
	}{
		"a screenshot":      {encodedPNG(t, shot), "image/png 400 200"},
		"one that fits":     {encodedPNG(t, plain(300, 20, color.Black)), "image/png 300 20"},
		"a single pixel":    {encodedPNG(t, plain(1, 1, color.Black)), "image/png 1 1"},
		"a line":            {encodedPNG(t, plain(9000, 1, color.Black)), "image/png 400 1"},
		"a photograph":      {encodedPNG(t, noise(500, 1000, false)), "image/jpeg 200 400"},
		"transparent":       {encodedPNG(t, noise(500, 1000, true)), "image/png 200 400"},
		"JPEG":              {encodedJPEG(t, shot), "image/jpeg 400 200"},
		"JPEG, on its side": {encodedJPEG(t, shot, exifOf(6)...), "image/jpeg 200 400"},
		"GIF":               {encodedGIF(t, 3), "image/png 64 64"},
	} {
		p, _ := fitted(t, what, c.file)
		if got := fmt.Sprint(p.Media, " ", p.Width, " ", p.Height); got != c.want {
			t.Errorf("%s: %s, want %s", what, got, c.want)
		}
	}
}

// exifOf is the Exif part of a JPEG file with an orientation and a place.
func exifOf(orientation byte) []byte {
	body := append([]byte("Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00"), orientation, 0, 0)
	body = append(body, "GEHEIMERORT"...)
	return append([]byte{0xff, 0xe1, 0, byte(len(body) + 2)}, body...)
}

// TestEveryOrientationIsTurnedUpright marks the corner that belongs to the upper left.
func TestEveryOrientationIsTurnedUpright(t *testing.T) {
	for o := byte(1); o <= 8; o++ {
		// Where the top left corner lies in a file of 96 by 64 pixels, by its orientation.
		corner := map[byte]image.Point{1: {0, 0}, 2: {64, 0}, 3: {64, 32}, 4: {0, 32}, 5: {0, 0}, 6: {0, 32}, 7: {64, 32}, 8: {64, 0}}[o]
		p := image.NewGray(image.Rect(0, 0, 96, 64))
		for y := range 32 {
			for x := range 32 {
				p.SetGray(corner.X+x, corner.Y+y, color.Gray{255})
			}
		}
		got, large := fitted(t, fmt.Sprint(o), encodedJPEG(t, p, exifOf(o)...))
		light, _, _, _ := large.At(10, 10).RGBA()
		dark, _, _, _ := large.At(got.Width-10, got.Height-10).RGBA()
		if light < 0xe000 || dark > 0x2000 || (got.Width > got.Height) != (o < 5) {
			t.Errorf("orientation %d: %d by %d, %x, %x", o, got.Width, got.Height, light, dark)
		}
	}
}

func TestOfAFittedPictureOnlyPixelsAreKept(t *testing.T) {
	p, _ := fitted(t, "with a place", encodedJPEG(t, plain(100, 100, color.Black), exifOf(1)...))
	if all := string(p.Large) + string(p.Small); strings.Contains(all, "GEHEIMERORT") || strings.Contains(all, "Exif") {
		t.Error("the place is still in it")
	}
	if _, err := picture.New(sandbox.New()).Fit(t.Context(), 1, []byte("<svg/>"), 400, 40); !fault.Is(err, fault.Invalid) {
		t.Errorf("no picture: %v", err)
	}
}

// TestTheMostCostlyPicturesFit stand at the limits of what a child may use.
func TestTheMostCostlyPicturesFit(t *testing.T) {
	const w, h = 4992, 5008
	for what, file := range map[string][]byte{"JPEG": colouredJPEG(w, h), "PNG in few colours": encodedPNG(t, plain(w, h, color.Black))} {
		if p, err := picture.New(sandbox.New()).Fit(t.Context(), 1, file, 2560, 320); err != nil || p.Height != 2560 {
			t.Errorf("%s: %d, %v", what, p.Height, err)
		}
	}
}
