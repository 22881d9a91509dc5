package main

import (
	"bytes"
	"path/filepath"
)

var litestreamTexts = []operatorText{
	shipped("litestream", "litestream.yml", "Beispiel: Litestream kopiert die Datenbank fortlaufend"),
}

// exampleData is the data folder in all texts.
const exampleData = "/srv/forum"

// forFolder puts another data folder into a text; "" leaves the example.
func forFolder(text []byte, data string) []byte {
	if data == "" {
		return text
	}
	if whole, err := filepath.Abs(data); err == nil {
		data = whole
	}
	return bytes.ReplaceAll(text, []byte(exampleData), []byte(data))
}
