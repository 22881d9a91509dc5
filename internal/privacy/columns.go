package privacy

import "kommunalforum/internal/db"

// Fate is what erasing an account does to a column that holds something on the
// person.
type Fate string

const (
	Goes    Fate = "goes"    // the person's rows are deleted
	Emptied Fate = "emptied" // the value is replaced by one that says nothing
	Number  Fate = "number"  // the number stays, which leads to a name no more
	Nobody  Fate = "nobody"  // holds nothing on who was erased
)

// Column is a column that holds something on a person.
type Column struct {
	Table, Name string
	Fate        Fate
	// Section of the export that it is in; where it is in none, Why says why not.
	Section, Why string
}

// hashOnly is why a hash is in no export.
const hashOnly = "a hash that says nothing to anybody"

// nameAgain is why a folded name is in no export.
const nameAgain = "made of the name, which is in it"

// Columns are all of them. Tests fail as long as a column that refers to a
// person, or whose name gives it away, is missing here, as long as a section
// does not exist, and when erasing an account does something else.
var Columns = []Column{
	{"person", "id", Number, "account", ""},
	{"person", "email", Emptied, "account", ""},
	{"person", "name", Emptied, "account", ""},
	{"person", "search", Emptied, "", nameAgain},
	{"person", "sort_key", Emptied, "", nameAgain},
	{"person", "function", Emptied, "account", ""},
	{"person", "organisation_id", Number, "account", ""},
	{"person", "password", Emptied, "", hashOnly},
	{"person", "created_at", Number, "account", ""},
	{"person", "disabled_at", Number, "account", ""},
	{"person", "erased_at", Number, "", "set once nobody is there to ask"},
	{"profile", "id", Goes, "profile", ""},
	{"profile", "phone", Goes, "profile", ""},
	{"profile", "show_email", Goes, "profile", ""},
	{"profile_board", "person_id", Goes, "profile_boards", ""},
	{"profile_service", "person_id", Goes, "profile_services", ""},
	{"portrait", "person_id", Goes, "portrait", ""},
	{"portrait", "picture", Goes, "portrait", ""},
	{"register", "person_id", Number, "registers", ""},
	{"person", "address_due", Emptied, "account", ""},
	{"person", "address_doubted_at", Emptied, "account", ""},
	{"person", "used_at", Emptied, "account", ""},
	{"person", "seen_at", Emptied, "account", ""},
	{"person", "seen_before", Emptied, "account", ""},
	{"read_baseline", "person_id", Goes, "read_baselines", ""},
	{"read_mark", "person_id", Goes, "read_marks", ""},
	{"read_range", "person_id", Goes, "read_ranges", ""},
	{"application", "person_id", Goes, "applications", ""},
	{"application", "email", Goes, "applications", ""},
	{"application", "former", Goes, "applications", ""},
	{"linked_identity", "person_id", Goes, "identities", ""},
	{"application", "password", Goes, "", hashOnly},
	{"application", "colleague", Goes, "applications", ""},
	{"application", "vouching_id", Emptied, "vouchings", ""},
	{"invitation", "inviter_id", Goes, "invitations", ""},
	{"invitation", "email", Goes, "", "the address of somebody else; the person knows whom they invited"},
	{"address_check", "person_id", Goes, "address_checks", ""},
	{"consent", "person_id", Goes, "consents", ""},
	{"role_grant", "person_id", Goes, "roles", ""},
	{"circle_member", "person_id", Goes, "circles", ""},
	{"board_barred", "person_id", Goes, "barred", ""},
	{"session", "person_id", Goes, "sessions", ""},
	{"session", "device", Goes, "sessions", ""},
	{"known_device", "person_id", Goes, "devices", ""},
	{"sent_form", "person_id", Goes, "", hashOnly},
	{"feed_token", "person_id", Goes, "feeds", ""},
	{"attachment", "person_id", Emptied, "attachments", ""},
	{"interrupted_form", "person_id", Goes, "drafts", ""},
	{"interrupted_form", "fields", Goes, "drafts", ""},
	{"totp", "person_id", Goes, "second_factors", ""},
	{"totp", "secret", Goes, "", "a key, sealed: whoever reads it can make the codes"},
	{"totp_offer", "person_id", Goes, "", "shown when it was made, and gone within minutes"},
	{"totp_offer", "secret", Goes, "", "a key, sealed: whoever reads it can make the codes"},
	{"recovery_code", "person_id", Goes, "recovery_codes", ""},
	{"passkey_user", "person_id", Goes, "", "a random name that only authenticators know"},
	{"passkey_user", "handle", Goes, "", "a random name that only authenticators know"},
	{"passkey", "person_id", Goes, "passkeys", ""},
	{"passkey_challenge", "person_id", Goes, "", "random, and gone within minutes"},
	{"factor_failure", "person_id", Goes, "failed_codes", ""},
	{"factor_change", "person_id", Goes, "factor_changes", ""},
	{"one_time_link", "person_id", Goes, "links", ""},
	{"reset_request", "person_id", Goes, "password_requests", ""},
	{"outbox", "person_id", Goes, "mails", ""},
	{"notify_setting", "person_id", Goes, "notification_settings", ""},
	{"notify_person", "person_id", Goes, "absence", ""},
	{"digest", "person_id", Goes, "digests", ""},
	{"thread", "author_id", Number, "threads", ""},
	{"thread", "asker_id", Emptied, "threads", ""},
	{"thread", "newest_author_id", Number, "", "of the newest post, which is in it"},
	{"post", "author_id", Number, "posts", ""},
	{"post", "asker_id", Emptied, "posts", ""},
	{"held_reply", "author_id", Goes, "held_replies", ""},
	{"report", "person_id", Emptied, "reports", ""},
	{"report", "decided_by", Number, "report_decisions", ""},
	{"mention", "person_id", Goes, "mentions", ""},
	{"concern", "person_id", Emptied, "concerns", ""},
	{"concern", "note_by", Emptied, "concern_notes", ""},
	{"follow", "person_id", Goes, "follows", ""},
	{"follow_setting", "person_id", Goes, "follow_setting", ""},
	{"bookmark", "person_id", Goes, "bookmarks", ""},
	{"follow_ended", "person_id", Goes, "follows_ended", ""},
	{"follow_merged", "person_id", Goes, "follows_merged", ""},
	{"thread_transfer", "person_id", Number, "", "the audit log says it too, which is in it"},
	{"saved_search", "person_id", Goes, "saved_searches", ""},
	{"document", "created_by", Number, "documents", ""},
	{"document_version", "saved_by", Number, "document_versions", ""},
	{"consultation", "created_by", Number, "consultations", ""},
	{"consultation_position", "author_id", Emptied, "positions", ""},
	{"consultation_position_step", "person_id", Emptied, "positions", ""},
	{"faq_article", "created_by", Number, "faq_articles", ""},
	{"faq_article", "saved_by", Number, "faq_texts", ""},
	{"faq_version", "saved_by", Number, "faq_texts", ""},
	{"faq_suggestion", "person_id", Goes, "faq_suggestions", ""},
	{"reuse", "contact_id", Emptied, "reuse_entries", ""},
	{"reuse", "keeper_id", Emptied, "reuse_entries", ""},
	{"reuse_step", "person_id", Emptied, "reuse_steps", ""},
	{"reuse_removal", "keeper_id", Emptied, "reuse_removals", ""},
	{"inquiry", "asker_id", Number, "inquiries", ""},
	{"inquiry", "entered_by", Number, "inquiries", ""},
	{"inquiry", "assignee_id", Number, "inquiry_work", ""},
	{"inquiry", "substitute_id", Emptied, "inquiry_work", ""},
	{"inquiry_message", "author_id", Number, "inquiry_messages", ""},
	{"inquiry_note", "author_id", Number, "inquiry_notes", ""},
	{"inquiry_step", "actor_id", Number, "inquiry_steps", ""},
	{"inquiry_step", "assignee_id", Number, "inquiry_steps", ""},
	{"answer_drafter", "person_id", Number, "official_answers", ""},
	{"answer_version", "released_by", Number, "official_answers", ""},
	{"answer_version", "withdrawn_by", Number, "official_answers", ""},
	{"audit", "actor_id", Number, "measures_by", ""},
	{"audit", "reason", Emptied, "measures_about", ""},
	{"attempt", "person_id", Goes, "attempts", ""},
	{"notification", "person_id", Goes, "notifications", ""},
	{"fanout", "actor_id", Emptied, "", "a number beside that of what the person did, which is in it, and gone within minutes, at most 90 days"},
	{"event", "actor_id", Emptied, "", "a number beside that of what the person did, which is in it, and gone within weeks"},
	{"reset_request", "key", Goes, "password_requests", ""},
}

// Keys are the columns that hold texts on a person and have an index, which may keep
// them when the row has gone; see db.EraseTraces.
var Keys = []db.Key{
	{Table: "person", Column: "email"},
	{Table: "person", Column: "sort_key"},
	{Table: "application", Column: "base"},
	{Table: "linked_identity", Column: "subject"},
	{Table: "saved_search", Column: "query"},
}
