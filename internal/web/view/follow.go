package view

import (
	"context"
	"strconv"

	"kommunalforum/internal/account"
	"kommunalforum/internal/follow"
	"kommunalforum/internal/web/path"
	"kommunalforum/templates"
)

// Around is something that a place belongs to and that can be followed as well.
type Around struct {
	follow.Subject
	Phrase string // in the dative, such as „dem Bereich …“
}

// FollowBlock is the block with which by chooses how much they hear of a place, by
// their levels for it and for what is around it. Guests get none.
func FollowBlock(ctx context.Context, follows *follow.Follows, by account.Viewer, place follow.Subject, around ...Around) (templates.Follow, error) {
	if !by.SignedIn() {
		return templates.Follow{}, nil
	}
	subjects := []follow.Subject{place}
	for _, a := range around {
		subjects = append(subjects, a.Subject)
	}
	levels, err := follows.Levels(ctx, by, subjects...)
	return followBlock(levels, place, around), err
}

func followBlock(levels map[follow.Subject]follow.Level, place follow.Subject, around []Around) templates.Follow {
	own := levels[place]
	f := templates.Follow{Action: path.Follow, Kind: string(place.Kind), ID: strconv.FormatInt(place.ID, 10), AllHref: path.Following,
		Followed: own.Follows()}
	chosen := own
	for _, a := range around {
		l := levels[a.Subject]
		switch {
		case own != follow.Default:
		case l == follow.Muted:
			f.Via, chosen = "Sie haben "+a.Phrase+" stumm geschaltet.", follow.Muted
		case l.Follows() && chosen != follow.Muted && f.Via == "":
			f.Via, chosen = "Sie folgen "+a.Phrase+" ("+l.German()+") und hören deshalb auch von hier.", l
		}
	}
	if own != follow.Default {
		f.State, f.Means = own.German(), place.Kind.Explain(own)
	}
	for _, l := range place.Kind.Levels() {
		f.Options = append(f.Options, templates.Option{Value: string(l), Text: l.German(), Hint: place.Kind.Explain(l)})
		if l == chosen {
			f.Level = string(l)
		}
	}
	if f.Level == "" {
		f.Level = string(follow.None)
	}
	f.Hint = place.Kind.Explain(follow.All)
	return f
}
