package app

import (
	"context"
	"time"

	"kommunalforum/internal/event"
	"kommunalforum/internal/job"
	"kommunalforum/internal/node"
	"kommunalforum/internal/search/index"
	"kommunalforum/internal/web/info"
)

func (a *App) nodeOptions() node.Options {
	return node.Options{Folder: a.Config.Data, Alone: a.Config.Database == "", Consumers: []string{index.ConsumerName}, Log: a.Log}
}

// indexConsumer is the consumer of this node's index.
func (a *App) indexConsumer() event.Consumer {
	c := a.Index.Consumer()
	c.Node = a.Self.ID
	return c
}

// copyIndex makes a copy of this node's index for another node, whenever a command asks
// for one, until ctx ends.
func (a *App) copyIndex(ctx context.Context) {
	a.workOff(ctx, job.CopyIndex, a.Self.ID, func(context.Context, time.Time) error {
		return a.Index.CopyTo(IndexCopyPath(a.Config.Data))
	})
}

// caughtUp reports whether searches on this node find what they should.
func (a *App) caughtUp(ctx context.Context) bool {
	behind, err := a.Index.Behind(ctx)
	return err == nil && !behind
}

// Health says of each part on which requests depend whether it works here, with what is
// the matter in German. Where something is, requests should rather go to other nodes. A
// node whose program is too old to write lets people read until a newer one is ready in
// its place.
func (a *App) Health(ctx context.Context) []info.Part {
	select {
	case <-a.DB.Superseded():
		return []info.Part{{Name: "Datenbank", Trouble: a.replaced(ctx)}}
	default:
	}
	parts := []info.Part{{Name: "Datenbank"}, {Name: "Speicherplatz"}, {Name: "Suchindex"}, {Name: "Postausgang"}}
	database, disk, index, mails := &parts[0].Trouble, &parts[1].Trouble, &parts[2].Trouble, &parts[3].Trouble
	if !a.Self.Alive() {
		*database = a.notWritable() + "."
	}
	if a.DB.Damaged() && a.Config.Database == "" { // other nodes would have the same server
		*database = "Die Datenbank ist beschädigt. Manche Seiten lassen sich nicht anzeigen."
	}
	if a.DB.Full() {
		*disk = "Der Datenträger ist voll. Lesen ist möglich, Schreiben nicht."
	}
	behind, err := a.Index.Behind(ctx)
	switch {
	case err != nil:
		*database = noAnswer
	case behind:
		*index = "Der Suchindex ist noch nicht vollständig."
	}
	late, err := a.outboxFinding(ctx)
	switch {
	case err != nil:
		*database = noAnswer
	case late.Level != "":
		*mails = "Fällige E-Mails bleiben liegen."
	}
	return parts
}

// notWritable says that the database takes nothing, of a node only where there may be
// several. The sentence goes on.
func (a *App) notWritable() string {
	if a.Config.Database == "" {
		return "Die Datenbank nimmt keine Änderungen an"
	}
	return "Die Datenbank nimmt von diesem Knoten keine Änderungen an"
}

const noAnswer = "Die Datenbank antwortet nicht."

// replaced says why requests should go to the nodes of a newer program, "" as long as
// there are none.
func (a *App) replaced(ctx context.Context) string {
	replaced, err := a.Self.Replaced(ctx)
	switch {
	case err != nil:
		return noAnswer
	case replaced:
		return "Eine neuere Fassung des Programms hat diesen Knoten abgelöst."
	}
	return ""
}
