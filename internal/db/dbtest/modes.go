package dbtest

import (
	"errors"
	"os"
	"sync"

	"kommunalforum/internal/db"
)

// useModes turns on, once, what the environment asks of a test run:
//
//	DB_STATEMENTS=/folder  every statement that runs is written there, see db.RecordStatements
//	DB_TWICE=1             each Write runs twice, see db.WriteTwice
var useModes = sync.OnceValue(func() (err error) {
	if folder := os.Getenv("DB_STATEMENTS"); folder != "" {
		err = errors.Join(err, db.RecordStatements(folder))
	}
	if os.Getenv("DB_TWICE") != "" {
		db.WriteTwice()
	}
	return err
})
