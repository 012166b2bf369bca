package config

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/golive-app/golive/config/spelling"
)

// policyReader walks a parsed file along the fields of Policy, and collects all
// that is wrong with it.
type policyReader struct {
	problems []Problem
	further  int // problems that are not named
	named    map[Problem]bool
	owner    string // of the repository, whose teams may be named; empty: not known
}

// full reports whether enough problems are named. Whoever asks does not need to
// find words for another one.
func (r *policyReader) full() bool { return len(r.problems) >= maximumProblems }

// report adds a problem; what stands in the file once and is used twice is one.
func (r *policyReader) report(node *yaml.Node, path, problem, advice string) {
	if r.full() {
		r.further++
		return
	}
	one := Problem{Line: node.Line, Column: node.Column, Path: path, Problem: problem, Advice: advice}
	if r.named[one] {
		return
	}
	if r.named == nil {
		r.named = map[Problem]bool{}
	}
	r.named[one] = true
	r.problems = append(r.problems, one)
}

// err returns everything that was reported, in the file's order.
func (r *policyReader) err() error {
	slices.SortStableFunc(r.problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	if r.further > 0 {
		last := r.problems[len(r.problems)-1]
		r.problems = append(r.problems, Problem{
			Line: last.Line, Column: last.Column, Problem: fmt.Sprintf("and %d more problems", r.further), Advice: "mend those above first",
		})
	}
	return policyError(r.problems)
}

// follow returns what an alias repeats, as if it stood at the alias.
func follow(node *yaml.Node) *yaml.Node {
	for node.Kind == yaml.AliasNode {
		repeated := *node.Alias
		repeated.Line, repeated.Column = node.Line, node.Column
		node = &repeated
	}
	return node
}

// newer reports a file of a later format: nothing else can be said of it.
func (r *policyReader) newer(root *yaml.Node) bool {
	if root.Kind != yaml.MappingNode {
		return false
	}
	for index := 0; index+1 < len(root.Content); index += 2 {
		node := follow(root.Content[index+1])
		if root.Content[index].Value != "version" || node.Kind != yaml.ScalarNode || node.Tag != "!!int" {
			continue
		}
		if number, err := strconv.Atoi(node.Value); err == nil && number > 1 {
			r.report(node, "version", fmt.Sprintf("version is %d, and this golive reads version 1", number), "upgrade golive, or write version: 1")
			return true
		}
	}
	return false
}

// mapping reads the keys of a mapping into the fields of a struct. The path of
// the whole file is empty.
func (r *policyReader) mapping(node *yaml.Node, into reflect.Value, path string) {
	node = follow(node)
	fields := fieldsOf(into.Type())
	if node.Kind != yaml.MappingNode {
		r.noMapping(node, path, fieldNames(fields))
		return
	}
	for _, one := range r.entries(node, path) {
		name := one.key.Value
		index := slices.IndexFunc(fields, func(field field) bool { return field.name == name })
		if index < 0 {
			r.unknownKey(one.key, path, fields)
			continue
		}
		r.field(one.value, into.Field(index), fields[index], join(path, name))
	}
}

// noMapping reports that keys were wanted.
func (r *policyReader) noMapping(node *yaml.Node, path string, keys []string) {
	what := describe(node)
	switch {
	case path == "":
		if what == "empty" {
			what = "null"
		}
		r.report(node, "", "the file is "+what+"; keys such as \"version: 1\" are wanted", "the keys are "+listed(keys, "and"))
	case what == "empty":
		r.report(node, path, path+" is empty", "write its keys under it ("+strings.Join(keys, ", ")+"), or remove it")
	default:
		r.report(node, path, path+" is "+what+"; a mapping is wanted", "its keys are "+listed(keys, "and"))
	}
}

func (r *policyReader) field(node *yaml.Node, into reflect.Value, field field, path string) {
	switch into.Kind() {
	case reflect.Struct:
		r.mapping(node, into, path)
		r.together(node, into, path)
	case reflect.Map:
		r.roles(node, into, path)
	case reflect.Slice:
		if into.Type().Elem().Kind() == reflect.Struct {
			r.mappings(node, into, path)
			return
		}
		r.list(node, into, kinds()[field.reads], path)
	case reflect.Int:
		if field.reads == "version" {
			r.version(node, into, path)
			return
		}
		r.count(node, into, field, path)
	case reflect.Float64:
		r.percent(node, into, path)
	case reflect.Bool:
		r.truth(node, into, path)
	default:
		if text, held := r.scalar(node, kinds()[field.reads], path); held {
			into.SetString(text)
		}
	}
}

// version reads the number of the file's format.
func (r *policyReader) version(node *yaml.Node, into reflect.Value, path string) {
	node = follow(node)
	number, err := strconv.Atoi(node.Value)
	switch {
	case node.Kind != yaml.ScalarNode || node.Tag != "!!int":
		advice := "write version: 1"
		if node.Tag == "!!str" && node.Kind == yaml.ScalarNode {
			advice += ", without quotes"
		}
		r.report(node, path, "version is "+describe(node)+"; a whole number is wanted", advice)
	case err != nil || number != 1:
		r.report(node, path, "version is "+shorten(node.Value)+", and this golive reads version 1", "write version: 1")
	}
	into.SetInt(1) // it is there, and whatever is wrong with it was said
}

// roles reads who holds which role.
func (r *policyReader) roles(node *yaml.Node, into reflect.Value, path string) {
	node = follow(node)
	var names []string
	for _, role := range policyRoles() {
		names = append(names, role.name)
	}
	if node.Kind != yaml.MappingNode {
		r.noMapping(node, path, names)
		return
	}
	for _, one := range r.entries(node, path) {
		name := one.key.Value
		if !slices.Contains(names, name) {
			advice := "the roles are " + listed(names, "and")
			if meant := closest(name, names); meant != "" {
				advice = `did you mean "` + meant + `"?`
			}
			r.report(one.key, join(path, shorten(name)), "no such role: "+quote(name), advice)
			continue
		}
		people := reflect.New(into.Type().Elem()).Elem()
		r.list(one.value, people, kinds()["login"], join(path, name))
		if people.Len() == 0 {
			continue // which was said
		}
		if into.IsNil() {
			into.Set(reflect.MakeMap(into.Type()))
		}
		into.SetMapIndex(reflect.ValueOf(name), people)
	}
}

// list reads a list of texts.
func (r *policyReader) list(node *yaml.Node, into reflect.Value, kind kind, path string) {
	node = follow(node)
	key := path[strings.LastIndexByte(path, '.')+1:]
	switch {
	case node.Kind == yaml.ScalarNode && node.Tag == "!!null":
		advice := "write " + key + ": [], or remove the key"
		if kind.someone {
			advice = "name who signs, or remove the role: then whoever has maintain or admin signs"
		}
		r.report(node, path, path+" is empty", advice)
		return
	case node.Kind == yaml.ScalarNode:
		r.report(node, path, path+" is "+describe(node)+"; a list is wanted", "write "+key+": ["+inYAML(node.Value)+"]")
		return
	case node.Kind != yaml.SequenceNode:
		r.report(node, path, path+" is "+describe(node)+"; a list is wanted", "write "+key+": ["+inYAML(kind.example)+"]")
		return
	case len(node.Content) == 0 && kind.someone:
		r.report(node, path, path+" names nobody", "name who signs, or remove the role: then whoever has maintain or admin signs")
		return
	case len(node.Content) > maximumEntries:
		r.report(node, path, fmt.Sprintf("%s has %d entries, and at most %d are read", path, len(node.Content), maximumEntries), "shorten the list")
		return
	}
	list := reflect.MakeSlice(into.Type(), 0, len(node.Content))
	seen := map[string]int{}
	for index, entry := range node.Content {
		where := path + "[" + strconv.Itoa(index) + "]"
		text, held := r.scalar(entry, kind, where)
		if !held {
			continue
		}
		if line, twice := seen[kind.same(text)]; twice {
			r.report(entry, where, fmt.Sprintf("%s stands in this list twice, first on line %d", quote(text), line), "keep one")
			continue
		}
		seen[kind.same(text)] = entry.Line
		if r.foreign(follow(entry), kind, text, where) {
			continue
		}
		list = reflect.Append(list, reflect.ValueOf(text))
	}
	into.Set(list)
}

// foreign reports a team of another organisation than the repository's: nobody is
// told who is in it. Where the repository is not known, the first team tells.
func (r *policyReader) foreign(node *yaml.Node, kind kind, text, path string) bool {
	if _, owners := CodeOwnersOf(text); owners {
		return false
	}
	organisation, team, found := strings.Cut(strings.TrimPrefix(text, "@"), "/")
	if !kind.someone || !found {
		return false
	}
	if r.owner == "" {
		r.owner = organisation
	}
	if strings.EqualFold(organisation, r.owner) {
		return false
	}
	r.report(node, path, path+" "+quote(text)+" is a team of another organisation than "+quote(r.owner), "name a team of "+r.owner+", such as @"+r.owner+"/"+team+", or people")
	return true
}

// scalar reads one text.
func (r *policyReader) scalar(node *yaml.Node, kind kind, path string) (string, bool) {
	node = follow(node)
	switch {
	case node.Kind == yaml.MappingNode && len(node.Content) > 0:
		r.report(node, path, path+" is a mapping; "+kind.noun+" is wanted", `text that holds ": " needs quotes around it`)
	case node.Kind != yaml.ScalarNode:
		r.report(node, path, path+" is "+describe(node)+"; "+kind.noun+" is wanted", "write "+kind.instead())
	case strings.HasPrefix(node.Tag, "!") && !strings.HasPrefix(node.Tag, "!!"):
		r.report(node, path, path+" begins with "+quote(node.Tag)+", which YAML takes for a type", "put the text in quotes")
	case node.Tag == "!!null" && node.Style&yaml.TaggedStyle == 0:
		r.report(node, path, path+" is empty", "write "+kind.instead()+", or remove it")
	case node.Tag != "!!str" && kind.words == nil && !kind.bare && !(kind.day && node.Tag == "!!timestamp"):
		r.report(node, path, path+" is "+describe(node)+"; text is wanted", "put it in quotes: "+inYAML(node.Value))
	case len(node.Value) == 0:
		r.report(node, path, path+" is an empty text", "write "+kind.instead()+", or remove it")
	case len([]rune(node.Value)) > maximumText:
		r.report(node, path, fmt.Sprintf("%s is longer than %d characters", path, maximumText), "shorten it")
	case strings.IndexFunc(node.Value, control) >= 0:
		r.report(node, path, path+" holds an invisible character", "remove it")
	default:
		problem, advice := kind.check(node.Value)
		if problem == "" {
			return node.Value, true
		}
		r.report(node, path, path+" "+problem, advice)
	}
	return "", false
}

// whole checks what no single value tells.
func (r *policyReader) whole(root *yaml.Node, policy Policy) {
	if root.Kind != yaml.MappingNode {
		return
	}
	if policy.Version == 0 {
		r.report(root, "version", "version is missing", "write version: 1")
	}
	release := policy.Release
	if len(r.problems) == 0 && len(release.Branches)+len(release.Tags)+len(release.Labels)+len(release.Titles) == 0 {
		r.report(root, "release", "nothing would count as a release", "keep a pattern in release.branches, release.tags, release.labels or release.titles")
	}
}

// closest guesses what a word was meant to be.
func closest(word string, candidates []string) string {
	for _, candidate := range candidates {
		if strings.EqualFold(word, candidate) {
			return candidate
		}
	}
	return spelling.Closest(word, candidates)
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}
