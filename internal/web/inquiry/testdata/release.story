# Four eyes: who wrote the answer does not release it.

as boss
POST /verwaltung/bereiche/bildung sichtbar="members" vieraugen="ja" grund="Test"
code == 303
as ann
POST /fragen-an-das-programmmanagement/neu titel="Wer zahlt den Schulverwaltungsdienst?" text="Frage" themenfeld="bildung" aktion="senden"
keep frage from location ^(/fragen-an-das-programmmanagement/FPM-\d+-\d+)
keep nummer from location (FPM-\d+-\d+)
as prog
GET $frage
keep stand from body name="stand" value="(\d+)"
POST /schreibtisch/$nummer/uebernehmen stand="$stand"
code == 303
GET /schreibtisch/$nummer/freigabe
code == 409
GET /schreibtisch/$nummer/antwort
body contains Zur Freigabe vorlegen
body lacks Veröffentlichen
keep stand from body name="stand" value="(\d+)"
# Incomplete: it is kept as a draft and comes back with its problems.
POST /schreibtisch/$nummer/antwort stand="$stand" frage="Wer zahlt?" kurz="" text="Das Land." sichtbar="members" aktion="vorlegen" einmal="d1"
code == 422
body contains Bitte füllen Sie „Kurzantwort“ aus.
keep stand from body name="stand" value="(\d+)"
POST /schreibtisch/$nummer/antwort stand="$stand" frage="Wer zahlt?" kurz="Das Land." text="Das Land." stelle="FITKO" sichtbar="members" aktion="vorlegen" einmal="d2"
code == 303
location == $frage?hinweis=entwurf-vorgelegt
GET /schreibtisch/$nummer/freigabe
code == 200
body contains Sie haben an dieser Antwort mitgeschrieben
body lacks Antwort freigeben</span>
POST /schreibtisch/$nummer/freigabe
code == 403
as bea
POST /schreibtisch/$nummer/freigabe
code == 403
as prog2
GET /schreibtisch/$nummer/freigabe
body contains Geschrieben von Paul Pappel
keep stand from body name="stand" value="(\d+)"
POST /schreibtisch/$nummer/freigabe-verweigern stand="$stand" grund=""
code == 422
body contains Bitte nennen Sie den Grund.
POST /schreibtisch/$nummer/freigabe stand="99"
code == 409
POST /schreibtisch/$nummer/freigabe stand="$stand"
code == 303
as ann
GET $frage
body contains Offizielle Antwort des Programmmanagements
body contains Offizielle Antwort freigegeben
body lacks Petra Platane
