# Who asks follows, and sees it on the page of the thread.
as ann
POST /fragen titel="Wer zahlt den Anschluss?" text="Bei uns ist das offen." bereich="bildung" leistungen="10061" aktion="senden"
code == 303
keep thread from location ^(/thema/\d+[a-z0-9-]*)
keep id from location ^/thema/(\d+)
GET $thread
body contains <strong>Alles</strong>: Sie hören von jeder Antwort und von offiziellen Antworten.
body contains Nicht mehr folgen

# Others do not; one button follows, another one chooses exactly.
as bea
GET $thread
body contains <p class="kf-muted">Sie hören von jeder Antwort und von offiziellen Antworten.</p>
POST /folgen art="thread" nummer="$id" stufe="all"
location == $thread?hinweis=folgen
GET $thread
body contains <strong>Alles</strong>
POST /folgen art="thread" nummer="$id" stufe="official"
GET $thread
body contains <strong>Nur offizielle Antworten</strong>
POST /folgen art="thread" nummer="$id" stufe="muted"
location == $thread?hinweis=folgen-stumm
POST /folgen art="thread" nummer="$id" stufe="threads"
code == 422
POST /folgen art="thread" nummer="$id" stufe="laut"
code == 422
POST /folgen art="thread" nummer="$id" stufe=""
code == 422
GET $thread
body contains <strong>Stumm</strong>
POST /konto/folgen/beenden eintrag="thread $id" ausnahmen="ja"
code == 303

# A board that one follows is why one hears of its threads.
POST /folgen art="board" nummer="0" stufe="all"
code == 404
GET /bereiche/bildung
keep board from body name="nummer" value="(\d+)"
POST /folgen art="board" nummer="$board" stufe="threads"
location == /bereiche/bildung?hinweis=folgen
GET $thread
body contains Sie folgen dem Bereich „Bildung“ (Nur neue Themen) und hören deshalb auch von hier.

# Everything else that can be followed says so.
GET /leistungen/10061
body contains zu dieser Leistung
POST /folgen art="service" nummer="10061" stufe="all"
location == /leistungen/10061?hinweis=folgen

# The list shows all of it, and ends it with a way back.
GET /konto/folgen
body contains Alles, dem ich folge
body contains Bildung
body contains Allen 2 gezeigten nicht mehr folgen
body lacks Wer zahlt den Anschluss?
GET /konto/folgen?art=service
body contains Dem gezeigten nicht mehr folgen
body lacks >Bildung</a>
POST /konto/folgen/beenden eintrag="board $board" eintrag="service 10061" eintrag="unsinn" eintrag="thread x"
code == 303
keep batch from location ^/konto/folgen\?beendet=(\d+)$
GET /konto/folgen?beendet=$batch
body contains 2 Einträge sind beendet.
body contains Sie folgen noch keinem Bereich, Thema oder Artikel
POST /konto/folgen/beenden eintrag="board $board" eintrag="service 10061"
location == /konto/folgen?hinweis=folgen-schon
as ann
GET /konto/folgen?beendet=$batch
body lacks Einträge sind beendet.
POST /konto/folgen/rueckgaengig beendet="$batch"
location == /konto/folgen?hinweis=folgen-vorbei
as bea
POST /konto/folgen/rueckgaengig beendet="$batch"
location == /konto/folgen?hinweis=folgen-wieder
GET /konto/folgen?beendet=$batch
body contains Allen 2 gezeigten nicht mehr folgen
body lacks Einträge sind beendet.

# What is muted or left out stands beside it.
POST /folgen art="thread" nummer="$id" stufe="none"
location == $thread?hinweis=folgen-nicht
GET /konto/folgen?ausnahmen=ja
body contains Wer zahlt den Anschluss?
body contains Den gezeigten Eintrag aufheben
body contains Nicht folgen

# By a setting acting does not follow.
POST /konto/folgen/einstellung fragen="ja"
code == 303
GET /konto/folgen
body contains name="fragen" value="ja" checked
body lacks name="antworten" value="ja" checked
as mod
POST /konto/folgen/einstellung fragen="ja"
POST /thema/$id/antworten text="Das zahlt das Land." aktion="senden"
code == 303
GET $thread
body lacks <strong>Alles</strong>: Sie hören

# Guests are not offered it.
as guest
GET /leistungen/10061
body lacks Genauer wählen
POST /folgen art="service" nummer="10061" stufe="all"
code == 403
