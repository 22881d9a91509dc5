//go:build !bench

package bench

import (
	"fmt"
	"testing"

	"kommunalforum/internal/account"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/loadgen"
	"kommunalforum/internal/organisation"
	"kommunalforum/internal/reuse"
	"kommunalforum/internal/support"
)

// municipalities are as many organisations as the benchmarks below want.
const municipalities = 1000

// populate lets a thousand municipalities enter that they use a service, and say of a
// thread that it concerns them too.
func populate(b *testing.B, f *inside, service, thread int64) {
	b.Helper()
	by, err := f.Accounts.ViewerOf(f.Ctx, loadgen.SomeEmail)
	if err != nil {
		b.Fatal(err)
	}
	var all []organisation.Organisation
	err = f.DB.Write(f.Ctx, func(tx *db.Tx) error {
		keys, err := catalogue.LargestTx(tx, municipalities)
		if err != nil {
			return err
		}
		all = nil
		for _, ags := range keys {
			o, err := organisation.EnsureTx(tx, organisation.Organisation{AGS: ags})
			if err != nil {
				return err
			}
			all = append(all, o)
			byline := account.Byline{PersonID: by.ID, Organisation: o}
			if err := support.AddForTx(tx, byline, support.Subject{Kind: support.Thread, ID: thread}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	for _, o := range all {
		in := reuse.Input{Stage: reuse.Using, Product: "EfA-Onlinedienst", Notes: reuse.Notes{Experience: "Läuft gut."}}
		if _, err := f.Reuse.Enter(f.Ctx, account.NewViewer(by.ID, by.Name, o), service, in); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkReuse asks the pages of a service that a thousand organisations use, and of a
// thread that concerns as many.
func BenchmarkReuse(b *testing.B) {
	f := asked(b)
	const service = 10061
	populate(b, f, service, f.threads[2])
	for _, page := range []struct{ name, path string }{
		{"service", fmt.Sprintf("/leistungen/%d", service)},
		{"register", fmt.Sprintf("/leistungen/%d/nachnutzung", service)},
		{"register-filtered", fmt.Sprintf("/leistungen/%d/nachnutzung?land=Bayern&groesse=bis-50000&sortierung=groesse", service)},
		{"export", fmt.Sprintf("/leistungen/%d/nachnutzung/export", service)},
		{"concerned", fmt.Sprintf("/thema/%d/betroffene", f.threads[2])},
		{"board-by-support", "/bereiche/bauen-wohnen?sortierung=organisationen"},
	} {
		b.Run(page.name, func(b *testing.B) {
			f.T = b
			b.ReportAllocs()
			for b.Loop() {
				f.get(b, page.path)
			}
		})
	}
}
