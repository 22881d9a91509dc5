package testkit

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
)

// Picture is a small picture as somebody uploads it.
func Picture() []byte {
	p := image.NewRGBA(image.Rect(0, 0, 80, 80))
	for i := range p.Pix {
		p.Pix[i] = byte(i)
	}
	p.Set(0, 0, color.White)
	var b bytes.Buffer
	if err := png.Encode(&b, p); err != nil {
		panic(err) // a picture in memory has no reason to fail
	}
	return b.Bytes()
}

// Portrait gives a person a picture and returns what its address ends with.
func (w *World) Portrait(by string) string {
	w.T.Helper()
	if err := w.Profiles.SetPortrait(w.Ctx, w.By(by), Picture()); err != nil {
		w.T.Fatalf("portrait: %v", err)
	}
	p, err := w.Profiles.Own(w.Ctx, w.By(by))
	if err != nil {
		w.T.Fatalf("portrait: %v", err)
	}
	return p.Portrait
}
