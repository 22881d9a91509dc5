// Package support owns the table concern: „Betrifft uns auch“, by which an
// organisation says that a thread or an inquiry concerns it too.
//
// An organisation can say in a note what exactly concerns it; the note goes with the voice.
//
// It promises one voice per organisation, however many of its people speak up. The
// caller checks who may see the subject.
package support

import (
	"strconv"
	"strings"

	"kommunalforum/internal/account"
	"kommunalforum/internal/alias"
	"kommunalforum/internal/db"
	"kommunalforum/internal/organisation"
)

// Kind is the kind of a subject.
type Kind string

const (
	Thread  Kind = "thread"
	Inquiry Kind = "inquiry"
)

// Subject is a thread or inquiry that concerns organisations.
type Subject struct {
	Kind Kind
	ID   int64
}

// AddTx adds the voice of by's organisation, unless it has one already.
func AddTx(tx *db.Tx, by account.Viewer, s Subject) error {
	return AddForTx(tx, account.Byline{PersonID: by.ID, Organisation: by.Organisation}, s)
}

// AddForTx adds the voice of the author's organisation, or of the alias under which
// the author asks, such as that of a thread that a moderator escalates.
func AddForTx(tx *db.Tx, author account.Byline, s Subject) error {
	return tx.Queue(`
		INSERT INTO concern (subject_kind, subject_id, organisation_id, person_id, alias_id, at)
		VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT DO NOTHING`, string(s.Kind), s.ID, db.Null(author.Organisation.ID), db.Null(author.PersonID), db.Null(author.Alias.ID), tx.Now)
}

// RemoveTx takes the voice of an organisation back, whoever of it raised it, and
// reports whether there was one.
func RemoveTx(tx *db.Tx, organisation int64, s Subject) (removed bool, err error) {
	n, err := tx.Exec(`
		DELETE FROM concern
		WHERE subject_kind = $1 AND subject_id = $2 AND organisation_id = $3`, string(s.Kind), s.ID, organisation)
	return n > 0, err
}

// Supporters are the organisations that some subjects concern, each counted once,
// and the aliases under which others asked.
type Supporters struct {
	Organisations int
	States        int   // Länder of these organisations
	Inhabitants   int64 // of the municipalities they stand for, each counted once
	Own           bool  // the viewer's organisation is among them
}

// CountTx counts the voices of all subjects together: those of an inquiry, of
// the ones merged into it and of the threads they came from.
//
// Inhabitants are those of the municipalities represented, each counted once:
// a municipality itself, those that an organisation administers, a district's
// municipalities. Bodies for which the register knows none count with their own
// figure if they are municipalities, districts or associations of
// municipalities; IT providers, Länder and associations count none. What was
// dissolved speaks with the voice of its successor.
func CountTx(tx *db.Tx, by account.Viewer, subjects ...Subject) (Supporters, error) {
	out, ids, err := voices(tx, by, subjects)
	if err != nil || out.Organisations == 0 {
		return Supporters{}, err // most threads concern nobody else: they cost no more
	}
	out.Inhabitants, err = inhabitants(tx, ids)
	return out, err
}

// CountAndListTx returns what CountTx and ListTx do.
func CountAndListTx(tx *db.Tx, by account.Viewer, subjects ...Subject) (out Supporters, list []account.Byline, err error) {
	out, ids, err := voices(tx, by, subjects)
	if err != nil || out.Organisations == 0 {
		return Supporters{}, nil, err
	}
	err = tx.Together(
		func(tx *db.Tx) (err error) { out.Inhabitants, err = inhabitants(tx, ids); return err },
		func(tx *db.Tx) (err error) { list, err = ListTx(tx, subjects...); return err })
	return out, list, err
}

// voices counts the voices without their inhabitants, and returns the ids of the
// organisations.
func voices(tx *db.Tx, by account.Viewer, subjects []Subject) (out Supporters, ids []int64, err error) {
	if len(subjects) == 0 {
		return out, nil, nil
	}
	which, args := in(1, subjects)
	type voice struct {
		organisation, alias int64 // one of the two is 0
		land                string
	}
	all, err := db.List(tx, func(r db.Row) (v voice, err error) { return v, r.Scan(&v.organisation, &v.alias, &v.land) }, `
		SELECT DISTINCT COALESCE(o.id, 0), COALESCE(a.id, 0), COALESCE(o.state, a.land)
		FROM concern c
		LEFT JOIN organisation v ON v.id = c.organisation_id
		LEFT JOIN organisation o ON o.id = COALESCE(v.successor_id, v.id)
		LEFT JOIN alias a ON a.id = c.alias_id
		WHERE `+which, args...)
	out.Organisations = len(all)
	states := map[string]bool{}
	for _, v := range all {
		if v.land != "" {
			states[v.land] = true
		}
		if v.organisation != 0 {
			out.Own = out.Own || v.organisation == by.Organisation.ID
			ids = append(ids, v.organisation)
		}
	}
	out.States = len(states)
	return out, ids, err
}

func inhabitants(tx *db.Tx, organisations []int64) (int64, error) {
	list, args := db.In(1, organisations)
	return db.Scalar[int64](tx, `
		WITH voice AS (
			SELECT o.id, o.kind, o.ags, o.population
			FROM organisation o
			WHERE o.id IN `+list+`),
		acting AS (
			SELECT ad.organisation_id, ad.ags
			FROM administers ad
			WHERE ad.organisation_id IN (SELECT id FROM voice))
		SELECT COALESCE((
				SELECT SUM(m.population)
				FROM municipality m
				WHERE m.ags IN (
					SELECT x.ags FROM voice x
					UNION
					SELECT x.ags FROM acting x
					UNION
					SELECT d.ags FROM voice x JOIN municipality d ON d.district_ags = x.ags AND d.listed)), 0)
			+ COALESCE(SUM(CASE
				WHEN v.ags IS NULL AND v.kind IN ('municipality', 'district', 'association-of-municipalities')
					AND v.id NOT IN (SELECT organisation_id FROM acting) THEN v.population
				ELSE 0
			END), 0)
		FROM voice v`, args...)
}

// ListTx returns who has a voice for any of the subjects, by name: organisations,
// and the aliases of those that asked semi-anonymously; never a person.
func ListTx(tx *db.Tx, subjects ...Subject) ([]account.Byline, error) {
	if len(subjects) == 0 {
		return nil, nil
	}
	which, args := in(1, subjects)
	return db.List(tx, func(r db.Row) (b account.Byline, err error) {
		return b, r.Scan(append(organisation.Fields(&b.Organisation), alias.Fields(&b.Alias)...)...)
	}, `
		SELECT `+organisation.OuterColumns+`, `+alias.Columns+`
		FROM (SELECT DISTINCT c.organisation_id, c.alias_id FROM concern c WHERE `+which+`) v
		LEFT JOIN organisation o ON o.id = v.organisation_id
		LEFT JOIN alias a ON a.id = v.alias_id
		ORDER BY COALESCE(o.sort_key, a.sort_key), o.id`, args...)
}

// in returns the condition that a concern c is about one of the subjects, with
// placeholders from $first on.
func in(first int, subjects []Subject) (string, []any) {
	var parts []string
	var args []any
	for _, kind := range []Kind{Thread, Inquiry} {
		var ids []int64
		for _, s := range subjects {
			if s.Kind == kind {
				ids = append(ids, s.ID)
			}
		}
		if len(ids) == 0 {
			continue
		}
		args = append(args, string(kind))
		list, more := db.In(first+len(args), ids)
		parts = append(parts, "c.subject_kind = $"+strconv.Itoa(first+len(args)-1)+" AND c.subject_id IN "+list)
		args = append(args, more...)
	}
	return strings.Join(parts, " OR "), args
}

// EraseTx removes a person who left from the voices they gave. The voices belong to
// their organisations and stay.
func EraseTx(tx *db.Tx, person int64) error {
	if _, err := tx.Exec(`UPDATE concern SET note_by = NULL WHERE note_by = $1`, person); err != nil {
		return err
	}
	_, err := tx.Exec(`UPDATE concern SET person_id = NULL WHERE person_id = $1`, person)
	return err
}

// RemoveAllOfTx withdraws the voices that the person gave for the subjects. It is for
// their own questions, if the organisation is no longer to be named.
func RemoveAllOfTx(tx *db.Tx, person int64, kind Kind, subjects []int64) error {
	for len(subjects) > 0 {
		chunk := subjects[:min(len(subjects), eraseStep)]
		subjects = subjects[len(chunk):]
		list, args := db.In(3, chunk)
		_, err := tx.Exec(`
			DELETE FROM concern
			WHERE person_id = $1 AND subject_kind = $2 AND subject_id IN `+list, append([]any{person, string(kind)}, args...)...)
		if err != nil {
			return err
		}
	}
	return nil
}

// eraseStep is the number of subjects per statement of RemoveAllOfTx.
const eraseStep = 200
