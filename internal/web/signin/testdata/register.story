# Somebody registers whose domain nobody knows yet; a moderator admits them and
# lets the domain stand for their organisation.
as guest
GET /anmelden
body contains href="/registrieren"
GET /registrieren
code == 200
body contains Dienstliche E-Mail-Adresse
body contains href="/nutzungsbedingungen"

POST /registrieren email="kein" name="" funktion=""
code == 422
body contains Bitte stimmen Sie den Nutzungsbedingungen zu
POST /registrieren email="kein" name="" zustimmung="ja"
code == 422
body contains value="kein"
body contains Bitte geben Sie eine E-Mail-Adresse an
POST /registrieren email="Cora@Stadt-Neu.Example" name="Cora Cremer" funktion="OZG-Koordination" zustimmung="ja"
code == 303
location == /registrieren?hinweis=registriert
GET /registrieren?hinweis=registriert
body contains Wir haben Ihnen eine E-Mail geschickt

mail cora@stadt-neu.example bestätigen
body contains Guten Tag,
body lacks Cora
keep link from body http://forum\.example(/registrieren/\S+)

# Opening the link, as a scanner of mails does, uses nothing up.
GET $link
code == 200
GET $link
code == 200
body contains Guten Tag Cora Cremer
body contains Die Domain stadt-neu.example kennen wir noch nicht
POST $link passwort="coras-langes-passwort" nochmal="coras-anderes-passwort"
code == 422
body contains stimmen nicht überein
POST $link passwort="coras-langes-passwort" nochmal="coras-langes-passwort"
code == 422
body contains Bitte füllen Sie „Organisation“ aus
POST $link arbeitgeber="Stadt Neu" grund="Ich betreue die Onlinedienste." passwort="kurz" nochmal="kurz"
code == 422
body contains mindestens 12 Zeichen
POST $link arbeitgeber="Stadt Neu" grund="Ich betreue die Onlinedienste." passwort="coras-langes-passwort" nochmal="coras-langes-passwort"
code == 303
location == /registrieren?hinweis=registrierung-wartet
GET /registrieren?hinweis=registrierung-wartet
body contains Sie bekommen eine E-Mail, sobald entschieden ist
GET $link
code == 410
POST /anmelden email="cora@stadt-neu.example" passwort="coras-langes-passwort"
code == 422

# Members do not see the queue, moderators do.
as bea
GET /verwaltung/aufnahmen
code == 403
as mod
GET /verwaltung/aufnahmen
body contains Cora Cremer
body contains Domain unbekannt
keep one from body href="(/verwaltung/aufnahmen/\d+)"
GET $one
body contains Ich betreue die Onlinedienste.
body contains cora@stadt-neu.example
POST $one/aufnehmen organisation="Stadt Neu"
code == 422
body contains ist unbekannt
POST $one/aufnehmen organisation="Stadt Neu" art="municipality" land="Hessen" zuordnen="ja"
code == 303
location == /verwaltung/aufnahmen?hinweis=aufgenommen
GET $one
code == 404
mail cora@stadt-neu.example freigegeben
body contains Guten Tag Cora Cremer,
as guest
POST /anmelden email="cora@stadt-neu.example" passwort="coras-langes-passwort"
code == 303
location == /meine

# The next one from there comes in at once.
POST /registrieren email="dirk@stadt-neu.example" name="Dirk Dorn" zustimmung="ja"
code == 303
mail dirk@stadt-neu.example bestätigen
keep link from body http://forum\.example(/registrieren/\S+)
GET $link
body contains Stadt Neu
body contains Konto anlegen
POST $link passwort="dirks-langes-passwort" nochmal="dirks-langes-passwort"
code == 303
location == /anmelden?hinweis=registriert-fertig
POST /anmelden email="dirk@stadt-neu.example" passwort="dirks-langes-passwort"
code == 303

# A second account for the same mailbox is not to be had.
POST /registrieren email="dirk+zwei@stadt-neu.example" name="Dirk Dorn" zustimmung="ja"
code == 303
location == /registrieren?hinweis=registriert
mail dirk@stadt-neu.example schon ein Konto
body contains Guten Tag Dirk Dorn,

# Refusing is told with its reason.
POST /registrieren email="eva@werbung.example" name="Eva Eile" zustimmung="ja"
mail eva@werbung.example bestätigen
keep link from body http://forum\.example(/registrieren/\S+)
POST $link arbeitgeber="Werbung hoch drei" passwort="evas-langes-passwort" nochmal="evas-langes-passwort"
as boss
GET /verwaltung
body contains 1 Person wartet
GET /verwaltung/aufnahmen
keep one from body href="(/verwaltung/aufnahmen/\d+)"
POST $one/ablehnen ablehnung=""
code == 422
POST $one/ablehnen ablehnung="Das Forum ist für Kommunen da."
code == 303
mail eva@werbung.example nicht angenommen
body contains Das Forum ist für Kommunen da.
GET /verwaltung/protokoll
body contains Aufnahme abgelehnt
body contains Mitglied aufgenommen
body contains Domain zugeordnet
