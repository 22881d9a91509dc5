# A member chooses how often mails come, and enters an absence.
as guest
GET /konto/mitteilungen
code == 303
location == /anmelden?weiter=%2Fkonto%2Fmitteilungen

as ann
GET /konto
body contains /konto/mitteilungen
GET /konto/mitteilungen
code == 200
body contains fünf Minuten nach dem Ereignis
body contains Antworten auf meine Fragen
body lacks Erste Beiträge warten auf Freigabe
POST /konto/mitteilungen rhythmus_reply="weekly" rhythmus_mention="nie" abwesend=""
code == 303
location == /konto/mitteilungen?hinweis=mitteilungen
GET /konto/mitteilungen?hinweis=mitteilungen
body contains Ihre Wahl ist gespeichert.
body contains value="weekly" selected
body contains value="nie" selected

# Wrong entries come back, and nothing of the form is kept.
POST /konto/mitteilungen rhythmus_reply="now" abwesend="gestern"
code == 422
body contains in der Form 21.11.2026
POST /konto/mitteilungen rhythmus_reply="now" abwesend="1.1.2020"
code == 422
body contains Dieser Tag ist schon vorbei.
body contains value="1.1.2020"
POST /konto/mitteilungen rhythmus_reply="now" abwesend="1.1.2199"
code == 422
body contains innerhalb eines Jahres
POST /konto/mitteilungen rhythmus_reply="stündlich"
code == 422
body contains eine der angebotenen Möglichkeiten
GET /konto/mitteilungen
body contains value="weekly" selected

# What a role asks for is offered to those who have one.
as mod
GET /konto/mitteilungen
body contains Erste Beiträge warten auf Freigabe

# Nobody guesses an address to unsubscribe.
as guest
GET /abbestellen/v1.00000000.abc
code == 404
POST /abbestellen/v1.00000000.abc rhythmus="nie"
code == 404
