# Somebody tells what they know, is found by it, and stays unknown to guests.
as guest
GET /mitglieder
code == 303
location == /anmelden?weiter=%2Fmitglieder
GET /mitglieder/1
code == 303
GET /konto/profil
code == 303

as ann
GET /konto
body contains /konto/profil
GET /konto/profil
code == 200
POST /konto/profil funktion="Wohngeldstelle" text="Ich kenne **Wohngeld**." telefon="0511 1234-5" leistungen="10061" bereiche="1" stand="0"
code == 303
keep me from location ^(/mitglieder/\d+)
GET $me
code == 200
body contains <strong>Wohngeld</strong>
body contains tel:051112345
body contains Wohngeldstelle
body contains Profil bearbeiten
body lacks mailto:ann

# A stale form and wrong entries come back.
POST /konto/profil funktion="Anderes" stand="0"
code == 409
POST /konto/profil funktion="Leitung" telefon="bitte nicht" leistungen="gibt es nicht xyz" text="bleibt stehen" stand="1"
code == 422
body contains haben wir nicht gefunden
body contains bleibt stehen

# Others find her by it.
as bea
GET /mitglieder?leistung=10061
body contains Anna Ahorn
body lacks Olga Otter
GET /mitglieder?leistung=gibt+es+nicht+xyz
body contains haben wir nicht gefunden
body lacks Anna Ahorn
GET /leistungen/10061
body contains Wer kennt sich aus?
body contains Anna Ahorn
GET $me
body lacks Profil bearbeiten

# Who moderates is named beside a board; members get to the profile from there.
GET /bereiche/bauen-wohnen
body contains >Moritz Moor</a>, Musterverband der Kreise
as guest
GET /bereiche/bauen-wohnen
body lacks Moor
body contains Moderation
GET /leistungen/10061
body lacks Wer kennt sich aus?
body lacks Anna Ahorn

# Names beside posts lead to the profile.
as ann
POST /fragen titel="Bauantrag digital: Erfahrungen?" text="Das ist wichtig." bereich="bauen-wohnen" aktion="senden"
code == 303
keep thread from location ^(/thema/\d+[a-z0-9-]*)
as bea
GET $thread
body contains href="$me"
GET $me
body contains Bauantrag digital: Erfahrungen?
as guest
GET $thread
body lacks href="$me"
