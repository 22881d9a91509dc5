package extract

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"fmt"
	"path"
	"strconv"
	"strings"
)

// readDOCX reads paragraphs and footnotes. Text that somebody deleted while changes
// were tracked stands in elements of another name.
func readDOCX(c *collector, file []byte) error {
	z, err := unzip(file)
	if err != nil {
		return err
	}
	for _, name := range []string{"word/document.xml", "word/footnotes.xml", "word/endnotes.xml"} {
		if err := paragraphs(c).walkEntry(z, name); err != nil && !errors.Is(err, errNoEntry) {
			return err
		}
	}
	return nil
}

// paragraphs writes the text of runs, a line for each paragraph.
func paragraphs(c *collector) walker {
	inText := false
	return walker{c: c,
		start: func(name string, _ []xml.Attr) bool {
			switch name {
			case "t":
				inText = true
			case "tab", "tc":
				c.write("\t")
			case "br", "cr":
				c.write("\n")
			}
			return name == "Fallback" // the same text once more, for old programs
		},
		end: func(name string) {
			switch name {
			case "t":
				inText = false
			case "p", "tr":
				c.write("\n")
			}
		},
		text: func(s string) {
			if inText {
				c.write(s)
			}
		},
	}
}

// maxSlides and maxSheets bound the parts of a document.
const (
	maxSlides = 1000
	maxSheets = 200
)

// readPPTX reads slides by their numbers.
func readPPTX(c *collector, file []byte) error {
	z, err := unzip(file)
	if err != nil {
		return err
	}
	for n := 1; n <= maxSlides; n++ {
		c.begin(n, "")
		err := paragraphs(c).walkEntry(z, fmt.Sprintf("ppt/slides/slide%d.xml", n))
		if errors.Is(err, errNoEntry) {
			return nil
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// readXLSX reads the cells with words of all tables that are shown.
func readXLSX(c *collector, file []byte) error {
	z, err := unzip(file)
	if err != nil {
		return err
	}
	shared, err := sharedStrings(c, z)
	if err != nil {
		return err
	}
	sheets, err := sheetsOf(c, z)
	if err != nil {
		return err
	}
	for _, s := range sheets {
		c.begin(0, s.name)
		if err := cells(c, shared).walkEntry(z, s.entry); err != nil && !errors.Is(err, errNoEntry) {
			return err
		}
	}
	return nil
}

// sharedStrings reads the texts that cells refer to by number.
func sharedStrings(c *collector, z *zip.Reader) (all []string, err error) {
	var one strings.Builder
	inText := false
	err = walker{c: c,
		start: func(name string, _ []xml.Attr) bool {
			inText = inText || name == "t"
			return name == "rPh" // how it is pronounced
		},
		end: func(name string) {
			switch name {
			case "t":
				inText = false
			case "si":
				all = append(all, one.String())
				one.Reset()
			}
		},
		text: func(s string) {
			if inText {
				one.WriteString(s)
			}
		},
	}.walkEntry(z, "xl/sharedStrings.xml")
	if errors.Is(err, errNoEntry) {
		err = nil // a workbook of numbers
	}
	return all, err
}

type sheet struct{ name, entry string }

// sheetsOf lists the tables that are shown, in their order.
func sheetsOf(c *collector, z *zip.Reader) (sheets []sheet, err error) {
	entries := map[string]string{}
	err = walker{c: c, start: func(name string, attr []xml.Attr) bool {
		if name == "Relationship" {
			target := attribute(attr, "Target")
			if !strings.HasPrefix(target, "/") {
				target = "/xl/" + target
			}
			entries[attribute(attr, "Id")] = path.Clean(target)[1:]
		}
		return false
	}}.walkEntry(z, "xl/_rels/workbook.xml.rels")
	if err != nil {
		return nil, err
	}
	err = walker{c: c, start: func(name string, attr []xml.Attr) bool {
		if name == "sheet" && attribute(attr, "state") == "" && len(sheets) < maxSheets {
			sheets = append(sheets, sheet{attribute(attr, "name"), entries[attribute(attr, "id")]})
		}
		return false
	}}.walkEntry(z, "xl/workbook.xml")
	return sheets, err
}

// cells writes the texts of a table, a line for each row.
func cells(c *collector, shared []string) walker {
	kind, inValue := "", false
	var value strings.Builder
	return walker{c: c,
		start: func(name string, attr []xml.Attr) bool {
			switch name {
			case "c":
				kind = attribute(attr, "t")
			case "v", "t":
				inValue = true
			}
			return name == "f" // a formula
		},
		end: func(name string) {
			switch name {
			case "v", "t":
				inValue = false
			case "c":
				switch kind {
				case "s":
					if n, err := strconv.Atoi(strings.TrimSpace(value.String())); err == nil && n >= 0 && n < len(shared) {
						c.write(shared[n] + "\t")
					}
				case "str", "inlineStr":
					c.write(value.String() + "\t")
				}
				value.Reset()
			case "row":
				c.write("\n")
			}
		},
		text: func(s string) {
			if inValue {
				value.WriteString(s)
			}
		},
	}
}

// readOpenDocument reads texts, tables and slides: of tables and slides each is a part.
func readOpenDocument(c *collector, file []byte) error {
	z, err := unzip(file)
	if err != nil {
		return err
	}
	slides, tables, words := 0, false, 0
	return walker{c: c,
		start: func(name string, attr []xml.Attr) bool {
			switch name {
			case "tracked-changes", "annotation": // what was deleted, and what was said of it
				return true
			case "spreadsheet":
				tables = true
			case "table":
				if tables {
					c.begin(0, attribute(attr, "name"))
				}
			case "page":
				slides++
				c.begin(slides, "")
			case "p", "h":
				words++
			case "tab", "s", "table-cell":
				c.write(" ")
			case "line-break":
				c.write("\n")
			}
			return false
		},
		end: func(name string) {
			switch name {
			case "p", "h":
				words--
				if !tables {
					c.write("\n")
				}
			case "table-row":
				c.write("\n")
			}
		},
		text: func(s string) {
			if words > 0 {
				c.write(s)
			}
		},
	}.walkEntry(z, "content.xml")
}
