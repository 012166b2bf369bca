package launch

import (
	"strings"
	"testing"
)

func FuzzChangelogForms(f *testing.F) {
	f.Add("CHANGES.rst", "1.4.0\n=====\n\n- a\n\n1.3.0\n-----\n- b\n")
	f.Add("CHANGELOG.adoc", "== 1.4.0\n----\n== 1.3.0\n")
	f.Add("debian/changelog", "a (1:2~rc1-3) UNRELEASED; urgency=low\n\n  * b\n\n -- c <d>  e\n")
	f.Add("NEWS", "* Changes in 1.4\r\n\r\nx\n\n1.2\n")
	f.Add("CHANGELOG.md", "## 1.4.0\n- a")
	f.Fuzz(func(t *testing.T, name, text string) {
		log := parseChangelog(name, []byte(text))
		lines := strings.Count(text, "\n") + 1
		for _, section := range log.sections {
			if section.line < 1 || section.line > lines || section.title == "" && section.version == "" || len(section.text) > len(text) {
				t.Fatalf("%+v", section)
			}
		}
		releaseVersion(name)
	})
}
