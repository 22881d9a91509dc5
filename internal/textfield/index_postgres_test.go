//go:build postgres

package textfield_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/db/dbtest"
	"kommunalforum/internal/follow"
	"kommunalforum/internal/library"
	"kommunalforum/internal/organisation"
	"kommunalforum/internal/signin"
	. "kommunalforum/internal/testkit"
)

// longest is how long a value in an index may become, in bytes. PostgreSQL refuses rows of
// which an index would hold more than 2704 bytes.
var longest = map[string]int{
	"saved_search.query":        follow.MaxQuery,
	"linked_identity.subject":   signin.MaxSubject,
	"linked_identity.provider":  32,   // package config
	"passkey.credential_id":     1364, // 1023 bytes (Web Authentication, section 4), base64url
	"passkey_user.handle":       86,   // 64 bytes, base64url
	"circle.name":               4 * 80,
	"district.name":             4 * 120, // package catalogue
	"municipality.name":         4 * 120,
	"board.slug":                board.MaxSlug,
	"person.email":              254, // package address
	"application.base":          254,
	"mail_domain.name":          253,
	"alias.words":               4 * 120, // words of the program, names of kinds and Länder
	"inquiry.number":            40,
	"official_answer.number":    40,
	"consent.version":           len("2026-11-28"),
	"setting.name":              40,
	"administers.ags":           8,
	"district.ags":              5,
	"municipality.ags":          8,
	"municipality.district_ags": 5,
	"organisation.ags":          8,
	"organisation.name":         4 * organisation.MaxName,
	"organisation.sort_key":     12 * organisation.MaxName, // package folding: the name, and up to eight letters for a character before it
	"person.sort_key":           12 * organisation.MaxName, // names of people are shorter
	"catalogue_file.name":       120,                       // of the files that the program brings along, which the test world loads
	"service.name":              4 * 200,
	"single_service.name":       4 * 500,
	"single_service.leika_key":  14,
	"situation.slug":            120,
	"subject_area.slug":         120,
	"single_service.slug":       120,

	"document_version.reference_key": 4 * library.MaxReference, // letters of the reference, in small
}

// maxWord is how long words of the program, hashes, dates and keys of forms are at most.
const maxWord = 64

// ofTheProgram are columns that hold such.
var ofTheProgram = []string{"id", "key", "once_key", "hash", "fingerprint", "browser", "node", "consumer", "kind", "state", "outcome", "level",
	"subject", "subject_kind", "place_kind", "via_kind", "review", "delivery", "audience", "role", "purpose", "sha256", "due", "stopped_on",
	"tickler", "remind_on", "review_on", "rhythm", "act", "digest", "thumbnail", "product_key", "ends_on",
	"stance"}

// TestLongestValuesFitIntoTheirIndexes writes them all into copies of the tables.
func TestLongestValuesFitIntoTheirIndexes(t *testing.T) {
	w := New(t)
	conn, err := pgx.Connect(t.Context(), dbtest.Source(w.Dir()))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	tables := indexedText(t, w)
	if len(tables) < 40 {
		t.Fatalf("only %d tables have an index over text", len(tables))
	}
	for table, columns := range tables {
		var places []string
		var values []any
		for i, c := range columns {
			size, known := longest[table+"."+c]
			if !known {
				size = maxWord
			}
			if !known && !slices.Contains(ofTheProgram, c) {
				t.Errorf("%s.%s is in an index: say in longest how long it may become", table, c)
			}
			places, values = append(places, "$"+string(rune('1'+i))), append(values, noise(size))
		}
		for _, statement := range []string{`CREATE TEMP TABLE probe (LIKE ` + table + ` INCLUDING INDEXES INCLUDING IDENTITY)`, loosen} {
			if _, err := conn.Exec(t.Context(), statement); err != nil {
				t.Fatalf("%s: %v", table, err)
			}
		}
		_, err := conn.Exec(t.Context(), `INSERT INTO probe (`+strings.Join(columns, ", ")+`) VALUES (`+strings.Join(places, ", ")+`)`, values...)
		if err != nil {
			t.Errorf("%s: %v", table, err)
		}
		if _, err := conn.Exec(t.Context(), `DROP TABLE probe`); err != nil {
			t.Fatal(err)
		}
	}
}

// loosen lets all columns of probe be left out.
const loosen = `
	DO $$
	DECLARE
		c RECORD;
	BEGIN
		FOR c IN
			SELECT attname, format_type(atttypid, atttypmod) AS kind FROM pg_attribute
			WHERE attrelid = 'pg_temp.probe'::regclass AND attnum > 0 AND attnotnull AND attidentity = ''
		LOOP
			EXECUTE format('ALTER TABLE pg_temp.probe ALTER %I SET DEFAULT %s', c.attname,
				CASE c.kind WHEN 'boolean' THEN 'FALSE' WHEN 'text' THEN quote_literal('') WHEN 'bytea' THEN quote_literal('') ELSE '0' END);
		END LOOP;
	END $$`

// noise is text that cannot be compressed.
func noise(size int) string {
	source := rand.New(rand.NewPCG(1, uint64(size)))
	var b strings.Builder
	for b.Len()+4 <= size {
		b.WriteRune(rune(0x20000 + source.IntN(0xa000)))
	}
	for b.Len() < size {
		b.WriteByte(byte('a' + source.IntN(26)))
	}
	return b.String()
}

// indexedText returns the columns of text that an index holds, or that it is computed
// from, by table.
func indexedText(t *testing.T, w *World) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	err := w.DB.Read(w.Ctx, func(tx *db.Tx) error {
		return db.Each(tx, func(r db.Row) error {
			var table, column string
			err := r.Scan(&table, &column)
			out[table] = append(out[table], column)
			return err
		}, `
			SELECT DISTINCT t.relname, a.attname
			FROM pg_index i
			JOIN pg_class t ON t.oid = i.indrelid
			JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND a.atttypid = 'text'::regtype
			WHERE t.relnamespace = current_schema()::regnamespace AND (a.attnum = ANY (i.indkey) OR EXISTS (
				SELECT FROM pg_depend d
				WHERE d.classid = 'pg_class'::regclass AND d.objid = i.indexrelid AND d.refobjid = t.oid AND d.refobjsubid = a.attnum))
			ORDER BY 1, 2`)
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
