package demo

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/draw"
	"image/png"

	"kommunalforum/internal/account"
	"kommunalforum/internal/attachment"
	"kommunalforum/internal/testkit/sample"
)

// attached is a file of a text.
type attached struct {
	name, alt string
	content   func() []byte
}

// place is what has files: the text of a file of the world, or the reply in it with the
// number, from 1.
type place struct {
	file  string
	reply int
}

// files are those of the world. They are made when it is written, so that the program
// carries none.
var files = map[place][]attached{
	{"50-sondernutzung-gastronomie.md", 0}: {{"skizze-tische.png", "Skizze: Vor einem Haus stehen acht runde Tische in " +
		"zwei Reihen, davor bleibt ein Gehweg frei.", sketch}},
	{"01-wohngeld-betriebskosten.md", 3}: {{"kostenbestandteile-beispiel.csv", "", costs}},
	{"02-wer-bezahlt-betrieb.md", 0}:     {{"checkliste-haushaltsanmeldung.pdf", "", checklist}},
	{"11-wohngeld-betriebskosten.md", 0}: {{"muster-leistungsschein.pdf", "", terms}},
}

// filesOf uploads the files of a place for by, who writes there.
func (l *loader) filesOf(ctx context.Context, by account.Viewer, at place) (out []attachment.Choice, err error) {
	for _, f := range files[at] {
		staged, err := l.Attached.Stage(bytes.NewReader(f.content()))
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

func costs() []byte {
	return []byte("Bestandteil;wer rechnet ab;Verteilung;Beispiel je Jahr in Euro\n" +
		"Betrieb und Pflege des Onlinedienstes;umsetzendes Land;Schlüssel im Vertrag;0\n" +
		"Anbindung an das Fachverfahren;Dienstleister;nach Aufwand, einmalig;1850\n" +
		"Support der ersten Stufe;Dienstleister;Pauschale je Mandant;960\n")
}

func checklist() []byte {
	return sample.PDF("Checkliste: Betriebskosten eines EfA-Dienstes anmelden\n(Beispiel der Demonstration)\n\n"+
		"1. Welcher der drei Teile ist gemeint: Betrieb, Anbindung, Support?\n"+
		"2. Wer stellt ihn in Rechnung, und auf welcher Grundlage?\n"+
		"3. Nach welchem Schlüssel wird verteilt: Einwohner, Fälle, Mandanten?\n4. Wie lange gilt der Preis?\n"+
		"5. Welche Kündigungsfrist ist vereinbart?",
		"Für die Haushaltsstelle\n\n- Leistungsschein liegt vor (Auszug genügt)\n- Sperrvermerk bis zur Zusage des Landes gesetzt\n"+
			"- Ansprechstelle der Landeskoordination notiert\n- Wiedervorlage vor Ablauf der Kündigungsfrist")
}

func terms() []byte {
	return sample.PDF("Muster eines Leistungsscheins (Auszug)\nBeispiel der Demonstration, keine Rechtsauskunft\n\n"+
		"§\u00a01 Gegenstand\nDer Dienstleister stellt den Onlinedienst Wohngeld für den Mandanten bereit.\n\n"+
		"§\u00a02 Laufzeit und Kündigung\nDie Laufzeit beträgt 24 Monate. Gekündigt wird mit einer Frist von sechs Monaten.",
		"§\u00a03 Verteilschlüssel\nBetrieb und Pflege: nach dem Nachnutzungsvertrag des Landes.\nAnbindung: einmalig nach Aufwand.\n"+
			"Support der ersten Stufe: Pauschale je Mandant.\n\n§\u00a04 Preisanpassung\nEine Anpassung ist drei Monate vorher anzukündigen.")
}

// sketch draws tables in front of a house, as somebody would for an application.
func sketch() []byte {
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
	if err := png.Encode(&b, m); err != nil {
		panic(err) // into memory
	}
	return b.Bytes()
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
