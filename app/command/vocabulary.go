package command

import (
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/config/spelling"
)

// vocabulary finds the items and sections that people mean.
type vocabulary struct{ items []checks.Item }

// named returns the items that a word names: one by its id ("delivery.rollback"),
// by the end of it where only one ends so ("rollback"), with any name of its
// section ("2.rollback", "other.changelog"), or all below a part of an id
// ("monitoring.alerts", "alerts"). ambiguous lists ids that a too short word could mean.
func (v vocabulary) named(word string) (found []checks.ItemID, ambiguous []checks.ItemID) {
	word = strings.ToLower(word)
	if prefix, rest, dotted := strings.Cut(word, "."); dotted {
		if section, known := checks.FindSection(prefix); known {
			word = string(section.ID) + "." + rest
		}
	}
	var below, ending []checks.ItemID
	for _, item := range v.items {
		switch id := string(item.ID); {
		case id == word:
			return []checks.ItemID{item.ID}, nil
		case strings.Contains(word, ".") && strings.HasPrefix(id, word+"."), strings.Contains(id, "."+word+"."):
			below = append(below, item.ID)
		case strings.HasSuffix(id, "."+word):
			ending = append(ending, item.ID)
		}
	}
	switch {
	case len(below) > 0:
		return below, nil
	case len(ending) > 1:
		return nil, ending
	default:
		return ending, nil
	}
}

// in returns the ids of a section's items.
func (v vocabulary) in(section checks.SectionID) []checks.ItemID {
	var ids []checks.ItemID
	for _, item := range v.items {
		if item.Section == section {
			ids = append(ids, item.ID)
		}
	}
	return ids
}

// item returns an item by its id.
func (v vocabulary) item(id checks.ItemID) (checks.Item, bool) {
	for _, item := range v.items {
		if item.ID == id {
			return item, true
		}
	}
	return checks.Item{}, false
}

// nearest returns what was probably meant by a word that names nothing; sections
// tells whether a section may be meant too.
func (v vocabulary) nearest(word string, sections bool) string {
	word = strings.ToLower(word)
	var ids, ends []string
	full := map[string]string{}
	for _, item := range v.items {
		id := string(item.ID)
		ids = append(ids, id)
		if _, end, dotted := strings.Cut(id, "."); dotted {
			ends = append(ends, end)
			full[end] = id
		}
	}
	if sections {
		for _, section := range checks.Sections() {
			ids = append(ids, string(section.ID))
		}
		ids = append(ids, "failed", "all")
	}
	if id := spelling.Closest(word, ids); id != "" {
		return id
	}
	return full[spelling.Closest(word, ends)]
}
