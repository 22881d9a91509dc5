package consultation_test

import (
	"strings"
	"testing"

	"kommunalforum/internal/consultation"
	"kommunalforum/internal/fault"
	. "kommunalforum/internal/testkit"
)

func TestSectionsOfADraftAreOrdered(t *testing.T) {
	t.Parallel()
	w := New(t)
	id := w.Consultation(Mod, Members)
	mod := w.By(Mod)
	list := sections(w, id)
	check(t, "move", w.Consulted.MoveSection(w.Ctx, mod, id, list[1].ID, 2, 1), fine)
	check(t, "move again", w.Consulted.MoveSection(w.Ctx, mod, id, list[1].ID, 2, 1), fine)
	check(t, "move with an old page", w.Consulted.MoveSection(w.Ctx, mod, id, list[0].ID, 2, 1), "conflict")
	check(t, "edit", w.Consulted.EditSection(w.Ctx, mod, id, list[0].ID, 3, consultation.SectionInput{Heading: "Neu", Text: "Anders."}), fine)
	check(t, "remove", w.Consulted.RemoveSection(w.Ctx, mod, id, list[1].ID, 4), fine)
	left := sections(w, id)
	if len(left) != 1 || left[0].Heading != "Neu" || left[0].Number != 1 {
		t.Errorf("%+v", left)
	}
	check(t, "open", w.Consulted.Open(w.Ctx, mod, id, consultation.Opening{LastDay: w.Today(3).German(), Disclosure: consultation.AtOnce,
		Revision: 5}), fine)
	check(t, "remove when open", w.Consulted.RemoveSection(w.Ctx, mod, id, list[0].ID, 6), "conflict")
	check(t, "discard when open", w.Consulted.Discard(w.Ctx, mod, id, 6), "conflict")
	draft := w.Consultation(Mod, Members)
	check(t, "discard", w.Consulted.Discard(w.Ctx, mod, draft, 2), fine)
	check(t, "discard twice", w.Consulted.Discard(w.Ctx, mod, draft, 2), "missing")
}

func TestTextIsCutByItsHeadings(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]string{
		"# Richtlinie\n\n## Geltung\n\nGilt.\n\n## Frist\nVier\n\n### Ausnahme\nKeine": "Geltung=Gilt.|Frist=Vier\n\n### Ausnahme\nKeine",
		"Vorab.\n\n# A\nEins\n# B\nZwei":                                               "Vorbemerkung=Vorab.|A=Eins|B=Zwei",
		"```\n# kein\n```\n\n# A\nx\n# B ##\n~~~\n# y\n~~~":                            "Vorbemerkung=```\n# kein\n```|A=x|B=~~~\n# y\n~~~",
		"A\n===\nEins\n\nB\n===\nZwei":                                                 "A=Eins|B=Zwei",
		"Nur Text":                                                                     "Vorbemerkung=Nur Text",
		"# Eins\nText\n## Zwei\nmehr":                                                  "Eins=Text|Zwei=mehr",
		"#kein Titel\n\n#hash":                                                         "Vorbemerkung=#kein Titel\n\n#hash",
		"# **Fett**\r\nText\r\n# Zwei\r\nb":                                            "Fett=Text|Zwei=b",
		"# Kapitel 1\n## 1.1\na\n## 1.2\nb\n# Kapitel 2\nc":                            "Kapitel 1: 1.1=a|1.2=b|Kapitel 2=c",
		"Kapitel\n===\na\n\n1. Ziel\n---\nb":                                           "Kapitel=a|1. Ziel=b",
		"# Titel\nTeil\n---\na":                                                        "Teil=a",
		"### A\na\n#### B\nb\n### C\nc":                                                "A=a\n#### B\nb|C=c",
		"# A\n\n# B\nb":                                                                "A=|B=b",
		"# A\n\n- Punkt\n---\n\n# B\nx":                                                "A=- Punkt\n---|B=x",
		"":                                                                             "",
	} {
		list, err := consultation.Cut(source)
		var got []string
		for _, s := range list {
			got = append(got, s.Heading+"="+s.Text)
		}
		if text := strings.Join(got, "|"); err != nil || text != want {
			t.Errorf("%q: %q, want %q, %v", source, text, want, err)
		}
	}
	if _, err := consultation.Cut(strings.Repeat("x", consultation.MaxPaste+1)); !fault.Is(err, fault.Invalid) {
		t.Errorf("over-long: %v", err)
	}
}

func TestOnlyWhatFitsIsOpened(t *testing.T) {
	t.Parallel()
	w := New(t)
	mod := w.By(Mod)
	empty, err := w.Consulted.Begin(w.Ctx, mod, consultation.Input{Board: w.Board(Members), Title: "Leer", Issuer: "FITKO"})
	if err != nil {
		t.Fatal(err)
	}
	id := w.Consultation(Mod, Members)
	for name, x := range map[string]struct {
		id   int64
		in   consultation.Opening
		want string
	}{
		"no section":   {empty, consultation.Opening{LastDay: w.Today(1).German(), Disclosure: consultation.AtOnce, Revision: 1}, "invalid"},
		"yesterday":    {id, consultation.Opening{LastDay: w.Today(-1).German(), Disclosure: consultation.AtOnce, Revision: 2}, "invalid"},
		"too far":      {id, consultation.Opening{LastDay: w.Today(400).German(), Disclosure: consultation.AtOnce, Revision: 2}, "invalid"},
		"no date":      {id, consultation.Opening{LastDay: "", Disclosure: consultation.AtOnce, Revision: 2}, "invalid"},
		"no choice":    {id, consultation.Opening{LastDay: w.Today(1).German(), Revision: 2}, "invalid"},
		"stale":        {id, consultation.Opening{LastDay: w.Today(1).German(), Disclosure: consultation.AtOnce, Revision: 1}, "conflict"},
		"today itself": {id, consultation.Opening{LastDay: w.Today(0).German(), Disclosure: consultation.AtOnce, Revision: 2}, fine},
	} {
		if x.want != fine {
			check(t, name, w.Consulted.Open(w.Ctx, mod, x.id, x.in), x.want)
		}
	}
	today := consultation.Opening{LastDay: w.Today(0).German(), Disclosure: consultation.AtOnce, Revision: 2}
	check(t, "today", w.Consulted.Open(w.Ctx, mod, id, today), fine)
	check(t, "a second click", w.Consulted.Open(w.Ctx, mod, id, today), fine)
}
