//go:build !postgres

// A database on a server is on another disk than the data folder.

package app_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kommunalforum/internal/alarm"
	. "kommunalforum/internal/testkit"
)

// TestMembersReadOnAFullDiskAndWriteOnceThereIsRoom lets the disk of a running forum fill
// up, and makes room again.
func TestMembersReadOnAFullDiskAndWriteOnceThereIsRoom(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Members, "Wer betreibt den Zeppelinlandeplatz?", "Wir suchen Erfahrungen.")
	page := fmt.Sprintf("/thema/%d", thread)
	reserve := filepath.Join(w.Dir(), "reserve")
	kept := func() bool {
		_, err := os.Stat(reserve)
		return err == nil
	}
	w.App.FreeRoom(1 << 30)
	if !kept() {
		t.Error("nothing is laid aside while there is room")
	}

	w.App.FreeRoom(20 << 20)
	if kept() {
		t.Error("the reserve is kept though nothing else is left")
	}
	if a := w.Get(Ann, w.Get(Ann, page).Location()); a.Code != http.StatusOK || !strings.Contains(a.Body, "Im Augenblick können Sie nur lesen") {
		t.Errorf("a member reads %d", a.Code)
	}
	if a := w.Get(Guest, "/"); a.Code != http.StatusOK || strings.Contains(a.Body, "nur lesen") {
		t.Errorf("a guest reads %d", a.Code)
	}
	text := "Den haben wir 2019 abgebaut."
	a := w.Post(Ann, page+"/antworten", Form("text", text))
	if a.Code != http.StatusServiceUnavailable || !strings.Contains(a.Body, text) || !strings.Contains(a.Body, "Speicherplatz") {
		t.Errorf("a reply is answered with %d", a.Code)
	}
	w.NewSession(Bea, "another device")
	if a := w.Post(Boss, "/verwaltung/einstellungen", Form("claim", "Ein anderer Leitsatz")); a.Code == http.StatusServiceUnavailable {
		t.Error("administrators cannot work")
	}
	if code, body := ready(w.App); code != http.StatusServiceUnavailable || !strings.Contains(body, "Speicherplatz: Der Datenträger ist voll") {
		t.Errorf("it says %d %q", code, body)
	}

	w.App.FreeRoom(100 << 20) // some room is not enough: the reserve alone gave that
	if a := w.Post(Ann, page+"/antworten", Form("text", text)); a.Code != http.StatusServiceUnavailable {
		t.Errorf("with the room of the reserve a reply is answered with %d", a.Code)
	}
	w.App.FreeRoom(1 << 30)
	if a := w.Post(Ann, page+"/antworten", Form("text", text)); a.Code != http.StatusSeeOther {
		t.Errorf("once there is room a reply is answered with %d", a.Code)
	}
	if !kept() {
		t.Error("no reserve is laid aside again")
	}
}

// TestSmallDiskHasSmallerLimits has a disk of 120 MB that fills up and is emptied.
func TestSmallDiskHasSmallerLimits(t *testing.T) {
	t.Parallel()
	w := New(t)
	const total = 120 << 20
	reserve := filepath.Join(w.Dir(), "reserve")
	w.App.FreeRoomOf(112<<20, total)
	if info, err := os.Stat(reserve); err != nil || info.Size() != total/8 {
		t.Errorf("of the reserve it says %v, %v", info, err)
	}
	w.App.FreeRoomOf(10<<20, total)
	s := stateOf(t, w, "disk")
	if !w.DB.Full() || !strings.Contains(s.Sentence, "weniger als 16\u00a0MB") || !strings.Contains(s.Sentence, "Sobald 60\u00a0MB frei sind") {
		t.Errorf("it says %+v", s)
	}
	w.App.FreeRoomOf(40<<20, total)
	if s := stateOf(t, w, "disk"); !w.DB.Full() || !strings.Contains(s.Sentence, "noch 32\u00a0MB frei") {
		t.Errorf("it says %+v", s)
	}
	w.App.FreeRoomOf(70<<20, total)
	if s := stateOf(t, w, "disk"); w.DB.Full() || s.Level != alarm.Fine {
		t.Errorf("once there is room it says %+v", s)
	}
	w.App.FreeRoom(80 << 20)
	if s := stateOf(t, w, "disk"); s.Level != alarm.Danger || !strings.Contains(s.Sentence, "Mindestens 10\u00a0GB sollten frei sein") {
		t.Errorf("with little room it says %+v", s)
	}
}
