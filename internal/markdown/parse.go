package markdown

import (
	"regexp"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// maxAddresses bounds, in bytes, the addresses and titles of all links and
// images together. Written out they cannot exceed it; a long reference used a
// thousand times can.
const maxAddresses = 4 * MaxLength

// markdownParser is CommonMark with tables, task lists, strikethrough, bare
// addresses and footnotes. The parsers of raw HTML are left out: what they would
// take stays text and is escaped like any other.
var markdownParser = newParser()

func newParser() parser.Parser {
	return parser.NewParser(
		parser.WithBlockParsers(
			util.Prioritized(parser.NewSetextHeadingParser(), 100),
			util.Prioritized(parser.NewThematicBreakParser(), 200),
			util.Prioritized(guardedContainer{meaningfulLists{parser.NewListParser()}}, 300),
			util.Prioritized(numberedItems{parser.NewListItemParser()}, 400),
			util.Prioritized(parser.NewCodeBlockParser(), 500),
			util.Prioritized(parser.NewATXHeadingParser(), 600),
			util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
			util.Prioritized(guardedContainer{parser.NewBlockquoteParser()}, 800),
			util.Prioritized(guardedContainer{extension.NewFootnoteBlockParser()}, 999),
			util.Prioritized(parser.NewParagraphParser(), 1000),
		),
		parser.WithInlineParsers(
			util.Prioritized(extension.NewTaskCheckBoxParser(), 0),
			util.Prioritized(guardedCode{parser.NewCodeSpanParser()}, 100),
			util.Prioritized(extension.NewFootnoteParser(), 101),
			util.Prioritized(guardedLinks{parser.NewLinkParser()}, 200),
			util.Prioritized(parser.NewAutoLinkParser(), 300),
			util.Prioritized(guardedDelimiters{parser.NewEmphasisParser()}, 500),
			util.Prioritized(guardedDelimiters{extension.NewStrikethroughParser()}, 500),
			util.Prioritized(guardedAddresses{newLinkify()}, 999),
		),
		parser.WithParagraphTransformers(
			util.Prioritized(parser.LinkReferenceParagraphTransformer, 100),
			util.Prioritized(guardedTables{extension.NewTableParagraphTransformer()}, 200),
		),
		parser.WithASTTransformers(
			util.Prioritized(extension.NewTableASTTransformer(), 0),
			util.Prioritized(extension.NewFootnoteASTTransformer(), 999),
		),
	)
}

// newLinkify recognises bare addresses. Unlike goldmark's own patterns these
// accept umlauts and leave out German quotation marks.
func newLinkify() parser.InlineParser {
	const host = `[\pL\pN](?:[-.\pL\pN]*[\pL\pN])?\.\pL+`
	const rest = "(?::[0-9]{1,5})?(?:[/?#][^\\s<>\"`|„“”‚‘’«»]*)?"
	return extension.NewLinkifyParser(
		extension.WithLinkifyAllowedProtocols([]string{"http:", "https:"}),
		extension.WithLinkifyURLRegexp(regexp.MustCompile(`^https?://`+host+rest)),
		extension.WithLinkifyWWWRegexp(regexp.MustCompile(`^www\.`+host+rest)),
		extension.WithLinkifyEmailRegexp(regexp.MustCompile(
			`^[A-Za-z0-9.!#$%&'+/=?^_{}~-]{1,64}@[A-Za-z0-9](?:[-.A-Za-z0-9]*[A-Za-z0-9])?`)),
	)
}

// parse reads source, which must have passed measure, into goldmark's tree.
func parse(source []byte) (ast.Node, *Problem) {
	g := &guard{unclosed: map[int]bool{}}
	pc := parser.NewContext()
	pc.Set(guardKey, g)
	doc := markdownParser.Parse(text.NewReader(source), parser.WithContext(pc))
	if g.problem != nil {
		return nil, g.problem
	}
	if problem := inspect(doc); problem != nil {
		return nil, problem
	}
	return doc, nil
}

// inspect checks what only the finished tree shows: how deep everything is
// nested, and how much text the references stand for.
func inspect(doc ast.Node) (problem *Problem) {
	depth, addresses := 0, 0
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !level(n) {
			return ast.WalkContinue, nil
		}
		if !entering {
			depth--
			return ast.WalkContinue, nil
		}
		depth++
		addresses += addressLength(n)
		switch {
		case depth > MaxDepth:
			problem = tooDeep()
		case addresses > maxAddresses:
			problem = tooComplex()
		default:
			return ast.WalkContinue, nil
		}
		return ast.WalkStop, nil
	})
	return problem
}

// level reports whether n counts as a level of nesting.
func level(n ast.Node) bool {
	switch n.Kind() {
	case ast.KindEmphasis, ast.KindLink, ast.KindImage, east.KindStrikethrough:
		return true
	}
	return container(n)
}

func addressLength(n ast.Node) int {
	switch n := n.(type) {
	case *ast.Link:
		return len(n.Destination) + len(n.Title)
	case *ast.Image:
		return len(n.Destination) + len(n.Title)
	}
	return 0
}
