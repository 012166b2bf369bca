package config

import (
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Items are what single items of the checklist ask for, where a policy may say.
type Items struct {
	Coverage  CoverageItem  `yaml:"code.coverage,omitempty" json:"Coverage,omitzero" jsonschema_description:"How much of the code the unit tests have to run."`
	RateLimit RateLimitItem `yaml:"security.rate-limit,omitempty" json:"RateLimit,omitzero" jsonschema_description:"Limits of rates that staging has to keep. golive tries what is declared here with a short burst of requests, once for each look, and no more than its operator allows (GOLIVE_PROBE_BURST)."`
}

// CoverageItem is what code.coverage asks for.
type CoverageItem struct {
	Minimum float64 `yaml:"minimum,omitempty" json:"Minimum,omitzero" reads:"percent" default:"80" example:"85" jsonschema_description:"Percent of the lines that run in tests, at least. Up to two points less is a warning. A lower number loosens the policy, and is shown as that."`
	Changed float64 `yaml:"changed,omitempty" json:"Changed,omitzero" reads:"percent" default:"80" example:"90" jsonschema_description:"Percent of the lines that a release changes that run in tests, at least; less is a warning, from ten such lines on. A lower number loosens the policy, and is shown as that."`
}

// builtInCoverage is what code.coverage asks for by itself, of all lines and of those
// that a release changes; the tags "default" say so.
const builtInCoverage = 80

// LeastCoverage is the percentage of lines that code.coverage asks for.
func (p Policy) LeastCoverage() float64 {
	if p.Items.Coverage.Minimum == 0 {
		return builtInCoverage
	}
	return p.Items.Coverage.Minimum
}

// LeastChanged is the percentage of the lines that a release changes that code.coverage
// asks for.
func (p Policy) LeastChanged() float64 {
	if p.Items.Coverage.Changed == 0 {
		return builtInCoverage
	}
	return p.Items.Coverage.Changed
}

// Bounds of a percentage that something has to reach. None at all would switch the
// item off without saying so.
const (
	leastPercent = 1.0
	mostPercent  = 100.0
)

// percent reads a number of hundredths.
func (r *policyReader) percent(node *yaml.Node, into reflect.Value, path string) {
	node = follow(node)
	number, err := strconv.ParseFloat(node.Value, 64)
	switch {
	case node.Kind != yaml.ScalarNode || node.Tag != "!!int" && node.Tag != "!!float":
		advice := "write it as 85"
		if bare := strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(node.Value), "%")); node.Kind == yaml.ScalarNode && isNumber(bare) {
			advice = "write " + bare + ", without quotes and %"
		}
		r.report(node, path, path+" is "+describe(node)+"; a percentage is wanted", advice)
	case err != nil || math.IsNaN(number) || number < leastPercent || number > mostPercent:
		r.report(node, path, fmt.Sprintf("%s is %s; a percentage from %g to %g is wanted", path, shorten(node.Value), leastPercent, mostPercent), "write it as 85")
	default:
		into.SetFloat(number)
	}
}

func isNumber(text string) bool {
	number, err := strconv.ParseFloat(text, 64)
	return err == nil && number >= leastPercent && number <= mostPercent
}
