package mailer

import (
	"kommunalforum/internal/alarm"
	"kommunalforum/internal/db"
	"kommunalforum/internal/outbox"
	letters "kommunalforum/templates/mail"
)

// alarmLetter tells an administrator of the state of the forum. Whoever is none any more
// gets none.
func (d *Dispatcher) alarmLetter(tx *db.Tx, item outbox.Item, f letters.Frame) (letters.Letter, error) {
	n, found, err := db.Found(alarm.NoticeTx(tx, item.Subject))
	if err != nil {
		return letters.Letter{}, err
	}
	admin, err := db.Scalar[bool](tx, `
		SELECT EXISTS (SELECT 1 FROM role_grant WHERE person_id = $1 AND role = 'admin' AND board_id IS NULL)`, item.Recipient)
	if err != nil {
		return letters.Letter{}, err
	}
	if !found || !admin {
		return letters.Letter{}, outOfDate
	}
	return letters.Alarm(f, d.titleOf(n.Kind), n.Sentence, n.Since, n.Over), nil
}

// titleOf says what a kind of alarm is about.
func (d *Dispatcher) titleOf(k alarm.Kind) string {
	if d.alarms != nil {
		return d.alarms.Title(k)
	}
	return string(k)
}

// AlarmsFrom gives mails about alarms their titles. Call it before Run.
func (d *Dispatcher) AlarmsFrom(w *alarm.Watch) { d.alarms = w }
