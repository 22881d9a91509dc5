//go:build !postgres

package main

import (
	"os"
	"testing"

	"kommunalforum/internal/app"
)

// TestMain lets the tests do the work of children, as main does.
func TestMain(m *testing.M) {
	app.Sandbox()
	status := m.Run()
	dropDemo()
	os.Exit(status)
}
