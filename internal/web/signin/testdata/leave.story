# Anna writes, is named by others, and leaves.
as ann
POST /fragen titel="Wer zahlt die Wartung?" text="Wir suchen Erfahrungen mit dem Betrieb." bereich="bildung"
code == 303
keep thread from location ^(/thema/[^?]+)
as bea
POST $thread/antworten text="Hallo Frau Ahorn, bei uns zahlt der Kreis."
code == 303
GET $thread
body contains Anna Ahorn
body contains Stadt Musterstadt

# She is told first what happens.
as ann
GET /konto
body contains href="/konto/verlassen"
GET /konto/verlassen
code == 200
body contains rückgängig machen lässt sich das nicht
body contains Ein Beitrag bleibt stehen
body contains Ehemaliges Mitglied
POST /konto/verlassen
code == 422
body contains Bitte wählen Sie, ob die Organisation stehen bleibt
body contains Bitte bestätigen Sie, dass Sie das Forum verlassen
POST /konto/verlassen organisation="ja" bestaetigt="ja"
code == 422
body contains Bitte geben Sie Ihr Passwort ein
POST /konto/verlassen organisation="ja" passwort="falsch-falsch" bestaetigt="ja"
code == 422
body contains Das Passwort stimmt nicht
GET $thread
body contains Anna Ahorn
POST /konto/verlassen organisation="ja" passwort="ein-langes-passwort" bestaetigt="ja"
code == 303
location == /?hinweis=konto-geloescht

# The session is dead, the text stays under nobody's name.
GET /konto
code == 303
GET /?hinweis=konto-geloescht
body contains Ihr Konto ist gelöscht
POST /anmelden email="ann@world.example" passwort="ein-langes-passwort"
code == 422
as bea
GET $thread
body contains Ehemaliges Mitglied
body contains Stadt Musterstadt
body lacks Anna Ahorn

# The moderation learns that somebody may be named, and looks.
as mod
GET /moderation
body contains Namen ehemaliger Mitglieder
GET /moderation/namen
code == 200
body lacks Ahorn
keep done from body (/moderation/namen/\d+)
as bea
GET /moderation/namen
code == 403
POST $done
code == 403
as othermod
POST $done
location == /moderation/namen?hinweis=schon-entschieden
as mod
POST $done
code == 303
GET /moderation/namen
body contains Nichts zu prüfen

# The audit log tells what was done, and not to whom.
as boss
GET /verwaltung/protokoll
body contains Konto gelöscht
body contains Ehemaliges Mitglied
body lacks Anna Ahorn
GET /verwaltung/mitglieder
body lacks Anna Ahorn
body lacks Ehemaliges Mitglied

# The last administrator stays.
GET /konto/verlassen
body contains Sie sind die einzige Person in der Administration
POST /konto/verlassen organisation="ja" passwort="ein-langes-passwort" bestaetigt="ja"
code == 422
