# Ann asks; what Bea has not read is marked in every list.
as ann
POST /fragen titel="Wer hilft mit dem Wohngeld?" text="Wir suchen Erfahrungen." bereich="bildung" aktion="senden"
code == 303
keep thread from location ^(/thema/\d+[a-z0-9-]*)
keep id from location ^/thema/(\d+)
GET /bereiche
body lacks mit Neuem
GET /bereiche/bildung
body lacks kf-new

as bea
GET /
body contains 1 Thema mit Neuem
body contains $thread?neu
GET /bereiche
body contains 1 Thema mit Neuem
body contains Alles als gelesen markieren
GET /bereiche/bildung
body contains 1 Thema mit Neuem
body contains $thread?neu
body contains Bereich als gelesen markieren
keep head from body name="kopf" value="(\d+)"

# The jump leads to the first unread post; showing the page reads it.
GET $thread?neu
code == 303
keep question from location #beitrag-(\d+)$
GET $thread
body contains <span class="kf-new">neu</span>
body contains Zum ersten neuen Beitrag
GET $thread
body lacks Zum ersten neuen Beitrag
GET /bereiche
body lacks mit Neuem

# A reply makes it new again, for others than its author.
as ann
POST /thema/$id/antworten text="Noch ein Hinweis." aktion="senden"
code == 303
GET /bereiche
body lacks mit Neuem
as bea
GET /bereiche
body contains 1 Thema mit Neuem

# The form of the older page leaves what came after it unread.
POST /bereiche/bildung/gelesen kopf="$head"
code == 303
location == /bereiche/bildung?hinweis=gelesen
GET /bereiche
body contains 1 Thema mit Neuem
keep head from body name="kopf" value="(\d+)"
POST /was-ist-neu/gelesen kopf="$head"
code == 303
GET /bereiche
body lacks mit Neuem

# From a post on it can be marked as unread again.
POST /beitrag/$question/ungelesen
code == 303
location == /bereiche/bildung?hinweis=ungelesen
GET /bereiche
body contains 1 Thema mit Neuem
GET $thread
body contains Zum ersten neuen Beitrag
GET /bereiche
body lacks mit Neuem

# Nobody learns of what they may not read, and guests have read everything.
as mod
POST /fragen titel="Eine interne Frage hier" text="Nur für wenige." bereich="basisdienste" aktion="senden"
code == 303
keep secret from location ^(/thema/\d+[a-z0-9-]*)
keep secretid from location ^/thema/(\d+)
as bea
GET /bereiche
body lacks mit Neuem
GET $secret?neu
code == 404
GET $secret?ende
code == 404
POST /bereiche/basisdienste/gelesen kopf="1"
code == 404
as guest
GET /
body lacks mit Neuem
GET /bereiche
body lacks mit Neuem

# The page of what is new.
as bea
GET /was-ist-neu
code == 200
body contains Aus den letzten sieben Tagen.
body contains Schon gelesen
body contains Wer hilft mit dem Wohngeld?
body lacks Eine interne Frage hier
body contains Offizielle Antworten
body contains Themen, denen Sie folgen
GET /was-ist-neu?seit=1.1.2026
body contains Seit dem 01.01.2026.
GET /was-ist-neu?seit=gestern
code == 422
body contains Fehler: </span>Bitte geben Sie das Datum in der Form 21.11.2026
body contains value="gestern"
GET /was-ist-neu?seit=31.12.2199
code == 422
body contains Fehler: </span>Dieses Datum liegt in der Zukunft.
body contains value="31.12.2199"
GET /was-ist-neu?seit=31.12.9999
code == 422
body contains Fehler: </span>Bitte geben Sie ein Jahr von 1900 bis 2199 an.
GET /was-ist-neu?teil=uebrige&ab=9999999999999-1
code == 200
body lacks Themen, denen Sie folgen
GET /was-ist-neu?teil=uebrige&ab=99-x
body contains Alle übrigen Themen
as guest
GET /was-ist-neu
code == 303

# Without saying up to where, nothing is marked as read, and the page says so.
as ann
POST /thema/$id/antworten text="Und noch ein Hinweis." aktion="senden"
code == 303
as bea
GET /was-ist-neu
body contains Keine neuen Beiträge.
body lacks Schon gelesen
POST /was-ist-neu/gelesen
code == 422
body contains Es ist nichts als gelesen markiert
POST /bereiche/bildung/gelesen kopf="x"
code == 422
body contains Es ist nichts als gelesen markiert
GET /bereiche
body contains 1 Thema mit Neuem

# An own reply, sent without loading what stands before it, hides nothing of that.
as ann
POST /thema/$id/antworten text="Noch etwas Neues." aktion="senden"
code == 303
as bea
POST /thema/$id/antworten text="Eine Antwort aus einem alten Tab." aktion="senden"
code == 303
GET /was-ist-neu
body contains 1 Thema mit Neuem
body contains $thread?neu
