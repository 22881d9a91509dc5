package demo

import (
	"context"
	"fmt"
	"time"

	"kommunalforum/internal/db"
	"kommunalforum/internal/membership"
)

// planApplications lets people register who then wait for a decision. They
// follow the link at once, before the mail with it is sent.
func (l *loader) planApplications(password string) {
	for _, a := range l.world.Waiting {
		l.plan(time.Duration(a.Hours)*time.Hour, "people.json", func(ctx context.Context) error {
			if err := l.Joining.Apply(ctx, membership.Form{Email: a.Email, Name: a.Name, Function: a.Function, Terms: l.Accounts.Terms}); err != nil {
				return err
			}
			var token string
			err := l.DB.Write(ctx, func(tx *db.Tx) error {
				id, err := db.Scalar[int64](tx, `SELECT MAX(id) FROM application`)
				if err != nil {
					return err
				}
				var ok bool
				token, _, _, ok, err = membership.ApplicationLinkTx(tx, id)
				if err == nil && !ok {
					err = fmt.Errorf("%s cannot register", a.Email)
				}
				return err
			})
			if err != nil {
				return err
			}
			_, err = l.Joining.Confirm(ctx, token, membership.Confirmation{Employer: a.Employer, Reason: a.Reason, Password: password})
			return err
		})
	}
}
