package testdb

import (
	"fmt"
	"os"

	"kommunalforum/internal/db"
)

// Modes of a test run, by environment variables:
//
//	DB_STATEMENTS=/folder  every statement that runs is written there, see db.RecordStatements
//	DB_TWICE=1             each Write runs twice, see db.WriteTwice
func init() {
	if folder := os.Getenv("DB_STATEMENTS"); folder != "" {
		if err := db.RecordStatements(folder); err != nil {
			panic(fmt.Sprintf("record statements: %v", err))
		}
	}
	if os.Getenv("DB_TWICE") != "" {
		db.WriteTwice()
	}
}
