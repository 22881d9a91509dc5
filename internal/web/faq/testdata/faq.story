# From a post to an article that everybody finds, and what happens to it then.

# Nothing is published yet; guests are told so and may not write.
as guest
GET /faq
code == 200
body contains Noch keine häufige Frage zu sehen
body lacks Artikel schreiben
GET /faq/neu
code == 303
location == /anmelden?weiter=%2Ffaq%2Fneu
POST /faq/neu titel="Wer unterschreibt den Bauantrag?"
code == 403
as ann
GET /faq/neu
code == 403
POST /faq/neu titel="Wer unterschreibt den Bauantrag?"
code == 403

# A member asks, an editor takes the question into the FAQ.
POST /fragen titel="Wer unterschreibt den Bauantrag?" text="Anna Ahorn fragt: **Genügt** die Textform?" bereich="bauen-wohnen"
code == 303
keep thread from location ^(/thema/\d+[^?]*)
GET $thread
keep post from body id="beitrag-(\d+)"
body lacks In die FAQ übernehmen
POST /beitrag/$post/in-die-faq
code == 403
as guest
POST /beitrag/$post/in-die-faq
code == 403
as editor
GET $thread
body contains In die FAQ übernehmen
POST /beitrag/$post/in-die-faq
code == 303
keep article from location ^(/faq/\d+)
GET $article/bearbeiten
code == 200
body contains Wer unterschreibt den Bauantrag?
body contains N. N. fragt
body lacks Anna Ahorn
POST /beitrag/$post/in-die-faq
location == $article/bearbeiten?hinweis=faq-uebernommen

# The draft exists for editors of the board only.
as guest
GET $article
code == 404
as ann
GET $article
code == 404
GET $article/bearbeiten
code == 404
as othermod
GET $article
code == 404
as mod
GET $article
code == 301
GET $article-wer-unterschreibt-den-bauantrag
code == 200
body contains Das ist ein Entwurf
body contains Wer unterschreibt den Bauantrag?
GET $thread
body contains Entwurf, nur für die FAQ-Redaktion sichtbar.

# Publishing needs a short answer; the form names the field.
as editor
POST $article/veroeffentlichen freigabe="public"
code == 422
body contains Bitte schreiben Sie eine Kurzantwort.
POST $article/bearbeiten fassung="1" titel="Wer unterschreibt den Bauantrag?" kurzantwort="Niemand, die Textform genügt." text="Alter Text.\n\nSchluss." bereich="bauen-wohnen" leistungen="gibt es nicht"
code == 422
body contains Eine OZG-Leistung „gibt es nicht“ haben wir nicht gefunden.
body contains Niemand, die Textform genügt.
POST $article/bearbeiten aktion="vorschau" fassung="1" titel="Wer unterschreibt den Bauantrag?" text="Das ist **wichtig**." bereich="bauen-wohnen"
code == 200
body contains <strong>wichtig</strong>
POST $article/bearbeiten aktion="freigeben" fassung="1" titel="Wer unterschreibt den Bauantrag?" kurzantwort="Niemand, die Textform genügt." text="Alter Text.\n\nSchluss." bereich="bauen-wohnen" leistungen="10513" geltung="Hessen" stand="1.2.2026" pruefung="2099-02-01"
code == 303
location == $article/veroeffentlichen
GET $article/veroeffentlichen
body contains value="public" checked
body lacks name="bestaetigung"
POST $article/veroeffentlichen
code == 422
body contains Bitte wählen Sie, wer den Artikel lesen darf.
POST $article/veroeffentlichen freigabe="public"
code == 303
location == $article-wer-unterschreibt-den-bauantrag?hinweis=faq-veroeffentlicht

# Guests read it, without anybody's name, and find it by board and service.
as guest
GET $article-falsch
code == 301
location == $article-wer-unterschreibt-den-bauantrag
GET $article-wer-unterschreibt-den-bauantrag
code == 200
body contains Niemand, die Textform genügt.
body contains 01.02.2026
body contains 01.02.2099
body contains Hessen
body contains Zweckverband Daten
body contains 10513
body contains Thema „Wer unterschreibt den Bauantrag?“
body lacks Edda Eiche
body lacks noindex
body lacks Bearbeiten
GET /faq
body contains Wer unterschreibt den Bauantrag?
body contains Bauen
GET /faq?bereich=bauen-wohnen
body contains Wer unterschreibt den Bauantrag?
GET /faq?bereich=umwelt
code == 200
body contains Keine häufige Frage passt zu dieser Auswahl
GET /faq?bereich=basisdienste
code == 404
GET /faq?leistung=10513
body contains Wer unterschreibt den Bauantrag?
GET /faq?leistung=quatsch&zustand=quatsch&ab=quatsch
code == 200
GET /faq?ab=99999999999999999999-1&leistung=99999999999999999999
code == 200
GET /faq?zustand=entwurf
body contains Keine häufige Frage passt zu dieser Auswahl
GET /bereiche/bauen-wohnen
body contains $article-wer-unterschreibt
GET /leistungen/10513
body contains $article-wer-unterschreibt
GET /
body contains $article-wer-unterschreibt
GET $thread
body contains $article-wer-unterschreibt
GET $article/bearbeiten
code == 303
GET $article/fassungen
code == 303
as ann
GET $article/bearbeiten
code == 403
GET $article/fassungen
code == 403
GET $article/pruefen
code == 403
GET $article/veroeffentlichen
code == 403

# Two editors at once: the second keeps the text and sees the first's.
as mod
POST $article/bearbeiten fassung="2" titel="Wer unterschreibt den Bauantrag?" kurzantwort="Niemand, die Textform genügt." text="Neuer Text.\n\nSchluss." bereich="bauen-wohnen" leistungen="10513" geltung="Hessen" stand="1.2.2026" pruefung="2099-02-01"
code == 303
as editor
POST $article/bearbeiten fassung="2" titel="Wer unterschreibt den Bauantrag?" kurzantwort="Niemand, die Textform genügt." text="Mein Text." bereich="bauen-wohnen" leistungen="10513"
code == 409
body contains Der Artikel wurde in der Zwischenzeit geändert
body contains Neuer Text.
body contains Mein Text.
body contains Moritz Moor
body contains name="fassung" value="3"
GET $article/fassungen?von=1&bis=2
code == 200
body contains <strong>Alter</strong> Text.
body contains <strong>Neuer</strong> Text.
GET $article/fassungen?von=1&bis=9
code == 404
GET $article/fassungen?von=x&bis=
code == 404

# It holds no longer, and again.
POST $article/ueberholt grund=""
code == 422
body contains Bitte füllen Sie „Grund“ aus.
POST $article/ueberholt grund="Das Gesetz wurde geändert."
code == 303
as guest
GET $article-wer-unterschreibt-den-bauantrag
body contains Dieser Artikel ist überholt
body contains Das Gesetz wurde geändert.
GET /faq
body lacks $article
GET /faq?zustand=ueberholt
body contains $article
as editor
POST $article/gueltig
code == 422
GET $article/pruefen
body contains Markierung aufheben
POST $article/wiederherstellen
code == 303
POST $article/gueltig pruefung="1.1.2020"
code == 422
body contains Die nächste Prüfung muss in der Zukunft liegen.
POST $article/gueltig pruefung="1.1.2090"
code == 303
GET $article-wer-unterschreibt-den-bauantrag
body contains 01.01.2090
POST $article/loeschen
code == 422

# Drafts can be thrown away.
POST /faq/neu einmal="k1" titel="Was kostet der Bauantrag?" bereich="bauen-wohnen"
code == 303
keep draft from location ^(/faq/\d+)
POST /faq/neu einmal="k1" titel="Was kostet der Bauantrag?" bereich="bauen-wohnen"
location == $draft-was-kostet-der-bauantrag?hinweis=faq-entwurf
GET /faq?zustand=entwurf
body contains Was kostet der Bauantrag?
POST /faq/neu titel="kurz" bereich="umwelt"
code == 422
body contains Bitte wählen Sie einen Bereich.
POST $draft/loeschen
code == 303
GET $draft/bearbeiten
code == 404

# An article of a members' board reaches the public only after confirmation.
as mod
POST /faq/neu titel="Wie melden wir ein Kind in der Kita an?" kurzantwort="Über das Portal." text="So." bereich="bildung"
code == 303
keep kita from location ^(/faq/\d+)
GET $kita/veroeffentlichen
body contains value="members" checked
body contains name="bestaetigung"
POST $kita/veroeffentlichen freigabe="public"
code == 422
body contains Bitte bestätigen Sie
body contains value="public" checked
POST $kita/veroeffentlichen freigabe="public" bestaetigung="ja"
code == 303
as guest
GET /bereiche/bildung
body contains Wie melden wir ein Kind in der Kita an?

# Of a restricted board others learn nothing, even from a public article.
as mod
POST /faq/neu titel="Wie binden wir die BundID an?" kurzantwort="Über den Antrag." text="So." bereich="basisdienste"
code == 303
keep bund from location ^(/faq/\d+)
POST $bund/veroeffentlichen freigabe="board"
code == 303
as boss
GET $bund
code == 404
as insider
GET $bund
code == 301
as mod
POST $bund/veroeffentlichen freigabe="public" bestaetigung="ja"
code == 303
as guest
GET $bund-wie-binden-wir-die-bundid-an
code == 200
body lacks Basisdienste
body lacks basisdienste
GET /faq
body contains Wie binden wir die BundID an?
body lacks asisdienste
