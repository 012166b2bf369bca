package config

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// Difference is one change between two policies, for people.
type Difference struct {
	Path   string // "release.tags"
	Before string // "release/v*", "none" for what is not set
	After  string // "release/v*, v*"
}

// Differences says what another policy changes of this one, in the file's order.
// A list is one difference, in which only the entries that came or went are
// named where most of it stayed.
func (p Policy) Differences(other Policy) []Difference {
	return differences(reflect.ValueOf(p), reflect.ValueOf(other), "")
}

func differences(before, after reflect.Value, path string) []Difference {
	var found []Difference
	switch before.Kind() {
	case reflect.Struct:
		for index, field := range fieldsOf(before.Type()) {
			if was, is := before.Field(index), after.Field(index); field.preset != "" {
				if said := orPreset(was, field.preset); said != orPreset(is, field.preset) {
					found = append(found, Difference{join(path, field.name), said, orPreset(is, field.preset)})
				}
				continue
			}
			found = append(found, differences(before.Field(index), after.Field(index), join(path, field.name))...)
		}
	case reflect.Map:
		for _, role := range keysOf(before, after) {
			key := reflect.ValueOf(role)
			found = append(found, listDifference(entriesOf(before.MapIndex(key)), entriesOf(after.MapIndex(key)), join(path, role), loginKind())...)
		}
	case reflect.Slice:
		found = listDifference(entriesOf(before), entriesOf(after), path, kind{})
	default:
		if was, is := shown(before), shown(after); was != is {
			found = []Difference{{path, was, is}}
		}
	}
	return found
}

func loginKind() kind { return kinds()["login"] }

// keysOf returns the keys of two mappings: the roles in their order, then
// whatever else there is.
func keysOf(mappings ...reflect.Value) []string {
	var known, others []string
	for _, role := range policyRoles() {
		known = append(known, role.name)
	}
	keys := map[string]bool{}
	for _, mapping := range mappings {
		for _, key := range mapping.MapKeys() {
			keys[key.String()] = true
		}
	}
	known = slices.DeleteFunc(known, func(name string) bool { return !keys[name] })
	for key := range keys {
		if !slices.Contains(known, key) {
			others = append(others, key)
		}
	}
	slices.Sort(others)
	return append(known, others...)
}

func entriesOf(list reflect.Value) []string {
	if !list.IsValid() {
		return nil
	}
	entries := make([]string, list.Len())
	for index := range entries {
		entries[index] = fmt.Sprint(list.Index(index).Interface())
	}
	return entries
}

// listDifference compares two lists as sets: nothing in a policy depends on the
// order of its entries.
func listDifference(before, after []string, path string, kind kind) []Difference {
	holds := func(list []string, entry string) bool {
		return slices.ContainsFunc(list, func(other string) bool { return kind.same(other) == kind.same(entry) })
	}
	var gone, came []string
	for _, entry := range before {
		if !holds(after, entry) {
			gone = append(gone, entry)
		}
	}
	for _, entry := range after {
		if !holds(before, entry) {
			came = append(came, entry)
		}
	}
	if len(gone)+len(came) == 0 {
		return nil
	}
	kept := len(before) - len(gone)
	return []Difference{{path, shownList(before, gone, kept), shownList(after, came, kept)}}
}

// shownList shows a whole list where it is short, and else what is its own.
func shownList(whole, own []string, kept int) string {
	const short = 4
	switch {
	case len(whole) == 0:
		return "none"
	case len(whole) <= short || kept == 0:
		return strings.Join(whole, ", ")
	case len(own) == 0:
		return strconv.Itoa(kept) + " others"
	default:
		return strings.Join(own, ", ") + fmt.Sprintf(" and %d others", kept)
	}
}

// orPreset shows a value, or what holds where it is not set.
func orPreset(value reflect.Value, preset string) string {
	if value.IsZero() {
		return preset
	}
	return shown(value)
}

// shown shows a text or a number.
func shown(value reflect.Value) string {
	if value.IsZero() {
		return "none"
	}
	return fmt.Sprint(value.Interface())
}
