package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/mattn/go-sqlite3"
)

// maxPageDefects is how many defects of a table are reported.
const maxPageDefects = 20

// checkPages checks table by table with its indexes, each in a statement of its own: a
// statement keeps SQLite from writing its log back while it runs. What no table uses, such
// as free pages, is not looked at.
func (e sqlite) checkPages(ctx context.Context, _ pools, rest func(time.Duration) error) (r PageReport, err error) {
	conns, err := sql.Open(driver(), dsn(e.path, readerOptions))
	if err != nil {
		return r, fmt.Errorf("check pages: %w", err)
	}
	defer conns.Close()
	conns.SetMaxOpenConns(1)
	roots, tables, err := e.roots(ctx, conns)
	if err != nil {
		return r, err
	}
	for _, table := range tables {
		begun := time.Now()
		found, err := e.checkTable(ctx, conns, table, roots)
		if err != nil {
			return r, err
		}
		r.Defects = append(r.Defects, found...)
		if err := rest(time.Since(begun)); err != nil {
			return r, err
		}
	}
	r.Checked = fmt.Sprintf("%d Tabellen mit ihren Indexen, jede Seite ihrer Bäume", len(tables))
	return r, nil
}

// roots returns what stands on the first page of each tree, and all tables.
func (e sqlite) roots(ctx context.Context, conns *sql.DB) (roots map[int]string, tables []string, err error) {
	rows, err := conns.QueryContext(ctx, `SELECT type, name, tbl_name, rootpage FROM sqlite_schema WHERE rootpage > 0 ORDER BY rootpage`)
	if err != nil {
		return nil, nil, fmt.Errorf("list tables: %w", e.translate(err))
	}
	defer rows.Close()
	roots = map[int]string{1: "Verzeichnis der Tabellen (sqlite_schema)"}
	for rows.Next() {
		var kind, name, table string
		var page int
		if err := rows.Scan(&kind, &name, &table, &page); err != nil {
			return nil, nil, err
		}
		if kind == "table" {
			roots[page] = "Tabelle „" + name + "“"
			tables = append(tables, name)
		} else {
			roots[page] = "Index „" + name + "“ der Tabelle „" + table + "“"
		}
	}
	return roots, tables, rows.Err()
}

func (e sqlite) checkTable(ctx context.Context, conns *sql.DB, table string, roots map[int]string) (defects []string, err error) {
	place := "Tabelle „" + table + "“"
	lines, err := e.integrity(ctx, conns, table)
	for _, line := range lines {
		if line != "ok" {
			defects = append(defects, inWords(line, place, roots))
		}
	}
	var failed sqlite3.Error
	if errors.As(err, &failed) {
		switch failed.Code {
		case sqlite3.ErrCorrupt, sqlite3.ErrNotADB:
			return append(defects, place+" ist so beschädigt, dass sie sich nicht prüfen lässt"), nil
		case sqlite3.ErrIoErr:
			return append(defects, place+" lässt sich vom Datenträger nicht lesen"), nil
		}
	}
	if err != nil {
		return nil, fmt.Errorf("check table %s: %w", table, e.translate(err))
	}
	return defects, nil
}

// integrity returns what SQLite says of a table, "ok" if it is sound.
func (e sqlite) integrity(ctx context.Context, conns *sql.DB, table string) (lines []string, err error) {
	rows, err := conns.QueryContext(ctx, `PRAGMA integrity_check("`+strings.ReplaceAll(table, `"`, `""`)+`")`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() && len(lines) < maxPageDefects {
		var text string
		if err := rows.Scan(&text); err != nil {
			return lines, err
		}
		for line := range strings.Lines(text) {
			if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "***") {
				lines = append(lines, line)
			}
		}
	}
	return lines, rows.Err()
}

var (
	inTree  = regexp.MustCompile(`^Tree (\d+) page (\d+)`)
	inIndex = regexp.MustCompile(`(?:missing from|entries in|in|from) index (\w+)`)
)

// inWords names what the damaged page holds, with SQLite's own words behind it.
func inWords(line, place string, roots map[int]string) string {
	page := ""
	if m := inTree.FindStringSubmatch(line); m != nil {
		if root, err := strconv.Atoi(m[1]); err == nil && roots[root] != "" {
			place = roots[root]
		}
		page = ", Seite " + m[2]
	} else if m := inIndex.FindStringSubmatch(line); m != nil {
		place = "Index „" + m[1] + "“ der " + place
	}
	return place + page + " (" + line + ")"
}
