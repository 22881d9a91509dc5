package markdown

import (
	"bytes"
	"regexp"
	"strconv"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// CommonMark takes the first number of a list and counts on from there. People
// in offices type numbers that mean something: dates, building phases, sections
// of an act. So a number that was typed is a number that is shown:
//
//   - A line that begins with a date ("1. Januar 2027", "15. 2. 2027",
//     "3. Quartal") or with a number of four digits and more ("2027. Danach …")
//     is no item of a list but text.
//   - Items whose numbers do not count up by one keep them (keepNumbers).

// maxDateLength bounds how much of a line is read to find a date, in bytes.
const maxDateLength = 64

// datePattern matches a line that begins with a date: one day or several days
// ("10. und 11. März"), then a month by name or number, or a period that is
// counted. "1. 1. Text" is none, because it is how nested lists are typed.
var datePattern = regexp.MustCompile(`^[0-9]{1,2}\. +(?:(?:-|–|—|/|\+|&|bis(?: zum)?|und|oder|u\.) *[0-9]{1,2}\. *)*(?:` +
	`(?i:Januar|Jänner|Februar|Feber|März|Maerz|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|` +
	`Jan|Feb|Mär|Mrz|Apr|Jun|Jul|Aug|Sep|Sept|Okt|Nov|Dez|` +
	`Quartals?|Halbjahre?s?|Tertials?|Trimesters?|Kalenderwoche|KW|Jahrhunderts?)(?:[^\pL\pN-]|$)` +
	`|[0-9]{1,2}\. *[0-9]{4}(?:[^\pL\pN]|$)` +
	`|[0-9]{1,2}\.(?:[^\pL\pN\s]|\s*$)` +
	`|(?:[2-9]|1[0-2])\. )`)

// ordinalLine returns the number at the beginning of line ("5. Text", "5) Text")
// and whether there is one. Leading spaces are skipped.
func ordinalLine(line []byte) (number int, ok bool) {
	line = bytes.TrimLeft(line, " ")
	end := 0
	for end < len(line) && util.IsNumeric(line[end]) {
		end++
	}
	if end == 0 || end > 9 || end == len(line) || line[end] != '.' && line[end] != ')' {
		return 0, false
	}
	number, err := strconv.Atoi(string(line[:end]))
	return number, err == nil
}

// beginsWithDate reports whether line, but for leading spaces, begins with a
// date.
func beginsWithDate(line []byte) bool {
	line = bytes.TrimLeft(line, " ")
	if len(line) > maxDateLength {
		line = line[:maxDateLength]
	}
	return len(line) > 0 && util.IsNumeric(line[0]) && datePattern.Match(line)
}

// maxOrdinal is the greatest number that may open a list. Greater ones are years,
// or end a sentence that was wrapped by hand.
const maxOrdinal = 999

// meaningfulLists wraps the parser of lists: a line that begins with a date or a
// year opens no list and continues none.
type meaningfulLists struct{ parser.BlockParser }

func (l meaningfulLists) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, _ := reader.PeekLine()
	if number, ok := ordinalLine(line); ok {
		_, inList := pc.LastOpenedBlock().Node.(*ast.List)
		if !inList && (number > maxOrdinal || beginsWithDate(line)) {
			return nil, parser.NoChildren
		}
	}
	return l.BlockParser.Open(parent, reader, pc)
}

func (l meaningfulLists) Continue(node ast.Node, reader text.Reader, pc parser.Context) parser.State {
	line, _ := reader.PeekLine()
	last, ok := node.LastChild().(*ast.ListItem)
	if indent, _ := util.IndentWidth(line, reader.LineOffset()); ok && indent < last.Offset {
		number, ok := ordinalLine(line)
		if ok && (number > maxOrdinal && number != typedNumber(last)+1 || beginsWithDate(line)) {
			return parser.Close
		}
	}
	return l.BlockParser.Continue(node, reader, pc)
}

// The attributes of items that hold the number that was typed, and the one that
// the rendering has to state.
const (
	typedAttribute = "typed"
	valueAttribute = "value"
)

// numberedItems wraps the parser of items and notes the number that was typed.
type numberedItems struct{ parser.BlockParser }

func (i numberedItems) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, _ := reader.PeekLine()
	number, ordered := ordinalLine(line)
	node, state := i.BlockParser.Open(parent, reader, pc)
	if node != nil && ordered {
		node.SetAttributeString(typedAttribute, number)
	}
	return node, state
}

// typedNumber returns the number that was typed before item, or -1 for a bullet.
func typedNumber(item ast.Node) int {
	if number, ok := item.AttributeString(typedAttribute); ok {
		return number.(int)
	}
	return -1
}

// keepNumbers marks the items whose number is not the one that counting would
// give. A list of nothing but ones is the habit of letting Markdown count.
func keepNumbers(doc ast.Node) {
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if list, ok := n.(*ast.List); ok && entering && list.IsOrdered() && !allOnes(list) {
			for item := list.FirstChild().NextSibling(); item != nil; item = item.NextSibling() {
				if number := typedNumber(item); number != typedNumber(item.PreviousSibling())+1 {
					item.SetAttributeString(valueAttribute, number)
				}
			}
		}
		return ast.WalkContinue, nil
	})
}

func allOnes(list ast.Node) bool {
	for item := list.FirstChild(); item != nil; item = item.NextSibling() {
		if typedNumber(item) != 1 {
			return false
		}
	}
	return true
}

// itemValue is the attribute that states the number of an item, or "".
func itemValue(item ast.Node) string {
	number, ok := item.AttributeString(valueAttribute)
	if !ok {
		return ""
	}
	return ` value="` + strconv.Itoa(number.(int)) + `"`
}
