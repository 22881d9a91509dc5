package board

import (
	"context"

	"kommunalforum/internal/account"
	"kommunalforum/internal/audit"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/fault"
)

// beyond are the boards beyond the OZG, in their order.
var beyond = []Board{
	{Slug: "it-organisation", Name: "IT-Organisation", Description: "Rollen, Prozesse und Zusammenarbeit: wie Kommunen ihre IT und die OZG-Umsetzung aufstellen."},
	{Slug: "cloud-betrieb", Name: "Cloud und Betrieb", Description: "Betriebsmodelle, Deutsche Verwaltungscloud, Rechenzentren, Verfügbarkeit und Kosten."},
	{Slug: "kuenstliche-intelligenz", Name: "Künstliche Intelligenz", Description: "Einsatz von KI in der Kommune: Anwendungsfälle, Beschaffung, Regeln und Erfahrungen."},
	{Slug: "daseinsvorsorge", Name: "Digitale Daseinsvorsorge", Description: "Smart City, Geodaten, offene Daten und digitale Angebote vor Ort."},
	{Slug: "informationssicherheit", Name: "Informationssicherheit und digitale Souveränität", Description: "IT-Grundschutz, WiBA, Notfälle, offene Software und Unabhängigkeit von einzelnen Anbietern."},
	{Slug: "efa-nachnutzung", Name: "EfA-Nachnutzung", Description: "„Einer für Alle“: Dienste finden, beauftragen, anbinden und bezahlen."},
	{Slug: "kommunalpakt-recht", Name: "Kommunalpakt und Recht", Description: "OZG-Änderungsgesetz, Kommunalpakt, Landesrecht, Schriftform, Datenschutz und Finanzierung."},
	{Slug: "basisdienste", Name: "Basisdienste", Description: "Nutzerkonten, BundID, Bezahldienste, Postfach, FIT-Connect und 115."},
	{Slug: "registermodernisierung", Name: "Registermodernisierung und Standards", Description: "NOOTS, Identifikationsnummer, XÖV-Standards, FIM und Schnittstellen."},
	{Slug: "weiterbildung", Name: "Weiterbildung, Veränderung und Digitallotsen", Description: "Menschen mitnehmen: Schulung, Kulturwandel, Digitallotsinnen und Digitallotsen."},
}

// Ensure creates the boards that do not exist yet: one for each Themenfeld of
// the catalogue, those beyond the OZG, and the one for unsorted questions.
// Existing boards stay as administrators made them.
func (s *Boards) Ensure(ctx context.Context) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		areas, err := catalogue.Areas(tx)
		if err != nil {
			return err
		}
		position := 0
		add := func(b Board, kind Kind, area int64) error {
			position++
			_, err := tx.Exec(`
				INSERT INTO board (slug, name, description, kind, position, audience, subject_area_id, four_eyes, indexable)
				VALUES ($1, $2, $3, $4, $5, 'members', $6, FALSE, FALSE)
				ON CONFLICT DO NOTHING`, b.Slug, b.Name, b.Description, string(kind), position, db.Null(area))
			return err
		}
		for _, a := range areas {
			b := Board{Slug: a.Slug, Name: a.Name, Description: "OZG-Leistungen des Themenfelds „" + a.Name + "“: Umsetzung, Nachnutzung und Betrieb in den Kommunen."}
			if err := add(b, Subject, a.ID); err != nil {
				return err
			}
		}
		for _, b := range beyond {
			if err := add(b, Beyond, 0); err != nil {
				return err
			}
		}
		return add(Board{Slug: "noch-nicht-zugeordnet", Name: "Noch nicht zugeordnet",
			Description: "Fragen, deren Themenfeld noch offen ist. Die Moderation ordnet sie zu."}, Unsorted, 0)
	})
}

// Settings are what administrators decide about a board.
type Settings struct {
	Audience  Audience
	Kinds     []account.OrganisationKind // admitted to a restricted board
	Circles   []int64                    // admitted too
	FourEyes  bool
	Indexable bool
}

// Configure changes who reads a board and how its answers are released.
// Administrators only; recorded in the audit log. The search hears of it.
func (s *Boards) Configure(ctx context.Context, by account.Viewer, id int64, in Settings, reason string) error {
	if !by.Admin() {
		return fault.Deny("Nur die Administration richtet Bereiche ein.")
	}
	switch in.Audience {
	case Public, Members, Restricted:
	default:
		return fault.Refuse("Bitte wählen Sie, wer den Bereich lesen darf.")
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(`
			UPDATE board
			SET audience = $1, four_eyes = $2, indexable = $3
			WHERE id = $4`, string(in.Audience), in.FourEyes, in.Indexable && in.Audience == Public, id)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.Missing()
		}
		if err := admit(tx, id, in); err != nil {
			return err
		}
		if err := audit.Record(tx, by.ID, "board.configure", "board", id, reason); err != nil {
			return err
		}
		return event.Append(tx, event.BoardChanged, id)
	})
}

func admit(tx *db.Tx, id int64, in Settings) error {
	if _, err := tx.Exec(`DELETE FROM board_admission WHERE board_id = $1`, id); err != nil {
		return err
	}
	if in.Audience != Restricted {
		return nil
	}
	for _, k := range in.Kinds {
		if _, err := tx.Exec(`INSERT INTO board_admission (board_id, organisation_kind) VALUES ($1, $2)`, id, string(k)); err != nil {
			return err
		}
	}
	for _, c := range in.Circles {
		if _, err := tx.Exec(`INSERT INTO board_admission (board_id, circle_id) VALUES ($1, $2)`, id, c); err != nil {
			return err
		}
	}
	return nil
}

// NewCircle makes a named group of people. Administrators only.
func (s *Boards) NewCircle(ctx context.Context, by account.Viewer, name string, people ...int64) (id int64, err error) {
	if !by.Admin() {
		return 0, fault.Deny("Nur die Administration legt Gruppen an.")
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if id, err = tx.Insert(`INSERT INTO circle (name) VALUES ($1) RETURNING id`, name); err != nil {
			return err
		}
		for _, p := range people {
			if _, err := tx.Exec(`INSERT INTO circle_member (circle_id, person_id) VALUES ($1, $2)`, id, p); err != nil {
				return err
			}
		}
		return audit.Record(tx, by.ID, "circle.create", "circle", id, name)
	})
	return id, err
}
