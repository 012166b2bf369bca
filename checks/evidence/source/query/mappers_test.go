package query_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestMappersAsTheyAreDocumented reads a file for each object mapper: the ways in which
// its documentation asks for what belongs to a row, one row at a time, marked "asks",
// and the ways that fetch it along, ask for many at once, or go page by page. A line
// without the mark must not be told.
func TestMappersAsTheyAreDocumented(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/mappers/*")
	if err != nil || len(files) == 0 {
		t.Fatalf("no files: %v", err)
	}
	for _, name := range files {
		t.Run(filepath.Base(name), func(t *testing.T) {
			t.Parallel()
			content, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			path := strings.TrimSuffix(filepath.Base(name), ".txt")
			told := map[int]string{}
			for _, hit := range linked(t, map[string]string{path: string(content)}, nil)[path] {
				if !hit.Loop.Small {
					told[hit.Line] = hit.Callee
				}
			}
			lines := strings.Split(string(content), "\n")
			var wrong []string
			marked := 0
			for i, line := range lines {
				asks := strings.HasSuffix(line, " asks")
				if asks {
					marked++
				}
				if callee, found := told[i+1]; found != asks {
					wrong = append(wrong, fmt.Sprintf("%d told %t (%s): %s", i+1, found, callee, strings.TrimSpace(line)))
				}
			}
			slices.Sort(wrong)
			if marked == 0 || len(wrong) > 0 {
				t.Errorf("%d of %d lines that ask:\n%s", marked-len(wrong), marked, strings.Join(wrong, "\n"))
			}
		})
	}
}
