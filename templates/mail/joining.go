package mail

import (
	"time"

	"kommunalforum/templates"
)

// JoinConfirm asks somebody to confirm the address with which they want to
// join. Anybody may have typed it in: nothing of what they typed stands here.
func JoinConfirm(f Frame, address string, until time.Time) Letter {
	return Letter{Frame: f, Subject: f.Site + ": Bitte bestätigen Sie Ihre E-Mail-Adresse", Parts: []Part{
		text("mit dieser Adresse möchte sich jemand im Forum „" + f.Site + "“ registrieren. Waren Sie das? Dann geht es hier weiter:"),
		link(address, "Adresse bestätigen und Passwort wählen"),
		text("Der Link funktioniert einmal, und zwar bis " + templates.MomentText(until) + ". Bitte geben Sie ihn nicht weiter."),
		text("Sie haben sich nicht registriert? Dann brauchen Sie nichts zu tun. Ohne den Link entsteht kein Konto."),
	}}
}

// AddressNew is the same for a member who changes the address.
func AddressNew(f Frame, address string, until time.Time) Letter {
	return Letter{Frame: f, Subject: f.Site + ": Bitte bestätigen Sie Ihre neue E-Mail-Adresse", Parts: []Part{
		text("diese Adresse soll in einem Konto des Forums „" + f.Site + "“ die bisherige ersetzen. Waren Sie das? Dann bestätigen Sie sie hier:"),
		link(address, "Neue Adresse bestätigen"),
		text("Der Link funktioniert einmal, und zwar bis " + templates.MomentText(until) + ". Bitte geben Sie ihn nicht weiter."),
		text("Sie haben das nicht veranlasst? Dann brauchen Sie nichts zu tun. Ohne den Link ändert sich nichts."),
	}}
}

// JoinKnown tells who has an account that somebody typed in their address.
func JoinKnown(f Frame) Letter {
	return Letter{Frame: f, Subject: f.Site + ": Sie haben schon ein Konto", Parts: []Part{
		text("jemand wollte sich mit Ihrer E-Mail-Adresse registrieren oder sie in ein anderes Konto eintragen. Sie haben aber schon " +
			"ein Konto im Forum, und daran hat sich nichts geändert."),
		text("Waren Sie das? Dann melden Sie sich einfach an:"),
		link(f.Home+"/anmelden", "Anmelden"),
		text("Wissen Sie Ihr Passwort nicht mehr? Dann wählen Sie ein neues:"),
		link(f.Home+"/passwort-vergessen", "Neues Passwort anfordern"),
		text("Waren Sie das nicht? Dann brauchen Sie nichts zu tun."),
	}}
}

// JoinAdmitted tells that somebody was admitted, under which organisation.
func JoinAdmitted(f Frame, organisation string) Letter {
	return Letter{Frame: f, Subject: f.Site + ": Ihr Konto ist freigegeben", Parts: []Part{
		text("willkommen! Ihre Registrierung ist geprüft, Sie gehören jetzt für „" + organisation +
			"“ zum Forum. Melden Sie sich mit Ihrer E-Mail-Adresse und dem Passwort an, das Sie gewählt haben:"),
		link(f.Home+"/anmelden", "Anmelden"),
		text("Wie das Forum funktioniert, erklärt die Hilfe:"),
		link(f.Home+"/hilfe", "Hilfe"),
	}}
}

// JoinRefused tells that somebody was not admitted, and why; a member keeps the
// present address.
func JoinRefused(f Frame, reason string, member bool) Letter {
	subject, first := ": Ihre Registrierung wurde nicht angenommen", "Ihre Registrierung haben wir geprüft und leider nicht angenommen. Der Grund:"
	last := "Ist das ein Missverständnis? Dann registrieren Sie sich gern noch einmal und erklären Sie kurz, wo Sie arbeiten. Oder " +
		"bitten Sie ein Mitglied Ihrer Organisation, Sie einzuladen."
	if member {
		subject, first = ": Ihre neue E-Mail-Adresse wurde nicht angenommen", "die Änderung Ihrer E-Mail-Adresse haben wir geprüft und "+
			"leider nicht angenommen. Der Grund:"
		last = "Ihre bisherige Adresse gilt weiter."
	}
	return Letter{Frame: f, Subject: f.Site + subject, Parts: []Part{text(first), text("„" + reason + "“"), text(last)}}
}

// JoinVouch asks a member whether somebody works for their organisation.
func JoinVouch(f Frame, name, employer string) Letter {
	return Letter{Frame: f, Subject: f.Site + ": Kennen Sie diese Person?", Parts: []Part{
		text(name + " möchte im Forum mitmachen und gibt an, zu „" + employer +
			"“ zu gehören. Die E-Mail-Adresse sagt darüber nichts aus. Deshalb fragen wir Sie als Mitglied:"),
		link(f.Home+"/konto/kollegium", "Anfrage ansehen und beantworten"),
		text("Bitte bestätigen Sie nur Menschen, die Sie kennen und die in Ihrer Organisation arbeiten oder ein Amt haben."),
	}}
}

// JoinInvited invites somebody without an account.
func JoinInvited(f Frame, address, inviter, organisation string, until time.Time) Letter {
	return Letter{Frame: f, Subject: f.Site + ": " + inviter + " lädt Sie ein", Parts: []Part{
		text(inviter + " lädt Sie ein, für „" + organisation + "“ im Forum mitzumachen. Dort beantworten sich Kommunen gegenseitig " +
			"Fragen zur Digitalisierung der Verwaltung und zum Onlinezugangsgesetz."),
		link(address, "Einladung annehmen"),
		text("Der Link funktioniert einmal, und zwar bis " + templates.MomentText(until) + ". Er ist nur für Sie bestimmt."),
		text("Sie möchten nicht mitmachen? Dann brauchen Sie nichts zu tun. Ihre Adresse wird danach gelöscht."),
	}}
}

// JoinInvitedKnown tells who was invited that they have an account.
func JoinInvitedKnown(f Frame, inviter, organisation string) Letter {
	return Letter{Frame: f, Subject: f.Site + ": " + inviter + " lädt Sie ein", Parts: []Part{
		text(inviter + " hat Sie eingeladen, für „" + organisation + "“ im Forum mitzumachen. Sie haben aber schon ein Konto:"),
		link(f.Home+"/anmelden", "Anmelden"),
		text("Sie arbeiten jetzt für eine andere Organisation? Dann ändern Sie in Ihrem Konto Ihre E-Mail-Adresse."),
	}}
}

// AddressChanged tells the former address that another one holds now.
func AddressChanged(f Frame, at time.Time) Letter {
	return Letter{Frame: f, Subject: f.Site + ": Ihre E-Mail-Adresse wurde geändert", Parts: []Part{
		text("in Ihrem Konto steht seit " + templates.MomentText(at) + " eine andere E-Mail-Adresse. An diese hier schreiben wir Ihnen nicht mehr."),
		text("Waren Sie das selbst? Dann brauchen Sie nichts zu tun."),
		text("Waren Sie das nicht? Dann geben Sie bitte sofort den Betreibern des Forums Bescheid."),
	}}
}

// AddressCheck asks a member to confirm the address, because they want to.
func AddressCheck(f Frame, address string, until time.Time) Letter {
	return Letter{Frame: f, Subject: f.Site + ": Stimmt Ihre E-Mail-Adresse?", Parts: []Part{
		text("diese E-Mail hat Sie erreicht. Bestätigen Sie das bitte mit einem Klick:"),
		link(address, "Adresse bestätigen"),
		text("Der Link funktioniert einmal, und zwar bis " + templates.MomentText(until) + "."),
	}}
}

// AddressReminder asks the same before the year is over.
func AddressReminder(f Frame, address string, due time.Time) Letter {
	return Letter{Frame: f, Subject: f.Site + ": Arbeiten Sie noch hier?", Parts: []Part{
		text("einmal im Jahr fragen wir nach, ob Ihre dienstliche E-Mail-Adresse noch stimmt. So weiß jeder im Forum, dass hier " +
			"wirklich Kommunen miteinander reden. Bitte bestätigen Sie sie bis " + templates.DayText(due) + ":"),
		link(address, "Adresse bestätigen"),
		text("Danach ruht Ihr Konto, bis Sie die Adresse beim nächsten Anmelden bestätigen. Ruht es zwei Jahre lang, oder haben Sie " +
			"sich noch nie angemeldet, löschen wir es. Ihre Beiträge bleiben dann ohne Ihren Namen stehen."),
		text("Sie haben eine neue Adresse? Dann ändern Sie sie in Ihrem Konto:"),
		link(f.Home+"/konto/adresse", "Adresse ändern"),
	}}
}
