package config

import (
	"fmt"
	"maps"
	"reflect"
)

// What a policy file may be, at most. A real one has a few dozen lines.
const (
	maximumPolicy   = 256 << 10 // bytes
	maximumDepth    = 20        // levels of nesting
	maximumRepeated = 10_000    // values that aliases repeat
	maximumEntries  = 100       // of a list
	maximumText     = 500       // characters of a text
	maximumProblems = 50        // that are named one by one
)

// DecodePolicy reads a policy file strictly: whatever it does not understand is
// a problem, and all of them are returned at once, as a *PolicyError. What the
// file leaves out is as the base has it; a list that it holds replaces the
// base's. An empty file is the base.
//
// The time and memory it takes follow the size of the file, of which at most
// 256 KiB are accepted.
func DecodePolicy(data []byte, base Policy) (Policy, error) { return DecodePolicyOf("", data, base) }

// DecodePolicyOf reads the policy file of a repository of an owner, whose teams
// alone it may name.
func DecodePolicyOf(owner string, data []byte, base Policy) (Policy, error) {
	if len(data) > maximumPolicy {
		return Policy{}, policyError([]Problem{{
			Problem: fmt.Sprintf("the file has %d KiB, and at most %d KiB are read", len(data)>>10, maximumPolicy>>10),
			Advice:  "a policy has a few dozen lines: is this the right file?",
		}})
	}
	text, problem := readText(data)
	if problem != nil {
		return Policy{}, policyError([]Problem{*problem})
	}
	root, problem := parseDocument(text)
	if problem != nil {
		return Policy{}, policyError([]Problem{*problem})
	}
	if root == nil {
		return base, nil
	}
	policy := base
	policy.Roles = maps.Clone(base.Roles)
	policy.Version = 0
	reader := policyReader{owner: owner}
	if reader.newer(root) {
		return Policy{}, reader.err()
	}
	reader.mapping(root, reflect.ValueOf(&policy).Elem(), "")
	reader.whole(root, policy)
	if err := reader.err(); err != nil {
		return Policy{}, err
	}
	return policy, nil
}
