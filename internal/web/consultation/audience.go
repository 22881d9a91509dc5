package consultation

import (
	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/consultation"
	"kommunalforum/internal/web/path"
	pages "kommunalforum/templates/consultation"
)

// circle is who sees positions before the others may, beside the organisation itself. All
// pages name the same people, so that nobody writes in a wrong belief.
const circle = "die Moderation des Bereichs, das Programmmanagement und die Administration"

// forGuests reports whether positions are shown on the open internet once they are shown.
func forGuests(x consultation.Entry) bool { return x.Guests && x.Board.Audience == board.Public }

// readers are those who see the positions once they are shown.
func readers(x consultation.Entry) string {
	if forGuests(x) {
		return "alle, auch ohne Anmeldung im Netz"
	}
	return "alle Mitglieder, die den Bereich lesen"
}

// disclosureWords says for the head of a page who sees the positions and when.
func disclosureWords(x consultation.Consultation) string {
	switch {
	case x.Standing == consultation.IsWithdrawn && !x.ShowsPositions():
		return "sehen nur die eigene Organisation, " + circle
	case x.Disclosure == consultation.AtOnce:
		return "sehen sofort " + readers(x.Entry)
	case x.ShowsPositions():
		return "sehen seit dem Ende " + readers(x.Entry)
	}
	return "sehen bis zum Ende nur die eigene Organisation, " + circle + ", danach " + readers(x.Entry)
}

// audienceWords says to who writes a position who will see it and when.
func audienceWords(x consultation.Consultation) string {
	if x.Disclosure == consultation.AtOnce {
		return "Ihre Stellungnahme sehen sofort " + readers(x.Entry) + "."
	}
	return "Bis zum Ende sehen Ihre Stellungnahme nur Ihre Organisation, " + circle + ", danach " + readers(x.Entry) + "."
}

// noteOf says why positions of others are not shown, or why they are shown already.
func noteOf(by account.Viewer, t consultation.Table) pages.Note {
	x := t.Consultation
	withdrawn := x.Standing == consultation.IsWithdrawn
	switch {
	case t.Disclosed && x.ShowsPositions():
		return pages.Note{}
	case t.Disclosed:
		return pages.Note{Title: "Sie sehen die Stellungnahmen, andere nicht", Text: earlyWords(by, x.Entry)}
	case !by.SignedIn() && !forGuests(x.Entry):
		return pages.Note{Title: "Stellungnahmen lesen nur Mitglieder", Text: "Bitte melden Sie sich an, um Stellungnahmen zu dieser " +
			"Beteiligung zu lesen.", SignIn: path.SignInAndBack(path.To(path.PositionTable, x.ID))}
	case !by.SignedIn() && withdrawn:
		return pages.Note{Title: "Stellungnahmen sind nicht zu sehen", Text: "Die Beteiligung wurde zurückgezogen."}
	case !by.SignedIn():
		return pages.Note{Title: "Stellungnahmen sind noch nicht zu sehen", Text: "Sie sind zu sehen, sobald die Beteiligung beendet ist, auch " +
			"ohne Anmeldung."}
	case withdrawn:
		return pages.Note{Title: "Stellungnahmen anderer sind nicht zu sehen", Text: "Die Beteiligung wurde zurückgezogen. Hier steht nur, was " +
			"Ihre Organisation geschrieben hat."}
	}
	return pages.Note{Title: "Stellungnahmen anderer sind noch nicht zu sehen", Text: "Sie sind erst zu sehen, wenn die Beteiligung beendet " +
		"ist. Hier steht nur, was Ihre Organisation geschrieben hat."}
}

// earlyWords says why somebody sees what others do not see.
func earlyWords(by account.Viewer, x consultation.Entry) string {
	text := "Sie sehen sie, weil Sie diesen Bereich moderieren. "
	switch {
	case by.Admin():
		text = "Sie sehen sie, weil Sie zur Administration gehören. "
	case by.Programme():
		text = "Sie sehen sie, weil Sie zum Programmmanagement gehören. "
	}
	if x.Standing == consultation.IsWithdrawn {
		return text + "Die Beteiligung wurde zurückgezogen; andere sehen nur, was ihre eigene Organisation geschrieben hat."
	}
	return text + "Bis zum Ende der Beteiligung sehen andere nur, was ihre eigene Organisation geschrieben hat."
}
