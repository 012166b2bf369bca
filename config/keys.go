package config

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// field is a key of the policy file, as the tags of its struct field say.
type field struct {
	name   string
	reads  string // kind of text
	preset string // what holds where it is not set
	least  string // of a number
	most   string
}

// fieldsOf lists the keys of a struct in the struct's order.
func fieldsOf(of reflect.Type) []field {
	fields := make([]field, of.NumField())
	for index := range fields {
		tag := of.Field(index).Tag
		name, _, _ := strings.Cut(tag.Get("yaml"), ",")
		fields[index] = field{name: name, reads: tag.Get("reads"), preset: tag.Get("default"), least: tag.Get("least"), most: tag.Get("most")}
	}
	return fields
}

func fieldNames(fields []field) []string {
	names := make([]string, len(fields))
	for index, field := range fields {
		names[index] = field.name
	}
	return names
}

// laterKeys are the keys of the whole file that later versions of golive read.
func laterKeys() []string { return []string{"connect", "notify"} }

// entry is a key of a mapping and what stands under it.
type entry struct{ key, value *yaml.Node }

// entries lists what a mapping says, including what it merges; what stands in
// the mapping itself wins, and then what is merged first.
// https://yaml.org/type/merge.html
func (r *policyReader) entries(node *yaml.Node, path string) []entry {
	var entries []entry
	first := map[string]int{} // line of each key
	var merged []*yaml.Node
	for index := 0; index+1 < len(node.Content); index += 2 {
		key, value := follow(node.Content[index]), node.Content[index+1]
		line, twice := first[key.Value]
		switch {
		case key.Kind != yaml.ScalarNode:
			r.report(key, path, "a key is "+describe(key)+"; a word is wanted", "text that begins with [ or { needs quotes around it")
		case key.Tag == "!!merge":
			merged = append(merged, value)
		case twice:
			r.report(key, join(path, shorten(key.Value)), fmt.Sprintf("the key %s stands here twice, first on line %d", quote(key.Value), line), "keep one")
		default:
			first[key.Value] = key.Line
			entries = append(entries, entry{key, value})
		}
	}
	for _, value := range merged {
		for _, mapping := range r.sources(value, path) {
			for _, one := range r.entries(mapping, path) {
				if _, said := first[one.key.Value]; !said {
					first[one.key.Value] = one.key.Line
					entries = append(entries, one)
				}
			}
		}
	}
	return entries
}

// sources returns the mappings that "<<" merges.
func (r *policyReader) sources(node *yaml.Node, path string) []*yaml.Node {
	node = follow(node)
	listed := []*yaml.Node{node}
	if node.Kind == yaml.SequenceNode {
		listed = node.Content
	}
	var mappings []*yaml.Node
	for _, one := range listed {
		if one = follow(one); one.Kind == yaml.MappingNode {
			mappings = append(mappings, one)
			continue
		}
		r.report(one, path, `"<<" is given `+describe(one)+"; a mapping is wanted", "write <<: *NAME, where &NAME stands before a mapping")
	}
	return mappings
}

// unknownKey says of a key what it may have been meant to be.
func (r *policyReader) unknownKey(key *yaml.Node, path string, here []field) {
	name, where := key.Value, join(path, shorten(key.Value))
	if r.full() {
		r.further++
		return
	}
	if path == "" && slices.Contains(laterKeys(), name) {
		r.report(key, where, "this version of golive does not read "+quote(name)+" yet", "remove it, or upgrade golive")
		return
	}
	elsewhere := map[string][]string{}
	parents(reflect.TypeFor[Policy](), "", elsewhere)
	problem := "unknown key " + quote(name)
	if places := elsewhere[name]; len(places) > 0 {
		r.report(key, where, problem, "it belongs "+listed(places, "or"))
		return
	}
	names := fieldNames(here)
	if meant := closest(name, names); meant != "" {
		r.report(key, where, problem, `did you mean "`+meant+`"?`)
		return
	}
	var others []string
	for other := range elsewhere {
		others = append(others, other)
	}
	slices.Sort(others)
	if meant := closest(name, others); meant != "" {
		r.report(key, where, problem, `did you mean "`+meant+`"? It belongs `+listed(elsewhere[meant], "or"))
		return
	}
	r.report(key, where, problem, "the keys here are "+listed(names, "and"))
}

// parents collects, for the name of every key, the places where it belongs.
func parents(of reflect.Type, path string, into map[string][]string) {
	place := "at the top of the file"
	if path != "" {
		place = "under " + path
	}
	for index, field := range fieldsOf(of) {
		into[field.name] = append(into[field.name], place)
		if inner := of.Field(index).Type; inner.Kind() == reflect.Struct {
			parents(inner, join(path, field.name), into)
		} else if inner.Kind() == reflect.Slice && inner.Elem().Kind() == reflect.Struct {
			parents(inner.Elem(), join(path, field.name), into)
		}
	}
	if path == "" {
		for _, role := range policyRoles() {
			into[role.name] = append(into[role.name], "under roles")
		}
	}
}

// PolicyKeys lists the path of every key that holds a value in a policy file, in
// the file's order: "mode", "release.tags", "roles.senior".
func PolicyKeys() []string { return keysUnder(reflect.TypeFor[Policy](), "") }

func keysUnder(of reflect.Type, path string) []string {
	var keys []string
	for index, field := range fieldsOf(of) {
		where := join(path, field.name)
		switch inner := of.Field(index).Type; inner.Kind() {
		case reflect.Struct:
			keys = append(keys, keysUnder(inner, where)...)
		case reflect.Map:
			for _, role := range policyRoles() {
				keys = append(keys, join(where, role.name))
			}
		default:
			keys = append(keys, where)
		}
	}
	return keys
}
