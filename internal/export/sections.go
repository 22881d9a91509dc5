package export

// sections are all parts of the export, in the order of the page. A test holds
// them against the schema: see Columns in package privacy.
var sections = []section{
	{
		key: "account", title: "Konto",
		note: "Ihre Angaben zur Person. Vom Passwort ist nur ein Prüfwert gespeichert, der niemandem nützt und hier fehlt.",
		columns: []column{{key: "number", label: "Nummer des Kontos", kind: number}, {key: "name", label: "Name"}, {key: "email", label: "E-Mail-Adresse"},
			{key: "function", label: "Funktion"}, {key: "organisation", label: "Organisation"}, {key: "created", label: "Mitglied seit", kind: moment},
			{key: "password_set", label: "Passwort gesetzt", kind: truth}, {key: "disabled", label: "Gesperrt seit", kind: moment},
			{key: "used_since", label: "In Benutzung seit", kind: moment},
			{key: "address_due", label: "E-Mail-Adresse wieder zu bestätigen bis", kind: moment}, {key: "address_doubted", label: "E-Mail-Adresse nicht erreichbar seit", kind: moment}},
		query: `
			SELECT p.id, p.name, p.email, p.function, o.name, p.created_at, p.password <> '', p.disabled_at, p.used_at, p.address_due, p.address_doubted_at
			FROM person p
			JOIN organisation o ON o.id = p.organisation_id
			WHERE p.id = $1`,
	}, {
		key: "profile", title: "Profil",
		columns: []column{{key: "about", label: "Über mich", kind: prose}, {key: "phone", label: "Telefon"}, {key: "email_shown", label: "E-Mail-Adresse für Mitglieder sichtbar", kind: truth},
			{key: "changed", label: "Geändert", kind: moment}},
		query: `SELECT source, phone, show_email, changed_at FROM profile WHERE id = $1`,
	}, {
		key: "profile_boards", title: "Themenfelder, in denen Sie sich auskennen",
		columns: []column{{key: "board", label: "Bereich"}},
		query: `
			SELECT b.name
			FROM profile_board x
			JOIN board b ON b.id = x.board_id
			WHERE x.person_id = $1
			ORDER BY b.position`,
	}, {
		key: "profile_services", title: "Leistungen, mit denen Sie sich auskennen",
		columns: []column{{key: "number", label: "OZG-Leistung", kind: number}, {key: "name", label: "Name"}},
		query: `
			SELECT s.id, s.name
			FROM profile_service x
			JOIN service s ON s.id = x.service_id
			WHERE x.person_id = $1
			ORDER BY s.id`,
	}, {
		key: "portrait", title: "Bild",
		note:    "Das Bild selbst liegt daneben als portrait.jpg.",
		columns: []column{{key: "at", label: "Hochgeladen", kind: moment}},
		query:   `SELECT at FROM portrait WHERE person_id = $1`,
	}, {
		key: "applications", title: "Wechsel der E-Mail-Adresse",
		columns: []column{{key: "email", label: "Neue E-Mail-Adresse"}, {key: "former", label: "Bisherige"}, {key: "employer", label: "Organisation in Ihren Worten"}, {key: "reason", label: "Ihre Begründung"},
			{key: "colleague", label: "Von Ihnen genannte Adresse einer Kollegin oder eines Kollegen"}, {key: "state", label: "Stand"}, {key: "verdict", label: "Grund der Ablehnung"}, {key: "created", label: "Beantragt", kind: moment}, {key: "decided", label: "Entschieden", kind: moment}},
		query: `SELECT email, former, employer, reason, colleague, state, verdict, created_at, decided_at FROM application WHERE person_id = $1 ORDER BY id`,
	}, {
		key: "vouchings", title: "Anträge anderer, für die Sie gefragt wurden",
		note:    "Nur, wann und wie Sie geantwortet haben.",
		columns: []column{{key: "vouched", label: "Bestätigt", kind: truth}, {key: "at", label: "Beantragt", kind: moment}},
		query:   `SELECT vouched, created_at FROM application WHERE vouching_id = $1 ORDER BY id`,
	}, {
		key: "invitations", title: "Einladungen, die Sie verschickt haben",
		note:    "Ohne die Adressen der Eingeladenen.",
		columns: []column{{key: "created", label: "Verschickt", kind: moment}, {key: "accepted", label: "Angenommen", kind: moment}},
		query:   `SELECT created_at, accepted_at FROM invitation WHERE inviter_id = $1 ORDER BY id`,
	}, {
		key: "address_checks", title: "Bestätigungen der E-Mail-Adresse",
		columns: []column{{key: "reminder", label: "Erinnerung", kind: truth}, {key: "at", label: "Angefordert", kind: moment}},
		query:   `SELECT reminder, at FROM address_check WHERE person_id = $1 ORDER BY id`,
	}, {
		key: "identities", title: "Anmeldung über andere Anbieter",
		columns: []column{{key: "provider", label: "Anbieter"}, {key: "subject", label: "Ihre Kennung dort"}, {key: "linked", label: "Verbunden", kind: moment}, {key: "used", label: "Zuletzt benutzt", kind: moment}},
		query:   `SELECT provider, subject, linked_at, used_at FROM linked_identity WHERE person_id = $1 ORDER BY linked_at`,
	}, {
		key: "consents", title: "Zustimmungen zu den Nutzungsbedingungen",
		columns: []column{{key: "version", label: "Fassung"}, {key: "at", label: "Zugestimmt", kind: moment}},
		query:   `SELECT version, at FROM consent WHERE person_id = $1 ORDER BY at`,
	}, {
		key: "roles", title: "Rollen",
		columns: []column{{key: "role", label: "Rolle"}, {key: "board", label: "Bereich"}, {key: "granted", label: "Seit", kind: moment}},
		query: `
			SELECT g.role, COALESCE(b.name, ''), g.granted_at
			FROM role_grant g
			LEFT JOIN board b ON b.id = g.board_id
			WHERE g.person_id = $1
			ORDER BY g.id`,
	}, {
		key: "circles", title: "Gruppen",
		columns: []column{{key: "name", label: "Gruppe"}},
		query: `
			SELECT c.name
			FROM circle_member m
			JOIN circle c ON c.id = m.circle_id
			WHERE m.person_id = $1
			ORDER BY c.sort_key, c.id`,
	}, {
		key: "sessions", title: "Sitzungen",
		note: "Wo Sie angemeldet sind. IP-Adressen sind nicht gespeichert.",
		columns: []column{{key: "device", label: "Gerät"}, {key: "begun", label: "Begonnen", kind: moment}, {key: "seen", label: "Zuletzt benutzt", kind: moment},
			{key: "expires", label: "Endet spätestens", kind: moment}},
		query: `SELECT device, created_at, seen_at, expires_at FROM session WHERE person_id = $1 ORDER BY created_at`,
	}, {
		key: "devices", title: "Bekannte Browser",
		note:    "Browser, in denen Sie sich schon einmal angemeldet haben; gespeichert ist nur ein Prüfwert ihres Cookies.",
		columns: []column{{key: "used", label: "Zuletzt benutzt", kind: moment}},
		query:   `SELECT used_at FROM known_device WHERE person_id = $1 ORDER BY used_at`,
	}, {
		key: "second_factors", title: "Authentifizierungs-App",
		columns: []column{{key: "created", label: "Eingerichtet", kind: moment}, {key: "used", label: "Zuletzt benutzt", kind: moment}},
		query:   `SELECT created_at, used_at FROM totp WHERE person_id = $1`,
	}, {
		key: "passkeys", title: "Passkeys",
		columns: []column{{key: "name", label: "Name"}, {key: "created", label: "Eingerichtet", kind: moment}, {key: "used", label: "Zuletzt benutzt", kind: moment}},
		query:   `SELECT name, created_at, used_at FROM passkey WHERE person_id = $1 ORDER BY id`,
	}, {
		key: "recovery_codes", title: "Wiederherstellungscodes",
		note:    "Nur, ob und wann sie benutzt wurden; die Codes selbst sind nicht gespeichert.",
		columns: []column{{key: "used", label: "Benutzt", kind: moment}},
		query:   `SELECT used_at FROM recovery_code WHERE person_id = $1 ORDER BY used_at`,
	}, {
		key: "failed_codes", title: "Falsche Codes",
		columns: []column{{key: "at", label: "Zeitpunkt", kind: moment}},
		query:   `SELECT at FROM factor_failure WHERE person_id = $1 ORDER BY at`,
	}, {
		key: "factor_changes", title: "Änderungen am zweiten Faktor",
		columns: []column{{key: "what", label: "Was"}, {key: "at", label: "Zeitpunkt", kind: moment}},
		query:   `SELECT what, at FROM factor_change WHERE person_id = $1 ORDER BY id`,
	}, {
		key: "links", title: "Links zum Wählen eines Passworts",
		note:    "Nur, bis wann sie gelten; die Links selbst sind nicht gespeichert.",
		columns: []column{{key: "purpose", label: "Zweck"}, {key: "expires", label: "Gilt bis", kind: moment}},
		query:   `SELECT purpose, expires_at FROM one_time_link WHERE person_id = $1 ORDER BY expires_at`,
	}, {
		key: "password_requests", title: "Anforderungen eines neuen Passworts",
		columns: []column{{key: "at", label: "Angefordert", kind: moment}},
		query:   `SELECT at FROM reset_request WHERE key = $1 ORDER BY at`, byAddress: true,
	}, {
		key: "attempts", title: "Gezählte Versuche",
		note:    "Was nur begrenzt oft möglich ist und deshalb gezählt wird; auch Versuche anderer, sich mit Ihrer E-Mail-Adresse anzumelden.",
		columns: []column{{key: "kind", label: "Was"}, {key: "at", label: "Zeitpunkt", kind: moment}},
		query:   `SELECT kind, at FROM attempt WHERE person_id = $1 ORDER BY id`,
	}, {
		key: "threads", title: "Eigene Themen",
		columns: []column{{key: "address", label: "Adresse", kind: path, format: "/thema/%v"}, {key: "title", label: "Titel"}, {key: "board", label: "Bereich"},
			{key: "organisation", label: "Organisation"}, {key: "at", label: "Eröffnet", kind: moment}, {key: "state", label: "Stand"}, {key: "hidden", label: "Ausgeblendet", kind: truth},
			{key: "disguised", label: "Ohne Namen gefragt", kind: truth}},
		query: `
			SELECT t.id, t.title, b.name, o.name, t.created_at, t.state, t.hidden, t.asker_id IS NOT NULL
			FROM thread t
			JOIN board b ON b.id = t.board_id
			JOIN organisation o ON o.id = t.organisation_id
			WHERE t.author_id = $1 OR t.asker_id = $1
			ORDER BY t.id`,
	}, {
		key: "posts", title: "Beiträge",
		note: "Alle Ihre Beiträge in der jetzigen Fassung, auch zurückgezogene und ausgeblendete.",
		columns: []column{{key: "address", label: "Adresse", kind: path, format: "/beitrag/%v"}, {key: "organisation", label: "Organisation"}, {key: "at", label: "Geschrieben", kind: moment},
			{key: "edited", label: "Bearbeitet", kind: moment}, {key: "state", label: "Stand"}, {key: "hidden_reason", label: "Grund der Ausblendung"},
			{key: "solution", label: "Als Lösung markiert", kind: moment}, {key: "disguised", label: "Ohne Namen gefragt", kind: truth}, {key: "text", label: "Text", kind: prose}},
		query: `
			SELECT e.id, COALESCE(a.name, o.name), e.created_at, e.edited_at, e.state, e.hidden_reason, e.solution_at, e.asker_id IS NOT NULL, e.source
			FROM post e
			JOIN organisation o ON o.id = e.organisation_id
			LEFT JOIN organisation a ON a.id = e.asker_organisation_id
			WHERE e.author_id = $1 OR e.asker_id = $1
			ORDER BY e.id`,
	}, {
		key: "held_replies", title: "Antworten vor der Freischaltung",
		note: "Erste Antworten, die eine Moderation noch ansieht oder nicht freigegeben hat.",
		columns: []column{{key: "thread", label: "Thema", kind: path, format: "/thema/%v"}, {key: "at", label: "Geschrieben", kind: moment}, {key: "state", label: "Stand"},
			{key: "reason", label: "Begründung"}, {key: "text", label: "Text", kind: prose}},
		query: `SELECT thread_id, written_at, state, reason, source FROM held_reply WHERE author_id = $1 ORDER BY id`,
	}, {
		key: "post_versions", title: "Frühere Fassungen Ihrer Beiträge",
		columns: []column{{key: "address", label: "Beitrag", kind: path, format: "/beitrag/%v"}, {key: "number", label: "Fassung", kind: number}, {key: "at", label: "Geschrieben", kind: moment},
			{key: "blackened", label: "Geschwärzt", kind: moment}, {key: "title", label: "Titel"}, {key: "text", label: "Text", kind: prose}},
		query: `
			SELECT v.post_id, v.number, v.written_at, v.blackened_at, v.title, v.source
			FROM post_version v
			JOIN post e ON e.id = v.post_id
			WHERE e.author_id = $1 OR e.asker_id = $1
			ORDER BY v.post_id, v.number`,
	}, {
		key: "concerns", title: "„Betrifft uns auch“",
		note:    "Wo Sie die Stimme Ihrer Organisation abgegeben haben.",
		columns: []column{{key: "kind", label: "Art"}, {key: "subject", label: "Nummer", kind: number}, {key: "organisation", label: "Organisation"}, {key: "at", label: "Zeitpunkt", kind: moment}},
		query: `
			SELECT c.subject_kind, c.subject_id, o.name, c.at
			FROM concern c
			JOIN organisation o ON o.id = c.organisation_id
			WHERE c.person_id = $1
			ORDER BY c.id`,
	}, {
		key: "faq_articles", title: "Häufige Fragen, die Sie angelegt oder zuletzt gespeichert haben",
		columns: []column{{key: "address", label: "Adresse", kind: path, format: "/faq/%v"}, {key: "title", label: "Frage"}, {key: "state", label: "Stand"},
			{key: "created_by_you", label: "Von Ihnen angelegt", kind: truth}, {key: "created", label: "Angelegt", kind: moment}, {key: "saved_by_you", label: "Zuletzt von Ihnen gespeichert", kind: truth}, {key: "saved", label: "Zuletzt gespeichert", kind: moment}},
		query: `
			SELECT id, title, state, created_by = $1, created_at, saved_by = $1, saved_at
			FROM faq_article
			WHERE created_by = $1 OR saved_by = $1
			ORDER BY id`,
	}, {
		key: "faq_texts", title: "Fassungen häufiger Fragen, die Sie geschrieben haben",
		columns: []column{{key: "address", label: "Adresse", kind: path, format: "/faq/%v"}, {key: "number", label: "Fassung", kind: number}, {key: "organisation", label: "Organisation"},
			{key: "at", label: "Gespeichert", kind: moment}, {key: "title", label: "Frage"}, {key: "short", label: "Kurzantwort"}, {key: "text", label: "Text", kind: prose}},
		query: `
			SELECT x.id, x.number, o.name, x.saved_at, x.title, x.short, x.source
			FROM (
				SELECT id, version AS number, organisation_id, saved_at, title, short, source
				FROM faq_article
				WHERE saved_by = $1
				UNION ALL
				SELECT article_id, number, organisation_id, saved_at, title, short, source
				FROM faq_version
				WHERE saved_by = $1) x
			JOIN organisation o ON o.id = x.organisation_id
			ORDER BY x.id, x.number`,
	}, {
		key: "inquiries", title: "Fragen an das Programmmanagement",
		note: "Fragen, die Sie gestellt oder weitergegeben haben. Die Antworten darauf stehen im Forum.",
		columns: []column{{key: "address", label: "Adresse", kind: path, format: "/fragen-an-das-programmmanagement/%v"}, {key: "organisation", label: "Organisation"}, {key: "at", label: "Gestellt", kind: moment},
			{key: "state", label: "Stand"}, {key: "asked_by_you", label: "Von Ihnen gestellt", kind: truth}, {key: "entered_by_you", label: "Von Ihnen eingegeben", kind: truth},
			{key: "title", label: "Frage"}, {key: "text", label: "Text", kind: prose}, {key: "background", label: "Hintergrund", kind: prose}},
		query: `
			SELECT q.number, o.name, q.asked_at, q.state, q.asker_id = $1, q.entered_by = $1, q.title, q.source, q.background
			FROM inquiry q
			JOIN organisation o ON o.id = q.organisation_id
			WHERE q.asker_id = $1 OR q.entered_by = $1
			ORDER BY q.id`,
	}, {
		key: "inquiry_messages", title: "Nachrichten zu Vorgängen",
		columns: []column{{key: "address", label: "Vorgang", kind: path, format: "/fragen-an-das-programmmanagement/%v"}, {key: "kind", label: "Art"}, {key: "at", label: "Geschrieben", kind: moment}, {key: "text", label: "Text", kind: prose}},
		query: `
			SELECT q.number, m.kind, m.at, m.source
			FROM inquiry_message m
			JOIN inquiry q ON q.id = m.inquiry_id
			WHERE m.author_id = $1
			ORDER BY m.id`,
	}, {
		key: "inquiry_work", title: "Vorgänge, die Ihnen zugewiesen sind",
		columns: []column{{key: "number", label: "Vorgang"}, {key: "state", label: "Stand"}, {key: "assignee", label: "In Bearbeitung bei Ihnen", kind: truth}, {key: "substitute", label: "Vertretung", kind: truth}},
		query: `
			SELECT number, state, COALESCE(assignee_id = $1, FALSE), COALESCE(substitute_id = $1, FALSE)
			FROM inquiry
			WHERE assignee_id = $1 OR substitute_id = $1
			ORDER BY id`,
	}, {
		key: "inquiry_steps", title: "Schritte in Vorgängen",
		note: "Was Sie getan haben und was Ihnen zugewiesen wurde, ohne die Begründungen anderer.",
		columns: []column{{key: "number", label: "Vorgang"}, {key: "at", label: "Zeitpunkt", kind: moment}, {key: "act", label: "Schritt"}, {key: "by_you", label: "Von Ihnen", kind: truth},
			{key: "assigned_to_you", label: "Ihnen zugewiesen", kind: truth}, {key: "reason", label: "Ihre Begründung"}},
		query: `
			SELECT q.number, i.at, i.act, COALESCE(i.actor_id = $1, FALSE), COALESCE(i.assignee_id = $1, FALSE), CASE WHEN i.actor_id = $1 THEN i.reason ELSE '' END
			FROM inquiry_step i
			JOIN inquiry q ON q.id = i.inquiry_id
			WHERE i.actor_id = $1 OR i.assignee_id = $1
			ORDER BY i.id`,
	}, {
		key: "inquiry_notes", title: "Interne Vermerke",
		note:    "Wann und zu welchem Vorgang Sie einen Vermerk geschrieben haben. Der Wortlaut gehört zur Akte des Programmmanagements und enthält oft Angaben über andere (Art.\u00a015 Abs.\u00a04 DSGVO); solange Sie die Rolle haben, lesen Sie ihn dort.",
		columns: []column{{key: "number", label: "Vorgang"}, {key: "at", label: "Geschrieben", kind: moment}},
		query: `
			SELECT q.number, n.at
			FROM inquiry_note n
			JOIN inquiry q ON q.id = n.inquiry_id
			WHERE n.author_id = $1
			ORDER BY n.id`,
	}, {
		key: "official_answers", title: "Offizielle Antworten",
		note: "An welchen Fassungen Sie mitgeschrieben, welche Sie freigegeben oder zurückgezogen haben. Die Antworten selbst sind solche der Stelle.",
		columns: []column{{key: "number", label: "Vorgang"}, {key: "version", label: "Fassung", kind: number}, {key: "drafted", label: "Mitgeschrieben", kind: truth},
			{key: "released", label: "Von Ihnen freigegeben", kind: moment}, {key: "withdrawn", label: "Von Ihnen zurückgezogen", kind: moment}},
		query: `
			SELECT oa.number, v.version, EXISTS (SELECT 1 FROM answer_drafter d WHERE d.version_id = v.id AND d.person_id = $1),
				CASE WHEN v.released_by = $1 THEN v.released_at END, CASE WHEN v.withdrawn_by = $1 THEN v.withdrawn_at END
			FROM answer_version v
			JOIN official_answer oa ON oa.id = v.answer_id
			WHERE v.released_by = $1 OR v.withdrawn_by = $1 OR v.id IN (SELECT version_id FROM answer_drafter WHERE person_id = $1)
			ORDER BY v.id`,
	}, {
		key: "registers", title: "Gemeindeverzeichnisse, die Sie hochgeladen haben",
		columns: []column{{key: "as_of", label: "Gebietsstand"}, {key: "at", label: "Hochgeladen", kind: moment}, {key: "applied", label: "Übernommen", kind: moment}},
		query:   `SELECT as_of, at, applied_at FROM register WHERE person_id = $1 ORDER BY id`,
	}, {
		key: "mails", title: "E-Mails an Sie",
		note:    "Art und Zeitpunkt; Text und Adresse sind nicht gespeichert.",
		columns: []column{{key: "kind", label: "Art"}, {key: "state", label: "Stand"}, {key: "created", label: "Angelegt", kind: moment}, {key: "sent", label: "Verschickt", kind: moment}},
		query:   `SELECT kind, state, created_at, sent_at FROM outbox WHERE person_id = $1 ORDER BY id`,
	}, {
		key: "measures_about", title: "Maßnahmen zu Ihrem Konto",
		note:    "Was zu Ihrem Konto im Protokoll steht. Wer gehandelt hat, steht nur dabei, wenn Sie es selbst waren.",
		columns: []column{{key: "at", label: "Zeitpunkt", kind: moment}, {key: "act", label: "Maßnahme"}, {key: "reason", label: "Grund"}, {key: "by_you", label: "Von Ihnen", kind: truth}},
		query: `
			SELECT at, act, reason, COALESCE(actor_id = $1, FALSE)
			FROM audit
			WHERE subject = 'person' AND subject_id = $1
			ORDER BY id`,
	}, {
		key: "measures_by", title: "Maßnahmen, die Sie getroffen haben",
		note:    "Ohne die Personen, die sie betrafen.",
		columns: []column{{key: "at", label: "Zeitpunkt", kind: moment}, {key: "act", label: "Maßnahme"}, {key: "subject", label: "Wozu"}},
		query: `
			SELECT at, act, subject
			FROM audit
			WHERE actor_id = $1 AND NOT (subject = 'person' AND subject_id = $1)
			ORDER BY id`,
	},
}
