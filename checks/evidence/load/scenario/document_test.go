package scenario

import (
	"os"
	"strings"
	"testing"
)

// What the manual shows is a scenario that works.
func TestTheManualsExampleCompiles(t *testing.T) {
	t.Parallel()
	manual, err := os.ReadFile("../../../../docs/scenarios.md")
	if err != nil {
		t.Fatal(err)
	}
	_, example, found := strings.Cut(string(manual), "```yaml\n")
	example, _, closed := strings.Cut(example, "```")
	if !found || !closed {
		t.Fatal("the manual has no example")
	}
	program := compiled(t, example, options())
	if len(program.Steps()) != 5 || program.Requests() != 2.5 || !program.Identifies() {
		t.Errorf("%d steps, %f requests a flow", len(program.Steps()), program.Requests())
	}
	for _, key := range []string{"users", "headers", "start", "flows", "steps", "file", "generate", "identity", "name", "weight", "method", "path", "body", "extract", "check", "think", "json", "regex", "header", "cookie"} {
		if !strings.Contains(string(manual), key) {
			t.Errorf("the manual does not say what %q is", key)
		}
	}
}
