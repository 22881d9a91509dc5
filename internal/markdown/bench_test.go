package markdown

import (
	"context"
	"strings"
	"testing"
)

// plain is an ordinary reply of about 600 bytes, rich a long post of about 6 KB
// that uses everything.
var (
	plain = strings.Repeat("Wir haben den Antrag seit Mai im Einsatz und nutzen die Schnittstelle zum Fachverfahren.\nZuständig ist "+
		"bei uns das Bürgeramt.\n\n", 5)
	rich = strings.Repeat(richSection, 9)
)

const richSection = `## Ausgangslage

Der Dienst **Wohngeld** läuft in [drei Ländern](https://example.de/wohngeld?land=nw), siehe auch
[unser Thema](/thema/123-wohngeld#beitrag-4) und https://www.example.de/straße. Rückfragen: post@example.de[^1]

> Die Anbindung über *FIT-Connect* ist ~~noch nicht~~ freigegeben.

1. Vereinbarung unterzeichnen
2. Anbindung testen
   - [x] Testsystem
   - [ ] Produktivsystem

| Land | Stand | Fälle |
|:-----|:-----:|------:|
| Bayern | live | 1.240 |
| Hessen | Test | 17 |

` + "```xml\n<xta:Nachricht id=\"1\">Inhalt & mehr</xta:Nachricht>\n```" + `

![Ablauf der Anbindung](/anhang/12/ablauf.png) und ` + "`inline`" + ` dazu.

[^1]: Montag bis Freitag, siehe [Zeiten](/zeiten).

`

func BenchmarkRender(b *testing.B) {
	for name, source := range map[string]string{"plain 600 B": plain, "rich 6 KB": rich} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(source)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Render(context.Background(), source); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkPlainText(b *testing.B) {
	b.SetBytes(int64(len(rich)))
	for b.Loop() {
		PlainText(rich)
	}
}

// BenchmarkHostile shows that no source of MaxLength characters, rendered or
// refused, costs more than 100 ms.
func BenchmarkHostile(b *testing.B) {
	for _, h := range hostile {
		source := cut(h.source)
		b.Run(h.name, func(b *testing.B) {
			for b.Loop() {
				_, _ = Render(context.Background(), source) // refusals are timed as well
			}
		})
	}
}
