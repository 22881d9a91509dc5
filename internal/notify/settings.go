package notify

import (
	"context"
	"errors"
	"strings"

	"kommunalforum/internal/account"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/export/section"
	"kommunalforum/internal/fault"
)

// maxAbsence is how far ahead the end of an absence may lie, in days.
const maxAbsence = 366

// Setting is a kind of notification with the rhythm of mails about it.
type Setting struct {
	KindInfo
	Rhythm Rhythm
}

// Settings says how somebody wants mail about notifications.
type Settings struct {
	Kinds       []Setting      // in the order of the groups, without those that need a role they lack
	AbsentUntil catalogue.Date // last day of an absence that is not over, "" for none
}

// Settings returns how by wants mail about notifications. Members only.
func (n *Notifications) Settings(ctx context.Context, by account.Viewer) (s Settings, err error) {
	if err := by.MustBeMember(); err != nil {
		return s, err
	}
	err = n.db.Read(ctx, func(tx *db.Tx) error {
		rhythms, err := rhythmsTx(tx, by.ID)
		if err != nil {
			return err
		}
		for _, k := range kindsFor(by) {
			s.Kinds = append(s.Kinds, Setting{k, rhythms[k.Kind]})
		}
		a, err := findAbsence(tx, by.ID)
		if !a.Until.Before(catalogue.DateOf(tx.Now)) {
			s.AbsentUntil = a.Until
		}
		return err
	})
	return s, err
}

// kindsFor returns the kinds that by may choose a rhythm for, in the order of the
// groups: those that need a role only if by has one of the roles.
func kindsFor(by account.Viewer) (out []KindInfo) {
	for _, g := range Groups {
		if g == Work && !by.ModeratesSomewhere() && !by.EditsSomewhere() && !by.Programme() {
			continue
		}
		for _, k := range Kinds {
			if k.Group == g {
				out = append(out, k)
			}
		}
	}
	return out
}

// rhythmsTx returns the rhythm of every kind for the person.
func rhythmsTx(tx *db.Tx, person int64) (map[Kind]Rhythm, error) {
	out := map[Kind]Rhythm{}
	for _, k := range Kinds {
		out[k.Kind] = k.Default
	}
	err := db.Each(tx, func(r db.Row) error {
		var kind Kind
		var rhythm Rhythm
		err := r.Scan(&kind, &rhythm)
		out[kind] = rhythm
		return err
	}, `SELECT kind, rhythm FROM notify_setting WHERE person_id = $1`, person)
	return out, err
}

// SaveSettings changes how by wants mail: the rhythms of the kinds in rhythms, and
// the last day of an absence as it was typed, "" for none. What has not left yet
// obeys the new rhythms. Members only; unknown kinds and rhythms, days that are
// over and those more than a year ahead are fault.Invalid.
func (n *Notifications) SaveSettings(ctx context.Context, by account.Viewer, rhythms map[Kind]Rhythm, absentUntil string) error {
	if err := by.MustBeMember(); err != nil {
		return err
	}
	var c fault.Check
	for k, r := range rhythms {
		if _, known := k.Info(); !known || !r.Valid() {
			c.Add(SettingField(k), "Bitte wählen Sie eine der angebotenen Möglichkeiten.")
		}
	}
	return n.db.Write(ctx, func(tx *db.Tx) error {
		until := checkAbsence(&c, absentUntil, catalogue.DateOf(tx.Now))
		if err := c.Err(); err != nil {
			return err
		}
		for k, r := range rhythms {
			if err := setRhythmTx(tx, by.ID, k, r); err != nil {
				return err
			}
		}
		return setAbsence(tx, by.ID, until)
	})
}

// SettingField is the name of the form field that holds the rhythm of the kind.
func SettingField(k Kind) string { return "rhythmus_" + strings.ReplaceAll(string(k), ".", "_") }

// AbsenceField is the name of the form field that holds the end of an absence.
const AbsenceField = "abwesend"

// checkAbsence reads the end of an absence.
func checkAbsence(c *fault.Check, typed string, today catalogue.Date) catalogue.Date {
	if typed == "" {
		return ""
	}
	until, err := catalogue.ParseDate(typed)
	const tooFar = "Bitte wählen Sie einen Tag innerhalb eines Jahres."
	switch {
	case errors.Is(err, catalogue.ErrYear):
		c.Add(AbsenceField, tooFar)
	case err != nil:
		c.Add(AbsenceField, "%s", fault.SentenceOf(err))
	case until.Before(today):
		c.Add(AbsenceField, "Dieser Tag ist schon vorbei.")
	case until.After(today.AddDays(maxAbsence)):
		c.Add(AbsenceField, tooFar)
	}
	return until
}

// setRhythmTx sets the rhythm of a kind, also for what has not left yet.
func setRhythmTx(tx *db.Tx, person int64, k Kind, r Rhythm) error {
	info, _ := k.Info()
	var err error
	if r == info.Default {
		_, err = tx.Exec(`DELETE FROM notify_setting WHERE person_id = $1 AND kind = $2`, person, string(k))
	} else {
		_, err = tx.Exec(`
			INSERT INTO notify_setting (person_id, kind, rhythm)
			VALUES ($1, $2, $3)
			ON CONFLICT (person_id, kind) DO UPDATE SET rhythm = excluded.rhythm`, person, string(k), string(r))
	}
	if err != nil {
		return err
	}
	_, err = tx.Exec(`
		UPDATE notification
		SET delivery = $1, due_at = CASE WHEN $1 = 'now' THEN CAST($2 AS BIGINT) END
		WHERE person_id = $3 AND kind = $4 AND delivery IN ('now', 'daily', 'weekly') AND delivery <> $1`,
		string(r), tx.Now, person, string(k))
	tx.Nudge()
	return err
}

// absence is when somebody wants no mail about notifications.
type absence struct {
	From, Until catalogue.Date // both days included; "" for none
}

func findAbsence(tx *db.Tx, person int64) (absence, error) {
	a, _, err := db.Found(db.One(tx, func(r db.Row) (a absence, err error) { return a, r.Scan(&a.From, &a.Until) }, `
		SELECT absent_from, absent_until
		FROM notify_person
		WHERE person_id = $1`, person))
	return a, err
}

// setAbsence sets the last day of the person's absence. One that is ended early was
// over yesterday, so that the next digest sums it up.
func setAbsence(tx *db.Tx, person int64, until catalogue.Date) error {
	today := catalogue.DateOf(tx.Now)
	before, err := findAbsence(tx, person)
	running := err == nil && !before.Until.Before(today)
	from := today
	switch {
	case err != nil || before.Until == until:
		return err
	case until == "" && !running:
		return nil // it was over, and the digest after it has yet to come
	case until == "":
		from, until = before.From, today.AddDays(-1)
	case before.From != "":
		from = before.From
	}
	_, err = tx.Exec(`
		INSERT INTO notify_person (person_id, absent_from, absent_until)
		VALUES ($1, $2, $3)
		ON CONFLICT (person_id) DO UPDATE
		SET absent_from = excluded.absent_from, absent_until = excluded.absent_until`, person, string(from), string(until))
	tx.Nudge()
	return err
}

// EraseSettingsTx deletes how the person wants mail about notifications.
func EraseSettingsTx(tx *db.Tx, person int64) error {
	if _, err := tx.Exec(`DELETE FROM notify_setting WHERE person_id = $1`, person); err != nil {
		return err
	}
	_, err := tx.Exec(`DELETE FROM notify_person WHERE person_id = $1`, person)
	return err
}

// ExportSettings returns what the export of personal data says of how the person
// wants mail about notifications.
func ExportSettings() []section.Section {
	return []section.Section{{
		Key: "notification_settings", Title: "Mitteilungen per E-Mail",
		Note:    "Nur was Sie anders eingestellt haben als voreingestellt. Ohne Wert in „Wie oft“: nie.",
		Columns: []section.Column{{Key: "kind", Label: "Art"}, {Key: "rhythm", Label: "Wie oft"}},
		Query:   `SELECT kind, rhythm FROM notify_setting WHERE person_id = $1 ORDER BY kind`,
	}, {
		Key: "absence", Title: "Ihre Abwesenheit",
		Columns: []section.Column{{Key: "from", Label: "Eingetragen am"}, {Key: "until", Label: "Bis einschließlich"}},
		Query:   `SELECT absent_from, absent_until FROM notify_person WHERE person_id = $1`,
	}, {
		Key: "digests", Title: "Zusammenfassungen an Sie",
		Columns: []section.Column{{Key: "at", Label: "Am", Kind: section.Moment}, {Key: "rhythms", Label: "Wie oft"},
			{Key: "since", Label: "Abwesend seit"}},
		Query: `SELECT at, rhythms, since FROM digest WHERE person_id = $1 ORDER BY id`,
	}}
}
