package web

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"kommunalforum/internal/fault"
	"kommunalforum/internal/queue"
)

// formAround is how many bytes a form may have beside its file.
const formAround = 64 << 10

// Of the forms with a file so many are read and worked on at the same time, as
// they are held in memory; so many of them of one member.
const (
	maxUploads       = 16
	maxUploadsOfOne  = 2
	patienceOfUpload = time.Second
	uploadWait       = 10 * time.Second // after which somebody is told to try again
)

func uploadQueue() *queue.Queue { return queue.New(maxUploads, maxUploadsOfOne, patienceOfUpload) }

// fileTooLarge is the error of an upload beyond its limit in bytes.
type fileTooLarge int64

func (e fileTooLarge) Error() string { return "file too large" }

func (e fileTooLarge) sentence() string {
	return fmt.Sprintf("Die Datei ist zu groß: Sie darf höchstens %d\u00a0MB haben.", int64(e)>>20)
}

// takes makes a gin handler for a form of a member's with a file of at most
// most bytes. The form is held in memory and nothing is written to disk.
func (s *server) takes(most int64, h handler) gin.HandlerFunc {
	return func(c *gin.Context) {
		if err := s.withUpload(c, most, h); err != nil {
			s.fail(c, err)
		}
	}
}

// withUpload reads the form as soon as there is a place for it, and calls h.
func (s *server) withUpload(c *gin.Context, most int64, h handler) error {
	if c.Request.Context().Value(crossOrigin{}) != nil {
		return errForeign
	}
	by := s.viewer(c)
	if err := by.MustBeMember(); err != nil {
		return err
	}
	leave, err := s.uploads.Enter(ctx(c), by.ID)
	if errors.Is(err, queue.ErrFull) {
		return fault.Busy(uploadWait, "Gerade werden viele Dateien auf einmal hochgeladen. Bitte versuchen Sie es in ein paar Sekunden noch einmal.")
	}
	if err != nil {
		return err
	}
	defer leave()
	if err := readUpload(c, most); err != nil {
		return err
	}
	return h(c)
}

func readUpload(c *gin.Context, most int64) error {
	if !utf8.ValidString(c.Request.URL.Path) {
		return fault.Missing()
	}
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, most+formAround)
	err := c.Request.ParseMultipartForm(most + formAround)
	if err == nil { // read to its end, so that the server notices when the client leaves
		_, err = io.Copy(io.Discard, c.Request.Body)
	}
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return fileTooLarge(most)
	case err != nil && !errors.Is(err, http.ErrNotMultipart): // a form without a file is one that lacks it
		return bodyError(c, err)
	}
	for key, values := range c.Request.Form {
		for _, v := range append(values, key) {
			if !utf8.ValidString(v) || bytes.IndexByte([]byte(v), 0) >= 0 {
				return errNotUTF8
			}
		}
	}
	return nil
}

// fileOf reads a file of the form, nil when none was chosen.
func fileOf(c *gin.Context, name string) ([]byte, error) {
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
