package admin_test

import (
	"log/slog"
	"strings"
	"testing"

	"kommunalforum/internal/clamd"
	. "kommunalforum/internal/testkit"
	"kommunalforum/internal/testkit/clamdstub"
	"kommunalforum/internal/web/path"
)

func TestAdministratorsLearnThatTheScannerIsSilent(t *testing.T) {
	t.Parallel()
	w := New(t)
	if page := w.Get(Boss, path.Administration).Body; strings.Contains(page, "Virenscanner") {
		t.Error("without a scanner the page speaks of one")
	}
	stub := clamdstub.Start(t, "unix")
	w.Attached.Scanner = clamd.New(stub.Network, stub.Address, slog.New(slog.DiscardHandler))
	if page := w.Get(Boss, path.Administration).Body; !strings.Contains(page, "Anhänge prüft der Virenscanner "+clamdstub.Version) {
		t.Error("the page does not say which scanner there is")
	}
	stub.Stop()
	if page := w.Get(Boss, path.Administration).Body; !strings.Contains(page, "Der Virenscanner antwortet nicht") {
		t.Error("the page does not say that the scanner is silent")
	}
}
