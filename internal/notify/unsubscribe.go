package notify

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/follow"
)

// Sort says which mails of a person an address to unsubscribe stands for. It gives no
// other right than to get fewer of them.
type Sort struct {
	Person  int64
	Kinds   []Kind   // of the notifications in a mail about one place
	Rhythms []Rhythm // of a digest: all kinds that have one of these when it is asked
	Place   Place    // of a mail about one place; zero for digests
}

// tokenPlace is what tokens are sealed for, see secret.Keyring.
const tokenPlace = "unsubscribe"

// maxToken bounds a token before any work is done on it, in characters.
const maxToken = 600

// UnsubscribeToken seals the sort of mails for an address. The token holds no name
// and no mail address, and stays valid.
func (n *Notifications) UnsubscribeToken(s Sort) string {
	plain := strings.Join([]string{strconv.FormatInt(s.Person, 10), joined(s.Kinds), joined(s.Rhythms), string(s.Place.Kind),
		strconv.FormatInt(s.Place.ID, 10)}, " ")
	return strings.ReplaceAll(n.Keyring.Seal(tokenPlace, plain), ":", ".")
}

func joined[T ~string](list []T) string {
	var out []string
	for _, x := range list {
		out = append(out, string(x))
	}
	return strings.Join(out, ",")
}

// open returns what was sealed in the token; any other text is fault.NotFound.
func (n *Notifications) open(token string) (s Sort, err error) {
	if len(token) > maxToken {
		return s, fault.Missing()
	}
	plain, err := n.Keyring.Open(tokenPlace, strings.ReplaceAll(token, ".", ":"))
	part := strings.Split(plain, " ")
	if err != nil || len(part) != 5 {
		return s, fault.Missing()
	}
	s.Person, _ = strconv.ParseInt(part[0], 10, 64)
	for k := range strings.SplitSeq(part[1], ",") {
		s.Kinds = append(s.Kinds, Kind(k))
	}
	for r := range strings.SplitSeq(part[2], ",") {
		s.Rhythms = append(s.Rhythms, Rhythm(r))
	}
	s.Place.Kind = PlaceKind(part[3])
	s.Place.ID, _ = strconv.ParseInt(part[4], 10, 64)
	return s, nil
}

// kindsTx returns the kinds that the sort stands for now, as far as mails about them
// still come.
func (s Sort) kindsTx(tx *db.Tx) (out []Setting, err error) {
	rhythms, err := rhythmsTx(tx, s.Person)
	for _, k := range Kinds {
		r := rhythms[k.Kind]
		if r != Never && (slices.Contains(s.Kinds, k.Kind) || slices.Contains(s.Rhythms, r)) {
			out = append(out, Setting{k, r})
		}
	}
	return out, err
}

// subject is what can be muted; ok is false if the mail was about nothing of the sort.
func (s Sort) subject() (x follow.Subject, ok bool) {
	switch s.Place.Kind {
	case Thread:
		return follow.Subject{Kind: follow.Thread, ID: s.Place.ID}, true
	case Inquiry:
		return follow.Subject{Kind: follow.Inquiry, ID: s.Place.ID}, true
	case Article:
		return follow.Subject{Kind: follow.Article, ID: s.Place.ID}, true
	case Service:
		return follow.Subject{Kind: follow.Service, ID: s.Place.ID}, true
	}
	return x, false
}

// Subscription is what the holder of a mail's address to unsubscribe may change.
type Subscription struct {
	Kinds   []Setting // with the rhythms of now; empty if nothing is left to end
	Mutable bool      // the mail was about one place, which can be muted
	Muted   bool
}

// Subscription returns what a mail's address to unsubscribe stands for. A token that
// was not made here, or whose person has left, is fault.NotFound.
func (n *Notifications) Subscription(ctx context.Context, token string) (out Subscription, err error) {
	s, err := n.open(token)
	if err != nil {
		return out, err
	}
	err = n.db.Read(ctx, func(tx *db.Tx) error {
		if err := exists(tx, s.Person); err != nil {
			return err
		}
		if out.Kinds, err = s.kindsTx(tx); err != nil {
			return err
		}
		var x follow.Subject
		if x, out.Mutable = s.subject(); out.Mutable {
			levels, err := follow.LevelsTx(tx, s.Person, x)
			out.Muted = levels[x] == follow.Muted
			return err
		}
		return nil
	})
	return out, err
}

// Unsubscribe gives what the token stands for another rhythm. It never makes mails
// more frequent: a kind that has a rarer rhythm keeps it. Errors are those of
// Subscription, and fault.Invalid for Now and unknown rhythms.
func (n *Notifications) Unsubscribe(ctx context.Context, token string, to Rhythm) error {
	s, err := n.open(token)
	if err != nil {
		return err
	}
	if to == Now || !to.Valid() {
		return fault.Reject("Bitte wählen Sie eine der angebotenen Möglichkeiten.")
	}
	return n.db.Write(ctx, func(tx *db.Tx) error {
		if err := exists(tx, s.Person); err != nil {
			return err
		}
		kinds, err := s.kindsTx(tx)
		if err != nil {
			return err
		}
		for _, k := range kinds {
			if rarer(to, k.Rhythm) {
				if err := setRhythmTx(tx, s.Person, k.Kind, to); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// Mute ends everything that the person hears of the place that the mail was about.
// Errors are those of Subscription, and fault.NotFound if it was about no such place.
func (n *Notifications) Mute(ctx context.Context, token string) error {
	s, err := n.open(token)
	if err != nil {
		return err
	}
	x, ok := s.subject()
	if !ok {
		return fault.Missing()
	}
	return n.db.Write(ctx, func(tx *db.Tx) error {
		if err := exists(tx, s.Person); err != nil {
			return err
		}
		return follow.SetTx(tx, s.Person, x, follow.Muted)
	})
}

// rarer reports whether a means fewer mails than b.
func rarer(a, b Rhythm) bool { return rank(a) > rank(b) }

// rank is the place of r among Rhythms.
func rank(r Rhythm) int {
	for i, x := range Rhythms {
		if x == r {
			return i
		}
	}
	return 0
}

// exists returns fault.NotFound if the person has left.
func exists(tx *db.Tx, person int64) error {
	_, err := db.Scalar[int](tx, `SELECT 1 FROM person WHERE id = $1 AND erased_at IS NULL`, person)
	return err
}
