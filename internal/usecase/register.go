package usecase

import (
	"context"
	"strconv"

	"kommunalforum/internal/account"
	"kommunalforum/internal/audit"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/consultation"
	"kommunalforum/internal/db"
	"kommunalforum/internal/directory"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/follow"
	"kommunalforum/internal/membership"
	"kommunalforum/internal/organisation"
	"kommunalforum/internal/reuse"
	"kommunalforum/internal/support"
	"kommunalforum/internal/textfield"
)

// Merger is a municipality that the new register no longer holds and that
// somebody here belongs to, or acts for.
type Merger struct {
	Gone         catalogue.Municipality
	Organisation directory.Listed // its ID is 0 if it is not here
	Successors   []catalogue.Municipality
}

// RegisterPreview says what applying the uploaded register would change.
type RegisterPreview struct {
	Upload catalogue.Upload
	catalogue.Comparison
	Mergers []Merger
}

// UploadRegister checks a register of municipalities of the form of
// municipalities.csv and keeps it to be looked at. Stand is the day of its
// territory, as somebody types it. Administrators only.
func (s *Acts) UploadRegister(ctx context.Context, by account.Viewer, stand string, body []byte) error {
	if err := by.MustBeAdmin(); err != nil {
		return err
	}
	var c fault.Check
	asOf, err := catalogue.ParseDate(stand)
	c.Require(err == nil, "stand", "Bitte geben Sie an, von welchem Tag das Verzeichnis ist.")
	c.Require(len(body) > 0, "datei", "Bitte wählen Sie eine Datei aus.")
	c.Require(len(body) <= catalogue.MaxGazetteerBytes, "datei", "Die Datei ist zu groß: höchstens 4\u00a0MB.")
	if err := c.Err(); err != nil {
		return err
	}
	var parsed catalogue.Parsed
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		c.Require(!asOf.After(catalogue.DateOf(tx.Now)), "stand", "Dieser Tag liegt in der Zukunft.")
		present, ok, err := catalogue.PresentRegisterTx(tx)
		if err != nil {
			return err
		}
		if !ok {
			present.AsOf = catalogue.ShippedAsOf
		}
		c.Require(!present.AsOf.After(asOf), "stand", "Das jetzige Verzeichnis ist neuer.")
		var wrong error
		if parsed, wrong = catalogue.ParseRegisterTx(tx, body); wrong != nil {
			c.Add("datei", "%s", catalogue.SentenceOf(wrong))
			return c.Err()
		}
		changes, err := catalogue.CompareTx(tx, parsed)
		if err != nil {
			return err
		}
		if !changes.Whole() {
			c.Add("datei", "Die Datei nennt nur %d von %d Gemeinden. Bitte laden Sie das ganze Verzeichnis hoch.", changes.After, changes.Before)
		}
		c.Require(!changes.Same(), "datei", "Diese Datei ändert nichts.")
		return c.Err()
	})
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error { return catalogue.StoreRegisterTx(tx, by.ID, asOf, parsed) })
}

// RegisterPreview returns what the uploaded register would change;
// fault.NotFound if none waits. Administrators only.
func (s *Acts) RegisterPreview(ctx context.Context, by account.Viewer) (p RegisterPreview, err error) {
	if err := by.MustBeAdmin(); err != nil {
		return p, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		p, _, err = previewRegister(tx)
		return err
	})
	return p, err
}

func previewRegister(tx *db.Tx) (p RegisterPreview, parsed catalogue.Parsed, err error) {
	upload, body, err := catalogue.PendingRegisterTx(tx)
	if err != nil {
		return p, parsed, err
	}
	p.Upload = upload
	if parsed, err = catalogue.ParseRegisterTx(tx, body); err != nil {
		return p, parsed, err
	}
	if p.Comparison, err = catalogue.CompareTx(tx, parsed); err != nil {
		return p, parsed, err
	}
	var keys []string
	for _, m := range p.Gone {
		keys = append(keys, m.AGS)
	}
	here, acted, err := directory.DepartingTx(tx, keys)
	for _, m := range p.Gone {
		if o, ok := here[m.AGS]; ok || acted[m.AGS] {
			p.Mergers = append(p.Mergers, Merger{Gone: m, Organisation: o, Successors: p.Successors(parsed, m)})
		}
	}
	return p, parsed, err
}

// DiscardRegister drops the uploaded register. Administrators only.
func (s *Acts) DiscardRegister(ctx context.Context, by account.Viewer) error {
	if err := by.MustBeAdmin(); err != nil {
		return err
	}
	return s.db.Write(ctx, catalogue.DiscardRegisterTx)
}

// ApplyRegister brings the municipalities and their organisations up to the
// uploaded register with the id, all at once. Successors says for every Merger
// into which municipality it went, by AGS; "" says into none. What was written
// in the name of a dissolved one stays under it; its people, its „Betrifft uns auch“, its
// entries in the register of re-use, its positions on open consultations and its mail
// domains pass to the successor. Administrators only; recorded in the audit log.
func (s *Acts) ApplyRegister(ctx context.Context, by account.Viewer, id int64, successors map[string]string, reason string) error {
	if err := by.MustBeAdmin(); err != nil {
		return err
	}
	var c fault.Check
	textfield.Line(&c, "grund", "Grund", &reason, 3, 300)
	return s.db.Write(ctx, func(tx *db.Tx) error {
		p, parsed, err := previewRegister(tx)
		if err != nil {
			return err
		}
		if p.Upload.ID != id {
			return fault.Of(fault.Conflict, "Inzwischen wurde eine andere Datei hochgeladen. Bitte sehen Sie sich deren Änderungen an.")
		}
		for _, m := range p.Mergers {
			to, chosen := successors[m.Gone.AGS]
			c.Require(chosen && (to == "" || parsed.Has(to)), "nach-"+m.Gone.AGS, "Bitte wählen Sie, worin „"+m.Gone.Name+"“ aufgegangen ist.")
		}
		if err := c.Err(); err != nil {
			return err
		}
		if err := catalogue.ApplyRegisterTx(tx, id, parsed); err != nil {
			return err
		}
		for _, m := range p.Rekeyed {
			if err := organisation.RekeyTx(tx, m.Before.AGS, m.After.AGS); err != nil {
				return err
			}
		}
		for _, m := range p.Mergers {
			from, to, err := organisation.DissolveTx(tx, m.Gone.AGS, successors[m.Gone.AGS], p.Upload.AsOf)
			if err != nil {
				return err
			}
			if from != 0 && to != 0 {
				if err := passOn(tx, from, to); err != nil {
					return err
				}
			}
		}
		if err := organisation.RefreshTx(tx); err != nil {
			return err
		}
		return audit.RecordTx(tx, by.ID, "register.apply", "register", id, "Stand "+string(p.Upload.AsOf)+", "+strconv.Itoa(p.After)+
			" Gemeinden: "+reason)
	})
}

// passOn gives what is an organisation's to its successor.
func passOn(tx *db.Tx, from, to int64) error {
	if err := account.MoveAllTx(tx, from, to); err != nil {
		return err
	}
	if err := support.PassOnTx(tx, from, to); err != nil {
		return err
	}
	if err := reuse.PassOnTx(tx, from, to); err != nil {
		return err
	}
	if err := consultation.PassOnTx(tx, from, to); err != nil {
		return err
	}
	before, after := follow.Subject{Kind: follow.Organisation, ID: from}, follow.Subject{Kind: follow.Organisation, ID: to}
	if err := follow.PassOnTx(tx, before, after); err != nil {
		return err
	}
	return membership.PassOnTx(tx, from, to)
}
