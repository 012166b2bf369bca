package publish

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares text with a file of testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs from what is rendered now; look at it, then run the tests with -update:\n%s", path, got)
	}
}

func TestComment(t *testing.T) {
	t.Parallel()
	for name, tell := range stories() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			golden(t, "comment_"+name+".md", tell(t).page().comment())
		})
	}
}

func TestCheckRun(t *testing.T) {
	t.Parallel()
	for name, tell := range stories() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out strings.Builder
			for _, shown := range views(tell(t).pages(), "") {
				fmt.Fprintf(&out, "%s · %s %s · %s · %d annotations · %d buttons\n", shown.name, shown.status, shown.conclusion, shown.title, len(shown.annotations), len(shown.actions))
			}
			golden(t, "checks_"+name+".txt", out.String())
		})
	}
	shown := views(notReady(t).pages(), "")
	golden(t, "ready_summary.md", shown[7].summary)
	golden(t, "ready_text.md", shown[7].text)
	golden(t, "section_summary.md", shown[0].summary)
	golden(t, "section_text.md", shown[0].text)
}
