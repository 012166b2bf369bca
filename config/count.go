package config

import (
	"reflect"
	"strconv"

	"go.yaml.in/yaml/v3"
)

// count reads a whole number between the bounds of its field.
func (r *policyReader) count(node *yaml.Node, into reflect.Value, field field, path string) {
	node = follow(node)
	least, _ := strconv.Atoi(field.least) // of a tag
	most, _ := strconv.Atoi(field.most)
	number, err := strconv.Atoi(node.Value)
	wanted := "a whole number from " + field.least + " to " + field.most + " is wanted"
	switch {
	case node.Kind != yaml.ScalarNode || node.Tag != "!!int":
		advice := "write it as 10000"
		if plain, err := strconv.Atoi(node.Value); err == nil && node.Kind == yaml.ScalarNode && plain >= least && plain <= most {
			advice = "write " + strconv.Itoa(plain) + ", without quotes"
		}
		r.report(node, path, path+" is "+describe(node)+"; "+wanted, advice)
	case err != nil || number < least || number > most:
		r.report(node, path, path+" is "+shorten(node.Value)+"; "+wanted, "write it as 10000")
	default:
		into.SetInt(int64(number))
	}
}

// together reports what no single key of a mapping tells, where its keys are in
// order. The key that it is about need not stand in this file: the one that it does
// not go with does.
func (r *policyReader) together(node *yaml.Node, into reflect.Value, path string) {
	whole, checked := into.Interface().(entryFaults)
	if !checked || len(r.problems) > 0 || r.full() {
		return
	}
	if key, problem, advice := whole.faults(); problem != "" {
		where := join(path, key)
		r.report(follow(node), where, where+" "+problem, advice)
	}
}
