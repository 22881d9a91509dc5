package unread_test

import (
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/readmark"
	. "kommunalforum/internal/testkit"
	"kommunalforum/internal/unread"
)

func TestMemoryIsBoundedForOneAndForAll(t *testing.T) {
	t.Parallel()
	r := world(t, Ann)
	u := unread.New(r.DB, r.Log)
	for thread := range int64(10 * unread.MaxOfOne) {
		u.Note(r.Ctx, r.By(Ann), thread+1, 1)
	}
	if n := u.Count(); n != unread.MaxOfOne || len(u.Pending(r.Ctx, r.By(Ann).ID)) != n {
		t.Errorf("%d noted of one person", n)
	}
	for person := range int64(1000) {
		for thread := range int64(50) {
			u.Note(r.Ctx, account.NewViewer(person+1000, "", r.By(Ann).Organisation), thread+1, 1)
		}
	}
	if n := u.Count(); n != unread.MaxInAll {
		t.Errorf("%d noted of all", n)
	}
	r.must(u.Write(r.Ctx)) // of people and threads that are not there
	if n := u.Count(); n != 0 {
		t.Errorf("%d are left", n)
	}
}

func TestNothingIsWrittenOfWhoLeft(t *testing.T) {
	t.Parallel()
	r := world(t, Ann)
	thread := r.Ask(Bea, Members, "Eine Frage von Bea", "Frage")
	r.sees(thread, 1)
	r.writes()
	next := r.Reply(Bea, thread, "Eine Antwort")
	_, err := r.Unread.MarkUnreadFrom(r.Ctx, r.By(Ann), next)
	r.must(err)
	r.sees(thread, 2)
	id := r.By(Ann).ID
	r.must(r.Acts.EraseAccount(r.Ctx, r.By(Boss), id, true, "Auf eigenen Wunsch."))
	r.writes()
	for _, table := range []string{"read_mark", "read_baseline"} {
		err := r.DB.Read(r.Ctx, func(tx *db.Tx) error {
			n, err := db.Scalar[int](tx, `SELECT COUNT(*) FROM `+table+` WHERE person_id = $1`, id)
			if n != 0 {
				t.Errorf("%d rows of %s are left", n, table)
			}
			return err
		})
		r.must(err)
	}
}

// TestAHundredRequestsAtOnceAgree reads, marks and writes at the same time.
func TestAHundredRequestsAtOnceAgree(t *testing.T) {
	t.Parallel()
	r := world(t, Ann)
	thread := r.Ask(Bea, Members, "Eine Frage von Bea", "Frage")
	for range 4 {
		r.Reply(Bea, thread, "Eine Antwort")
	}
	head := fmt.Sprint(r.head())
	r.Get(Ann, "/") // signs in
	address := r.Get(Ann, fmt.Sprintf("/thema/%d", thread)).Location()
	var others sync.WaitGroup
	for n := range 100 {
		others.Go(func() {
			a := Answer{}
			switch n % 4 {
			case 0:
				a = r.Get(Ann, address)
			case 1:
				a = r.Get(Ann, "/bereiche")
			case 2:
				a = r.Post(Ann, "/bereiche/"+Members+"/gelesen", Form("kopf", head))
			case 3:
				if err := r.Unread.Write(r.Ctx); err != nil {
					t.Error(err)
				}
				return
			}
			if a.Code != http.StatusOK && a.Code != http.StatusSeeOther {
				t.Errorf("%d: %d", n, a.Code)
			}
		})
	}
	others.Wait()
	r.writes()
	r.want("[]")
	r.wantState(thread, 5, false)
	if marks, baselines := r.rows("read_mark"), r.rows("read_baseline"); marks > 1 || baselines != 2 {
		t.Errorf("%d marks and %d baselines", marks, baselines)
	}
}

// TestReadingEverythingLeavesABaselineOnly reads all threads of a board, the last one at
// last.
func TestReadingEverythingLeavesABaselineOnly(t *testing.T) {
	t.Parallel()
	r := world(t, Ann)
	var threads []int64
	for n := range 5 {
		threads = append(threads, r.Ask(Bea, Members, fmt.Sprint("Eine Frage von Bea ", n), "Frage"))
	}
	for n, id := range threads {
		r.sees(id, 1)
		r.writes()
		if marks := r.rows("read_mark"); n < 4 && marks != n+1 || n == 4 && marks != 0 {
			t.Errorf("after %d of 5: %d marks", n+1, marks)
		}
	}
	r.want("[]")
	next := r.Ask(Bea, Members, "Noch eine Frage", "Frage")
	r.wantState(next, 0, true)
	r.want("[bildung:1]")
}

// TestWhoReadsNearlyEverythingKeepsFewMarks reads 600 threads and leaves out five, one
// of them half read.
func TestWhoReadsNearlyEverythingKeepsFewMarks(t *testing.T) {
	t.Parallel()
	r := world(t, Ann)
	var threads []int64
	for n := range 605 {
		threads = append(threads, r.Ask(Bea, Members, fmt.Sprint("Eine Frage von Bea ", n), "Frage"))
	}
	r.want("[bildung:100]") // shown as 99+
	for _, id := range threads[200:210] {
		r.sees(id, 1)
	}
	r.want("[bildung:100]") // there are more than what is read meanwhile
	left := map[int]bool{0: true, 100: true, 300: true, 500: true, 604: true}
	reply := r.Reply(Bea, threads[100], "Eine Antwort")
	err := r.DB.Write(r.Ctx, func(tx *db.Tx) error {
		for n, id := range threads {
			if left[n] {
				continue
			}
			_, _, err := readmark.AdvanceTx(tx, readmark.Seen{Person: r.By(Ann).ID, Thread: id, Position: 1, At: time.Now()})
			if err != nil {
				return err
			}
		}
		return nil
	})
	r.must(err)
	if n := r.rows("read_mark"); n != 600 {
		t.Fatalf("%d marks", n)
	}
	r.sees(threads[100], 1)
	r.writes() // of the half read one, which compacts the board
	if n := r.rows("read_mark"); n != 5 {
		t.Errorf("%d marks are left", n)
	}
	r.want("[bildung:5]")
	for n, id := range threads {
		if s := r.state(id); s.New != left[n] {
			t.Errorf("thread %d: %+v", n, s)
		}
	}
	r.wantFirst(threads[100], reply)
	r.wantState(threads[604], 0, true)
	r.sees(threads[604], 1)
	r.want("[bildung:4]")
	r.writes()
	r.want("[bildung:4]")
	late := r.Reply(Bea, threads[300], "Eine späte Antwort")
	r.wantFirst(threads[300], r.Question(threads[300]))
	r.sees(threads[300], 1)
	r.wantFirst(threads[300], late)
	r.want("[bildung:4]")
}
