package picture

import "encoding/binary"

// A JPEG file tells its picture in scans. A progressive one may come back to
// every block of 8 times 8 pixels in each of them, at the price of a few bytes.
// What cameras and programs write has ten scans, up to 20 when optimised: at 24
// million pixels in three full colours about 5 million visits to blocks.
const (
	maxScans  = 100
	maxVisits = 12_000_000
)

// Markers of JPEG (ITU-T T.81, table B.1).
const (
	markerSOF0 = 0xc0 // baseline
	markerSOF2 = 0xc2 // progressive
	markerRST0 = 0xd0
	markerRST7 = 0xd7
	markerEOI  = 0xd9
	markerSOS  = 0xda
	markerAPP1 = 0xe1
)

// costlyJPEG counts the scans of a file and the visits to blocks that they ask for.
func costlyJPEG(file []byte) string {
	var frame jpegFrame
	scans, visits := 0, 0
	for marker, part := range jpegParts(file) {
		switch {
		case markerSOF0 <= marker && marker <= markerSOF2:
			frame = readFrame(part)
		case marker == markerSOS:
			scans++
			visits += frame.visits(part)
		}
		if scans > maxScans || visits > maxVisits {
			return tooCostly
		}
	}
	return ""
}

// jpegParts yields the marker segments of a file, with what each holds behind
// its length, until the end of the picture or of the file.
func jpegParts(file []byte) func(yield func(marker byte, part []byte) bool) {
	return func(yield func(byte, []byte) bool) {
		for at := 2; at+4 <= len(file); {
			marker := file[at+1]
			switch {
			case file[at] != 0xff || marker == 0: // data of a scan
				at++
				continue
			case marker == 0xff: // a fill byte
				at++
				continue
			case markerRST0 <= marker && marker <= markerRST7:
				at += 2
				continue
			case marker == markerEOI:
				return
			}
			size := int(binary.BigEndian.Uint16(file[at+2:]))
			if size < 2 || at+2+size > len(file) || !yield(marker, file[at+4:at+2+size]) {
				return
			}
			at += 2 + size
		}
	}
}

// jpegFrame is how many blocks each component of a picture has, by its identifier.
type jpegFrame map[byte]int

// readFrame reads a start of frame (B.2.2); of one that is broken nothing.
func readFrame(part []byte) jpegFrame {
	if len(part) < 6 || len(part) < 6+3*int(part[5]) {
		return nil
	}
	height, width := int(binary.BigEndian.Uint16(part[1:])), int(binary.BigEndian.Uint16(part[3:]))
	components := part[6 : 6+3*int(part[5])]
	maxH, maxV := 1, 1
	for c := components; len(c) > 0; c = c[3:] {
		maxH, maxV = max(maxH, int(c[1]>>4)), max(maxV, int(c[1]&15))
	}
	frame := jpegFrame{}
	for c := components; len(c) > 0; c = c[3:] {
		h, v := int(c[1]>>4), int(c[1]&15)
		if len(components) == 3 { // a single component has no others to be sampled against
			h, v, maxH, maxV = 1, 1, 1, 1
		}
		frame[c[0]] = divideUp(width, 8*maxH) * h * divideUp(height, 8*maxV) * v
	}
	return frame
}

// visits is how many blocks a scan comes to (B.2.3).
func (f jpegFrame) visits(scan []byte) (n int) {
	if len(scan) == 0 || len(scan) < 1+2*int(scan[0]) {
		return 0
	}
	for c := scan[1 : 1+2*int(scan[0])]; len(c) > 0; c = c[2:] {
		n += f[c[0]]
	}
	return n
}

func divideUp(n, by int) int { return (n + by - 1) / by }
