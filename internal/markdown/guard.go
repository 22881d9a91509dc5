package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// goldmark takes time quadratic in some sources: 16,000 nested lists, thousands
// of unmatched "*_" or "](". The guard wraps those of its parsers and counts
// while they work, which is exact where a scan beforehand would have to guess
// what stands in a code block. Once it has a problem the wrapped parsers decline
// everything, so that the rest of the parse is cheap, and the tree is discarded.

const (
	maxRuns     = 1_000 // runs of * _ ~ in one paragraph or cell: each may look at all before it
	maxAttempts = 250   // "](" and "][" that lead to no link: each may read the rest of its paragraph
	maxCells    = 5_000 // cells of all tables: short rows are filled up to the width of the head
)

type guard struct {
	problem  *Problem
	labels   int          // "[" still open in this paragraph
	runs     int          // runs of emphasis characters in this paragraph
	unclosed map[int]bool // lengths of backtick runs that nothing closes in this paragraph
	attempts int          // in the whole text
	cells    int          // in the whole text
}

var guardKey = parser.NewContextKey()

func guardOf(pc parser.Context) *guard { return pc.Get(guardKey).(*guard) }

func (g *guard) refuse(p *Problem) {
	if g.problem == nil {
		g.problem = p
	}
}

// container reports whether n is a block that counts as a level of nesting.
func container(n ast.Node) bool {
	switch n.Kind() {
	case ast.KindBlockquote, ast.KindList, east.KindFootnote:
		return true
	}
	return false
}

// guardedContainer refuses to open a container below MaxDepth others.
type guardedContainer struct{ parser.BlockParser }

func (c guardedContainer) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	g := guardOf(pc)
	if g.problem != nil {
		return nil, parser.NoChildren
	}
	line, position := reader.Position()
	node, state := c.BlockParser.Open(parent, reader, pc)
	if node == nil {
		return nil, state
	}
	depth := 0
	for n := parent; n != nil; n = n.Parent() {
		if container(n) {
			depth++
		}
	}
	if depth >= MaxDepth {
		g.refuse(tooDeep())
		reader.SetPosition(line, position)
		return nil, parser.NoChildren
	}
	return node, state
}

// guardedDelimiters bounds the runs of emphasis characters in a paragraph.
type guardedDelimiters struct{ parser.InlineParser }

func (d guardedDelimiters) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	g := guardOf(pc)
	if g.problem != nil {
		return nil
	}
	// A run of three or more "~" means nothing; goldmark would measure it anew at
	// each of its characters.
	if line, _ := block.PeekLine(); line[0] == '~' && (block.PrecendingCharacter() == '~' || bytes.HasPrefix(line, []byte("~~~"))) {
		return nil
	}
	node := d.InlineParser.Parse(parent, block, pc)
	if node != nil {
		if g.runs++; g.runs > maxRuns {
			g.refuse(tooComplex())
		}
	}
	return node
}

// guardedCode remembers which runs of backticks have no counterpart in the rest
// of the paragraph; goldmark would search it again for each ("\“\“…").
type guardedCode struct{ parser.InlineParser }

func (c guardedCode) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	g := guardOf(pc)
	line, segment := block.PeekLine()
	run := len(line) - len(bytes.TrimLeft(line, "`"))
	if g.unclosed[run] {
		block.Advance(run)
		return ast.NewTextSegment(segment.WithStop(segment.Start + run))
	}
	node := c.InlineParser.Parse(parent, block, pc)
	if node.Kind() == ast.KindText {
		g.unclosed[run] = true
	}
	return node
}

// guardedLinks bounds open brackets in a paragraph and failed links in a text.
// As the parser that hears of the end of every paragraph it also resets what is
// counted by paragraph.
type guardedLinks struct{ parser.InlineParser }

func (l guardedLinks) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	g := guardOf(pc)
	if g.problem != nil {
		return nil
	}
	line, _ := block.PeekLine()
	node := l.InlineParser.Parse(parent, block, pc)
	switch {
	case line[0] != ']':
		if node == nil {
			break
		}
		if g.labels++; g.labels > MaxDepth {
			g.refuse(tooDeep())
		}
	case node == nil && len(line) > 1 && (line[1] == '(' || line[1] == '['):
		if g.attempts++; g.attempts > maxAttempts {
			g.refuse(tooComplex())
		}
		fallthrough
	default:
		g.labels = max(g.labels-1, 0)
	}
	return node
}

// CloseBlock ends a paragraph; goldmark calls it for each.
func (l guardedLinks) CloseBlock(parent ast.Node, block text.Reader, pc parser.Context) {
	l.InlineParser.(parser.CloseBlocker).CloseBlock(parent, block, pc)
	g := guardOf(pc)
	g.labels, g.runs = 0, 0
	clear(g.unclosed)
}

// guardedAddresses looks for a bare address only where one may begin; goldmark
// would match its patterns after every space and every "_".
type guardedAddresses struct{ parser.InlineParser }

func (a guardedAddresses) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, _ := block.PeekLine()
	rest := line[1:]
	if bytes.IndexByte(a.Trigger(), line[0]) < 0 {
		rest = line // at the start of a line there is no character before the address
	}
	const localPart = 64 // characters at most before the "@", by RFC 5321
	if guardOf(pc).problem == nil && (bytes.HasPrefix(rest, []byte("http")) || bytes.HasPrefix(rest, []byte("www.")) ||
		bytes.IndexByte(rest[:min(len(rest), localPart+1)], '@') > 0) {
		return a.InlineParser.Parse(parent, block, pc)
	}
	return nil
}

// guardedTables bounds the cells of all tables before they are made.
type guardedTables struct{ parser.ParagraphTransformer }

func (t guardedTables) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	g := guardOf(pc)
	if g.problem != nil {
		return
	}
	lines := node.Lines()
	for i := 1; i < lines.Len(); i++ {
		line := lines.At(i)
		columns := delimiterColumns(line.Value(reader.Source()))
		if columns == 0 {
			continue
		}
		if g.cells += columns * (lines.Len() - i); g.cells > maxCells {
			g.refuse(tooComplex())
			return
		}
		break // goldmark, too, makes at most one table of a paragraph
	}
	t.ParagraphTransformer.Transform(node, reader, pc)
}

// delimiterColumns returns how many columns line has as the row below a table's
// head ("|---|:-:|"), 0 if it cannot be one.
func delimiterColumns(line []byte) int {
	if len(bytes.Trim(line, "-:| \t\n")) > 0 || !bytes.ContainsAny(line, "-") {
		return 0
	}
	line = bytes.TrimSpace(line)
	line = bytes.TrimSuffix(bytes.TrimPrefix(line, []byte("|")), []byte("|"))
	return bytes.Count(line, []byte("|")) + 1
}
