package view

import (
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

// OrganisationLines are the organisations whom something concerns.
func OrganisationLines(list []organisation.Organisation) []string {
	var out []string
	for _, o := range list {
		out = append(out, OrganisationLine(o))
	}
	return out
}

// OrganisationLine names an organisation with its Land, which is part of the
// words of a disguise.
func OrganisationLine(o organisation.Organisation) string {
	if o.Name == "" || o.State == "" || o.Kind == organisation.Disguised {
		return o.Name
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

func StateOptions() []templates.Option {
	out := []templates.Option{{Text: "alle"}}
	for _, name := range catalogue.States() {
		out = append(out, templates.Option{Value: name, Text: name})
	}
	return out
}
