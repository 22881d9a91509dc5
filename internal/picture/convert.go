package picture

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"strconv"

	scale "golang.org/x/image/draw"
)

const quality = 85 // of the JPEG that is kept, of 100

// convert runs in the child: it makes a square JPEG of the file, with the side
// that the argument says.
func convert(file []byte, args []string) ([]byte, error) {
	if len(args) != 1 {
		return nil, errors.New("one argument: the side in pixels")
	}
	side, err := strconv.Atoi(args[0])
	if err != nil {
		return nil, err
	}
	source, _, turned, err := decode(file)
	if err != nil {
		return nil, err
	}
	small := image.NewRGBA(image.Rect(0, 0, side, side))
	draw.Draw(small, small.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	scale.CatmullRom.Scale(small, small.Bounds(), source, square(source.Bounds(), turned), scale.Over, nil)
	var out bytes.Buffer
	err = jpeg.Encode(&out, turned.turn(small), &jpeg.Options{Quality: quality})
	return out.Bytes(), err
}

// decode reads the pixels of a file, its format, and how it is turned.
func decode(file []byte) (image.Image, format, orientation, error) {
	f, known := formatOf(file)
	if !known {
		return nil, f, upright, errors.New("unknown format")
	}
	source, err := f.decode(bytes.NewReader(file))
	if err != nil {
		return nil, f, upright, err
	}
	if source.Bounds().Empty() {
		return nil, f, upright, errors.New("no pixels")
	}
	if f.name == "jpeg" {
		return source, f, orientationOf(file), nil
	}
	return source, f, upright, nil
}

// square is the part of a picture that is kept: of a wide one the middle, of a
// tall one the upper middle, where faces are.
func square(b image.Rectangle, turned orientation) image.Rectangle {
	side := min(b.Dx(), b.Dy())
	x, y := (b.Dx()-side)/2, (b.Dy()-side)/2
	// A tall picture that lies in the file has its top at one of its sides.
	switch turned {
	case upright, mirrored:
		y = (b.Dy() - side) / 4
	case upsideDown, upsideDownMirrored:
		y = (b.Dy() - side) * 3 / 4
	case topLeft, topLeftMirrored:
		x = (b.Dx() - side) / 4
	case topRight, topRightMirrored:
		x = (b.Dx() - side) * 3 / 4
	}
	return image.Rect(x, y, x+side, y+side).Add(b.Min)
}
