package account

import (
	"strconv"
	"time"

	"kommunalforum/internal/db"
	"kommunalforum/internal/limit"
)

// Activity is what members do that is limited for each of them, so that a script
// with somebody's session cannot flood the forum. People stay far below.
type Activity string

// Every activity there is.
const (
	Posting    Activity = "post"    // a question, a reply, an inquiry, a message, a note, an FAQ draft
	Editing    Activity = "edit"    // changing, withdrawing or marking what is there, steps of a workflow, one's profile
	Preparing  Activity = "prepare" // a step of who prepares a consultation
	Supporting Activity = "support" // „Betrifft uns auch“, said or taken back
	Reporting  Activity = "report"  // reporting a post to the moderators
	Following  Activity = "follow"  // following something, saving a search
	Suggesting Activity = "suggest" // suggesting something for the FAQ, a hint at an article
	Uploading  Activity = "upload"  // a file for a post
	Silencing  Activity = "silence" // hearing less: ending to follow, muting, taking that back
)

// NewMemberLife is how long a member without a role counts as new after the account
// was made, with stricter limits.
const NewMemberLife = 7 * 24 * time.Hour

// activityLimits is how often an activity is possible.
type activityLimits struct {
	usual, newMember []limit.Rule
	refusal          string
}

func limits(perTenMinutes, perDay int) []limit.Rule {
	return []limit.Rule{{Max: perTenMinutes, Window: 10 * time.Minute}, {Max: perDay, Window: 24 * time.Hour}}
}

var limitsOf = map[Activity]activityLimits{
	Posting:    {limits(30, 200), limits(10, 40), "Sie haben in kurzer Zeit sehr viel geschrieben."},
	Editing:    {limits(60, 500), limits(20, 100), "Sie haben in kurzer Zeit sehr viel geändert."},
	Preparing:  {limits(200, 1500), limits(200, 1500), "Sie haben in kurzer Zeit sehr viel an Beteiligungen geändert."},
	Supporting: {limits(40, 400), limits(15, 60), "Sie haben in kurzer Zeit sehr oft „Betrifft uns auch“ gesagt oder zurückgenommen."},
	Suggesting: {limits(10, 20), limits(5, 10), "Sie haben in kurzer Zeit sehr viel für die häufigen Fragen vorgeschlagen."},
	Reporting:  {limits(10, 30), limits(5, 10), "Sie haben in kurzer Zeit sehr viele Beiträge gemeldet."},
	Uploading:  {limits(60, 300), limits(20, 50), "Sie haben in kurzer Zeit sehr viele Dateien hochgeladen."},
	Following:  {limits(60, 600), limits(40, 200), "Sie haben in kurzer Zeit sehr oft geändert, wem Sie folgen."},
	Silencing:  {limits(600, 6000), limits(600, 6000), "Sie haben in kurzer Zeit sehr oft geändert, wem Sie folgen."},
}

// New reports whether the viewer counts as a new member: somebody without a role
// whose account is younger than NewMemberLife.
func (v Viewer) New(now time.Time) bool {
	for _, g := range v.grants {
		if g.Role != Member {
			return false
		}
	}
	return now.Sub(v.createdAt) < NewMemberLife
}

// CountActivityTx counts an activity of the viewer in the transaction that does it; what
// is rolled back is not counted. One too many is fault.TooMany. Under
// limit.Unlimited nothing is counted.
func CountActivityTx(tx *db.Tx, by Viewer, what Activity) error {
	if limit.IsUnlimited(tx.Context()) {
		return nil
	}
	a := limitsOf[what]
	rules := a.usual
	if by.New(tx.Now) {
		rules = a.newMember
	}
	return limit.CountTx(tx, limit.Counter{Kind: string(what), Of: strconv.FormatInt(by.ID, 10), Person: by.ID, Rules: rules, Refusal: a.refusal})
}
