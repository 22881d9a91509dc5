package disk

import "strconv"

// SizeText writes a number of bytes as people say it, such as „12 KB“, „1,4 MB“ or
// „16,4 GB“. Like df -h it counts in steps of 1,024.
func SizeText(bytes int64) string {
	const kb, mb = 1 << 10, 1 << 20
	switch {
	case bytes == 1:
		return "1\u00a0Byte"
	case bytes < kb:
		return strconv.FormatInt(bytes, 10) + "\u00a0Bytes"
	case bytes < mb:
		return strconv.FormatInt((bytes+kb/2)/kb, 10) + "\u00a0KB"
	}
	unit, names := int64(mb), []string{"MB", "GB", "TB"}
	for len(names) > 1 && bytes/unit >= 1024 {
		unit, names = unit*1024, names[1:]
	}
	tenths := (bytes/unit)*10 + (bytes%unit*10+unit/2)/unit
	return strconv.FormatInt(tenths/10, 10) + "," + strconv.FormatInt(tenths%10, 10) + "\u00a0" + names[0]
}
