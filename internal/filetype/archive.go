package filetype

import (
	"archive/zip"
	"bytes"
	"cmp"
	"encoding/binary"
	"io"
	"path"
	"slices"
	"strings"

	"kommunalforum/internal/fault"
)

// Limits of a ZIP archive, which office documents are too.
const (
	maxEntries   = 5000
	maxDirectory = 1 << 20   // bytes of the directory: 200 per entry
	MaxUnpacked  = 512 << 20 // bytes of all entries
	maxRatio     = 200       // unpacked to packed, of an archive of more than
	ratioFrom    = 16 << 20  // unpacked bytes; text in tables packs 1 : 50, a bomb 1 : 1000
)

// Parts of a ZIP archive (APPNOTE 4.3).
const (
	directoryEnd      = "PK\x05\x06"
	directoryEndBytes = 22
	maxDirectoryEnd   = directoryEndBytes + 1<<16 - 1 // with its comment
	directoryEntry    = "PK\x01\x02"
	zip64Locator      = "PK\x06\x07"
	zip64EndBytes     = 20
	entryBytes        = 30 // of what stands before the name of an entry
)

const (
	broken = "Diese Datei ist beschädigt oder ungewöhnlich aufgebaut. Bitte öffnen Sie sie und speichern Sie sie neu."
	bomb   = "Diese Datei wird beim Entpacken viel zu groß, deshalb nehmen wir sie nicht an."
)

// checkArchive refuses archives that are built to mislead or overload whoever
// opens them, and then what lies in them. Nothing is unpacked but a few small
// entries.
func checkArchive(t Type, file io.ReaderAt, size int64) error {
	if err := checkDirectory(file, size); err != nil {
		return err
	}
	z, err := zip.NewReader(file, size)
	if err != nil {
		return fault.Reject(broken)
	}
	if err := checkEntries(z, file, size); err != nil {
		return err
	}
	switch t.content {
	case office:
		return checkOffice(t, z)
	case openDocument:
		return checkOpenDocument(t, z)
	}
	return checkContained(z)
}

// checkDirectory bounds the work on the directory before it is read. Its end must
// be the last of the file, the directory right before it, and sizes those of
// files below 4 GB, so that all programs see the same archive.
func checkDirectory(file io.ReaderAt, size int64) error {
	tail, err := readAt(file, max(0, size-maxDirectoryEnd), min(size, maxDirectoryEnd))
	if err != nil {
		return err
	}
	at := bytes.LastIndex(tail, []byte(directoryEnd))
	if at < 0 || len(tail)-at < directoryEndBytes {
		return fault.Reject(broken)
	}
	end, position := tail[at:], size-int64(len(tail)-at)
	short := func(at int) int64 { return int64(binary.LittleEndian.Uint16(end[at:])) }
	long := func(at int) int64 { return int64(binary.LittleEndian.Uint32(end[at:])) }
	disk, firstDisk, here, all, bytesOf, start, comment := short(4), short(6), short(8), short(10), long(12), long(16), short(20)
	switch {
	case disk != 0, firstDisk != 0, here != all, all == 0,
		int64(len(end)) != directoryEndBytes+comment,
		start+bytesOf != position,
		at >= zip64EndBytes && string(tail[at-zip64EndBytes:at-zip64EndBytes+4]) == zip64Locator:
		return fault.Reject(broken)
	case all > maxEntries, bytesOf > maxDirectory:
		return fault.Reject("Diese Datei besteht aus zu vielen Teilen, deshalb nehmen wir sie nicht an.")
	}
	return nil
}

// checkEntries refuses an archive by what its directory says of the entries.
func checkEntries(z *zip.Reader, file io.ReaderAt, size int64) error {
	var spans []span
	var unpacked uint64
	names := map[string]bool{}
	for _, f := range z.File {
		name := strings.ToLower(f.Name)
		if names[name] || !isPlainName(f.Name) {
			return fault.Reject(broken)
		}
		names[name] = true
		const encrypted, strong, aes = 1, 1 << 6, 99
		switch {
		case f.Flags&(encrypted|strong) != 0, f.Method == aes:
			return fault.Reject(locked)
		case f.Method != zip.Store && f.Method != zip.Deflate, !f.Mode().IsRegular() && !f.Mode().IsDir():
			return fault.Reject(broken)
		case f.UncompressedSize64 > MaxUnpacked:
			return fault.Reject(bomb)
		}
		unpacked += f.UncompressedSize64
		from, err := f.DataOffset()
		if err != nil || from > size || f.CompressedSize64 > uint64(size-from) {
			return fault.Reject(broken)
		}
		spans = append(spans, span{from - entryBytes - int64(len(f.Name)), from, from + int64(f.CompressedSize64)})
	}
	if unpacked > MaxUnpacked || unpacked > ratioFrom && unpacked > maxRatio*uint64(size) {
		return fault.Reject(bomb)
	}
	return checkSpans(spans, file)
}

// span is where an entry lies in the file. Its header begins no later than there.
type span struct{ header, from, to int64 }

// checkSpans refuses entries that share their bytes, which makes a bomb of few, and
// an archive whose first entry is not the one at the start of the file.
func checkSpans(spans []span, file io.ReaderAt) error {
	slices.SortFunc(spans, func(a, b span) int { return cmp.Compare(a.from, b.from) })
	for i, s := range spans[1:] {
		if s.header < spans[i].to {
			return fault.Reject(bomb)
		}
	}
	first, err := readAt(file, 0, entryBytes)
	if err != nil {
		return err
	}
	if spans[0].from != entryBytes+int64(binary.LittleEndian.Uint16(first[26:]))+int64(binary.LittleEndian.Uint16(first[28:])) {
		return fault.Reject(mixed)
	}
	return nil
}

const locked = "Diese Datei ist mit einem Kennwort geschützt. Bitte speichern Sie sie ohne Kennwort."

// isPlainName reports whether unpacking to this name stays within the folder that
// was chosen, on any system.
func isPlainName(name string) bool {
	trimmed := strings.TrimSuffix(name, "/")
	return trimmed != "" && trimmed != ".." && path.Clean(trimmed) == trimmed && !path.IsAbs(name) &&
		!strings.HasPrefix(trimmed, "../") && !strings.ContainsAny(name, "\\:\x00")
}

// checkContained refuses an archive by the names and beginnings of the files in
// it. Another archive is none of the formats.
func checkContained(z *zip.Reader) error {
	for _, f := range z.File {
		if f.Mode().IsDir() {
			continue
		}
		t, err := Rules{}.byName(f.Name)
		if err != nil {
			return fault.Reject("Im Archiv liegt eine Datei, die wir nicht annehmen: „" + shortName(f.Name) + "“. " + fault.SentenceOf(err))
		}
		head, err := unpack(f, headBytes)
		if err != nil {
			return err
		}
		if err := checkHead(t, head); err != nil {
			return fault.Reject("Im Archiv liegt eine Datei, die wir nicht annehmen: „" + shortName(f.Name) + "“. " + fault.SentenceOf(err))
		}
	}
	return nil
}

func shortName(name string) string {
	const most = 60
	letters := []rune(strings.ToValidUTF8(path.Base(name), "?"))
	if len(letters) > most {
		return string(letters[:most]) + "…"
	}
	return string(letters)
}

// unpack reads at most n bytes of an entry.
func unpack(f *zip.File, n int64) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, fault.Reject(broken)
	}
	defer r.Close()
	b, err := io.ReadAll(io.LimitReader(r, n))
	if err != nil {
		return nil, fault.Reject(broken)
	}
	return b, nil
}
