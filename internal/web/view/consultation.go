package view

import (
	"kommunalforum/internal/consultation"
	"kommunalforum/internal/web/path"
	"kommunalforum/templates"
	pages "kommunalforum/templates/consultation"
)

// MaxConsultations is how many consultations a board and the own page show.
const MaxConsultations = 5

// ConsultationEntries shows consultations in a list.
func ConsultationEntries(list []consultation.Entry) (out []pages.Entry) {
	for _, e := range list {
		x := pages.Entry{Href: path.Consultation(e.ID, e.Title), Title: e.Title, Mark: e.Standing.German(), Tone: ConsultationTone(e.Standing),
			Facts: []string{e.Issuer, e.Board.Name}}
		switch e.Standing {
		case consultation.IsOpen:
			x.Facts = append(x.Facts, "bis einschließlich "+e.EndsOn.German(), DaysLeft(e.DaysLeft))
		case consultation.IsEnded:
			x.Facts = append(x.Facts, "beendet")
		}
		if e.Own > 0 {
			x.Facts = append(x.Facts, "Ihre Organisation hat Stellung genommen")
		}
		out = append(out, x)
	}
	return out
}

// DaysLeft says how long a consultation is still open.
func DaysLeft(days int) string {
	switch days {
	case 0:
		return "endet heute"
	case 1:
		return "endet morgen"
	}
	return "noch " + templates.Plural(days, "Tag", "Tage")
}

// ConsultationTone is the tone of the badge that says how a consultation stands.
func ConsultationTone(s consultation.Standing) templates.Tone {
	switch s {
	case consultation.IsOpen:
		return templates.ToneSuccess
	case consultation.IsDecided:
		return templates.ToneOfficial
	case consultation.IsDraft:
		return templates.ToneWarning
	}
	return templates.ToneMuted
}
