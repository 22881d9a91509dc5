// Package static holds style sheets, scripts, pictures and fonts inside the
// binary and serves them. It owns no table and reads nothing from disk.
//
// A file has two addresses: the plain one (/static/css/forum.css, which browsers
// cache for a short time) and the hashed one that Path returns
// (/static/css/forum.0123456789abcdef.css, which they cache forever, because changed
// content gets a new address). The hash of another version of the program is answered
// with this one's file, which nobody caches: while nodes are replaced one by one, a
// page of one of them may ask another for its style sheet.
package static

import (
	"bytes"
	"embed"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

const prefix = "/static/"

//go:embed css img js
//go:embed vendor/kern/*.md vendor/kern/kern.trimmed.css vendor/kern/fira-sans vendor/toolbar vendor/turndown
var files embed.FS

// assets reads, hashes and compresses everything on first use. Embedded files
// cannot change, so an error is a mistake of the build and panics.
var assets = sync.OnceValue(func() *table {
	t, err := load(files)
	if err == nil {
		err = t.bundle(files)
	}
	if err != nil {
		panic(err)
	}
	return t
})

// Path returns the hashed address of an embedded file, such as
// "css/forum.css". It panics if there is no such file.
func Path(name string) string {
	a, ok := assets().plain[name]
	if !ok {
		panic("static: no file " + strconv.Quote(name))
	}
	return prefix + a.hashed
}

// Handler serves GET and HEAD below /static/ and answers 404 for everything
// that is not an embedded file. The first call compresses all files, which
// takes about a tenth of a second.
func Handler() http.Handler {
	assets()
	return http.HandlerFunc(serve)
}

func serve(w http.ResponseWriter, r *http.Request) {
	name, ok := strings.CutPrefix(r.URL.Path, prefix)
	if !ok {
		http.NotFound(w, r)
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "Method Not Allowed", http.StatusMethodNotAllowed)
		return
	}
	a, caching := assets().find(name)
	if a == nil {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", a.kind)
	h.Set("Cache-Control", caching)
	h.Set("X-Content-Type-Options", "nosniff")
	body, etag := a.body, a.etag
	if a.gzipped != nil {
		h.Add("Vary", "Accept-Encoding")
		if acceptsGzip(r.Header.Get("Accept-Encoding")) {
			h.Set("Content-Encoding", "gzip")
			// Another representation needs another strong validator.
			body, etag = a.gzipped, strings.TrimSuffix(a.etag, `"`)+`-gz"`
		}
	}
	h.Set("ETag", etag)
	// ServeContent answers conditional and range requests; the length is set
	// here because it leaves it out where a Content-Encoding stands.
	if h.Get("Content-Encoding") != "" && r.Header.Get("Range") == "" {
		h.Set("Content-Length", strconv.Itoa(len(body)))
	}
	http.ServeContent(w, r, a.name, time.Time{}, bytes.NewReader(body))
}

// acceptsGzip reads an Accept-Encoding header: gzip or * named, and not with a
// quality of zero.
func acceptsGzip(header string) bool {
	for part := range strings.SplitSeq(header, ",") {
		coding, params, _ := strings.Cut(part, ";")
		coding = strings.ToLower(strings.TrimSpace(coding))
		if coding != "gzip" && coding != "*" {
			continue
		}
		q, found := strings.CutPrefix(strings.ToLower(strings.ReplaceAll(params, " ", "")), "q=")
		if !found {
			return true
		}
		value, err := strconv.ParseFloat(q, 64)
		return err == nil && value > 0
	}
	return false
}
