# The header offers what one may do; lists are short; problems lead on.
as guest
GET /
code == 200
body contains >Registrieren</a>
body lacks >Frage stellen</a>
body contains Wo am meisten los ist
body contains Alle Bereiche
body lacks Über das OZG hinaus
GET /gibt-es-nicht
code == 404
body contains id="fehler-suche"
body contains Diese Seite haben wir nicht gefunden

as ann
GET /
body contains <a class="kf-ask" href="/fragen">Frage stellen</a>
body lacks >Registrieren</a>
GET /verwaltung
code == 403
body contains Zur Startseite
body lacks id="fehler-suche"

# Services are found by name, Themenfeld, and what there is about them.
POST /fragen titel="Wohngeld mit Leistung: Wer weiß mehr?" text="Etwas zum Wohngeld." bereich="bauen-wohnen" leistungen="10513" aktion="senden"
code == 303
as guest
GET /leistungen
body contains <summary>Bauen &amp; Wohnen (
body contains /leistungen/10061
GET /leistungen?themenfeld=bauen-wohnen
body contains /leistungen/10513
body lacks /leistungen/10061
body contains value="bauen-wohnen" selected
GET /leistungen?name=abbruchgenehmigung&themenfeld=umwelt
body contains Keine Leistung passt dazu
GET /leistungen?inhalt=ja
body lacks /leistungen/10061
body contains /leistungen/10513
body contains 1 Leistung</p>
GET /leistungen?themenfeld=gibt-es-nicht
body contains /leistungen/10061
