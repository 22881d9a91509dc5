# A member reports a post; moderators decide, and whoever reported reads it.
as ann
POST /fragen titel="Welche Software empfehlen Sie?" text="Für den Bauhof." bereich="bildung" aktion="senden"
keep thread from location ^(/thema/\d+[a-z0-9-]*)
as bea
GET $thread
keep question from body id="beitrag-(\d+)"
keep id from body /thema/(\d+)/antworten
POST /thema/$id/antworten text="Kaufen Sie Bauhof 3000!" aktion="senden"
code == 303
keep post from location beitrag-(\d+)

as guest
GET /beitrag/$post/melden
code == 303
as bea
GET $thread
body lacks /beitrag/$post/melden
GET /beitrag/$post/melden
code == 403
body contains Das ist Ihr eigener Beitrag

# What is missing is said, and nothing is lost.
as ann
GET $thread
body contains /beitrag/$post/melden
GET /beitrag/$post/melden
code == 200
body contains Wer liest das?
body contains erfährt nicht, wer ihn gemeldet hat
POST /beitrag/$post/melden anlass="" text="Der Verfasser verkauft das." einmal="A"
code == 422
body contains Bitte wählen Sie, worum es geht.
body contains Der Verfasser verkauft das.</textarea>
POST /beitrag/$post/melden anlass="advertising" text="Der Verfasser verkauft das." einmal="A"
code == 303
keep report from location ^/meine/meldungen/(\d+)
POST /beitrag/$post/melden anlass="advertising" text="Der Verfasser verkauft das." einmal="A"
location == /meine/meldungen/$report?hinweis=gemeldet
POST /beitrag/$post/melden anlass="wrong" text="Es stimmt außerdem nicht." einmal="B"
code == 409
body contains haben Sie schon gemeldet
body contains Es stimmt außerdem nicht.
GET /beitrag/$post/melden
location == /meine/meldungen/$report
GET /meine/meldungen/$report
code == 200
body contains Die Moderation hat darüber noch nicht entschieden.
body contains Der Verfasser verkauft das.
GET $thread
body contains href="/meine/meldungen/$report">Von Ihnen gemeldet
body lacks /moderation/meldungen/
as bea
GET /meine/meldungen/$report
code == 404
GET $thread
body lacks /meldungen/

# Another one reports it too.
as prog
POST /beitrag/$post/melden anlass="other" text="Bitte ansehen, danke." einmal="C"
code == 303
keep second from location ^/meine/meldungen/(\d+)

as mod
GET /meine
body contains 1 gemeldeter Beitrag wartet
GET /moderation
body contains Meldungen
GET /moderation/meldungen
code == 200
body contains Welche Software empfehlen Sie?
body contains 2 Meldungen: Werbung; Etwas anderes
GET $thread
body contains href="/moderation/meldungen/$post">2 Meldungen
GET /moderation/meldungen/$post
code == 200
body contains Kaufen Sie Bauhof 3000!
body contains Anna Ahorn, Stadt Musterstadt
body contains Paul Pappel, FITKO
body contains name="bis" value="$second"
POST /moderation/meldungen/$post/ausblenden grund="" bis="$second"
code == 422
POST /moderation/meldungen/$post/ausblenden grund="Das ist Werbung." bis="$second"
code == 303
location == /moderation/meldungen/$post?hinweis=moderiert
GET /moderation/meldungen/$post
body contains Die Moderation hat den Beitrag ausgeblendet.
body contains entschieden von Moritz Moor
body lacks Kein Anlass einzugreifen</
GET /moderation/meldungen
body contains Zurzeit wartet nichts

# Whoever was still writing keeps the words, also where the post is out of sight.
as editor
POST /beitrag/$post/melden anlass="wrong" text="Das hatte ich lange getippt." einmal="E"
code == 409
body contains Das hatte ich lange getippt.
POST /beitrag/999999/melden anlass="wrong" text="Das hatte ich lange getippt." einmal="F"
code == 404
body contains Das hatte ich lange getippt.

# Whoever comes later sees what was decided, with what they typed.
as boss
POST /moderation/meldungen/$post/kein-anlass bescheid="Das ist doch erlaubt." bis="$second"
code == 409
body contains Darüber ist schon entschieden
body contains Das ist doch erlaubt.
body contains entschieden von Moritz Moor

as ann
GET /meine/meldungen/$report
body contains Die Moderation hat den Beitrag ausgeblendet.
body lacks Moritz
as bea
GET $thread
body contains Von der Moderation ausgeblendet: Das ist Werbung.
body lacks Anna Ahorn hat
GET /beitrag/$post/melden
code == 403

# Nothing is to be done about the question, and who reported it reads why.
as bea
POST /beitrag/$question/melden anlass="elsewhere" text="Das gehört zum Bauhof." einmal="D"
keep third from location ^/meine/meldungen/(\d+)
as mod
POST /moderation/meldungen/$question/kein-anlass bescheid="Hier ist es richtig." bis="$third"
code == 303
as bea
GET /meine/meldungen/$third
body contains Die Moderation sieht keinen Anlass einzugreifen.
body contains Antwort der Moderation: Hier ist es richtig.
as boss
GET /verwaltung/protokoll
body contains Meldungen eines Beitrags: kein Anlass einzugreifen
