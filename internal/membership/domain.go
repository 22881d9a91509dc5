package membership

import (
	"context"
	"strings"

	"kommunalforum/internal/account"
	"kommunalforum/internal/address"
	"kommunalforum/internal/audit"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/organisation"
)

// Domain assigns a mail domain to an organisation. A domain may belong to several,
// such as that of a joint IT provider.
type Domain struct {
	ID           int64
	Name         string // ASCII
	Subdomains   bool
	Organisation organisation.Organisation
}

// Acts of the audit log on domains.
const (
	ActDomainAdd    = "domain.add"
	ActDomainRemove = "domain.remove"
	ActDomainImport = "domain.import"
)

const domainColumns = `d.id, d.name, d.subdomains, ` + organisation.Columns

func scanDomain(r db.Row) (d Domain, err error) {
	fields := []any{&d.ID, &d.Name, &d.Subdomains}
	return d, r.Scan(append(fields, organisation.Fields(&d.Organisation)...)...)
}

// decides returns the organisations that the domain of an address stands for, none if
// it is unknown or one of free mail. The exact name decides; if it is unknown, the
// nearest parent domain that was entered with its sub-domains. A name that merely has
// the same ending decides nothing.
func decides(tx *db.Tx, domain string) ([]organisation.Organisation, error) {
	if address.Free(domain) {
		return nil, nil
	}
	parents := address.Parents(domain)
	in, args := db.In(2, parents)
	known, err := db.List(tx, scanDomain, `
		SELECT `+domainColumns+`
		FROM mail_domain d
		JOIN organisation o ON o.id = d.organisation_id
		WHERE d.name = $1 OR (d.subdomains AND d.name IN `+in+`)
		ORDER BY LENGTH(d.name) DESC, o.sort_key, o.id`, append([]any{domain}, args...)...)
	var out []organisation.Organisation
	for _, d := range known {
		if d.Name == known[0].Name {
			out = append(out, d.Organisation)
		}
	}
	return out, err
}

// DomainsPerPage is how many domains Domains returns at most.
const DomainsPerPage = 100

// Domains returns a page of the known domains by name: those whose name or
// organisation contains the text, after the given id (0: from the beginning),
// and whether there are more. Administrators only.
func (j *Joining) Domains(ctx context.Context, by account.Viewer, text string, after int64) (list []Domain, more bool, err error) {
	if err := by.MustBeAdmin(); err != nil {
		return nil, false, err
	}
	err = j.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, scanDomain, `
			SELECT `+domainColumns+`
			FROM mail_domain d
			JOIN organisation o ON o.id = d.organisation_id
			WHERE ($1 = 0 OR (d.name, d.id) > (SELECT l.name, l.id FROM mail_domain l WHERE l.id = $1))
			AND ($2 = '' OR `+db.Like("d.name", "$3")+` OR `+db.Like("o.search", "$4")+`)
			ORDER BY d.name, d.id
			LIMIT $5`, after, text, "%"+db.EscapeLike(strings.ToLower(text))+"%", db.Containing(text), DomainsPerPage+1)
		return err
	})
	if more = len(list) > DomainsPerPage; more {
		list = list[:DomainsPerPage]
	}
	return list, more, err
}

// DomainNames returns the first names of the known domains, up to limit, for the
// demo world.
func (j *Joining) DomainNames(ctx context.Context, limit int) ([]string, error) {
	return db.View(ctx, j.db, func(tx *db.Tx) ([]string, error) {
		return db.Column[string](tx, `SELECT DISTINCT name FROM mail_domain ORDER BY name LIMIT $1`, limit)
	})
}

// NewDomain is the input of AddDomain.
type NewDomain struct {
	Name         string // as typed
	Organisation string // AGS or name
	Subdomains   bool
}

// AddDomain assigns a domain to an organisation. Administrators only; recorded in
// the audit log.
func (j *Joining) AddDomain(ctx context.Context, by account.Viewer, in NewDomain) error {
	if err := by.MustBeAdmin(); err != nil {
		return err
	}
	return j.db.Write(ctx, func(tx *db.Tx) error {
		var c fault.Check
		name, wrong := assignable(in.Name)
		c.Require(wrong == "", "domain", wrong)
		if err := c.Err(); err != nil {
			return err
		}
		o, err := organisation.ResolveOrAddTx(tx, in.Organisation, "", "")
		if err != nil {
			return err
		}
		added, err := insertDomain(tx, name, o.ID, in.Subdomains)
		if err != nil {
			return err
		}
		if !added {
			c.Add("domain", "Diese Domain ist %s schon zugeordnet.", o.Name)
			return c.Err()
		}
		return audit.RecordTx(tx, by.ID, ActDomainAdd, "organisation", o.ID, name)
	})
}

// assignable returns the ASCII form of a domain that may stand for an
// organisation, or what is wrong with it.
func assignable(typed string) (name, wrong string) {
	name, err := address.Domain(typed)
	switch {
	case err != nil:
		return "", "Das ist keine Domain. Bitte geben Sie an, was in der E-Mail-Adresse hinter dem @ steht, etwa stadt.example."
	case address.Free(name):
		return "", "Bei " + name + " kann sich jeder eine Adresse holen. Sie lässt sich keiner Organisation zuordnen."
	case address.Common(name):
		return "", "Unter " + name + " kann jeder eine Domain eintragen lassen. Sie lässt sich keiner Organisation zuordnen."
	}
	return name, ""
}

// insertDomain reports whether the pair was new.
func insertDomain(tx *db.Tx, name string, organisation int64, subdomains bool) (bool, error) {
	n, err := tx.Exec(`
		INSERT INTO mail_domain (name, organisation_id, subdomains, added_at)
		VALUES ($1, $2, $3, $4)
		ON CONFLICT (name, organisation_id) DO NOTHING`, name, organisation, subdomains, tx.Now)
	return n > 0, err
}

// RemoveDomain removes a domain from an organisation. Members who joined by it stay.
// Administrators only; recorded in the audit log.
func (j *Joining) RemoveDomain(ctx context.Context, by account.Viewer, id int64) error {
	if err := by.MustBeAdmin(); err != nil {
		return err
	}
	return j.db.Write(ctx, func(tx *db.Tx) error {
		d, err := db.One(tx, scanDomain, `
			SELECT `+domainColumns+`
			FROM mail_domain d
			JOIN organisation o ON o.id = d.organisation_id
			WHERE d.id = $1`, id)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(`DELETE FROM mail_domain WHERE id = $1`, id); err != nil {
			return err
		}
		return audit.RecordTx(tx, by.ID, ActDomainRemove, "organisation", d.Organisation.ID, d.Name)
	})
}

// LearnDomain assigns a domain to an organisation without checking rights: for the
// demo world and imports by the operator.
func (j *Joining) LearnDomain(ctx context.Context, name string, organisation int64) error {
	name, wrong := assignable(name)
	if wrong != "" {
		return fault.Reject(wrong)
	}
	return j.db.Write(ctx, func(tx *db.Tx) error {
		_, err := insertDomain(tx, name, organisation, false)
		return err
	})
}
