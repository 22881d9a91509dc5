package attachment

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"time"
	"unicode/utf8"

	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/extract"
	"kommunalforum/internal/filetype"
	"kommunalforum/internal/sandbox"
)

// The search finds a file by its name and by chunks of its text, so that a hit can say
// where in the file it is without looking at all of it.
const (
	MaxChunks  = 64                   // of a file
	chunkBytes = extract.MaxText / 16 // of text; a chunk is at least half full, or a whole page
)

// A file that could not be read, because its content is missing or there was no place for
// the child, is read again after readAgain, and given up after maxReadFailures. Then no
// search finds it.
const (
	readAgain       = time.Hour
	maxReadFailures = 5
)

// Page is the text of a page, slide or table, or a piece of one.
type Page struct {
	Number int    // of the page or slide, 0 for none
	Name   string // of the table
	Text   string
	chunk  int
}

// pagesOf cuts a text into pages for the table.
func pagesOf(t extract.Text) (pages []Page, chunks int) {
	size := 0
	for _, part := range t.Parts {
		for rest := part.Text; rest != ""; {
			var piece string
			piece, rest = cut(rest)
			if size > 0 && size+len(piece) > chunkBytes && chunks < MaxChunks-1 {
				chunks, size = chunks+1, 0
			}
			size += len(piece)
			pages = append(pages, Page{part.Number, part.Name, piece, chunks})
		}
	}
	return pages, chunks + 1
}

// cut takes a piece of at most a chunk from a text, up to the end of a word.
func cut(text string) (piece, rest string) {
	if len(text) <= chunkBytes {
		return text, ""
	}
	at := strings.LastIndexAny(text[:chunkBytes], " \n") + 1
	if at < chunkBytes/2 {
		for at = chunkBytes; !utf8.RuneStart(text[at]); at-- {
		}
	}
	return text[:at], text[at:]
}

// RunReader reads the text of files, one after the other, until ctx ends.
func (s *Attachments) RunReader(ctx context.Context, e *extract.Extractor, log *slog.Logger) {
	woken := s.db.Listen(ctx)
	for {
		if _, err := s.ReadTexts(ctx, e); err != nil && ctx.Err() == nil {
			log.Error("reading the text of files failed", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-woken:
		case <-time.After(rhythm):
		}
	}
}

// ReadTexts reads the text of all files that were sent and not read yet, and returns how
// many it read. One that could not be read now is left for a later call, see readAgain.
func (s *Attachments) ReadTexts(ctx context.Context, e *extract.Extractor) (n int, err error) {
	s.reading.Lock()
	defer s.reading.Unlock()
	var failed error
	for after := int64(0); ; {
		list, err := db.View(ctx, s.db, func(tx *db.Tx) ([]File, error) {
			return db.List(tx, scan, `
				SELECT `+columns+`
				FROM attachment a
				WHERE a.chunks IS NULL AND `+readableSQL+` AND a.id > $1
				AND (a.read_failures = 0 OR a.read_failures < $2 AND a.read_failed_at <= $3)
				ORDER BY a.id
				LIMIT 1`, after, maxReadFailures, tx.Now.Add(-readAgain))
		})
		if err != nil || len(list) == 0 {
			return n, errors.Join(err, failed)
		}
		f := list[0]
		after = f.ID
		text, err := s.text(ctx, e, f)
		if ctx.Err() != nil {
			return n, ctx.Err()
		}
		if err != nil {
			failed = errors.Join(failed, fmt.Errorf("file %d: %w", f.ID, err))
			if err := s.noteUnread(ctx, f); err != nil {
				return n, errors.Join(err, failed)
			}
			continue
		}
		if err := s.keepText(ctx, f, text); err != nil {
			return n, err
		}
		n++
	}
}

// text reads the text of a file; that of one that cannot be read is empty.
func (s *Attachments) text(ctx context.Context, e *extract.Extractor, f File) (t extract.Text, err error) {
	kind, known := filetype.ByName(f.Name)
	if !known || !extract.Reads(kind.Format) {
		return t, nil
	}
	content, err := s.open(f.Hash)
	if err != nil {
		return t, err
	}
	defer content.Close()
	file, err := io.ReadAll(io.LimitReader(content, f.Size))
	if err != nil {
		return t, err
	}
	t, err = e.Read(ctx, kind.Format, file)
	if errors.Is(err, extract.ErrUnreadable) || errors.Is(err, sandbox.ErrSlow) {
		return extract.Text{}, nil
	}
	return t, err
}

// noteUnread counts that the text of a file could not be read.
func (s *Attachments) noteUnread(ctx context.Context, f File) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE attachment SET read_failures = read_failures + 1, read_failed_at = $1 WHERE id = $2`, tx.Now, f.ID)
		return err
	})
}

// keepText stores the text of a file, unless it was removed or read meanwhile.
func (s *Attachments) keepText(ctx context.Context, f File, t extract.Text) error {
	pages, chunks := pagesOf(t)
	return s.db.Write(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(`UPDATE attachment SET chunks = $1 WHERE id = $2 AND chunks IS NULL AND `+readableSQL, chunks, f.ID)
		if err != nil || n == 0 {
			return err
		}
		for i, p := range pages {
			err := tx.Queue(`
				INSERT INTO attachment_page (attachment_id, position, chunk, number, name, text)
				VALUES ($1, $2, $3, $4, $5, $6)`, f.ID, i, p.chunk, p.Number, p.Name, p.Text)
			if err != nil {
				return err
			}
		}
		return event.AppendTx(tx, event.FileRead, f.ID, 0)
	})
}
