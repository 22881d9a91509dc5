package attachment

import (
	"context"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"kommunalforum/internal/account"
	"kommunalforum/internal/blob"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/limit"
	"kommunalforum/internal/textfield"
)

// Stage receives the content of a file, of at most the allowed size.
func (s *Attachments) Stage(r io.Reader) (*blob.Staged, error) {
	return s.blobs.Stage(r, s.limits.FileBytes())
}

// Upload makes an attachment of what was staged, which only by sees until a text takes
// it, and drops the rest. The error is fault.Invalid, with a sentence for whoever chose
// the file, if it is none that is accepted or one too many.
func (s *Attachments) Upload(ctx context.Context, by account.Viewer, name string, content *blob.Staged) (f File, err error) {
	defer content.Drop()
	if err := by.MustBeMember(); err != nil {
		return f, err
	}
	f = File{Name: CleanName(name), Size: content.Size, Owner: by.ID}
	if f.ID, err = s.reserve(ctx, by, f); err != nil {
		return f, err
	}
	if err = s.finish(ctx, &f, content); err != nil {
		if gone := s.Discard(context.WithoutCancel(ctx), by, f.ID); gone != nil && !fault.Is(gone, fault.NotFound) {
			err = fmt.Errorf("%w (and %w)", err, gone) // the row expires
		}
	}
	return f, err
}

// reserve makes the row of an upload, within the limits, before anything costly is done
// with the file.
func (s *Attachments) reserve(ctx context.Context, by account.Viewer, f File) (id int64, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if err := account.CountActivityTx(tx, by, account.Uploading); err != nil {
			return err
		}
		if err := s.checkRoom(tx, by, f.Size); err != nil {
			return err
		}
		id, err = tx.Insert(`
			INSERT INTO attachment (person_id, organisation_id, name, media_type, size, created_at, expires_at)
			VALUES ($1, $2, $3, '', $4, $5, $6)
			RETURNING id`, by.ID, by.Organisation.ID, f.Name, f.Size, tx.Now, tx.Now.Add(unfinished))
		return err
	})
	return id, err
}

// checkRoom refuses a file of size bytes that would be too much for by or for their
// organisation.
func (s *Attachments) checkRoom(tx *db.Tx, by account.Viewer, size int64) error {
	if limit.IsUnlimited(tx.Context()) {
		return nil
	}
	var unsent, today, all int64
	_, err := db.One(tx, func(r db.Row) (struct{}, error) { return struct{}{}, r.Scan(&unsent, &today, &all) }, `
		SELECT (SELECT COUNT(*) FROM attachment WHERE person_id = $1 AND expires_at > $2),
			(SELECT COALESCE(SUM(size), 0) FROM attachment WHERE person_id = $1 AND created_at > $3),
			(SELECT COALESCE(SUM(size), 0) FROM attachment WHERE organisation_id = $4)`,
		by.ID, tx.Now, tx.Now.Add(-day), by.Organisation.ID)
	switch {
	case err != nil:
		return err
	case unsent >= MaxUnsent:
		return fault.Reject(fmt.Sprintf("Sie haben schon %d Dateien hochgeladen, die in keinem Text stehen. Bitte schicken Sie zuerst "+
			"etwas ab, oder entfernen Sie Dateien.", MaxUnsent))
	case today+size > s.limits.DayBytes():
		return fault.Reject(fmt.Sprintf("In 24 Stunden können Sie höchstens %d\u00a0MB hochladen.", s.limits.DayMB))
	case all+size > s.limits.QuotaBytes():
		return fault.Reject(fmt.Sprintf("Der Speicherplatz Ihrer Organisation für Anhänge ist voll (%d\u00a0MB). Bitte wenden Sie sich an die "+
			"Administration.", s.limits.QuotaMB))
	}
	return nil
}

// finish looks at the file, writes what it is into the row and keeps it. A picture is made
// anew. The row says first which blobs it needs, see blob.Store.Remove.
func (s *Attachments) finish(ctx context.Context, f *File, content *blob.Staged) error {
	file, err := content.Open()
	if err != nil {
		return fmt.Errorf("attachment: %w", err)
	}
	t, err := s.rules().Detect(f.Name, file, content.Size)
	if err == nil {
		err = s.Scanner.Scan(ctx, io.NewSectionReader(file, 0, content.Size))
	}
	file.Close()
	if err != nil {
		return err
	}
	f.Media, f.Hash = t.Media, content.Hash
	kept := []*blob.Staged{content}
	if t.Image {
		if kept, err = s.convert(ctx, f, content); err != nil {
			return err
		}
		defer kept[0].Drop()
		defer kept[1].Drop()
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(`
			UPDATE attachment
			SET name = $1, media_type = $2, sha256 = $3, size = $4, expires_at = $5, thumbnail = $6, width = $7, height = $8
			WHERE id = $9`, f.Name, f.Media, f.Hash, f.Size, tx.Now.Add(Life), f.Thumbnail, f.Width, f.Height, f.ID)
		if err == nil && n == 0 {
			err = fault.Missing()
		}
		return err
	})
	if err != nil {
		return err
	}
	for _, c := range kept {
		if err := c.Keep(); err != nil {
			return err
		}
	}
	return nil
}

// CleanName returns the name under which a file is kept: without folders, without what
// does not show or looks different elsewhere, and not longer than file systems take.
func CleanName(name string) string {
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = textfield.Clean(strings.Map(func(r rune) rune {
		if r == utf8.RuneError || r < ' ' || strings.ContainsRune(`:*?"<>|%#`, r) {
			return '_'
		}
		return r
	}, strings.ToValidUTF8(name, "_")))
	name = strings.Trim(textfield.Shown(name), " .")
	ending := ""
	if at := strings.LastIndexByte(name, '.'); at > 0 && len(name)-at <= 10 {
		name, ending = name[:at], name[at:]
	}
	if letters := []rune(name); len(letters) > maxName {
		name = string(letters[:maxName])
	}
	if name = strings.TrimSpace(name); name == "" {
		name = "Datei"
	}
	return name + ending
}
