package catalogue

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/code"
	"github.com/golive-app/golive/checks/evidence/manifest"
	"github.com/golive-app/golive/checks/evidence/source/project"
	"github.com/golive-app/golive/config/spelling"
)

// Tools are the gatherers of evidence that checks share. They are made once a
// process and safe for concurrent use.
type Tools struct {
	Projects  *project.Reader
	Manifests *manifest.Reader
	Secrets   code.SecretScanner
}

// Catalogue is the checklist with its checks.
type Catalogue struct {
	Entries []checks.Entry        // the 41 items, in the checklist's order
	Rows    []checks.ReadyRow     // READY TO GO LIVE?
	Post    []PostAction          // after a deployment
	byID    map[checks.ItemID]int // index into Entries
}

// PostAction is one of the checklist's post go-live activities. They begin with
// a deployment and are no items of a release before it.
type PostAction struct {
	ID    checks.ItemID
	Title string
}

// New returns the catalogue with its checks bound to the tools.
func New(tools Tools) Catalogue {
	catalogue := Catalogue{Rows: rows(), Post: postActions(), byID: map[checks.ItemID]int{}}
	for _, section := range [][]checks.Entry{
		codeItems(tools), deliveryItems(tools), securityItems(tools), performanceItems(tools), monitoringItems(tools), infrastructureItems(tools), launchItems(tools),
	} {
		catalogue.Entries = append(catalogue.Entries, section...)
	}
	for index, entry := range catalogue.Entries {
		catalogue.byID[entry.ID] = index
	}
	return catalogue
}

// Items returns the items without their checks.
func (c Catalogue) Items() []checks.Item {
	items := make([]checks.Item, len(c.Entries))
	for index, entry := range c.Entries {
		items[index] = entry.Item
	}
	return items
}

// Find returns the entry of an item.
func (c Catalogue) Find(id checks.ItemID) (checks.Entry, bool) {
	index, found := c.byID[id]
	if !found {
		return checks.Entry{}, false
	}
	return c.Entries[index], true
}

// Section returns the entries of a section.
func (c Catalogue) Section(section checks.SectionID) []checks.Entry {
	return c.where(func(entry checks.Entry) bool { return entry.Section == section })
}

// RecheckedBy returns the entries that an event can change.
func (c Catalogue) RecheckedBy(event checks.Event) []checks.Entry {
	return c.where(func(entry checks.Entry) bool { return slices.Contains(entry.Recheck, event) })
}

func (c Catalogue) where(wanted func(checks.Entry) bool) []checks.Entry {
	var entries []checks.Entry
	for _, entry := range c.Entries {
		if wanted(entry) {
			entries = append(entries, entry)
		}
	}
	return entries
}

// Select returns the entries that names mean: item ids, or sections by id,
// number, roman number or the checklist's word. Names that mean nothing are an
// UnknownNamesError; no names mean every entry.
func (c Catalogue) Select(names []string) ([]checks.Entry, error) {
	if len(names) == 0 {
		return c.Entries, nil
	}
	wanted := map[checks.ItemID]bool{}
	var unknown UnknownNamesError
	for _, name := range names {
		if section, found := checks.FindSection(name); found {
			for _, entry := range c.Section(section.ID) {
				wanted[entry.ID] = true
			}
			continue
		}
		if _, found := c.Find(checks.ItemID(name)); !found {
			unknown.Names = append(unknown.Names, name)
			unknown.Meant = append(unknown.Meant, c.closest(name))
			continue
		}
		wanted[checks.ItemID(name)] = true
	}
	if len(unknown.Names) > 0 {
		return nil, &unknown
	}
	return c.where(func(entry checks.Entry) bool { return wanted[entry.ID] }), nil
}

// closest returns the item or section that a mistyped name is near to, with or
// without its section; empty where none is.
func (c Catalogue) closest(name string) string {
	var names, ends []string
	full := map[string]string{}
	for _, entry := range c.Entries {
		id := string(entry.ID)
		_, end, _ := strings.Cut(id, ".")
		names, ends = append(names, id), append(ends, end)
		full[end] = id
	}
	for _, section := range checks.Sections() {
		names = append(names, string(section.ID))
	}
	name = strings.ToLower(name)
	return cmp.Or(spelling.Closest(name, names), full[spelling.Closest(name, ends)])
}

// UnknownNamesError names what is neither an item nor a section, and what was
// probably meant by each; empty where nothing is near.
type UnknownNamesError struct{ Names, Meant []string }

func (e *UnknownNamesError) Error() string {
	told := make([]string, len(e.Names))
	for index, name := range e.Names {
		told[index] = strconv.Quote(name)
		if index < len(e.Meant) && e.Meant[index] != "" {
			told[index] += " (did you mean " + e.Meant[index] + "?)"
		}
	}
	return "no such item or section: " + strings.Join(told, ", ")
}
