package picture

import (
	"bytes"
	"encoding/binary"
	"image"
)

// orientation says where the top of a picture lies in its file, as the Exif tag
// Orientation counts (CIPA DC-008, 4.6.4).
type orientation int

const (
	upright            orientation = 1
	mirrored           orientation = 2
	upsideDown         orientation = 3
	upsideDownMirrored orientation = 4
	topLeftMirrored    orientation = 5 // the top is the file's left side
	topLeft            orientation = 6
	topRightMirrored   orientation = 7
	topRight           orientation = 8
)

// turn sets a picture upright.
func (o orientation) turn(p *image.RGBA) *image.RGBA {
	if o == upright {
		return p
	}
	right, bottom := p.Bounds().Dx()-1, p.Bounds().Dy()-1
	size := image.Rect(0, 0, right+1, bottom+1)
	if o >= topLeftMirrored {
		size = image.Rect(0, 0, bottom+1, right+1)
	}
	out := image.NewRGBA(size)
	for y := range size.Dy() {
		for x := range size.Dx() {
			sx, sy := x, y
			switch o {
			case mirrored:
				sx = right - x
			case upsideDown:
				sx, sy = right-x, bottom-y
			case upsideDownMirrored:
				sy = bottom - y
			case topLeftMirrored:
				sx, sy = y, x
			case topLeft:
				sx, sy = y, bottom-x
			case topRightMirrored:
				sx, sy = right-y, bottom-x
			case topRight:
				sx, sy = right-y, x
			}
			out.SetRGBA(x, y, p.RGBAAt(sx, sy))
		}
	}
	return out
}

const tagOrientation = 0x0112

// orientationOf reads the orientation from the Exif part of a JPEG file;
// anything that is not as it should be means upright.
func orientationOf(file []byte) orientation {
	exif := exifOf(file)
	if len(exif) < 8 {
		return upright
	}
	var order binary.ByteOrder = binary.LittleEndian
	if string(exif[:2]) == "MM" {
		order = binary.BigEndian
	}
	at := int64(order.Uint32(exif[4:]))
	if at+2 > int64(len(exif)) {
		return upright
	}
	entries := int(order.Uint16(exif[at:]))
	for i := range entries {
		entry := at + 2 + int64(i)*12
		if entry+12 > int64(len(exif)) {
			return upright
		}
		if order.Uint16(exif[entry:]) == tagOrientation {
			if o := orientation(order.Uint16(exif[entry+8:])); o >= upright && o <= topRight {
				return o
			}
			return upright
		}
	}
	return upright
}

// exifOf returns the Exif part of a JPEG file behind its name, nil if none.
func exifOf(file []byte) []byte {
	for marker, part := range jpegParts(file) {
		switch exif, found := bytes.CutPrefix(part, []byte("Exif\x00\x00")); {
		case marker == markerSOS: // the picture begins
			return nil
		case marker == markerAPP1 && found:
			return exif
		}
	}
	return nil
}
