package mail

import (
	"time"

	"kommunalforum/templates"
)

// Alarm tells administrators that something is not well with the forum, or over: that it
// is well again.
func Alarm(f Frame, title, sentence string, since time.Time, over bool) Letter {
	state := link(f.Home+"/verwaltung/zustand", "Zustand des Forums")
	if over {
		return Letter{Frame: f, Subject: f.Site + ": wieder in Ordnung – " + title, Parts: []Part{
			text("„" + title + "“ ist wieder in Ordnung. Nicht in Ordnung war es seit " + templates.MomentText(since) + "."),
			state,
		}, Foot: []Part{text(alarmFoot)}}
	}
	return Letter{Frame: f, Subject: f.Site + ": bitte prüfen – " + title, Parts: []Part{
		text("„" + title + "“ ist seit " + templates.MomentText(since) + " nicht in Ordnung:"),
		text(sentence),
		text("Solange das so bleibt, erinnern wir Sie einmal am Tag daran. Wir melden uns, sobald es wieder in Ordnung ist."),
		state,
	}, Foot: []Part{text(alarmFoot)}}
}

const alarmFoot = "Diese E-Mail bekommen alle, die das Forum verwalten."
