package github

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	gh "github.com/google/go-github/v66/github"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/config/regex"
)

// maxAnalysisPages bounds the analyses that are read: older ones are of other content.
const maxAnalysisPages = 5

// CodeAnalyses lists the newest analyses of code scanning.
// https://docs.github.com/en/rest/code-scanning/code-scanning#list-code-scanning-analyses-for-a-repository
func (r *Repository) CodeAnalyses(ctx context.Context) ([]checks.CodeAnalysis, error) {
	var all []checks.CodeAnalysis
	for page := 1; page <= maxAnalysisPages; page++ {
		var found []struct {
			ID        int64     `json:"id"`
			Ref       string    `json:"ref"`
			Commit    string    `json:"commit_sha"`
			Category  string    `json:"category"`
			Error     string    `json:"error"`
			Warning   string    `json:"warning"`
			CreatedAt time.Time `json:"created_at"`
			Results   int       `json:"results_count"`
			Rules     int       `json:"rules_count"`
			Tool      struct {
				Name    string `json:"name"`
				Version string `json:"version"`
			} `json:"tool"`
		}
		response, err := r.request(ctx, http.MethodGet, fmt.Sprintf("/code-scanning/analyses?per_page=%d&page=%d", perPage, page), nil, &found)
		if status(err) == http.StatusNotFound && tells(err, noAnalysis) {
			return nil, nil
		}
		if err != nil {
			return nil, r.ofAlerts(err, "analyses of code scanning")
		}
		for _, one := range found {
			all = append(all, checks.CodeAnalysis{
				ID: one.ID, Tool: clean(one.Tool.Name, 100), Version: clean(one.Tool.Version, 50), Category: clean(one.Category, 200), Ref: clean(one.Ref, 300), Commit: one.Commit,
				CreatedAt: one.CreatedAt, Results: one.Results, Rules: one.Rules, Error: clean(one.Error, 300), Warning: clean(one.Warning, 300),
			})
		}
		if response == nil || response.NextPage <= page {
			break
		}
	}
	return all, nil
}

// codeAlert is what golive reads of one.
type codeAlert struct {
	Number    int    `json:"number"`
	State     string `json:"state"`
	Link      string `json:"html_url"`
	Reason    string `json:"dismissed_reason"`
	Comment   string `json:"dismissed_comment"`
	Dismissed *struct {
		Login string `json:"login"`
	} `json:"dismissed_by"`
	Rule struct {
		ID          string   `json:"id"`
		Description string   `json:"description"`
		Severity    string   `json:"security_severity_level"`
		Tags        []string `json:"tags"`
	} `json:"rule"`
	Tool struct {
		Name string `json:"name"`
	} `json:"tool"`
	Instance struct {
		Ref      string   `json:"ref"`
		Commit   string   `json:"commit_sha"`
		Classes  []string `json:"classifications"`
		Location struct {
			Path    string `json:"path"`
			Line    int    `json:"start_line"`
			EndLine int    `json:"end_line"`
		} `json:"location"`
	} `json:"most_recent_instance"`
}

// CodeAlerts lists the open and the dismissed alerts of code scanning on a ref.
// https://docs.github.com/en/rest/code-scanning/code-scanning#list-code-scanning-alerts-for-a-repository
func (r *Repository) CodeAlerts(ctx context.Context, ref string) ([]checks.CodeAlert, error) {
	var all []checks.CodeAlert
	for _, state := range []checks.AlertState{checks.AlertOpen, checks.AlertDismissed} {
		found, err := list[codeAlert](ctx, r, fmt.Sprintf("/code-scanning/alerts?state=%s&ref=%s", state, url.QueryEscape(ref)))
		if status(err) == http.StatusNotFound && tells(err, noAnalysis) {
			return nil, nil
		}
		if err != nil {
			return nil, r.ofAlerts(err, "alerts of code scanning")
		}
		for _, one := range found {
			alert := checks.CodeAlert{
				Number: one.Number, Tool: clean(one.Tool.Name, 100), Rule: clean(one.Rule.ID, 200), Description: clean(one.Rule.Description, 300), Severity: one.Rule.Severity,
				Weaknesses: weaknesses(one.Rule.Tags), State: checks.AlertState(one.State), Reason: clean(one.Reason, 100), Comment: clean(one.Comment, 280),
				Ref: clean(one.Instance.Ref, 300), Commit: one.Instance.Commit, Path: clean(one.Instance.Location.Path, 1000), Line: one.Instance.Location.Line, EndLine: one.Instance.Location.EndLine,
				Classes: one.Instance.Classes, Link: one.Link,
			}
			if one.Dismissed != nil {
				alert.By = one.Dismissed.Login
			}
			all = append(all, alert)
		}
	}
	return all, nil
}

// SecretAlerts lists the alerts of secret scanning, without what they are about.
// https://docs.github.com/en/rest/secret-scanning/secret-scanning#list-secret-scanning-alerts-for-a-repository
func (r *Repository) SecretAlerts(ctx context.Context) ([]checks.SecretAlert, error) {
	type login struct {
		Login string `json:"login"`
	}
	found, err := list[struct {
		Number     int        `json:"number"`
		Type       string     `json:"secret_type"`
		Name       string     `json:"secret_type_display_name"`
		State      string     `json:"state"`
		Resolution string     `json:"resolution"`
		By         *login     `json:"resolved_by"`
		ResolvedAt *time.Time `json:"resolved_at"`
		Validity   string     `json:"validity"`
		Bypassed   bool       `json:"push_protection_bypassed"`
		BypassedBy *login     `json:"push_protection_bypassed_by"`
		Public     bool       `json:"publicly_leaked"`
		More       bool       `json:"has_more_locations"`
		Link       string     `json:"html_url"`
		CreatedAt  time.Time  `json:"created_at"`
		First      *struct {
			Path    string `json:"path"`
			Line    int    `json:"start_line"`
			EndLine int    `json:"end_line"`
			Blob    string `json:"blob_sha"`
			Commit  string `json:"commit_sha"`
		} `json:"first_location_detected"`
	}](ctx, r, "/secret-scanning/alerts?hide_secret=true")
	if err != nil {
		return nil, r.ofAlerts(err, "alerts of secret scanning")
	}
	alerts := make([]checks.SecretAlert, len(found))
	for index, one := range found {
		alert := checks.SecretAlert{
			Number: one.Number, Type: clean(one.Type, 100), Name: clean(one.Name, 100), State: checks.AlertState(one.State), Resolution: one.Resolution,
			Validity: one.Validity, Public: one.Public, More: one.More, Link: one.Link, CreatedAt: one.CreatedAt,
		}
		if one.By != nil {
			alert.By = one.By.Login
		}
		if one.ResolvedAt != nil {
			alert.ResolvedAt = *one.ResolvedAt
		}
		if one.Bypassed {
			alert.Bypassed = "somebody"
			if one.BypassedBy != nil {
				alert.Bypassed = one.BypassedBy.Login
			}
		}
		if one.First != nil {
			alert.Path, alert.Line, alert.EndLine, alert.Blob, alert.Commit = clean(one.First.Path, 1000), one.First.Line, one.First.EndLine, one.First.Blob, one.First.Commit
		}
		alerts[index] = alert
	}
	return alerts, nil
}

// dependencyAlert is what golive reads of one.
type dependencyAlert struct {
	Number     int                     `json:"number"`
	State      string                  `json:"state"`
	Link       string                  `json:"html_url"`
	Reason     string                  `json:"dismissed_reason"`
	Dismissed  *struct{ Login string } `json:"dismissed_by"`
	Dependency struct {
		Package struct{ Ecosystem, Name string } `json:"package"`
		Path    string                           `json:"manifest_path"`
		Scope   string                           `json:"scope"`
	} `json:"dependency"`
	Advisory struct {
		ID       string `json:"ghsa_id"`
		Summary  string `json:"summary"`
		Severity string `json:"severity"`
		CWEs     []struct {
			ID string `json:"cwe_id"`
		} `json:"cwes"`
	} `json:"security_advisory"`
	Vulnerability struct {
		Fixed *struct{ Identifier string } `json:"first_patched_version"`
	} `json:"security_vulnerability"`
}

// DependencyAlerts lists Dependabot's alerts. Their pages are told by a mark and
// not by a number.
// https://docs.github.com/en/rest/dependabot/alerts#list-dependabot-alerts-for-a-repository
func (r *Repository) DependencyAlerts(ctx context.Context) ([]checks.DependencyAlert, error) {
	var alerts []checks.DependencyAlert
	after := ""
	for range maxPages {
		address := fmt.Sprintf("/dependabot/alerts?state=open,dismissed,auto_dismissed&per_page=%d", perPage)
		if after != "" {
			address += "&after=" + url.QueryEscape(after)
		}
		var found []dependencyAlert
		response, err := r.request(ctx, http.MethodGet, address, nil, &found)
		if err != nil {
			return nil, r.ofAlerts(err, "Dependabot's alerts")
		}
		for _, one := range found {
			alerts = append(alerts, one.alert())
		}
		if response == nil || response.After == "" || response.After == after {
			return alerts, nil
		}
		after = response.After
	}
	return nil, r.explain(errTooMany, "Dependabot's alerts")
}

func (d dependencyAlert) alert() checks.DependencyAlert {
	alert := checks.DependencyAlert{
		Number: d.Number, Package: clean(d.Dependency.Package.Name, 200), Ecosystem: d.Dependency.Package.Ecosystem, Manifest: clean(d.Dependency.Path, 1000), Scope: d.Dependency.Scope,
		Severity: d.Advisory.Severity, Advisory: clean(d.Advisory.ID, 50), Summary: clean(d.Advisory.Summary, 300), State: checks.AlertState(d.State), Reason: clean(d.Reason, 100), Link: d.Link,
	}
	if d.State == "auto_dismissed" {
		alert.State = checks.AlertDismissed
	}
	if d.Dismissed != nil {
		alert.By = d.Dismissed.Login
	}
	if d.Vulnerability.Fixed != nil {
		alert.FixedIn = clean(d.Vulnerability.Fixed.Identifier, 50)
	}
	var tags []string
	for _, one := range d.Advisory.CWEs {
		tags = append(tags, one.ID)
	}
	alert.Weaknesses = weaknesses(tags)
	return alert
}

// cwe is how tools write the number of a weakness: "external/cwe/cwe-079", "CWE-89: …".
var cwe = regex.New(`(?i)\bcwe-0*(\d{1,5})\b`)

func weaknesses(tags []string) []int {
	var found []int
	for _, tag := range tags {
		for _, match := range cwe.FindAllStringSubmatch(tag, -1) {
			if number, err := strconv.Atoi(match[1]); err == nil && !slices.Contains(found, number) {
				found = append(found, number)
			}
		}
	}
	slices.Sort(found)
	return found
}

// What GitHub says where a scanner is off, and where it has not looked yet. Both come
// with the statuses of a missing permission and of a missing repository.
var (
	switchedOff = regex.New(`(?i)must be enabled|not enabled|(?:is|are) disabled|not available`)
	noAnalysis  = regex.New(`(?i)no analysis found|no default branch found`)
)

func tells(err error, words *regex.Expression) bool {
	answer, found := errorAnswer(err)
	return found && words.MatchString(answer.Message)
}

// ofAlerts tells a scanner that is off from a permission that is missing.
func (r *Repository) ofAlerts(err error, what string) error {
	if code := status(err); (code == http.StatusForbidden || code == http.StatusNotFound) && tells(err, switchedOff) {
		answer, _ := errorAnswer(err)
		return fmt.Errorf("github: %s: %s: %w: %s", r.Describe().FullName(), what, checks.ErrSwitchedOff, strings.TrimSuffix(clean(answer.Message, 300), "."))
	}
	return r.explain(err, "%s", what)
}

func errorAnswer(err error) (*gh.ErrorResponse, bool) {
	var answer *gh.ErrorResponse
	found := errors.As(err, &answer)
	return answer, found
}
