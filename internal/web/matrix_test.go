package web_test

import (
	"bufio"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"sort"
	"strings"
	"testing"

	. "kommunalforum/internal/testkit"
)

// columns are the roles of the matrix, in the order of its columns. The
// objects stand on the members' board: Mod moderates it, OtherMod another one.
var columns = []string{Guest, Bea, OtherMod, Mod, Prog, Boss}

const matrixFile = "testdata/matrix.txt"

// TestEveryRouteAnswersEveryRoleAsTheMatrixSays asks every route of the router
// for every role. A route without a row, and a row without a route, fail.
// KEEP=1 writes the matrix as it is now, for review.
func TestEveryRouteAnswersEveryRoleAsTheMatrixSays(t *testing.T) {
	t.Parallel()
	w := New(t)
	w.IndexReady()
	want := readMatrix(t)
	var rows []string
	for _, r := range w.Routes {
		route := r.Method + " " + r.Path
		if r.Method == http.MethodHead || strings.HasPrefix(r.Path, "/static/") {
			continue // HEAD is GET without a body; files are for everybody
		}
		var codes []string
		for _, by := range columns {
			codes = append(codes, fmt.Sprint(ask(w, by, r.Method, r.Path)))
		}
		rows = append(rows, route+" "+strings.Join(codes, " "))
		got, row := strings.Join(codes, " "), want[route]
		delete(want, route)
		switch {
		case row == "" && os.Getenv("KEEP") == "":
			t.Errorf("%s has no row in the matrix (answers %s)", route, got)
		case row != "" && row != got:
			t.Errorf("%s answers %s, the matrix says %s", route, got, row)
		}
	}
	for route := range want {
		t.Errorf("the matrix has a row for %s, which is no route", route)
	}
	if os.Getenv("KEEP") != "" {
		keepMatrix(t, rows)
	}
}

// ask sends the request with objects of its own, so that no answer depends on
// an earlier one; forms are empty.
func ask(w *World, by, method, pattern string) int {
	path := w.Fill(pattern)
	if method == http.MethodGet {
		return w.Get(by, path).Code
	}
	answer := w.Post(by, path, url.Values{})
	if pattern == "/abmelden" {
		w.Forget(by)
	}
	return answer.Code
}

func readMatrix(t *testing.T) map[string]string {
	t.Helper()
	rows := map[string]string{}
	f, err := os.Open(matrixFile)
	if err != nil {
		if os.Getenv("KEEP") != "" {
			return rows
		}
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		parts := strings.Fields(lines.Text())
		if len(parts) == 0 || parts[0] == "#" {
			continue
		}
		if len(parts) != 2+len(columns) {
			t.Fatalf("%s: %q has %d columns", matrixFile, lines.Text(), len(parts))
		}
		rows[parts[0]+" "+parts[1]] = strings.Join(parts[2:], " ")
	}
	return rows
}

func keepMatrix(t *testing.T, rows []string) {
	t.Helper()
	sort.Slice(rows, func(i, j int) bool {
		a, b := strings.Fields(rows[i]), strings.Fields(rows[j])
		return a[1] < b[1] || a[1] == b[1] && a[0] < b[0]
	})
	var b strings.Builder
	b.WriteString("# What every route answers to every role: an empty form, on objects of the members' board.\n")
	fmt.Fprintf(&b, "# %-4s %-62s guest member othermod mod prog admin\n", "", "")
	for _, r := range rows {
		p := strings.Fields(r)
		fmt.Fprintf(&b, "%-6s %-62s %s\n", p[0], p[1], strings.Join(p[2:], " "))
	}
	if err := os.WriteFile(matrixFile, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}
