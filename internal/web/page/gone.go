package page

import (
	"context"
	"errors"
	"fmt"
	"os"
	"syscall"
)

// statusGone stands in the log for a request whose client left before it was
// answered, as with other servers; nobody receives it.
const statusGone = 499

// errSlow means that a client took too long to send what it announced.
var errSlow = errors.New("request body came too slowly")

// clientGone reports whether a request failed because nobody waits for its
// answer any more, which is no fault of ours.
func (c *Context) clientGone(err error) bool {
	return c.Request.Context().Err() != nil || errors.Is(err, context.Canceled) ||
		errors.Is(err, syscall.EPIPE) || errors.Is(err, syscall.ECONNRESET)
}

// bodyError says what kept the body of a request, which is not too large, from
// being read.
func (c *Context) bodyError(err error) error {
	if errors.Is(err, os.ErrDeadlineExceeded) {
		c.Header("Connection", "close") // the rest may still come
		// The server ends the context with the reading, but somebody waits for the answer.
		c.Request = c.Request.WithContext(context.WithoutCancel(c.Request.Context()))
		return errSlow
	}
	if c.Request.Context().Err() != nil { // nobody waits for an answer
		return fmt.Errorf("read body: %w", context.Canceled)
	}
	return errBadText
}
