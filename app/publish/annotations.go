package publish

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/golive-app/golive/app/github"
	"github.com/golive-app/golive/checks"
)

// maxShown is how many annotations one check run gets: more than a person
// reads, and ten requests.
const maxShown = 500

// GitHub's limits for the words of an annotation: a title of 255 characters and
// a message of 64 KB.
// https://docs.github.com/en/rest/checks/runs#update-a-check-run
const (
	maxAnnotationTitle   = 255
	maxAnnotationMessage = 4000
)

// annotations makes the annotations of a section from all findings that have a
// place in the code, gravest first and each once, and returns how many were
// dropped. They depend on nothing but the findings, so the same content is
// annotated the same by every release and run of it.
func annotations(pages []page, section checks.SectionID) (shown []github.Annotation, dropped int) {
	seen := map[github.Annotation]bool{}
	for _, one := range pages {
		for _, item := range one.inSection(section) {
			for _, finding := range one.result(item).Findings {
				if !annotatable(finding.Path) {
					continue
				}
				if made := annotation(item, finding); !seen[made] {
					seen[made] = true
					shown = append(shown, made)
				}
			}
		}
	}
	slices.SortStableFunc(shown, func(a, b github.Annotation) int {
		return cmp.Or(cmp.Compare(levelRank(a.Level), levelRank(b.Level)), cmp.Compare(a.Path, b.Path),
			cmp.Compare(a.StartLine, b.StartLine), cmp.Compare(a.StartColumn, b.StartColumn), cmp.Compare(a.Title, b.Title), cmp.Compare(a.Message, b.Message))
	})
	if len(shown) > maxShown {
		return shown[:maxShown], len(shown) - maxShown
	}
	return shown, 0
}

// annotatable reports whether a path is one that the forge can show: relative
// to the repository, and in no related one.
func annotatable(path string) bool {
	return path != "" && !strings.HasPrefix(path, "/") && !strings.HasPrefix(path, "../") && !checks.OfRelated(path) && path == plain(path, len(path))
}

// annotation marks a finding. A finding about a file as a whole marks its first
// line.
func annotation(item checks.Item, finding checks.Finding) github.Annotation {
	first := max(finding.Line, 1)
	made := github.Annotation{
		Path: finding.Path, StartLine: first, EndLine: max(finding.EndLine, first),
		Level: map[checks.Severity]string{checks.SeverityError: "failure", checks.SeverityWarning: "warning"}[finding.Severity],
		Title: plain(join(" · ", finding.Rule, string(item.ID)), maxAnnotationTitle-1),
		// The forge shows the message as it is, without Markdown.
		Message: plain(join(" — ", orElse(finding.Message, finding.Rule), finding.Remedy), maxAnnotationMessage),
	}
	if finding.Suggestion != nil {
		made.Details = mechanical(*finding.Suggestion)
	}
	if made.Level == "" {
		made.Level = "notice"
	}
	if finding.Column > 0 && made.StartLine == made.EndLine {
		made.StartColumn, made.EndColumn = finding.Column, finding.Column
	}
	return made
}

// mechanical words a mechanical change. The forge takes suggestions to apply by a
// button in reviews alone; below an annotation it shows them as they are.
func mechanical(change checks.Suggestion) string {
	lines := "line " + strconv.Itoa(change.Line)
	if change.EndLine > change.Line {
		lines = "lines " + strconv.Itoa(change.Line) + "–" + strconv.Itoa(change.EndLine)
	}
	if change.Text == "" {
		return "Suggested change: remove " + lines + "."
	}
	return "Suggested change: " + lines + " becomes\n\n" + plain(strings.TrimRight(change.Text, "\r\n"), maxAnnotationMessage)
}

func levelRank(level string) int {
	return slices.Index([]string{"failure", "warning", "notice"}, level)
}

// place of an annotation is what makes it the same as one that stands already.
// The forge may return columns and levels in other forms.
type annotationPlace struct {
	path, title, message string
	start, end           int
}

func placeOf(one github.Annotation) annotationPlace {
	return annotationPlace{one.Path, one.Title, one.Message, one.StartLine, one.EndLine}
}

// unsent returns the annotations that are not among those that stand, as many
// as the check run may still get.
func unsent(wanted, standing []github.Annotation) []github.Annotation {
	there := map[annotationPlace]bool{}
	for _, one := range standing {
		there[placeOf(one)] = true
	}
	var left []github.Annotation
	for _, one := range wanted {
		if !there[placeOf(one)] {
			left = append(left, one)
		}
	}
	return left[:min(len(left), max(maxShown-len(standing), 0))]
}
