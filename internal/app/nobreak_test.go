package app_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"kommunalforum/internal/markdown"
)

// sourceTexts are files and literals whose text is Markdown that people could
// have typed, where rendering sees to its spaces, or that nobody reads.
var sourceTexts = map[string]string{
	"templates/info/words.go": "§ 1a OZG",
	"internal/usecase/faq.go": "N. N.",

	"internal/testkit/sample/sample.go": "/F1", // commands of PDF
}

// TestOwnTextsKeepTogetherWhatBelongsTogether walks over all sentences of
// templates and code that a browser or a mail may show.
func TestOwnTextsKeepTogetherWhatBelongsTogether(t *testing.T) {
	texts := 0
	for _, root := range []string{"internal", "templates", "static/js"} {
		err := filepath.WalkDir("../../"+root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			name := strings.TrimPrefix(filepath.ToSlash(path), "../../")
			for _, text := range sentencesOf(t, path) {
				texts++
				if sourceTexts[name] != "" && strings.Contains(text, sourceTexts[name]) {
					continue
				}
				if kept := markdown.NoBreak(text); kept != text {
					t.Errorf("%s: a line may end within %q", name, around(text, kept))
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if texts < 5_000 {
		t.Errorf("only %d texts were looked at", texts)
	}
}

var (
	verb       = regexp.MustCompile(`%[+#]?[0-9.]*[dsvqf]`)
	expression = regexp.MustCompile(`\{ [^{}"]* \}`)
	whiteSpace = regexp.MustCompile(`[ \t\n]+`)
	comment    = regexp.MustCompile(`(?m)^\s*//.*$|\s// .*$`)
)

// sentencesOf returns the texts of a file as they are shown: values that are
// filled in stand as the number 5.
func sentencesOf(t *testing.T, path string) []string {
	switch {
	case strings.HasSuffix(path, ".templ"), strings.HasSuffix(path, ".js"):
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		text := comment.ReplaceAllString(string(b), "")
		text = strings.NewReplacer("&nbsp;", "\u00a0", `\u00a0`, "\u00a0").Replace(text)
		return strings.Split(whiteSpace.ReplaceAllString(expression.ReplaceAllString(text, "5"), " "), "\x00")
	case strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go") && !strings.HasSuffix(path, "_templ.go"):
		return literalsOf(t, path)
	}
	return nil
}

func literalsOf(t *testing.T, path string) (texts []string) {
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		literal, ok := n.(*ast.BasicLit)
		if !ok || literal.Kind != token.STRING {
			return true
		}
		text, err := strconv.Unquote(literal.Value)
		if err != nil {
			t.Fatal(err)
		}
		text = verb.ReplaceAllString(text, "5")
		if strings.HasPrefix(text, " ") { // follows a value
			text = "5" + text
		}
		texts = append(texts, text)
		return true
	})
	return texts
}

// around returns the place where two texts begin to differ.
func around(text, kept string) string {
	i := 0
	for i < len(text) && text[i] == kept[i] {
		i++
	}
	return strings.ToValidUTF8(text[max(i-30, 0):min(i+20, len(text))], "")
}
