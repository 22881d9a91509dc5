package page

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"kommunalforum/internal/fault"
	"kommunalforum/internal/queue"
)

// formAround is how many bytes a form may have beside its file.
const formAround = 64 << 10

// Of the forms with a file so many are read and worked on at the same time, as
// they are held in memory; so many of them of one member.
const (
	maxUploads      = 16
	maxUploadsOfOne = 2
	uploadPatience  = time.Second
	uploadWait      = 10 * time.Second // after which somebody is told to try again
)

// fileTooLarge is the error of an upload beyond its limit in bytes.
type fileTooLarge int64

func (e fileTooLarge) Error() string { return "file too large" }

func (e fileTooLarge) sentence() string {
	return fmt.Sprintf("Die Datei ist zu groß: Sie darf höchstens %d\u00a0MB haben.", int64(e)>>20)
}

// withUpload reads the form as soon as there is a place for it, and calls h.
func (k *Kit) withUpload(c *Context, maxBytes int64, h Handler) error {
	if c.fromOtherSite() {
		return errForeign
	}
	by := c.Viewer()
	if err := by.MustBeMember(); err != nil {
		return err
	}
	leave, err := k.uploads.Enter(c.Ctx(), by.ID)
	if errors.Is(err, queue.ErrFull) {
		return fault.Busy(uploadWait, "Gerade werden viele Dateien auf einmal hochgeladen. Bitte versuchen Sie es in ein paar Sekunden noch einmal.")
	}
	if err != nil {
		return err
	}
	defer leave()
	if err := c.readUpload(maxBytes); err != nil {
		return err
	}
	return h(c)
}

func (c *Context) readUpload(maxBytes int64) error {
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, maxBytes+formAround)
	err := c.Request.ParseMultipartForm(maxBytes + formAround)
	if err == nil { // read to its end, so that the server notices when the client leaves
		_, err = io.Copy(io.Discard, c.Request.Body)
	}
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return fileTooLarge(maxBytes)
	case err != nil && !errors.Is(err, http.ErrNotMultipart): // a form without a file is one that lacks it
		return c.bodyError(err)
	}
	return c.checkText()
}

// File reads a file of the form, nil when none was chosen.
func (c *Context) File(name string) ([]byte, error) {
	if c.Request.MultipartForm == nil || len(c.Request.MultipartForm.File[name]) == 0 {
		return nil, nil
	}
	head := c.Request.MultipartForm.File[name][0]
	f, err := head.Open()
	if err != nil {
		return nil, err
	}
	defer f.Close()
	file := make([]byte, head.Size)
	_, err = io.ReadFull(f, file)
	return file, err
}
