package shop

import (
	"bytes"
	"encoding/json"
	"maps"
	"path"
	"slices"
	"strings"
)

// share is how much of something ran in tests.
type share struct {
	Total   int     `json:"total"`
	Covered int     `json:"covered"`
	Skipped int     `json:"skipped"`
	Percent float64 `json:"pct"`
}

func newShare(covered, total int) share {
	return share{Total: total, Covered: covered, Percent: float64(10_000*covered/max(total, 1)) / 100}
}

// CoverageSummary is the report that the tests of a state write, in the form of
// istanbul's json-summary, which vitest writes too. The candidate's export and
// payments came without tests; Hardened has them.
// https://github.com/istanbuljs/istanbuljs/blob/main/packages/istanbul-reports/lib/json-summary/index.js
func CoverageSummary(state State) (string, error) {
	report := map[string]map[string]share{}
	covered, total := 0, 0
	files := Files(state)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if !strings.HasPrefix(name, "src/") || path.Ext(name) != ".ts" {
			continue
		}
		lines := 0
		for line := range bytes.Lines(files[name]) {
			if len(bytes.TrimSpace(line)) > 0 {
				lines++
			}
		}
		ran := lines - lines/12
		if state < Hardened && (name == "src/routes/exports.ts" || name == "src/services/payments.ts" || name == "src/services/orders.ts") {
			ran = 0
		}
		report["/home/runner/work/"+Name+"/"+Name+"/"+name] = shares(ran, lines)
		covered, total = covered+ran, total+lines
	}
	report["total"] = shares(covered, total)
	written, err := json.Marshal(report)
	return string(written), err
}

// shares are the four that istanbul counts; functions and branches follow the lines.
func shares(covered, total int) map[string]share {
	return map[string]share{
		"lines": newShare(covered, total), "statements": newShare(covered, total),
		"functions": newShare(covered/6, total/6), "branches": newShare(covered/8, total/8),
	}
}
