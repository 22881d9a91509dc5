package path

// Consultations, their sections and the positions on them.
const (
	Consultations        = "/beteiligungen"
	NewConsultation      = "/beteiligungen/neu"
	ConsultationPage     = "/beteiligungen/:id"
	EditConsultation     = "/beteiligungen/:id/bearbeiten"
	CutConsultation      = "/beteiligungen/:id/einlesen"
	NewSection           = "/beteiligungen/:id/abschnitte/neu"
	EditSection          = "/beteiligungen/:id/abschnitte/:abschnitt"
	MoveSection          = "/beteiligungen/:id/abschnitte/:abschnitt/verschieben"
	RemoveSection        = "/beteiligungen/:id/abschnitte/:abschnitt/entfernen"
	OpenConsultation     = "/beteiligungen/:id/eroeffnen"
	ExtendConsultation   = "/beteiligungen/:id/verlaengern"
	CloseConsultation    = "/beteiligungen/:id/beenden"
	WithdrawConsultation = "/beteiligungen/:id/zurueckziehen"
	DiscardConsultation  = "/beteiligungen/:id/loeschen"
	DecideConsultation   = "/beteiligungen/:id/ergebnis"
	TakePositions        = "/beteiligungen/:id/stellungnahme"
	PositionTable        = "/beteiligungen/:id/stellungnahmen"
	PositionHistory      = "/beteiligungen/:id/stellungnahmen/:stellungnahme"
	ExportPositions      = "/beteiligungen/:id/stellungnahmen.csv"
	PrintConsultation    = "/beteiligungen/:id/drucken"
)

// Consultation is the address of a consultation, with its title in words.
func Consultation(id int64, title string) string { return To(ConsultationPage, idAndSlug(id, title)) }
