package view

import (
	"kommunalforum/internal/support"
	"kommunalforum/templates"
)

// Supporters says whom something concerns: „37 Organisationen in 9 Ländern, …".
func Supporters(v support.Supporters) string {
	text := templates.Plural(v.Organisations, "Organisation", "Organisationen")
	if v.States > 0 {
		text += " in " + templates.Plural(v.States, "Land", "Ländern")
	}
	if v.Inhabitants > 0 {
		text += ", " + templates.Plural(v.Inhabitants, "Einwohner", "Einwohner")
	}
	return text
}
