package filetype_test

import (
	"bytes"
	"strings"
	"testing"

	"kommunalforum/internal/fault"
	"kommunalforum/internal/filetype"
	"kommunalforum/internal/testkit/sample"
)

func detect(r filetype.Rules, name string, file []byte) (filetype.Type, error) {
	return r.Detect(name, bytes.NewReader(file), int64(len(file)))
}

var (
	pdf  = sample.PDF("Gebührensatzung", "Seite zwei")
	docx = sample.DOCX("# Satzung", "Größe und Straße")
	jpeg = []byte("\xff\xd8\xff\xe0\x00\x10JFIF\x00 pixels \xff\xd9")
	gif  = []byte("GIF89a\x01\x00\x01\x00\x00\x00\x00;")
	png  = []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
	webp = []byte("RIFF\x10\x00\x00\x00WEBPVP8 ")
)

const xoev = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- XÖV -->\n<xta:nachricht xmlns:xta=\"urn:xoev-de:xta\">Müller</xta:nachricht>\n"

func TestFilesAreKnownByNameAndContent(t *testing.T) {
	table := sample.Sheet{Name: "2026", Rows: [][]string{{"Gemeinde", "Einwohner"}}}
	zip := sample.ZIP(sample.Entry{Name: "ordner/"}, sample.Entry{Name: "ordner/satzung.pdf", Content: string(pdf)},
		sample.Entry{Name: "satzung.docx", Content: string(docx), Stored: true}, sample.Entry{Name: "lies mich.txt", Content: "Größe"})
	for _, c := range []struct {
		name string
		file []byte
		want filetype.Format
	}{
		{"Satzung.PDF", pdf, filetype.PDF},
		{"a.docx", docx, filetype.DOCX},
		{"a.xlsx", sample.XLSX(table), filetype.XLSX},
		{"a.pptx", sample.Office("presentationml.presentation"), filetype.PPTX},
		{"a.docx", sample.Office("wordprocessingml.document", sample.Entry{Name: "word/embeddings/Tabelle1.xlsx"}), filetype.DOCX},
		{"a.odt", sample.ODT("Größe"), filetype.ODT},
		{"a.ods", sample.ODS(table), filetype.ODS},
		{"a.odp", sample.OpenDocument("presentation", ""), filetype.ODP},
		{"a.jpg", jpeg, filetype.JPEG},
		{"a.jpeg", jpeg, filetype.JPEG},
		{"a.png", png, filetype.PNG},
		{"a.gif", gif, filetype.GIF},
		{"a.webp", webp, filetype.WebP},
		{"a.csv", []byte("Name;Stra\xdfe\r\nM\xfcller;Am Markt\r\n\x1a"), filetype.CSV},
		{"a.txt", []byte("1 < 2, <b>fett</b> und <3 \U0001f600"), filetype.TXT},
		{"a.txt", sample.UTF16("Größe <3"), filetype.TXT},
		{"a.txt", []byte(strings.Repeat("Größe\n", 50_000)), filetype.TXT},
		{"a.xml", []byte(xoev), filetype.XML},
		{"a.xml", []byte("\xef\xbb\xbf" + xoev), filetype.XML},
		{"a.xml", []byte("<!-- Fassung 3 -->\n<antrag/>"), filetype.XML},
		{"a.xml", []byte("<a x='1'/>"), filetype.XML},
		{"a.xml", sample.UTF16(strings.Replace(xoev, "UTF-8", "UTF-16", 1)), filetype.XML},
		{"a.xml", []byte("<?xml version='1.0' encoding='ISO-8859-1'?><a>M\xfcller</a>"), filetype.XML},
		{"a.xsd", []byte(`<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"/>`), filetype.XML},
		{"a.json", []byte(` {"größe": [1]} `), filetype.JSON},
		{"a.zip", zip, filetype.ZIP},
	} {
		got, err := detect(filetype.Rules{ZIP: true}, c.name, c.file)
		if err != nil || got.Format != c.want {
			t.Errorf("%s: %v %v", c.name, got.Name, err)
		}
	}
}

// refused is a file and a word of the sentence that refuses it.
type refused struct {
	name string
	file []byte
	why  string
}

func check(t *testing.T, cases []refused) {
	t.Helper()
	for n, c := range cases {
		got, err := detect(filetype.Rules{ZIP: true}, c.name, c.file)
		if !fault.Is(err, fault.Invalid) || !strings.Contains(fault.SentenceOf(err), c.why) {
			t.Errorf("%d, %s: %v, %v; want „%s“", n, c.name, got.Name, err, c.why)
		}
	}
}

func TestNameAndContentMustAgree(t *testing.T) {
	check(t, []refused{
		{"a", pdf, "keine Endung"},
		{"a.", pdf, "keine Endung"},
		{"a.exe", []byte("MZ"), "„.exe“"},
		{"a." + strings.Repeat("x", 200), pdf, "xxx…“"},
		{"a.pdf", nil, "leer"},
		{"a.pdf", []byte("MZ\x90\x00"), "passen nicht zusammen"},
		{"a.txt", []byte("MZ\x90\x00"), "passen nicht zusammen"},
		{"a.csv", []byte("\x7fELF"), "passen nicht zusammen"},
		{"a.png", jpeg, "passen nicht zusammen"},
		{"a.jpg", pdf, "passen nicht zusammen"},
		{"a.txt", pdf, "passen nicht zusammen"},
		{"a.txt", docx, "passen nicht zusammen"},
		{"a.docx", pdf, "passen nicht zusammen"},
		{"a.docx", sample.XLSX(), "passen nicht zusammen"},
		{"a.docx", sample.ODT(), "passen nicht zusammen"},
		{"a.odt", docx, "passen nicht zusammen"},
		{"a.odt", sample.ODS(), "passen nicht zusammen"},
		{"a.odt", sample.ZIP(sample.Entry{Name: "mimetype", Content: "application/vnd.oasis.opendocument.text"}), "passen nicht zusammen"},
		{"a.docx", sample.ZIP(sample.Entry{Name: "a.txt", Content: "a"}), "passen nicht zusammen"},
		{"a.txt", []byte(`{\rtf1\ansi Größe}`), "passen nicht zusammen"},
		{"a.json", []byte("Größe"), "passen nicht zusammen"},
		{"a.json", []byte(`{"a": 1} und`), "passen nicht zusammen"},
		{"a.xml", []byte("Größe"), "passen nicht zusammen"},
		{"a.xml", []byte(xoev + "\x00"), "passen nicht zusammen"},
		{"a.txt", []byte("   \n"), "passen nicht zusammen"},
		{"a.txt", []byte("H\x00a\x00l\x00l\x00o\x00"), "passen nicht zusammen"}, // UTF-16 that does not say so
		{"a.svg", []byte("<svg/>"), "SVG"},
		{"a.doc", []byte("\xd0\xcf"), "alten Office-Format"},
		{"a.docx", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "Kennwort"},
		{"a.xlsm", docx, "Makros"},
	})
	if _, err := detect(filetype.Rules{}, "a.zip", sample.ZIP(sample.Entry{Name: "a.txt", Content: "a"})); !fault.Is(err, fault.Invalid) {
		t.Errorf("a ZIP archive where none is accepted: %v", err)
	}
}

func TestPagesAndProgramsInDisguiseAreRefused(t *testing.T) {
	late := strings.Repeat("Größe ", 20_000)
	var cases []refused
	for _, page := range []string{
		"<html><body>", " \r\n\t<!DOCTYPE html>", "<!-- ok --><script>alert(1)</script>", "<SCRIPT src=x>", "<svg onload=alert(1)>",
		"ok\n<iframe src=x>", late[:3000] + "<script>",
	} {
		for _, name := range []string{"a.txt", "a.csv"} {
			cases = append(cases, refused{name, []byte(page), "Webseite"}, refused{name, []byte("\xef\xbb\xbf" + page), "Webseite"},
				refused{name, sample.UTF16(page), "Webseite"})
		}
		cases = append(cases, refused{"a.json", []byte(`{"a": "` + page + `"}`), "Webseite"})
	}
	cases = append(cases, []refused{
		{"a.xml", []byte("<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'/>"), "Webseite"},
		{"a.xml", []byte("\ufeff <svg:svg xmlns:svg='http://www.w3.org/2000/svg'/>"), "Webseite"},
		{"a.xml", []byte("<a><b:script xmlns:b='http://www.w3.org/1999/XHTML'/></a>"), "Webseite"},
		{"a.xml", []byte("<?xml-stylesheet href='a.xsl'?><a/>"), "Webseite"},
		{"a.xml", []byte("<xsl:stylesheet xmlns:xsl='http://www.w3.org/1999/XSL/Transform'/>"), "Webseite"},
		{"a.xml", []byte("<?xml version='1.0' encoding='UTF-7'?><a/>"), "Zeichenkodierung"},
		{"a.xml", []byte("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), "Dokumenttypdefinition"},
		{"a.xml", []byte("<!-- ok --><svg xmlns='http://www.w3.org/2000/svg'/>"), "Webseite"},
		{"a.xml", []byte("<!--" + late + "--><a/>"), "passen nicht zusammen"},
		{"a.xml", []byte("<a>" + late + "<script/></a>"), "Webseite"},
		{"a.xml", []byte("<a>" + late[:1<<16-6] + "<script/></a>"), "Webseite"},
		{"a.txt", []byte("+/v8-+ADw-script+AD4-"), "passen nicht zusammen"},
		{"a.txt", []byte("#!/bin/sh\nrm -rf /"), "Programm"},
		{"a.txt", []byte("#!/opt/strange"), "Programm"},
		{"a.txt", []byte("<?php system($_GET['a']);"), "Programm"},
		{"a.csv", []byte("\n\"use strict\";"), "Programm"},
		{"a.txt", []byte("(function(){})()"), "Programm"},
		{"a.pdf", append([]byte("%PDF-1.4\n<html><script>"), pdf...), "ineinander"},
		{"a.gif", []byte("GIF89a/*<script>"), "ineinander"},
	}...)
	check(t, cases)
}

// TestTextsMaySpeakOfPrograms: a log or a table that mentions one further down is no page.
func TestTextsMaySpeakOfPrograms(t *testing.T) {
	late := strings.Repeat("Größe ", 20_000)
	for _, name := range []string{"a.txt", "a.csv"} {
		for _, text := range []string{late + "<script>alert(1)</script>", late + "%PDF-1.4", "Ein PDF beginnt mit %PDF- und seiner Fassung."} {
			if _, err := detect(filetype.Rules{}, name, []byte(text)); err != nil {
				t.Errorf("%s with %.20q at its end: %v", name, text[len(text)-20:], err)
			}
		}
	}
}

func TestFilesInsideOthersAreRefused(t *testing.T) {
	zip := sample.ZIP(sample.Entry{Name: "A.class", Content: "\xca\xfe\xba\xbe"})
	join := func(parts ...[]byte) []byte { return bytes.Join(parts, nil) }
	check(t, []refused{
		{"a.pdf", join([]byte("\n"), pdf), "ineinander"},
		{"a.pdf", join([]byte("MZ"), pdf), "ineinander"},
		{"a.txt", join([]byte("Hallo "), []byte("%PDF-1.4 ")), "ineinander"},
		{"a.gif", join(gif, zip), "ineinander"},
		{"a.jpg", join(jpeg, zip, []byte("rest")), "ineinander"},
		{"a.pdf", join(pdf, zip), "ineinander"},
		{"a.pdf", join(pdf, bytes.Repeat([]byte("a"), 2000)), "folgt noch"},
		{"a.pdf", join(pdf, zip, []byte("%%EOF")), "ineinander"},
		{"a.pdf", pdf[:len(pdf)-200], "unvollständig"},
		{"a.docx", join(zip, docx), "ungewöhnlich"},
		{"a.docx", join(docx, gif), "ungewöhnlich"},
		{"a.zip", sample.ZIP(sample.Entry{Name: "a.pdf", Content: "%PDF-1.4", Stored: true}), "ineinander"},
	})
	if _, err := detect(filetype.Rules{}, "a.pdf", join(pdf, []byte("PK\x05\x06 is how an archive ends, %%EOF"))); err != nil {
		t.Errorf("a PDF that only speaks of archives: %v", err)
	}
}

func TestOfficeFilesWithMacrosObjectsOrPasswordsAreRefused(t *testing.T) {
	word := func(name, content string) []byte {
		return sample.Office("wordprocessingml.document", sample.Entry{Name: name, Content: content})
	}
	odt := func(name, content string) []byte {
		return sample.OpenDocument("text", "", sample.Entry{Name: name, Content: content})
	}
	manifest := func(content string) []byte {
		return sample.ZIP(sample.Entry{Name: "mimetype", Content: "application/vnd.oasis.opendocument.text", Stored: true},
			sample.Entry{Name: "META-INF/manifest.xml", Content: content})
	}
	check(t, []refused{
		{"a.docx", word("word/vbaProject.bin", ""), "Makros"},
		{"a.docx", word("word/VBAPROJECT.BIN", ""), "Makros"},
		{"a.docx", word("xl/macrosheets/sheet1.xml", ""), "Makros"},
		{"a.docx", word("word/embeddings/oleObject1.bin", ""), "eingebettet"},
		{"a.docx", word("word/embeddings/a.xlsm", ""), "eingebettet"},
		{"a.docx", word("word/activeX/activeX1.xml", ""), "eingebettet"},
		{"a.docx", sample.ZIP(sample.Entry{Name: "[Content_Types].xml",
			Content: "application/vnd.ms-word.document.macroEnabled.main+xml"}), "Makros"},
		{"a.docx", sample.ZIP(sample.Entry{Name: "[Content_Types].xml",
			Content: "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml oleObject"}), "eingebettet"},
		{"a.docx", word("[Content_Types].xml", ""), "ungewöhnlich"},
		{"a.odt", odt("Basic/Standard/Module1.xml", ""), "Makros"},
		{"a.odt", odt("Scripts/python/a.py", ""), "Makros"},
		{"a.odt", manifest("<manifest:encryption-data/>"), "Kennwort"},
		{"a.odt", manifest("application/vnd.sun.star.oleobject"), "eingebettet"},
		{"a.docx", sample.ZIP(sample.Entry{Name: "[Content_Types].xml", Content: strings.Repeat("Größe", 1<<20)}), "beschädigt"},
	})
}
