package mail

import (
	"time"

	"kommunalforum/templates"
)

// PasswordReset leads to choosing a new password. The address holds a secret
// and works until the given moment.
func PasswordReset(f Frame, address string, until time.Time) Letter {
	return Letter{Frame: f, Subject: f.Site + ": neues Passwort wählen", Parts: []Part{
		text("für Ihr Konto wurde ein neues Passwort angefordert. Mit diesem Link wählen Sie es:"),
		link(address, "Neues Passwort wählen"),
		text("Der Link funktioniert einmal, und zwar bis " + templates.MomentText(until) + ". Bitte geben Sie ihn nicht weiter."),
		text("Sie haben das nicht angefordert? Dann brauchen Sie nichts zu tun: Ihr bisheriges Passwort gilt weiter."),
	}}
}

// FactorChanged tells, in one sentence, what became of the ways to sign in, in
// case somebody else did it.
func FactorChanged(f Frame, what string, at time.Time) Letter {
	return Letter{Frame: f, Subject: f.Site + ": Änderung bei der Anmeldung", Parts: []Part{
		text("bei Ihrem Konto hat sich am " + templates.MomentText(at) + " etwas geändert: " + what),
		text("Waren Sie das selbst? Dann brauchen Sie nichts zu tun."),
		text("Waren Sie das nicht? Dann ändern Sie bitte sofort Ihr Passwort, und geben Sie der Administration des Forums Bescheid."),
		link(f.Home+"/konto/sicherheit", "Anmeldung prüfen"),
	}}
}

// PasswordChanged tells that the password was changed, in case somebody else
// did it.
func PasswordChanged(f Frame, at time.Time) Letter {
	return Letter{Frame: f, Subject: f.Site + ": Ihr Passwort wurde geändert", Parts: []Part{
		text("das Passwort Ihres Kontos wurde am " + templates.MomentText(at) + " geändert. Auf anderen Geräten sind Sie seitdem abgemeldet."),
		text("Waren Sie das selbst? Dann brauchen Sie nichts zu tun."),
		text("Waren Sie das nicht? Dann fordern Sie bitte sofort ein neues Passwort an, und geben Sie der Administration des Forums Bescheid."),
		link(f.Home+"/passwort-vergessen", "Neues Passwort anfordern"),
	}}
}
