# A question is asked, answered, solved, edited and moderated.
as guest
GET /fragen
code == 303
location == /anmelden?weiter=%2Ffragen

as ann
GET /fragen?bereich=bauen-wohnen&titel=Bauantrag+online
code == 200
body contains value="Bauantrag online"
body contains Öffentlich sichtbar

# Without a board the form comes back once with a proposal.
POST /fragen titel="Wohngeld online: Wer trägt die Kosten?" text="Wir führen den Dienst ein." aktion="senden"
code == 200
body contains Wir schlagen den Bereich

# With problems it comes back as it was.
POST /fragen titel="Kurz" text="" bereich="bauen-wohnen" aktion="senden"
code == 422
body contains mindestens 8 Zeichen
body contains Bitte füllen Sie „Text“ aus.
body contains value="Kurz"

# A preview stores nothing.
POST /fragen titel="Bauantrag digital: Erfahrungen?" text="Das ist **wichtig**." bereich="bauen-wohnen" aktion="vorschau"
code == 200
body contains <strong>wichtig</strong>
GET /bereiche/bauen-wohnen
body lacks Bauantrag digital: Erfahrungen?

POST /fragen titel="Bauantrag digital: Erfahrungen?" text="Das ist **wichtig**." bereich="bauen-wohnen" aktion="senden" einmal="abc"
code == 303
keep thread from location ^(/thema/\d+[a-z0-9-]*)
keep id from location ^/thema/(\d+)

# The same form again leads to the same thread.
POST /fragen titel="Bauantrag digital: Erfahrungen?" text="Das ist **wichtig**." bereich="bauen-wohnen" aktion="senden" einmal="abc"
code == 303
location == $thread?hinweis=thema

# A wrong slug leads to the right address.
GET /thema/$id-falsch
code == 301
location == $thread

as bea
POST /thema/$id/antworten text="So geht es bei uns." aktion="senden"
code == 303
keep post from location #beitrag-(\d+)$
GET /beitrag/$post
code == 303
location == $thread#beitrag-$post
GET $thread?zitat=$post
code == 200
body contains &gt; *Kreis Probeland schrieb ([Beitrag](/beitrag/$post)):*
# Without script: what was typed stays, and the quotation comes below it.
POST /thema/$id/antworten text="Was ich schon schrieb." zitat="$post"
code == 200
body contains Was ich schon schrieb.
body contains &gt; *Kreis Probeland schrieb ([Beitrag](/beitrag/$post)):*
POST /thema/$id/antworten text="Was ich schon schrieb." zitat="999"
code == 422
body contains Was ich schon schrieb.
body contains Der Beitrag lässt sich nicht mehr zitieren.
POST /thema/$id/antworten text="> *Kreis Probeland schrieb ([Beitrag](/beitrag/$post)):* Das auch." aktion="vorschau"
body contains Kreis Probeland schrieb (<a href="/beitrag/$post">Beitrag</a>):</em> Das auch.

as ann
POST /beitrag/$post/loesung ja="ja"
code == 303
GET $thread
body contains beantwortet
body contains 1 Lösung

# It concerns another organisation too.
as bea
GET $thread
body contains Betrifft uns auch
body lacks 2 Organisationen
POST /thema/$id/betrifft-uns
code == 303
GET $thread
body contains 2 Organisationen in 2 Ländern
body contains Betrifft uns doch nicht
GET /bereiche/bauen-wohnen
body contains 2 Organisationen betroffen

# Guests read the public board without any name.
as guest
GET $thread
code == 200
body contains Kreis Probeland
body lacks Beate Birke
body lacks Anna Ahorn

as bea
GET /beitrag/$post/bearbeiten
code == 200
POST /beitrag/$post/bearbeiten text="Neuer Text" fassung="1" aktion="senden"
code == 303
POST /beitrag/$post/bearbeiten text="Mein anderer Text" fassung="1" aktion="senden"
code == 409
body contains Mein anderer Text
body contains Neuer Text
POST /thema/$id/schliessen grund="Ich will nicht mehr"
code == 403

as mod
POST /beitrag/$post/ausblenden grund=""
code == 422
POST /beitrag/$post/ausblenden grund="Werbung für ein Produkt"
code == 303
POST /thema/$id/schliessen grund="Hier ist alles gesagt."
code == 303
POST /beitrag/$post/schwaerzen fassung="1" grund=""
code == 422
body contains Bitte füllen Sie „Grund“ aus.
POST /beitrag/$post/schwaerzen fassung="1" grund="Personenbezogene Daten"
code == 303
GET /beitrag/$post/fassungen
body contains Von der Moderation geschwärzt: Personenbezogene Daten
body lacks Neuer Text

as ann
GET $thread
body contains Von der Moderation ausgeblendet: Werbung für ein Produkt
body lacks Neuer Text
body contains Dieses Thema ist geschlossen: Hier ist alles gesagt.
POST /thema/$id/antworten text="Noch etwas" aktion="senden"
code == 403
