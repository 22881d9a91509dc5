# Where a board wants it, moderators look at the first post of a member.
as boss
POST /verwaltung/bereiche/bauen-wohnen sichtbar="public" auffindbar="ja" erstbeitrag="ja" grund="Werbung"
code == 303

as ann
POST /fragen titel="Unsere erste Frage im Forum" text="Wer hat Erfahrung?" bereich="bauen-wohnen" aktion="senden"
code == 303
keep thread from location ^(/thema/\d+[a-z0-9-]*)
keep id from location ^/thema/(\d+)
GET $thread
code == 200
body contains Ihre Frage wartet auf Freigabe.
body lacks ablehnen
GET /konto
body contains Noch nicht veröffentlicht
body contains Unsere erste Frage im Forum

# To everybody else it does not exist.
as bea
GET $thread
code == 404
GET /bereiche/bauen-wohnen
body lacks Unsere erste Frage
as guest
GET /
body lacks Unsere erste Frage
GET /sitemap.xml
body lacks unsere-erste-frage

as mod
GET /moderation
body contains 1 Beitrag wartet
GET /moderation/erste-beitraege
body contains Unsere erste Frage im Forum
body contains Wer hat Erfahrung?
GET /thema/$id/ablehnen
code == 200
POST /thema/$id/ablehnen grund=""
code == 422
POST /thema/$id/ablehnen grund="Bitte nennen Sie die Leistung."
code == 303
location == /moderation/erste-beitraege?hinweis=abgelehnt
GET /moderation/erste-beitraege
body lacks Unsere erste Frage im Forum

# The author reads why, changes the question, and it waits again.
as ann
GET $thread
body contains Ihre Frage wurde nicht freigegeben.
body contains Grund: Bitte nennen Sie die Leistung.
keep post from body id="beitrag-(\d+)"
POST /beitrag/$post/bearbeiten titel="Unsere erste Frage im Forum" text="Wer hat Erfahrung mit Wohngeld?" fassung="1" aktion="senden"
code == 303
as mod
POST /thema/$id/freigeben
code == 303
as bea
GET $thread
code == 200
body contains Wohngeld

# Replies wait just so.
POST /thema/$id/antworten text="Unsere erste Antwort." aktion="senden"
code == 303
location == $thread?hinweis=antwort-wartet#antworten-formular
GET $thread
body contains Wartet auf Freigabe. Bis dahin sehen nur Sie
body contains Unsere erste Antwort.
as guest
GET $thread
body lacks Unsere erste Antwort.
as mod
GET $thread
body contains Unsere erste Antwort.
GET /moderation/erste-beitraege
keep held from body /wartend/(\d+)/freigeben
GET /wartend/$held/ablehnen
code == 200
POST /wartend/$held/ablehnen grund="Zu kurz, bitte erläutern."
code == 303
as bea
GET $thread
body contains Nicht freigegeben: Zu kurz, bitte erläutern.
GET $thread?entwurf=$held
body contains >Unsere erste Antwort.</textarea>
POST /wartend/$held/entfernen
code == 303
POST /thema/$id/antworten text="Unsere ausführliche erste Antwort." aktion="senden"
as mod
GET /moderation/erste-beitraege
keep held from body /wartend/(\d+)/freigeben
POST /wartend/$held/freigeben
code == 303
as guest
GET $thread
body contains Unsere ausführliche erste Antwort.
as bea
POST /thema/$id/antworten text="Ab jetzt sofort." aktion="senden"
code == 303
as guest
GET $thread
body contains Ab jetzt sofort.
as boss
GET /verwaltung/protokoll
body contains Erste Antwort eines Mitglieds freigegeben
body contains Erste Frage eines Mitglieds abgelehnt
