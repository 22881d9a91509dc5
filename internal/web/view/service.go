package view

import (
	"strconv"
	"strings"

	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/web/path"
	"kommunalforum/templates"
)

func ServiceTags(list []catalogue.Service) []templates.Link {
	var out []templates.Link
	for _, x := range list {
		out = append(out, templates.Link{Href: path.Service(x.ID), Text: strconv.FormatInt(x.ID, 10) + " " + x.Name})
	}
	return out
}

// TypedServices writes services as the form's line takes them.
func TypedServices(list []catalogue.Service) string {
	var out []string
	for _, x := range list {
		out = append(out, strconv.FormatInt(x.ID, 10)+" "+x.Name)
	}
	return strings.Join(out, "; ")
}
