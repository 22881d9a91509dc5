package attachment

// Kind says what has a file. Another kind needs a constant here, and a function in
// package usecase that says who may read the file.
type Kind string

const (
	Post      Kind = "post"
	HeldReply Kind = "held_reply"       // a reply that waits for a moderator
	Document  Kind = "document_version" // a version of a document of the library
	Article   Kind = "faq_article"      // with all its versions
	Answer    Kind = "official_answer"  // with all its versions, drafts too
	Inquiry   Kind = "inquiry"          // a question to programme management
	Evidence  Kind = "evidence"         // a post that had it, until reports of it are decided
)

// Subject is what has a file.
type Subject struct {
	Kind Kind // "" while the text is not sent
	ID   int64
}

// An attachment of a subject with versions belongs to those from since on, and before
// until where that is set: a text that is revised keeps a file under its address.

// An attachment has one subject, once its text is sent: then it expires no more. Posts and
// replies that wait have columns of their own, which hold what is in them; the others
// share subject and subject_id.
const (
	unsentSQL   = `expires_at IS NOT NULL`
	givenSQL    = `expires_at IS NULL AND held_reply_id IS NULL AND subject <> 'evidence'`                  // to something that stays
	readableSQL = `expires_at IS NULL AND held_reply_id IS NULL AND subject NOT IN ('evidence', 'inquiry')` // its text is read, to be searched
	subjectSQL  = `CASE WHEN a.post_id IS NOT NULL THEN 'post' WHEN a.held_reply_id IS NOT NULL THEN 'held_reply' ELSE a.subject END,
	COALESCE(a.post_id, a.held_reply_id, a.subject_id, 0)`
)

// column is the column with the id of a subject.
func (k Kind) column() string {
	switch k {
	case Post:
		return "post_id"
	case HeldReply:
		return "held_reply_id"
	}
	return "subject_id"
}

// condition is what holds for attachments of the kind, beside the column.
func (k Kind) condition() string {
	if k.column() == "subject_id" {
		return ` AND subject = '` + string(k) + `'`
	}
	return ""
}

// assignment sets the subject to $1.
func (k Kind) assignment() string {
	if k.column() == "subject_id" {
		return `subject_id = $1, subject = '` + string(k) + `'`
	}
	return k.column() + ` = $1`
}
