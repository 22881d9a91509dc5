// Package data embeds reference data, word lists and the texts of the demo world in
// the binary. Its folders are listed one by one, because data/var is written at run
// time and data/pictures is for the README.
package data

import "embed"

// FS contains the folders catalogue, demo, mail, operations, passwords and search.
//
//go:embed catalogue demo mail operations passwords search
var FS embed.FS
