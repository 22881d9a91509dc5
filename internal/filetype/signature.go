package filetype

import (
	"bytes"
	"encoding/binary"
	"io"

	"kommunalforum/internal/fault"
)

// headBytes is how much of the beginning is looked at for what it must and must not
// be. Browsers look at 512 bytes at most (MIME Sniffing, 5.2), readers of PDF at 1,024.
const headBytes = 4 << 10

const (
	pdfHeader    = "%PDF-"
	pdfHeaderEnd = 1024 // readers of PDF look for the header up to here
	oleHeader    = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
	zipEntry     = "PK\x03\x04"
)

// begins says how files of the formats begin that are known by it.
func (f Format) begins(head []byte) bool {
	starts := func(with string) bool { return bytes.HasPrefix(head, []byte(with)) }
	switch f {
	case PDF:
		return starts(pdfHeader+"1.") || starts(pdfHeader+"2.")
	case JPEG:
		return starts("\xff\xd8\xff")
	case PNG:
		return starts("\x89PNG\r\n\x1a\n")
	case GIF:
		return starts("GIF87a") || starts("GIF89a")
	case WebP:
		return starts("RIFF") && len(head) >= 12 && string(head[8:12]) == "WEBP"
	case CSV, TXT, XML, JSON:
		return true
	}
	return starts(zipEntry)
}

// beginsAsOther reports whether a text begins as a format that is no text.
func beginsAsOther(head []byte) bool {
	for _, t := range types {
		if t.content != text && t.Format.begins(head) {
			return true
		}
	}
	return false
}

// holdsPDF reports whether readers of PDF find a document after the beginning of the file.
func holdsPDF(head []byte) bool {
	for _, version := range []string{"1.", "2."} {
		if bytes.Index(head[:min(len(head), pdfHeaderEnd+len(pdfHeader+version))], []byte(pdfHeader+version)) > 0 {
			return true
		}
	}
	return false
}

// checkHead refuses a file by how it begins.
func checkHead(t Type, head []byte) error {
	if bytes.HasPrefix(head, []byte(oleHeader)) {
		return fault.Reject(oldOffice)
	}
	if holdsPDF(head) {
		return fault.Reject(mixed)
	}
	if !t.Format.begins(head) || t.content == text && beginsAsOther(head) {
		return differs(t)
	}
	if t.content == signature && containsMarkup(bytes.ToLower(head)) {
		return fault.Reject(mixed)
	}
	return nil
}

const mixed = "Diese Datei enthält mehrere Dateien verschiedener Art, die ineinander stecken. Das kann ein Angriff sein, " +
	"deshalb nehmen wir sie nicht an. Bitte öffnen Sie sie und speichern Sie sie neu."

// checkTail refuses a file after which another one follows that readers look for
// from the end: a ZIP archive after a picture or PDF.
func checkTail(t Type, file io.ReaderAt, size int64) error {
	tail, err := readAt(file, max(0, size-maxDirectoryEnd), min(size, maxDirectoryEnd))
	if err != nil {
		return err
	}
	if t.Format == PDF && !bytes.Contains(tail[max(0, len(tail)-pdfHeaderEnd):], []byte("%%EOF")) {
		return fault.Reject("Dieses PDF ist unvollständig, oder nach ihm folgt noch etwas anderes. Bitte speichern Sie es neu.")
	}
	start := size - int64(len(tail))
	for {
		at := bytes.LastIndex(tail, []byte(directoryEnd))
		if at < 0 {
			return nil
		}
		if end := tail[at:]; len(end) >= directoryEndBytes && leadsToDirectory(file, end, start+int64(at)) {
			return fault.Reject(mixed)
		}
		tail = tail[:at]
	}
}

// leadsToDirectory reports whether the end of a ZIP directory at an offset has one
// before it.
func leadsToDirectory(file io.ReaderAt, end []byte, at int64) bool {
	directory := at - int64(binary.LittleEndian.Uint32(end[12:]))
	if directory == at {
		return false // an empty archive
	}
	found := make([]byte, len(directoryEntry))
	for _, from := range []int64{directory, at - zip64EndBytes} {
		if from < 0 {
			continue
		}
		if _, err := file.ReadAt(found, from); err == nil && (string(found) == directoryEntry || string(found) == zip64Locator) {
			return true
		}
	}
	return false
}
