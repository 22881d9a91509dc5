package consultation

import (
	"slices"
	"time"
)

// Span is for how long something was so.
type Span struct{ From, Until time.Time }

// ShownUntil returns from when until when positions were shown to others before the step
// hid them again, by opening the consultation once more or by withdrawing it. It stays to
// be read, because who speaks afterwards may have read what others said.
func (c Consultation) ShownUntil(step Step) (Span, bool) {
	if c.Disclosure != AfterEnd || step.Act != ActExtend && step.Act != ActWithdraw {
		return Span{}, false
	}
	var ended time.Time // as far as the steps before say
	for _, s := range slices.Backward(c.Steps) {
		if s == step {
			break
		}
		switch s.Act {
		case ActOpen, ActExtend:
			ended = s.EndsOn.AddDays(1).Begin()
		case ActClose:
			ended = s.At
		}
	}
	return Span{From: ended, Until: step.At}, !ended.IsZero() && ended.Before(step.At)
}
