//go:build postgres

// Only this engine's indexes keep what has gone.

package privacy_test

import (
	"slices"
	"testing"

	"kommunalforum/internal/db"
	"kommunalforum/internal/privacy"
	. "kommunalforum/internal/testkit"
)

// harmless are columns of text with an index that say nothing on a person: words of the
// program, names of places and bodies, numbers, hashes.
var harmless = []string{
	"ags", "consumer", "delivery", "digest", "district_ags", "due", "handle", "hash", "kind", "level", "node", "number", "once_key",
	"place_kind", "provider", "purpose", "remind_on", "review_on", "role", "slug", "state", "stopped_on", "subject_kind",
	"tickler", "version", "alias.words", "application.key", "attempt.key", "audit.subject", "catalogue_file.name",
	"document_version.reference_key", "reuse.product_key", "ends_on", "stance",
	"circle.name", "district.name", "event_log.id", "faq_departure.audience", "joining_link.id", "keyring.fingerprint",
	"known_device.id", "mail_domain.name", "municipality.name", "node.id", "one_time_link.id", "organisation.name",
	"organisation.sort_key", "passkey.credential_id", "passkey_challenge.id", "recovery_code.id", "reset_request.key",
	"session.id", "setting.name", "sha256", "single_service.leika_key", "single_service.name", "thumbnail",
}

// TestEveryIndexOverTextIsMadeAfreshOrHoldsNothingOnAPerson fails when an index over
// text is new: list its column in privacy.Keys, or as harmless.
func TestEveryIndexOverTextIsMadeAfreshOrHoldsNothingOnAPerson(t *testing.T) {
	t.Parallel()
	w := New(t)
	all, err := db.View(w.Ctx, w.DB, func(tx *db.Tx) ([]db.Key, error) {
		return db.List(tx, func(r db.Row) (k db.Key, err error) { return k, r.Scan(&k.Table, &k.Column) }, `
			SELECT DISTINCT t.relname, a.attname
			FROM pg_index i
			JOIN pg_class t ON t.oid = i.indrelid
			JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = ANY (i.indkey)
			WHERE t.relnamespace = current_schema()::regnamespace AND a.atttypid = 'text'::regtype
			ORDER BY 1, 2`)
	})
	if err != nil || len(all) < 30 {
		t.Fatalf("only %d columns found: %v", len(all), err)
	}
	for _, k := range all {
		fine := slices.Contains(harmless, k.Column) || slices.Contains(harmless, k.Table+"."+k.Column)
		if fine == slices.Contains(privacy.Keys, k) {
			t.Errorf("%s.%s is in an index: list it in privacy.Keys if it may say something on a person, else as harmless", k.Table, k.Column)
		}
	}
	for _, name := range harmless {
		if !slices.ContainsFunc(all, func(k db.Key) bool { return name == k.Column || name == k.Table+"."+k.Column }) {
			t.Errorf("%s is in no index", name)
		}
	}
	for _, k := range privacy.Keys {
		if !slices.Contains(all, k) {
			t.Errorf("%s.%s is in no index", k.Table, k.Column)
		}
	}
}
