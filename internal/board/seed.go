package board

import (
	"context"

	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
)

// beyond are the boards beyond the OZG, in their order.
var beyond = []Board{
	{Slug: "it-organisation", Name: "IT-Organisation", Description: "Rollen, Prozesse und Zusammenarbeit: wie Kommunen ihre IT und die " +
		"OZG-Umsetzung aufstellen."},
	{Slug: "cloud-betrieb", Name: "Cloud und Betrieb", Description: "Betriebsmodelle, Deutsche Verwaltungscloud, Rechenzentren, " +
		"Verfügbarkeit und Kosten."},
	{Slug: "kuenstliche-intelligenz", Name: "Künstliche Intelligenz",
		Description: "Einsatz von KI in der Kommune: Anwendungsfälle, Beschaffung, Regeln und Erfahrungen."},
	{Slug: "daseinsvorsorge", Name: "Digitale Daseinsvorsorge", Description: "Smart City, Geodaten, offene Daten und digitale Angebote vor Ort."},
	{Slug: "informationssicherheit", Name: "Informationssicherheit und digitale Souveränität",
		Description: "IT-Grundschutz, WiBA, Notfälle, offene Software und Unabhängigkeit von einzelnen Anbietern."},
	{Slug: "efa-nachnutzung", Name: "EfA-Nachnutzung", Description: "„Einer für Alle“: Dienste finden, beauftragen, anbinden und bezahlen."},
	{Slug: "kommunalpakt-recht", Name: "Kommunalpakt und Recht",
		Description: "OZG-Änderungsgesetz, Kommunalpakt, Landesrecht, Schriftform, Datenschutz und Finanzierung."},
	{Slug: "basisdienste", Name: "Basisdienste", Description: "Nutzerkonten, BundID, Bezahldienste, Postfach, FIT-Connect und 115."},
	{Slug: "registermodernisierung", Name: "Registermodernisierung und Standards",
		Description: "NOOTS, Identifikationsnummer, XÖV-Standards, FIM und Schnittstellen."},
	{Slug: "weiterbildung", Name: "Weiterbildung, Veränderung und Digitallotsen",
		Description: "Menschen mitnehmen: Schulung, Kulturwandel, Digitallotsinnen und Digitallotsen."},
}

// Ensure creates the boards that do not exist yet: one for each Themenfeld of
// the catalogue, those beyond the OZG, and the one for unsorted questions.
// Existing boards stay as administrators made them.
func (s *Boards) Ensure(ctx context.Context) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		areas, err := catalogue.AreasTx(tx)
		if err != nil {
			return err
		}
		position := 0
		add := func(b Board, kind Kind, area int64) error {
			position++
			_, err := tx.Exec(`
				INSERT INTO board (slug, name, description, kind, position, audience, subject_area_id, four_eyes, indexable, created_at)
				VALUES ($1, $2, $3, $4, $5, 'members', $6, FALSE, FALSE, $7)
				ON CONFLICT DO NOTHING`, b.Slug, b.Name, b.Description, string(kind), position, db.Null(area), tx.Now)
			return err
		}
		for _, a := range areas {
			b := Board{Slug: a.Slug, Name: a.Name, Description: "OZG-Leistungen des Themenfelds „" + a.Name +
				"“: Umsetzung, Nachnutzung und Betrieb in den Kommunen."}
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
			Description: "Fragen, deren Bereich noch offen ist. Die Moderation ordnet sie zu."}, Unsorted, 0)
	})
}
