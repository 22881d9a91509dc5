package usecase

import (
	"context"
	"fmt"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/follow"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/organisation"
)

// Place is what somebody may see of a subject that can be followed.
type Place struct {
	follow.Subject
	Title string // of a board or search: its name
	Slug  string // of a board
	Key   string // of an inquiry its number, of a saved search its query
}

// Followed is a row of what somebody follows.
type Followed struct {
	follow.Row
	Place Place
	Gone  bool // it is no more, or they may not see it: Place says nothing
}

// FollowedPage is a page of what somebody follows.
type FollowedPage struct {
	follow.Page
	Followed []Followed
}

// Follow sets by's level for a subject that by may see, and returns it. A level that the
// subject's kind does not offer is fault.Invalid. Ending is possible for any subject that
// has a level; then the place is empty if by may not see it. Everything else is
// fault.NotFound.
func (a *Acts) Follow(ctx context.Context, by account.Viewer, s follow.Subject, l follow.Level) (p Place, err error) {
	if err := by.MustBeMember(); err != nil {
		return p, err
	}
	err = a.db.Write(ctx, func(tx *db.Tx) error {
		levels, err := follow.LevelsTx(tx, by.ID, s)
		if err != nil {
			return err
		}
		activity := account.Following
		if l == levels[s] || s.Kind.Less(l, levels[s]) {
			activity = account.Silencing
		}
		if err := account.CountActivityTx(tx, by, activity); err != nil {
			return err
		}
		places, err := placesTx(tx, by, []follow.Subject{s})
		if err != nil {
			return err
		}
		var seen bool
		if p, seen = places[s]; seen {
			return setLevel(tx, by, s, levels[s], l)
		}
		if levels[s] == follow.Default || l != follow.None {
			return fault.Missing()
		}
		return follow.SetTx(tx, by.ID, s, follow.Default)
	})
	return p, err
}

// setLevel sets a level in place of the one that is there. What by never followed and
// would hear nothing of needs no exception.
func setLevel(tx *db.Tx, by account.Viewer, s follow.Subject, have, l follow.Level) error {
	if err := s.Kind.CheckLevel(l); err != nil {
		return err
	}
	if have != follow.Default || l != follow.None {
		return follow.SetTx(tx, by.ID, s, l)
	}
	hears, err := hearsAnyhow(tx, by, s)
	if err != nil || !hears {
		return err
	}
	return follow.SetTx(tx, by.ID, s, l)
}

// hearsAnyhow reports whether by may hear of a subject without following it: because of
// a level for something around it, or because they take part in it.
func hearsAnyhow(tx *db.Tx, by account.Viewer, s follow.Subject) (bool, error) {
	switch s.Kind {
	case follow.Thread:
		return forum.ConcernsTx(tx, by, s.ID)
	case follow.Inquiry:
		return inquiry.ConcernsTx(tx, by, s.ID)
	}
	return false, nil // of others nobody hears who does not follow
}

// Following returns a page of what by follows, with what by may see of it now.
func (a *Acts) Following(ctx context.Context, by account.Viewer, f follow.Filter) (p FollowedPage, err error) {
	if err := by.MustBeMember(); err != nil {
		return p, err
	}
	err = a.db.Read(ctx, func(tx *db.Tx) error {
		if p.Page, err = follow.ListTx(tx, by.ID, f); err != nil {
			return err
		}
		subjects := make([]follow.Subject, len(p.Rows))
		for i, r := range p.Rows {
			subjects[i] = r.Subject
		}
		places, err := placesTx(tx, by, subjects)
		for _, r := range p.Rows {
			place, seen := places[r.Subject]
			p.Followed = append(p.Followed, Followed{Row: r, Place: place, Gone: !seen})
		}
		return err
	})
	return p, err
}

// placesTx returns those of the subjects that by may see, with one query for each
// kind.
func placesTx(tx *db.Tx, by account.Viewer, subjects []follow.Subject) (map[follow.Subject]Place, error) {
	ids := map[follow.Kind][]int64{}
	for _, s := range subjects {
		ids[s.Kind] = append(ids[s.Kind], s.ID)
	}
	out := map[follow.Subject]Place{}
	for kind, of := range ids {
		places, err := placesOfKind(tx, by, kind, of)
		if err != nil {
			return nil, fmt.Errorf("places of kind %s: %w", kind, err)
		}
		for _, p := range places {
			p.Kind = kind
			out[p.Subject] = p
		}
	}
	return out, nil
}

// placesOfKind returns what by may see of the subjects of a kind, without the kind.
func placesOfKind(tx *db.Tx, by account.Viewer, kind follow.Kind, ids []int64) ([]Place, error) {
	switch kind {
	case follow.Board:
		return boardPlaces(tx, by, ids)
	case follow.Thread:
		titles, err := forum.TitlesTx(tx, by, ids)
		return titledPlaces(titles), err
	case follow.Article:
		titles, err := faq.TitlesTx(tx, by, ids)
		return titledPlaces(titles), err
	case follow.Service:
		found, err := catalogue.ServicesTx(tx, ids)
		return places(found, func(s catalogue.Service) Place { return Place{Subject: follow.Subject{ID: s.ID}, Title: s.Name} }), err
	case follow.Organisation:
		found, err := organisation.NamesTx(tx, ids)
		return places(found, func(o organisation.Organisation) Place {
			return Place{Subject: follow.Subject{ID: o.ID}, Title: o.Name}
		}), err
	case follow.Inquiry:
		found, err := inquiry.TitlesTx(tx, by, ids)
		return places(found, func(q inquiry.Titled) Place {
			return Place{Subject: follow.Subject{ID: q.ID}, Title: q.Title, Key: q.Number}
		}), err
	case follow.Search:
		found, err := follow.SearchesTx(tx, by.ID, ids)
		return places(found, func(s follow.SavedSearch) Place {
			return Place{Subject: follow.Subject{ID: s.ID}, Title: s.Name, Key: s.Query}
		}), err
	}
	return nil, nil
}

func places[T any](found []T, place func(T) Place) []Place {
	out := make([]Place, len(found))
	for i, x := range found {
		out[i] = place(x)
	}
	return out
}

func titledPlaces(titles map[int64]string) (out []Place) {
	for id, title := range titles {
		out = append(out, Place{Subject: follow.Subject{ID: id}, Title: title})
	}
	return out
}

func boardPlaces(tx *db.Tx, by account.Viewer, ids []int64) (out []Place, err error) {
	listed, err := board.ListedTx(tx, by)
	for _, b := range listed {
		for _, id := range ids {
			if b.ID == id && b.Readable(by) {
				out = append(out, Place{Subject: follow.Subject{ID: id}, Title: b.Name, Slug: b.Slug})
				break
			}
		}
	}
	return out, err
}
