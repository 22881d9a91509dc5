package view

import (
	"slices"
	"strconv"
	"strings"

	"kommunalforum/internal/account"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/organisation"
	"kommunalforum/internal/reuse"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/templates"
	pages "kommunalforum/templates/reuse"
)

// everyStage is the value of the filter for entries of any stage.
const everyStage = "alle"

// ReuseStages are the stages by their words in addresses and forms.
var reuseStages = map[string]reuse.Stage{"nutzen": reuse.Using, "einfuehren": reuse.Introducing, "planen": reuse.Planning, "beendet": reuse.Ended}

// ReuseStage reads a stage from an address or a form; unknown words are none.
func ReuseStage(word string) reuse.Stage { return reuseStages[word] }

// ReuseStageWord is the stage's word in addresses and forms.
func ReuseStageWord(s reuse.Stage) string {
	for word, stage := range reuseStages {
		if stage == s {
			return word
		}
	}
	return ""
}

var reuseOrders = map[string]reuse.Order{"groesse": reuse.BySize, "name": reuse.ByName, "bestaetigt": reuse.ByConfirmed}

// ReuseFilter reads from the address how a list of the register is narrowed. What cannot
// be understood filters nothing.
func ReuseFilter(c *page.Context) reuse.Filter {
	f := reuse.Filter{Stage: ReuseStage(c.Query("umsetzung")), Every: c.Query("umsetzung") == everyStage, State: c.Query("land"),
		Size: catalogue.SizeClassFor(c.Query("groesse")), Kind: organisation.Kind(c.Query("art")), Faded: c.Query("alte") == "ja",
		Order: reuseOrders[c.Query("sortierung")], Page: c.PageNumber()}
	if !slices.Contains(catalogue.States(), f.State) {
		f.State = ""
	}
	if !f.Kind.Valid() {
		f.Kind = ""
	}
	return f
}

// ReuseQuery writes a filter as an address below base, with the page if it is not the
// first. It is the inverse of ReuseFilter.
func ReuseQuery(base string, f reuse.Filter, more ...string) string {
	stage, order, old, number := ReuseStageWord(f.Stage), ReuseOrderWord(f.Order), "", ""
	if f.Every {
		stage = everyStage
	}
	if f.Faded {
		old = "ja"
	}
	if f.Page > 1 {
		number = strconv.Itoa(f.Page)
	}
	return path.WithQuery(base, append(more, "umsetzung", stage, "land", f.State, "groesse", f.Size.Key, "art", string(f.Kind), "alte", old,
		"sortierung", order, "seite", number)...)
}

// ReuseOrderWord is the order's word in addresses and forms.
func ReuseOrderWord(o reuse.Order) string {
	for word, order := range reuseOrders {
		if order == o {
			return word
		}
	}
	return ""
}

// ReuseFigures says how many organisations use, introduce or plan something; "" for none.
// The first of the numbers says what is counted.
func ReuseFigures(f reuse.Figures) string {
	var out []string
	for _, x := range []struct {
		stage     reuse.Stage
		one, many string
	}{
		{reuse.Using, "nutzt sie", "nutzen sie"},
		{reuse.Introducing, "führt sie ein", "führen sie ein"},
		{reuse.Planning, "plant sie", "planen sie"},
		{reuse.Ended, "hat die Nutzung beendet", "haben die Nutzung beendet"},
	} {
		if n := f[x.stage]; n > 0 {
			if len(out) == 0 {
				x.one, x.many = "Organisation "+x.one, "Organisationen "+x.many
			}
			out = append(out, templates.Plural(n, x.one, x.many))
		}
	}
	return strings.Join(out, ", ")
}

// ReuseShort says in a few words how many organisations use or introduce something.
func ReuseShort(f reuse.Figures) string {
	if n := f[reuse.Using] + f[reuse.Introducing]; n > 0 {
		return templates.Plural(n, "Organisation nutzt sie oder führt sie ein", "Organisationen nutzen sie oder führen sie ein")
	}
	return ""
}

// ReuseAskHref leads to a question to the organisations on a list of the register.
func ReuseAskHref(service int64, f reuse.Filter) string {
	f.Page = 0
	return ReuseQuery(path.Ask, f, "nachnutzung", strconv.FormatInt(service, 10))
}

// ReuseRow shows an entry as the viewer may see it and act on it.
func ReuseRow(by account.Viewer, e reuse.Entry, moderates bool) pages.Row {
	out := pages.Row{ID: strconv.FormatInt(e.ID, 10), Organisation: templates.Link{Href: path.Organisation(e.Organisation.ID, e.Organisation.Name),
		Text: e.Organisation.Name}, Kind: e.Organisation.Kind.German(), Land: e.Organisation.State, Inhabitants: e.Inhabitants,
		Stage: e.Stage.German(), Using: e.Stage == reuse.Using, Product: e.Product, Notes: ReuseNotes(e), Facts: ReuseFacts(e),
		Confirmed: e.ConfirmedAt, Old: e.Age != reuse.Current, Faded: e.Age == reuse.Faded, Mailbox: e.Mailbox}
	if e.Provider != "" {
		out.Product += " von " + e.Provider
	}
	if e.Distance.Known && e.Organisation.ID != by.Organisation.ID {
		out.Distance = "etwa " + templates.Number(e.Distance.Kilometres) + "\u00a0km entfernt"
	}
	if e.Contact.PersonID != 0 {
		out.Contact = templates.Link{Href: path.Member(e.Contact.PersonID), Text: e.Contact.Name}
	}
	if e.CanEdit(by) {
		out.EditHref, out.Confirm = path.To(path.EditReuse, e.ID), path.To(path.ConfirmReuse, e.ID)
	}
	if e.CanEdit(by) || moderates {
		out.RemoveHref = path.To(path.RemoveReuse, e.ID)
	}
	return out
}

// ReuseFacts are the short fields of an entry beside its product.
func ReuseFacts(e reuse.Entry) []templates.Fact {
	since := "Seit"
	if e.Stage == reuse.Planning {
		since = "Voraussichtlich ab"
	}
	return []templates.Fact{
		{Term: "Betreiber", Text: e.Operator},
		{Term: since, Text: e.Since.German()},
		{Term: "Kosten", Text: e.Cost.German()},
	}
}

// ReuseNotes are the long fields of an entry.
func ReuseNotes(e reuse.Entry) []templates.Fact {
	n := e.Notes
	return []templates.Fact{
		{Term: "Erfahrungen", Text: n.Experience},
		{Term: "Finanzierung", Text: n.Financing},
		{Term: "Einbindung in die eigenen Systeme", Text: n.Integration},
		{Term: "Betrieb", Text: n.Operation},
		{Term: "Schnittstellen", Text: n.Interfaces},
		{Term: "Unterstützung", Text: n.Assistance},
	}
}
