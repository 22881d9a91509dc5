package db

import (
	"math/rand/v2"
	"testing"
	"time"
)

// setClock is a clock that somebody sets, beside a timer that nobody does.
type setClock struct {
	c     clock
	shown time.Time
	timer time.Duration
}

func newSetClock() *setClock {
	s := &setClock{shown: time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)}
	s.c = clock{own: func() time.Time { return s.shown }, timer: func() time.Duration { return s.timer }}
	return s
}

// pass lets time pass, in small parts, and reads it after each.
func (s *setClock) pass(d time.Duration) time.Time {
	for ; d > 0; d -= 10 * time.Second {
		s.shown, s.timer = s.shown.Add(10*time.Second), s.timer+10*time.Second
		s.c.read()
	}
	return s.c.read()
}

func TestClockThatIsSetWrongAndRightAgainChangesNothing(t *testing.T) {
	for _, by := range []time.Duration{3 * time.Hour, -3 * time.Hour, 9 * 24 * time.Hour, -9 * 24 * time.Hour} {
		s := newSetClock()
		begun := s.c.read()
		s.shown = s.shown.Add(by)
		if got := s.pass(8 * time.Minute).Sub(begun); got != 8*time.Minute {
			t.Errorf("set by %v, %v pass in 8 minutes", by, got)
		}
		s.shown = s.shown.Add(-by)
		if got := s.pass(time.Hour).Sub(begun); got != 68*time.Minute {
			t.Errorf("set by %v and back, %v pass in 68 minutes", by, got)
		}
		if s.c.steps != 0 {
			t.Errorf("set by %v and back, %d steps are followed", by, s.c.steps)
		}
	}
}

func TestClockThatStaysSetIsFollowed(t *testing.T) {
	for _, by := range []time.Duration{3 * time.Hour, -3 * time.Hour, 400 * 24 * time.Hour} {
		s := newSetClock()
		s.c.read()
		s.shown = s.shown.Add(by)
		if got := s.pass(11 * time.Minute); !got.Equal(s.shown) || s.c.steps != 1 {
			t.Errorf("set by %v it is %v for %v, after %d steps", by, got, s.shown, s.c.steps)
		}
	}
}

func TestTimeNeverGoesBackButByAStepThatLasts(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	s := newSetClock()
	last, followed := s.c.read(), 0
	for range 20_000 {
		switch r.IntN(40) {
		case 0:
			s.shown = s.shown.Add(time.Duration(r.IntN(2_000_000)-1_000_000) * time.Second)
		case 1, 2, 3:
			s.shown = s.shown.Add(time.Duration(r.IntN(20_000)-10_000) * time.Millisecond) // NTP
		}
		d := time.Duration(r.IntN(60_000)) * time.Millisecond
		s.shown, s.timer = s.shown.Add(d), s.timer+d
		now := s.c.read()
		if now.Before(last) && s.c.steps == followed {
			t.Fatalf("time goes back from %v to %v", last, now)
		}
		if jump := now.Sub(last); jump > d+time.Minute+10*time.Second && s.c.steps == followed {
			t.Fatalf("in %v pass %v", d, jump)
		}
		last, followed = now, s.c.steps
	}
	if followed == 0 {
		t.Error("no step lasted")
	}
}

func TestTimeGoesOnFromWhatTheDatabaseSaw(t *testing.T) {
	s := newSetClock()
	seen := s.shown.Add(5 * time.Hour) // the battery of the machine's clock is empty
	s.c.continueFrom(seen)
	if got := s.pass(5 * time.Minute); !got.Equal(seen.Add(5 * time.Minute)) {
		t.Errorf("it is %v after %v", got, seen)
	}
	s.shown = s.shown.Add(5*time.Hour + 20*time.Second) // put right by the network
	if got := s.pass(time.Minute); !got.Equal(s.shown) || s.c.steps != 0 {
		t.Errorf("it is %v for %v, after %d steps", got, s.shown, s.c.steps)
	}
	s = newSetClock()
	s.c.continueFrom(s.shown.Add(-time.Hour))
	if got := s.c.read(); !got.Equal(s.shown) {
		t.Errorf("it is %v for %v", got, s.shown)
	}
}

func TestServersClockIsFollowedFromTheFirstWrite(t *testing.T) {
	s := newSetClock()
	s.c.read()
	told := s.shown.Add(-20 * time.Minute) // the machine of the node is ahead
	if got := s.c.set(told); !got.Equal(told) {
		t.Errorf("it is %v for %v", got, told)
	}
	s.shown = s.shown.Add(7 * time.Hour) // nobody minds the clock of the machine
	if got := s.c.read(); got.Sub(told) > time.Minute {
		t.Errorf("it is %v after %v", got, told)
	}
	if got := s.c.set(told.Add(time.Second)); got.Sub(told) > time.Minute || s.c.step.by != 0 {
		t.Errorf("it is %v after %v", got, told)
	}
}
