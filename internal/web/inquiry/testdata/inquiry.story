# A question travels from its asker over the desk to the official answer.

as guest
GET /fragen-an-das-programmmanagement
code == 200
body contains Frage stellen
body contains Öffentliche Antworten kann jede und jeder lesen
GET /fragen-an-das-programmmanagement/neu
code == 303
location == /anmelden?weiter=%2Ffragen-an-das-programmmanagement%2Fneu

as ann
GET /fragen-an-das-programmmanagement/neu?bereich=bildung
code == 200
body contains Wer liest das?
body contains name="einmal"

# With problems the form comes back as it was.
POST /fragen-an-das-programmmanagement/neu titel="Kurz" text="" hintergrund="Bleibt stehen" themenfeld="bildung" aktion="senden"
code == 422
body contains mindestens 8 Zeichen
body contains Bitte füllen Sie „Erläuterung“ aus.
body contains Bleibt stehen
POST /fragen-an-das-programmmanagement/neu titel="Wer zahlt den Schulverwaltungsdienst?" text="Text" themenfeld="gibt-es-nicht" aktion="senden"
code == 422
body contains Diesen Bereich gibt es nicht.

# A preview stores nothing.
POST /fragen-an-das-programmmanagement/neu titel="Wer zahlt den Schulverwaltungsdienst?" text="Das ist **wichtig**." themenfeld="bildung" aktion="vorschau"
code == 200
body contains <strong>wichtig</strong>
GET /fragen-an-das-programmmanagement
body lacks Schulverwaltungsdienst

POST /fragen-an-das-programmmanagement/neu titel="Wer zahlt den Schulverwaltungsdienst?" text="Das ist **wichtig**." hintergrund="Nur für das Programm" themenfeld="bildung" leistungen="10061" aktion="senden" einmal="eins"
code == 303
keep frage from location ^(/fragen-an-das-programmmanagement/FPM-\d+-\d+)
keep nummer from location (FPM-\d+-\d+)
POST /fragen-an-das-programmmanagement/neu titel="Wer zahlt den Schulverwaltungsdienst?" text="Das ist **wichtig**." hintergrund="Nur für das Programm" themenfeld="bildung" leistungen="10061" aktion="senden" einmal="eins"
location == $frage?hinweis=frage-gestellt
GET $frage
code == 200
body contains eingegangen
body contains Wie geht es weiter?
body contains Frist
body contains <strong>wichtig</strong>
body contains Nur für das Programm
body contains Frage zurückziehen
body lacks Schreibtisch
GET /fragen-an-das-programmmanagement
body contains Ihre offenen Fragen
body contains Schulverwaltungsdienst

# Others see the outline, and more once it concerns them too.
as guest
GET $frage
code == 404
as bea
GET $frage
code == 200
body contains Schulverwaltungsdienst
body lacks <strong>wichtig</strong>
body lacks Nur für das Programm
body lacks Stadt Musterstadt
POST $frage/rueckmeldung text="Ich weiß etwas"
code == 403
POST $frage/betrifft-uns
code == 303
GET $frage
body contains <strong>wichtig</strong>
body contains 2 Organisationen
body contains Betrifft uns doch nicht
GET /fragen-an-das-programmmanagement?sicht=unterstuetzte
body contains Schulverwaltungsdienst

# The desk: nobody else gets there.
GET /schreibtisch
code == 403
POST /schreibtisch/$nummer/uebernehmen
code == 403
GET /schreibtisch/$nummer/zuweisen
code == 403
as guest
GET /schreibtisch
code == 303

as prog
GET /schreibtisch?zustand=received&bereich=bildung
code == 200
body contains Schulverwaltungsdienst
GET /schreibtisch?sicht=meine
body lacks Schulverwaltungsdienst
GET $frage
body contains Übernehmen
POST /schreibtisch/$nummer/vermerk text="Das ist ein Vermerk" einmal="v1"
code == 303
POST /schreibtisch/$nummer/vermerk text="" einmal="v2"
code == 422
body contains Bitte füllen Sie „Vermerk“ aus.
# A click on a page that is older than the inquiry changes nothing.
POST /schreibtisch/$nummer/uebernehmen stand="77"
code == 409
GET $frage
keep stand from body name="stand" value="(\d+)"
POST /schreibtisch/$nummer/uebernehmen stand="$stand"
code == 303
location == $frage?hinweis=vorgang
POST /schreibtisch/$nummer/uebernehmen stand="$stand"
code == 303
GET $frage
body contains Antwort schreiben
body contains Das ist ein Vermerk
body contains Zugewiesen an Paul Pappel
GET /schreibtisch?sicht=meine
body contains Schulverwaltungsdienst

# What cannot be read as a choice is not taken for none.
GET /schreibtisch/$nummer/zuweisen
code == 200
keep stand from body name="stand" value="(\d+)"
keep an from body <option value="(\d+)"
POST /schreibtisch/$nummer/zuweisen stand="$stand" an="$an" vertretung="kaputt" grund="Bitte eilig"
code == 422
body contains Diese Person gehört nicht zum Programmmanagement.
body contains Bitte eilig
POST /schreibtisch/$nummer/zuweisen stand="$stand" an="$an" vertretung="0" grund="Bitte eilig"
code == 422

# Asking back.
GET /schreibtisch/$nummer/rueckfrage
code == 200
keep stand from body name="stand" value="(\d+)"
POST /schreibtisch/$nummer/rueckfrage stand="$stand" text="" einmal="r0"
code == 422
body contains Bitte füllen Sie „Rückfrage“ aus.
POST /schreibtisch/$nummer/rueckfrage stand="$stand" text="Welchen Dienst **meinen** Sie?" einmal="r1"
code == 303
as ann
GET $frage
body contains Ihre Rückmeldung
body contains <strong>meinen</strong>
body lacks Paul Pappel
body lacks FITKO
body lacks Das ist ein Vermerk
GET /fragen-an-das-programmmanagement
body contains Ihre Rückmeldung fehlt
POST $frage/rueckmeldung text="" einmal="m0"
code == 422
body contains Bitte füllen Sie „Rückmeldung“ aus.
POST $frage/rueckmeldung text="Den des **Landes**." aktion="vorschau" einmal="m1"
code == 200
body contains <strong>Landes</strong>
POST $frage/rueckmeldung text="Den des **Landes**." aktion="senden" einmal="m1"
code == 303
POST $frage/rueckmeldung text="Den des **Landes**." aktion="senden" einmal="m1"
code == 303

# The answer.
as prog
GET /schreibtisch/$nummer/antwort
code == 200
body contains Kurzantwort
body contains Öffentlich
keep stand from body name="stand" value="(\d+)"
POST /schreibtisch/$nummer/antwort stand="$stand" frage="Wer zahlt?" kurz="" text="Das Land." gueltig_bis="morgen" sichtbar="members" aktion="speichern" einmal="a0"
code == 422
body contains Bitte geben Sie das Datum
POST /schreibtisch/$nummer/antwort stand="$stand" frage="Wer zahlt?" kurz="Vorläufig" text="Das **Land**." sichtbar="members" aktion="vorschau" einmal="a1"
code == 200
body contains <strong>Land</strong>
POST /schreibtisch/$nummer/antwort stand="$stand" frage="Wer zahlt?" kurz="Vorläufig" text="Das Land." sichtbar="members" aktion="speichern" einmal="a1"
code == 303
# The old form conflicts, and shows both texts.
POST /schreibtisch/$nummer/antwort stand="$stand" frage="Wer zahlt?" kurz="Anders" text="Niemand zahlt." sichtbar="members" aktion="speichern" einmal="a2"
code == 409
body contains Niemand zahlt.
body contains <pre class="kf-source" tabindex="0">Das Land.</pre>
as ann
GET $frage
body lacks Vorläufig
as prog
GET /schreibtisch/$nummer/antwort
body contains Vorläufig
keep stand from body name="stand" value="(\d+)"
# To the public only with a confirmation.
POST /schreibtisch/$nummer/antwort stand="$stand" frage="Wer zahlt den Dienst?" kurz="Das Land zahlt." text="Das Land zahlt **alles**." stelle="FITKO" gueltig_ab="01.01.2026" rechtsgrundlage="§ 1a OZG" geltung="alle Länder" sichtbar="public" aktion="veroeffentlichen" einmal="a3"
code == 422
body contains Bitte bestätigen Sie
POST /schreibtisch/$nummer/antwort stand="$stand" frage="Wer zahlt den Dienst?" kurz="Das Land zahlt." text="Das Land zahlt **alles**." stelle="FITKO" gueltig_ab="01.01.2026" rechtsgrundlage="§ 1a OZG" geltung="alle Länder" sichtbar="public" bestaetigt="ja" aktion="veroeffentlichen" einmal="a3"
code == 303
location == $frage?hinweis=antwort-offiziell

as guest
GET /offizielle-antworten/$nummer
code == 303
location == /offizielle-antworten/$nummer/1
GET /offizielle-antworten/$nummer/1
code == 200
body contains Das Land zahlt.
body contains <strong>alles</strong>
body contains § 1a OZG
body contains ab 01.01.2026
body contains http://forum.example/offizielle-antworten/$nummer/1
body lacks Paul Pappel
body lacks Vorgang FPM
body lacks Stadt Musterstadt
GET /offizielle-antworten/$nummer/2
code == 404
GET /offizielle-antworten/$nummer/zwei
code == 404
GET /fragen-an-das-programmmanagement
body contains Wer zahlt den Dienst?
GET /
body contains Wer zahlt den Dienst?
GET /leistungen/10061
body contains Wer zahlt den Dienst?
GET /bereiche/bildung
body contains Wer zahlt den Dienst?

# One Nachfrage leads to version 2; version 1 stays.
as ann
GET $frage
body contains Nachfrage senden
POST $frage/nachfrage text="Auch die Anbindung?" einmal="n1"
code == 303
POST $frage/nachfrage text="Und noch eine?" einmal="n2"
code == 422
as prog
GET /schreibtisch/$nummer/antwort
body contains Das Land zahlt **alles**.
keep stand from body name="stand" value="(\d+)"
as guest
GET /offizielle-antworten/$nummer/1
body lacks überholt
as prog
POST /schreibtisch/$nummer/antwort stand="$stand" frage="Wer zahlt den Dienst?" kurz="Das Land zahlt auch die Anbindung." text="Alles." stelle="FITKO" sichtbar="public" bestaetigt="ja" aktion="veroeffentlichen" einmal="a4"
code == 303
as guest
GET /offizielle-antworten/$nummer
location == /offizielle-antworten/$nummer/2
GET /offizielle-antworten/$nummer/1
code == 200
body contains Diese Fassung ist überholt
body contains Zur Fassung 2

# Who asks the same is shown the answer first, once.
as bea
POST /fragen-an-das-programmmanagement/neu titel="Zahlt jemand diesen Dienst für uns?" text="Text" leistungen="10061" aktion="senden" einmal="b1"
code == 200
body contains Dazu steht schon etwas im Forum
body contains /offizielle-antworten/$nummer/2
body contains name="gesehen"
POST /fragen-an-das-programmmanagement/neu titel="Zahlt jemand diesen Dienst für uns?" text="Text" leistungen="10061" aktion="senden" gesehen="ja" einmal="b1"
code == 303

# Withdrawn answers stay readable.
as prog
GET /schreibtisch/$nummer/antwort-zurueckziehen
code == 200
keep stand from body name="stand" value="(\d+)"
POST /schreibtisch/$nummer/antwort-zurueckziehen stand="$stand" fassung="2" grund=""
code == 422
POST /schreibtisch/$nummer/antwort-zurueckziehen stand="$stand" fassung="2" grund="Ein Irrtum."
code == 303
as guest
GET /offizielle-antworten/$nummer/2
code == 200
body contains zurückgezogen: Ein Irrtum.
