package path

import "strconv"

// Questions to programme management and official answers.
const (
	Inquiries        = "/fragen-an-das-programmmanagement"
	NewInquiry       = "/fragen-an-das-programmmanagement/neu"
	InquiryTwins     = "/fragen-an-das-programmmanagement/neu/aehnlich"
	Escalate         = "/thema/:id/an-das-programmmanagement"
	InquiryPage      = "/fragen-an-das-programmmanagement/:number"
	RespondInquiry   = "/fragen-an-das-programmmanagement/:number/rueckmeldung"
	FollowUpInquiry  = "/fragen-an-das-programmmanagement/:number/nachfrage"
	SupportInquiry   = "/fragen-an-das-programmmanagement/:number/betrifft-uns"
	UnsupportInquiry = "/fragen-an-das-programmmanagement/:number/betrifft-uns-nicht"
	WithdrawInquiry  = "/fragen-an-das-programmmanagement/:number/zurueckziehen"
	LatestAnswer     = "/offizielle-antworten/:number"
	AnswerPage       = "/offizielle-antworten/:number/:version"
)

// OwnInquiries are those of the viewer's organisation.
const OwnInquiries = Inquiries + "?sicht=eigene#fragen"

// The desk of programme management.
const (
	Desk           = "/schreibtisch"
	TakeUpInquiry  = "/schreibtisch/:number/uebernehmen"
	NoteInquiry    = "/schreibtisch/:number/vermerk"
	EditAnswer     = "/schreibtisch/:number/antwort"
	Release        = "/schreibtisch/:number/freigabe"
	RefuseRelease  = "/schreibtisch/:number/freigabe-verweigern"
	deskActPattern = "/schreibtisch/:number/"
)

// OwnDesk is the part of the queue that is assigned to the viewer.
const OwnDesk = Desk + "?sicht=meine"

// DeskIn is the address of the desk's queue of one state.
func DeskIn(state string) string { return WithQuery(Desk, "zustand", state) }

// DeskAct is the pattern of an act of the desk.
func DeskAct(act string) string { return deskActPattern + act }

// Inquiry is the address of an inquiry.
func Inquiry(number string) string { return To(InquiryPage, number) }

// Answer is the address of a version of an official answer.
func Answer(number string, version int) string { return To(AnswerPage, number, strconv.Itoa(version)) }
