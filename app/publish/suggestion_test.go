package publish

import (
	"strings"
	"testing"
)

func TestSplitSuggestion(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ remedy, around, language, text string }{
		"no block":              {"Remove it.", "Remove it.", "", ""},
		"a block at the end":    {"Add one:\n```markdown\n## 1.4.0\n- Exports\n```", "Add one.", "markdown", "## 1.4.0\n- Exports\n"},
		"a block in the middle": {"Add one:\n```\n## 1.4.0\n```\nThen push.", "Add one. Then push.", "", "## 1.4.0\n"},
		"a fence without end":   {"Add one: ```markdown\n## 1.4.0", "Add one: ```markdown\n## 1.4.0", "", ""},
		"a fence on one line":   {"Write ```x``` there", "Write ```x``` there", "", ""},
	} {
		got := splitSuggestion(test.remedy)
		if got.around != test.around || got.language != test.language || got.text != test.text {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// A title of a commit becomes part of the text that golive proposes.
func TestASuggestionCannotLeaveItsBlock(t *testing.T) {
	t.Parallel()
	for _, hostile := range []string{"```", "````", "~~~", "</details>", "<!-- golive:v1 -->", "\u202egnp", "a\rb", "| x | y |"} {
		block := suggestion{text: "- " + hostile + "\n- rest\n"}.block()
		lines := strings.Split(strings.TrimRight(block, "\n"), "\n")
		fence := strings.TrimSpace(lines[len(lines)-1])
		if strings.Trim(fence, "`") != "" || strings.Count(block, fence) != 2 {
			t.Errorf("%q: %q", hostile, block)
		}
		if strings.ContainsAny(block, "\r\u202e") {
			t.Errorf("%q keeps what turns or hides text: %q", hostile, block)
		}
		for _, line := range lines[1:] {
			if line != "" && !strings.HasPrefix(line, "  ") {
				t.Errorf("%q: a line stands outside of the list: %q", hostile, line)
			}
		}
	}
}
