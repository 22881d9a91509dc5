// Package data ships reference data and the texts of the demo world inside the
// binary. The folder data/var is written at run time and never embedded, which
// is why the folders are named one by one.
package data

import "embed"

// FS holds the folders catalogue, demo, mail, passwords and search.
//
//go:embed catalogue demo mail passwords search
var FS embed.FS
