# An organisation is entered, found, read about and changed.
as ann
GET /organisationen
code == 200
body contains Stadt Musterstadt
body lacks Organisation eintragen
GET /organisationen?land=Hessen
body contains Zweckverband Daten
body lacks >Stadt Musterstadt</a>
GET /organisationen?name=gibt+es+nicht
body contains Keine Organisation passt

as boss
GET /organisationen
body contains Organisation eintragen
POST /verwaltung/organisationen/neu name="VG Altötting" art="association-of-municipalities" land="Bayern" fuer="09171111 Altötting" grund="neu dabei"
code == 303
keep vg from location ^(/organisationen/\d+)
keep id from location ^/organisationen/(\d+)
GET $vg-vg-altoetting
code == 200
body contains Stadt Altötting
body contains Handelt für
GET $vg
code == 301
location == $vg-vg-altoetting
GET /verwaltung/organisationen/$id
body contains 09171111 Stadt Altötting
POST /verwaltung/organisationen/$id name="VG Altötting" art="it-provider" land="Bayern" fuer="09171111" grund="falsch" stand="1"
code == 422
body contains Für Gemeinden handelt nur
POST /verwaltung/organisationen/$id name="VG Altötting" art="association-of-municipalities" land="Bayern" fuer="" einwohner="9.000" grund="richtig" stand="7"
code == 409
GET /verwaltung/protokoll
body contains Organisation eingetragen

# The district knows who acts for one of its municipalities.
as ann
GET /kreise/09171
code == 200
body contains Landkreis Altötting
body contains VG Altötting
GET /kreise/99999
code == 404

# Guests learn only of those whose words they can read.
as guest
GET /organisationen
code == 200
body lacks Stadt Musterstadt
GET $vg-vg-altoetting
code == 404
GET /kreise/09171
body lacks VG Altötting
as ann
POST /fragen titel="Bauantrag digital: Erfahrungen?" text="Das ist wichtig." bereich="bauen-wohnen" aktion="senden"
code == 303
keep thread from location ^(/thema/\d+[a-z0-9-]*)
GET $thread
keep stadt from body (/organisationen/\d+-stadt-musterstadt)
as guest
GET /organisationen
body contains Stadt Musterstadt
GET $stadt
code == 200
body contains Bauantrag digital: Erfahrungen?
body lacks Anna Ahorn
as bea
GET $stadt
body contains Anna Ahorn
