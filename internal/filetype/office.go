package filetype

import (
	"archive/zip"
	"bytes"
	"path"
	"strings"

	"kommunalforum/internal/fault"
)

// maxParts is how large the list of parts of a document may be, in bytes.
const maxParts = 1 << 20

const embedded = "In dieser Datei ist ein Objekt eines anderen Programms eingebettet, deshalb nehmen wir sie nicht an. " +
	"Bitte fügen Sie es als Bild ein, oder speichern Sie die Datei als PDF."

// checkOffice refuses Office Open XML that is not of the type, or holds macros or
// objects of other programs (ECMA-376, parts 1 and 2).
func checkOffice(t Type, z *zip.Reader) error {
	for _, f := range z.File {
		name := strings.ToLower(f.Name)
		switch base := path.Base(name); {
		case strings.HasPrefix(base, "vbaproject"), strings.HasPrefix(base, "vbadata"), strings.Contains(name, "macrosheets/"):
			return fault.Reject(withMacros)
		case strings.Contains(name, "activex/"), strings.Contains(name, "embeddings/") && !isEmbeddedDocument(base):
			return fault.Reject(embedded)
		}
	}
	list, err := part(z, "[Content_Types].xml")
	if err != nil {
		return err
	}
	lower := bytes.ToLower(list)
	switch {
	case list == nil:
		return differs(t)
	case containsAny(lower, [][]byte{[]byte("macroenabled"), []byte("vbaproject"), []byte("macrosheet")}):
		return fault.Reject(withMacros)
	case containsAny(lower, [][]byte{[]byte("oleobject"), []byte("activex")}):
		return fault.Reject(embedded)
	case !bytes.Contains(list, []byte(t.Media+".main+xml")):
		return differs(t)
	}
	return nil
}

// isEmbeddedDocument reports whether a part is a document without macros, as
// charts carry their table with them.
func isEmbeddedDocument(name string) bool {
	switch path.Ext(name) {
	case ".xlsx", ".docx", ".pptx":
		return true
	}
	return false
}

// checkOpenDocument refuses OpenDocument that is not of the type, is encrypted, or
// holds macros or objects of other programs (OpenDocument 1.3, part 2).
func checkOpenDocument(t Type, z *zip.Reader) error {
	first := z.File[0]
	if first.Name != "mimetype" || first.Method != zip.Store {
		return differs(t)
	}
	media, err := unpack(first, int64(len(t.Media))+1)
	if err != nil {
		return err
	}
	if string(media) != t.Media {
		return differs(t)
	}
	for _, f := range z.File {
		if !f.Mode().IsDir() && (strings.HasPrefix(f.Name, "Basic/") || strings.HasPrefix(f.Name, "Scripts/")) {
			return fault.Reject(withMacros)
		}
	}
	list, err := part(z, "META-INF/manifest.xml")
	if err != nil {
		return err
	}
	switch lower := bytes.ToLower(list); {
	case list == nil:
		return differs(t)
	case bytes.Contains(lower, []byte("encryption-data")):
		return fault.Reject(locked)
	case bytes.Contains(lower, []byte("oleobject")):
		return fault.Reject(embedded)
	}
	return nil
}

// part unpacks a part of the name, nil if there is none.
func part(z *zip.Reader, name string) ([]byte, error) {
	for _, f := range z.File {
		if f.Name != name {
			continue
		}
		if f.UncompressedSize64 > maxParts {
			return nil, fault.Reject(broken)
		}
		return unpack(f, maxParts)
	}
	return nil, nil
}
