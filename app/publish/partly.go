package publish

import (
	"fmt"
	"strings"

	"github.com/golive-app/golive/checks"
)

// A policy may enforce some sections and observe the others. The verdict counts the
// enforced ones, and everything that tells it says so.

// counting returns the items that the verdict counts.
func (p page) counting() []checks.Item { return p.run.Enforced(p.Items) }

// observes reports whether a section is observed while others are enforced.
func (p page) observes(section checks.SectionID) bool {
	return p.run.Partly() && !p.run.Enforces(section)
}

// countsOnly says by which sections the verdict is, where it is not by all: "by code and
// security alone"; or by how many, where they are more than a line takes.
func (p page) countsOnly() string {
	if !p.run.Partly() {
		return ""
	}
	var names []string
	for _, section := range checks.Sections() {
		if p.run.Enforces(section.ID) {
			names = append(names, string(section.ID))
		}
	}
	const few = 2
	if len(names) > few {
		return fmt.Sprintf("by %d of %d sections", len(names), len(checks.Sections()))
	}
	return "by " + strings.Join(names, " and ") + " alone"
}

// listed joins words: "a, b and c".
func listed(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

// observedSections says which sections hold nothing back, and what stands in the way
// there, in one paragraph.
func (p page) observedSections() string {
	if !p.run.Partly() || p.run.Ended != "" {
		return ""
	}
	var enforced, observed []string
	var waiting []checks.Item
	for _, section := range checks.Sections() {
		if !p.observes(section.ID) {
			enforced = append(enforced, "**"+section.Title+"**")
			continue
		}
		observed = append(observed, section.Title)
		for _, item := range p.inSection(section.ID) {
			if result := p.result(item); !result.Ready() && result.Verdict() != checks.Running {
				waiting = append(waiting, item)
			}
		}
	}
	line := "> [!NOTE]\n> The verdict counts " + listed(enforced) + ". Only observed, and holding nothing back: " + listed(observed) + "."
	if len(waiting) > 0 && p.over {
		line += fmt.Sprintf(" Were they enforced, %s there would stand in the way: %s.", counted(len(waiting), "item"), names(waiting, shownNames))
	}
	return line + "\n"
}
