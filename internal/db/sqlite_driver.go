package db

import (
	"database/sql"
	"sync"

	"github.com/mattn/go-sqlite3"

	"kommunalforum/internal/folding"
)

// driver returns the name of the SQLite driver with this package's function added.
// The first call registers it.
var driver = sync.OnceValue(func() string {
	const name = "sqlite3 with mentions"
	sql.Register(name, &sqlite3.SQLiteDriver{ConnectHook: func(c *sqlite3.SQLiteConn) error {
		return c.RegisterFunc("mentions", mentions(), true)
	}})
	return name
})

// mentions is the function of one connection. All rows of a query come with the
// same phrases.
func mentions() func(text, phrases string) bool {
	var joined string
	var parsed folding.Phrases
	return func(text, phrases string) bool {
		if phrases != joined {
			joined, parsed = phrases, folding.ParsePhrases(phrases)
		}
		return parsed.In(text)
	}
}
