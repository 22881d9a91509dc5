package path

// Pages about the forum, and those for machines.
const (
	Start         = "/"
	Help          = "/hilfe"
	Glossary      = "/glossar"
	Terms         = "/nutzungsbedingungen"
	Privacy       = "/datenschutz"
	Imprint       = "/impressum"
	Accessibility = "/barrierefreiheit"
	Sources       = "/quellen"

	Robots      = "/robots.txt"
	Sitemap     = "/sitemap.xml"
	SecurityTxt = "/.well-known/security.txt"
	Health      = "/healthz"
	Ready       = "/bereit"
	Static      = "/static/*file"

	// Mails of the development folder.
	MailFolder = "/entwicklung/post"
	FolderMail = "/entwicklung/post.eml"
)
