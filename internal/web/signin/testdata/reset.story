# A forgotten password is replaced by a link that comes by mail.
as guest
GET /anmelden
body contains href="/passwort-vergessen"
GET /passwort-vergessen
code == 200
body contains E-Mail-Adresse

# What is no address comes back.
POST /passwort-vergessen email="ann"
code == 422
body contains value="ann"
body contains Bitte geben Sie eine E-Mail-Adresse an

# An unknown address gets the same answer.
POST /passwort-vergessen email="niemand@world.example"
code == 303
location == /passwort-vergessen?hinweis=passwort-link
POST /passwort-vergessen email="ann@world.example"
code == 303
location == /passwort-vergessen?hinweis=passwort-link
GET /passwort-vergessen?hinweis=passwort-link
body contains Wenn es zu dieser Adresse ein Konto gibt

mail ann neues Passwort
body contains Guten Tag Anna Ahorn,
body contains Der Link funktioniert einmal
keep link from body http://forum\.example(/passwort/\S+)

# The link is tried, refused, and then used.
GET $link
code == 200
body contains Passwort wählen
POST $link passwort="kurz" nochmal="kurz"
code == 422
POST $link passwort="ein-neues-passwort" nochmal="ein-neues-passwort"
code == 303
location == /anmelden?hinweis=passwort-gewaehlt
mail ann geändert
body contains das Passwort Ihres Kontos wurde am

# It works once.
GET $link
code == 410
body contains Dieser Link gilt nicht mehr
POST /anmelden email="ann@world.example" passwort="ein-langes-passwort"
code == 422
POST /anmelden email="ann@world.example" passwort="ein-neues-passwort"
code == 303

# Changing it in the account is told too.
as bea
POST /konto/passwort bisher="ein-langes-passwort" passwort="beates-neues-passwort" nochmal="beates-neues-passwort"
code == 303
mail bea geändert
body contains Guten Tag Beate Birke,
body contains http://forum.example/passwort-vergessen
