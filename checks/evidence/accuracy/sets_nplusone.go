package accuracy

import (
	"regexp"

	"github.com/golive-app/golive/checks"
)

const (
	queries    = checks.ItemID("code.n-plus-one")
	queryRules = "nplusone."
)

// nPlusOneSets are the sets of queries that run once for each element.
func nPlusOneSets() []Set {
	return []Set{
		Mended{Folder: "n-plus-one", Item: queries, Rule: queryRules},
		Mended{Folder: "n-plus-one-new", Item: queries, Rule: queryRules},
		// Left out: a manager that is gone through without all(), which Django refuses; a
		// relation that is named and not asked for its rows; and what leads back to the row
		// that the others were reached by, which Django knows.
		Diagnosed{
			Folder: "django-check", Test: "crates/django-check_semantic/src/passes/n_plus_one.rs", Language: "Python", File: "shop/views.py", Item: queries, Rule: queryRules,
			Beside: regexp.MustCompile(`^(?:reverse_lookup_detection|access_using_relation_detected|construct_with_direct_relation_detected|detect_n1_after_get_object_or_404|` +
				`detect_n1_directly_all_in_for|detect_n1_directly_in_for|detect_n1_filter_directly_in_for|detect_n1_nested_relation_access_in_for|prefetch_object_with_nested_queryset_missing_inner_prefetch)$`),
		},
		Documented{
			Folder: "ol-django", File: "shop/serializers.py", Item: queries, Rule: queryRules, Says: regexp.MustCompile(`triggers ORM00\d`),
			Files: []string{"tests/drf_lint/fixtures/bad_orm001.py", "tests/drf_lint/fixtures/bad_orm002.py", "tests/drf_lint/fixtures/good_serializer.py"},
		},
		// Left out: what stands in packages that are not there, types of its settings, and
		// loops without an end.
		Wanted{
			Folder: "goone", Under: "testdata/src", Item: queries, Rule: queryRules, Says: regexp.MustCompile(`//\s*want "`),
			Beside: regexp.MustCompile(`/(?:another_package\w*|user_def|dummy_type)/`),
		},
		Wanted{Folder: "govet-nplusone", Under: "internal/analyzer/nplusone/testdata/src", Item: queries, Rule: queryRules, Says: regexp.MustCompile(`//\s*want "`)},
		// Left out: loops whose number of rounds is written there, and files that import no
		// client, which that rule alone makes something of.
		Wanted{
			Folder: "creedengo-python", Under: "src/test/resources/checks", Alone: true, Item: queries, Rule: queryRules, Says: regexp.MustCompile(`# Noncompliant`),
			Of: regexp.MustCompile(`/avoidSQLRequestInLoop\w*\.py$`), Beside: regexp.MustCompile(`NoImports`), Loop: regexp.MustCompile(`\brange\(\d+\)|\bwhile \w+ <=? \d+`),
		},
		// Left out: cases with options, and the one whose file is a test.
		RuleTester{Folder: "forge-js", Rules: []TestedRule{{
			Test: "packages/eslint-plugin/src/tests/performance/detect-n-plus-one-queries.test.ts", Item: queries, Rule: queryRules, File: "app/users.js", Beside: regexp.MustCompile(`Test file`),
		}}},
	}
}
