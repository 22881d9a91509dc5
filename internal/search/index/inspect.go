package index

import (
	"errors"

	"kommunalforum/internal/event"
	"kommunalforum/internal/search/engine"
)

// Report is what Inspect found out about one generation of the index.
type Report struct {
	Path string
	// Unfinished means that it is being built, or was when the process ended. That
	// is no defect: the next start builds another one.
	Unfinished bool
	// Err is nil for a sound index, engine.ErrLocked for one that a running forum
	// holds, and otherwise what is wrong with it.
	Err error
	At  event.Position // how far it follows the log; of no log if that is not known
	// Begun is the last event before it was begun, see event.OutdatedTx.
	Begun int64
}

// Inspect reads every byte of every generation below dir, newest first, and
// changes nothing.
func Inspect(dir string) (all []Report) {
	for _, path := range folders(dir) {
		r := Report{Path: path}
		contents, err := engine.ReadContents(path)
		complete := contents.Has(valueVersion)
		if err == nil {
			r.At, r.Begun = positionIn(contents), contents.Number(valueBegun)
			err = contents.Verify()
		}
		r.Unfinished = !errors.Is(err, engine.ErrLocked) && !complete && (err == nil || isUnfinished(path))
		if r.Err = err; r.Unfinished {
			r.Err = nil
		}
		all = append(all, r)
	}
	return all
}

// positionIn returns which event log an index follows and how far.
func positionIn(c engine.Contents) event.Position {
	return event.Position{Log: c.Text(valueLog), Event: c.Number(valueCursor), Nonce: c.Number(valueNonce)}
}
