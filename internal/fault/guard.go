package fault

import (
	"fmt"
	"runtime/debug"
)

// Guard calls fn and returns a panic in it as an error with the stack. It is for
// workers that go through rows: one that cannot be worked off must not end the program,
// which would meet it again after every start.
func Guard(fn func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v\n%s", r, debug.Stack())
		}
	}()
	return fn()
}
