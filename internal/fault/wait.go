package fault

import (
	"fmt"
	"time"
)

// German puts a wait into words, such as „eine Minute“ or „14 Minuten“. It rounds
// up, so that the wait is over by the time the words name.
func German(wait time.Duration) string {
	const day = 24 * time.Hour
	switch {
	case wait <= 90*time.Second:
		return inUnits(wait, time.Second, "eine Sekunde", "Sekunden")
	case wait <= 90*time.Minute:
		return inUnits(wait, time.Minute, "eine Minute", "Minuten")
	case wait <= 2*day:
		return inUnits(wait, time.Hour, "eine Stunde", "Stunden")
	}
	return inUnits(wait, day, "einen Tag", "Tage")
}

func inUnits(wait, unit time.Duration, one, many string) string {
	n := int64((wait + unit - 1) / unit)
	if n <= 1 {
		return one
	}
	return fmt.Sprintf("%d %s", n, many)
}
