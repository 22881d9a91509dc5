package main

import (
	"cmp"
	"crypto/sha256"
	"debug/buildinfo"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"

	"kommunalforum/internal/cli"
)

// sbom lists what a binary is made of as CycloneDX 1.6. The same binary and source give
// the same bytes.
type sbom struct {
	Binary string `arg:"" help:"Das Programm, dessen Bestandteile aufgelistet werden."`
	Source string `default:"." placeholder:"ORDNER" help:"Der Quelltext, aus dem es gebaut ist."`
}

type bom struct {
	Format       string       `json:"bomFormat"`
	Spec         string       `json:"specVersion"`
	Serial       string       `json:"serialNumber"`
	Version      int          `json:"version"`
	Metadata     metadata     `json:"metadata"`
	Components   []component  `json:"components"`
	Dependencies []dependency `json:"dependencies"`
}

type metadata struct {
	Component component `json:"component"`
}

type component struct {
	Type       string     `json:"type"`
	Ref        string     `json:"bom-ref"`
	Name       string     `json:"name"`
	Version    string     `json:"version"`
	PURL       string     `json:"purl,omitempty"`
	Hashes     []hash     `json:"hashes,omitempty"`
	Licences   []licence  `json:"licenses,omitempty"`
	Properties []property `json:"properties,omitempty"`
}

type hash struct {
	Algorithm string `json:"alg"`
	Content   string `json:"content"`
}

type licence struct {
	Licence struct {
		ID string `json:"id"`
	} `json:"license"`
}

type property struct{ Name, Value string }

// MarshalJSON writes the names that CycloneDX gives the fields.
func (p property) MarshalJSON() ([]byte, error) {
	return json.Marshal(map[string]string{"name": p.Name, "value": p.Value})
}

type dependency struct {
	Ref string   `json:"ref"`
	On  []string `json:"dependsOn,omitempty"`
}

// Run writes the list.
func (s sbom) Run(p cli.Program) error {
	b, err := s.list()
	if err != nil {
		return err
	}
	e := json.NewEncoder(p.Out)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(b)
}

func (s sbom) list() (b bom, err error) {
	info, err := buildinfo.ReadFile(s.Binary)
	if err != nil {
		return b, fmt.Errorf("%s ist kein Go-Programm: %w", s.Binary, err)
	}
	content, err := os.ReadFile(s.Binary)
	if err != nil {
		return b, err
	}
	sum := sha256.Sum256(content)
	root := component{Type: "application", Ref: "kommunalforum", Name: info.Main.Path, Version: cmp.Or(info.Main.Version, "unbekannt"),
		Hashes: []hash{{"SHA-256", hex.EncodeToString(sum[:])}}, Licences: licenceOf("EUPL-1.2")}
	// A name by content, so that the same binary has the same list.
	serial := hex.EncodeToString(sum[:16])
	b = bom{Format: "CycloneDX", Spec: "1.6", Version: 1, Metadata: metadata{root},
		Serial: fmt.Sprintf("urn:uuid:%s-%s-5%s-8%s-%s", serial[:8], serial[8:12], serial[13:16], serial[17:20], serial[20:])}
	b.Components = append(b.Components, component{Type: "library", Ref: "go-std", Name: "std", Version: strings.TrimPrefix(info.GoVersion, "go"),
		PURL: "pkg:golang/std@" + strings.TrimPrefix(info.GoVersion, "go"), Licences: licenceOf("BSD-3-Clause")})
	folders, err := moduleFolders(s.Source)
	if err != nil {
		return b, err
	}
	for _, d := range info.Deps {
		b.Components = append(b.Components, module(d, folders[d.Path]))
	}
	vendored, err := s.vendored()
	if err != nil {
		return b, err
	}
	b.Components = append(b.Components, vendored...)
	all := dependency{Ref: root.Ref}
	for _, c := range b.Components {
		all.On = append(all.On, c.Ref)
		b.Dependencies = append(b.Dependencies, dependency{Ref: c.Ref})
	}
	b.Dependencies = append([]dependency{all}, b.Dependencies...)
	return b, nil
}

func module(d *debug.Module, folder string) component {
	if d.Replace != nil {
		d = d.Replace
	}
	purl := "pkg:golang/" + d.Path + "@" + d.Version
	c := component{Type: "library", Ref: purl, Name: d.Path, Version: d.Version, PURL: purl, Licences: licenceOf(licenceIn(folder))}
	if d.Sum != "" {
		c.Properties = []property{{"go:sum", d.Sum}}
	}
	return c
}

// moduleFolders says where the source of each module is.
func moduleFolders(source string) (map[string]string, error) {
	list := exec.Command("go", "list", "-m", "-f", "{{.Path}}\t{{.Dir}}", "all")
	list.Dir = source
	out, err := list.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	folders := map[string]string{}
	for line := range strings.Lines(string(out)) {
		path, folder, _ := strings.Cut(strings.TrimSpace(line), "\t")
		folders[path] = folder
	}
	return folders, nil
}

// known are words of licences by their SPDX name. The first that fits is it.
var known = []struct {
	id    string
	words *regexp.Regexp
}{
	{"Apache-2.0", regexp.MustCompile(`Apache License\s+Version 2\.0`)},
	{"MPL-2.0", regexp.MustCompile(`Mozilla Public License,? [Vv]ersion 2\.0`)},
	{"BSD-3-Clause", regexp.MustCompile(`(?s)Redistribution and use.*(Neither the name|names? of .* may be used)`)},
	{"BSD-2-Clause", regexp.MustCompile(`Redistribution and use`)},
	{"ISC", regexp.MustCompile(`Permission to use, copy, modify, and/?(or)? distribute`)},
	{"MIT", regexp.MustCompile(`Permission is hereby granted, free of charge`)},
}

// licenceIn reads the licence of a module, "" where it is not one of the known.
func licenceIn(folder string) string {
	for _, pattern := range []string{"LICENSE*", "LICENCE*", "COPYING*", "License*"} {
		names, _ := filepath.Glob(filepath.Join(folder, pattern))
		for _, name := range names {
			text, err := os.ReadFile(name)
			if err != nil || folder == "" {
				continue
			}
			for _, k := range known {
				if k.words.Match(text) {
					return k.id
				}
			}
		}
	}
	return ""
}

func licenceOf(id string) []licence {
	if id == "" {
		return nil
	}
	l := licence{}
	l.Licence.ID = id
	return []licence{l}
}

// vendoredIn names the packages in static/vendor, by the variable of the Makefile with
// their version.
var vendoredIn = []struct{ variable, name, licence string }{
	{"KERN", "@kern-ux/native", "EUPL-1.2"},
	{"TOOLBAR", "@github/markdown-toolbar-element", "MIT"},
	{"TURNDOWN", "turndown", "MIT"},
}

func (s sbom) vendored() (out []component, err error) {
	makefile, err := os.ReadFile(filepath.Join(s.Source, "Makefile"))
	if err != nil {
		return nil, err
	}
	for _, v := range vendoredIn {
		m := regexp.MustCompile(`(?m)^` + v.variable + `\s*:=\s*(\S+)$`).FindSubmatch(makefile)
		if m == nil {
			return nil, fmt.Errorf("the Makefile does not say the version of %s", v.name)
		}
		purl := "pkg:npm/" + strings.Replace(v.name, "@", "%40", 1) + "@" + string(m[1])
		out = append(out, component{Type: "library", Ref: purl, Name: v.name, Version: string(m[1]), PURL: purl, Licences: licenceOf(v.licence)})
	}
	slices.SortFunc(out, func(a, b component) int { return cmp.Compare(a.Ref, b.Ref) })
	return out, nil
}
