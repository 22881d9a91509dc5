package picture

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"strconv"

	scale "golang.org/x/image/draw"
)

// Fitted is what Fit makes of a file.
type Fitted struct {
	Media         string // image/png or image/jpeg, of both
	Width, Height int    // pixels of Large
	Large, Small  []byte
}

// fewColours is up to how many colours a picture counts as drawn. Photographs have more in
// any part of them.
const fewColours = 4096

// fit runs in the child: it makes two pictures of the file, whose larger sides have at
// most so many pixels as the arguments say.
func fit(file []byte, args []string) ([]byte, error) {
	if len(args) != 2 {
		return nil, errors.New("two arguments: sides in pixels")
	}
	edge, err := strconv.Atoi(args[0])
	if err != nil {
		return nil, err
	}
	small, err := strconv.Atoi(args[1])
	if err != nil {
		return nil, err
	}
	source, f, turned, err := decode(file)
	if err != nil {
		return nil, err
	}
	large := within(source, edge)
	sharp := f.name != "jpeg" && (!large.Opaque() || drawn(source))
	large = turned.turn(large)
	first, err := encode(large, sharp)
	if err != nil {
		return nil, err
	}
	second, err := encode(within(large, small), sharp)
	if err != nil {
		return nil, err
	}
	out := []byte{0}
	if sharp {
		out[0] = 1
	}
	for _, n := range []int{large.Bounds().Dx(), large.Bounds().Dy(), len(first)} {
		out = binary.BigEndian.AppendUint32(out, uint32(n))
	}
	return append(append(out, first...), second...), nil
}

// headBytes is how many bytes of an answer stand before its pictures.
const headBytes = 1 + 3*4

// read reads the answer of the child.
func (p *Fitted) read(out []byte) error {
	if len(out) < headBytes {
		return errors.New("picture: the answer is too short")
	}
	number := func(n int) int { return int(binary.BigEndian.Uint32(out[1+4*n:])) }
	p.Media, p.Width, p.Height = "image/jpeg", number(0), number(1)
	if out[0] == 1 {
		p.Media = "image/png"
	}
	both, first := out[headBytes:], number(2)
	if first > len(both) {
		return errors.New("picture: the answer is too short")
	}
	p.Large, p.Small = both[:first], both[first:]
	return nil
}

// within scales a picture down until its larger side has at most edge pixels.
func within(source image.Image, edge int) *image.RGBA {
	b := source.Bounds()
	w, h := b.Dx(), b.Dy()
	if larger := max(w, h); larger > edge {
		w, h = max(1, w*edge/larger), max(1, h*edge/larger)
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	if w == b.Dx() && h == b.Dy() {
		draw.Draw(out, out.Bounds(), source, b.Min, draw.Src)
	} else {
		scale.CatmullRom.Scale(out, out.Bounds(), source, b, scale.Src, nil)
	}
	return out
}

// drawn reports whether a picture has few colours.
func drawn(source image.Image) bool {
	b := source.Bounds()
	seen := map[color.RGBA]struct{}{}
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			c, _ := color.RGBAModel.Convert(source.At(x, y)).(color.RGBA)
			if seen[c] = struct{}{}; len(seen) > fewColours {
				return false
			}
		}
	}
	return true
}

func encode(p *image.RGBA, sharp bool) ([]byte, error) {
	var out bytes.Buffer
	if sharp {
		err := png.Encode(&out, p)
		return out.Bytes(), err
	}
	opaque := image.NewRGBA(p.Bounds())
	draw.Draw(opaque, opaque.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.Draw(opaque, opaque.Bounds(), p, image.Point{}, draw.Over)
	err := jpeg.Encode(&out, opaque, &jpeg.Options{Quality: quality})
	return out.Bytes(), err
}
