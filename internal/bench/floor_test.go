//go:build bench

package bench

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"testing"
)

func TestMain(m *testing.M) {
	if role := os.Getenv("BENCH_ROLE"); role != "" {
		if err := serveFloor(role); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// serveFloor answers as one of the floors until it is stopped.
func serveFloor(role string) error {
	mux := http.NewServeMux()
	mux.HandleFunc("/ready", func(http.ResponseWriter, *http.Request) {})
	switch role {
	case "constant":
		// The page of any size: /30000 has 30,000 bytes.
		page := bytes.Repeat([]byte("<p>Bürgerbüro</p>\n"), 20_000)
		mux.HandleFunc("/{size}", func(w http.ResponseWriter, r *http.Request) {
			n, _ := strconv.Atoi(r.PathValue("size"))
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.Header().Set("Content-Length", strconv.Itoa(n))
			w.Write(page[:n])
		})
	case "queries":
		q, err := prepare(filepath.Join(os.Getenv("BENCH_DATA"), "forum.db"))
		if err != nil {
			return err
		}
		mux.HandleFunc("/{viewer}/{id}", q.serve)
	}
	return http.ListenAndServe(os.Getenv("BENCH_LISTEN"), mux)
}
