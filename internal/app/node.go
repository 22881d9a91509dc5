package app

import (
	"context"

	"kommunalforum/internal/event"
	"kommunalforum/internal/node"
	"kommunalforum/internal/search/index"
)

func (a *App) nodeOptions() node.Options {
	return node.Options{Folder: a.Config.Data, Alone: a.Config.Database == "", Consumers: []string{index.ConsumerName}, Log: a.Log}
}

// indexConsumer is the consumer of this node's index.
func (a *App) indexConsumer() event.Consumer {
	c := a.Index.Consumer()
	c.Node = a.Node.ID
	return c
}

// caughtUp reports whether searches on this node find what they should.
func (a *App) caughtUp(ctx context.Context) bool {
	behind, err := a.Index.Behind(ctx)
	return err == nil && !behind
}
