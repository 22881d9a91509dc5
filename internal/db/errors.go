package db

import "kommunalforum/internal/fault"

// wrapped is a fault that keeps the driver's error for the log.
type wrapped struct {
	kind     fault.Kind
	sentence string
	cause    error
}

func (w *wrapped) Error() string { return w.cause.Error() }

func (w *wrapped) Unwrap() []error {
	return []error{&fault.Error{Kind: w.kind, Sentence: w.sentence}, w.cause}
}
