package db_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	osexec "os/exec"
	"testing"
	"time"

	"kommunalforum/internal/db"
)

// crashSource names the variable in which a process of this test finds the database that
// it is to write into until it is killed.
const crashSource = "TEST_DATABASE_TO_CRASH"

// TestWhatWasAcknowledgedOutlivesAKill has sixteen write at the same time in a process
// that is killed. What each was told to be written is there then, and no half of a write.
func TestWhatWasAcknowledgedOutlivesAKill(t *testing.T) {
	if source := os.Getenv(crashSource); source != "" {
		writeUntilKilled(t, source)
		return
	}
	t.Parallel()
	source := emptySource(t)
	acknowledged := map[string]bool{}
	for round := range 4 {
		known := len(acknowledged)
		crash(t, source, 300+100*round, acknowledged)
		if len(acknowledged) == known {
			t.Fatal("nothing was written")
		}
		d := open(t, source)
		there := map[string]int{}
		for _, kind := range jobKinds(t, d) {
			there[kind[:len(kind)-2]]++
		}
		for name, halves := range there {
			if halves != 2 {
				t.Errorf("half of %s", name)
			}
		}
		for name := range acknowledged {
			if there[name] == 0 {
				t.Errorf("%s was acknowledged and is lost", name)
			}
		}
		d.Close()
	}
}

// crash kills a process after it has acknowledged a number of writes, and notes all that
// it acknowledged.
func crash(t *testing.T, source string, after int, acknowledged map[string]bool) {
	t.Helper()
	c := osexec.Command(os.Args[0], "-test.run=^TestWhatWasAcknowledgedOutlivesAKill$")
	c.Env = append(os.Environ(), crashSource+"="+source)
	out, err := c.StdoutPipe()
	if err == nil {
		err = c.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	read := 0
	for lines := bufio.NewScanner(out); lines.Scan(); read++ {
		acknowledged[lines.Text()] = true
		if read == after {
			c.Process.Kill()
		}
	}
	c.Wait()
	if read < after {
		t.Errorf("it ended by itself after %d writes", read)
	}
}

func writeUntilKilled(t *testing.T, source string) {
	d := open(t, source)
	begun := time.Now().UnixNano()
	for writer := range 16 {
		go func() {
			for n := 0; ; n++ {
				name := fmt.Sprintf("%d-%d-%d", begun, writer, n)
				err := d.Write(context.Background(), func(tx *db.Tx) error {
					if _, err := tx.Exec(insertJob, name+"/1", 1); err != nil {
						return err
					}
					_, err := tx.Exec(insertJob, name+"/2", 1)
					return err
				})
				if err != nil {
					panic(err)
				}
				fmt.Println(name)
			}
		}()
	}
	select {}
}
