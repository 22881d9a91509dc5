package app_test

import (
	"encoding/base32"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"kommunalforum/internal/db"
	"kommunalforum/internal/db/dbtest"
	. "kommunalforum/internal/testkit"
)

func TestSecretOfAFormerVersionLeavesTheDiskAndTheAppStillWorks(t *testing.T) {
	w, closeWorld, err := Start(Folder(t))
	if err != nil {
		t.Fatal(err)
	}
	w.T = t
	w.SetUpApp(Ann)
	plain := base32.StdEncoding.EncodeToString([]byte("zwanzig Bytes lang!!"))
	err = w.DB.Write(w.Ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE totp SET secret = $1`, plain)
		if err == nil {
			_, err = tx.Exec(`DELETE FROM keyring`)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(traces(w, plain)) == 0 {
		t.Fatal("the secret is not there: the test is blind")
	}
	dir := t.TempDir() // without the key of the other folder
	before := filepath.Join(dir, "forum.db.vor-schema-9-20260101T000000")
	if err := closeWorld(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { dbtest.Drop(dir) })
	if err := dbtest.Replace(w.Dir(), dir); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(before, []byte("a copy"), 0o600); err != nil {
		t.Fatal(err)
	}
	again := Open(t, dir)
	again.Scrubbed()
	if _, err := os.Stat(before); err != nil {
		t.Errorf("the copy made before the migration is gone with the first start: %v", err)
	}
	for _, hit := range traces(again, plain) {
		t.Error(hit)
	}
	halfway(again, Ann)
	if a := again.Post(Ann, "/anmelden/code", url.Values{"code": {again.Code(plain)}}); a.Code != 303 || a.Location() != "/meine" {
		t.Errorf("the app's code is answered with %d", a.Code)
	}
}
