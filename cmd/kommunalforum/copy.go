package main

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"kommunalforum/internal/app"
	"kommunalforum/internal/cli"
	"kommunalforum/internal/config"
	"kommunalforum/internal/db"
)

type copying struct{ cli.Places }

// tellEvery is how often a copy that takes long says where it is.
const tellEvery = 5 * time.Second

// Run copies the forum, and says of each table what was copied and found again.
func (c copying) Run(ctx context.Context, p cli.Program) error {
	begin := time.Now()
	told := begin
	copied, err := app.Copy(ctx, c.From, c.To, func(table string, rows int64) {
		if time.Since(told) >= tellEvery {
			told = time.Now()
			fmt.Fprintf(p.Out, "%s: %s Zeilen (nach %s Sekunden)\n", table, grouped(rows), seconds(begin))
		}
	})
	if err != nil && ctx.Err() != nil {
		return fmt.Errorf("Das Kopieren wurde abgebrochen. Am Ziel steht kein Forum. (%w)", err)
	}
	if err != nil {
		return err
	}
	rows, err := printCopied(p.Out, copied)
	if err != nil {
		return err
	}
	fmt.Fprintf(p.Out, "\n%d Tabellen mit %s Zeilen sind kopiert und verglichen: Zahl und Prüfsumme der Zeilen stimmen überall überein. "+
		"Das dauerte %s Sekunden.\n%s", len(copied), grouped(rows), seconds(begin), c.next())
	return nil
}

// printCopied prints the tables that hold something.
func printCopied(out io.Writer, copied []db.Copied) (rows int64, err error) {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "Tabelle\tZeilen\tPrüfsumme")
	for _, t := range copied {
		rows += t.Rows
		if t.Rows > 0 {
			fmt.Fprintf(w, "%s\t%s\t%s\n", t.Table, grouped(t.Rows), t.Sum[:16])
		}
	}
	return rows, w.Flush()
}

// next says what the operator has to do now.
func (c copying) next() string {
	if db.OnServer(c.To) {
		return fmt.Sprintf("Bitte legen Sie %s und alles, was daneben mit „forum.db-“ beginnt, beiseite, damit dort niemand weiterschreibt. "+
			"Starten Sie dann „serve“ mit --database und mit demselben Schlüssel.\n", app.DatabasePath(c.From))
	}
	return fmt.Sprintf("Bitte legen Sie die Schlüsseldatei des Forums nach %s, bevor Sie „serve“ dort starten, oder geben Sie sie mit "+
		"--key-file an.\n", app.KeyPath(config.Config{Data: c.To}))
}

func seconds(begin time.Time) string {
	return strings.Replace(fmt.Sprintf("%.1f", time.Since(begin).Seconds()), ".", ",", 1)
}

// grouped writes a number in groups of three digits.
func grouped(n int64) string {
	digits := strconv.FormatInt(n, 10)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "." + digits[i:]
	}
	return digits
}
