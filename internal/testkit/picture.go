package testkit

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strconv"
	"strings"
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

// SlowJPEG is a picture in grey, side by side pixels, side a multiple of 96,
// that costs much and has few bytes: each of its scans refines every block of 8
// times 8 pixels and says in a dozen codes that there is nothing to refine.
func SlowJPEG(side, scans int) []byte {
	var b bytes.Buffer
	segment := func(marker byte, parts ...[]byte) {
		body := bytes.Join(parts, nil)
		b.Write([]byte{0xff, marker})
		b.Write(binary.BigEndian.AppendUint16(nil, uint16(len(body)+2)))
		b.Write(body)
	}
	b.Write([]byte{0xff, 0xd8})
	segment(0xdb, []byte{0}, bytes.Repeat([]byte{1}, 64)) // quantization
	size := binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint16([]byte{8}, uint16(side)), uint16(side))
	segment(0xc2, size, []byte{1, 1, 0x11, 0})                     // progressive, one component
	segment(0xc4, []byte{0x10, 1}, make([]byte, 15), []byte{0xe0}) // one code of one bit: a run of 2¹⁴ blocks and more
	run := side / 8 * side / 8 / runs
	bits := strings.Repeat(fmt.Sprintf("0%014b", run-1<<14), runs)
	bits += strings.Repeat("1", (8-len(bits)%8)%8)
	var scan []byte
	for ; bits != ""; bits = bits[8:] {
		n, err := strconv.ParseUint(bits[:8], 2, 8)
		if err != nil {
			panic(err) // there are only ones and noughts
		}
		if scan = append(scan, byte(n)); n == 0xff {
			scan = append(scan, 0)
		}
	}
	for range scans {
		segment(0xda, []byte{1, 1, 0, 1, 63, 0x10})
		b.Write(scan)
	}
	b.Write([]byte{0xff, 0xd9})
	return b.Bytes()
}

// runs is how many runs of empty blocks a scan of SlowJPEG has.
const runs = 12
