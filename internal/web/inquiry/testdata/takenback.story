# Who takes a question back while others support it is named to nobody any more.
as ann
POST /fragen-an-das-programmmanagement/neu titel="Wer trägt die Kosten des Betriebs?" text="Unsere Frage." themenfeld="bildung" gesehen="ja"
code == 303
keep inquiry from location ^(/fragen-an-das-programmmanagement/FPM-[0-9-]+)
keep number from location (FPM-[0-9-]+)
as insider
POST $inquiry/betrifft-uns
code == 303
GET $inquiry
body contains Anna Ahorn
as prog
GET $inquiry
keep stand from body name="stand" value="(\d+)"
POST /schreibtisch/$number/uebernehmen stand="$stand"
code == 303
GET /schreibtisch/$number/rueckfrage
keep stand from body name="stand" value="(\d+)"
POST /schreibtisch/$number/rueckfrage stand="$stand" text="Welcher Betrieb?" einmal="rueck"
code == 303
POST /schreibtisch/$number/vermerk text="Ein Vermerk" einmal="vermerk"
code == 303
GET $inquiry
body contains Vermerk von Paul Pappel, FITKO
as ann
POST $inquiry/rueckmeldung text="Der des Portals." einmal="antwort"
code == 303
POST $inquiry/zurueckziehen
code == 303
as insider
GET $inquiry
code == 200
body contains Stadt Musterstadt
body lacks Ahorn
as mod
GET $inquiry
code == 200
body lacks Ahorn
as prog
GET $inquiry
code == 200
body contains Der des Portals.
body lacks Ahorn
GET /schreibtisch
body lacks Ahorn
GET /schreibtisch/$number/antwort
body lacks Ahorn
