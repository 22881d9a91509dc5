package view

import (
	"kommunalforum/internal/account"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/organisation"
	"kommunalforum/templates"
)

// LandOptions offers the Länder after an empty choice.
func LandOptions() []templates.Option {
	out := []templates.Option{{Text: "– ohne Land –"}}
	for _, l := range catalogue.States() {
		out = append(out, templates.Option{Value: l, Text: l})
	}
	return out
}

// OrganisationLines are the organisations and aliases whom something concerns.
func OrganisationLines(list []account.Byline) []string {
	var out []string
	for _, b := range list {
		out = append(out, OrganisationLine(b))
	}
	return out
}

// OrganisationLine names an organisation with its Land, or an alias, whose words
// name the Land.
func OrganisationLine(b account.Byline) string {
	o := b.Organisation
	if b.IsAlias() || o.Name == "" || o.State == "" {
		return b.OrganisationName()
	}
	return o.Name + ", " + o.State
}

func OrganisationKindOptions(none string) []templates.Option {
	out := []templates.Option{{Text: none}}
	for _, k := range organisation.Kinds {
		out = append(out, templates.Option{Value: string(k), Text: k.German()})
	}
	return out
}

// SizeOptions are the classes of inhabitants in filters.
func SizeOptions() []templates.Option {
	out := []templates.Option{{Text: "alle"}}
	for _, size := range catalogue.SizeClasses {
		out = append(out, templates.Option{Value: size.Key, Text: size.Name})
	}
	return out
}

func StateOptions() []templates.Option {
	out := []templates.Option{{Text: "alle"}}
	for _, name := range catalogue.States() {
		out = append(out, templates.Option{Value: name, Text: name})
	}
	return out
}
