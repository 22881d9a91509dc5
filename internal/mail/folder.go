package mail

import (
	"context"
	"encoding/base64"
	"errors"
	"io"
	"io/fs"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Folder writes each message to an .eml file, for development. Mail programs open
// such files, and List returns them. Sending a message again replaces its file.
type Folder struct{ dir string }

// NewFolder returns the folder at dir, which is created with the first message.
func NewFolder(dir string) *Folder { return &Folder{dir} }

// fileTime is the prefix of file names, so that they sort by time.
const fileTime = "20060102-150405.000"

// Send writes the message to a file named after its date and id.
func (f *Folder) Send(_ context.Context, m Message) error {
	content, err := m.bytes()
	if err != nil {
		return &Error{Outcome: Refused, Stage: "message", Reason: err.Error()}
	}
	local, _, _ := strings.Cut(m.ID, "@")
	name := m.Date.UTC().Format(fileTime) + "-" + local + ".eml"
	if err := f.write(name, content); err != nil {
		return &Error{Outcome: Retry, Stage: "folder", Reason: "the file could not be written"}
	}
	return nil
}

// write puts the file there whole or not at all.
func (f *Folder) write(name string, content []byte) error {
	if err := os.MkdirAll(f.dir, 0o700); err != nil {
		return err
	}
	file, err := os.CreateTemp(f.dir, "*.tmp")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	if _, err := file.Write(content); err != nil {
		file.Close()
		return err
	}
	if err := file.Close(); err != nil {
		return err
	}
	return os.Rename(file.Name(), filepath.Join(f.dir, name))
}

// Clear deletes all messages written up to the given time, because they hold the
// names and addresses of accounts that are erased. Times of the database have no
// fractions of a millisecond: what was written within the same one goes too.
func (f *Folder) Clear(until time.Time) error {
	entries, err := os.ReadDir(f.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, e := range entries {
		info, err := e.Info()
		if errors.Is(err, fs.ErrNotExist) || err == nil && info.ModTime().Truncate(time.Millisecond).After(until) {
			continue
		}
		if err != nil {
			return err
		}
		if err := os.Remove(filepath.Join(f.dir, e.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// Stored is a message read from the folder.
type Stored struct {
	Name string // of its file
	Message
}

var fileName = regexp.MustCompile(`^[0-9]{8}-[0-9]{6}\.[0-9]{3}-[0-9A-Za-z._-]{1,200}\.eml$`)

// List returns up to limit messages, newest first. It skips files that this package
// did not write.
func (f *Folder) List(limit int) ([]Stored, error) {
	entries, err := os.ReadDir(f.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var out []Stored
	for _, e := range slices.Backward(entries) {
		if len(out) == limit {
			break
		}
		file, err := f.Open(e.Name())
		if err != nil {
			continue
		}
		if m, err := Read(file); err == nil {
			out = append(out, Stored{e.Name(), m})
		}
		file.Close()
	}
	return out, nil
}

// Open opens the file of a message. Any name that this package would not give
// yields fs.ErrNotExist.
func (f *Folder) Open(name string) (io.ReadCloser, error) {
	if !fileName.MatchString(name) {
		return nil, fs.ErrNotExist
	}
	return os.Open(filepath.Join(f.dir, name))
}

// Read parses a message of this package, as its receiver would.
func Read(r io.Reader) (m Message, err error) {
	parsed, err := mail.ReadMessage(r)
	if err != nil {
		return m, err
	}
	h := parsed.Header
	m.ID = strings.Trim(h.Get("Message-ID"), "<>")
	if m.Subject, err = new(mime.WordDecoder).DecodeHeader(h.Get("Subject")); err != nil {
		return m, err
	}
	if m.Date, err = h.Date(); err != nil {
		m.Date = time.Time{}
	}
	m.From, m.To = addressIn(h, "From"), addressIn(h, "To")
	m.Thread = strings.Trim(h.Get("References"), "<>")
	m.Unsubscribe = strings.Trim(h.Get("List-Unsubscribe"), "<>")
	_, params, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil {
		return m, err
	}
	parts := multipart.NewReader(parsed.Body, params["boundary"])
	for {
		part, err := parts.NextRawPart()
		if err == io.EOF {
			return m, nil
		}
		if err != nil {
			return m, err
		}
		content, err := io.ReadAll(decoded(part, part.Header.Get("Content-Transfer-Encoding")))
		if err != nil {
			return m, err
		}
		text := strings.ReplaceAll(string(content), "\r\n", "\n")
		if kind, _, _ := mime.ParseMediaType(part.Header.Get("Content-Type")); kind == "text/html" {
			m.HTML = text
		} else {
			m.Text = text
		}
	}
}

func addressIn(h mail.Header, name string) Address {
	list, err := h.AddressList(name)
	if err != nil || len(list) == 0 {
		return Address{}
	}
	return Address{Name: list[0].Name, Address: list[0].Address}
}

func decoded(r io.Reader, encoding string) io.Reader {
	switch strings.ToLower(encoding) {
	case "quoted-printable":
		return quotedprintable.NewReader(r)
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, r)
	}
	return r
}
