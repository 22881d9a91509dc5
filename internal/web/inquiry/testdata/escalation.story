# A moderator passes a thread on; the official answer comes back to it.

as ann
POST /fragen titel="Darf der Bauantrag ohne Unterschrift kommen?" text="Wir sind **unsicher**." bereich="bauen-wohnen" aktion="senden"
code == 303
keep thema from location ^(/thema/\d+[a-z0-9-]*)
keep id from location ^/thema/(\d+)
GET $thema
body lacks An das Programmmanagement weitergeben
GET /thema/$id/an-das-programmmanagement
code == 403
as guest
GET /thema/$id/an-das-programmmanagement
code == 303

as mod
GET $thema
body contains An das Programmmanagement weitergeben
GET /thema/$id/an-das-programmmanagement
code == 200
body contains Wir sind **unsicher**.
POST /thema/$id/an-das-programmmanagement titel="" text="Wir sind unsicher."
code == 422
POST /thema/$id/an-das-programmmanagement titel="Darf der Bauantrag ohne Unterschrift kommen?" text="Wir sind unsicher." aktion="senden" einmal="e1"
code == 303
keep frage from location ^(/fragen-an-das-programmmanagement/FPM-\d+-\d+)
keep nummer from location (FPM-\d+-\d+)
POST /thema/$id/an-das-programmmanagement titel="Darf der Bauantrag ohne Unterschrift kommen?" text="Wir sind unsicher." aktion="senden" einmal="e1"
location == $frage?hinweis=frage-weitergegeben
# Opened again it leads to what came of it, not to a form that cannot be sent.
GET /thema/$id/an-das-programmmanagement
location == $frage?hinweis=frage-liegt-vor
GET $frage?hinweis=frage-liegt-vor
body contains liegt dem Programmmanagement schon vor
GET $thema
body contains $nummer
body lacks An das Programmmanagement weitergeben
GET $frage
body contains Weitergegeben von
body contains Anna Ahorn

# Handing over, and the competent body's reply.
as prog
GET /schreibtisch/$nummer/pruefen
keep stand from body name="stand" value="(\d+)"
POST /schreibtisch/$nummer/pruefen stand="$stand"
code == 303
GET /schreibtisch/$nummer/pruefen
code == 409
GET /schreibtisch/$nummer/abgeben
code == 200
keep stand from body name="stand" value="(\d+)"
POST /schreibtisch/$nummer/abgeben stand="$stand" stelle="" text="Zuständig ist das Land."
code == 422
POST /schreibtisch/$nummer/abgeben stand="$stand" stelle="Bauministerium" text="Zuständig ist das Land." einmal="h1"
code == 303
as ann
GET $frage
body contains Abgabenachricht
body contains Bauministerium
body lacks Paul Pappel
as prog2
GET /schreibtisch/$nummer/antwort
body contains Antwort der zuständigen Stelle
keep stand from body name="stand" value="(\d+)"
POST /schreibtisch/$nummer/antwort stand="$stand" frage="Braucht es eine Unterschrift?" kurz="Nein, die Textform genügt." text="Die Bauordnung sagt es." stelle="Bauministerium" sichtbar="public" aktion="veroeffentlichen" einmal="p1"
code == 303

as guest
GET $thema
body contains offiziell beantwortet
body contains Nein, die Textform genügt.
body contains /offizielle-antworten/$nummer/1
body lacks Anna Ahorn
