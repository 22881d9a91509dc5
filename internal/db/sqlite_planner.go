package db

/*
#cgo linux LDFLAGS: -Wl,-unresolved-symbols=ignore-in-object-files
#cgo darwin LDFLAGS: -Wl,-undefined,dynamic_lookup

// Of the SQLite that the driver brings along.
typedef struct sqlite3 sqlite3;
int sqlite3_db_config(sqlite3 *, int op, ...);
int sqlite3_auto_extension(void (*entry)(void));

enum { ENABLE_QPSG = 1007 }; // SQLITE_DBCONFIG_ENABLE_QPSG

static int steady(sqlite3 *db, char **problem, const void *api) {
	return sqlite3_db_config(db, ENABLE_QPSG, 1, (int *)0);
}

static int install(void) { return sqlite3_auto_extension((void (*)(void))steady); }
*/
import "C"

import (
	"fmt"
	"sync"
)

// keepPlans makes every connection keep the plan of a prepared statement whatever
// values are bound to it (SQLite's "query planner stability guarantee"). Without
// it binding may prepare the statement again each time, which costs a tenth of a
// millisecond or more: a thread page took three times as long. The driver has no
// option for it.
var keepPlans = sync.OnceValue(func() error {
	if code := C.install(); code != 0 {
		return fmt.Errorf("configure SQLite: code %d", code)
	}
	return nil
})
