# A search is saved where it was made, and followed.
as ann
GET /suche?q=Wohngeld&zustand=offen
body contains Diese Suche speichern
body contains name="zustand" value="offen"
body contains value="Wohngeld"
POST /suche/speichern q="Wohngeld" zustand="offen" name="Offenes zum Wohngeld"
location == /konto/suchen?hinweis=suche-gespeichert
GET /konto/suchen
body contains href="/suche?q=Wohngeld&amp;zustand=offen"
body contains Offenes zum Wohngeld
body contains Sie hören von neuen Treffern
keep id from body /konto/suchen/(\d+)/loeschen
GET /konto/folgen
body contains Offenes zum Wohngeld
body contains href="/suche?q=Wohngeld&amp;zustand=offen"

# What is wrong with the name stands at the form, which leads back to the search.
POST /suche/speichern q="Wohngeld" zustand="offen" name="Ein Name, der viel zu lang ist, Ein Name, der viel zu lang ist, Ein Name, der viel zu lang ist"
code == 422
body contains value="Ein Name, der viel zu lang ist, Ein Name
body contains action="/suche/speichern"
body contains name="zustand" value="offen"
body contains href="/suche?q=Wohngeld&amp;zustand=offen"
body contains Zurück zur Suche

# The same search again under another name is renamed, and says so.
POST /suche/speichern q="Wohngeld" zustand="offen" name="Wohngeld, offen"
location == /konto/suchen?hinweis=suche-umbenannt
GET /konto/suchen?hinweis=suche-umbenannt
body contains war schon gespeichert
POST /suche/speichern q="Wohngeld" zustand="offen" name="Wohngeld, offen"
location == /konto/suchen?hinweis=suche-gespeichert
POST /suche/speichern q="Wohngeld" zustand="offen" name="Offenes zum Wohngeld"
location == /konto/suchen?hinweis=suche-umbenannt

# Capital letters make no other search, umlauts included.
POST /suche/speichern q="wohnGeld" zustand="offen" name="Offenes zum Wohngeld"
location == /konto/suchen?hinweis=suche-gespeichert
POST /suche/speichern q="Ämter" name="Ämter"
POST /suche/speichern q="ämter" name="Alle Ämter"
location == /konto/suchen?hinweis=suche-umbenannt
GET /konto/suchen
body lacks q=wohnGeld
body lacks >Ämter</a>
body contains >Alle Ämter</a>

# It stays when one follows it no more.
POST /folgen art="search" nummer="$id" stufe="none"
location == /konto/suchen?hinweis=folgen-nicht
GET /konto/suchen
body contains Sie hören nichts von neuen Treffern
POST /folgen art="search" nummer="$id" stufe="all"
location == /konto/suchen?hinweis=folgen

# Without a name it is called by its words; what searches for nothing is not saved.
POST /suche/speichern q="Bauantrag" art="faq"
code == 303
GET /konto/suchen
body contains >Bauantrag</a>
POST /suche/speichern q="" name="Nichts"
code == 422
POST /suche/speichern name="Nichts"
code == 422
POST /suche/speichern q="-" name="Nichts"
code == 422
GET /suche
body lacks Diese Suche speichern

# Nobody else sees or deletes it.
as bea
GET /konto/suchen
body contains Sie haben noch keine Suche gespeichert
POST /konto/suchen/$id/loeschen
location == /konto/suchen?hinweis=schon-entfernt
as ann
GET /konto/suchen
body contains /konto/suchen/$id/loeschen
as bea
POST /folgen art="search" nummer="$id" stufe="all"
code == 404
as guest
GET /suche?q=Wohngeld
body lacks Diese Suche speichern
POST /suche/speichern q="Wohngeld" name="Offenes"
code == 403
as ann
POST /konto/suchen/$id/loeschen
location == /konto/suchen?hinweis=suche-geloescht
GET /konto/suchen
body lacks Offenes zum Wohngeld

# It has the limit of the search itself; what is refused is shown again.
as ann
POST /suche/speichern q="WohngeldWohngeldWohngeldWohngeldWohngeldWohngeldWohngeldWohngeldWohngeldWohngeldWohngeldWohngeldWohngeldWohngeldWohngeldWohngeldWohngeldWohngeldWohngeldWohngeldWohngeldWohngeldWohngeldWohngeldWohngeldWohngeldWohngeldWohngeldWohngeldWohngeldWohngeldWohngeldWohngeldWohngeldWohngeldWohngeldWohngeldWohngeldWohngeldWohngeld" name="Zu lang"
code == 422
body contains höchstens 200 Zeichen
body contains WohngeldWohngeldWohngeldWohngeldWohngeldWohngeldWohngeldWohngeldWohngeldWohngeldWohngeldWohngeldWohngeldWohngeldWohngeldWohngeldWohngeldWohngeldWohngeldWohngeldWohngeldWohngeldWohngeldWohngeldWohngeldWohngeldWohngeldWohngeldWohngeldWohngeldWohngeldWohngeldWohngeldWohngeldWohngeldWohngeldWohngeldWohngeldWohngeldWohngeld
body contains Zu lang
POST /suche/speichern q="Bauantrag" name="Mein Name Mein Name Mein Name Mein Name Mein Name Mein Name Mein Name Mein Name Mein Name "
code == 422
body contains Mein Name Mein Name Mein Name Mein Name Mein Name Mein Name Mein Name Mein Name Mein Name

# Without a name the first words are one, and the same search again gets another name.
POST /suche/speichern q="Wort Wort Wort Wort Wort Wort Wort Wort Wort Wort Wort Wort Wort Wort Wort Wort Wort Wort Wort Wort Wort Wort Wort Wort Wort Wort Wort Wort Wort Wort Wort Wort Wort Wort Wort Wort Wort Wort"
code == 303
GET /konto/suchen
body contains …</a>
POST /suche/speichern q="Bauantrag" art="faq" name="Alles zum Bau"
code == 303
GET /konto/suchen
body contains >Alles zum Bau</a>
body lacks >Bauantrag</a>
