package static

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/klauspost/compress/gzip"
)

func get(t *testing.T, path string, header ...string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	Handler().ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, res *http.Response) []byte {
	t.Helper()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestHashedAddressIsKeptForEver(t *testing.T) {
	path := Path("css/forum.css")
	if !strings.HasPrefix(path, "/static/css/forum.") || path == "/static/css/forum.css" {
		t.Fatalf("Path = %q, want a hashed address", path)
	}
	res := get(t, path)
	if res.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s", path, res.Status)
	}
	if got := res.Header.Get("Cache-Control"); !strings.Contains(got, "immutable") {
		t.Errorf("Cache-Control = %q", got)
	}
	if got := res.Header.Get("Content-Type"); got != "text/css; charset=utf-8" {
		t.Errorf("Content-Type = %q", got)
	}
}

func TestPlainAddressIsKeptShortly(t *testing.T) {
	res := get(t, "/static/css/forum.css")
	if got := res.Header.Get("Cache-Control"); res.StatusCode != http.StatusOK || strings.Contains(got, "immutable") {
		t.Errorf("%s, Cache-Control %q", res.Status, got)
	}
}

func TestHashOfAnotherVersionGetsThisFileButNobodyKeepsIt(t *testing.T) {
	res := get(t, "/static/css/forum.0000000000000000.css")
	if got := res.Header.Get("Cache-Control"); res.StatusCode != http.StatusOK || got != "no-store" {
		t.Errorf("%s, Cache-Control %q", res.Status, got)
	}
	if want := body(t, get(t, Path("css/forum.css"))); !bytes.Equal(body(t, res), want) {
		t.Error("it is another file")
	}
}

func TestTextIsSentCompressedToThoseWhoAskForIt(t *testing.T) {
	path := Path("vendor/kern/kern.trimmed.css")
	plain := get(t, path)
	want := body(t, plain)
	if plain.Header.Get("Content-Encoding") != "" || plain.Header.Get("Vary") != "Accept-Encoding" {
		t.Errorf("plain answer: encoding %q, vary %q", plain.Header.Get("Content-Encoding"), plain.Header.Get("Vary"))
	}
	packed := get(t, path, "Accept-Encoding", "br, gzip;q=0.8")
	if packed.Header.Get("Content-Encoding") != "gzip" {
		t.Fatalf("Content-Encoding = %q", packed.Header.Get("Content-Encoding"))
	}
	if packed.Header.Get("ETag") == plain.Header.Get("ETag") {
		t.Error("both representations have the same strong ETag")
	}
	r, err := gzip.NewReader(packed.Body)
	if err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(r)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("unpacked text differs: %v", err)
	}
	if packed.ContentLength > int64(len(want))/5 {
		t.Errorf("%d of %d bytes after compression", packed.ContentLength, len(want))
	}
	for _, header := range []string{"gzip;q=0", "identity", "br"} {
		if got := get(t, path, "Accept-Encoding", header).Header.Get("Content-Encoding"); got != "" {
			t.Errorf("Accept-Encoding %q answered with %q", header, got)
		}
	}
}

func TestUnchangedFileIsNotSentAgain(t *testing.T) {
	path := Path("css/forum.css")
	for _, encoding := range []string{"", "gzip"} {
		tag := get(t, path, "Accept-Encoding", encoding).Header.Get("ETag")
		res := get(t, path, "Accept-Encoding", encoding, "If-None-Match", tag)
		if res.StatusCode != http.StatusNotModified || len(body(t, res)) > 0 {
			t.Errorf("encoding %q: %s", encoding, res.Status)
		}
	}
}

func TestFontsInStyleSheetsLeadToHashedFiles(t *testing.T) {
	sheet := string(body(t, get(t, Path("css/fonts.css"))))
	font := Path("vendor/kern/fira-sans/FiraSans-Regular.woff2")
	if !strings.Contains(sheet, `url("`+font+`")`) {
		t.Errorf("style sheet does not name %s", font)
	}
	res := get(t, font, "Accept-Encoding", "gzip")
	if res.Header.Get("Content-Type") != "font/woff2" || res.Header.Get("Content-Encoding") != "" {
		t.Errorf("font is sent as %q, %q", res.Header.Get("Content-Type"), res.Header.Get("Content-Encoding"))
	}
}

func TestWhatIsNotEmbeddedIsNotFound(t *testing.T) {
	for _, path := range []string{"/static/", "/static/css", "/static/css/none.css", "/static/../embed.go", "/static/embed.go",
		"/static/css/none.0000000000000000.css", "/static/css/forum.000000000000000.css", "/static/css/forum.0000000000000000.js",
		"/static/css/forum.0000000000000000.0000000000000000.css", "/"} {
		if res := get(t, path); res.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %s", path, res.Status)
		}
	}
	w := httptest.NewRecorder()
	Handler().ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/static/css/forum.css", nil))
	if w.Code != http.StatusMethodNotAllowed {
		t.Errorf("POST: %d", w.Code)
	}
}

func TestEveryFileHasAKnownKind(t *testing.T) {
	for name, a := range assets().plain {
		if a.kind == "" {
			t.Errorf("%s has no content type", name)
		}
	}
}

func TestStyleSheetWithADeadLinkIsRefused(t *testing.T) {
	_, err := load(fstest.MapFS{"css/a.css": {Data: []byte(`a { background: url("../img/none.svg") }`)}})
	if err == nil || !strings.Contains(err.Error(), "img/none.svg") {
		t.Errorf("err = %v, want one that names the missing file", err)
	}
}

// host finds an address on another host. A scheme alone names none, and comments do not
// count.
var (
	host    = regexp.MustCompile(`(?:https?:|url\(|["'(])//\w[\w.]*`)
	comment = regexp.MustCompile(`(?s)/\*.*?\*/|(?m:^\s*//.*$)`)
)

func TestScriptsThatImportEachOtherAreRefused(t *testing.T) {
	_, err := load(fstest.MapFS{"js/a.js": {Data: []byte(`import "./b.js";`)}, "js/b.js": {Data: []byte(`import("./a.js")`)}})
	if err == nil || !strings.Contains(err.Error(), "js/a.js") {
		t.Errorf("err = %v, want one that names the file", err)
	}
}

func TestScriptsImportHashedAddresses(t *testing.T) {
	script := string(body(t, get(t, Path("js/composer.js"))))
	for _, name := range []string{"js/text.js", "vendor/toolbar/toolbar.js", "css/composer.css"} {
		if !strings.Contains(script, `"`+Path(name)+`"`) {
			t.Errorf("composer.js does not name %s", Path(name))
		}
	}
}

// A page must work under a policy that allows this host only.
func TestNoStyleSheetOrScriptNamesAnotherHost(t *testing.T) {
	for name, a := range assets().plain {
		if !strings.HasPrefix(a.kind, "text/css") && !strings.HasPrefix(a.kind, "text/javascript") {
			continue
		}
		text := strings.ReplaceAll(comment.ReplaceAllString(string(a.body), ""), "http://www.w3.org/", "")
		text = strings.ReplaceAll(text, "https://www.beispiel.de/", "") // an example that readers see
		if found := host.FindString(text); found != "" {
			t.Errorf("%s contains %s", name, found)
		}
	}
}

func TestOneSheetHoldsAllOthers(t *testing.T) {
	one := string(body(t, get(t, Path(Sheet))))
	entries, err := files.ReadDir("css")
	if err != nil {
		t.Fatal(err)
	}
	const byScript = 1 // composer.css
	if len(entries) != len(sheets)-1+byScript {
		t.Errorf("%d sheets in the bundle besides KERN's, %d files", len(sheets)-1, len(entries))
	}
	last := 0
	for _, name := range sheets {
		sheet := string(body(t, get(t, "/static/"+name)))
		at := strings.Index(one, sheet)
		if at < last {
			t.Errorf("%s is missing, changed or out of order", name)
		}
		last = at
	}
	if !strings.Contains(one, "@media print {\n/* Paper") {
		t.Error("the sheet for paper holds on screens too")
	}
}

// A rule without its end takes in all that follows it in the bundle, and
// browsers say nothing.
func TestEverySheetClosesItsRules(t *testing.T) {
	comment := regexp.MustCompile(`(?s)/\*.*?\*/`)
	for _, name := range sheets {
		sheet := comment.ReplaceAll(body(t, get(t, "/static/"+name)), nil)
		depth := 0
		for _, c := range sheet {
			switch c {
			case '{':
				depth++
			case '}':
				depth--
			}
		}
		if len(sheet) == 0 || depth != 0 {
			t.Errorf("%s: %d rules are open at its end", name, depth)
		}
	}
}
