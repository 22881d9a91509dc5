package demo

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/organisation"
)

// open are the boards that everybody reads.
var open = []string{"bauen-wohnen", "familie-kind", "efa-nachnutzung", "kommunalpakt-recht"}

// day is a day as durations reckon it.
const day = 24 * time.Hour

// settle creates the people, the groups and the boards' settings, in the weeks
// before anybody wrote anything.
func (l *loader) settle(ctx context.Context, password string) ([]Login, error) {
	var first time.Duration
	for _, t := range l.world.Threads {
		first = max(first, t.Ago)
	}
	for _, a := range l.world.Articles {
		first = max(first, a.Versions[0].Ago)
	}
	for _, q := range l.world.Inquiries {
		first = max(first, q.Ago)
	}
	at := func(ago time.Duration) context.Context { return db.At(ctx, believable(l.now.Add(-ago))) }
	var logins []Login
	for i, p := range l.world.People {
		joined := at(first + 20*day - time.Duration(i)*8*time.Hour)
		login, err := l.createPerson(joined, p, password)
		if err != nil {
			return nil, err
		}
		logins = append(logins, login)
	}
	if err := l.configure(at(first + 7*day)); err != nil {
		return nil, err
	}
	for i, p := range l.world.People {
		if err := l.describe(at(first+6*day-time.Duration(i)*5*time.Hour), p); err != nil {
			return nil, fmt.Errorf("demo world, people.json: profile of %s: %w", p.Key, err)
		}
	}
	return logins, nil
}

func (l *loader) createPerson(ctx context.Context, p Person, password string) (Login, error) {
	in := account.NewPerson{Email: p.Email, Name: p.Name, Function: p.Function, Password: password, Terms: l.Accounts.Terms,
		Organisation: organisation.Organisation{
			Name:       p.Organisation.Name,
			Kind:       organisation.Kind(p.Organisation.Kind),
			State:      p.Organisation.Land,
			Population: int64(p.Organisation.Population),
		}}
	for _, g := range p.Roles {
		id, known := l.boards[g.Board]
		if g.Board != "" && !known {
			return Login{}, fmt.Errorf("demo world, people.json: %s: there is no board %q", p.Key, g.Board)
		}
		in.Grants = append(in.Grants, account.Grant{Role: account.Role(g.Role), Board: id})
	}
	if _, _, err := l.Accounts.Create(ctx, in); err != nil {
		return Login{}, fmt.Errorf("demo world, people.json: %s: %w", p.Key, err)
	}
	by, err := l.Accounts.ViewerOf(ctx, p.Email)
	l.people[p.Key] = by
	for _, d := range p.Organisation.Domains {
		if err := l.Joining.LearnDomain(ctx, d, by.Organisation.ID); err != nil {
			return Login{}, fmt.Errorf("demo world, people.json: domain %s: %w", d, err)
		}
	}
	return Login{Email: p.Email, Name: p.Name, Organisation: p.Organisation.Name, Roles: rolesOf(by)}, err
}

// rolesOf names the roles, strongest first; Mitglied is everybody.
func rolesOf(by account.Viewer) string {
	var names []string
	for _, role := range slices.Backward(account.Roles) {
		held := slices.ContainsFunc(by.Grants(), func(g account.Grant) bool { return g.Role == role })
		if held && (role != account.Member || len(names) == 0) {
			names = append(names, role.German())
		}
	}
	return strings.Join(names, ", ")
}

// configure makes the groups and says who reads which board and where answers
// need a second person; the first administrator acts.
func (l *loader) configure(ctx context.Context) error {
	admin, err := l.admin()
	if err != nil {
		return err
	}
	settings := map[string]board.Settings{}
	for _, slug := range open {
		settings[slug] = board.Settings{Audience: board.Public, Indexable: true}
	}
	for _, g := range l.world.Groups {
		var members []int64
		for _, key := range g.Members {
			members = append(members, l.people[key].ID)
		}
		circle, err := l.Boards.NewCircle(ctx, admin, g.Name, members...)
		if err != nil {
			return fmt.Errorf("demo world, group %s: %w", g.Key, err)
		}
		s := settings[g.Board]
		settings[g.Board] = board.Settings{Audience: board.Restricted, Circles: append(s.Circles, circle)}
	}
	for _, slug := range l.world.FourEyes() {
		s, known := settings[slug]
		if !known {
			s.Audience = board.Members
		}
		s.FourEyes = true
		settings[slug] = s
	}
	for _, slug := range slices.Sorted(maps.Keys(settings)) {
		if err := l.Boards.Configure(ctx, admin, l.boards[slug], settings[slug], "Einrichtung der Demo-Welt"); err != nil {
			return fmt.Errorf("demo world, board %s: %w", slug, err)
		}
	}
	return nil
}

// admin returns the first administrator.
func (l *loader) admin() (account.Viewer, error) {
	for _, p := range l.world.People {
		if by := l.people[p.Key]; by.Admin() {
			return by, nil
		}
	}
	return account.Viewer{}, fmt.Errorf("demo world, people.json: nobody is admin")
}
