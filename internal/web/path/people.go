package path

import "strconv"

// Organisations.
const (
	Organisations    = "/organisationen"
	OrganisationPage = "/organisationen/:id"
	DistrictPage     = "/kreise/:ags"
)

// Members, seen by members, and the own profile.
const (
	Members        = "/mitglieder"
	MemberPage     = "/mitglieder/:id"
	PortraitFile   = "/mitglieder/:id/bild/:hash"
	OwnProfile     = "/konto/profil"
	OwnPortrait    = "/konto/profil/bild"
	RemovePortrait = "/konto/profil/bild/entfernen"
)

// Organisation is the address of an organisation, with its name in words.
func Organisation(id int64, name string) string { return To(OrganisationPage, idAndSlug(id, name)) }

// District is the address of a district by its AGS.
func District(ags string) string { return To(DistrictPage, ags) }

// Member is the address of a member.
func Member(id int64) string { return To(MemberPage, id) }

// Portrait is the address of a portrait with this hash.
func Portrait(id int64, hash string) string { return To(PortraitFile, strconv.FormatInt(id, 10), hash) }
