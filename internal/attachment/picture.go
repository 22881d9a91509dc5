package attachment

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"path"
	"strings"

	"kommunalforum/internal/blob"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/picture"
)

// convert makes a picture anew, so that only its pixels are kept, and a small one of it,
// and says of f what they are. The caller keeps or drops both.
func (s *Attachments) convert(ctx context.Context, f *File, content *blob.Staged) (both []*blob.Staged, err error) {
	if content.Size > picture.MaxFitBytes {
		return nil, fault.Reject(fmt.Sprintf("Ein Bild darf höchstens %d\u00a0MB haben.", picture.MaxFitBytes>>20))
	}
	file, err := content.Open()
	if err != nil {
		return nil, fmt.Errorf("attachment: %w", err)
	}
	defer file.Close()
	raw, err := io.ReadAll(file)
	if err != nil {
		return nil, fmt.Errorf("attachment: %w", err)
	}
	p, err := s.pictures.Fit(ctx, f.Owner, raw, LargeSide, SmallSide)
	if err != nil {
		return nil, err
	}
	for _, pixels := range [][]byte{p.Large, p.Small} {
		staged, err := s.blobs.Stage(bytes.NewReader(pixels), int64(len(pixels)))
		if err != nil {
			if len(both) > 0 {
				both[0].Drop()
			}
			return nil, err
		}
		both = append(both, staged)
	}
	f.Media, f.Hash, f.Thumbnail, f.Size = p.Media, both[0].Hash, both[1].Hash, both[0].Size
	f.Width, f.Height, f.Name = p.Width, p.Height, renamed(f.Name, p.Media)
	return both, nil
}

// renamed gives the name of a picture the ending of what it is now.
func renamed(name, media string) string {
	ending := map[string]string{"image/png": ".png", "image/jpeg": ".jpg"}[media]
	old := path.Ext(name)
	if lower := strings.ToLower(old); lower == ending || lower == ".jpeg" && ending == ".jpg" {
		return name
	}
	return strings.TrimSuffix(name, old) + ending
}
