-- A small forum with semi-anonymous questions, as a program of schema 60 wrote it.
-- Never changed: every later program must upgrade it. The catalogue is left out.
BEGIN;
CREATE TABLE goose_db_version (
		id INTEGER PRIMARY KEY AUTOINCREMENT,
		version_id INTEGER NOT NULL,
		is_applied INTEGER NOT NULL,
		tstamp TIMESTAMP DEFAULT (datetime('now'))
	);
INSERT INTO "goose_db_version" VALUES (1, 0, 1, '2026-11-28 11:53:30');
INSERT INTO "goose_db_version" VALUES (2, 1, 1, '2026-11-28 11:53:30');
INSERT INTO "goose_db_version" VALUES (3, 2, 1, '2026-11-28 11:53:30');
INSERT INTO "goose_db_version" VALUES (4, 3, 1, '2026-11-28 11:53:30');
INSERT INTO "goose_db_version" VALUES (5, 4, 1, '2026-11-28 11:53:30');
INSERT INTO "goose_db_version" VALUES (6, 5, 1, '2026-11-28 11:53:30');
INSERT INTO "goose_db_version" VALUES (7, 6, 1, '2026-11-28 11:53:30');
INSERT INTO "goose_db_version" VALUES (8, 7, 1, '2026-11-28 11:53:30');
INSERT INTO "goose_db_version" VALUES (9, 9, 1, '2026-11-28 11:53:30');
INSERT INTO "goose_db_version" VALUES (10, 10, 1, '2026-11-28 11:53:30');
INSERT INTO "goose_db_version" VALUES (11, 11, 1, '2026-11-28 11:53:30');
INSERT INTO "goose_db_version" VALUES (12, 12, 1, '2026-11-28 11:53:30');
INSERT INTO "goose_db_version" VALUES (13, 13, 1, '2026-11-28 11:53:30');
INSERT INTO "goose_db_version" VALUES (14, 14, 1, '2026-11-28 11:53:30');
INSERT INTO "goose_db_version" VALUES (15, 15, 1, '2026-11-28 11:53:30');
INSERT INTO "goose_db_version" VALUES (16, 21, 1, '2026-11-28 11:53:30');
INSERT INTO "goose_db_version" VALUES (17, 22, 1, '2026-11-28 11:53:30');
INSERT INTO "goose_db_version" VALUES (18, 30, 1, '2026-11-28 11:53:30');
INSERT INTO "goose_db_version" VALUES (19, 31, 1, '2026-11-28 11:53:30');
INSERT INTO "goose_db_version" VALUES (20, 40, 1, '2026-11-28 11:53:30');
INSERT INTO "goose_db_version" VALUES (21, 50, 1, '2026-11-28 11:53:30');
INSERT INTO "goose_db_version" VALUES (22, 51, 1, '2026-11-28 11:53:30');
INSERT INTO "goose_db_version" VALUES (23, 52, 1, '2026-11-28 11:53:30');
INSERT INTO "goose_db_version" VALUES (24, 53, 1, '2026-11-28 11:53:30');
INSERT INTO "goose_db_version" VALUES (25, 54, 1, '2026-11-28 11:53:30');
INSERT INTO "goose_db_version" VALUES (26, 58, 1, '2026-11-28 11:53:30');
INSERT INTO "goose_db_version" VALUES (27, 60, 1, '2026-11-28 11:53:30');
CREATE TABLE event (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    kind    TEXT NOT NULL,
    subject BIGINT NOT NULL,
    at      BIGINT NOT NULL
, nonce BIGINT NOT NULL DEFAULT 0);
INSERT INTO "event" VALUES (1, 'person.changed', 1, 1795866810880, 8547970038450745870);
INSERT INTO "event" VALUES (2, 'person.changed', 2, 1795866810884, 6898254218353573565);
INSERT INTO "event" VALUES (3, 'person.changed', 3, 1795866810886, 255047991634596620);
INSERT INTO "event" VALUES (4, 'person.changed', 4, 1795866810890, 4299171015437812964);
INSERT INTO "event" VALUES (5, 'person.changed', 5, 1795866810895, 5226924762951498500);
INSERT INTO "event" VALUES (6, 'person.changed', 6, 1795866810898, 413631358688193097);
INSERT INTO "event" VALUES (7, 'person.changed', 7, 1795866810902, 5378192306874802644);
INSERT INTO "event" VALUES (8, 'person.changed', 8, 1795866810905, 5944647198539734014);
INSERT INTO "event" VALUES (9, 'person.changed', 9, 1795866810911, 1827871659331724729);
INSERT INTO "event" VALUES (10, 'person.changed', 10, 1795866810916, 8344361728448341462);
INSERT INTO "event" VALUES (11, 'board.changed', 2, 1795866810922, 6562284799859087982);
INSERT INTO "event" VALUES (12, 'board.changed', 6, 1795866810926, 755308272883741646);
INSERT INTO "event" VALUES (13, 'board.changed', 22, 1795866810926, 3063762558725490532);
INSERT INTO "event" VALUES (14, 'board.changed', 2, 1795866811404, 4902136703946015923);
INSERT INTO "event" VALUES (15, 'board.changed', 3, 1795866811405, 7510189642916680290);
INSERT INTO "event" VALUES (16, 'person.changed', 11, 1795866811410, 1737118514201014702);
INSERT INTO "event" VALUES (17, 'person.changed', 12, 1795866811411, 2545986742781877933);
INSERT INTO "event" VALUES (18, 'person.changed', 13, 1795866811434, 4359481362395315204);
INSERT INTO "event" VALUES (19, 'person.changed', 14, 1795866811435, 2490421468181023575);
INSERT INTO "event" VALUES (20, 'person.changed', 15, 1795866811455, 9023662885058158044);
INSERT INTO "event" VALUES (21, 'person.changed', 16, 1795866811463, 8244205982478594535);
INSERT INTO "event" VALUES (22, 'person.changed', 17, 1795866811466, 2103255154109969837);
INSERT INTO "event" VALUES (23, 'person.changed', 18, 1795866811470, 8598155816686398788);
INSERT INTO "event" VALUES (24, 'person.changed', 19, 1795866811474, 7845510302607614279);
INSERT INTO "event" VALUES (25, 'person.changed', 20, 1795866811475, 3074231063898116482);
INSERT INTO "event" VALUES (26, 'person.changed', 21, 1795866811483, 6003979733363547250);
INSERT INTO "event" VALUES (27, 'person.changed', 22, 1795866811495, 1468707325647252856);
INSERT INTO "event" VALUES (28, 'person.changed', 23, 1795866811496, 8660476024213471016);
INSERT INTO "event" VALUES (29, 'person.changed', 24, 1795866811498, 8464284639998526407);
INSERT INTO "event" VALUES (30, 'person.changed', 25, 1795866811499, 3724784579739098354);
INSERT INTO "event" VALUES (31, 'person.changed', 26, 1795866811499, 4881910866302802444);
INSERT INTO "event" VALUES (32, 'person.changed', 27, 1795866811502, 8042896761922575150);
INSERT INTO "event" VALUES (33, 'person.changed', 28, 1795866811503, 982105265776602840);
INSERT INTO "event" VALUES (34, 'person.changed', 29, 1795866811505, 2164971336075699691);
INSERT INTO "event" VALUES (35, 'person.changed', 30, 1795866811506, 3896398009475474409);
INSERT INTO "event" VALUES (36, 'thread.opened', 1, 1795866811507, 4560661658905413366);
INSERT INTO "event" VALUES (37, 'post.added', 2, 1795866811513, 699816391237867565);
INSERT INTO "event" VALUES (38, 'post.added', 3, 1795866811514, 8318700004380202009);
INSERT INTO "event" VALUES (39, 'thread.changed', 1, 1795866811515, 3414719974669232765);
INSERT INTO "event" VALUES (40, 'post.changed', 3, 1795866811515, 5091565863823935022);
INSERT INTO "event" VALUES (41, 'post.changed', 2, 1795870411516, 7636572820293107074);
INSERT INTO "event" VALUES (42, 'inquiry.saved', 1, 1795866811517, 7644157061588166540);
INSERT INTO "event" VALUES (43, 'article.saved', 1, 1795866811521, 830997565605183533);
INSERT INTO "event" VALUES (44, 'thread.opened', 2, 1795866811528, 4937796005621028272);
INSERT INTO "event" VALUES (45, 'thread.opened', 3, 1795866811537, 4029369384930240054);
INSERT INTO "event" VALUES (46, 'post.added', 6, 1795866811538, 8287348809613815798);
INSERT INTO "event" VALUES (47, 'thread.opened', 4, 1795866811539, 8299538012870497212);
INSERT INTO "event" VALUES (48, 'post.added', 8, 1795866811540, 4872374946385542704);
INSERT INTO "event" VALUES (49, 'post.added', 9, 1795866811541, 6689688519619048641);
INSERT INTO "event" VALUES (50, 'person.changed', 12, 1795866811544, 5337228385519332665);
INSERT INTO "event" VALUES (51, 'thread.opened', 5, 1795866811548, 1071018789365425682);
INSERT INTO "event" VALUES (52, 'post.added', 11, 1795866811549, 3302902213617196983);
INSERT INTO "event" VALUES (53, 'thread.opened', 6, 1795866811550, 2582603406819325740);
INSERT INTO "event" VALUES (54, 'post.added', 13, 1795866811563, 7916044770380244316);
INSERT INTO "event" VALUES (55, 'thread.changed', 6, 1795866811566, 3912111946002756877);
INSERT INTO "event" VALUES (56, 'post.changed', 12, 1795866811566, 4329036024606992379);
INSERT INTO "event" VALUES (57, 'inquiry.saved', 2, 1795866811567, 8724476524926671936);
INSERT INTO "event" VALUES (58, 'inquiry.saved', 3, 1795866811568, 5472047981529077914);
INSERT INTO "event" VALUES (59, 'inquiry.saved', 1, 1795866811576, 3354793547728489278);
INSERT INTO "event" VALUES (60, 'inquiry.saved', 1, 1795866811597, 5280317048977741033);
INSERT INTO "event" VALUES (61, 'inquiry.saved', 1, 1795866811597, 1787988065563488903);
INSERT INTO "event" VALUES (62, 'inquiry.saved', 1, 1795866811597, 2934600802456436103);
INSERT INTO "event" VALUES (63, 'inquiry.saved', 2, 1795866811619, 3561365663741998263);
INSERT INTO "event" VALUES (64, 'inquiry.saved', 2, 1795866811619, 7303569989809171995);
INSERT INTO "event" VALUES (65, 'inquiry.saved', 2, 1795866811619, 3839720627676301299);
INSERT INTO "event" VALUES (66, 'inquiry.saved', 1, 1795866811622, 471283581125923140);
INSERT INTO "event" VALUES (67, 'inquiry.saved', 2, 1795866811622, 810665038405518711);
INSERT INTO "event" VALUES (68, 'thread.changed', 2, 1795866811622, 1712870488791009798);
INSERT INTO "event" VALUES (69, 'thread.changed', 2, 1795866811622, 8161532171404845435);
INSERT INTO "event" VALUES (70, 'inquiry.saved', 4, 1795866811626, 6300664394679406538);
INSERT INTO "event" VALUES (71, 'board.changed', 3, 1795866811628, 4421293649634851386);
INSERT INTO "event" VALUES (72, 'thread.changed', 8, 1795866811635, 4054387591980048957);
CREATE TABLE cursor (
    consumer TEXT PRIMARY KEY,
    event_id BIGINT NOT NULL
);
CREATE TABLE audit (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    at         BIGINT NOT NULL,
    actor_id   BIGINT,
    act        TEXT NOT NULL,
    subject    TEXT NOT NULL,
    subject_id BIGINT NOT NULL,
    reason     TEXT NOT NULL
, organisation_id BIGINT REFERENCES organisation (id));
INSERT INTO "audit" VALUES (1, 1795866810880, NULL, 'person.create', 'person', 1, '', NULL);
INSERT INTO "audit" VALUES (2, 1795866810884, NULL, 'person.create', 'person', 2, '', NULL);
INSERT INTO "audit" VALUES (3, 1795866810886, NULL, 'person.create', 'person', 3, '', NULL);
INSERT INTO "audit" VALUES (4, 1795866810890, NULL, 'person.create', 'person', 4, '', NULL);
INSERT INTO "audit" VALUES (5, 1795866810895, NULL, 'person.create', 'person', 5, '', NULL);
INSERT INTO "audit" VALUES (6, 1795866810898, NULL, 'person.create', 'person', 6, '', NULL);
INSERT INTO "audit" VALUES (7, 1795866810902, NULL, 'person.create', 'person', 7, '', NULL);
INSERT INTO "audit" VALUES (8, 1795866810905, NULL, 'person.create', 'person', 8, '', NULL);
INSERT INTO "audit" VALUES (9, 1795866810911, NULL, 'person.create', 'person', 9, '', NULL);
INSERT INTO "audit" VALUES (10, 1795866810916, NULL, 'person.create', 'person', 10, '', NULL);
INSERT INTO "audit" VALUES (11, 1795866810918, 8, 'circle.create', 'circle', 1, 'Arbeitsgruppe Basisdienste', 8);
INSERT INTO "audit" VALUES (12, 1795866810922, 8, 'board.audience:public', 'board', 2, 'Test', 8);
INSERT INTO "audit" VALUES (13, 1795866810926, 8, 'board.configure', 'board', 6, 'Test', 8);
INSERT INTO "audit" VALUES (14, 1795866810926, 8, 'board.audience:restricted', 'board', 22, 'Test', 8);
INSERT INTO "audit" VALUES (15, 1795866811404, 8, 'board.configure', 'board', 2, 'Test', 8);
INSERT INTO "audit" VALUES (16, 1795866811405, 8, 'board.configure', 'board', 3, 'Test', 8);
INSERT INTO "audit" VALUES (17, 1795866811410, NULL, 'person.create', 'person', 11, '', NULL);
INSERT INTO "audit" VALUES (18, 1795866811411, NULL, 'person.create', 'person', 12, '', NULL);
INSERT INTO "audit" VALUES (19, 1795866811434, NULL, 'person.create', 'person', 13, '', NULL);
INSERT INTO "audit" VALUES (20, 1795866811435, NULL, 'person.create', 'person', 14, '', NULL);
INSERT INTO "audit" VALUES (21, 1795866811455, NULL, 'person.create', 'person', 15, '', NULL);
INSERT INTO "audit" VALUES (22, 1795866811463, NULL, 'person.create', 'person', 16, '', NULL);
INSERT INTO "audit" VALUES (23, 1795866811466, NULL, 'person.create', 'person', 17, '', NULL);
INSERT INTO "audit" VALUES (24, 1795866811470, NULL, 'person.create', 'person', 18, '', NULL);
INSERT INTO "audit" VALUES (25, 1795866811474, NULL, 'person.create', 'person', 19, '', NULL);
INSERT INTO "audit" VALUES (26, 1795866811475, NULL, 'person.create', 'person', 20, '', NULL);
INSERT INTO "audit" VALUES (27, 1795866811483, NULL, 'person.create', 'person', 21, '', NULL);
INSERT INTO "audit" VALUES (28, 1795866811495, NULL, 'person.create', 'person', 22, '', NULL);
INSERT INTO "audit" VALUES (29, 1795866811496, NULL, 'person.create', 'person', 23, '', NULL);
INSERT INTO "audit" VALUES (30, 1795866811498, NULL, 'person.create', 'person', 24, '', NULL);
INSERT INTO "audit" VALUES (31, 1795866811499, NULL, 'person.create', 'person', 25, '', NULL);
INSERT INTO "audit" VALUES (32, 1795866811499, NULL, 'person.create', 'person', 26, '', NULL);
INSERT INTO "audit" VALUES (33, 1795866811502, NULL, 'person.create', 'person', 27, '', NULL);
INSERT INTO "audit" VALUES (34, 1795866811503, NULL, 'person.create', 'person', 28, '', NULL);
INSERT INTO "audit" VALUES (35, 1795866811505, NULL, 'person.create', 'person', 29, '', NULL);
INSERT INTO "audit" VALUES (36, 1795866811506, NULL, 'person.create', 'person', 30, '', NULL);
INSERT INTO "audit" VALUES (37, 1795866811517, 3, 'inquiry.escalate', 'inquiry', 1, '', 3);
INSERT INTO "audit" VALUES (38, 1795866811544, 8, 'person.erase', 'person', 12, 'Wunsch', 8);
INSERT INTO "audit" VALUES (39, 1795866811566, 3, 'post.hide', 'post', 12, 'Verstößt gegen die Regeln', 3);
INSERT INTO "audit" VALUES (40, 1795866811567, 3, 'inquiry.escalate', 'inquiry', 2, '', 3);
INSERT INTO "audit" VALUES (41, 1795866811568, 3, 'inquiry.escalate', 'inquiry', 3, '', 3);
INSERT INTO "audit" VALUES (42, 1795866811597, 6, 'inquiry.assign', 'inquiry', 1, '', 6);
INSERT INTO "audit" VALUES (43, 1795866811619, 6, 'inquiry.assign', 'inquiry', 2, '', 6);
INSERT INTO "audit" VALUES (44, 1795866811622, 6, 'inquiry.merge', 'inquiry', 2, 'Grund', 6);
INSERT INTO "audit" VALUES (45, 1795866811627, 3, 'thread.unveil', 'thread', 1, 'Verdacht auf Missbrauch', 3);
INSERT INTO "audit" VALUES (46, 1795866811628, 8, 'board.configure', 'board', 3, 'Test', 8);
INSERT INTO "audit" VALUES (47, 1795866811635, 3, 'thread.refuse', 'thread', 8, 'Bitte genauer', 3);
CREATE TABLE catalogue_file (
    name      TEXT PRIMARY KEY,
    sha256    TEXT NOT NULL,
    edition   INTEGER NOT NULL, -- of the program's way to read files
    loaded_at BIGINT NOT NULL
);
CREATE TABLE subject_area (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    slug        TEXT NOT NULL UNIQUE,
    name        TEXT NOT NULL,
    lead_states TEXT NOT NULL, -- who leads: Länder and others, one a line
    position    INTEGER NOT NULL,
    listed      BOOLEAN NOT NULL
);
INSERT INTO "subject_area" VALUES (1, 'arbeit-ruhestand', 'Arbeit & Ruhestand', 'Nordrhein-Westfalen', 1, 1);
INSERT INTO "subject_area" VALUES (2, 'bauen-wohnen', 'Bauen & Wohnen', 'Mecklenburg-Vorpommern', 2, 1);
INSERT INTO "subject_area" VALUES (3, 'bildung', 'Bildung', 'Sachsen-Anhalt', 3, 1);
INSERT INTO "subject_area" VALUES (4, 'ein-auswanderung', 'Ein- & Auswanderung', 'Brandenburg', 4, 1);
INSERT INTO "subject_area" VALUES (5, 'engagement-hobby', 'Engagement & Hobby', 'Nordrhein-Westfalen
Deutscher Städtetag
Deutscher Landkreistag
Deutscher Städte- und Gemeindebund', 5, 1);
INSERT INTO "subject_area" VALUES (6, 'familie-kind', 'Familie & Kind', 'Bremen', 6, 1);
INSERT INTO "subject_area" VALUES (7, 'forschung-foerderung', 'Forschung & Förderung', 'Bayern', 7, 1);
INSERT INTO "subject_area" VALUES (8, 'gesundheit', 'Gesundheit', 'Niedersachsen', 8, 1);
INSERT INTO "subject_area" VALUES (9, 'mobilitaet-reisen', 'Mobilität & Reisen', 'Baden-Württemberg
Hessen', 9, 1);
INSERT INTO "subject_area" VALUES (10, 'querschnitt', 'Querschnitt', 'Berlin', 10, 1);
INSERT INTO "subject_area" VALUES (11, 'recht-ordnung', 'Recht & Ordnung', 'Sachsen', 11, 1);
INSERT INTO "subject_area" VALUES (12, 'steuern-zoll', 'Steuern & Zoll', 'Hessen', 12, 1);
INSERT INTO "subject_area" VALUES (13, 'umwelt', 'Umwelt', 'Rheinland-Pfalz
Schleswig-Holstein', 13, 1);
INSERT INTO "subject_area" VALUES (14, 'unternehmensfuehrung-entwicklung', 'Unternehmensführung & -entwicklung', 'Hamburg', 14, 1);
CREATE TABLE situation (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    subject_area_id BIGINT NOT NULL REFERENCES subject_area (id),
    slug            TEXT NOT NULL,
    name            TEXT NOT NULL,
    position        INTEGER NOT NULL,
    listed          BOOLEAN NOT NULL,
    UNIQUE (subject_area_id, slug)
);
INSERT INTO "situation" VALUES (1, 1, 'drohender-arbeitsplatzverlust-suche', '(Drohender) Arbeitsplatzverlust & -suche', 1, 1);
INSERT INTO "situation" VALUES (2, 1, 'altersvorsorge', 'Altersvorsorge', 2, 1);
INSERT INTO "situation" VALUES (3, 1, 'arbeitsplatzwechsel', 'Arbeitsplatzwechsel', 3, 1);
INSERT INTO "situation" VALUES (4, 1, 'finanzielle-existenzsicherung-unterstuetzung-bei-finanziellen-problemen', 'Finanzielle Existenzsicherung/Unterstützung bei finanziellen Problemen', 4, 1);
INSERT INTO "situation" VALUES (5, 1, 'rente-soziale-entschaedigung', 'Rente & Soziale Entschädigung', 5, 1);
INSERT INTO "situation" VALUES (6, 2, 'bauen-immobilien', 'Bauen & Immobilien', 1, 1);
INSERT INTO "situation" VALUES (7, 2, 'hausbau-immobilienerwerb', 'Hausbau & Immobilienerwerb', 2, 1);
INSERT INTO "situation" VALUES (8, 2, 'wohnen-umzug', 'Wohnen & Umzug', 3, 1);
INSERT INTO "situation" VALUES (9, 3, 'berufsausbildung', 'Berufsausbildung', 1, 1);
INSERT INTO "situation" VALUES (10, 3, 'schule', 'Schule', 2, 1);
INSERT INTO "situation" VALUES (11, 3, 'studium', 'Studium', 3, 1);
INSERT INTO "situation" VALUES (12, 3, 'weiterbildung', 'Weiterbildung', 4, 1);
INSERT INTO "situation" VALUES (13, 4, 'auswanderung', 'Auswanderung', 1, 1);
INSERT INTO "situation" VALUES (14, 4, 'einwanderung', 'Einwanderung', 2, 1);
INSERT INTO "situation" VALUES (15, 5, 'bootsbesitz', 'Bootsbesitz', 1, 1);
INSERT INTO "situation" VALUES (16, 5, 'engagement-beteiligung', 'Engagement & Beteiligung', 2, 1);
INSERT INTO "situation" VALUES (17, 5, 'fischen-jagen', 'Fischen & Jagen', 3, 1);
INSERT INTO "situation" VALUES (18, 5, 'tierhaltung', 'Tierhaltung', 4, 1);
INSERT INTO "situation" VALUES (19, 5, 'veranstaltung-durchfuehren', 'Veranstaltung durchführen', 5, 1);
INSERT INTO "situation" VALUES (20, 6, 'adoption-pflegekinder', 'Adoption & Pflegekinder', 1, 1);
INSERT INTO "situation" VALUES (21, 6, 'eheschliessung', 'Eheschließung', 2, 1);
INSERT INTO "situation" VALUES (22, 6, 'geburt', 'Geburt', 3, 1);
INSERT INTO "situation" VALUES (23, 6, 'kinderbetreuung', 'Kinderbetreuung', 4, 1);
INSERT INTO "situation" VALUES (24, 6, 'scheidung', 'Scheidung', 5, 1);
INSERT INTO "situation" VALUES (25, 6, 'trennung-mit-kind', 'Trennung mit Kind', 6, 1);
INSERT INTO "situation" VALUES (26, 7, 'finanzierung-foerderung', 'Finanzierung & Förderung', 1, 1);
INSERT INTO "situation" VALUES (27, 7, 'forschung-entwicklung', 'Forschung & Entwicklung', 2, 1);
INSERT INTO "situation" VALUES (28, 8, 'behinderung', 'Behinderung', 1, 1);
INSERT INTO "situation" VALUES (29, 8, 'gesundheitsvorsorge', 'Gesundheitsvorsorge', 2, 1);
INSERT INTO "situation" VALUES (30, 8, 'krankheit', 'Krankheit', 3, 1);
INSERT INTO "situation" VALUES (31, 8, 'pflege', 'Pflege', 4, 1);
INSERT INTO "situation" VALUES (32, 8, 'tod', 'Tod', 5, 1);
INSERT INTO "situation" VALUES (33, 9, 'auslandsaufenthalt', 'Auslandsaufenthalt', 1, 1);
INSERT INTO "situation" VALUES (34, 9, 'fuehrerschein', 'Führerschein', 2, 1);
INSERT INTO "situation" VALUES (35, 9, 'kfz-besitz', 'Kfz-Besitz', 3, 1);
INSERT INTO "situation" VALUES (36, 9, 'logistik-transport', 'Logistik & Transport', 4, 1);
INSERT INTO "situation" VALUES (37, 10, 'querschnitt-buerger', 'Querschnitt Bürger', 1, 1);
INSERT INTO "situation" VALUES (38, 10, 'querschnitt-unternehmen', 'Querschnitt Unternehmen', 2, 1);
INSERT INTO "situation" VALUES (39, 11, 'gerichtliche-und-aussergerichtliche-verfahren', 'Gerichtliche und außergerichtliche Verfahren', 1, 1);
INSERT INTO "situation" VALUES (40, 11, 'naturkatastrophen', 'Naturkatastrophen', 2, 1);
INSERT INTO "situation" VALUES (41, 11, 'rechtsverstoesse-anzeigen-und-hilfen-fuer-opfer', 'Rechtsverstöße - Anzeigen und Hilfen für Opfer', 3, 1);
INSERT INTO "situation" VALUES (42, 11, 'weitere-leistungen', 'Weitere Leistungen', 4, 1);
INSERT INTO "situation" VALUES (43, 12, 'auslandsgeschaeft', 'Auslandsgeschäft', 1, 1);
INSERT INTO "situation" VALUES (44, 12, 'steuererklaerung', 'Steuererklärung', 2, 1);
INSERT INTO "situation" VALUES (45, 12, 'steuern-abgaben', 'Steuern & Abgaben', 3, 1);
INSERT INTO "situation" VALUES (46, 13, 'abfall-umweltschutz', 'Abfall & Umweltschutz', 1, 1);
INSERT INTO "situation" VALUES (47, 13, 'anlagen-stoffe', 'Anlagen & Stoffe', 2, 1);
INSERT INTO "situation" VALUES (48, 14, 'arbeitgeber-sein', 'Arbeitgeber sein', 1, 1);
INSERT INTO "situation" VALUES (49, 14, 'arbeitssicherheit', 'Arbeitssicherheit', 2, 1);
INSERT INTO "situation" VALUES (50, 14, 'aus-weiterbildung-sachkunde', 'Aus-, Weiterbildung & Sachkunde', 3, 1);
INSERT INTO "situation" VALUES (51, 14, 'ausschreibungen-oeffentliche-auftraege', 'Ausschreibungen & öffentliche Aufträge', 4, 1);
INSERT INTO "situation" VALUES (52, 14, 'geschaeftsaufloesung-unternehmensuebergang', 'Geschäftsauflösung & Unternehmensübergang', 5, 1);
INSERT INTO "situation" VALUES (53, 14, 'statistik-berichtspflichten', 'Statistik- & Berichtspflichten', 6, 1);
INSERT INTO "situation" VALUES (54, 14, 'unternehmensstart-gewerbezulassung', 'Unternehmensstart & Gewerbezulassung', 7, 1);
INSERT INTO "situation" VALUES (55, 14, 'veranstaltungen', 'Veranstaltungen', 8, 1);
CREATE TABLE service (
    id              INTEGER PRIMARY KEY,
    subject_area_id BIGINT NOT NULL REFERENCES subject_area (id),
    situation_id    BIGINT NOT NULL REFERENCES situation (id),
    name            TEXT NOT NULL,
    search          TEXT NOT NULL, -- OZG-ID and name
    listed          BOOLEAN NOT NULL
, sort_key TEXT NOT NULL DEFAULT '');
INSERT INTO "service" VALUES (10061, 3, 11, 'Studienplatzvergabe', ' 10061 studienplatzvergabe', 1, 'studienplatzvergabe	studienplatzvergabe');
CREATE TABLE single_service (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    leika_key  TEXT NOT NULL, -- 14 digits, '' where LeiKa has none
    name       TEXT NOT NULL,
    type       TEXT NOT NULL, -- Typ of the catalogue, such as 2/3
    laws       TEXT NOT NULL,
    service_id BIGINT REFERENCES service (id),
    search     TEXT NOT NULL, -- name
    listed     BOOLEAN NOT NULL
, sort_key TEXT NOT NULL DEFAULT '');
CREATE TABLE district (
    ags        TEXT PRIMARY KEY, -- 5 digits
    name       TEXT NOT NULL,    -- as people write it
    plain      TEXT NOT NULL,    -- without Stadt, Landkreis …, folded
    kind       TEXT NOT NULL,
    state      TEXT NOT NULL,
    population INTEGER NOT NULL,
    listed     BOOLEAN NOT NULL
);
CREATE TABLE municipality (
    ags          TEXT PRIMARY KEY, -- 8 digits
    name         TEXT NOT NULL,    -- as people write it
    plain        TEXT NOT NULL,    -- without Stadt, Markt …, folded
    kind         TEXT NOT NULL,
    district_ags TEXT NOT NULL REFERENCES district (ags),
    state        TEXT NOT NULL,
    population   INTEGER NOT NULL,
    lat          DOUBLE PRECISION NOT NULL,
    lon          DOUBLE PRECISION NOT NULL,
    search       TEXT NOT NULL,    -- AGS, name and official name
    listed       BOOLEAN NOT NULL
, sort_key TEXT NOT NULL DEFAULT '');
CREATE TABLE board (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    slug            TEXT NOT NULL UNIQUE,
    name            TEXT NOT NULL,
    description     TEXT NOT NULL,
    kind            TEXT NOT NULL CHECK (kind IN ('subject', 'beyond', 'unsorted')),
    position        INTEGER NOT NULL,
    audience        TEXT NOT NULL CHECK (audience IN ('public', 'members', 'restricted')),
    subject_area_id BIGINT REFERENCES subject_area (id),
    four_eyes       BOOLEAN NOT NULL, -- official answers need a second programme manager
    indexable       BOOLEAN NOT NULL  -- search engines may list its public threads
, first_review BOOLEAN NOT NULL DEFAULT FALSE, disguise BOOLEAN NOT NULL DEFAULT FALSE, archived_at BIGINT);
INSERT INTO "board" VALUES (1, 'arbeit-ruhestand', 'Arbeit & Ruhestand', 'OZG-Leistungen des Themenfelds „Arbeit & Ruhestand“: Umsetzung, Nachnutzung und Betrieb in den Kommunen.', 'subject', 1, 'members', 1, 0, 0, 0, 0, NULL);
INSERT INTO "board" VALUES (2, 'bauen-wohnen', 'Bauen & Wohnen', 'OZG-Leistungen des Themenfelds „Bauen & Wohnen“: Umsetzung, Nachnutzung und Betrieb in den Kommunen.', 'subject', 2, 'public', 2, 0, 1, 0, 1, NULL);
INSERT INTO "board" VALUES (3, 'bildung', 'Bildung', 'OZG-Leistungen des Themenfelds „Bildung“: Umsetzung, Nachnutzung und Betrieb in den Kommunen.', 'subject', 3, 'members', 3, 0, 0, 1, 1, NULL);
INSERT INTO "board" VALUES (4, 'ein-auswanderung', 'Ein- & Auswanderung', 'OZG-Leistungen des Themenfelds „Ein- & Auswanderung“: Umsetzung, Nachnutzung und Betrieb in den Kommunen.', 'subject', 4, 'members', 4, 0, 0, 0, 0, NULL);
INSERT INTO "board" VALUES (5, 'engagement-hobby', 'Engagement & Hobby', 'OZG-Leistungen des Themenfelds „Engagement & Hobby“: Umsetzung, Nachnutzung und Betrieb in den Kommunen.', 'subject', 5, 'members', 5, 0, 0, 0, 0, NULL);
INSERT INTO "board" VALUES (6, 'familie-kind', 'Familie & Kind', 'OZG-Leistungen des Themenfelds „Familie & Kind“: Umsetzung, Nachnutzung und Betrieb in den Kommunen.', 'subject', 6, 'members', 6, 1, 0, 0, 0, NULL);
INSERT INTO "board" VALUES (7, 'forschung-foerderung', 'Forschung & Förderung', 'OZG-Leistungen des Themenfelds „Forschung & Förderung“: Umsetzung, Nachnutzung und Betrieb in den Kommunen.', 'subject', 7, 'members', 7, 0, 0, 0, 0, NULL);
INSERT INTO "board" VALUES (8, 'gesundheit', 'Gesundheit', 'OZG-Leistungen des Themenfelds „Gesundheit“: Umsetzung, Nachnutzung und Betrieb in den Kommunen.', 'subject', 8, 'members', 8, 0, 0, 0, 0, NULL);
INSERT INTO "board" VALUES (9, 'mobilitaet-reisen', 'Mobilität & Reisen', 'OZG-Leistungen des Themenfelds „Mobilität & Reisen“: Umsetzung, Nachnutzung und Betrieb in den Kommunen.', 'subject', 9, 'members', 9, 0, 0, 0, 0, NULL);
INSERT INTO "board" VALUES (10, 'querschnitt', 'Querschnitt', 'OZG-Leistungen des Themenfelds „Querschnitt“: Umsetzung, Nachnutzung und Betrieb in den Kommunen.', 'subject', 10, 'members', 10, 0, 0, 0, 0, NULL);
INSERT INTO "board" VALUES (11, 'recht-ordnung', 'Recht & Ordnung', 'OZG-Leistungen des Themenfelds „Recht & Ordnung“: Umsetzung, Nachnutzung und Betrieb in den Kommunen.', 'subject', 11, 'members', 11, 0, 0, 0, 0, NULL);
INSERT INTO "board" VALUES (12, 'steuern-zoll', 'Steuern & Zoll', 'OZG-Leistungen des Themenfelds „Steuern & Zoll“: Umsetzung, Nachnutzung und Betrieb in den Kommunen.', 'subject', 12, 'members', 12, 0, 0, 0, 0, NULL);
INSERT INTO "board" VALUES (13, 'umwelt', 'Umwelt', 'OZG-Leistungen des Themenfelds „Umwelt“: Umsetzung, Nachnutzung und Betrieb in den Kommunen.', 'subject', 13, 'members', 13, 0, 0, 0, 0, NULL);
INSERT INTO "board" VALUES (14, 'unternehmensfuehrung-entwicklung', 'Unternehmensführung & -entwicklung', 'OZG-Leistungen des Themenfelds „Unternehmensführung & -entwicklung“: Umsetzung, Nachnutzung und Betrieb in den Kommunen.', 'subject', 14, 'members', 14, 0, 0, 0, 0, NULL);
INSERT INTO "board" VALUES (15, 'it-organisation', 'IT-Organisation', 'Rollen, Prozesse und Zusammenarbeit: wie Kommunen ihre IT und die OZG-Umsetzung aufstellen.', 'beyond', 15, 'members', NULL, 0, 0, 0, 0, NULL);
INSERT INTO "board" VALUES (16, 'cloud-betrieb', 'Cloud und Betrieb', 'Betriebsmodelle, Deutsche Verwaltungscloud, Rechenzentren, Verfügbarkeit und Kosten.', 'beyond', 16, 'members', NULL, 0, 0, 0, 0, NULL);
INSERT INTO "board" VALUES (17, 'kuenstliche-intelligenz', 'Künstliche Intelligenz', 'Einsatz von KI in der Kommune: Anwendungsfälle, Beschaffung, Regeln und Erfahrungen.', 'beyond', 17, 'members', NULL, 0, 0, 0, 0, NULL);
INSERT INTO "board" VALUES (18, 'daseinsvorsorge', 'Digitale Daseinsvorsorge', 'Smart City, Geodaten, offene Daten und digitale Angebote vor Ort.', 'beyond', 18, 'members', NULL, 0, 0, 0, 0, NULL);
INSERT INTO "board" VALUES (19, 'informationssicherheit', 'Informationssicherheit und digitale Souveränität', 'IT-Grundschutz, WiBA, Notfälle, offene Software und Unabhängigkeit von einzelnen Anbietern.', 'beyond', 19, 'members', NULL, 0, 0, 0, 0, NULL);
INSERT INTO "board" VALUES (20, 'efa-nachnutzung', 'EfA-Nachnutzung', '„Einer für Alle“: Dienste finden, beauftragen, anbinden und bezahlen.', 'beyond', 20, 'members', NULL, 0, 0, 0, 0, NULL);
INSERT INTO "board" VALUES (21, 'kommunalpakt-recht', 'Kommunalpakt und Recht', 'OZG-Änderungsgesetz, Kommunalpakt, Landesrecht, Schriftform, Datenschutz und Finanzierung.', 'beyond', 21, 'members', NULL, 0, 0, 0, 0, NULL);
INSERT INTO "board" VALUES (22, 'basisdienste', 'Basisdienste', 'Nutzerkonten, BundID, Bezahldienste, Postfach, FIT-Connect und 115.', 'beyond', 22, 'restricted', NULL, 0, 0, 0, 0, NULL);
INSERT INTO "board" VALUES (23, 'registermodernisierung', 'Registermodernisierung und Standards', 'NOOTS, Identifikationsnummer, XÖV-Standards, FIM und Schnittstellen.', 'beyond', 23, 'members', NULL, 0, 0, 0, 0, NULL);
INSERT INTO "board" VALUES (24, 'weiterbildung', 'Weiterbildung, Veränderung und Digitallotsen', 'Menschen mitnehmen: Schulung, Kulturwandel, Digitallotsinnen und Digitallotsen.', 'beyond', 24, 'members', NULL, 0, 0, 0, 0, NULL);
INSERT INTO "board" VALUES (25, 'noch-nicht-zugeordnet', 'Noch nicht zugeordnet', 'Fragen, deren Themenfeld noch offen ist. Die Moderation ordnet sie zu.', 'unsorted', 25, 'members', NULL, 0, 0, 0, 0, NULL);
CREATE TABLE organisation (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    name       TEXT NOT NULL,
    kind       TEXT NOT NULL,
    state      TEXT NOT NULL, -- Land, '' for the federation
    ags        TEXT UNIQUE,   -- 8 digits: municipality, 5 digits: district
    population INTEGER NOT NULL,
    created_at BIGINT NOT NULL
, search TEXT NOT NULL DEFAULT '', revision INTEGER NOT NULL DEFAULT 1, dissolved_on TEXT NOT NULL DEFAULT '', successor_id BIGINT REFERENCES organisation (id), sort_key TEXT NOT NULL DEFAULT '');
INSERT INTO "organisation" VALUES (1, 'Stadt Musterstadt', 'municipality', 'Niedersachsen', NULL, 0, 1795866810880, ' stadt musterstadt', 1, '', NULL, 'stadt musterstadt	stadt musterstadt');
INSERT INTO "organisation" VALUES (2, 'Kreis Probeland', 'district', 'Nordrhein-Westfalen', NULL, 0, 1795866810884, ' kreis probeland', 1, '', NULL, 'kreis probeland	kreis probeland');
INSERT INTO "organisation" VALUES (3, 'Musterverband der Kreise', 'umbrella-association', '', NULL, 0, 1795866810886, ' musterverband der kreise', 1, '', NULL, 'musterverband der kreise	musterverband der kreise');
INSERT INTO "organisation" VALUES (4, 'Musterverband der Städte', 'umbrella-association', '', NULL, 0, 1795866810890, ' musterverband der staedte', 1, '', NULL, 'musterverband der stadte	musterverband der städte');
INSERT INTO "organisation" VALUES (5, 'Zweckverband Daten', 'special-purpose-association', 'Hessen', NULL, 0, 1795866810895, ' zweckverband daten', 1, '', NULL, 'zweckverband daten	zweckverband daten');
INSERT INTO "organisation" VALUES (6, 'FITKO', 'fitko', '', NULL, 0, 1795866810898, ' fitko', 1, '', NULL, 'fitko	fitko');
INSERT INTO "organisation" VALUES (7, 'Bundesstelle Muster', 'federal', '', NULL, 0, 1795866810902, ' bundesstelle muster', 1, '', NULL, 'bundesstelle muster	bundesstelle muster');
INSERT INTO "organisation" VALUES (8, 'Rechenzentrum Probe', 'it-provider', 'Bayern', NULL, 0, 1795866810905, ' rechenzentrum probe', 1, '', NULL, 'rechenzentrum probe	rechenzentrum probe');
INSERT INTO "organisation" VALUES (9, 'Samtgemeinde Probe', 'association-of-municipalities', 'Niedersachsen', NULL, 0, 1795866810911, ' samtgemeinde probe', 1, '', NULL, 'samtgemeinde probe	samtgemeinde probe');
INSERT INTO "organisation" VALUES (10, 'Stadt Neustadt', 'municipality', 'Sachsen', NULL, 0, 1795866810916, ' stadt neustadt', 1, '', NULL, 'stadt neustadt	stadt neustadt');
INSERT INTO "organisation" VALUES (11, 'Gemeinde Geheimhausen', 'municipality', 'Hessen', NULL, 15000, 1795866811410, ' gemeinde geheimhausen', 1, '', NULL, 'gemeinde geheimhausen	gemeinde geheimhausen');
INSERT INTO "organisation" VALUES (12, 'Gemeinde Nachbarort 0', 'municipality', 'Hessen', NULL, 15000, 1795866811411, ' gemeinde nachbarort 0', 1, '', NULL, 'gemeinde nachbarort 0	gemeinde nachbarort 0');
INSERT INTO "organisation" VALUES (13, 'Gemeinde Fernort 0', 'municipality', 'Bayern', NULL, 15000, 1795866811434, ' gemeinde fernort 0', 1, '', NULL, 'gemeinde fernort 0	gemeinde fernort 0');
INSERT INTO "organisation" VALUES (14, 'Gemeinde Nachbarort 1', 'municipality', 'Hessen', NULL, 15000, 1795866811435, ' gemeinde nachbarort 1', 1, '', NULL, 'gemeinde nachbarort 1	gemeinde nachbarort 1');
INSERT INTO "organisation" VALUES (15, 'Gemeinde Fernort 1', 'municipality', 'Bayern', NULL, 15000, 1795866811455, ' gemeinde fernort 1', 1, '', NULL, 'gemeinde fernort 1	gemeinde fernort 1');
INSERT INTO "organisation" VALUES (16, 'Gemeinde Nachbarort 2', 'municipality', 'Hessen', NULL, 15000, 1795866811463, ' gemeinde nachbarort 2', 1, '', NULL, 'gemeinde nachbarort 2	gemeinde nachbarort 2');
INSERT INTO "organisation" VALUES (17, 'Gemeinde Fernort 2', 'municipality', 'Bayern', NULL, 15000, 1795866811466, ' gemeinde fernort 2', 1, '', NULL, 'gemeinde fernort 2	gemeinde fernort 2');
INSERT INTO "organisation" VALUES (18, 'Gemeinde Nachbarort 3', 'municipality', 'Hessen', NULL, 15000, 1795866811470, ' gemeinde nachbarort 3', 1, '', NULL, 'gemeinde nachbarort 3	gemeinde nachbarort 3');
INSERT INTO "organisation" VALUES (19, 'Gemeinde Fernort 3', 'municipality', 'Bayern', NULL, 15000, 1795866811474, ' gemeinde fernort 3', 1, '', NULL, 'gemeinde fernort 3	gemeinde fernort 3');
INSERT INTO "organisation" VALUES (20, 'Gemeinde Nachbarort 4', 'municipality', 'Hessen', NULL, 15000, 1795866811475, ' gemeinde nachbarort 4', 1, '', NULL, 'gemeinde nachbarort 4	gemeinde nachbarort 4');
INSERT INTO "organisation" VALUES (21, 'Gemeinde Fernort 4', 'municipality', 'Bayern', NULL, 15000, 1795866811483, ' gemeinde fernort 4', 1, '', NULL, 'gemeinde fernort 4	gemeinde fernort 4');
INSERT INTO "organisation" VALUES (22, 'Gemeinde Nachbarort 5', 'municipality', 'Hessen', NULL, 15000, 1795866811495, ' gemeinde nachbarort 5', 1, '', NULL, 'gemeinde nachbarort 5	gemeinde nachbarort 5');
INSERT INTO "organisation" VALUES (23, 'Gemeinde Fernort 5', 'municipality', 'Bayern', NULL, 15000, 1795866811496, ' gemeinde fernort 5', 1, '', NULL, 'gemeinde fernort 5	gemeinde fernort 5');
INSERT INTO "organisation" VALUES (24, 'Gemeinde Nachbarort 6', 'municipality', 'Hessen', NULL, 15000, 1795866811498, ' gemeinde nachbarort 6', 1, '', NULL, 'gemeinde nachbarort 6	gemeinde nachbarort 6');
INSERT INTO "organisation" VALUES (25, 'Gemeinde Fernort 6', 'municipality', 'Bayern', NULL, 15000, 1795866811499, ' gemeinde fernort 6', 1, '', NULL, 'gemeinde fernort 6	gemeinde fernort 6');
INSERT INTO "organisation" VALUES (26, 'Gemeinde Nachbarort 7', 'municipality', 'Hessen', NULL, 15000, 1795866811499, ' gemeinde nachbarort 7', 1, '', NULL, 'gemeinde nachbarort 7	gemeinde nachbarort 7');
INSERT INTO "organisation" VALUES (27, 'Gemeinde Fernort 7', 'municipality', 'Bayern', NULL, 15000, 1795866811502, ' gemeinde fernort 7', 1, '', NULL, 'gemeinde fernort 7	gemeinde fernort 7');
INSERT INTO "organisation" VALUES (28, 'Gemeinde Nachbarort 8', 'municipality', 'Hessen', NULL, 15000, 1795866811503, ' gemeinde nachbarort 8', 1, '', NULL, 'gemeinde nachbarort 8	gemeinde nachbarort 8');
INSERT INTO "organisation" VALUES (29, 'Gemeinde Fernort 8', 'municipality', 'Bayern', NULL, 15000, 1795866811505, ' gemeinde fernort 8', 1, '', NULL, 'gemeinde fernort 8	gemeinde fernort 8');
INSERT INTO "organisation" VALUES (30, 'Eine Gemeinde mit 10.000 bis 20.000 Einwohnern in Hessen', 'disguised', 'Hessen', NULL, 0, 1795866811507, ' eine gemeinde mit 10 000 bis 20 000 einwohnern in hessen', 1, '', NULL, 'eine gemeinde mit 10 000 bis 20 000 einwohnern in hessen	eine gemeinde mit 10.000 bis 20.000 einwohnern in hessen');
INSERT INTO "organisation" VALUES (31, 'Eine Gemeinde', 'disguised', '', NULL, 0, 1795866811537, ' eine gemeinde', 1, '', NULL, 'eine gemeinde	eine gemeinde');
INSERT INTO "organisation" VALUES (32, 'Organisation nicht genannt', 'unnamed', '', NULL, 0, 1795866811544, ' organisation nicht genannt', 1, '', NULL, 'organisation nicht genannt	organisation nicht genannt');
INSERT INTO "organisation" VALUES (33, 'Ein Landkreis', 'disguised', '', NULL, 0, 1795866811550, ' ein landkreis', 1, '', NULL, 'ein landkreis	ein landkreis');
INSERT INTO "organisation" VALUES (34, 'Eine Gemeinde mit bis zu 20.000 Einwohnern', 'disguised', '', NULL, 0, 1795866811628, ' eine gemeinde mit bis zu 20 000 einwohnern', 1, '', NULL, 'eine gemeinde mit bis zu 20 000 einwohnern	eine gemeinde mit bis zu 20.000 einwohnern');
CREATE TABLE person (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    email           TEXT NOT NULL UNIQUE, -- lower case
    name            TEXT NOT NULL,
    function        TEXT NOT NULL,        -- what somebody does in the organisation
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    password        TEXT NOT NULL,        -- PHC string, '' until one is chosen
    created_at      BIGINT NOT NULL,
    disabled_at     BIGINT
, address_due BIGINT, address_doubted_at BIGINT, erased_at BIGINT, used_at BIGINT, search TEXT NOT NULL DEFAULT '', sort_key TEXT NOT NULL DEFAULT '');
INSERT INTO "person" VALUES (1, 'ann@world.example', 'Anna Ahorn', 'Sachgebiet Test', 1, '$argon2id$v=19$m=8,t=1,p=1,n=1$44CP5eG6U+sZu6yiFY+P3A$wdABl6cAB7bJ2p2tfqyOgJiB7ufrvIxxA5my2DOef/U', 1795866810880, NULL, NULL, NULL, NULL, NULL, ' anna ahorn', 'anna ahorn	anna ahorn');
INSERT INTO "person" VALUES (2, 'bea@world.example', 'Beate Birke', 'Sachgebiet Test', 2, '$argon2id$v=19$m=8,t=1,p=1,n=1$Uquwl1n2YvKNBST4Clzvaw$Pb5RWGKZc7Yk7/11P8ROqmFI3kY2gbU5Nxc3oV8O52M', 1795866810884, NULL, NULL, NULL, NULL, NULL, ' beate birke', 'beate birke	beate birke');
INSERT INTO "person" VALUES (3, 'mod@world.example', 'Moritz Moor', 'Sachgebiet Test', 3, '$argon2id$v=19$m=8,t=1,p=1,n=1$N2NfqtYRSRCU+RMLShLGWQ$xdydyaDyoGzdm9tpzWfAwnpliXcIe5FLUyxoMCJcoLU', 1795866810886, NULL, NULL, NULL, NULL, NULL, ' moritz moor', 'moritz moor	moritz moor');
INSERT INTO "person" VALUES (4, 'othermod@world.example', 'Olga Otter', 'Sachgebiet Test', 4, '$argon2id$v=19$m=8,t=1,p=1,n=1$2CilgY+NVGwK8aUxPYc/vg$M+D2eJFlKKFi9Rst50Fy+C3kN9QNKJzdLWRyv7cYakw', 1795866810890, NULL, NULL, NULL, NULL, NULL, ' olga otter', 'olga otter	olga otter');
INSERT INTO "person" VALUES (5, 'editor@world.example', 'Edda Eiche', 'Sachgebiet Test', 5, '$argon2id$v=19$m=8,t=1,p=1,n=1$Q35X42zbq0wO7KVlYe6y0A$f2pRHTVnwqEjbZF191/TfzRApKk/nkc9pGxG6xbAt/I', 1795866810895, NULL, NULL, NULL, NULL, NULL, ' edda eiche', 'edda eiche	edda eiche');
INSERT INTO "person" VALUES (6, 'prog@world.example', 'Paul Pappel', 'Sachgebiet Test', 6, '$argon2id$v=19$m=8,t=1,p=1,n=1$7T0xPf/oNDuvRgFS8qzaZw$k0cEFR79HRV7f3rUn6Ix8STqZVo6RTbnweeXJwB3mqM', 1795866810898, NULL, NULL, NULL, NULL, NULL, ' paul pappel', 'paul pappel	paul pappel');
INSERT INTO "person" VALUES (7, 'prog2@world.example', 'Petra Platane', 'Sachgebiet Test', 7, '$argon2id$v=19$m=8,t=1,p=1,n=1$bGiQdPOeLAZ/UXfqtpwPkw$aZYo8HdIQCIeNWCpKRRKQOHBU9zUDmfjW+rjaVdNEFs', 1795866810902, NULL, NULL, NULL, NULL, NULL, ' petra platane', 'petra platane	petra platane');
INSERT INTO "person" VALUES (8, 'boss@world.example', 'Bruno Buche', 'Sachgebiet Test', 8, '$argon2id$v=19$m=8,t=1,p=1,n=1$sVZp1gsvRyGTyBozF27plg$JHGZYdtwFRIplrEplk+AWYnZvaLKE+z6f4OEVsYr/VI', 1795866810905, NULL, NULL, NULL, NULL, NULL, ' bruno buche', 'bruno buche	bruno buche');
INSERT INTO "person" VALUES (9, 'insider@world.example', 'Ines Iltis', 'Sachgebiet Test', 9, '$argon2id$v=19$m=8,t=1,p=1,n=1$xXeLsJ+pLK5+Z8ANzbi4ZA$uU5dJvHZtX7OaH8PoYgAz18d7/WCq3uAv9xdRzwGHbs', 1795866810911, NULL, NULL, NULL, NULL, NULL, ' ines iltis', 'ines iltis	ines iltis');
INSERT INTO "person" VALUES (10, 'neu@world.example', 'Nils Nuss', 'Sachgebiet Test', 10, '$argon2id$v=19$m=8,t=1,p=1,n=1$rQRf4SmkUAejkWb+Xgdn3A$3s57dBGYWHQO0ZfrRfwWy38v1MmEOh3Jj1nHWDnb9YE', 1795866810916, NULL, NULL, NULL, NULL, NULL, ' nils nuss', 'nils nuss	nils nuss');
INSERT INTO "person" VALUES (11, 'vera@world.example', 'Verena Verborgen', 'Amtsleitung Verstecke', 11, '$argon2id$v=19$m=8,t=1,p=1,n=1$oDtYw89nWvOqGyX0FiJTgQ$mMlF0sRbp37xYWkAey0X73xWEXo6L4Wxwu6MPovGJJY', 1795866811410, NULL, NULL, NULL, NULL, NULL, ' verena verborgen', 'verena verborgen	verena verborgen');
INSERT INTO "person" VALUES (12, 'erased:12', 'Ehemaliges Mitglied', '', 32, '', 1795866811411, 1795866811544, NULL, NULL, 1795866811544, NULL, ' ehemaliges mitglied', 'ehemaliges mitglied	ehemaliges mitglied');
INSERT INTO "person" VALUES (13, 'fern0@world.example', 'Fritz Fern', '', 13, '', 1795866811434, NULL, NULL, NULL, NULL, NULL, ' fritz fern', 'fritz fern	fritz fern');
INSERT INTO "person" VALUES (14, 'nah1@world.example', 'Nora Nachbar', '', 14, '', 1795866811435, NULL, NULL, NULL, NULL, NULL, ' nora nachbar', 'nora nachbar	nora nachbar');
INSERT INTO "person" VALUES (15, 'fern1@world.example', 'Fritz Fern', '', 15, '', 1795866811455, NULL, NULL, NULL, NULL, NULL, ' fritz fern', 'fritz fern	fritz fern');
INSERT INTO "person" VALUES (16, 'nah2@world.example', 'Nora Nachbar', '', 16, '', 1795866811463, NULL, NULL, NULL, NULL, NULL, ' nora nachbar', 'nora nachbar	nora nachbar');
INSERT INTO "person" VALUES (17, 'fern2@world.example', 'Fritz Fern', '', 17, '', 1795866811466, NULL, NULL, NULL, NULL, NULL, ' fritz fern', 'fritz fern	fritz fern');
INSERT INTO "person" VALUES (18, 'nah3@world.example', 'Nora Nachbar', '', 18, '', 1795866811470, NULL, NULL, NULL, NULL, NULL, ' nora nachbar', 'nora nachbar	nora nachbar');
INSERT INTO "person" VALUES (19, 'fern3@world.example', 'Fritz Fern', '', 19, '', 1795866811474, NULL, NULL, NULL, NULL, NULL, ' fritz fern', 'fritz fern	fritz fern');
INSERT INTO "person" VALUES (20, 'nah4@world.example', 'Nora Nachbar', '', 20, '', 1795866811475, NULL, NULL, NULL, NULL, NULL, ' nora nachbar', 'nora nachbar	nora nachbar');
INSERT INTO "person" VALUES (21, 'fern4@world.example', 'Fritz Fern', '', 21, '', 1795866811483, NULL, NULL, NULL, NULL, NULL, ' fritz fern', 'fritz fern	fritz fern');
INSERT INTO "person" VALUES (22, 'nah5@world.example', 'Nora Nachbar', '', 22, '', 1795866811495, NULL, NULL, NULL, NULL, NULL, ' nora nachbar', 'nora nachbar	nora nachbar');
INSERT INTO "person" VALUES (23, 'fern5@world.example', 'Fritz Fern', '', 23, '', 1795866811496, NULL, NULL, NULL, NULL, NULL, ' fritz fern', 'fritz fern	fritz fern');
INSERT INTO "person" VALUES (24, 'nah6@world.example', 'Nora Nachbar', '', 24, '', 1795866811498, NULL, NULL, NULL, NULL, NULL, ' nora nachbar', 'nora nachbar	nora nachbar');
INSERT INTO "person" VALUES (25, 'fern6@world.example', 'Fritz Fern', '', 25, '', 1795866811499, NULL, NULL, NULL, NULL, NULL, ' fritz fern', 'fritz fern	fritz fern');
INSERT INTO "person" VALUES (26, 'nah7@world.example', 'Nora Nachbar', '', 26, '', 1795866811499, NULL, NULL, NULL, NULL, NULL, ' nora nachbar', 'nora nachbar	nora nachbar');
INSERT INTO "person" VALUES (27, 'fern7@world.example', 'Fritz Fern', '', 27, '', 1795866811502, NULL, NULL, NULL, NULL, NULL, ' fritz fern', 'fritz fern	fritz fern');
INSERT INTO "person" VALUES (28, 'nah8@world.example', 'Nora Nachbar', '', 28, '', 1795866811503, NULL, NULL, NULL, NULL, NULL, ' nora nachbar', 'nora nachbar	nora nachbar');
INSERT INTO "person" VALUES (29, 'fern8@world.example', 'Fritz Fern', '', 29, '', 1795866811505, NULL, NULL, NULL, NULL, NULL, ' fritz fern', 'fritz fern	fritz fern');
INSERT INTO "person" VALUES (30, 'victor@world.example', 'Victor Kollege', '', 11, '$argon2id$v=19$m=8,t=1,p=1,n=1$wkorsbbQiZQ51p4pwZubYw$ZAWFAlSZpMo6LKcljAmS/ss5uD2CpM1DFBUUxsCXssU', 1795866811506, NULL, NULL, NULL, NULL, NULL, ' victor kollege', 'victor kollege	victor kollege');
INSERT INTO "person" VALUES (31, 'verdeckt', '', '', 30, '', 1795866811507, 1795866811507, NULL, NULL, NULL, NULL, '', '');
CREATE TABLE role_grant (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    person_id  BIGINT NOT NULL REFERENCES person (id),
    role       TEXT NOT NULL CHECK (role IN ('member', 'moderator', 'faq-editor', 'programme', 'admin')),
    board_id   BIGINT REFERENCES board (id), -- NULL: the whole site
    granted_at BIGINT NOT NULL
);
INSERT INTO "role_grant" VALUES (1, 1, 'member', NULL, 1795866810880);
INSERT INTO "role_grant" VALUES (2, 2, 'member', NULL, 1795866810884);
INSERT INTO "role_grant" VALUES (3, 3, 'member', NULL, 1795866810886);
INSERT INTO "role_grant" VALUES (4, 3, 'moderator', 2, 1795866810886);
INSERT INTO "role_grant" VALUES (5, 3, 'moderator', 3, 1795866810886);
INSERT INTO "role_grant" VALUES (6, 3, 'moderator', 22, 1795866810886);
INSERT INTO "role_grant" VALUES (7, 4, 'member', NULL, 1795866810890);
INSERT INTO "role_grant" VALUES (8, 4, 'moderator', 13, 1795866810890);
INSERT INTO "role_grant" VALUES (9, 5, 'member', NULL, 1795866810895);
INSERT INTO "role_grant" VALUES (10, 5, 'faq-editor', 2, 1795866810895);
INSERT INTO "role_grant" VALUES (11, 6, 'member', NULL, 1795866810898);
INSERT INTO "role_grant" VALUES (12, 6, 'programme', NULL, 1795866810898);
INSERT INTO "role_grant" VALUES (13, 7, 'member', NULL, 1795866810902);
INSERT INTO "role_grant" VALUES (14, 7, 'programme', NULL, 1795866810902);
INSERT INTO "role_grant" VALUES (15, 8, 'member', NULL, 1795866810905);
INSERT INTO "role_grant" VALUES (16, 8, 'admin', NULL, 1795866810905);
INSERT INTO "role_grant" VALUES (17, 9, 'member', NULL, 1795866810911);
INSERT INTO "role_grant" VALUES (18, 10, 'member', NULL, 1795866810916);
INSERT INTO "role_grant" VALUES (19, 11, 'member', NULL, 1795866811410);
INSERT INTO "role_grant" VALUES (21, 13, 'member', NULL, 1795866811434);
INSERT INTO "role_grant" VALUES (22, 14, 'member', NULL, 1795866811435);
INSERT INTO "role_grant" VALUES (23, 15, 'member', NULL, 1795866811455);
INSERT INTO "role_grant" VALUES (24, 16, 'member', NULL, 1795866811463);
INSERT INTO "role_grant" VALUES (25, 17, 'member', NULL, 1795866811466);
INSERT INTO "role_grant" VALUES (26, 18, 'member', NULL, 1795866811470);
INSERT INTO "role_grant" VALUES (27, 19, 'member', NULL, 1795866811474);
INSERT INTO "role_grant" VALUES (28, 20, 'member', NULL, 1795866811475);
INSERT INTO "role_grant" VALUES (29, 21, 'member', NULL, 1795866811483);
INSERT INTO "role_grant" VALUES (30, 22, 'member', NULL, 1795866811495);
INSERT INTO "role_grant" VALUES (31, 23, 'member', NULL, 1795866811496);
INSERT INTO "role_grant" VALUES (32, 24, 'member', NULL, 1795866811498);
INSERT INTO "role_grant" VALUES (33, 25, 'member', NULL, 1795866811499);
INSERT INTO "role_grant" VALUES (34, 26, 'member', NULL, 1795866811499);
INSERT INTO "role_grant" VALUES (35, 27, 'member', NULL, 1795866811502);
INSERT INTO "role_grant" VALUES (36, 28, 'member', NULL, 1795866811503);
INSERT INTO "role_grant" VALUES (37, 29, 'member', NULL, 1795866811505);
INSERT INTO "role_grant" VALUES (38, 30, 'member', NULL, 1795866811506);
CREATE TABLE session (
    id         TEXT PRIMARY KEY, -- SHA-256 of the cookie's random value
    person_id  BIGINT NOT NULL REFERENCES person (id),
    device     TEXT NOT NULL,    -- browser and system in words
    created_at BIGINT NOT NULL,
    seen_at    BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
, proved_at BIGINT, fresh_at BIGINT NOT NULL DEFAULT 0);
CREATE TABLE one_time_link (
    id         TEXT PRIMARY KEY, -- SHA-256 of the link's random value
    person_id  BIGINT NOT NULL REFERENCES person (id),
    expires_at BIGINT NOT NULL
, purpose TEXT NOT NULL DEFAULT 'choose', request_id BIGINT);
CREATE TABLE circle (
    id   INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE
, sort_key TEXT NOT NULL DEFAULT '');
INSERT INTO "circle" VALUES (1, 'Arbeitsgruppe Basisdienste', 'arbeitsgruppe basisdienste	arbeitsgruppe basisdienste');
CREATE TABLE circle_member (
    circle_id BIGINT NOT NULL REFERENCES circle (id),
    person_id BIGINT NOT NULL REFERENCES person (id),
    PRIMARY KEY (circle_id, person_id)
);
INSERT INTO "circle_member" VALUES (1, 9);
CREATE TABLE board_admission (
    id                INTEGER PRIMARY KEY AUTOINCREMENT,
    board_id          BIGINT NOT NULL REFERENCES board (id),
    organisation_kind TEXT,
    circle_id         BIGINT REFERENCES circle (id),
    CHECK ((organisation_kind IS NULL) <> (circle_id IS NULL))
);
INSERT INTO "board_admission" VALUES (1, 22, NULL, 1);
CREATE TABLE thread (
    id                 INTEGER PRIMARY KEY AUTOINCREMENT,
    board_id           BIGINT NOT NULL REFERENCES board (id),
    situation_id       BIGINT REFERENCES situation (id), -- Lage of the first tagged service
    title              TEXT NOT NULL,
    state              TEXT NOT NULL CHECK (state IN ('open', 'answered', 'official', 'outdated')),
    author_id          BIGINT NOT NULL REFERENCES person (id),
    organisation_id    BIGINT NOT NULL REFERENCES organisation (id), -- at the time of writing
    created_at         BIGINT NOT NULL,
    last_post_at       BIGINT NOT NULL,
    last_post_id       BIGINT NOT NULL, -- with last_post_at the key of a board's list
    replies            INTEGER NOT NULL,
    pinned             BOOLEAN NOT NULL,
    hidden             BOOLEAN NOT NULL, -- its question was hidden; only moderators and its author see it
    locked_reason      TEXT,             -- NULL: replies are welcome
    outdated_reason    TEXT,
    official_answer_id BIGINT,           -- set when an official answer cites it
    once_key           TEXT NOT NULL, asker_id BIGINT REFERENCES person (id), review TEXT NOT NULL DEFAULT '' CHECK (review IN ('', 'waiting', 'refused')), review_reason TEXT NOT NULL DEFAULT '', held INTEGER NOT NULL DEFAULT 0,
    UNIQUE (author_id, once_key)
);
INSERT INTO "thread" VALUES (1, 2, NULL, 'Frage zum Schnabeltier im Rathaus', 'answered', 31, 30, 1795866811507, 1795866811514, 3, 2, 0, 0, NULL, NULL, NULL, 'ZWHZN24R2UPXJVIT47JORSIUHE', 11, '', '', 0);
INSERT INTO "thread" VALUES (2, 2, NULL, 'Zweite Frage im Rathaus', 'open', 31, 30, 1795866811528, 1795866811528, 0, 0, 0, 0, NULL, NULL, NULL, 'Y43EPYE75VFZ2GC3TPP6LJJGGM', 11, '', '', 0);
INSERT INTO "thread" VALUES (3, 3, NULL, 'Eine heikle Frage an alle', 'open', 31, 31, 1795866811537, 1795866811538, 6, 1, 0, 0, NULL, NULL, NULL, 'ODUOD4Z7UIJ56TMW54NYCV6RT5', 1, '', '', 1);
INSERT INTO "thread" VALUES (4, 2, NULL, 'Die Frage von jemandem, der ging', 'open', 31, 30, 1795866811539, 1795866811541, 9, 2, 0, 0, NULL, NULL, NULL, 'T3Y7WIJOGAWBXG2IVU6TY723LS', NULL, '', '', 0);
INSERT INTO "thread" VALUES (5, 2, NULL, 'Eine ganz offene Frage', 'open', 1, 1, 1795866811548, 1795866811549, 11, 1, 0, 0, NULL, NULL, NULL, 'Z2YDZVQH2MGD2XASW3C6LJPKZP', NULL, '', '', 0);
INSERT INTO "thread" VALUES (6, 3, NULL, 'Noch eine heikle Frage', 'open', 31, 33, 1795866811550, 1795866811563, 13, 1, 0, 1, NULL, NULL, NULL, 'PZMCW5NJKLF6PTUQFCB3X5UAZ2', 2, '', '', 0);
INSERT INTO "thread" VALUES (7, 3, NULL, 'Die erste Frage, die wartet', 'open', 31, 34, 1795866811628, 1795866811628, 0, 0, 0, 1, NULL, NULL, NULL, 'IAVLB5SOCFHUYQ7TYTTPBZ6SSV', 14, 'waiting', '', 0);
INSERT INTO "thread" VALUES (8, 3, NULL, 'Die erste Frage, die abgelehnt ist', 'open', 31, 34, 1795866811634, 1795866811634, 0, 0, 0, 1, NULL, NULL, NULL, 'GO4EJQFVFYUUDP4J5JEMOXKJG6', 16, 'refused', 'Bitte genauer', 0);
CREATE TABLE thread_day (
    board_id     BIGINT NOT NULL,
    day          INTEGER NOT NULL, -- last_post_at in whole days since 1970, UTC
    state        TEXT NOT NULL,
    situation_id BIGINT NOT NULL,  -- 0: none
    threads      INTEGER NOT NULL,
    PRIMARY KEY (board_id, day, state, situation_id)
) WITHOUT ROWID;
INSERT INTO "thread_day" VALUES (2, 20785, 'answered', 0, 1);
INSERT INTO "thread_day" VALUES (2, 20785, 'open', 0, 3);
INSERT INTO "thread_day" VALUES (3, 20785, 'open', 0, 1);
CREATE TABLE thread_service (
    thread_id  BIGINT NOT NULL REFERENCES thread (id),
    service_id BIGINT NOT NULL REFERENCES service (id),
    PRIMARY KEY (thread_id, service_id)
) WITHOUT ROWID;
INSERT INTO "thread_service" VALUES (1, 10061);
INSERT INTO "thread_service" VALUES (5, 10061);
CREATE TABLE post (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    thread_id       BIGINT NOT NULL REFERENCES thread (id),
    position        INTEGER NOT NULL, -- 1 is the question; never changes, so pages and links stay
    author_id       BIGINT NOT NULL REFERENCES person (id),
    organisation_id BIGINT NOT NULL REFERENCES organisation (id), -- at the time of writing
    source          TEXT NOT NULL,
    html            TEXT NOT NULL,
    pipeline        INTEGER NOT NULL, -- version of the rendering
    revision        INTEGER NOT NULL, -- counts every edit; guards against overwriting
    version         INTEGER NOT NULL, -- counts the versions that were kept
    version_at      BIGINT NOT NULL,  -- when the present version was begun
    created_at      BIGINT NOT NULL,
    edited_at       BIGINT,
    solution_at     BIGINT,           -- NULL: not marked as solution
    state           TEXT NOT NULL CHECK (state IN ('visible', 'withdrawn', 'hidden', 'blackened')),
    hidden_reason   TEXT,
    once_key        TEXT NOT NULL, asker_id BIGINT REFERENCES person (id), asker_organisation_id BIGINT REFERENCES organisation (id),
    UNIQUE (thread_id, position),
    UNIQUE (author_id, once_key)
);
INSERT INTO "post" VALUES (1, 1, 1, 31, 30, 'Ein Schnabeltier sitzt im Archiv.', '<p>Ein Schnabeltier sitzt im Archiv.</p>
', 2, 1, 1, 1795866811507, 1795866811507, NULL, NULL, 'visible', NULL, 'PZMJJGONCQC246RUJ3UMURNX3Z', 11, 11);
INSERT INTO "post" VALUES (2, 1, 2, 31, 30, 'Neuer Hinweis zum Schnabeltier', '<p>Neuer Hinweis zum Schnabeltier</p>
', 2, 2, 2, 1795870411516, 1795866811513, 1795870411516, NULL, 'visible', NULL, 'S5SYIYSUKWNR7K27XSPNAHNZ6X', 11, 11);
INSERT INTO "post" VALUES (3, 1, 3, 2, 2, '> *Eine Gemeinde mit 10.000 bis 20.000 Einwohnern in Hessen schrieb ([Beitrag](/beitrag/2)):*
>
> Noch ein Hinweis zum Schnabeltier



Das kennen wir.', '<blockquote>
<p><em>Eine Gemeinde mit 10.000 bis 20.000 Einwohnern in Hessen schrieb (<a href="/beitrag/2">Beitrag</a>):</em></p>
<p>Noch ein Hinweis zum Schnabeltier</p>
</blockquote>
<p>Das kennen wir.</p>
', 2, 1, 1, 1795866811514, 1795866811514, NULL, 1795866811515, 'visible', NULL, 'OBVJAA743OL6D6S4BXFJU5R4ZK', NULL, NULL);
INSERT INTO "post" VALUES (4, 2, 1, 31, 30, 'Ein Schnabeltier sitzt im Archiv.', '<p>Ein Schnabeltier sitzt im Archiv.</p>
', 2, 1, 1, 1795866811528, 1795866811528, NULL, NULL, 'visible', NULL, 'SVAEYKCSAVCNTGMC4UPRIJF3IZ', 11, 11);
INSERT INTO "post" VALUES (5, 3, 1, 31, 31, 'Ein Schnabeltier sitzt im Archiv.', '<p>Ein Schnabeltier sitzt im Archiv.</p>
', 2, 1, 1, 1795866811537, 1795866811537, NULL, NULL, 'visible', NULL, '5UK3Z7U5XIAUHMRBWESUQSASYF', 1, 1);
INSERT INTO "post" VALUES (6, 3, 2, 31, 31, 'Ein Nachtrag', '<p>Ein Nachtrag</p>
', 2, 1, 1, 1795866811538, 1795866811538, NULL, NULL, 'visible', NULL, 'HTPCAPTQ7DQUIOO6SXLQT26JED', 1, 1);
INSERT INTO "post" VALUES (7, 4, 1, 31, 30, 'Ein Schnabeltier sitzt im Archiv.', '<p>Ein Schnabeltier sitzt im Archiv.</p>
', 2, 1, 1, 1795866811539, 1795866811539, NULL, NULL, 'visible', NULL, 'LFIENVRQ2JX3LSU6TAUJUPVHM4', NULL, NULL);
INSERT INTO "post" VALUES (8, 4, 2, 31, 30, 'Und eine Antwort darauf', '<p>Und eine Antwort darauf</p>
', 2, 1, 1, 1795866811540, 1795866811540, NULL, NULL, 'visible', NULL, 'HVXWJTQVTYFLQFFTETAM32LHHJ', NULL, NULL);
INSERT INTO "post" VALUES (9, 4, 3, 2, 2, 'Willkommen', '<p>Willkommen</p>
', 2, 1, 1, 1795866811541, 1795866811541, NULL, NULL, 'visible', NULL, 'V7WZ5JQOZRR6UUPWADLYRVNN5Q', NULL, NULL);
INSERT INTO "post" VALUES (10, 5, 1, 1, 1, 'Ein Schnabeltier ist offen.', '<p>Ein Schnabeltier ist offen.</p>
', 2, 1, 1, 1795866811548, 1795866811548, NULL, NULL, 'visible', NULL, '5T73VD2VMG32CONAUI4C24EATA', NULL, NULL);
INSERT INTO "post" VALUES (11, 5, 2, 11, 11, 'Hier antworte ich mit Namen', '<p>Hier antworte ich mit Namen</p>
', 2, 1, 1, 1795866811549, 1795866811549, NULL, NULL, 'visible', NULL, 'YFPEACGGV7CZ6REQS3O2JBPLSG', NULL, NULL);
INSERT INTO "post" VALUES (12, 6, 1, 31, 33, 'Ein Schnabeltier sitzt im Archiv.', '<p>Ein Schnabeltier sitzt im Archiv.</p>
', 2, 2, 1, 1795866811550, 1795866811550, NULL, NULL, 'hidden', 'Verstößt gegen die Regeln', 'GGZM4X6C5E2TWA5BW6EQV6BX3W', 2, 2);
INSERT INTO "post" VALUES (13, 6, 2, 1, 1, 'Dazu weiß ich etwas', '<p>Dazu weiß ich etwas</p>
', 2, 1, 1, 1795866811563, 1795866811563, NULL, NULL, 'visible', NULL, '743CMPW2IGII4ZBJMFEJ6CQ7KM', NULL, NULL);
INSERT INTO "post" VALUES (14, 7, 1, 31, 34, 'Ein Schnabeltier sitzt im Archiv.', '<p>Ein Schnabeltier sitzt im Archiv.</p>
', 2, 1, 1, 1795866811628, 1795866811628, NULL, NULL, 'visible', NULL, '2N4AUS4G6PP2JBF5YF5K3MFCMH', 14, 14);
INSERT INTO "post" VALUES (15, 8, 1, 31, 34, 'Ein Schnabeltier sitzt im Archiv.', '<p>Ein Schnabeltier sitzt im Archiv.</p>
', 2, 1, 1, 1795866811634, 1795866811634, NULL, NULL, 'visible', NULL, 'CEA76VSV6NCUVACDPI4C6VESI5', 16, 16);
CREATE TABLE post_version (
    post_id       BIGINT NOT NULL REFERENCES post (id),
    number        INTEGER NOT NULL,
    title         TEXT NOT NULL, -- of the thread, for questions
    source        TEXT NOT NULL, -- '' once blackened
    written_at    BIGINT NOT NULL,
    blackened_at  BIGINT,
    black_reason  TEXT,
    PRIMARY KEY (post_id, number)
) WITHOUT ROWID;
INSERT INTO "post_version" VALUES (2, 1, '', 'Noch ein Hinweis zum Schnabeltier', 1795866811513, NULL, NULL);
CREATE TABLE board_figures (
    board_id     BIGINT PRIMARY KEY REFERENCES board (id),
    threads      INTEGER NOT NULL,
    last_post_at BIGINT NOT NULL
);
INSERT INTO "board_figures" VALUES (2, 4, 1795866811549);
INSERT INTO "board_figures" VALUES (3, 1, 1795866811563);
CREATE TABLE faq_article (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    board_id        BIGINT NOT NULL REFERENCES board (id),
    title           TEXT NOT NULL, -- the question
    short           TEXT NOT NULL, -- the short answer, plain text; '' only in drafts
    source          TEXT NOT NULL, -- Markdown; '' only in drafts
    html            TEXT NOT NULL,
    pipeline        INTEGER NOT NULL, -- version of the rendering
    scope           TEXT NOT NULL, -- "gilt für", '' for no limit
    as_of           TEXT NOT NULL, -- date: Stand
    review_on       TEXT NOT NULL, -- date: next review; reached means "zu prüfen"
    audience        TEXT NOT NULL CHECK (audience IN ('public', 'members', 'board')),
    state           TEXT NOT NULL CHECK (state IN ('draft', 'published', 'outdated')),
    outdated_reason TEXT, -- set exactly in state outdated
    revision        INTEGER NOT NULL, -- counts every saving; guards against overwriting
    version         INTEGER NOT NULL, -- counts the versions that were kept
    saved_by        BIGINT NOT NULL REFERENCES person (id), -- who wrote the present version
    organisation_id BIGINT NOT NULL REFERENCES organisation (id), -- of saved_by at that time
    saved_at        BIGINT NOT NULL,
    created_by      BIGINT NOT NULL REFERENCES person (id),
    created_at      BIGINT NOT NULL,
    published_at    BIGINT, -- first publication
    changed_at      BIGINT NOT NULL, -- last saved, published or restored: with id the key of lists
    once_key        TEXT NOT NULL,
    UNIQUE (created_by, once_key)
);
INSERT INTO "faq_article" VALUES (1, 2, 'Frage zum Schnabeltier im Rathaus', '', '> *Eine Gemeinde mit 10.000 bis 20.000 Einwohnern in Hessen schrieb ([Beitrag](/beitrag/2)):*
>
> Noch ein Hinweis zum Schnabeltier



Das kennen wir.', '<blockquote>
<p><em>Eine Gemeinde mit 10.000 bis 20.000 Einwohnern in Hessen schrieb (<a href="/beitrag/2">Beitrag</a>):</em></p>
<p>Noch ein Hinweis zum Schnabeltier</p>
</blockquote>
<p>Das kennen wir.</p>
', 2, '', '2026-11-28', '2027-11-28', 'public', 'draft', NULL, 1, 1, 3, 3, 1795866811521, 3, 1795866811521, NULL, 1795866811521, '45YWM4ZZDY7PZICZIX5H7TRXPK');
CREATE TABLE faq_service (
    article_id BIGINT NOT NULL REFERENCES faq_article (id),
    service_id BIGINT NOT NULL REFERENCES service (id),
    PRIMARY KEY (article_id, service_id)
) WITHOUT ROWID;
INSERT INTO "faq_service" VALUES (1, 10061);
CREATE TABLE faq_source (
    article_id BIGINT NOT NULL REFERENCES faq_article (id),
    kind       TEXT NOT NULL CHECK (kind IN ('thread', 'post', 'answer')),
    subject_id BIGINT NOT NULL,
    thread_id  BIGINT, -- in which the source stands, NULL for an answer without one
    board_id   BIGINT NOT NULL REFERENCES board (id),
    audience   TEXT NOT NULL CHECK (audience IN ('public', 'members', 'board')),
    PRIMARY KEY (article_id, kind, subject_id)
) WITHOUT ROWID;
INSERT INTO "faq_source" VALUES (1, 'post', 3, 1, 2, 'board');
CREATE TABLE faq_version (
    article_id      BIGINT NOT NULL REFERENCES faq_article (id),
    number          INTEGER NOT NULL,
    title           TEXT NOT NULL,
    short           TEXT NOT NULL,
    source          TEXT NOT NULL,
    scope           TEXT NOT NULL,
    as_of           TEXT NOT NULL,
    saved_by        BIGINT NOT NULL REFERENCES person (id),
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    saved_at        BIGINT NOT NULL,
    PRIMARY KEY (article_id, number)
) WITHOUT ROWID;
CREATE TABLE inquiry (
    id               INTEGER PRIMARY KEY AUTOINCREMENT,
    number           TEXT NOT NULL UNIQUE, -- FPM-2026-0042
    year             INTEGER NOT NULL,
    serial           INTEGER NOT NULL,     -- without gaps within the year
    board_id         BIGINT NOT NULL REFERENCES board (id),
    title            TEXT NOT NULL,
    source           TEXT NOT NULL,        -- the question, Markdown
    html             TEXT NOT NULL,
    background       TEXT NOT NULL,        -- Markdown, '' for none
    background_html  TEXT NOT NULL,
    pipeline         INTEGER NOT NULL,     -- version of the rendering of both
    asker_id         BIGINT NOT NULL REFERENCES person (id),
    organisation_id  BIGINT NOT NULL REFERENCES organisation (id), -- at the time of asking
    asker_left       BOOLEAN NOT NULL,     -- took the question back while others supported it
    entered_by       BIGINT NOT NULL REFERENCES person (id),       -- the asker, or who escalated the thread
    thread_id        BIGINT REFERENCES thread (id),
    desk_only        BOOLEAN NOT NULL,     -- hidden from all but the asking side and the desk
    state            TEXT NOT NULL CHECK (state IN ('received', 'examining', 'assigned', 'in-progress', 'asked-back', 'resting',
                                                    'merged', 'for-release', 'handed-over', 'declined', 'answered', 'withdrawn')),
    former_state     TEXT NOT NULL,        -- before it was merged, '' otherwise
    merged_into      BIGINT REFERENCES inquiry (id), -- the inquiry that it was merged into
    lead_id          BIGINT,               -- the one at the head of all merged ones; itself when not merged
    assignee_id      BIGINT REFERENCES person (id),
    substitute_id    BIGINT REFERENCES person (id),
    competent_body   TEXT NOT NULL,        -- to whom it was handed over, '' otherwise
    calendar         TEXT NOT NULL,        -- Land whose working days count, '' for none
    due              TEXT NOT NULL,        -- date
    stopped_on       TEXT NOT NULL,        -- date since which the clock stands still, '' while it runs
    asked_back_on    TEXT NOT NULL,        -- date of the open Rückfrage, '' for none
    reminded_on      TEXT NOT NULL,        -- date of the reminder of that, '' for none
    tickler          TEXT NOT NULL,        -- Wiedervorlage, date or ''
    answered_on      TEXT NOT NULL,        -- date of the last answer, '' for none
    followed_up      BOOLEAN NOT NULL,     -- the asker used the one Nachfrage
    asked_at         BIGINT NOT NULL,
    changed_at       BIGINT NOT NULL,
    revision         INTEGER NOT NULL,     -- counts every act
    once_key         TEXT NOT NULL,
    UNIQUE (year, serial),
    UNIQUE (entered_by, once_key)
);
INSERT INTO "inquiry" VALUES (1, 'FPM-2026-0001', 2026, 1, 2, 'Frage zum Schnabeltier im Rathaus', 'Ein Schnabeltier sitzt im Archiv.', '<p>Ein Schnabeltier sitzt im Archiv.</p>
', '', '', 2, 31, 30, 0, 3, 1, 0, 'in-progress', '', NULL, 1, 6, NULL, '', 'Hessen', '2026-12-18', '', '', '', '', '', 0, 1795866811517, 1795866811597, 4, '4JAL7KZE44R72HPN3GEZV5UGRA');
INSERT INTO "inquiry" VALUES (2, 'FPM-2026-0002', 2026, 2, 2, 'Zweite Frage im Rathaus', 'Ein Schnabeltier sitzt im Archiv.', '<p>Ein Schnabeltier sitzt im Archiv.</p>
', '', '', 2, 31, 30, 0, 3, 2, 0, 'merged', 'in-progress', 1, 1, 6, NULL, '', 'Hessen', '2026-12-18', '', '', '', '', '', 0, 1795866811567, 1795866811622, 5, 'KOAKULD6EAYBF34V5R4ULAER7E');
INSERT INTO "inquiry" VALUES (3, 'FPM-2026-0003', 2026, 3, 2, 'Eine ganz offene Frage', 'Ein Schnabeltier ist offen.', '<p>Ein Schnabeltier ist offen.</p>
', '', '', 2, 1, 1, 0, 3, 5, 0, 'received', '', NULL, 3, NULL, NULL, '', 'Niedersachsen', '2026-12-18', '', '', '', '', '', 0, 1795866811568, 1795866811568, 1, '5LSMWA7ZMP4DRIXN7BXDQIO5JC');
INSERT INTO "inquiry" VALUES (4, 'FPM-2026-0004', 2026, 4, 2, 'Eine Frage ohne Thema', 'Wie ist das gemeint?', '<p>Wie ist das gemeint?</p>
', '', '', 2, 1, 1, 0, 1, NULL, 0, 'received', '', NULL, 4, NULL, NULL, '', 'Niedersachsen', '2026-12-18', '', '', '', '', '', 0, 1795866811626, 1795866811626, 1, '3GVCR5NPYQTE4AIYKANISCUIZB');
CREATE TABLE inquiry_service (
    inquiry_id BIGINT NOT NULL REFERENCES inquiry (id),
    service_id BIGINT NOT NULL REFERENCES service (id),
    PRIMARY KEY (inquiry_id, service_id)
);
INSERT INTO "inquiry_service" VALUES (1, 10061);
INSERT INTO "inquiry_service" VALUES (3, 10061);
CREATE TABLE inquiry_step (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    inquiry_id  BIGINT NOT NULL REFERENCES inquiry (id),
    at          BIGINT NOT NULL,
    act         TEXT NOT NULL,
    from_state  TEXT NOT NULL, -- '' for the first step
    to_state    TEXT NOT NULL,
    actor_id    BIGINT REFERENCES person (id), -- NULL: the system
    desk        BOOLEAN NOT NULL, -- the actor acted for programme management
    internal    BOOLEAN NOT NULL, -- only the desk learns of the step
    reason      TEXT NOT NULL,
    private     BOOLEAN NOT NULL, -- only the desk learns of the reason
    assignee_id BIGINT REFERENCES person (id), -- to whom it was assigned
    other_id    BIGINT REFERENCES inquiry (id) -- into which it was merged
, organisation_id BIGINT REFERENCES organisation (id));
INSERT INTO "inquiry_step" VALUES (1, 1, 1795866811517, 'enter', '', 'received', 3, 0, 0, '', 0, NULL, NULL, 3);
INSERT INTO "inquiry_step" VALUES (2, 2, 1795866811567, 'enter', '', 'received', 3, 0, 0, '', 0, NULL, NULL, 3);
INSERT INTO "inquiry_step" VALUES (3, 3, 1795866811568, 'enter', '', 'received', 3, 0, 0, '', 0, NULL, NULL, 3);
INSERT INTO "inquiry_step" VALUES (4, 1, 1795866811597, 'examine', 'received', 'examining', 6, 1, 0, '', 0, NULL, NULL, 6);
INSERT INTO "inquiry_step" VALUES (5, 1, 1795866811597, 'assign', 'examining', 'assigned', 6, 1, 0, '', 1, 6, NULL, 6);
INSERT INTO "inquiry_step" VALUES (6, 1, 1795866811597, 'begin', 'assigned', 'in-progress', 6, 1, 0, '', 1, NULL, NULL, 6);
INSERT INTO "inquiry_step" VALUES (7, 2, 1795866811619, 'examine', 'received', 'examining', 6, 1, 0, '', 0, NULL, NULL, 6);
INSERT INTO "inquiry_step" VALUES (8, 2, 1795866811619, 'assign', 'examining', 'assigned', 6, 1, 0, '', 1, 6, NULL, 6);
INSERT INTO "inquiry_step" VALUES (9, 2, 1795866811619, 'begin', 'assigned', 'in-progress', 6, 1, 0, '', 1, NULL, NULL, 6);
INSERT INTO "inquiry_step" VALUES (10, 2, 1795866811622, 'merge', 'in-progress', 'merged', 6, 1, 0, 'Grund', 0, NULL, 1, 6);
INSERT INTO "inquiry_step" VALUES (11, 4, 1795866811626, 'enter', '', 'received', 1, 0, 0, '', 0, NULL, NULL, 1);
CREATE TABLE inquiry_message (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    inquiry_id      BIGINT NOT NULL REFERENCES inquiry (id),
    kind            TEXT NOT NULL CHECK (kind IN ('question', 'response', 'follow-up', 'hand-over')),
    author_id       BIGINT NOT NULL REFERENCES person (id),
    organisation_id BIGINT NOT NULL REFERENCES organisation (id), -- at the time of writing
    at              BIGINT NOT NULL,
    source          TEXT NOT NULL,
    html            TEXT NOT NULL,
    pipeline        INTEGER NOT NULL,
    once_key        TEXT NOT NULL,
    UNIQUE (author_id, once_key)
);
CREATE TABLE inquiry_note (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    inquiry_id BIGINT NOT NULL REFERENCES inquiry (id),
    author_id  BIGINT NOT NULL REFERENCES person (id),
    at         BIGINT NOT NULL,
    source     TEXT NOT NULL,
    html       TEXT NOT NULL,
    pipeline   INTEGER NOT NULL,
    once_key   TEXT NOT NULL, organisation_id BIGINT REFERENCES organisation (id),
    UNIQUE (author_id, once_key)
);
CREATE TABLE official_answer (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    inquiry_id     BIGINT NOT NULL UNIQUE REFERENCES inquiry (id),
    number         TEXT NOT NULL UNIQUE, -- the inquiry's, for ever
    board_id       BIGINT NOT NULL REFERENCES board (id),
    latest_id      BIGINT,               -- the newest version that was released, NULL before the first
    expiry_noticed BOOLEAN NOT NULL      -- that its validity ended was told to the event log
);
CREATE TABLE answer_version (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    answer_id      BIGINT NOT NULL REFERENCES official_answer (id),
    version        INTEGER NOT NULL,
    state          TEXT NOT NULL CHECK (state IN ('draft', 'released', 'withdrawn')),
    question       TEXT NOT NULL, -- the question in one sentence, as the answer's readers see it
    short          TEXT NOT NULL,
    source         TEXT NOT NULL,
    html           TEXT NOT NULL,
    pipeline       INTEGER NOT NULL,
    body           TEXT NOT NULL, -- answering body
    valid_from     TEXT NOT NULL, -- date or ''
    valid_until    TEXT NOT NULL, -- date, that day included, or ''
    legal_basis    TEXT NOT NULL,
    scope          TEXT NOT NULL,
    audience       TEXT NOT NULL CHECK (audience IN ('public', 'members', 'board', 'asker')),
    saved_at       BIGINT NOT NULL,
    released_at    BIGINT,
    released_by    BIGINT REFERENCES person (id),
    withdrawn_at   BIGINT,
    withdrawn_by   BIGINT REFERENCES person (id),
    withdrawn_why  TEXT NOT NULL,
    once_key       TEXT NOT NULL, -- of the form that last saved it
    UNIQUE (answer_id, version)
);
CREATE TABLE answer_drafter (
    version_id BIGINT NOT NULL REFERENCES answer_version (id),
    person_id  BIGINT NOT NULL REFERENCES person (id),
    PRIMARY KEY (version_id, person_id)
);
CREATE TABLE search_recheck (
    board_id BIGINT PRIMARY KEY REFERENCES board (id),
    event_id BIGINT NOT NULL
);
CREATE TABLE job (
    kind         TEXT PRIMARY KEY,
    requested_at BIGINT NOT NULL
);
CREATE TABLE reset_request (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    key       TEXT NOT NULL,
    person_id BIGINT REFERENCES person (id), -- NULL: nobody gets a link by it (any more)
    at        BIGINT NOT NULL
);
CREATE TABLE "outbox" (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    person_id   BIGINT REFERENCES person (id), -- the recipient; NULL: somebody without an account
    kind        TEXT NOT NULL,
    subject_id  BIGINT NOT NULL, -- what the mail is about; the kind says of which table
    state       TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'dropped', 'failed', 'unclear')),
    attempts    INTEGER NOT NULL,
    doubts      INTEGER NOT NULL, -- times it was handed over without knowing what became of it
    next_at     BIGINT NOT NULL,
    lease_until BIGINT,           -- somebody is sending it until then
    message_id  TEXT NOT NULL,    -- random; the same in every attempt
    created_at  BIGINT NOT NULL,
    sent_at     BIGINT,
    error       TEXT NOT NULL     -- in our own words and the server's numbers
);
CREATE TABLE mail_domain (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    name            TEXT NOT NULL,    -- ASCII, lower case
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    subdomains      BOOLEAN NOT NULL, -- the names below it too
    added_at        BIGINT NOT NULL,
    UNIQUE (name, organisation_id)
);
CREATE TABLE application (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    key             TEXT NOT NULL,    -- hash of the mailbox, so that known and unknown ones are counted alike
    person_id       BIGINT REFERENCES person (id), -- the member who changes the address; NULL: somebody new
    email           TEXT NOT NULL,    -- '' when the mailbox had an account already: nothing else is kept then
    base            TEXT NOT NULL,    -- the mailbox: the address without +anything
    former          TEXT NOT NULL,    -- the address before the change, '' for somebody new
    name            TEXT NOT NULL,
    function        TEXT NOT NULL,
    employer        TEXT NOT NULL,    -- the organisation in their own words
    reason          TEXT NOT NULL,    -- what they wrote to who decides
    colleague       TEXT NOT NULL,    -- address of the member who is to vouch for them
    password        TEXT NOT NULL,    -- PHC string, chosen when the address was confirmed
    terms           TEXT NOT NULL,    -- version of the terms of use that they agreed to
    state           TEXT NOT NULL CHECK (state IN ('asked', 'waiting', 'admitted', 'refused')),
    organisation_id BIGINT REFERENCES organisation (id), -- where they were admitted
    vouching_id     BIGINT REFERENCES person (id),       -- the colleague, when there is one
    vouched         BOOLEAN,          -- NULL: not answered
    verdict         TEXT NOT NULL,    -- why it was refused
    created_at      BIGINT NOT NULL,
    confirmed_at    BIGINT,
    decided_at      BIGINT
);
CREATE TABLE invitation (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    inviter_id      BIGINT NOT NULL REFERENCES person (id),
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    email           TEXT NOT NULL,
    created_at      BIGINT NOT NULL,
    expires_at      BIGINT NOT NULL,
    revoked_at      BIGINT,
    accepted_at     BIGINT
);
CREATE TABLE address_check (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    person_id BIGINT NOT NULL REFERENCES person (id),
    reminder  BOOLEAN NOT NULL,
    at        BIGINT NOT NULL
);
CREATE TABLE joining_link (
    id         TEXT PRIMARY KEY, -- SHA-256 of the link's random value
    purpose    TEXT NOT NULL CHECK (purpose IN ('application', 'invitation', 'check')),
    subject_id BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE TABLE totp (
    person_id  BIGINT PRIMARY KEY REFERENCES person (id),
    secret     TEXT NOT NULL,   -- base32, as the app holds it
    last_step  BIGINT NOT NULL, -- time step of the last accepted code: none works twice
    created_at BIGINT NOT NULL,
    used_at    BIGINT NOT NULL
);
CREATE TABLE totp_offer (
    person_id BIGINT PRIMARY KEY REFERENCES person (id),
    secret    TEXT NOT NULL,
    at        BIGINT NOT NULL
);
CREATE TABLE recovery_code (
    id        TEXT PRIMARY KEY, -- SHA-256 of person and code
    person_id BIGINT NOT NULL REFERENCES person (id),
    used_at   BIGINT
);
CREATE TABLE passkey_user (
    person_id BIGINT PRIMARY KEY REFERENCES person (id),
    handle    TEXT NOT NULL UNIQUE -- base64url
);
CREATE TABLE passkey (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    person_id     BIGINT NOT NULL REFERENCES person (id),
    credential_id TEXT NOT NULL UNIQUE, -- base64url
    name          TEXT NOT NULL,        -- as its owner calls it
    record        TEXT NOT NULL,        -- JSON: public key, flags, signature counter
    created_at    BIGINT NOT NULL,
    used_at       BIGINT
);
CREATE TABLE passkey_challenge (
    id         TEXT PRIMARY KEY, -- SHA-256 of the random value that the browser holds
    person_id  BIGINT REFERENCES person (id), -- NULL: whoever signs in
    purpose    TEXT NOT NULL,
    record     TEXT NOT NULL, -- JSON: challenge and what is demanded
    expires_at BIGINT NOT NULL
);
CREATE TABLE factor_failure (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    person_id BIGINT NOT NULL REFERENCES person (id),
    at        BIGINT NOT NULL
);
CREATE TABLE factor_change (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    person_id BIGINT NOT NULL REFERENCES person (id),
    what      TEXT NOT NULL,
    at        BIGINT NOT NULL
);
CREATE TABLE known_device (
    id        TEXT PRIMARY KEY, -- SHA-256 of the cookie's random value
    person_id BIGINT NOT NULL REFERENCES person (id),
    used_at   BIGINT NOT NULL
);
CREATE TABLE administers (
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    ags             TEXT NOT NULL REFERENCES municipality (ags),
    PRIMARY KEY (organisation_id, ags)
) WITHOUT ROWID;
CREATE TABLE register (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    as_of      TEXT NOT NULL,    -- date: Gebietsstand
    body       TEXT NOT NULL,    -- the file; '' once another one was applied
    sha256     TEXT NOT NULL,
    person_id  BIGINT NOT NULL REFERENCES person (id),
    at         BIGINT NOT NULL,  -- of the upload
    applied_at BIGINT            -- NULL: only looked at so far
);
CREATE TABLE profile (
    id         BIGINT PRIMARY KEY REFERENCES person (id), -- the person's
    source     TEXT NOT NULL, -- Markdown about oneself
    html       TEXT NOT NULL,
    pipeline   INTEGER NOT NULL,
    phone      TEXT NOT NULL, -- '' for none; members see it
    show_email BOOLEAN NOT NULL,
    revision   INTEGER NOT NULL,
    changed_at BIGINT NOT NULL
);
CREATE TABLE profile_board (
    person_id BIGINT NOT NULL REFERENCES person (id),
    board_id  BIGINT NOT NULL REFERENCES board (id),
    PRIMARY KEY (person_id, board_id)
) WITHOUT ROWID;
CREATE TABLE profile_service (
    person_id  BIGINT NOT NULL REFERENCES person (id),
    service_id BIGINT NOT NULL REFERENCES service (id),
    PRIMARY KEY (person_id, service_id)
) WITHOUT ROWID;
CREATE TABLE portrait (
    person_id BIGINT PRIMARY KEY REFERENCES person (id),
    sha256    TEXT NOT NULL, -- of the picture, part of its address
    picture   BLOB NOT NULL, -- JPEG of a fixed size, made by the program
    at        BIGINT NOT NULL
);
CREATE TABLE "concern" (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    subject_kind    TEXT NOT NULL CHECK (subject_kind IN ('thread', 'inquiry')),
    subject_id      BIGINT NOT NULL,
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    person_id       BIGINT REFERENCES person (id), -- who raised the voice, NULL for an erased account
    at              BIGINT NOT NULL,
    UNIQUE (subject_kind, subject_id, organisation_id)
);
INSERT INTO "concern" VALUES (1, 'thread', 1, 30, 31, 1795866811507);
INSERT INTO "concern" VALUES (2, 'thread', 1, 2, 2, 1795866811516);
INSERT INTO "concern" VALUES (3, 'inquiry', 1, 30, 31, 1795866811517);
INSERT INTO "concern" VALUES (4, 'thread', 2, 30, 31, 1795866811528);
INSERT INTO "concern" VALUES (5, 'thread', 2, 1, 1, 1795866811534);
INSERT INTO "concern" VALUES (6, 'thread', 2, 2, 2, 1795866811535);
INSERT INTO "concern" VALUES (7, 'thread', 2, 9, 9, 1795866811535);
INSERT INTO "concern" VALUES (8, 'thread', 2, 5, 5, 1795866811536);
INSERT INTO "concern" VALUES (9, 'thread', 2, 8, 8, 1795866811536);
INSERT INTO "concern" VALUES (10, 'thread', 3, 31, 31, 1795866811537);
INSERT INTO "concern" VALUES (11, 'thread', 3, 11, 11, 1795866811539);
INSERT INTO "concern" VALUES (12, 'thread', 4, 30, 31, 1795866811539);
INSERT INTO "concern" VALUES (13, 'thread', 5, 1, 1, 1795866811548);
INSERT INTO "concern" VALUES (14, 'thread', 6, 33, 31, 1795866811550);
INSERT INTO "concern" VALUES (15, 'inquiry', 2, 30, 31, 1795866811567);
INSERT INTO "concern" VALUES (16, 'inquiry', 3, 1, 1, 1795866811568);
INSERT INTO "concern" VALUES (17, 'inquiry', 1, 9, 9, 1795866811576);
INSERT INTO "concern" VALUES (18, 'inquiry', 4, 1, 1, 1795866811626);
INSERT INTO "concern" VALUES (19, 'thread', 7, 34, 31, 1795866811628);
INSERT INTO "concern" VALUES (20, 'thread', 8, 34, 31, 1795866811634);
CREATE TABLE held_reply (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    thread_id       BIGINT NOT NULL REFERENCES thread (id),
    author_id       BIGINT NOT NULL REFERENCES person (id),
    organisation_id BIGINT NOT NULL REFERENCES organisation (id), -- at the time of writing
    source          TEXT NOT NULL,
    html            TEXT NOT NULL,
    pipeline        INTEGER NOT NULL, -- version of the rendering
    state           TEXT NOT NULL CHECK (state IN ('waiting', 'refused')),
    reason          TEXT NOT NULL,    -- of the refusal
    written_at      BIGINT NOT NULL,
    once_key        TEXT NOT NULL,
    UNIQUE (author_id, once_key)
);
INSERT INTO "held_reply" VALUES (1, 3, 16, 16, 'Eine Antwort, die wartet', '<p>Eine Antwort, die wartet</p>
', 2, 'waiting', '', 1795866811636, 'ULMCMTPXOMA736CJK3FJMTPOHU');
CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
CREATE TABLE consent (
    person_id BIGINT NOT NULL REFERENCES person (id),
    version   TEXT NOT NULL, -- of the terms, a date
    at        BIGINT NOT NULL,
    PRIMARY KEY (person_id, version)
) WITHOUT ROWID;
INSERT INTO "consent" VALUES (1, '2026-11-01', 1795866810880);
INSERT INTO "consent" VALUES (2, '2026-11-01', 1795866810884);
INSERT INTO "consent" VALUES (3, '2026-11-01', 1795866810886);
INSERT INTO "consent" VALUES (4, '2026-11-01', 1795866810890);
INSERT INTO "consent" VALUES (5, '2026-11-01', 1795866810895);
INSERT INTO "consent" VALUES (6, '2026-11-01', 1795866810898);
INSERT INTO "consent" VALUES (7, '2026-11-01', 1795866810902);
INSERT INTO "consent" VALUES (8, '2026-11-01', 1795866810905);
INSERT INTO "consent" VALUES (9, '2026-11-01', 1795866810911);
INSERT INTO "consent" VALUES (11, '2026-11-01', 1795866811410);
INSERT INTO "consent" VALUES (30, '2026-11-01', 1795866811506);
CREATE TABLE linked_identity (
    provider  TEXT NOT NULL, -- its key in the configuration
    subject   TEXT NOT NULL, -- the person's unchanging name there
    person_id BIGINT NOT NULL REFERENCES person (id),
    linked_at BIGINT NOT NULL,
    used_at   BIGINT NOT NULL,
    PRIMARY KEY (provider, subject)
);
CREATE TABLE "left_mention" (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    kind       TEXT NOT NULL CHECK (kind IN ('post', 'article', 'inquiry', 'profile')),
    subject_id BIGINT NOT NULL,
    board_id   BIGINT REFERENCES board (id), -- NULL: a profile
    found_at   BIGINT NOT NULL,
    UNIQUE (kind, subject_id)
);
CREATE TABLE interrupted_form (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    person_id BIGINT NOT NULL REFERENCES person (id), -- for whom the form was shown
    browser   TEXT NOT NULL,                          -- hash of the browser's cookie
    path      TEXT NOT NULL,                          -- where the form is sent to, with its query
    fields    TEXT NOT NULL,                          -- URL-encoded, never a password or a code
    kept_at   BIGINT NOT NULL
);
CREATE TABLE sent_form (
    person_id BIGINT NOT NULL REFERENCES person (id),
    once_key  TEXT NOT NULL,
    digest    TEXT NOT NULL,  -- hash of what was sent
    sent_at   BIGINT NOT NULL,
    PRIMARY KEY (person_id, once_key)
);
CREATE TABLE attempt (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    kind      TEXT NOT NULL,                 -- what is counted
    key       TEXT NOT NULL,                 -- hash of kind and of whose attempt it is
    person_id BIGINT REFERENCES person (id), -- the account concerned; NULL: none
    at        BIGINT NOT NULL,
    until     BIGINT NOT NULL                -- when it counts no more
);
CREATE TABLE event_log (id TEXT NOT NULL PRIMARY KEY);
INSERT INTO "event_log" VALUES ('a07a465b9a21ffe03e09e85edc71a041');
CREATE TABLE event_loss (
    consumer TEXT NOT NULL PRIMARY KEY,
    event_id BIGINT NOT NULL, -- the last one that the consumer knew
    head     BIGINT NOT NULL, -- the last one that the database had then
    found_at BIGINT NOT NULL
);
CREATE INDEX audit_subject ON audit (subject, subject_id);
CREATE INDEX service_subject_area ON service (subject_area_id);
CREATE INDEX service_situation ON service (situation_id);
CREATE INDEX single_service_service ON single_service (service_id);
CREATE UNIQUE INDEX single_service_key ON single_service (leika_key) WHERE leika_key <> '';
CREATE UNIQUE INDEX single_service_name ON single_service (name, COALESCE(service_id, 0)) WHERE leika_key = '';
CREATE INDEX district_name ON district (name);
CREATE INDEX municipality_district ON municipality (district_ags);
CREATE INDEX municipality_name ON municipality (name);
CREATE UNIQUE INDEX organisation_name ON organisation (name, state) WHERE ags IS NULL;
CREATE INDEX person_organisation ON person (organisation_id);
CREATE UNIQUE INDEX role_grant_once ON role_grant (person_id, role, COALESCE(board_id, 0));
CREATE INDEX role_grant_board ON role_grant (board_id, role);
CREATE INDEX session_person ON session (person_id);
CREATE INDEX one_time_link_person ON one_time_link (person_id);
CREATE INDEX board_admission_board ON board_admission (board_id);
CREATE INDEX thread_board_activity ON thread (board_id, last_post_at, last_post_id) WHERE NOT pinned AND NOT hidden;
CREATE INDEX thread_board_state_activity ON thread (board_id, state, last_post_at, last_post_id) WHERE NOT pinned AND NOT hidden;
CREATE INDEX thread_board_situation_activity ON thread (board_id, situation_id, last_post_at, last_post_id) WHERE NOT pinned AND NOT hidden;
CREATE INDEX thread_pinned ON thread (board_id) WHERE pinned;
CREATE INDEX thread_board_created ON thread (board_id, created_at) WHERE NOT hidden;
CREATE INDEX thread_author ON thread (author_id);
CREATE INDEX thread_service_service ON thread_service (service_id, thread_id);
CREATE INDEX post_solution ON post (thread_id, position) WHERE solution_at IS NOT NULL;
CREATE INDEX post_pipeline ON post (pipeline);
CREATE INDEX faq_article_state_changed ON faq_article (state, changed_at, id);
CREATE INDEX faq_article_board_changed ON faq_article (board_id, state, changed_at, id);
CREATE INDEX faq_article_review ON faq_article (review_on) WHERE state = 'published';
CREATE INDEX faq_article_pipeline ON faq_article (pipeline);
CREATE INDEX faq_service_service ON faq_service (service_id, article_id);
CREATE INDEX faq_source_subject ON faq_source (kind, subject_id);
CREATE INDEX faq_source_thread ON faq_source (thread_id);
CREATE INDEX inquiry_board ON inquiry (board_id, state);
CREATE INDEX inquiry_organisation ON inquiry (organisation_id);
CREATE INDEX inquiry_asker ON inquiry (asker_id);
CREATE INDEX inquiry_lead ON inquiry (lead_id);
CREATE INDEX inquiry_thread ON inquiry (thread_id) WHERE thread_id IS NOT NULL;
CREATE INDEX inquiry_pipeline ON inquiry (pipeline);
CREATE INDEX inquiry_service_service ON inquiry_service (service_id, inquiry_id);
CREATE INDEX inquiry_step_inquiry ON inquiry_step (inquiry_id, id);
CREATE INDEX inquiry_message_inquiry ON inquiry_message (inquiry_id, id);
CREATE INDEX inquiry_message_pipeline ON inquiry_message (pipeline);
CREATE INDEX inquiry_note_inquiry ON inquiry_note (inquiry_id, id);
CREATE INDEX inquiry_note_pipeline ON inquiry_note (pipeline);
CREATE INDEX official_answer_board ON official_answer (board_id);
CREATE INDEX answer_version_released ON answer_version (released_at) WHERE state = 'released';
CREATE INDEX answer_version_pipeline ON answer_version (pipeline);
CREATE INDEX reset_request_key ON reset_request (key, at);
CREATE INDEX reset_request_person ON reset_request (person_id);
CREATE UNIQUE INDEX outbox_once ON outbox (COALESCE(person_id, 0), kind, subject_id);
CREATE INDEX outbox_due ON outbox (state, next_at);
CREATE INDEX mail_domain_organisation ON mail_domain (organisation_id);
CREATE INDEX application_key ON application (key, created_at);
CREATE INDEX application_state ON application (state, id);
CREATE INDEX application_base ON application (base);
CREATE INDEX application_person ON application (person_id);
CREATE INDEX application_vouching ON application (vouching_id);
CREATE INDEX invitation_inviter ON invitation (inviter_id, created_at);
CREATE INDEX address_check_person ON address_check (person_id, at);
CREATE INDEX joining_link_subject ON joining_link (purpose, subject_id);
CREATE INDEX recovery_code_person ON recovery_code (person_id);
CREATE INDEX passkey_person ON passkey (person_id);
CREATE INDEX passkey_challenge_person ON passkey_challenge (person_id);
CREATE INDEX factor_failure_person ON factor_failure (person_id, at);
CREATE INDEX factor_change_person ON factor_change (person_id, at);
CREATE INDEX known_device_person ON known_device (person_id);
CREATE INDEX organisation_successor ON organisation (successor_id) WHERE successor_id IS NOT NULL;
CREATE INDEX administers_ags ON administers (ags);
CREATE INDEX thread_organisation ON thread (organisation_id, id);
CREATE INDEX post_organisation ON post (organisation_id, id);
CREATE INDEX post_author ON post (author_id, id);
CREATE INDEX profile_pipeline ON profile (pipeline);
CREATE INDEX profile_board_board ON profile_board (board_id, person_id);
CREATE INDEX profile_service_service ON profile_service (service_id, person_id);
CREATE INDEX person_erased ON person (erased_at) WHERE erased_at IS NOT NULL;
CREATE INDEX concern_organisation ON concern (organisation_id, subject_kind, subject_id);
CREATE INDEX concern_person ON concern (person_id);
CREATE INDEX thread_asker ON thread (asker_id) WHERE asker_id IS NOT NULL;
CREATE INDEX post_asker ON post (asker_id) WHERE asker_id IS NOT NULL;
CREATE INDEX thread_waiting ON thread (board_id) WHERE review = 'waiting';
CREATE INDEX held_reply_thread ON held_reply (thread_id);
CREATE INDEX linked_identity_person ON linked_identity (person_id);
CREATE INDEX left_mention_board ON left_mention (board_id, id);
CREATE INDEX inquiry_queue ON inquiry ((CASE WHEN stopped_on = '' THEN due ELSE '9' || due END))
WHERE state NOT IN ('merged', 'declined', 'answered', 'withdrawn');
CREATE INDEX inquiry_desk ON inquiry (state, due, stopped_on, tickler, board_id, assignee_id, substitute_id);
CREATE INDEX interrupted_form_person ON interrupted_form (person_id, id);
CREATE INDEX sent_form_time ON sent_form (sent_at);
CREATE INDEX person_sort_key ON person (sort_key, id);
CREATE INDEX organisation_sort_key ON organisation (sort_key, id);
CREATE INDEX attempt_key ON attempt (key, at);
CREATE INDEX attempt_person ON attempt (person_id);
CREATE INDEX attempt_until ON attempt (until);
CREATE TRIGGER inquiry_step_undeleted
BEFORE DELETE ON inquiry_step
BEGIN
    SELECT RAISE(ABORT, 'the history of an inquiry cannot be deleted');
END;
CREATE TRIGGER inquiry_step_unchanged
BEFORE UPDATE OF id, inquiry_id, at, act, from_state, to_state, actor_id, desk, internal, reason, private, assignee_id, other_id ON inquiry_step
BEGIN
    SELECT RAISE(ABORT, 'the history of an inquiry cannot be changed');
END;
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence (name, seq) VALUES ('goose_db_version', 27);
INSERT INTO sqlite_sequence (name, seq) VALUES ('concern', 20);
INSERT INTO sqlite_sequence (name, seq) VALUES ('subject_area', 14);
INSERT INTO sqlite_sequence (name, seq) VALUES ('situation', 55);
INSERT INTO sqlite_sequence (name, seq) VALUES ('single_service', 5249);
INSERT INTO sqlite_sequence (name, seq) VALUES ('board', 75);
INSERT INTO sqlite_sequence (name, seq) VALUES ('organisation', 34);
INSERT INTO sqlite_sequence (name, seq) VALUES ('person', 31);
INSERT INTO sqlite_sequence (name, seq) VALUES ('role_grant', 38);
INSERT INTO sqlite_sequence (name, seq) VALUES ('audit', 47);
INSERT INTO sqlite_sequence (name, seq) VALUES ('event', 72);
INSERT INTO sqlite_sequence (name, seq) VALUES ('circle', 1);
INSERT INTO sqlite_sequence (name, seq) VALUES ('board_admission', 1);
INSERT INTO sqlite_sequence (name, seq) VALUES ('thread', 8);
INSERT INTO sqlite_sequence (name, seq) VALUES ('post', 15);
INSERT INTO sqlite_sequence (name, seq) VALUES ('inquiry', 4);
INSERT INTO sqlite_sequence (name, seq) VALUES ('inquiry_step', 11);
INSERT INTO sqlite_sequence (name, seq) VALUES ('faq_article', 1);
INSERT INTO sqlite_sequence (name, seq) VALUES ('held_reply', 1);
COMMIT;
