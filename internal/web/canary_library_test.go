package web_test

import (
	"fmt"

	"kommunalforum/internal/library"
	. "kommunalforum/internal/testkit"
)

// papers are documents of the library with files, of which one has a former version, and
// an open question that refers to all of them.
func (a *aviary) papers() {
	add := func(reference, slug string, may ...string) int64 {
		id, err := a.Library.Add(a.Ctx, a.By(Mod), library.Input{Board: a.Board(slug), Title: "Dokument mit " + a.word(may...),
			Issuer: "Stelle mit " + a.word(may...), Dated: "1.2.2026", Reference: reference, Text: a.word(may...), Services: []int64{10061},
			Files: a.file(Mod, may...)})
		a.must(err)
		a.note("bibliothek", id)
		return id
	}
	inner := add("Beschluss 2025/1", Exclusive, Mod, Insider)
	former := add("Beschluss 2025/2", Members, signedIn...)
	a.must(a.Library.Renew(a.Ctx, a.By(Mod), former, library.Input{Board: a.Board(Members), Title: "Dokument mit " + a.word(signedIn...),
		Issuer: "FITKO", Dated: "1.3.2026", Reference: "Beschluss 2025/2", News: a.word(signedIn...), Files: a.file(Mod, signedIn...), Revision: 1}))
	a.must(a.Library.End(a.Ctx, a.By(Mod), former, library.Withdrawn, 0, "Grund mit "+a.word(signedIn...)))
	a.note("thema", a.Ask(Ann, Public, "Eine Frage mit Verweisen",
		fmt.Sprintf("Beschluss 2025/1, Beschluss 2025/2, [eins](/bibliothek/%d), [zwei](/bibliothek/%d)", inner, former)))
}
