//go:build bench

package extract_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"kommunalforum/internal/extract"
	"kommunalforum/internal/filetype"
	"kommunalforum/internal/testkit/sample"
)

// TestMeasured prints what reading the text of ordinary and hostile files costs, as the
// table of internal/bench/RESULTS.md.
func TestMeasured(t *testing.T) {
	if path := os.Getenv(measuring); path != "" {
		measureOne(t, path)
		return
	}
	fmt.Println("| file | KB | CPU s | CPU s per MB | memory MB | text KB | |\n|---|---|---|---|---|---|---|")
	for _, f := range append(ordinary(), sample.Hostile()...) {
		measure(t, f)
	}
}

func ordinary() []sample.File {
	line := "Die Gebühr für die Nutzung der Kindertagesstätte richtet sich nach § 5 Abs. 2 der Satzung (Größe der Gruppe)."
	lines := strings.Split(strings.Repeat(line+"\n", 10_000), "\n")
	pages := func(n int) (all []string) {
		for len(all) < n {
			all = append(all, strings.Repeat(line+"\n", 40))
		}
		return all
	}
	rows := make([][]string, 20_000)
	for n := range rows {
		rows[n] = []string{"Gemeinde " + strconv.Itoa(n), "Straße", "Größe", strconv.Itoa(n * 7)}
	}
	table := sample.Sheet{Name: "Gebühren", Rows: rows}
	return []sample.File{
		{Name: "one page.pdf", Content: func() []byte { return sample.PDF(pages(1)...) }},
		{Name: "100 pages.pdf", Content: func() []byte { return sample.PDF(pages(100)...) }},
		{Name: "4,000 lines.docx", Content: func() []byte { return sample.DOCX(lines[:4000]...) }},
		{Name: "4,000 lines.odt", Content: func() []byte { return sample.ODT(lines[:4000]...) }},
		{Name: "80,000 cells.xlsx", Content: func() []byte { return sample.XLSX(table) }},
		{Name: "80,000 cells.ods", Content: func() []byte { return sample.ODS(table) }},
		{Name: "10,000 lines.txt", Content: func() []byte { return []byte(strings.Join(lines, "\n")) }},
	}
}

// measuring names the file that a process of TestMeasured reads alone.
const measuring = "MEASURED_FILE"

// measure has a small process read a file, and prints its row. A child begins with the
// memory of the process that starts it, as the kernel counts, so this one is too large.
func measure(t *testing.T, f sample.File) {
	path := filepath.Join(t.TempDir(), f.Name)
	if err := os.WriteFile(path, f.Content(), 0o600); err != nil {
		t.Fatal(err)
	}
	one := exec.CommandContext(t.Context(), "/proc/self/exe", "-test.run=^TestMeasured$")
	one.Env = append(os.Environ(), measuring+"="+path)
	out, err := one.Output()
	row, _, _ := strings.Cut(string(out), "\n")
	fmt.Println(row)
	if err != nil {
		t.Errorf("%s: %v: %s", f.Name, err, out)
	}
}

// measureOne reads a file in a child, as the sandbox does.
func measureOne(t *testing.T, path string) {
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Base(path)
	kind, _ := filetype.ByName(name)
	child := exec.CommandContext(t.Context(), "/proc/self/exe", "sandbox", extract.Tool.Name, strconv.Itoa(int(kind.Format)))
	child.Env = []string{"GOMAXPROCS=1", "GOTRACEBACK=none"}
	child.Stdin = bytes.NewReader(content)
	out, err := child.Output()
	var ended *exec.ExitError
	if err != nil && !errors.As(err, &ended) {
		t.Fatal(err)
	}
	said, size := "read", 0
	var text extract.Text
	switch {
	case err != nil:
		said = "refused: " + child.ProcessState.String()
	case json.Unmarshal(out, &text) != nil:
		t.Fatalf("%.100s", out)
	case text.Cut:
		said = "cut"
	}
	for _, p := range text.Parts {
		size += len(p.Text)
	}
	cpu := (child.ProcessState.UserTime() + child.ProcessState.SystemTime()).Seconds()
	memory := child.ProcessState.SysUsage().(*syscall.Rusage).Maxrss >> 10
	fmt.Printf("| %s | %d | %.2f | %.2f | %d | %d | %s |\n", name, len(content)>>10, cpu, cpu/float64(len(content))*(1<<20), memory, size>>10, said)
	if most := extract.Tool.Limits.CPU.Seconds() + 1; cpu > most || memory > int64(extract.Tool.Limits.Memory>>20) {
		t.Errorf("%.1f s, %d MB", cpu, memory)
	}
}
