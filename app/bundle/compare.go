package bundle

import (
	"fmt"
	"maps"
	"slices"
)

// compare tells the first places in which a value differs from what it has to be. Keys
// that are not known are counted and left alone: formats grow.
func compare(where string, want, got any, tell func(where, format string, values ...any), unknown *int) {
	switch want := want.(type) {
	case map[string]any:
		got, same := got.(map[string]any)
		if !same {
			tell(where, "the results come to something else there")
			return
		}
		for _, key := range slices.Sorted(maps.Keys(want)) {
			value, found := got[key]
			if !found && want[key] != nil {
				tell(where+"."+key, "it is missing")
				continue
			}
			compare(where+"."+key, want[key], value, tell, unknown)
		}
		for key := range got {
			if _, known := want[key]; !known {
				*unknown++
			}
		}
	case []any:
		got, same := got.([]any)
		if !same || len(got) != len(want) {
			tell(where, "the results come to %d there", len(want))
			return
		}
		for index := range want {
			compare(fmt.Sprintf("%s[%d]", where, index), want[index], got[index], tell, unknown)
		}
	default: // a word, a number, a truth or nothing
		if want != got {
			tell(where, "it says %s, and the results come to %s", short(got), short(want))
		}
	}
}

// short writes a value of a report for a line.
func short(value any) string {
	const most = 60
	switch value := value.(type) {
	case nil:
		return "nothing"
	case string:
		if runes := []rune(value); len(runes) > most {
			return fmt.Sprintf("%q", string(runes[:most])+"…")
		}
		return fmt.Sprintf("%q", value)
	case map[string]any, []any:
		return "something else"
	default:
		return fmt.Sprint(value)
	}
}
