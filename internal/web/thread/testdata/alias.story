# Where a board allows it one asks semi-anonymously.
as ann
GET /fragen
body lacks Teilanonym fragen
POST /fragen titel="Wie regeln Sie das intern?" text="Bei uns klappt es nicht." bereich="bauen-wohnen" verdeckt="ja" aktion="senden"
code == 422
body contains nicht teilanonym fragen

as boss
POST /verwaltung/bereiche/bauen-wohnen sichtbar="public" auffindbar="ja" verdeckt="ja" grund="Gewünscht"
code == 303

# The form says exactly what will stand there, also in the preview.
as ann
GET /fragen?bereich=bauen-wohnen
body contains Teilanonym fragen
body contains „Eine Gemeinde“
body contains Bisher machen hier weniger als zehn Organisationen mit
POST /fragen titel="Wie regeln Sie das intern?" text="Bei uns klappt es nicht." bereich="bauen-wohnen" verdeckt="ja" aktion="vorschau"
body contains So erscheint, wer fragt: Eine Gemeinde
POST /fragen titel="Wie regeln Sie das intern?" text="Bei uns klappt es nicht." bereich="bauen-wohnen" verdeckt="ja" aktion="senden" einmal="verdeckt-eins"
code == 303
keep thread from location ^(/thema/\d+[a-z0-9-]*)
keep id from location ^/thema/(\d+)
POST /fragen titel="Wie regeln Sie das intern?" text="Bei uns klappt es nicht." bereich="bauen-wohnen" verdeckt="ja" aktion="senden" einmal="verdeckt-eins"
location == $thread?hinweis=thema

# Who asked still owns the thread, and answers there under the same alias.
GET $thread
body contains Sie antworten hier teilanonym als:
body contains Das haben Sie teilanonym geschrieben.
body lacks Stadt Musterstadt</strong>
POST /thema/$id/antworten text="Ein Nachtrag." aktion="senden"
code == 303
keep reply from location #beitrag-(\d+)$
GET /beitrag/$reply/bearbeiten
code == 200
POST /thema/$id/betrifft-uns-nicht
code == 422
POST /thema/$id/betrifft-uns
code == 422

# Everybody else reads the alias only.
as guest
GET $thread
code == 200
body contains Eine Gemeinde
body contains teilanonym
body lacks Musterstadt
body lacks Das haben Sie
as bea
GET $thread
body lacks Musterstadt
body lacks Ahorn
body lacks wer-fragt
GET $thread?zitat=$reply
body contains Eine Gemeinde schrieb ([Beitrag](
GET /beitrag/$reply/bearbeiten
code == 403
GET /bereiche/bauen-wohnen
body contains Eine Gemeinde
body lacks Musterstadt

# Moderators look deliberately.
as mod
GET $thread
body contains /thema/$id/wer-fragt
body lacks Musterstadt
POST /thema/$id/wer-fragt grund="Beleidigung im Text"
code == 200
body contains Stadt Musterstadt
body contains Anna Ahorn
GET /thema/$id/an-das-programmmanagement
body lacks Musterstadt

# An administrator who closes the choice leaves what was asked as it is.
as boss
POST /verwaltung/bereiche/bauen-wohnen sichtbar="public" auffindbar="ja" grund="Genug"
code == 303
as ann
POST /thema/$id/antworten text="Noch ein Nachtrag." aktion="senden"
code == 303
as bea
GET $thread
body contains Noch ein Nachtrag.
body lacks Musterstadt
