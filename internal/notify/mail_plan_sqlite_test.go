//go:build !postgres

// Plans are each engine's own. These are SQLite's.

package notify

import (
	"strings"
	"testing"

	"kommunalforum/internal/db"
	"kommunalforum/internal/testkit/testdb"
)

// TestWhatIsOwedIsFoundAlongItsIndex reads the plans of what a worker asks all the
// time, so that a long list of what is done costs nothing.
func TestWhatIsOwedIsFoundAlongItsIndex(t *testing.T) {
	t.Parallel()
	d := testdb.New(t)
	for query, index := range map[string]string{
		dueEnd + ` LIMIT $2)`:                      "INDEX notification_due",
		dueEnd + ` DESC LIMIT $2)`:                 "INDEX notification_due",
		waitingFor("daily"):                        "COVERING INDEX notification_digest",
		waitingFor("weekly"):                       "COVERING INDEX notification_digest",
		owedSQL + ` WHERE n.mail_id = $1 AND $2`:   "INDEX notification_in_mail",
		owedSQL + ` WHERE n.digest_id = $1 AND $2`: "INDEX notification_in_digest",
	} {
		err := d.Read(t.Context(), func(tx *db.Tx) error {
			plan, err := db.List(tx, func(r db.Row) (s string, err error) {
				var id, parent, unused int
				return s, r.Scan(&id, &parent, &unused, &s)
			}, `EXPLAIN QUERY PLAN `+query, 1, 1)
			if all := strings.Join(plan, "\n"); !strings.Contains(all, index) || strings.Contains(all, "SCAN n") {
				t.Errorf("%s\nis planned as\n%s", query, all)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
