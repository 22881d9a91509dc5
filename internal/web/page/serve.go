package page

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/klauspost/compress/gzhttp"
)

// Download is a file to be sent.
type Download struct {
	Name    string
	Media   string
	Hash    string // of the content
	Size    int64  // bytes
	Inline  bool   // it is shown, as pictures are; otherwise it is kept
	Content io.ReadSeeker
}

// SendFile sends a file that somebody uploaded. Nothing in it can run in the name of the
// site. Who may have it is asked each time, so browsers keep it only to ask again.
func (c *Context) SendFile(d Download) error {
	c.ReleaseSnapshot()
	h := c.Writer.Header()
	h.Set("Content-Type", d.Media)
	h.Set("Content-Disposition", disposition(d))
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	h.Set("Cache-Control", "private, no-cache")
	h.Set("Vary", "Cookie")
	h.Set("X-Robots-Tag", "noindex")
	h.Set("ETag", `"`+d.Hash+`"`)
	h.Set(gzhttp.HeaderNoCompression, "1") // ranges count the bytes that are stored
	err := http.NewResponseController(c.Writer).SetWriteDeadline(time.Now().Add(sendTime(d.Size)))
	if err != nil && !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	http.ServeContent(c.Writer, c.Request, "", time.Time{}, d.Content)
	return nil
}

// sendTime is how long sending a file of so many bytes may take on a slow line.
func sendTime(size int64) time.Duration {
	const slow = 16 << 10 // bytes in a second
	return time.Minute + time.Duration(size/slow)*time.Second
}

// disposition says under which name a file is kept (RFC 6266): in letters that every
// program knows, and as it is.
func disposition(d Download) string {
	kind := "attachment"
	if d.Inline {
		kind = "inline"
	}
	plain := strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' || strings.ContainsRune(`"\%`, r) {
			return '_'
		}
		return r
	}, strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "Ä", "Ae", "Ö", "Oe", "Ü", "Ue", "ß", "ss").Replace(d.Name))
	out := mime.FormatMediaType(kind, map[string]string{"filename": plain})
	if plain != d.Name {
		out += "; filename*=UTF-8''" + strings.ReplaceAll(url.QueryEscape(d.Name), "+", "%20")
	}
	return out
}
