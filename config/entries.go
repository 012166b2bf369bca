package config

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/golive-app/golive/config/regex"
)

// entryFaults is an entry of which more can be wrong than its single keys tell.
type entryFaults interface {
	faults() (key, problem, advice string)
}

// mappings reads a list of mappings. The first key of an entry names it: no two
// entries share it.
func (r *policyReader) mappings(node *yaml.Node, into reflect.Value, path string) {
	node = follow(node)
	key := path[strings.LastIndexByte(path, '.')+1:]
	fields := fieldsOf(into.Type().Elem())
	switch {
	case node.Kind == yaml.ScalarNode && node.Tag == "!!null":
		r.report(node, path, path+" is empty", "write "+key+": [], or remove the key")
		return
	case node.Kind != yaml.SequenceNode:
		r.report(node, path, path+" is "+describe(node)+"; a list is wanted", `begin each entry with "- `+fields[0].name+`: "`)
		return
	case len(node.Content) > maximumEntries:
		r.report(node, path, fmt.Sprintf("%s has %d entries, and at most %d are read", path, len(node.Content), maximumEntries), "remove those that match nothing any more")
		return
	}
	list := reflect.MakeSlice(into.Type(), 0, len(node.Content))
	seen := map[string]int{}
	for index, entry := range node.Content {
		where := path + "[" + strconv.Itoa(index) + "]"
		one := reflect.New(into.Type().Elem()).Elem()
		known := len(r.problems)
		r.mapping(entry, one, where)
		entry = follow(entry)
		if entry.Kind != yaml.MappingNode {
			continue // which was said
		}
		r.lacking(entry, one, fields, where)
		if len(r.problems) > known || r.full() {
			continue
		}
		if inner, checked := one.Interface().(entryFaults); checked {
			if name, problem, advice := inner.faults(); problem != "" {
				r.report(entry, join(where, name), join(where, name)+" "+problem, advice)
				continue
			}
		}
		name := one.Field(0).String()
		if line, twice := seen[name]; twice {
			r.report(entry, where, fmt.Sprintf("%s stands in this list twice, first on line %d", quote(name), line), "keep one")
			continue
		}
		seen[name] = entry.Line
		list = reflect.Append(list, one)
	}
	into.Set(list)
}

// lacking reports the keys that an entry must have and has not.
func (r *policyReader) lacking(entry *yaml.Node, one reflect.Value, fields []field, path string) {
	for index, field := range fields {
		tag := one.Type().Field(index).Tag
		if tag.Get("jsonschema") != "required" || !one.Field(index).IsZero() || keyed(entry, field.name) {
			continue
		}
		where := join(path, field.name)
		r.report(entry, where, where+" is missing", "write "+field.name+": "+inYAML(tag.Get("example"))+" or what holds here")
	}
}

// keyed reports whether a mapping itself has a key.
func keyed(mapping *yaml.Node, name string) bool {
	for index := 0; index+1 < len(mapping.Content); index += 2 {
		if follow(mapping.Content[index]).Value == name {
			return true
		}
	}
	return false
}

// closingKinds are the kinds of text of an entry that closes a secret.
func closingKinds() map[string]kind {
	return map[string]kind{
		"fingerprint": {noun: "a fingerprint", example: "3fa9c1d2-0b8e57c4d19a6f23e8410c7d", pattern: fingerprintShape.String(), faults: fingerprintFaults},
		"closing":     {noun: "a way of closing", example: "revoked", words: []string{string(ClosedRevoked), string(ClosedFalsePositive), string(ClosedBaseline)}},
		"reason":      {noun: "a reason", example: "rotated on 2026-11-20, INC-42", pattern: `^[^\r\n]*\S[^\r\n]*$`, faults: reasonFaults},
		"date":        {noun: "a day", example: "2026-12-31", pattern: `^\d{4}-\d{2}-\d{2}$`, format: "date", day: true, faults: dateFaults},
	}
}

var fingerprintShape = regex.New(`^[0-9a-f]{8}-[0-9a-f]{24}$`)

// fingerprintFaults never repeats the text: it may be the secret.
func fingerprintFaults(text string) (problem, advice string) {
	if !fingerprintShape.MatchString(text) {
		return "is no fingerprint of a finding", "copy it from the report of golive check, and never write the value itself here"
	}
	return "", ""
}

func reasonFaults(text string) (problem, advice string) {
	if strings.TrimFunc(text, blank) == "" {
		return "says nothing", "say why for whoever reads the report, such as: rotated on 2026-11-20, INC-42"
	}
	if strings.ContainsAny(text, "\r\n") {
		return "has several lines", "write it on one"
	}
	return "", ""
}

func dateFaults(text string) (problem, advice string) {
	if _, err := time.Parse(time.DateOnly, text); err != nil {
		return "is " + quote(text) + ", which is no day", "write it as 2026-12-31"
	}
	return "", ""
}
