# A member changes name, address and employer by themselves; the old address is
# told, and what was written before stays with the former organisation.
as boss
POST /verwaltung/domains domain="gmx.de" organisation="03241001"
code == 422
body contains kann sich jeder eine Adresse holen
POST /verwaltung/domains domain="@Hannover.Example." organisation="03241001"
code == 303
POST /verwaltung/domains domain="hannover.example" organisation="03241001"
code == 422
GET /verwaltung/domains?suche=hannover
body contains hannover.example
body contains Zuordnung entfernen

as bea
POST /konto/name name="Beate Birke-Baum" funktion="Leitung"
code == 303
GET /konto
body contains Beate Birke-Baum
POST /konto/adresse email="bea@hannover.example" bisher="falsch-falsch-falsch"
code == 422
body contains Passwort stimmt nicht
POST /konto/adresse email="bea@world.example" bisher="ein-langes-passwort"
code == 422
POST /konto/adresse email="bea@hannover.example" bisher="ein-langes-passwort"
code == 303
mail bea@hannover.example neue E-Mail-Adresse
keep link from body http://forum\.example(/registrieren/\S+)
GET /konto
body contains bea@world.example
GET $link
body contains neue Organisation
body contains Hannover
POST $link
code == 303
location == /?hinweis=adresse-geaendert
mail bea@world.example geändert
body contains Waren Sie das nicht?
GET /konto
body contains bea@hannover.example
body contains Hannover
body lacks bea@world.example
GET $link
code == 410

# An address of somebody else is not to be had, and is not told.
POST /konto/adresse email="ann@world.example" bisher="ein-langes-passwort"
code == 303
location == /konto/adresse?hinweis=adresse-link
mail ann schon ein Konto
body contains Guten Tag Anna Ahorn,

# Confirming the address ahead of time.
GET /konto/adresse-bestaetigen
body contains gilt als bestätigt bis
POST /konto/adresse-bestaetigen
code == 303
mail bea@hannover.example Stimmt Ihre
keep link from body http://forum\.example(/adresse/\S+)
as guest
GET $link
body contains bea@hannover.example
POST $link
code == 303
location == /?hinweis=adresse-bestaetigt
POST $link
code == 410

# Lists of domains are shown before they are taken in.
as boss
POST /verwaltung/domains/einlesen schritt="vorschau" liste="Domain;Organisation\nlaatzen.example;03241009\nweb.de;03241009\nx.example;Nirgendwo\nhannover.example;03241001"
code == 200
body contains 1 Zuordnung kommt dazu. 2 Zeilen bleiben weg.
body contains schon da
GET /verwaltung/domains?suche=laatzen
body lacks laatzen.example →
body contains Keine Domain gefunden
POST /verwaltung/domains/einlesen schritt="uebernehmen" liste="Domain;Organisation\nlaatzen.example;03241009\nweb.de;03241009"
code == 303
GET /verwaltung/domains?suche=laatzen
body contains Laatzen
