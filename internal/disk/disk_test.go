package disk_test

import (
	"fmt"
	"os"
	"path/filepath"
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
