package db

import "context"

// Lead runs work while this process leads, again and again until ctx ends. Of all
// processes on the database one leads; when it ends or loses its connection, another
// does within seconds. The context of work ends with the leadership, and work must
// then return. For a moment a second process may lead already: what happens exactly
// once is up to rows.
func (d *DB) Lead(ctx context.Context, work func(context.Context)) { d.lead(ctx, d.log, work) }
