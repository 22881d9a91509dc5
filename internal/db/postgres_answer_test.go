package db_test

import (
	"errors"
	"net"
	"os"
	"testing"
	"time"

	"kommunalforum/internal/db"
)

// TestAReadThatBeganWhileTheConnectionWasMadeIsBound: the driver reads in the background
// when what it sends takes long.
func TestAReadThatBeganWhileTheConnectionWasMadeIsBound(t *testing.T) {
	t.Parallel()
	here, there := net.Pipe()
	defer there.Close()
	conn, watch := db.Answering(here, 10*time.Millisecond)
	read := make(chan error, 1)
	go func() {
		_, err := conn.Read(make([]byte, 1))
		read <- err
	}()
	time.Sleep(20 * time.Millisecond)
	if err := watch(func() bool { return false }); err != nil {
		t.Fatal(err)
	}
	select {
	case err := <-read:
		if !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Error(err)
		}
	case <-time.After(10 * time.Second):
		t.Error("a server that stands still is waited for without end")
	}
}
