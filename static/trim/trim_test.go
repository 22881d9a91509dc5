package main

import (
	"bytes"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestStyleSheetHoldsEveryComponentThatPagesUse finds KERN's classes in all
// templates, scripts and sheets.
func TestStyleSheetHoldsEveryComponentThatPagesUse(t *testing.T) {
	icon := regexp.MustCompile(`kern-icon--([a-z0-9]+(?:-[a-z0-9]+)*)`) // those of alerts are all there: see templates.AlertKind
	class := regexp.MustCompile(`(?:^|[^-\w])kern-([a-z0-9]+(?:-[a-z0-9]+)*)`)
	found := 0
	for _, root := range []string{"../../templates", "../js", "../css"} {
		err := fs.WalkDir(os.DirFS(root), ".", func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || strings.HasSuffix(path, "_test.go") {
				return err
			}
			text, err := fs.ReadFile(os.DirFS(root), path)
			for _, m := range class.FindAllStringSubmatch(string(text), -1) {
				if component := m[1]; !slices.Contains(components, component) {
					t.Errorf("%s uses kern-%s, which trim leaves out", path, component)
				}
				found++
			}
			for _, m := range icon.FindAllStringSubmatch(string(text), -1) {
				if !slices.Contains(icons, m[1]) {
					t.Errorf("%s uses kern-icon--%s, which trim leaves out", path, m[1])
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if found < 50 {
		t.Errorf("only %d classes found", found)
	}
}

func TestTrimmedSheetKeepsWhatPagesUse(t *testing.T) {
	for css, want := range map[string]string{
		`@charset "UTF-8";*{margin:0}`:                                     `@charset "UTF-8";*{margin:0}`,
		`.kern-btn{color:red}.kern-card{color:red}`:                        `.kern-btn{color:red}`,
		`.kern-card:is(.a,.b),.kern-btn--primary{color:red}`:               `.kern-btn--primary{color:red}`,
		`.kern-btn-wrapper{color:red}.kern-form-input__input{color:red}`:   `.kern-form-input__input{color:red}`,
		`:is(body,.kern-card):not(.kern-dark){--a:b}`:                      `:is(body,.kern-card):not(.kern-dark){--a:b}`,
		`@media (min-width:1px){.kern-card{color:red}}@font-face{src:x}`:   `@font-face{src:x}`,
		`.kern-icon--home,.kern-icon--search,.kern-icon{a:b}`:              `.kern-icon--search,.kern-icon{a:b}`,
		`@media print{.kern-card{a:b}.kern-icon{background:url("}{")}}p{}`: `@media print{.kern-icon{background:url("}{")}}`,
	} {
		if got := string(trim([]byte(css))); got != want {
			t.Errorf("%s\nbecame %s\nwant   %s", css, got, want)
		}
	}
}

func TestTrimmedSheetIsCurrent(t *testing.T) {
	css, err := os.ReadFile("../../" + whole)
	if err != nil {
		t.Fatal(err)
	}
	committed, err := os.ReadFile("../../" + trimmed)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(committed, trim(css)) {
		t.Errorf("%s is not current: run make generate", trimmed)
	}
}
