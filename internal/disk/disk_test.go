package disk_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"kommunalforum/internal/disk"
)

func TestReserveTakesRoomAndGivesItBack(t *testing.T) {
	dir := t.TempDir()
	r := disk.Reserve{Path: filepath.Join(dir, "reserve"), Size: 3<<20 + 5}
	if there, err := r.GiveUp(); there || err != nil {
		t.Errorf("giving up what is not there: %v, %v", there, err)
	}
	for range 2 { // making it again changes nothing
		if err := r.Make(); err != nil || !r.Kept() {
			t.Fatalf("kept: %v, %v", r.Kept(), err)
		}
	}
	info, err := os.Stat(r.Path)
	if err != nil {
		t.Fatal(err)
	}
	if taken := info.Sys().(*syscall.Stat_t).Blocks * 512; taken < r.Size {
		t.Errorf("%d bytes take only %d", r.Size, taken)
	}
	if info.Mode().Perm() != 0o600 {
		t.Errorf("others may look at it: %v", info.Mode())
	}
	if there, err := r.GiveUp(); !there || err != nil || r.Kept() {
		t.Errorf("given up: %v, %v", there, err)
	}
}

func TestReserveThatDoesNotFitLeavesNothing(t *testing.T) {
	r := disk.Reserve{Path: filepath.Join(t.TempDir(), "missing", "reserve"), Size: 10}
	if err := r.Make(); err == nil || r.Kept() {
		t.Error("a reserve stands in a folder that is not there")
	}
}

func TestRoomIsThatOfTheFolder(t *testing.T) {
	s, err := disk.Of(t.TempDir())
	if err != nil || s.Total <= 0 || s.Free < 0 || s.Free > s.Total {
		t.Errorf("%+v, %v", s, err)
	}
	if _, err := disk.Of(filepath.Join(t.TempDir(), "missing")); err == nil {
		t.Error("a folder that is not there has room")
	}
	if !disk.Full(fmt.Errorf("write: %w", syscall.ENOSPC)) || disk.Full(syscall.EIO) || disk.Full(nil) {
		t.Error("a full disk is not known by its error")
	}
}

func TestNearIsOfWhatIsThere(t *testing.T) {
	dir := t.TempDir()
	want, err := disk.Of(dir)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := disk.Near(filepath.Join(dir, "missing", "below")); err != nil || got.Total != want.Total {
		t.Errorf("%+v, %v instead of %+v", got, err, want)
	}
}

func TestSizeTextSaysItAsPeopleDo(t *testing.T) {
	for n, want := range map[int64]string{0: "0 Bytes", 1: "1 Byte", 1023: "1023 Bytes", 1536: "2 KB", 1 << 20: "1,0 MB", 1<<20 + 440<<10: "1,4 MB",
		1000 << 20: "1000,0 MB", 16<<30 + 400<<20: "16,4 GB", 3 << 40: "3,0 TB", 2000 << 40: "2000,0 TB"} {
		if got := strings.ReplaceAll(disk.SizeText(n), "\u00a0", " "); got != want {
			t.Errorf("%d is %q instead of %q", n, got, want)
		}
	}
}
