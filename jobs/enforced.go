package jobs

import (
	"slices"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/config"
)

// Enforces reports whether golive may block by a section: the run's policy says so, and
// it is no first look.
func (r Run) Enforces(section checks.SectionID) bool {
	if r.Key.IsLook() {
		return false
	}
	if said := r.Rules.Sections.Of(string(section)); said != "" {
		return said == config.ModeEnforce
	}
	return r.Policy.Mode == string(config.ModeEnforce)
}

// Enforced returns the items of the sections that may block; where none may, all of
// them, by which it is said what the verdict would be.
func (r Run) Enforced(items []checks.Item) []checks.Item {
	if r.Observing() {
		return items
	}
	return slices.DeleteFunc(slices.Clone(items), func(item checks.Item) bool { return !r.Enforces(item.Section) })
}

// Observing reports whether the verdict blocks nothing: the run's policy enforces no
// section, or it is a first look.
func (r Run) Observing() bool { return len(r.enforcedSections()) == 0 }

// Partly reports whether some sections may block and others not.
func (r Run) Partly() bool {
	enforced := len(r.enforcedSections())
	return enforced > 0 && enforced < len(checks.Sections())
}

func (r Run) enforcedSections() []checks.Section {
	return slices.DeleteFunc(checks.Sections(), func(section checks.Section) bool { return !r.Enforces(section.ID) })
}

// enforcedBy returns the sections by which golive may block under a policy.
func enforcedBy(policy config.Policy) []checks.Section {
	return slices.DeleteFunc(checks.Sections(), func(section checks.Section) bool { return policy.ModeOf(string(section.ID)) != config.ModeEnforce })
}

// itemsOf returns the items of sections.
func itemsOf(items []checks.Item, sections []checks.Section) []checks.Item {
	return slices.DeleteFunc(slices.Clone(items), func(item checks.Item) bool {
		return !slices.ContainsFunc(sections, func(section checks.Section) bool { return section.ID == item.Section })
	})
}
