# Somebody with an address of free mail is admitted singly, once a colleague has
# said that they belong together.
as guest
POST /registrieren email="frieda@gmx.de" name="Frieda Falk" funktion="Ehrenamtliche Bürgermeisterin" zustimmung="ja"
code == 303
mail frieda@gmx.de bestätigen
keep link from body http://forum\.example(/registrieren/\S+)
GET $link
body contains Bei gmx.de kann sich jeder eine Adresse holen
POST $link arbeitgeber="Stadt Musterstadt" kollege="niemand" passwort="friedas-langes-passwort" nochmal="friedas-langes-passwort"
code == 422
POST $link arbeitgeber="Stadt Musterstadt" kollege="ann@world.example" passwort="friedas-langes-passwort" nochmal="friedas-langes-passwort"
code == 303
location == /registrieren?hinweis=registrierung-wartet
mail ann Kennen Sie
body contains Frieda Falk

as mod
GET /verwaltung/aufnahmen
body contains Kollegium gefragt
keep one from body href="(/verwaltung/aufnahmen/\d+)"
keep id from body href="/verwaltung/aufnahmen/(\d+)"
POST $one/aufnehmen organisation="Stadt Musterstadt" zuordnen="ja"
code == 422
body contains Es fehlt noch

# Only who was asked answers.
as bea
POST /konto/kollegium/$id/antworten antwort="ja"
location == /konto/kollegium?hinweis=schon-entschieden
POST /konto/kollegium/$id/antworten
code == 422
as ann
GET /konto
body contains 1 Anfrage wartet
GET /konto/kollegium
body contains Frieda Falk
POST /konto/kollegium/$id/antworten antwort="ja"
code == 303
POST /konto/kollegium/$id/antworten antwort="nein"
location == /konto/kollegium?hinweis=schon-entschieden
GET /konto/kollegium
body lacks Frieda Falk

as mod
GET $one
body contains bestätigt die Zugehörigkeit
POST $one/aufnehmen
code == 303
as guest
POST /anmelden email="frieda@gmx.de" passwort="friedas-langes-passwort"
code == 303

# A member invites a colleague, who comes in without waiting.
as ann
GET /konto/kollegium
body lacks Andere Organisation
POST /konto/kollegium email="nein"
code == 422
POST /konto/kollegium email="gerd@musterstadt.example" organisation="FITKO"
code == 403
POST /konto/kollegium email="gerd@musterstadt.example"
code == 303
GET /konto/kollegium
body contains gerd@musterstadt.example
body contains offen
mail gerd@musterstadt.example lädt Sie ein
body contains Anna Ahorn
body contains Stadt Musterstadt
keep link from body http://forum\.example(/einladung/\S+)
as guest
GET $link
code == 200
POST $link name="Gerd Gans" passwort="gerds-langes-passwort" nochmal="gerds-langes-passwort"
code == 422
POST $link name="Gerd Gans" passwort="gerds-langes-passwort" nochmal="gerds-langes-passwort" zustimmung="ja"
code == 303
GET $link
code == 410
POST /anmelden email="gerd@musterstadt.example" passwort="gerds-langes-passwort"
code == 303
as ann
GET /konto/kollegium
body contains angenommen

# What was sent can be taken back.
POST /konto/kollegium email="hanna@musterstadt.example"
mail hanna@musterstadt.example lädt Sie ein
keep link from body http://forum\.example(/einladung/\S+)
GET /konto/kollegium
keep id from body /konto/kollegium/(\d+)/zuruecknehmen
POST /konto/kollegium/$id/zuruecknehmen
code == 303
GET $link
code == 410

# Moderators invite for any organisation.
as mod
POST /konto/kollegium email="ida@fern.example" organisation="03241001"
code == 303
mail ida@fern.example lädt Sie ein
body contains Hannover
