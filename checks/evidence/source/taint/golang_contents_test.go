package taint_test

import "testing"

// TestGolangElements tells the elements of lists and maps apart, where all that is put into
// them is seen.
func TestGolangElements(t *testing.T) {
	t.Parallel()
	golangSteps(t, `"sort"; "slices"; "strings"`, map[string]string{
		"another element":                         `all := []string{"a", x}; x = all[0]`,
		"told: the element":                       `all := []string{"a", x}; x = all[1]`,
		"what was put behind":                     `all := make([]string, 0); all = append(all, ""); all = append(all, x); x = all[0]`,
		"told: what was put behind":               `all := make([]string, 0); all = append(all, ""); all = append(all, x); x = all[1]`,
		"several at once":                         `var all []string; all = append(all, x, "a", x); x = all[1]`,
		"told: several at once":                   `var all []string; all = append(all, x, "a", x); x = all[2]`,
		"a list behind a list":                    `all := append([]string{"a"}, []string{"b", x}...); x = all[1]`,
		"told: a list behind a list":              `all := append([]string{"a"}, []string{"b", x}...); x = all[2]`,
		"told: a list that is not known":          `all := append([]string{"a"}, r.Form["q"]...); x = all[0]`,
		"the rest of a queue":                     `q := []string{x, "a"}; q = q[1:]; x = q[0]`,
		"told: the rest of a queue":               `q := []string{"a", x}; q = q[1:]; x = q[0]`,
		"the beginning of a list":                 `q := []string{"a", x}; q = q[:1]; x = q[len(q)-1]`,
		"told: the beginning of a list":           `q := []string{"a", x, "b"}; q = q[:2]; x = q[len(q)-1]`,
		"the middle of a list":                    `q := []string{x, "a", x}; q = q[1:2]; x = q[0]`,
		"told: a part that is not known":          `q := []string{"a", x}; q = q[number:]; x = q[0]`,
		"an element that is another one now":      `all := []string{x, x}; all[0] = "a"; x = all[0]`,
		"told: the other one is as it was":        `all := []string{x, x}; all[0] = "a"; x = all[1]`,
		"by a number of a variable":               `i := 1; all := []string{x, "a"}; x = all[i]`,
		"told: by another number":                 `i := 0; all := []string{x, "a"}; x = all[i]`,
		"told: by a number that is asked":         `all := []string{x, "a"}; x = all[number]`,
		"told: put at a number that is asked":     `all := []string{"b", "a"}; all[number] = x; x = all[1]`,
		"told: what is sorted":                    `all := []string{x, "a"}; sort.Strings(all); x = all[1]`,
		"told: what is turned around":             `all := []string{x, "a"}; slices.Reverse(all); x = all[1]`,
		"told: what is sorted in part":            `all := []string{x, "a", "b"}; sort.Strings(all[:2]); x = all[1]`,
		"what is only read":                       `all := []string{x, "a"}; _ = strings.Join(all, ","); x = all[1]`,
		"told: changed by a closure":              `all := []string{"b", "a"}; set := func() { all = append(all[:0], r.FormValue("a"), x) }; set(); x = all[1]`,
		"told: longer in one branch":              `all := []string{}; if unknown { all = append(all, "a") }; all = append(all, x); x = all[0]`,
		"told: longer by a loop":                  `all := []string{}; for i := 0; i < number; i++ { all = append(all, "a") }; all = append(all, x); x = all[1]`,
		"a number of elements":                    `all := []string{x, "a"}; if len(all) == 2 { x = "" }`,
		"told: another number of elements":        `all := []string{x, "a"}; if len(all) == 3 { x = "" }`,
		"told: a number that is not known":        `all := []string{}; if unknown { all = r.Form["a"] }; if len(all) == 0 { x = "" }`,
		"the last of a list that is gone through": `for _, v := range []string{x, "a"} { x = v }`,
		"told: the last one is it":                `for _, v := range []string{"a", x} { x = v }`,
		"told: nothing to go through":             `for range []string{} { x = "" }`,
		"told: changed on the way":                `y := x; all := []string{"a", "b"}; for _, v := range all { all[1] = y; x = v }`,
		"one list in another name":                `all := []string{"a", x}; other := all; x = other[0]`,
		"nil":                                     `all := []string{x}; all = nil; for _, v := range all { _ = v }; x = strings.Join(all, "")`,
		"another key":                             `all := map[string]string{"a": x, "b": ""}; x = all["b"]`,
		"told: the key":                           `all := map[string]string{"a": x, "b": ""}; x = all["a"]`,
		"by a key of a variable":                  `k := "b"; all := map[string]string{"a": x, "b": ""}; x = all[k]`,
		"told: by a key that is asked":            `all := map[string]string{"a": x, "b": ""}; x = all[r.FormValue("k")]`,
		"put under another key":                   `k := "a"; all := make(map[string]string); all[k] = x; x = all["b"]`,
		"told: put under the key":                 `k := "a"; all := make(map[string]string); all[k] = x; x = all["a"]`,
		"an entry that there is":                  `all := map[string]string{}; all["a"] = ""; if _, ok := all["a"]; ok { x = "" }`,
		"told: an entry that there is not":        `all := map[string]string{}; all["a"] = ""; if _, ok := all["b"]; ok { x = "" }`,
		"an entry that was taken away":            `all := map[string]string{"a": x}; delete(all, "a"); v, ok := all["a"]; if !ok { v = "" }; x = v`,
		"told: another one was":                   `all := map[string]string{"a": x}; delete(all, "b"); v, ok := all["a"]; if !ok { v = "" }; x = v`,
		"told: one that is asked was":             `all := map[string]string{"a": ""}; delete(all, r.FormValue("k")); if _, ok := all["a"]; ok { x = "" }`,
		"told: put in by somebody":                `all := map[string]string{}; enter(all); if _, ok := all["a"]; !ok { x = "" }`,
		"told: put in under what is asked":        `all := map[string]string{}; all[r.FormValue("k")] = ""; if _, ok := all["a"]; !ok { x = "" }`,
		"told: put in in one branch":              `all := map[string]string{}; if unknown { all["a"] = "" }; if _, ok := all["a"]; ok { x = "" }`,
		"a new map":                               `all := map[string]string{"a": x}; all = make(map[string]string); x = all["a"]`,
		"told: a map of the package":              `if _, ok := shared["a"]; !ok { x = "" }`,
	})
}

// TestGolangLinkedLists tells the elements of container/list apart.
func TestGolangLinkedLists(t *testing.T) {
	t.Parallel()
	golangSteps(t, `"container/list"`, map[string]string{
		"the first one":                    `l := list.New(); l.PushBack(""); l.PushBack(x); x = l.Front().Value.(string)`,
		"told: the last one":               `l := list.New(); l.PushBack(""); l.PushBack(x); x = l.Back().Value.(string)`,
		"told: the first one":              `l := list.New(); l.PushBack(x); l.PushBack(""); x = l.Front().Value.(string)`,
		"put before":                       `l := list.New(); l.PushBack(x); l.PushFront(""); x = l.Front().Value.(string)`,
		"told: put before":                 `l := list.New(); l.PushBack(""); l.PushFront(x); x = l.Front().Value.(string)`,
		"what was taken out":               `l := list.New(); l.PushBack(x); l.PushBack(""); l.Remove(l.Front()); x = l.Front().Value.(string)`,
		"told: what was left":              `l := list.New(); l.PushBack(""); l.PushBack(x); l.Remove(l.Front()); x = l.Front().Value.(string)`,
		"told: some element was taken":     `l := list.New(); l.PushBack(x); l.PushBack(""); e := l.Back(); l.PushBack("b"); l.Remove(e); x = l.Front().Value.(string)`,
		"there is one":                     `l := list.New(); l.PushBack(""); if e := l.Front(); e != nil { x = e.Value.(string) }`,
		"told: there is none":              `l := list.New(); if e := l.Front(); e != nil { x = e.Value.(string) }`,
		"how many there are":               `l := list.New(); l.PushBack(""); if l.Len() > 0 { x = "" }`,
		"told: there are fewer":            `l := list.New(); l.PushBack(""); if l.Len() > 1 { x = "" }`,
		"told: some that are gone through": `l := list.New(); l.PushBack(""); l.PushBack(x); x = ""; for e := l.Front(); e != nil; e = e.Next() { x += e.Value.(string) }`,
		"told: the next one":               `l := list.New(); l.PushBack(""); l.PushBack(x); e := l.Front(); x = e.Next().Value.(string)`,
		"told: given to somebody":          `l := list.New(); l.PushBack(""); enter(l); if l.Len() == 1 { x = "" }`,
		"emptied":                          `l := list.New(); l.PushBack(x); l.Init(); l.PushBack(""); x = l.Front().Value.(string)`,
		"told: in a loop":                  `l := list.New(); l.PushBack(""); for i := 0; i < number; i++ { l.PushFront(x) }; x = l.Front().Value.(string)`,
	})
}

// TestGolangChannels takes what is in a channel of one function in its order.
func TestGolangChannels(t *testing.T) {
	t.Parallel()
	golangSteps(t, `"sync"`, map[string]string{
		"the first of two":             `c := make(chan string, 2); c <- ""; c <- x; x = <-c`,
		"told: the second of two":      `c := make(chan string, 2); c <- ""; c <- x; <-c; x = <-c`,
		"told: the first of two is it": `c := make(chan string, 2); c <- x; c <- ""; x = <-c`,
		"told: what others take from":  `c := make(chan string, 2); go func() { <-c }(); c <- ""; c <- x; x = <-c`,
		"told: what others send into":  `c := make(chan string, 2); go func() { c <- x }(); c <- ""; x = <-c`,
		"told: what others are given":  `c := make(chan string, 2); start(c); c <- ""; c <- x; x = <-c`,
		"told: sent in one branch":     `c := make(chan string, 2); if unknown { c <- "" }; c <- x; x = <-c`,
		"one of another type":          `type box struct{ v, w string }; c := make(chan box, 1); c <- box{v: x}; x = (<-c).w`,
		"told: the field that it has":  `type box struct{ v, w string }; c := make(chan box, 1); c <- box{v: x}; x = (<-c).v`,
	})
}
