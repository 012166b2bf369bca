package security

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source"
	"github.com/golive-app/golive/checks/wording"
)

// scanned is what the platform's scanners say of the content that is released.
type scanned struct {
	analyses     []checks.CodeAnalysis // whole ones of this content, by a tool that looks for injections
	last         *checks.CodeAnalysis  // the newest of other content
	others       []string              // tools that analysed this content and look for something else
	broken       []string              // analyses that ended in an error, with the reason
	alerts       []checks.CodeAlert    // about injections
	dependencies []checks.DependencyAlert
	notes        []string         // what was not looked at and does not stand in the way
	missing      []checks.Missing // what does
	commits      []checks.ContentCommit
}

// injectionWeaknesses are the weaknesses that the item is about, with the narrower
// ones that tools name in their place.
var injectionWeaknesses = []int{
	79, 80, 83, 87, 116, // markup
	89, 564, 943, // queries
	22, 23, 36, 73, 98, 99, // paths
	77, 78, 88, // commands
	94, 95, 96, 1336, // code and templates
	91, 611, 776, // XML
	90, 113, 643, // LDAP, headers, XPath
	918, // requests
	502, // deserialised objects
}

func aboutInjections(numbers []int) bool {
	return slices.ContainsFunc(numbers, func(number int) bool { return slices.Contains(injectionWeaknesses, number) })
}

// isGrave reports whether a severity stops a release.
func isGrave(severity string) bool { return severity == "critical" || severity == "high" }

// readScanned asks the platform.
func readScanned(ctx context.Context, subject checks.Subject) (scanned, error) {
	seen := scanned{commits: subject.Commits(checks.ReleaseBooks()...)}
	if subject.Forge == nil {
		seen.missing = append(seen.missing, checks.Missing{
			Connection: checks.ConnectionCodeScanning, Reason: "Code scanning results are on GitHub, which golive is not connected to here, and reading code proves no absence.",
			Remedy: "Install the GitHub App on the repository, or let a security engineer look and comment `/golive sign-off security.injection`.",
		})
		return seen, nil
	}
	if err := seen.readCode(ctx, subject); err != nil {
		return seen, err
	}
	return seen, seen.readDependencies(ctx, subject)
}

func (s *scanned) readCode(ctx context.Context, subject checks.Subject) error {
	analyses, err := subject.Forge.CodeAnalyses(ctx)
	if err != nil {
		return s.refused(ctx, err, "Code scanning", "security_events", "whether this content was analysed, and what is open")
	}
	ofContent := map[string]bool{}
	for _, commit := range s.commits {
		ofContent[commit.SHA] = true
	}
	if number := subject.Release.Number; number != 0 {
		// Workflows of a pull request analyse the merge that GitHub tries out.
		if pull, err := subject.Forge.PullRequest(ctx, number); err == nil && pull.Open && pull.Head == subject.Release.SHA && pull.MergeSHA != "" {
			ofContent[pull.MergeSHA] = true
		}
	}
	refs := map[string]bool{}
	for index, analysis := range analyses {
		switch {
		case !ofContent[analysis.Commit]:
			if s.last == nil && looksForInjections(analysis.Tool) {
				s.last = &analyses[index]
			}
		case analysis.Error != "":
			s.broken = append(s.broken, fmt.Sprintf("%s (%s)", wording.Quoted(analysis.Tool), wording.Quoted(analysis.Error)))
		case !looksForInjections(analysis.Tool):
			s.others = append(s.others, analysis.Tool)
		default:
			s.analyses = append(s.analyses, analysis)
			refs[analysis.Ref] = true
		}
	}
	if len(s.analyses) == 0 {
		s.missing = append(s.missing, s.unanalysed())
		return nil
	}
	known := map[int]bool{}
	for ref := range refs {
		alerts, err := subject.Forge.CodeAlerts(ctx, ref)
		if err != nil {
			return s.refused(ctx, err, "Code scanning's alerts", "security_events", "what is open in this content")
		}
		for _, alert := range alerts {
			if aboutInjections(alert.Weaknesses) && !known[alert.Number] {
				known[alert.Number] = true
				s.alerts = append(s.alerts, alert)
			}
		}
	}
	return nil
}

// unanalysed says that nothing analysed this content: no alerts are then no pass.
func (s *scanned) unanalysed() checks.Missing {
	missing := checks.Missing{
		Reason: "No analysis of this content is in GitHub's code scanning; no alerts without an analysis are no pass.",
		Remedy: "Let code scanning run on pull requests and release branches (default setup does), then `/golive rerun security.injection`; or a security engineer looks and comments `/golive sign-off security.injection`.",
	}
	switch {
	case len(s.broken) > 0:
		missing.Reason = "The analysis of this content ended in an error: " + wording.Listed(s.broken, 2) + "."
	case s.last != nil:
		missing.Reason = fmt.Sprintf("The last analysis, by %s, is of `%s` (%s), which has other content; no alerts without an analysis are no pass.", wording.Quoted(s.last.Tool), wording.ShortSHA(s.last.Commit), s.last.CreatedAt.UTC().Format("2 January 2006"))
	case len(s.others) > 0:
		slices.Sort(s.others)
		missing.Reason = fmt.Sprintf("This content was analysed by %s, which %s not known to look for injections in code.", listed(wordsOf(slices.Compact(s.others))), map[bool]string{true: "is", false: "are"}[len(slices.Compact(s.others)) == 1])
	}
	return missing
}

func wordsOf(names []string) []string {
	words := make([]string, len(names))
	for index, name := range names {
		words[index] = wording.Quoted(name)
	}
	return words
}

// readDependencies asks for weak dependencies. They are of the default branch.
func (s *scanned) readDependencies(ctx context.Context, subject checks.Subject) error {
	alerts, err := subject.Forge.DependencyAlerts(ctx)
	if errors.Is(err, checks.ErrSwitchedOff) {
		s.notes = append(s.notes, "Dependabot alerts are off for this repository: weak dependencies were not looked at")
		return nil
	}
	if err != nil {
		return s.refused(ctx, err, "Dependabot's alerts", "vulnerability_alerts", "injections through dependencies")
	}
	for _, alert := range alerts {
		if aboutInjections(alert.Weaknesses) {
			s.dependencies = append(s.dependencies, alert)
		}
	}
	return nil
}

// refused says why a scanner's answer is not there: it is off, a permission lacks, or
// GitHub failed.
func (s *scanned) refused(ctx context.Context, err error, what, permission, unlocks string) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	missing := checks.Missing{Connection: checks.ConnectionCodeScanning}
	switch {
	case errors.Is(err, checks.ErrSwitchedOff):
		missing.Connection = ""
		missing.Reason = what + " is off for this repository, and reading code proves no absence."
		missing.Remedy = "Turn it on under Settings → Advanced Security, or let a security engineer look and comment `/golive sign-off security.injection`."
	case errors.Is(err, checks.ErrForbidden):
		missing.Reason = fmt.Sprintf("%s may not be read: the App lacks `%s: read`.", what, permission)
		missing.Remedy = fmt.Sprintf("Grant the App `%s: read` under \"Permissions & events\" and accept it, then `/golive rerun security.injection`: it tells %s.", permission, unlocks)
	default:
		missing.Reason = what + " could not be read from GitHub."
		missing.Remedy = fmt.Sprintf("Try `/golive rerun security.injection`; if it stays, see that the App may read it (`%s: read`).", permission)
	}
	s.missing = append(s.missing, missing)
	return nil
}

// analysers are the tools that look for injections, and the languages that they read;
// nil: as their analyses say (CodeQL), or many.
var analysers = map[string][]string{
	"codeql": nil, "semgrep": nil, "semgrep oss": nil, "semgrep pro": nil, "opengrep": nil, "snykcode": nil, "snyk code": nil, "sonarqube": nil, "sonarcloud": nil, "sonarqube cloud": nil,
	"fortify": nil, "checkmarx": nil, "veracode": nil, "bearer": nil, "horusec": nil, "devskim": nil, "contrast scan": nil, "coverity": nil, "mobsfscan": nil,
	"gosec": {"Go"}, "golang security checks by gosec": {"Go"}, "bandit": {"Python"}, "brakeman": {"Ruby"}, "njsscan": {"JavaScript", "TypeScript"},
	"spotbugs": {"Java", "Kotlin"}, "find security bugs": {"Java", "Kotlin"}, "psalm": {"PHP"}, "progpilot": {"PHP"}, "security code scan": {"C#"},
}

func looksForInjections(tool string) bool {
	_, known := analysers[strings.ToLower(tool)]
	return known
}

// codeQL names the languages of CodeQL's categories, "/language:javascript-typescript".
var codeQL = map[string][]string{
	"javascript": {"JavaScript", "TypeScript", "TSX", "Vue", "Svelte"}, "typescript": {"JavaScript", "TypeScript", "TSX", "Vue", "Svelte"}, "go": {"Go"}, "python": {"Python"}, "java": {"Java", "Kotlin"}, "kotlin": {"Java", "Kotlin"},
	"csharp": {"C#"}, "ruby": {"Ruby"}, "cpp": {"C", "C++"}, "c": {"C", "C++"}, "swift": {"Swift"}, "rust": {"Rust"},
}

// covers reports whether an analysis read a language. One that does not tell its
// languages read those that its tool knows.
func covers(analysis checks.CodeAnalysis, language string) bool {
	tool := strings.ToLower(analysis.Tool)
	if languages := analysers[tool]; languages != nil {
		return slices.Contains(languages, language)
	}
	if tool != "codeql" {
		return true
	}
	_, told, found := strings.Cut(strings.ToLower(analysis.Category), "language:")
	if !found {
		for _, languages := range codeQL {
			if slices.Contains(languages, language) {
				return true
			}
		}
		return false
	}
	for _, part := range strings.FieldsFunc(told, func(r rune) bool { return r == '-' || r == '/' || r == ' ' }) {
		if slices.Contains(codeQL[part], language) {
			return true
		}
	}
	return false
}

// uncovered lists the languages of production code that no analysis read, those with the
// most files first.
func (s *scanned) uncovered(files []checks.File) []string {
	counts := map[string]int{}
	for _, file := range files {
		if file.Class == checks.ClassProduction && source.Code(file.Language) && !slices.ContainsFunc(s.analyses, func(one checks.CodeAnalysis) bool { return covers(one, file.Language) }) {
			counts[file.Language]++
		}
	}
	return byCount(counts)
}
