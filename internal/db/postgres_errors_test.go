package db

import (
	"context"
	"database/sql"
	sqldriver "database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"kommunalforum/internal/fault"
)

func coded(code string) error { return fmt.Errorf("x: %w", &pgconn.PgError{Code: code}) }

// notSent is the error for a connection that was closed before it was asked for anything.
type notSent struct{}

func (notSent) Error() string     { return "not sent" }
func (notSent) Unwrap() error     { return pgconn.ErrConnClosed }
func (notSent) SafeToRetry() bool { return true }

// TestEachErrorOfAServerMeansSomething lists by code what people are told, whether the
// connection is passed over for another one, and whether nobody knows what became of
// a commit that ended so.
func TestEachErrorOfAServerMeansSomething(t *testing.T) {
	t.Parallel()
	reset := &net.OpError{Op: "read", Err: syscall.ECONNRESET}
	replanned := &pgconn.PgError{Code: "0A000", Routine: "RevalidateCachedQuery"}
	for _, c := range []struct {
		name    string
		err     error
		kind    fault.Kind
		says    string
		broken  bool
		unclear bool
	}{
		{"unique_violation", coded("23505"), fault.Conflict, "gibt es schon", false, false},
		{"foreign_key_violation", coded("23503"), fault.Internal, "schiefgegangen", false, false},
		{"read_only_sql_transaction", coded("25006"), fault.Unready, "schreibgeschützt", false, false},
		{"too_many_connections", coded("53300"), fault.Unready, "ausgelastet", false, false},
		{"disk_full", coded("53100"), fault.Unready, "voll", false, false},
		{"out_of_memory", coded("53200"), fault.Unready, "ausgelastet", false, false},
		{"serialization_failure", coded("40001"), fault.Unready, "ausgelastet", false, false},
		{"deadlock_detected", coded("40P01"), fault.Unready, "ausgelastet", false, false},
		{"lock_not_available", coded("55P03"), fault.Unready, "ausgelastet", false, false},
		{"query_canceled", coded("57014"), fault.Unready, "ausgelastet", false, false},
		{"admin_shutdown", coded("57P01"), fault.Unready, "nicht erreichbar", true, true},
		{"crash_shutdown", coded("57P02"), fault.Unready, "nicht erreichbar", true, true},
		{"cannot_connect_now", coded("57P03"), fault.Unready, "nicht erreichbar", true, true},
		{"connection_failure", coded("08006"), fault.Unready, "nicht erreichbar", true, true},
		{"idle_in_transaction_session_timeout", coded("25P03"), fault.Unready, "nicht erreichbar", true, true},
		{"in_failed_sql_transaction", coded("25P02"), fault.Internal, "schiefgegangen", false, false},
		{"cached plan", replanned, fault.Unready, "umgestellt", false, false},
		{"feature_not_supported", coded("0A000"), fault.Internal, "schiefgegangen", false, false},
		{"invalid_sql_statement_name", coded("26000"), fault.Unready, "umgestellt", false, false},
		{"io_error", coded("58030"), fault.Internal, "Datenträger", false, false},
		{"data_corrupted", coded("XX001"), fault.Internal, "beschädigt", false, false},
		{"refused to connect", &pgconn.ConnectError{}, fault.Unready, "nicht erreichbar", false, true},
		{"end of file", fmt.Errorf("x: %w", io.ErrUnexpectedEOF), fault.Unready, "nicht erreichbar", true, true},
		{"reset", reset, fault.Unready, "nicht erreichbar", true, true},
		{"closed before", fmt.Errorf("x: %w", notSent{}), fault.Unready, "nicht erreichbar", true, false},
		{"closed meanwhile", fmt.Errorf("x: %w", pgconn.ErrConnClosed), fault.Unready, "nicht erreichbar", true, true},
		{"bad connection", sqldriver.ErrBadConn, fault.Unready, "nicht erreichbar", true, true},
		{"client gone", context.Canceled, fault.Internal, "schiefgegangen", false, false},
		{"ended already", sql.ErrTxDone, fault.Internal, "schiefgegangen", false, false},
	} {
		err := (postgres{}).translate(c.err)
		if !fault.Is(err, c.kind) || !strings.Contains(fault.SentenceOf(err), c.says) || !errors.Is(err, c.err) {
			t.Errorf("%s: %v, %q", c.name, fault.KindOf(err), fault.SentenceOf(err))
		}
		if b, u := broken(c.err), (postgres{}).unclear(c.err); b != c.broken || u != c.unclear {
			t.Errorf("%s: broken %t, unclear %t", c.name, b, u)
		}
	}
}
