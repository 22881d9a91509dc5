# Somebody new finds their page, empty and friendly.
as guest
GET /meine
code == 303
location == /anmelden?weiter=%2Fmeine
as ann
GET /meine
code == 200
body contains Meine Seite
body contains Zurzeit nichts
body contains Noch keine Fragen
body contains Noch keine Antworten
body contains Unter jedem Beitrag steht „Merken“
body contains Ich folge
GET /meine/fragen
body contains Noch keine Fragen
GET /meine/fragen?ohne=loesung
body contains Zurzeit keine
GET /meine/antworten
body contains Noch keine Antworten
GET /meine/organisation
body contains Kollegium einladen
GET /meine/merkliste
body contains Noch leer

# Ann asks, Bea answers: Ann's page says what is to be done.
POST /fragen titel="Wohngeld online beantragen" text="Wie geht das?" bereich="bildung"
code == 303
keep thread from location ^(/thema/\d+)
GET /meine
body contains Wohngeld online beantragen
body contains noch keine Antwort
body contains Zurzeit nichts
as bea
POST $thread/antworten text="So geht es."
code == 303
keep post from location #beitrag-(\d+)
GET /meine
body contains Wohngeld online beantragen
body lacks als Lösung markiert ·
as ann
GET /meine
body contains Antworten auf Ihre Fragen
body contains markieren Sie sie bitte als Lösung
body contains es gibt Antworten
keep upto from body name="bis" value="(\d+)"

# None helps: it waits for her no more, until somebody answers again.
as bea
POST $thread/keine-antwort-hilft bis="$upto"
code == 403
as ann
POST $thread/keine-antwort-hilft
code == 422
POST $thread/keine-antwort-hilft bis="$upto"
location == /meine?hinweis=keine-hilft
GET /meine?hinweis=keine-hilft
body contains wartet nicht mehr auf Sie
body lacks Hilft Ihnen eine Antwort
GET /meine/fragen?ohne=loesung
body contains Wohngeld online beantragen
as bea
POST $thread/antworten text="Oder so."
GET /meine
body contains 2 Antworten, die letzte am
GET /meine/antworten
body contains 2 Antworten, die letzte am
as ann
GET /meine
body contains Hilft Ihnen eine Antwort
POST /beitrag/$post/loesung ja="ja"
code == 303
GET /meine
body lacks Hilft Ihnen eine Antwort
body lacks es gibt Antworten
as bea
GET /meine/antworten
body contains als Lösung markiert

# A post is put on the Merkliste, with a note.
as ann
GET $thread
code == 301
keep address from location ^(/thema/.+)
GET $address
body contains >Merken<
body lacks Auf der Merkliste
POST /beitrag/$post/merken
code == 303
GET $address
body contains Auf der Merkliste
POST /beitrag/$post/notiz notiz="Für die Dienstbesprechung" erinnerung="gestern"
code == 422
body contains Für die Dienstbesprechung
body contains 21.11.2026
POST /beitrag/$post/notiz notiz="Für die Dienstbesprechung"
code == 303
GET /meine/merkliste
body contains Für die Dienstbesprechung
body contains Lösung von Beate Birke
GET /meine
body contains Für die Dienstbesprechung
as bea
GET /meine/merkliste
body lacks Für die Dienstbesprechung
GET $address
body lacks Auf der Merkliste
POST /beitrag/$post/nicht-merken
location == /meine/merkliste?hinweis=schon-entfernt
GET /meine/merkliste?hinweis=schon-entfernt
body contains Das war schon entfernt.
as ann
GET /meine/merkliste
body contains Für die Dienstbesprechung
as guest
GET $address
body lacks >Merken<
as ann
POST /beitrag/$post/nicht-merken
code == 303
GET /meine/merkliste
body contains Noch leer

# Signing in leads here, unless one wanted to go elsewhere.
as guest
POST /anmelden email="ann@world.example" passwort="ein-langes-passwort"
code == 303
location == /meine
POST /anmelden email="ann@world.example" passwort="ein-langes-passwort" weiter="/faq"
location == /faq
