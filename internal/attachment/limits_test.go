package attachment_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/attachment"
	"kommunalforum/internal/blob"
	"kommunalforum/internal/config"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	. "kommunalforum/internal/testkit"
)

func TestLimitsHoldWhenManyComeAtOnce(t *testing.T) {
	t.Parallel()
	w := New(t, func(c *config.Config) { c.Attachments = config.Attachments{FileMB: 1, DayMB: 1, QuotaMB: 2} })
	ctx := t.Context() // with limits
	by := w.By(Ann)
	text := strings.Repeat("zehn Bytes", 10<<10) // 100 KiB
	var accepted atomic.Int64
	var all sync.WaitGroup
	for n := range 100 {
		all.Go(func() {
			staged, err := w.Attached.Stage(strings.NewReader(fmt.Sprint(n) + text))
			if err != nil {
				t.Error(err)
				return
			}
			switch _, err := w.Attached.Upload(ctx, by, "a.txt", staged); {
			case err == nil:
				accepted.Add(1)
			case !fault.Is(err, fault.Invalid) && !fault.Is(err, fault.TooMany):
				t.Errorf("%d: %v", n, err)
			}
		})
	}
	all.Wait()
	if n := accepted.Load(); n != 10 {
		t.Errorf("%d files of 100 KB are within 1 MB", n)
	}
	w.Soon("what was refused left nothing", func() bool { return len(stored(w)) == 10 })
}

func TestQuotaOfAnOrganisation(t *testing.T) {
	t.Parallel()
	w := New(t, func(c *config.Config) { c.Attachments = config.Attachments{FileMB: 1, DayMB: 1, QuotaMB: 1} })
	half := strings.Repeat("x", 600<<10)
	ctx := t.Context()
	upload := func(ctx string, by account.Viewer, at time.Time) error {
		staged, err := w.Attached.Stage(strings.NewReader(half))
		if err != nil {
			t.Fatal(err)
		}
		_, err = w.Attached.Upload(db.At(t.Context(), at), by, ctx+".txt", staged)
		return err
	}
	now := w.DB.Now(ctx)
	if err := upload("erste", w.By(Ann), now); err != nil {
		t.Fatal(err)
	}
	if err := upload("zweite", w.By(Ann), now); !fault.Is(err, fault.Invalid) || !strings.Contains(fault.SentenceOf(err), "In 24 Stunden") {
		t.Errorf("more than a day's: %v", err)
	}
	colleague := account.NewViewer(w.By(Bea).ID, "Beate Birke", w.By(Ann).Organisation)
	if err := upload("dritte", colleague, now); !fault.Is(err, fault.Invalid) || !strings.Contains(fault.SentenceOf(err), "Ihrer Organisation") {
		t.Errorf("more than the organisation's: %v", err)
	}
	if err := upload("vierte", w.By(Mod), now); err != nil {
		t.Errorf("another organisation: %v", err)
	}
}

func TestWhatIsTooLargeOrOfTheWrongKindIsRefused(t *testing.T) {
	t.Parallel()
	w := New(t, func(c *config.Config) { c.Attachments = config.Attachments{FileMB: 1, DayMB: 10, QuotaMB: 10} })
	if _, err := w.Attached.Stage(strings.NewReader(strings.Repeat("x", 1<<20+1))); !errors.Is(err, blob.ErrTooLarge) {
		t.Errorf("one byte too many: %v", err)
	}
	for name, text := range map[string]string{
		"bild.svg": "<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "seite.txt": "<!DOCTYPE html><script>alert(1)</script>",
		"programm.exe": "MZ", "leer.txt": "", "kein.pdf": "Text", "archiv.zip": "PK\x05\x06" + strings.Repeat("\x00", 18), "ohne": "Text",
	} {
		if why := refused(w, Ann, name, text); why == "" {
			t.Errorf("%s: no reason", name)
		}
	}
	w.Soon("nothing is left", func() bool { return len(stored(w)) == 0 })
	if list, err := w.Attached.Own(w.Ctx, w.By(Ann), []int64{1, 2, 3, 4, 5, 6, 7}); err != nil || len(list) > 0 {
		t.Errorf("rows are left: %+v, %v", list, err)
	}
}

func TestHostileNamesAreCleaned(t *testing.T) {
	for name, want := range map[string]string{
		"../../etc/passwd.txt": "passwd.txt", `C:\Temp\Liste.csv`: "Liste.csv", "a\x00b\r\n.txt": "a_b__.txt", "": "Datei", "...": "Datei",
		"Rechnung\u202efdp.exe": "Rechnungfdp.exe", "a\"b;c%41.pdf": "a_b;c_41.pdf", "\xff\xfe.txt": "_.txt", "Größe\u0308.txt": "Größë.txt",
		strings.Repeat("ä", 500) + ".docx": strings.Repeat("ä", 120) + ".docx", " .htaccess": "htaccess", "?": "_",
		"e" + strings.Repeat("\u0336", 40) + ".txt": "e" + strings.Repeat("\u0336", 4) + ".txt",
	} {
		if got := attachment.CleanName(name); got != want {
			t.Errorf("%q becomes %q, want %q", name, got, want)
		}
	}
}
