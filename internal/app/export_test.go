package app

import "context"

// Lead is what a leader does.
func (a *App) Lead(ctx context.Context) { a.lead(ctx) }

// LastDue is when a backup was due last.
var LastDue = lastDue
