package page

import (
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"time"

	"kommunalforum/internal/blob"
	"kommunalforum/internal/db"
	"kommunalforum/internal/disk"
	"kommunalforum/internal/fault"
)

// received is a file that came with a form.
type received struct {
	name    string
	content *blob.Staged // nil if it was not received
	refusal string       // why it was not
}

// receiving is what became of the files of a form.
type receiving struct {
	take  bool // they are kept; otherwise they are passed over
	busy  bool // there was no place for them
	files []received
	some  bool // there were some, whatever became of them
}

const receivingValue = "receiving"

// receiving returns what became of the files of the request, nil for a form without.
func (c *Context) receiving() *receiving {
	r, _ := c.Value(receivingValue).(*receiving)
	return r
}

// isMultipart reports whether the body is a form that may hold files.
func (c *Context) isMultipart() bool {
	kind, _, err := mime.ParseMediaType(c.GetHeader("Content-Type"))
	return err == nil && kind == "multipart/form-data"
}

// readParts reads a form that may hold files. They come last in our forms, so where one
// is too large the text before it has been read.
func (c *Context) readParts() error {
	r := c.Request
	into := c.receiving()
	if into == nil {
		into = &receiving{}
		c.Set(receivingValue, into)
	}
	r.Body = http.MaxBytesReader(c.Writer, &patient{ReadCloser: r.Body, control: http.NewResponseController(c.Writer)}, c.kit.maxForm())
	parts, err := r.MultipartReader()
	if err != nil {
		return errBadText
	}
	r.PostForm = url.Values{}
	room := int64(maxReturned)
	if !c.Viewer().SignedIn() {
		room = maxBody
	}
	all := room
	for err == nil {
		var part io.Reader
		var field, file string
		var isFile bool
		if part, field, file, isFile, err = nextPart(parts); err != nil {
			break
		}
		if isFile {
			err = c.readFile(into, field, file, part)
			continue
		}
		value, cut := io.ReadAll(io.LimitReader(part, room+1))
		if cut != nil { // half a text looks like a whole one
			err = cut
			break
		}
		if room -= int64(len(value)); room < 0 {
			err = errTooLarge
			break
		}
		r.PostForm.Add(field, string(value))
	}
	r.Body = http.NoBody
	r.Form = r.URL.Query()
	for name, values := range r.PostForm {
		r.Form[name] = append(values, r.Form[name]...)
	}
	switch {
	case errors.Is(err, errTooLarge), all-room > maxBody:
		return errTooLarge
	case errors.Is(err, io.EOF), errors.Is(err, errRest):
		return nil
	}
	return c.bodyError(err)
}

// errRest ends the reading of a form whose rest is passed over.
var errRest = errors.New("the rest of the form is not read")

// nextPart returns the next part of a form: a field, or a file with its name.
func nextPart(parts *multipart.Reader) (part io.Reader, field, file string, isFile bool, err error) {
	p, err := parts.NextPart()
	if err != nil {
		return nil, "", "", false, err
	}
	_, params, err := mime.ParseMediaType(p.Header.Get("Content-Disposition"))
	if err != nil {
		return nil, "", "", false, errBadText
	}
	file, isFile = params["filename"]
	return p, params["name"], file, isFile, nil
}

// readFile receives a file of the form, if files are taken. For a stranger nothing of it
// is read; of somebody whose session ended it is, so that the browser gets the answer.
func (c *Context) readFile(into *receiving, field, name string, content io.Reader) error {
	if name == "" || field != filesField { // no file was chosen
		return nil
	}
	into.some = true
	if !into.take && c.kit.formOwner(c) == 0 {
		return errRest
	}
	f := received{name: name}
	var err error
	switch {
	case !into.take:
	case len(into.files) >= maxFilesAtOnce:
		f.refusal = tooManyFiles
	default:
		f.content, err = c.kit.Attached.Stage(content)
	}
	var tooLarge *http.MaxBytesError
	if errors.Is(err, blob.ErrTooLarge) {
		f.refusal, err = c.kit.fileTooLarge(), nil
	}
	if disk.Full(err) {
		f.refusal, err = fault.SentenceOf(db.ErrFull), nil
	}
	if err == nil {
		_, err = io.Copy(io.Discard, content)
	}
	if errors.As(err, &tooLarge) {
		f.refusal, err = c.kit.formTooLarge(), errRest
	}
	if err == nil || errors.Is(err, errRest) {
		into.files = append(into.files, f)
	} else if f.content != nil {
		f.content.Drop()
	}
	return err
}

// Bytes of a body after each of which its client has readPatience for the next, so that a
// slow line is enough for a large file, and one that stands still is not.
const (
	readStep     = 256 << 10
	readPatience = 30 * time.Second
)

// patient is the body of a request that may take long.
type patient struct {
	io.ReadCloser
	control *http.ResponseController
	read    int
}

func (p *patient) Read(b []byte) (n int, err error) {
	n, err = p.ReadCloser.Read(b)
	if before := p.read / readStep; (p.read+n)/readStep > before {
		now := time.Now()
		if p.control.SetReadDeadline(now.Add(readPatience)) == nil { // else the limits of the server hold
			p.control.SetWriteDeadline(now.Add(2 * readPatience))
		}
	}
	p.read += n
	return n, err
}
