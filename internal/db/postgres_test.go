//go:build postgres

package db_test

import (
	"context"
	"errors"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"kommunalforum/internal/db"
	"kommunalforum/internal/db/dbtest"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/folding"
)

// TestBothEnginesHaveOneSchema compares what the migrations make with what SQLite's
// schema would be in the other dialect.
func TestBothEnginesHaveOneSchema(t *testing.T) {
	t.Parallel()
	file := open(t, filepath.Join(t.TempDir(), "forum.db"))
	statements, err := file.Schema(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	from := emptySource(t)
	migrated, translated := fresh(t), open(t, from)
	raw, err := pgx.Connect(t.Context(), from) // statements with $$ are not for package db
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close(context.Background())
	drop := `DO $$ DECLARE x TEXT; BEGIN
		FOR x IN SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace
			AND relname NOT IN ('goose_db_version', 'write_count')
		LOOP EXECUTE format('DROP TABLE %I CASCADE', x); END LOOP;
		DROP FUNCTION inquiry_step_unchanged; DROP FUNCTION inquiry_step_undeleted; END $$`
	for _, s := range append([]string{drop}, toPostgres(t, statements)...) {
		if _, err := raw.Exec(t.Context(), s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
	have, err := migrated.Schema(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want, err := translated.Schema(t.Context())
	if err != nil || len(want) < 500 {
		t.Fatalf("%d lines: %v", len(want), err)
	}
	for _, line := range want {
		if !slices.Contains(have, line) {
			t.Errorf("PostgreSQL lacks  %s", line)
		}
	}
	for _, line := range have {
		if !slices.Contains(want, line) {
			t.Errorf("SQLite lacks  %s", line)
		}
	}
	known := func(d *db.DB) (n int64) {
		_, n, err := d.SchemaVersion(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	if a, b := known(file), known(migrated); a != b {
		t.Errorf("the newest migration is %d for SQLite and %d for PostgreSQL", a, b)
	}
}

// TestWritersOfTwoProcessesComeOneAfterTheOther counts without any lock of its own.
func TestWritersOfTwoProcessesComeOneAfterTheOther(t *testing.T) {
	t.Parallel()
	from := emptySource(t)
	nodes := []*db.DB{open(t, from), open(t, from)}
	do(t, nodes[0], `INSERT INTO cursor (consumer, event_id) VALUES ('count', 0)`)
	const each = 20
	var mu sync.Mutex
	times := map[int64]time.Time{}
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for range each {
				err := nodes[i%2].Write(t.Context(), func(tx *db.Tx) error {
					n, err := db.Scalar[int64](tx, `SELECT event_id FROM cursor WHERE consumer = 'count'`)
					if err != nil {
						return err
					}
					mu.Lock()
					times[n] = tx.Now
					mu.Unlock()
					_, err = tx.Exec(`UPDATE cursor SET event_id = $1 WHERE consumer = 'count'`, n+1)
					return err
				})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	if len(times) != 8*each {
		t.Errorf("%d numbers were given", len(times))
	}
	for n := int64(1); n < int64(len(times)); n++ {
		if times[n].Before(times[n-1]) {
			t.Errorf("write %d was at %v, the one before at %v", n, times[n], times[n-1])
		}
	}
}

func TestVersionChangesWithACommitAndNothingElse(t *testing.T) {
	t.Parallel()
	from := emptySource(t)
	d, other := open(t, from), open(t, from)
	version := func() int64 {
		t.Helper()
		v, err := d.Version(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	first := version()
	err := other.Write(t.Context(), func(*db.Tx) error { return errors.New("back") })
	if err == nil || version() != first {
		t.Error("what was rolled back counts")
	}
	do(t, other)
	if version() == first {
		t.Error("another process' commit does not count")
	}
}

func TestSeveralProcessesMayMigrateAtOnce(t *testing.T) {
	t.Parallel()
	from := emptySource(t)
	var all sync.WaitGroup
	for range 3 {
		all.Go(func() {
			d, err := db.Open(context.Background(), from, db.Options{})
			if err != nil {
				t.Error(err)
				return
			}
			d.Close()
		})
	}
	all.Wait()
}

func TestForeignAndNewerDatabasesAreRefused(t *testing.T) {
	t.Parallel()
	newer := emptySource(t)
	d := open(t, newer)
	do(t, d, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, TRUE)`)
	if _, err := db.Open(t.Context(), newer, db.Options{}); err == nil || !strings.Contains(err.Error(), "neueren Fassung") {
		t.Errorf("newer: %v", err)
	}
	foreign := emptySource(t)
	d = open(t, foreign)
	do(t, d, `DROP TABLE goose_db_version`)
	for name, err := range map[string]error{
		"open": func() error { _, err := db.Open(t.Context(), foreign, db.Options{}); return err }(),
		"look": func() error { _, _, err := db.OpenReadOnly(t.Context(), foreign, false); return err }(),
	} {
		if err == nil || !strings.Contains(err.Error(), "keine dieses Programms") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := db.Open(t.Context(), emptySource(t), db.Options{Existing: true}); err == nil {
		t.Error("an empty database was opened as an existing one")
	}
	if _, err := db.Open(t.Context(), dbtest.Source(t.TempDir()), db.Options{}); err == nil || !strings.Contains(err.Error(), "gibt es nicht") {
		t.Errorf("missing: %v", err)
	}
}

func TestAddressesWithAPasswordAreRefusedAndItIsNotRepeated(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"postgres://forum:geheim@127.0.0.1:1/forum", "postgres://forum@127.0.0.1:1/forum?password=geheim",
		"postgres://forum:geheim@127.0.0.1:x/forum", "forum.db"} {
		if err := db.CheckAddress(address); err == nil || strings.Contains(err.Error(), "geheim") {
			t.Errorf("%s: %v", address, err)
		}
	}
	if _, err := db.Open(t.Context(), "postgres://forum@127.0.0.1:1/forum", db.Options{}); !strings.Contains(err.Error(), "nicht erreichbar") {
		t.Errorf("no server: %v", err)
	}
}

func TestAStagedDatabaseIsPlacedWholeOrNotAtAll(t *testing.T) {
	t.Parallel()
	from := emptySource(t)
	exists := func() bool {
		t.Helper()
		yes, err := db.Exists(t.Context(), from)
		if err != nil {
			t.Fatal(err)
		}
		return yes
	}
	for _, finished := range []bool{false, true} {
		s, err := db.Stage(t.Context(), from, t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := db.Stage(t.Context(), from, t.TempDir()); err == nil {
			t.Error("two stage at once")
		}
		d := open(t, s.Source)
		do(t, d, `INSERT INTO job (kind, node, requested_at) VALUES ('staged', '', 0)`)
		d.Close()
		if exists() {
			t.Error("what is staged exists already")
		}
		if finished {
			if err := s.Place(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.Drop(); err != nil {
			t.Fatal(err)
		}
		if exists() != finished {
			t.Errorf("finished is %t, exists %t", finished, exists())
		}
	}
	d := open(t, from)
	var n int
	err := d.Read(t.Context(), func(tx *db.Tx) (err error) { n, err = jobs(tx); return err })
	if err != nil || n != 1 {
		t.Errorf("%d jobs, %v", n, err)
	}
	do(t, d, `INSERT INTO audit (at, act, subject, subject_id, reason) VALUES (0, 'x', 'x', 1, '')`) // its ids moved along
}

// TestMentionsMissesNothing holds what callers rely on, who ask package folding of
// what comes: and that plain texts are sorted out by the server.
func TestMentionsMissesNothing(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	phrases := folding.NewPhrases("Jörg Weiß", "j_w%x@stadt.example")
	plain := map[string]bool{"Grüße an alle – „wirklich“.": true, "Jörg Weißenburg": true, "": true}
	for text := range plain {
		plain[text] = false
	}
	texts := []string{"JÖRG WEISS", "Jo\u0308rg Weiß", "J&ouml;rg  \n Wei&szlig;", "joerg-weiss", "J_W%X@stadt.example", "Jörg\u00a0Wei\u00adß",
		"Ｊörg Weiß", "Grüße an alle – „wirklich“.", "Jörg Weißenburg", ""}
	err := d.Read(t.Context(), func(tx *db.Tx) error {
		for _, text := range texts {
			got, err := db.Scalar[bool](tx, `SELECT `+db.Mentions("$1", "$2"), text, phrases.String())
			if _, sorted := plain[text]; err != nil || !got && phrases.In(text) || got && sorted {
				t.Errorf("%q: %v, %v", text, got, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestErasedRowsAreCleanedOnceNobodySeesThem(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	do(t, d, `INSERT INTO job (kind, node, requested_at) VALUES ('x', '', 0)`)
	reading, stop := context.WithCancel(t.Context())
	began, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		d.Read(context.Background(), func(tx *db.Tx) error {
			jobs(tx)
			close(began)
			<-reading.Done()
			return nil
		})
	}()
	<-began
	do(t, d, `DELETE FROM job`)
	if err := d.EraseTraces(t.Context()); err == nil {
		t.Error("a reader still sees what was deleted")
	}
	stop()
	<-ended
	if err := eraseSoon(d); err != nil {
		t.Error(err)
	}
	if defects, err := d.Check(t.Context()); err != nil || len(defects) != 0 {
		t.Errorf("%v, %v", defects, err)
	}
}

func TestIntegersAreBigWhereverTheyStand(t *testing.T) {
	t.Parallel()
	err := fresh(t).Read(t.Context(), func(tx *db.Tx) error {
		const big = int64(1) << 62
		n, err := db.Scalar[int64](tx, `SELECT $1 WHERE $1 <> 0 AND ($2 = 1 OR $2 > 1) AND '$1' <> $3 LIMIT $4`, big, big, "x", 9)
		if n != big {
			t.Errorf("%d, %v", n, err)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestLostConnectionsAreMadeAgain also those that are kept for versions and values.
func TestLostConnectionsAreMadeAgain(t *testing.T) {
	t.Parallel()
	from := emptySource(t)
	d := open(t, from)
	var last int64
	for range 2 {
		version, err := d.Version(t.Context())
		if err != nil || version <= last {
			t.Errorf("version %d after %d: %v", version, last, err)
		}
		last = version
		err = d.Read(t.Context(), func(tx *db.Tx) error {
			_, err := db.Cached(tx, "jobs", jobs)
			return err
		})
		if err != nil {
			t.Error(err)
		}
		onServer(t, from, `
			SELECT COUNT(pg_terminate_backend(pid))
			FROM pg_stat_activity
			WHERE datname = current_database() AND pid <> pg_backend_pid()`)
		do(t, d)
	}
}

func TestLostConnectionIsNoDefect(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	err := d.Write(t.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec(`SELECT pg_terminate_backend(pg_backend_pid())`)
		return err
	})
	if !fault.Is(err, fault.Unready) {
		t.Errorf("a lost connection is %v", err)
	}
	do(t, d) // on a new one
}

// TestCheckNamesTablesThatTheRoleMayNotWrite, on which a server would fail at once.
func TestCheckNamesTablesThatTheRoleMayNotWrite(t *testing.T) {
	t.Parallel()
	source := emptySource(t)
	open(t, source)
	u, err := url.Parse(source)
	if err != nil {
		t.Fatal(err)
	}
	role := "reader_" + strings.TrimPrefix(u.Path, "/")
	owner := session(t, source)
	exec(t, owner, `CREATE ROLE `+role+` LOGIN`)
	t.Cleanup(func() {
		if _, err := owner.Exec(context.Background(), `DROP OWNED BY `+role+`; DROP ROLE `+role); err != nil {
			t.Error(err)
		}
	})
	exec(t, owner, `GRANT SELECT ON ALL TABLES IN SCHEMA public TO `+role)
	exec(t, owner, `GRANT INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO `+role)
	exec(t, owner, `REVOKE UPDATE ON post FROM `+role)
	q := u.Query()
	q.Set("user", role)
	u.RawQuery = q.Encode()
	d, _, err := db.OpenReadOnly(t.Context(), u.String(), false)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	defects, err := d.Check(t.Context())
	if err != nil || len(defects) != 1 || !strings.Contains(defects[0], "in der Tabelle post nichts ändern") {
		t.Errorf("%v, %v", defects, err)
	}
}
