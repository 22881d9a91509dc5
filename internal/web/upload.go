package web

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"kommunalforum/internal/fault"
)

// formAround is how many bytes a form may have beside its file.
const formAround = 64 << 10

// takes makes a gin handler for a form of a member's with a file of at most
// most bytes. The form is held in memory and nothing is written to disk.
func (s *server) takes(most int64, h handler) gin.HandlerFunc {
	return func(c *gin.Context) {
		if err := s.readUpload(c, most+formAround); err != nil {
			s.fail(c, err)
			return
		}
		if err := h(c); err != nil {
			s.fail(c, err)
		}
	}
}

func (s *server) readUpload(c *gin.Context, most int64) error {
	if c.Request.Context().Value(crossOrigin{}) != nil {
		return errForeign
	}
	if err := s.viewer(c).MustBeMember(); err != nil {
		return err
	}
	if !utf8.ValidString(c.Request.URL.Path) {
		return fault.Missing()
	}
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, most)
	err := c.Request.ParseMultipartForm(most)
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return errTooLarge
	case err != nil && !errors.Is(err, http.ErrNotMultipart): // a form without a file is one that lacks it
		return errNotUTF8
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
	f, err := c.Request.MultipartForm.File[name][0].Open()
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}
