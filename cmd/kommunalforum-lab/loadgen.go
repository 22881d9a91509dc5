package main

import (
	"context"
	"fmt"
	"time"

	"kommunalforum/internal/app"
	"kommunalforum/internal/cli"
	"kommunalforum/internal/loadgen"
)

type loadgenCommand struct {
	cli.Folder
	cli.Creating
	Posts       int    `required:"" placeholder:"ZAHL" help:"Beiträge in allen Themen zusammen."`
	Seed        uint64 `default:"1" placeholder:"ZAHL" help:"Startwert; derselbe ergibt dieselben Texte."`
	MembersOnly bool   `help:"Bereiche nur für Mitglieder statt öffentlich."`
}

// Run fills an empty data folder for load tests and builds its search index. A
// run that was interrupted goes on when it is started again.
func (l loadgenCommand) Run(ctx context.Context, p cli.Program) error {
	if _, err := app.Create(ctx, l.Config(), p.Log, l.New, nil); err != nil {
		return err
	}
	release, err := app.Lock(l.Data)
	if err != nil {
		return err
	}
	defer release()
	a, err := l.Open(ctx, p)
	if err != nil {
		return err
	}
	defer a.Close()
	begin := time.Now()
	parts := loadgen.Parts{DB: a.DB, Accounts: a.Accounts, Boards: a.Boards, Forum: a.Forum, FAQ: a.FAQ, Inquiries: a.Inquiry}
	err = loadgen.Fill(ctx, parts, loadgen.Options{Posts: l.Posts, Seed: l.Seed, MembersOnly: l.MembersOnly}, func(kind string, done, total int) {
		fmt.Fprintf(p.Out, "%s: %d von %d (%s)\n", kind, done, total, time.Since(begin).Round(time.Second))
	})
	if err != nil {
		return err
	}
	if err := a.Index.Open(ctx); err != nil {
		return err
	}
	if !a.Index.State().Ready {
		fmt.Fprintln(p.Out, "Suchindex: wird aufgebaut")
		if err := a.Index.Rebuild(ctx); err != nil {
			return err
		}
	}
	fmt.Fprintf(p.Out, "Fertig nach %s.\n", time.Since(begin).Round(time.Second))
	return nil
}
