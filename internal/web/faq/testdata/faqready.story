# What is missing for the release is said in the form, which keeps everything.
as editor
POST /faq/neu titel="Wer unterschreibt den Bauantrag?" text="Die Bauherrin." bereich="bauen-wohnen" geltung="Hessen" leistungen="Leistung, die es nicht gibt" aktion="freigeben" einmal="eins"
code == 422
body contains href="#feld-kurzantwort"
body contains href="#feld-leistungen"
body contains Die Bauherrin.
body contains value="Hessen"
POST /faq/neu titel="Wer unterschreibt den Bauantrag?" text="" bereich="bauen-wohnen" aktion="freigeben" einmal="eins"
code == 422
body contains href="#feld-kurzantwort"
body contains href="#feld-text"

# As a draft it may stay as it is; the draft offers no way that ends.
POST /faq/neu titel="Wer unterschreibt den Bauantrag?" text="Die Bauherrin." bereich="bauen-wohnen" aktion="speichern" einmal="eins"
code == 303
keep article from location ^(/faq/\d+)
keep page from location ^(/faq/\d+[^?]*)
GET $page
code == 200
body lacks $article/veroeffentlichen
GET $article/veroeffentlichen
code == 200
body contains Artikel bearbeiten
body lacks >Veröffentlichen</
GET $article/bearbeiten
keep revision from body name="fassung" value="(\d+)"
POST $article/bearbeiten fassung="$revision" titel="Wer unterschreibt den Bauantrag?" text="Die Bauherrin." bereich="bauen-wohnen" aktion="freigeben"
code == 422
body contains href="#feld-kurzantwort"
body contains Die Bauherrin.
POST $article/bearbeiten fassung="$revision" titel="Wer unterschreibt den Bauantrag?" kurzantwort="Die Bauherrin unterschreibt." text="Die Bauherrin." bereich="bauen-wohnen" aktion="freigeben"
code == 303
location == $article/veroeffentlichen
GET $article/veroeffentlichen
body contains >Veröffentlichen</
GET $page
body contains $article/veroeffentlichen
