package static

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"mime"
	"path"
	"regexp"
	"strings"

	"github.com/klauspost/compress/gzip"
)

// asset is one embedded file as it is served.
type asset struct {
	name    string // "css/forum.css"
	hashed  string // "css/forum.0123456789abcdef.css"
	kind    string // Content-Type
	body    []byte
	gzipped []byte // nil where compression gains nothing
	etag    string
}

// table finds assets by plain and by hashed name.
type table struct {
	plain  map[string]*asset
	hashed map[string]*asset
}

// otherHash matches the hashed name of any version of a file.
var otherHash = regexp.MustCompile(`^(.+)\.[0-9a-f]{16}(\.\w+)$`)

// find returns the asset with the name, hashed or not, and its Cache-Control; nil if
// there is none.
func (t *table) find(name string) (a *asset, caching string) {
	if a := t.hashed[name]; a != nil {
		return a, "public, max-age=31536000, immutable"
	}
	if a := t.plain[name]; a != nil {
		return a, "public, max-age=300"
	}
	if m := otherHash.FindStringSubmatch(name); m != nil {
		return t.plain[m[1]+m[2]], "no-store"
	}
	return nil, ""
}

// kinds are fixed here, because the types that package mime knows differ from
// machine to machine.
var kinds = map[string]string{
	".css":   "text/css; charset=utf-8",
	".js":    "text/javascript; charset=utf-8",
	".svg":   "image/svg+xml",
	".md":    "text/markdown; charset=utf-8",
	".txt":   "text/plain; charset=utf-8",
	".woff2": "font/woff2",
	".png":   "image/png",
	".ico":   "image/x-icon",
}

// load reads every file below the root.
func load(files fs.FS) (*table, error) {
	t := &table{plain: map[string]*asset{}, hashed: map[string]*asset{}}
	return t, fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			_, err = t.need(files, name)
		}
		return err
	})
}

// need returns the file, read before or now. Those that it refers to come first, because
// their addresses in it are replaced by the hashed ones. Two that refer to each other
// are an error.
func (t *table) need(files fs.FS, name string) (*asset, error) {
	if a, known := t.plain[name]; known {
		if a == nil {
			return nil, fmt.Errorf("static: %s refers to itself", name)
		}
		return a, nil
	}
	t.plain[name] = nil // until it is read
	body, err := fs.ReadFile(files, name)
	if err == nil {
		body, err = t.relink(files, name, body)
	}
	if err != nil {
		return nil, err
	}
	return t.keep(name, body)
}

// keep takes a file as it is served.
func (t *table) keep(name string, body []byte) (a *asset, err error) {
	ext := path.Ext(name)
	sum := sha256.Sum256(body)
	hash := hex.EncodeToString(sum[:8])
	a = &asset{
		name:   name,
		hashed: strings.TrimSuffix(name, ext) + "." + hash + ext,
		kind:   kinds[ext],
		body:   body,
		etag:   `"` + hash + `"`,
	}
	if a.kind == "" {
		a.kind = mime.TypeByExtension(ext)
	}
	if strings.HasPrefix(a.kind, "text/") || a.kind == "image/svg+xml" {
		if a.gzipped, err = compress(body); err != nil {
			return nil, err
		}
	}
	t.plain[a.name], t.hashed[a.hashed] = a, a
	return a, nil
}

// references finds the relative addresses of other files, by the kind of file in which
// they stand.
var references = map[string]*regexp.Regexp{
	".css": regexp.MustCompile(`url\("(\.{0,2}[A-Za-z0-9_./-]+)"\)`),
	".js":  regexp.MustCompile(`"(\.{1,2}/[A-Za-z0-9_./-]+\.(?:css|js))"`),
}

// relink replaces relative addresses in a style sheet or script by hashed ones. An
// address that leads to no embedded file is an error.
func (t *table) relink(files fs.FS, name string, body []byte) (out []byte, err error) {
	pattern := references[path.Ext(name)]
	if pattern == nil {
		return body, nil
	}
	out = pattern.ReplaceAllFunc(body, func(match []byte) []byte {
		address := pattern.FindSubmatch(match)[1]
		a, missing := t.need(files, path.Join(path.Dir(name), string(address)))
		if missing != nil {
			err = fmt.Errorf("static: %s refers to %s: %w", name, address, missing)
			return match
		}
		return bytes.Replace(match, address, []byte(prefix+a.hashed), 1)
	})
	return out, err
}

// compress returns nil if the result is not smaller.
func compress(body []byte) ([]byte, error) {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(body); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	if out.Len() >= len(body) {
		return nil, nil
	}
	return out.Bytes(), nil
}
