package config

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
	"go.yaml.in/yaml/v3"
)

// maximumPolicy bounds a policy file, in bytes.
const maximumPolicy = 256 << 10

// PolicyError says what is wrong with a policy file, where, and how to mend it.
type PolicyError struct {
	Line    int // from 1; 0: the file as a whole
	Problem string
	Advice  string
}

func (e *PolicyError) Error() string {
	where := PolicyFile
	if e.Line > 0 {
		where = fmt.Sprintf("%s line %d", PolicyFile, e.Line)
	}
	text := where + ": " + e.Problem
	if e.Advice != "" {
		text += " — " + e.Advice
	}
	return text
}

// DecodePolicy reads a policy file strictly: an unknown key, a wrong type and a
// pattern that cannot match are a PolicyError. What the file leaves out is as
// DefaultPolicy has it.
func DecodePolicy(data []byte) (Policy, error) {
	if len(data) > maximumPolicy {
		return Policy{}, &PolicyError{Problem: fmt.Sprintf("the file has %d bytes, at most %d are read", len(data), maximumPolicy)}
	}
	policy := DefaultPolicy()
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	decoder.KnownFields(true)
	if err := decoder.Decode(&policy); err != nil && !errors.Is(err, io.EOF) {
		return Policy{}, yamlError(err)
	}
	if err := decoder.Decode(new(any)); !errors.Is(err, io.EOF) {
		return Policy{}, &PolicyError{Problem: "holds more than one YAML document", Advice: "keep one"}
	}
	return policy, policy.validate(data)
}

// Hash identifies what a policy says, whatever its file looks like.
func (p Policy) Hash() string {
	data, err := json.Marshal(p)
	if err != nil { // strings, numbers and lists of them always encode
		panic(fmt.Sprintf("encode policy: %v", err))
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:8])
}

// Roles a policy may name.
var roles = []string{"senior", "qa", "dba", "security", "sre", "release-manager"}

func (p Policy) validate(data []byte) error {
	if p.Version != 1 {
		return located(data, "version", fmt.Sprintf("version is %d", p.Version), "write `version: 1`")
	}
	if p.Mode != ModeObserve && p.Mode != ModeEnforce {
		return located(data, "mode", fmt.Sprintf("mode is %q", p.Mode), "write `mode: observe` or `mode: enforce`")
	}
	for _, pattern := range slices.Concat(p.Release.Branches, p.Release.Tags) {
		if !doublestar.ValidatePattern(pattern) {
			return located(data, pattern, fmt.Sprintf("%q is no valid glob", pattern), "")
		}
	}
	for _, title := range p.Release.Titles {
		if _, err := regexp.Compile(title); err != nil {
			return located(data, title, fmt.Sprintf("%q is no valid regular expression", title), "the syntax is RE2's")
		}
	}
	for role, people := range p.Roles {
		if !slices.Contains(roles, role) {
			return located(data, role, fmt.Sprintf("no such role: %q", role), "the roles are "+strings.Join(roles, ", "))
		}
		for _, person := range people {
			if strings.Contains(person, "/") {
				return located(data, person, fmt.Sprintf("%q names a team, and this version of golive reads logins only", person), "name the people")
			}
		}
	}
	return nil
}

// located finds the line on which a word first stands.
func located(data []byte, word, problem, advice string) error {
	for index, line := range strings.Split(string(data), "\n") {
		if strings.Contains(line, word) {
			return &PolicyError{Line: index + 1, Problem: problem, Advice: advice}
		}
	}
	return &PolicyError{Problem: problem, Advice: advice}
}

var (
	yamlLine    = regexp.MustCompile(`line (\d+): (.*)`)
	unknownName = regexp.MustCompile(`field (\S+) not found in type`)
)

// yamlError turns the decoder's words into ours.
func yamlError(err error) error {
	match := yamlLine.FindStringSubmatch(err.Error())
	if match == nil {
		return &PolicyError{Problem: strings.TrimPrefix(err.Error(), "yaml: ")}
	}
	problem := &PolicyError{Problem: match[2]}
	fmt.Sscanf(match[1], "%d", &problem.Line) //nolint:errcheck // the pattern is digits
	if unknown := unknownName.FindStringSubmatch(match[2]); unknown != nil {
		problem.Problem = fmt.Sprintf("unknown key %q", unknown[1])
		problem.Advice = "the keys are version, mode, release (branches, tags, labels, titles) and roles"
	}
	return problem
}
