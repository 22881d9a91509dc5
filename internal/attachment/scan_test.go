package attachment_test

import (
	"log/slog"
	"strings"
	"testing"

	"kommunalforum/internal/clamd"
	"kommunalforum/internal/fault"
	. "kommunalforum/internal/testkit"
	"kommunalforum/internal/testkit/clamdstub"
)

func TestNoFileIsKeptThatTheScannerDidNotClear(t *testing.T) {
	t.Parallel()
	w := New(t)
	stub := clamdstub.Start(t, "unix")
	w.Attached.Scanner = clamd.New(stub.Network, stub.Address, slog.New(slog.DiscardHandler))
	upload := func(content string) error {
		staged, err := w.Attached.Stage(strings.NewReader(content))
		if err != nil {
			t.Fatal(err)
		}
		_, err = w.Attached.Upload(w.Ctx, w.By(Bea), "liste.txt", staged)
		return err
	}
	if err := upload("EICAR-STANDARD-" + "ANTIVIRUS-TEST-FILE"); !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), "Schadsoftware") {
		t.Errorf("malware: %v", err)
	}
	if w.Upload(Bea, "gut.txt", "Ein Text"); string(stub.Last()) != "Ein Text" {
		t.Errorf("the scanner got %q", stub.Last())
	}
	stub.Stop()
	if err := upload("Ein anderer Text"); !fault.Is(err, fault.Unready) {
		t.Errorf("a scanner that does not answer: %v", err)
	}
	if left := stored(w); len(left) != 1 {
		t.Errorf("%d files are kept", len(left))
	}
}
