// Package attachment owns the tables attachment, attachment_page and blob_removal: files
// that members add to what they write. Their content lies in the folder of package blob.
//
// An upload is a row that only its owner sees. Sending the text gives it to what
// was written (Subject), in the same transaction; what is never sent expires.
//
// It promises: the limits of a person and an organisation hold however many files come
// at once, and are asked before a file is looked at; a file is what its name says, and
// nothing in it runs, and where there is a virus scanner it has found nothing; what is
// removed is gone from the folder too, unless it stands elsewhere as well or those who
// decide about a report have yet to see it.
package attachment

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/blob"
	"kommunalforum/internal/clamd"
	"kommunalforum/internal/config"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/filetype"
	"kommunalforum/internal/picture"
)

// Limits of attachments, beside those of config.Attachments.
const (
	MaxPerPost = 10
	MaxUnsent  = 50               // uploads of a person that are in no text yet
	Life       = 24 * time.Hour   // of an upload that is in no text and no draft
	MaxAlt     = 300              // characters of what a picture shows
	LargeSide  = 2560             // pixels of the larger side of a picture
	SmallSide  = 320              // of its small one
	maxName    = 120              // characters
	day        = 24 * time.Hour   // over which the bytes of a person count
	unfinished = 10 * time.Minute // after which an upload that was not looked at has failed
)

// TooMany is the answer to who attaches more files than MaxPerPost.
const TooMany = "Mehr als zehn Anhänge sind nicht möglich."

// File is an attachment.
type File struct {
	ID        int64
	Name      string
	Media     string // media type
	Size      int64  // bytes
	Hash      string // of the content
	Thumbnail string // hash of a picture's small one
	Width     int    // pixels of a picture, 0 for other files
	Height    int
	Alt       string // what a picture shows
	Subject   Subject
	Owner     int64 // who uploaded it, 0 once erased
	since     int   // the first version of the subject that has it
	until     int   // the first one that has it no more, 0 for none
}

// In reports whether a version of the subject has the file.
func (f File) In(version int) bool { return f.since <= version && (f.until == 0 || f.until > version) }

// Of returns those of the files that a version has.
func Of(files []File, version int) (out []File) {
	for _, f := range files {
		if f.In(version) {
			out = append(out, f)
		}
	}
	return out
}

// Kind is what pages call the kind of file, in German.
func (f File) Kind() string {
	for format := filetype.PDF; format <= filetype.ZIP; format++ {
		if t := format.Type(); t.Media == f.Media {
			return t.Name
		}
	}
	return "Datei"
}

// Image reports whether it is a picture, which pages show.
func (f File) Image() bool { return f.Width > 0 }

// SmallSize is the size of a picture's small one, in pixels.
func (f File) SmallSize() (width, height int) {
	larger := max(f.Width, f.Height)
	if larger <= SmallSide {
		return f.Width, f.Height
	}
	return max(1, f.Width*SmallSide/larger), max(1, f.Height*SmallSide/larger)
}

// Choice is an upload that a text takes with it.
type Choice struct {
	ID  int64
	Alt string // what a picture shows
}

// Attachments receives and serves files.
type Attachments struct {
	Scanner *clamd.Scanner // nil for none; set before the first upload

	reading sync.Mutex // the text of files, one at a time

	db       *db.DB
	blobs    *blob.Store
	pictures *picture.Workshop
	limits   config.Attachments
}

// New returns the attachments of d, whose content lies in the store. The workshop makes
// pictures anew; whoever uploads nothing needs none.
func New(d *db.DB, blobs *blob.Store, pictures *picture.Workshop, limits config.Attachments) *Attachments {
	return &Attachments{db: d, blobs: blobs, pictures: pictures, limits: limits}
}

// Limits returns what the operator allows.
func (s *Attachments) Limits() config.Attachments { return s.limits }

// Extensions lists the endings of names that are accepted, with their dots.
func (s *Attachments) Extensions() []string { return s.rules().Extensions() }

// Accepted says in German which kinds of files are accepted.
func (s *Attachments) Accepted() string { return s.rules().Accepted() }

func (s *Attachments) rules() filetype.Rules { return filetype.Rules{ZIP: s.limits.ZIP} }

// Open returns the content of a file. The caller has asked whether it may be read, and
// closes it.
func (s *Attachments) Open(f File) (*os.File, error) { return s.open(f.Hash) }

func (s *Attachments) open(hash string) (*os.File, error) {
	content, err := s.blobs.Open(hash)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("attachment: a file is missing in the folder of attachments: %w", err)
	}
	return content, err
}

// OpenThumbnail returns the small picture of a picture, as Open does.
func (s *Attachments) OpenThumbnail(f File) (*os.File, error) { return s.open(f.Thumbnail) }

// Own returns those of the uploads that by owns, in the order of the ids. What is gone or
// not theirs is left out.
func (s *Attachments) Own(ctx context.Context, by account.Viewer, ids []int64) ([]File, error) {
	if !by.SignedIn() || len(ids) == 0 {
		return nil, nil
	}
	return db.View(ctx, s.db, func(tx *db.Tx) ([]File, error) { return ownTx(tx, by.ID, ids) })
}

// Discard removes an upload of by that is in no text yet.
func (s *Attachments) Discard(ctx context.Context, by account.Viewer, id int64) error {
	if err := by.MustBeMember(); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		n, err := removeTx(tx, `id = $1 AND person_id = $2 AND `+unsentSQL, id, by.ID)
		if err == nil && n == 0 {
			err = fault.Missing()
		}
		return err
	})
}
