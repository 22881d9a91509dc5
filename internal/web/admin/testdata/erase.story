# An administrator erases an account; the organisation is not to be named.
as bea
POST /fragen titel="Welches Verfahren nutzen Sie?" text="Wir vergleichen gerade." bereich="bildung"
code == 303
keep thread from location ^(/thema/[^?]+)
as boss
GET /verwaltung/mitglieder?name=Beate
keep person from body (/verwaltung/mitglieder/\d+)
GET $person
body contains Konto löschen
GET $person/loeschen
code == 200
body contains Das Konto von Beate Birke (Kreis Probeland) wird sofort gelöscht
POST $person/loeschen organisation="nein"
code == 422
POST $person/loeschen organisation="nein" grund="Beate Birke hat uns darum gebeten"
code == 303
location == /verwaltung/mitglieder?hinweis=geloescht
GET $person
code == 404
GET $person/loeschen
code == 404
GET /verwaltung/protokoll
body contains Ehemaliges Mitglied hat uns darum gebeten
body lacks Beate Birke

as ann
GET $thread
body contains Ehemaliges Mitglied
body contains Organisation nicht genannt
body lacks Kreis Probeland
body lacks Beate
as guest
GET $person/loeschen
code == 303
as mod
GET $person/loeschen
code == 403

# No page leads to a body that is none.
as ann
GET /organisationen?name=nicht+genannt
body lacks Organisation nicht genannt
GET $thread
body lacks organisation-nicht-genannt
