package checks

import (
	"slices"
	"strings"
)

// SectionID names a section of the checklist; it is also the folder of its
// items and the first word of their ids.
type SectionID string

// The sections, in the checklist's order.
const (
	SectionCode           SectionID = "code"
	SectionDelivery       SectionID = "delivery"
	SectionSecurity       SectionID = "security"
	SectionPerformance    SectionID = "performance"
	SectionMonitoring     SectionID = "monitoring"
	SectionInfrastructure SectionID = "infrastructure"
	SectionLaunch         SectionID = "launch"
)

// Section is one of the checklist's seven parts.
type Section struct {
	ID     SectionID `json:"id"`
	Number int       `json:"number"` // from 1
	Title  string    `json:"title"`
	Roman  string    `json:"-"` // as the checklist numbers it
	Icon   string    `json:"-"`
	Check  string    `json:"-"` // name of its check run on GitHub
}

// Sections returns the seven sections in the checklist's order.
func Sections() []Section {
	return []Section{
		{SectionCode, 1, "Code & functional", "I", "🧱", "golive / 1 code"},
		{SectionDelivery, 2, "CI/CD & deployment", "II", "🚦", "golive / 2 delivery"},
		{SectionSecurity, 3, "Security", "III", "🔒", "golive / 3 security"},
		{SectionPerformance, 4, "Performance & scaling", "IV", "📈", "golive / 4 performance"},
		{SectionMonitoring, 5, "Monitoring & alerting", "V", "🧠", "golive / 5 monitoring"},
		{SectionInfrastructure, 6, "Infrastructure", "VI", "⚙️", "golive / 6 infrastructure"},
		{SectionLaunch, 7, "Other", "VII", "📋", "golive / 7 other"},
	}
}

// ReadyCheck is the name of the check run that carries the whole verdict: the
// only one that a ruleset needs to require.
const ReadyCheck = "golive / ready"

// OwnCheck reports whether a check run's name is one of golive's own.
func OwnCheck(name string) bool {
	return name == ReadyCheck || slices.ContainsFunc(Sections(), func(section Section) bool { return section.Check == name })
}

// FindSection returns the section that a person means by an id ("launch"), a
// number ("7"), a roman number ("VII", any case) or the checklist's word
// ("other").
func FindSection(name string) (Section, bool) {
	name = strings.ToLower(strings.TrimSpace(name))
	if name == "other" {
		name = string(SectionLaunch)
	}
	for _, section := range Sections() {
		if name == string(section.ID) || name == strings.ToLower(section.Roman) || name == string(rune('0'+section.Number)) {
			return section, true
		}
	}
	return Section{}, false
}
