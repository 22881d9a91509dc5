package account

import (
	"context"
	"fmt"
	"time"

	"kommunalforum/internal/address"
	"kommunalforum/internal/audit"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/folding"
	"kommunalforum/internal/organisation"
	"kommunalforum/internal/readmark"
)

// ActImport stands in the audit log for each batch of imported accounts.
const ActImport = "person.import"

// Imported is an account that is written without a password: from another
// system, where it counts as used, or by a generator of load.
type Imported struct {
	Email        string
	Name         string
	Function     string
	Organisation organisation.Organisation // with AGS, or name, kind and Land
	Grants       []Grant                   // Member is added by itself
	At           time.Time
}

// Import writes a batch of accounts with their organisations in one
// transaction. It asks no rights, draws no one-time links and appends no
// events: the operator acts, and nobody has heard of these people yet. The
// batch is recorded in the audit log.
func (a *Accounts) Import(ctx context.Context, b audit.Batch, people []Imported) error {
	return a.db.Write(ctx, func(tx *db.Tx) error {
		for _, p := range people {
			if err := importPerson(tx, p); err != nil {
				return fmt.Errorf("import %s: %w", p.Email, err)
			}
		}
		return audit.RecordBatchTx(tx, ActImport, b)
	})
}

func importPerson(tx *db.Tx, in Imported) error {
	now := tx.Now
	defer func() { tx.Now = now }()
	tx.Now = in.At
	email := address.Clean(in.Email)
	var c fault.Check
	CheckPerson(&c, &in.Name, &in.Function)
	if !ValidEmail(email) || c.Err() != nil {
		return fault.Reject("Das ist keine gültige E-Mail-Adresse oder kein gültiger Name.")
	}
	org, err := organisation.EnsureTx(tx, in.Organisation)
	if err != nil {
		return err
	}
	id, err := tx.Insert(`
		INSERT INTO person (email, name, search, sort_key, function, organisation_id, password, created_at, address_due, used_at)
		VALUES ($1, $2, $3, $4, $5, $6, '', $7, $8, $7)
		RETURNING id`, email, in.Name, folding.Column(in.Name), folding.SortKey(in.Name), in.Function, org.ID, tx.Now, now.Add(AddressLife))
	if err != nil {
		return err
	}
	if err := readmark.StartTx(tx, id); err != nil {
		return err
	}
	return insertGrants(tx, id, append([]Grant{{Role: Member}}, in.Grants...))
}
