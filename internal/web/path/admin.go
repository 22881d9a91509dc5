package path

// Administration.
const (
	Administration = "/verwaltung"
	State          = "/verwaltung/zustand"
	AuditLog       = "/verwaltung/protokoll"
	Settings       = "/verwaltung/einstellungen"
	Operation      = "/verwaltung/betrieb"

	Applications      = "/verwaltung/aufnahmen"
	Applicant         = "/verwaltung/aufnahmen/:id"
	AdmitApplication  = "/verwaltung/aufnahmen/:id/aufnehmen"
	RefuseApplication = "/verwaltung/aufnahmen/:id/ablehnen"

	BoardSettings = "/verwaltung/bereiche"
	NewBoard      = "/verwaltung/bereiche/neu"
	EditBoard     = "/verwaltung/bereiche/:slug"
	BoardText     = "/verwaltung/bereiche/:slug/text"
	ShiftBoard    = "/verwaltung/bereiche/:slug/reihenfolge"
	ArchiveBoard  = "/verwaltung/bereiche/:slug/archivieren"
	ReopenBoard   = "/verwaltung/bereiche/:slug/oeffnen"

	Groups     = "/verwaltung/gruppen"
	Group      = "/verwaltung/gruppen/:id" // no page, its acts are below
	JoinGroup  = "/verwaltung/gruppen/:id/aufnehmen"
	LeaveGroup = "/verwaltung/gruppen/:id/entfernen"

	People       = "/verwaltung/mitglieder"
	Person       = "/verwaltung/mitglieder/:id"
	GrantRole    = "/verwaltung/mitglieder/:id/rollen"
	RevokeRole   = "/verwaltung/mitglieder/:id/entziehen"
	Suspend      = "/verwaltung/mitglieder/:id/sperren"
	Reinstate    = "/verwaltung/mitglieder/:id/entsperren"
	ErasePerson  = "/verwaltung/mitglieder/:id/loeschen"
	ResetFactors = "/verwaltung/mitglieder/:id/faktor"

	Gazetteer        = "/verwaltung/gemeinden"
	GazetteerPreview = "/verwaltung/gemeinden/vorschau"
	ApplyGazetteer   = "/verwaltung/gemeinden/uebernehmen"
	DiscardGazetteer = "/verwaltung/gemeinden/verwerfen"

	EditOrganisations = "/verwaltung/organisationen"
	NewOrganisation   = "/verwaltung/organisationen/neu"
	EditOrganisation  = "/verwaltung/organisationen/:id"

	Domains       = "/verwaltung/domains"
	RemoveDomain  = "/verwaltung/domains/:id/entfernen"
	ImportDomains = "/verwaltung/domains/einlesen"

	TellAgain   = "/verwaltung/mitteilungen/wiederholen"
	Mails       = "/verwaltung/post"
	Mail        = "/verwaltung/post/:id" // no page, its acts are below
	ResendMail  = "/verwaltung/post/:id/wiederholen"
	DiscardMail = "/verwaltung/post/:id/verwerfen"
)
