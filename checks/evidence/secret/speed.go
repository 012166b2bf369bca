package secret

import "github.com/zricethezav/gitleaks/v8/regexp"

// BuildTag is the build tag that makes the search fast.
const BuildTag = "gore2regex"

// Fast reports whether the program was built with BuildTag: gitleaks' rules
// then run on RE2, about ten times as fast as on Go's own regular expressions,
// with the same findings.
func Fast() bool { return regexp.Version != "stdlib" }
