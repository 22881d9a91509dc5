# Whom a thread concerns, with notes and a map.
as ann
POST /fragen titel="Wen betrifft das neue Formular?" text="Uns jedenfalls." bereich="bauen-wohnen" gesehen="ja"
code == 303
keep thread from location ^(/thema/\d+)
keep address from location ^([^?]+)
as bea
POST $thread/betrifft-uns
code == 303
GET $thread/betroffene
code == 200
body contains Was genau betrifft Ihre Organisation?
POST $thread/betroffene/notiz notiz="Nur die Anlage 2" fassung="0"
code == 303
POST $thread/betroffene/notiz notiz="Etwas anderes" fassung="0"
code == 409
body contains Nur die Anlage 2
body contains Etwas anderes
as guest
GET $thread/betroffene?sortierung=gross
code == 200
body contains Kreis Probeland
body contains Eine Karte gibt es hier nicht
body contains Nur die Anlage 2
body lacks Beate
GET $thread/betroffene?land=Bayern
body contains Keine Organisation passt zu dieser Auswahl
as mod
GET $address
body contains Wen betrifft das?
