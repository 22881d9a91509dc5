# Who has not yet agreed to the terms is asked after signing in; until then the
# forum shows what it shows to guests.
as neu
GET /bereiche/bildung
code == 200
body contains Bevor Sie mitmachen können, fehlt noch ein Schritt
body contains href="/nutzungsbedingungen?weiter=%2Fbereiche%2Fbildung"
body contains Abmelden
body lacks Mein Konto
GET /konto
code == 303
location == /nutzungsbedingungen?weiter=%2Fkonto
POST /fragen bereich="bildung" titel="Geht das schon?" text="Nein."
code == 403
# Leaving, and one's own data, ask for no consent.
GET /konto/verlassen
code == 200
body contains Nils Nuss
GET /konto/daten
code == 200
GET /konto/passwort
code == 303
POST /nutzungsbedingungen weiter="/konto" fassung="2026-11-01"
code == 422
body contains Bitte stimmen Sie zu
POST /nutzungsbedingungen weiter="/konto" fassung="2026-10-01" zustimmung="1"
code == 409
POST /nutzungsbedingungen weiter="https://anderswo.example/" fassung="2026-11-01" zustimmung="1"
code == 303
location == /meine
GET /konto
code == 200
GET /nutzungsbedingungen
body lacks Zustimmen und weiter

# Guests and members who agreed have nothing to agree to.
POST /nutzungsbedingungen fassung="2026-11-01" zustimmung="1"
code == 403
as guest
POST /nutzungsbedingungen fassung="2026-11-01" zustimmung="1"
code == 403
GET /nutzungsbedingungen
code == 200
body contains Fassung vom 01.11.2026
