# Ann begins a question and keeps it. Her page and the form itself lead back to it.
as guest
GET /meine/entwuerfe
code == 303
as ann
GET /meine
body lacks Meine Entwürfe
GET /meine/entwuerfe
body contains Zurzeit keine
GET /fragen
body contains Entwurf speichern
body lacks Sie haben hier einen Entwurf
POST /meine/entwuerfe formular="/fragen" einmal="K1" entwurf="T1" titel="Wohngeld" text="Wie machen"
code == 303
keep draft from location ^(/meine/entwuerfe/\d+)
GET $draft
code == 200
body contains value="Wohngeld"
body contains Wie machen</textarea>
body contains noch nicht abgeschickt
body lacks Bitte prüfen Sie Ihre Eingaben
body lacks aria-invalid
body lacks Wir schlagen den Bereich
body lacks Bitte lesen Sie zuerst
body contains action="/fragen"
body contains name="entwurf_stand" value="1"
GET $draft?hinweis=entwurf-gespeichert
body contains Entwurf gespeichert. Sie können weiterschreiben
GET /meine
body contains Meine Entwürfe
body contains href="$draft"
GET /fragen
body contains Sie haben hier einen Entwurf
body contains „Wohngeld“
body contains href="$draft"

# The page goes on with its draft. Another one that was opened before keeps its own.
POST /meine/entwuerfe formular="/fragen" einmal="K1" entwurf="T2" entwurf_stand="1" titel="Wohngeld online" text="Zu Hause"
location == $draft?hinweis=entwurf-gespeichert
POST /meine/entwuerfe formular="/fragen" einmal="K1" entwurf="T1" titel="Wohngeld" text="Im Büro"
keep other from location ^(/meine/entwuerfe/\d+)
GET $draft
body contains Zu Hause</textarea>
GET $other
body contains Im Büro</textarea>
GET /fragen
body contains </a>, gespeichert am
GET /meine/entwuerfe
body contains Wohngeld online
body contains Frage · gespeichert am

# Nobody else learns of them.
as boss
GET $draft
code == 404
GET $draft/loeschen
code == 404
POST $draft/loeschen
location == /meine/entwuerfe?hinweis=schon-entfernt
GET /meine/entwuerfe
body lacks Wohngeld
GET /fragen
body lacks Sie haben hier einen Entwurf

# To send it ends it; the other one stays, and can be deleted.
as ann
POST /fragen einmal="K1" entwurf="T2" entwurf_stand="2" titel="Wohngeld online" text="Zu Hause" bereich="bildung"
code == 303
GET $draft
code == 404
GET /meine/entwuerfe
body lacks Wohngeld online
body contains href="$other"
GET $other/loeschen
body contains lässt sich nicht rückgängig machen
body contains „Wohngeld“
POST $other/loeschen
location == /meine/entwuerfe?hinweis=entwurf-geloescht
GET $other
code == 404
POST $other/loeschen
location == /meine/entwuerfe?hinweis=schon-entfernt

# What cannot be kept comes back.
POST /meine/entwuerfe formular="/fragen" einmal="K4" entwurf="T4"
code == 422
body contains noch nichts geschrieben
body contains action="/fragen"
POST /meine/entwuerfe formular="/verwaltung/einstellungen" einmal="K5" entwurf="T5" text="Ein langer Text"
code == 422
body contains nicht als Entwurf speichern
body contains Ein langer Text
