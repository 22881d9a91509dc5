package notify

// Rhythm says how often somebody wants mail about a kind of notification. The
// inbox has every notification, whatever the rhythm.
type Rhythm string

const (
	Now    Rhythm = "now"    // within working hours, a few minutes after it happened
	Daily  Rhythm = "daily"  // in one mail each working day
	Weekly Rhythm = "weekly" // in one mail at the beginning of the week
	Never  Rhythm = ""
)

// Rhythms lists all of them in the order in which they are offered.
var Rhythms = []Rhythm{Now, Daily, Weekly, Never}

// Valid reports whether r is a known rhythm.
func (r Rhythm) Valid() bool { return r == Now || r == Daily || r == Weekly || r == Never }

// German returns the rhythm's word on pages.
func (r Rhythm) German() string {
	switch r {
	case Now:
		return "sofort"
	case Daily:
		return "täglich"
	case Weekly:
		return "wöchentlich"
	}
	return "nie"
}
