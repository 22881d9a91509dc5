package demo

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/draw"
	"image/png"

	"kommunalforum/data"
	"kommunalforum/internal/account"
	"kommunalforum/internal/attachment"
)

// attached is a file of a text.
type attached struct {
	name, alt string
	content   func() ([]byte, error)
}

// place is what has files: the text of a file of the world, or the reply in it with the
// number, from 1.
type place struct {
	file  string
	reply int
}

// files are those of the world: some KB, and a sketch that is drawn when it is written.
var files = map[place][]attached{
	{"50-sondernutzung-gastronomie.md", 0}: {{"skizze-tische.png", "Skizze: Vor einem Haus stehen acht runde Tische in " +
		"zwei Reihen, davor bleibt ein Gehweg frei.", sketch}},
	{"01-wohngeld-betriebskosten.md", 3}: {{"kostenbestandteile-beispiel.csv", "", stored("kostenbestandteile-beispiel.csv")}},
	{"02-wer-bezahlt-betrieb.md", 0}:     {{"checkliste-haushaltsanmeldung.pdf", "", stored("checkliste-haushaltsanmeldung.pdf")}},
	{"11-wohngeld-betriebskosten.md", 0}: {{"muster-leistungsschein.pdf", "", stored("muster-leistungsschein.pdf")}},
}

// filesOf uploads the files of a place for by, who writes there.
func (l *loader) filesOf(ctx context.Context, by account.Viewer, at place) (out []attachment.Choice, err error) {
	for _, f := range files[at] {
		content, err := f.content()
		if err != nil {
			return nil, err
		}
		staged, err := l.Attached.Stage(bytes.NewReader(content))
		if err != nil {
			return nil, err
		}
		uploaded, err := l.Attached.Upload(ctx, by, f.name, staged)
		if err != nil {
			return nil, err
		}
		out = append(out, attachment.Choice{ID: uploaded.ID, Alt: f.alt})
	}
	return out, nil
}

// stored returns a file of data/demo/files.
func stored(name string) func() ([]byte, error) {
	return func() ([]byte, error) { return data.FS.ReadFile("demo/files/" + name) }
}

// sketch draws tables in front of a house, as somebody would for an application.
func sketch() ([]byte, error) {
	const width, height = 640, 400
	colours := color.Palette{color.White, color.Gray{0xd8}, color.Gray{0x60}, color.RGBA{0x1e, 0x48, 0xb0, 0xff}}
	m := image.NewPaletted(image.Rect(0, 0, width, height), colours)
	fill := func(c uint8, r image.Rectangle) {
		draw.Draw(m, r, image.NewUniform(m.Palette[c]), image.Point{}, draw.Src)
	}
	fill(1, image.Rect(40, 30, 600, 110)) // the house, with its door and windows
	fill(2, image.Rect(295, 70, 345, 110))
	for x := 80; x < 580; x += 70 {
		if x < 260 || x > 360 {
			fill(0, image.Rect(x, 50, x+40, 80))
		}
	}
	for x := 40; x < 600; x += 24 { // the kerb
		fill(2, image.Rect(x, 340, x+12, 344))
	}
	for row := range 2 {
		for n := range 4 {
			disc(m, image.Pt(110+n*140, 165+row*80), 24)
		}
	}
	var b bytes.Buffer
	err := png.Encode(&b, m)
	return b.Bytes(), err
}

// disc draws a table.
func disc(m *image.Paletted, at image.Point, radius int) {
	for y := -radius; y <= radius; y++ {
		for x := -radius; x <= radius; x++ {
			if x*x+y*y <= radius*radius {
				m.SetColorIndex(at.X+x, at.Y+y, 3)
			}
		}
	}
}
