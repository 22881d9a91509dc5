// Package picture turns uploaded picture files into new ones that are safe to show.
// It owns no table.
//
// It promises: only pixels are kept, so that place, time and device recorded in the
// file are gone; the work on a file is bounded before it begins, and the file is
// decoded in a child process that ends when it reaches its limits or nobody waits
// for it any longer.
package picture

import (
	"context"
	"errors"
	"strconv"
	"time"

	"kommunalforum/internal/fault"
	"kommunalforum/internal/sandbox"
)

// Limits of an uploaded picture.
const (
	MaxBytes    = 6 << 20    // of a file for Square
	MaxFitBytes = 20 << 20   // of a file for Fit
	maxPixels   = 25_000_000 // width times height; telephones take pictures of 24.5 million
	minSide     = 64         // pixels, of a file for Square
)

// Tool decodes, crops, scales and encodes in a child process. Its limits are twice
// what the most costly picture accepted by check needs.
var Tool = sandbox.Tool{Name: "picture", Run: convert, Limits: sandbox.Limits{
	CPU: 5 * time.Second, Time: 30 * time.Second, Memory: 640 << 20, Output: 1 << 20}}

// FitTool does the same for Fit, whose pictures are larger.
var FitTool = sandbox.Tool{Name: "picture-fit", Run: fit, Limits: sandbox.Limits{
	CPU: 15 * time.Second, Time: 60 * time.Second, Memory: 896 << 20, Output: 40 << 20}}

const (
	unreadable = "Das ist kein Bild, das wir lesen können. Bitte wählen Sie eine Datei im Format JPEG, PNG, GIF oder WebP."
	tooCostly  = "Dieses Bild ist so gespeichert, dass es sich nur mit sehr viel Aufwand lesen lässt. Bitte öffnen Sie es in einem " +
		"Bildprogramm und speichern Sie es neu, am besten als einfaches JPEG."
	busy = "Gerade werden viele Bilder auf einmal verarbeitet. Bitte versuchen Sie es in ein paar Sekunden noch einmal."
	slow = "Das Bild ließ sich gerade nicht rechtzeitig verarbeiten. Bitte versuchen Sie es in einer Minute noch einmal."
)

// How long to wait before another try.
const (
	busyWait = 5 * time.Second
	slowWait = time.Minute
)

// Workshop converts pictures. Its methods may be called concurrently.
type Workshop struct{ box *sandbox.Sandbox }

// New returns a workshop whose child processes run in the sandbox.
func New(box *sandbox.Sandbox) *Workshop { return &Workshop{box} }

// Square converts a file to an upright, square JPEG of side pixels: the middle of a
// wide picture, the upper middle of a tall one, where faces are. Owner is the
// account that uploaded the file. The error is fault.Invalid for a file that is not
// a picture, too large or too costly, and fault.Unready if too much is going on at
// the moment.
func (w *Workshop) Square(ctx context.Context, owner int64, file []byte, side int) ([]byte, error) {
	if err := check(file, MaxBytes, minSide); err != nil {
		return nil, err
	}
	return w.run(ctx, Tool, owner, file, strconv.Itoa(side))
}

// Fit converts a file to an upright picture whose larger side has at most edge pixels, and
// the same with at most small pixels. Drawings and screenshots stay sharp: what has few
// colours, or transparent places, becomes a PNG, anything else a JPEG. Owner and errors are
// those of Square.
func (w *Workshop) Fit(ctx context.Context, owner int64, file []byte, edge, small int) (p Fitted, err error) {
	if err := check(file, MaxFitBytes, 1); err != nil {
		return p, err
	}
	out, err := w.run(ctx, FitTool, owner, file, strconv.Itoa(edge), strconv.Itoa(small))
	if err == nil {
		err = p.read(out)
	}
	return p, err
}

// run works on a file in a child process, and says in German what kept it from that.
func (w *Workshop) run(ctx context.Context, t sandbox.Tool, owner int64, file []byte, args ...string) ([]byte, error) {
	out, err := w.box.Run(ctx, t, owner, file, args...)
	switch {
	case errors.Is(err, sandbox.ErrRefused):
		err = fault.Reject(unreadable)
	case errors.Is(err, sandbox.ErrCostly):
		err = fault.Reject(tooCostly)
	case errors.Is(err, sandbox.ErrBusy):
		err = fault.Busy(busyWait, busy)
	case errors.Is(err, sandbox.ErrSlow):
		err = fault.Busy(slowWait, slow)
	}
	return out, err
}
