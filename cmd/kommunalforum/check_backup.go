package main

import (
	"context"
	"fmt"
	"strings"

	"kommunalforum/internal/app"
	"kommunalforum/internal/backup"
	"kommunalforum/internal/cli"
)

// backup checks a backup: all hashes, what is in its files, and whether it was whole when it
// was made.
func (c check) backup(ctx context.Context, p cli.Program) error {
	at, err := backup.Newest(ctx, c.Backup)
	if err != nil {
		return err
	}
	m, damaged, err := app.CheckBackup(ctx, at, telling(p.Out, "Geprüft"))
	if err != nil {
		return err
	}
	printBackup(p.Out, at, m)
	for _, d := range damaged {
		fmt.Fprintln(p.Out, "Sicherung:", d)
	}
	for _, d := range m.Defects {
		fmt.Fprintln(p.Out, "Sicherung: Schon als sie gemacht wurde:", strings.TrimSuffix(d, "."))
	}
	if len(damaged) > 0 || !m.Whole() {
		return fmt.Errorf("Die Sicherung %s hat Mängel.", at)
	}
	if !m.Server {
		fmt.Fprintln(p.Out, "Datenbank: in Ordnung, Zahl der Zeilen in allen Tabellen stimmt")
	}
	fmt.Fprintf(p.Out, "Sicherung: in Ordnung, alle %s Prüfsummen stimmen\n", grouped(int64(len(m.Files))))
	return nil
}
