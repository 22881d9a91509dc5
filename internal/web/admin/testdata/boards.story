# Administrators open, describe, order and archive boards, and decide how the forum presents itself.
as boss
GET /verwaltung/bereiche/neu
code == 200
POST /verwaltung/bereiche/neu name="W" beschreibung="" kennung="Wahlen!" sichtbar="members" grund=""
code == 422
body contains value="Wahlen!"
body contains kleine Buchstaben ohne Umlaute
body contains Bitte füllen Sie „Grund“ aus.
POST /verwaltung/bereiche/neu name="Wahlen" beschreibung="Vorbereitung und Auszählung." kennung="wahlen" sichtbar="members" erstbeitrag="ja" grund="Gewünscht im Beirat"
code == 303
location == /verwaltung/bereiche?hinweis=verwaltet#bereich-wahlen
GET /verwaltung/bereiche
body contains erste Beiträge mit Freigabe
GET /verwaltung/protokoll
body contains Bereich angelegt
body contains Gewünscht im Beirat

# The new board is there for everybody, the form to ask offers it.
as bea
GET /bereiche
body contains /bereiche/wahlen
GET /fragen?bereich=wahlen
body contains Wahlen

# What it says about itself changes; wrong input comes back.
as boss
POST /verwaltung/bereiche/wahlen/text name="Wahlen und Abstimmungen" beschreibung="kurz" grund="Klarer"
code == 422
body contains value="Wahlen und Abstimmungen"
body contains value="Klarer"
POST /verwaltung/bereiche/wahlen/text name="Wahlen und Abstimmungen" beschreibung="Vorbereitung, Auszählung und Ergebnis." grund="Klarer"
code == 303
as guest
GET /bereiche/wahlen
body contains Auszählung und Ergebnis.

# One place up, without script.
as boss
POST /verwaltung/bereiche/wahlen/reihenfolge richtung="hoch"
code == 303
GET /verwaltung/protokoll
body contains Bereich nach oben gerückt

# Archived it takes nothing new, and can be opened again.
GET /verwaltung/bereiche/bildung/archivieren
code == 200
POST /verwaltung/bereiche/bildung/archivieren grund=""
code == 422
POST /verwaltung/bereiche/bildung/archivieren grund="Zusammengelegt"
code == 303
as ann
GET /bereiche/bildung
body contains Dieser Bereich ist archiviert
body lacks /fragen?bereich=bildung
GET /fragen
body lacks value="bildung"
POST /fragen titel="Noch eine Frage dazu" text="Text" bereich="bildung" aktion="senden"
code == 422
body contains archiviert
as boss
POST /verwaltung/bereiche/bildung/oeffnen grund="Wieder gebraucht"
code == 303
as ann
POST /fragen titel="Noch eine Frage dazu" text="Text" bereich="bildung" aktion="senden"
code == 303

# Settings.
as boss
GET /verwaltung/einstellungen
code == 200
body contains Deutscher Landkreistag
POST /verwaltung/einstellungen claim="Kommunen fragen, Kommunen antworten" traeger="Musterverband\nZweiter Verband" kontakt="kontakt" partner="" grund="Test"
code == 422
body contains Das ist keine E-Mail-Adresse.
body contains Zweiter Verband
POST /verwaltung/einstellungen claim="Kommunen fragen, Kommunen antworten" traeger="Musterverband\nZweiter Verband" kontakt="" partner="Marktplatz" grund="Test"
code == 422
body contains „Marktplatz“ ist nicht von der Form
POST /verwaltung/einstellungen claim="Kommunen fragen, Kommunen antworten" traeger="Musterverband\nZweiter Verband" kontakt="kontakt@forum.example" partner="Marktplatz=https://markt.example" grund="Neuer Träger"
code == 303
as guest
GET /
body contains Kommunen fragen, Kommunen antworten
body contains Träger: Musterverband, Zweiter Verband
body contains https://markt.example
body contains mailto:kontakt@forum.example
