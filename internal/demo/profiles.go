package demo

import (
	"bytes"
	"context"
	"fmt"
	"hash/fnv"
	"image"
	"image/color"
	"image/png"
	"slices"
	"strings"

	"kommunalforum/internal/directory"
	"kommunalforum/internal/organisation"
	"kommunalforum/internal/profile"
)

// describe lets a person say what they know, and the administration where their
// organisation is and for whom it acts.
func (l *loader) describe(ctx context.Context, p Person) error {
	by := l.people[p.Key]
	if len(p.Organisation.Administers) > 0 {
		if err := l.administer(ctx, p.Organisation, by.Organisation.ID); err != nil {
			return err
		}
	}
	if at := p.Organisation.Place; len(at) == 2 {
		admin, err := l.admin()
		if err != nil {
			return err
		}
		err = l.Directory.Place(ctx, admin, by.Organisation.ID, organisation.Position{Lat: at[0], Lon: at[1]}, "Einrichtung der Demo-Welt")
		if err != nil {
			return err
		}
	}
	in := profile.Input{Function: p.Function, About: p.Profile.About, Phone: p.Profile.Phone, ShowEmail: p.Profile.Email,
		Services: p.Profile.Services}
	for _, slug := range p.Profile.Boards {
		id, known := l.boards[slug]
		if !known {
			return fmt.Errorf("there is no board %q", slug)
		}
		in.Boards = append(in.Boards, id)
	}
	if len(in.Boards) > 0 {
		if err := l.Profiles.Save(ctx, by, in); err != nil {
			return err
		}
	}
	if !p.Profile.Portrait {
		return nil
	}
	file, err := portrait(p.Key)
	if err != nil {
		return err
	}
	return l.Profiles.SetPortrait(ctx, by, file)
}

func (l *loader) administer(ctx context.Context, o Organisation, id int64) error {
	admin, err := l.admin()
	if err != nil {
		return err
	}
	return l.Directory.Edit(ctx, admin, id, directory.Input{Name: o.Name, Kind: organisation.Kind(o.Kind), State: o.Land,
		Population: int64(o.Population), Administers: strings.Join(slices.Sorted(slices.Values(o.Administers)),
			"\n"), Reason: "Einrichtung der Demo-Welt", Revision: 1})
}

// grounds are quiet colours of portraits.
var grounds = []color.RGBA{{0x2f, 0x5d, 0x8a, 255}, {0x4a, 0x7c, 0x59, 255}, {0x8a, 0x5a, 0x44, 255}, {0x6b, 0x4e, 0x8a, 255},
	{0x2a, 0x7a, 0x7b, 255}, {0x8a, 0x3f, 0x5c, 255}}

// portrait draws the outline of nobody in particular as PNG; the colour follows
// from the key.
func portrait(key string) ([]byte, error) {
	const side = 320
	hash := fnv.New32a()
	hash.Write([]byte(key))
	ground := grounds[hash.Sum32()%uint32(len(grounds))]
	figure := color.RGBA{0xf2, 0xee, 0xe6, 255}
	p := image.NewRGBA(image.Rect(0, 0, side, side))
	within := func(x, y, cx, cy, rx, ry int) bool {
		dx, dy := float64(x-cx)/float64(rx), float64(y-cy)/float64(ry)
		return dx*dx+dy*dy <= 1
	}
	for y := range side {
		for x := range side {
			c := ground
			if within(x, y, 160, 128, 58, 66) || within(x, y, 160, 330, 118, 112) {
				c = figure
			}
			p.SetRGBA(x, y, c)
		}
	}
	var b bytes.Buffer
	err := png.Encode(&b, p)
	return b.Bytes(), err
}
