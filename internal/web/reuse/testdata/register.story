# From an entry to the question to who made it.
as ann
GET /leistungen/10061/nachnutzung/neu
code == 200
body lacks checked
GET /leistungen/10061/nachnutzung
code == 200
body contains Noch keine Einträge von anderen
POST /leistungen/10061/nachnutzung/neu umsetzung="nutzen" produkt="" erfahrung="Was ich geschrieben habe"
code == 422
body contains Bitte füllen Sie „Onlinedienst oder Produkt“ aus.
body contains Was ich geschrieben habe
POST /leistungen/10061/nachnutzung/neu umsetzung="nutzen" produkt="Hochschulstart" anbieter="Stiftung" seit="3/2025" erfahrung="Läuft" ansprechbar="ja"
code == 303
GET /leistungen/10061/nachnutzung
body contains Hochschulstart von Stiftung
body contains 1 Organisation nutzt sie
body contains Anna Ahorn
body contains 03/2025
body contains Ihr Eintrag ist der erste.
body lacks id="eintrag-

# Guests read the number alone.
as guest
GET /leistungen/10061/nachnutzung
code == 200
body contains 1 Organisation nutzt sie
body lacks Hochschulstart
body lacks Musterstadt
GET /leistungen/10061
body contains 1 Organisation nutzt sie
body lacks Musterstadt
GET /leistungen/10061/nachnutzung/export
code == 303

as bea
GET /leistungen/10061
body contains Stadt Musterstadt
GET /leistungen
body contains 1 Organisation nutzt sie oder führt sie ein
GET /leistungen/10061/nachnutzung?land=Niedersachsen&art=municipality
body contains Hochschulstart
GET /leistungen/10061/nachnutzung?land=Bayern
body contains Kein Eintrag passt zu dieser Auswahl
GET /fragen?nachnutzung=10061
code == 200
body contains @Anna Ahorn (Stadt Musterstadt)
body contains 10061 Studienplatzvergabe
GET /fragen?nachnutzung=999999
code == 404

# Of a plan it says from when, and the number says what it counts.
POST /leistungen/10082/nachnutzung/neu umsetzung="planen" produkt="Ein Plan" seit="3/2027"
code == 303
GET /leistungen/10082/nachnutzung
body contains 1 Organisation plant sie
body contains Voraussichtlich ab
