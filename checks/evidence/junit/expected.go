package junit

import (
	"encoding/xml"

	"github.com/golive-app/golive/config/regex"
)

// risky are what PHPUnit writes as an error of a test that it does not count as one,
// and lets its run succeed with: it asserted nothing, printed something, or the like.
// https://docs.phpunit.de/en/9.6/risky-tests.html
var risky = regex.New(`^PHPUnit\\Framework\\(?:RiskyTestError|OutputError|UnintentionallyCoveredCodeError|MissingCoversAnnotationException)$`)

// mayFail is what Catch2 says of a test with the tag !mayfail or !shouldfail.
const mayFail = "TEST_CASE tagged with !mayfail"

// expected reports whether a <skipped> stands beside failures that count as none: a
// test of node:test that is to do, or one of Catch2 that may fail. Else a test that was
// skipped and failed, in its teardown say, failed.
func expected(skipped xml.StartElement) bool {
	return attribute(skipped, "type") == "todo" || attribute(skipped, "message") == mayFail
}
