package testkit

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"

	"kommunalforum/internal/attachment"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/web/path"
)

// NamedFile is a file that somebody chooses in a form.
type NamedFile struct{ Name, Content string }

// Upload uploads a file that is in no post yet.
func (w *World) Upload(by, name, content string) attachment.File {
	w.T.Helper()
	staged, err := w.Attached.Stage(strings.NewReader(content))
	if err != nil {
		w.T.Fatalf("upload: %v", err)
	}
	f, err := w.Attached.Upload(w.Ctx, w.By(by), name, staged)
	if err != nil {
		w.T.Fatalf("upload: %v", err)
	}
	return f
}

// ReplyWith answers in a thread with a file, and returns the post's id and the address of
// the file.
func (w *World) ReplyWith(by string, thread int64, text, name, content string) (post int64, address string) {
	w.T.Helper()
	f := w.Upload(by, name, content)
	post, err := w.Forum.Reply(w.Ctx, w.By(by), thread, forum.Reply{Text: text, Files: []attachment.Choice{{ID: f.ID}}})
	if err != nil {
		w.T.Fatalf("reply with a file: %v", err)
	}
	return post, path.Attachment(f.ID, f.Name)
}

// ReadFiles reads the text of the files of posts, as the program does beside.
func (w *World) ReadFiles() {
	w.T.Helper()
	if _, err := w.Attached.ReadTexts(w.Ctx, w.Texts); err != nil {
		w.T.Fatalf("read files: %v", err)
	}
}

// PostFiles sends a form with files as the person, from the site itself. The form says for
// whom it was shown, as forms do.
func (w *World) PostFiles(by, address string, form url.Values, files ...NamedFile) Answer {
	w.T.Helper()
	return w.Send(w.FilesRequest(by, address, form, files...))
}

// FilesRequest is the request of PostFiles.
func (w *World) FilesRequest(by, address string, form url.Values, files ...NamedFile) *http.Request {
	w.T.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	for name, values := range form {
		for _, v := range values {
			if err := m.WriteField(name, v); err != nil {
				w.T.Fatal(err)
			}
		}
	}
	for _, f := range files {
		part, err := m.CreateFormFile("dateien", f.Name)
		if err == nil {
			_, err = part.Write([]byte(f.Content))
		}
		if err != nil {
			w.T.Fatal(err)
		}
	}
	if err := m.Close(); err != nil {
		w.T.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, address, &body).WithContext(w.requests)
	r.Header.Set("Content-Type", m.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	if by != Guest {
		r.Header.Set("Cookie", w.Cookie(by))
	}
	return r
}

// attachment makes a file of Bea's in a thread, and returns a part of its address.
func (w *World) attachment(parameter string) string {
	if parameter == ":name" {
		return "liste.csv"
	}
	_, address := w.ReplyWith(Bea, w.thread(), "Die Liste", "liste.csv", "Ort;Zahl\nMusterstadt;1\n")
	id, err := path.ID(strings.Split(address, "/")[2])
	if err != nil {
		w.T.Fatal(err)
	}
	return strconv.FormatInt(id, 10)
}
