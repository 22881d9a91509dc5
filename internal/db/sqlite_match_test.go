//go:build !postgres

// SQLite asks package folding itself.

package db_test

import (
	"context"
	"strings"
	"testing"

	"kommunalforum/internal/db"
	"kommunalforum/internal/folding"
)

func TestMentionsSaysWhatGoSays(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	phrases := folding.NewPhrases("Jörg Weiß", "j_w%x@stadt.example")
	texts := []string{"JÖRG WEISS", "Jo\u0308rg Weiß", "J&ouml;rg  \n Wei&szlig;", "Jörg Weißer", "J_W%X@stadt.example", "jXwYx@stadt.example",
		"", strings.Repeat("ä ", 5000) + "jörg weiß"}
	err := d.Read(context.Background(), func(tx *db.Tx) error {
		for _, text := range texts {
			got, err := db.Scalar[bool](tx, `SELECT `+db.Mentions("$1", "$2"), text, phrases.String())
			if err != nil || got != phrases.In(text) {
				t.Errorf("%.40q: %v, %v", text, got, err)
			}
		}
		old := []byte("\xff Jörg Weiß") // from before such texts were refused
		got, err := db.Scalar[bool](tx, `SELECT `+db.Mentions("CAST($1 AS TEXT)", "$2"), old, phrases.String())
		if err != nil || got != phrases.In(string(old)) {
			t.Errorf("%q: %v, %v", old, got, err)
		}
		got, err = db.Scalar[bool](tx, `SELECT `+db.Mentions("NULL", "$1")+` OR `+db.Mentions("'Jörg Weiß'", "$2"), phrases.String(), "")
		if err != nil || got {
			t.Errorf("nothing mentions somebody, or something nobody: %v", err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
