package profile

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"image"
	"image/color"
	"image/draw"
	_ "image/gif" // formats that image.Decode knows
	"image/jpeg"
	_ "image/png"

	scale "golang.org/x/image/draw"
	_ "golang.org/x/image/webp"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
)

// Limits of an uploaded picture.
const (
	PictureMost  = 6 << 20    // bytes
	pixelsMost   = 24_000_000 // width times height
	sideLeast    = 64         // pixels
	portraitSide = 320        // pixels of what is kept, twice of what is shown
)

const notAPicture = "Das ist kein Bild, das wir lesen können. Bitte wählen Sie eine Datei im Format JPEG, PNG, GIF oder WebP."

// one lets only one picture be decoded at a time: a large one takes 100 MB.
var one = make(chan struct{}, 1)

// SetPortrait replaces the viewer's picture. Only its pixels are kept: cut to a
// square, turned upright, made small and written anew as JPEG, so that place,
// time and device in the file are gone.
func (s *Profiles) SetPortrait(ctx context.Context, by account.Viewer, file []byte) error {
	if err := by.MustBeMember(); err != nil {
		return err
	}
	err := s.db.Write(ctx, func(tx *db.Tx) error { return account.TakeTx(tx, by, account.Editing) }) // before the work
	if err != nil {
		return err
	}
	picture, err := portrait(ctx, file)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(picture)
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`
			INSERT INTO portrait (person_id, sha256, picture, at)
			VALUES ($1, $2, $3, $4)
			ON CONFLICT (person_id) DO UPDATE
			SET sha256 = excluded.sha256, picture = excluded.picture, at = excluded.at`,
			by.ID, hex.EncodeToString(sum[:16]), picture, tx.Now)
		return err
	})
}

// RemovePortrait removes the viewer's picture, if there is one.
func (s *Profiles) RemovePortrait(ctx context.Context, by account.Viewer) error {
	if err := by.MustBeMember(); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`DELETE FROM portrait WHERE person_id = $1`, by.ID)
		return err
	})
}

// Portrait returns the picture of a member as JPEG. Members only; a former
// picture, and that of a closed account, is missing.
func (s *Profiles) Portrait(ctx context.Context, by account.Viewer, person int64, hash string) (picture []byte, err error) {
	if !by.SignedIn() {
		return nil, fault.Missing()
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		picture, err = db.Scalar[[]byte](tx, `
			SELECT i.picture
			FROM portrait i
			JOIN person p ON p.id = i.person_id
			WHERE i.person_id = $1 AND i.sha256 = $2 AND p.disabled_at IS NULL`, person, hash)
		return err
	})
	return picture, err
}

// portrait makes what is kept of a picture.
func portrait(ctx context.Context, file []byte) ([]byte, error) {
	if len(file) > PictureMost {
		return nil, wrongPicture("Das Bild ist zu groß: höchstens 6\u00a0MB.")
	}
	conf, format, err := image.DecodeConfig(bytes.NewReader(file))
	switch {
	case err != nil:
		return nil, wrongPicture(notAPicture)
	case conf.Width < sideLeast || conf.Height < sideLeast:
		return nil, wrongPicture("Das Bild ist zu klein: mindestens 64 mal 64 Bildpunkte.")
	case conf.Width > pixelsMost/conf.Height:
		return nil, wrongPicture("Das Bild hat zu viele Bildpunkte: höchstens 24 Millionen.")
	}
	select {
	case one <- struct{}{}:
		defer func() { <-one }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	source, _, err := image.Decode(bytes.NewReader(file))
	if err != nil {
		return nil, wrongPicture(notAPicture)
	}
	turned := upright
	if format == "jpeg" {
		turned = orientationOf(file)
	}
	small := image.NewRGBA(image.Rect(0, 0, portraitSide, portraitSide))
	draw.Draw(small, small.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	scale.CatmullRom.Scale(small, small.Bounds(), source, square(source.Bounds(), turned), scale.Over, nil)
	var out bytes.Buffer
	err = jpeg.Encode(&out, turned.turn(small), &jpeg.Options{Quality: 85})
	return out.Bytes(), err
}

func wrongPicture(sentence string) error {
	var c fault.Check
	c.Add("bild", "%s", sentence)
	return c.Err()
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
