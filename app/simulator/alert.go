package simulator

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// scanners are the scanners of one repository. Each is off until it is switched on, or
// until it is given something that it found.
type scanners struct {
	code, secrets, dependencies bool
	analyses                    []codeAnalysis
	codeAlerts                  []codeAlert
	secretAlerts                []secretAlert
	dependencyAlerts            []dependencyAlert
}

// Scanner is one of GitHub's scanners.
type Scanner string

// The scanners.
const (
	CodeScanning   Scanner = "code scanning"
	SecretScanning Scanner = "secret scanning"
	Dependabot     Scanner = "Dependabot"
)

// SwitchScanner switches a scanner of a repository on or off.
func (g *GitHub) SwitchScanner(fullName string, scanner Scanner, on bool) error {
	return g.withRepository(fullName, func(r *repository) error {
		switch scanner {
		case CodeScanning:
			r.scanners.code = on
		case SecretScanning:
			r.scanners.secrets = on
		case Dependabot:
			r.scanners.dependencies = on
		default:
			return fmt.Errorf("simulator: no scanner %q", scanner)
		}
		return nil
	})
}

// CodeAnalysis is an analysis that a tool uploads.
type CodeAnalysis struct {
	Tool, Category, Ref, SHA string
	Error                    string
}

type codeAnalysis struct {
	CodeAnalysis
	id int64
	at time.Time
}

// CodeAlert is what an analysis found.
type CodeAlert struct {
	Tool, Rule, Description string
	Severity                string   // "critical", "high", "medium", "low"; empty: none
	Tags                    []string // "external/cwe/cwe-089"
	State                   string   // "open" when empty, "dismissed" or "fixed"
	Reason, By              string   // of a dismissal
	Ref, SHA, Path          string
	Line                    int
	Classes                 []string // "test", "generated"
}

type codeAlert struct {
	CodeAlert
	number int
	at     time.Time
}

// AddCodeAnalysis records an analysis; a code scanning that was off is on then.
func (g *GitHub) AddCodeAnalysis(fullName string, analysis CodeAnalysis) error {
	return g.withRepository(fullName, func(r *repository) error {
		r.scanners.code = true
		r.scanners.analyses = append(r.scanners.analyses, codeAnalysis{analysis, g.id(), g.now()})
		return nil
	})
}

// AddCodeAlert records an alert of an analysis and returns its number.
func (g *GitHub) AddCodeAlert(fullName string, alert CodeAlert) (int, error) {
	var number int
	err := g.withRepository(fullName, func(r *repository) error {
		number = len(r.scanners.codeAlerts) + 1
		if alert.State == "" {
			alert.State = "open"
		}
		r.scanners.codeAlerts = append(r.scanners.codeAlerts, codeAlert{alert, number, g.now()})
		return nil
	})
	return number, err
}

// SecretAlert is a secret that secret scanning found in a commit.
type SecretAlert struct {
	Type, Name, Secret string
	State              string // "open" when empty, or "resolved"
	Resolution, By     string
	Validity           string // "unknown" when empty
	Path, SHA, Blob    string
	Line               int
	BypassedBy         string
}

type secretAlert struct {
	SecretAlert
	number int
	at     time.Time
}

// AddSecretAlert records an alert; a secret scanning that was off is on then.
func (g *GitHub) AddSecretAlert(fullName string, alert SecretAlert) (int, error) {
	var number int
	err := g.withRepository(fullName, func(r *repository) error {
		r.scanners.secrets = true
		number = len(r.scanners.secretAlerts) + 1
		if alert.State == "" {
			alert.State = "open"
		}
		if alert.Validity == "" {
			alert.Validity = "unknown"
		}
		r.scanners.secretAlerts = append(r.scanners.secretAlerts, secretAlert{alert, number, g.now()})
		return nil
	})
	return number, err
}

// ResolveSecretAlert resolves an alert ("revoked", "false_positive", "used_in_tests",
// "wont_fix").
func (g *GitHub) ResolveSecretAlert(fullName string, number int, resolution, by string) error {
	return g.withRepository(fullName, func(r *repository) error {
		if number < 1 || number > len(r.scanners.secretAlerts) {
			return fmt.Errorf("simulator: no alert %d", number)
		}
		alert := &r.scanners.secretAlerts[number-1]
		alert.State, alert.Resolution, alert.By = "resolved", resolution, by
		return nil
	})
}

// DependencyAlert is a weak dependency that Dependabot found.
type DependencyAlert struct {
	Package, Ecosystem, Manifest, Scope string
	Severity, Advisory, Summary         string
	CWEs                                []string // "CWE-89"
	State                               string   // "open" when empty, "dismissed", "auto_dismissed" or "fixed"
	Reason, By, FixedIn                 string
}

type dependencyAlert struct {
	DependencyAlert
	number int
	at     time.Time
}

// AddDependencyAlert records an alert; alerts that were off are on then.
func (g *GitHub) AddDependencyAlert(fullName string, alert DependencyAlert) (int, error) {
	var number int
	err := g.withRepository(fullName, func(r *repository) error {
		r.scanners.dependencies = true
		number = len(r.scanners.dependencyAlerts) + 1
		if alert.State == "" {
			alert.State = "open"
		}
		r.scanners.dependencyAlerts = append(r.scanners.dependencyAlerts, dependencyAlert{alert, number, g.now()})
		return nil
	})
	return number, err
}

const (
	codeScanningPage   = "https://docs.github.com/rest/code-scanning/code-scanning#list-code-scanning-alerts-for-a-repository"
	secretScanningPage = "https://docs.github.com/rest/secret-scanning/secret-scanning#list-secret-scanning-alerts-for-a-repository"
	dependabotPage     = "https://docs.github.com/rest/dependabot/alerts#list-dependabot-alerts-for-a-repository"
)

func (g *GitHub) alertRoutes() []route {
	return []route{
		{"GET", "/repos/{owner}/{repo}/code-scanning/analyses", "security_events:read", listCodeAnalyses},
		{"GET", "/repos/{owner}/{repo}/code-scanning/alerts", "security_events:read", listCodeAlerts},
		{"GET", "/repos/{owner}/{repo}/secret-scanning/alerts", "secret_scanning_alerts:read", listSecretAlerts},
		{"GET", "/repos/{owner}/{repo}/dependabot/alerts", "vulnerability_alerts:read", listDependencyAlerts},
	}
}

// codeScanningOff answers where code scanning is off (403) or has not looked yet (404).
func codeScanningOff(c *call) *answer {
	switch scanners := c.repository.scanners; {
	case !scanners.code:
		return fail(http.StatusForbidden, "Code Security must be enabled for this repository to use code scanning.", codeScanningPage)
	case len(scanners.analyses) == 0:
		return fail(http.StatusNotFound, "no analysis found", codeScanningPage)
	}
	return nil
}

func sameRef(wanted, ref string) bool {
	return wanted == "" || wanted == ref || "refs/heads/"+wanted == ref
}

// https://docs.github.com/rest/code-scanning/code-scanning#list-code-scanning-analyses-for-a-repository
func listCodeAnalyses(c *call) *answer {
	if off := codeScanningOff(c); off != nil {
		return off
	}
	var found []codeAnalysis
	for _, one := range c.repository.scanners.analyses {
		if sameRef(c.query.Get("ref"), one.Ref) {
			found = append(found, one)
		}
	}
	slices.Reverse(found)
	return paginate(c, found, func(one codeAnalysis) object {
		return object{
			"id": one.id, "ref": one.Ref, "commit_sha": one.SHA, "analysis_key": ".github/workflows/codeql.yml:analyze", "environment": "{}", "category": one.Category,
			"error": one.Error, "warning": "", "created_at": stamp(one.at), "results_count": len(c.repository.scanners.codeAlerts), "rules_count": 40, "deletable": true,
			"sarif_id": fmt.Sprintf("6c81cd8e-b078-4ac3-a3be-%012d", one.id), "url": fmt.Sprintf("%s/repos/%s/code-scanning/analyses/%d", c.g.apiURL(), c.repository.fullName(), one.id),
			"tool": object{"name": one.Tool, "version": "2.20.0", "guid": nil},
		}
	})
}

// listCodeAlerts answers with the alerts of a ref; without one, of the default branch.
// https://docs.github.com/rest/code-scanning/code-scanning#list-code-scanning-alerts-for-a-repository
func listCodeAlerts(c *call) *answer {
	if off := codeScanningOff(c); off != nil {
		return off
	}
	ref := c.query.Get("ref")
	if ref == "" {
		ref = c.repository.defaultBranch
	}
	var found []codeAlert
	for _, one := range c.repository.scanners.codeAlerts {
		if state := c.query.Get("state"); sameRef(ref, one.Ref) && (state == "" || state == one.State) {
			found = append(found, one)
		}
	}
	slices.Reverse(found)
	return paginate(c, found, c.renderCodeAlert)
}

func (c *call) renderCodeAlert(one codeAlert) object {
	self := fmt.Sprintf("%s/repos/%s/code-scanning/alerts/%d", c.g.apiURL(), c.repository.fullName(), one.number)
	page := fmt.Sprintf("%s/%s/security/code-scanning/%d", c.g.options.PublicURL, c.repository.fullName(), one.number)
	rendered := object{
		"number": one.number, "created_at": stamp(one.at), "updated_at": stamp(one.at), "url": self, "html_url": page, "instances_url": self + "/instances",
		"state": one.State, "fixed_at": nil, "dismissed_by": nil, "dismissed_at": nil, "dismissed_reason": orNull(one.Reason), "dismissed_comment": nil,
		"rule": object{"id": one.Rule, "name": one.Rule, "severity": "error", "security_severity_level": orNull(one.Severity), "description": one.Description, "tags": one.Tags},
		"tool": object{"name": one.Tool, "version": "2.20.0", "guid": nil},
		"most_recent_instance": object{
			"ref": one.Ref, "analysis_key": ".github/workflows/codeql.yml:analyze", "environment": "{}", "category": "", "state": one.State, "commit_sha": one.SHA,
			"message": object{"text": one.Description}, "location": object{"path": one.Path, "start_line": one.Line, "end_line": one.Line, "start_column": 1, "end_column": 2},
			"classifications": list(one.Classes, func(class string) string { return class }),
		},
	}
	if one.State == "dismissed" {
		rendered["dismissed_by"], rendered["dismissed_at"] = c.g.renderLogin(one.By), stamp(one.at)
	}
	return rendered
}

// https://docs.github.com/rest/secret-scanning/secret-scanning#list-secret-scanning-alerts-for-a-repository
func listSecretAlerts(c *call) *answer {
	if !c.repository.scanners.secrets {
		return fail(http.StatusNotFound, "Secret scanning is disabled on this repository.", secretScanningPage)
	}
	var found []secretAlert
	for _, one := range c.repository.scanners.secretAlerts {
		if state := c.query.Get("state"); state == "" || state == one.State {
			found = append(found, one)
		}
	}
	slices.Reverse(found)
	return paginate(c, found, c.renderSecretAlert)
}

func (c *call) renderSecretAlert(one secretAlert) object {
	self := fmt.Sprintf("%s/repos/%s/secret-scanning/alerts/%d", c.g.apiURL(), c.repository.fullName(), one.number)
	rendered := object{
		"number": one.number, "created_at": stamp(one.at), "updated_at": stamp(one.at), "url": self, "locations_url": self + "/locations",
		"html_url": fmt.Sprintf("%s/%s/security/secret-scanning/%d", c.g.options.PublicURL, c.repository.fullName(), one.number),
		"state":    one.State, "resolution": orNull(one.Resolution), "resolved_at": nil, "resolved_by": nil, "resolution_comment": nil,
		"secret_type": one.Type, "secret_type_display_name": one.Name, "secret": one.Secret, "validity": one.Validity,
		"push_protection_bypassed": one.BypassedBy != "", "push_protection_bypassed_by": nil, "push_protection_bypassed_at": nil,
		"publicly_leaked": false, "multi_repo": false, "has_more_locations": false,
		"first_location_detected": object{
			"path": one.Path, "start_line": one.Line, "end_line": one.Line, "start_column": 1, "end_column": 20, "blob_sha": one.Blob, "commit_sha": one.SHA,
			"blob_url":   fmt.Sprintf("%s/repos/%s/git/blobs/%s", c.g.apiURL(), c.repository.fullName(), one.Blob),
			"commit_url": fmt.Sprintf("%s/repos/%s/git/commits/%s", c.g.apiURL(), c.repository.fullName(), one.SHA),
		},
	}
	if c.query.Get("hide_secret") == "true" {
		delete(rendered, "secret")
	}
	if one.State == "resolved" {
		rendered["resolved_at"], rendered["resolved_by"] = stamp(one.at), c.g.renderLogin(one.By)
	}
	if one.BypassedBy != "" {
		rendered["push_protection_bypassed_by"], rendered["push_protection_bypassed_at"] = c.g.renderLogin(one.BypassedBy), stamp(one.at)
	}
	return rendered
}

// listDependencyAlerts answers in pages that are told by marks: there is no number of
// a page here.
// https://docs.github.com/rest/dependabot/alerts#list-dependabot-alerts-for-a-repository
func listDependencyAlerts(c *call) *answer {
	if !c.repository.scanners.dependencies {
		return fail(http.StatusForbidden, "Dependabot alerts are disabled for this repository.", dependabotPage)
	}
	if c.query.Get("page") != "" {
		return fail(http.StatusBadRequest, "Pagination using the `page` parameter is not supported.", dependabotPage)
	}
	after, _ := strconv.Atoi(c.query.Get("after"))
	size := min(positive(c.query.Get("per_page"), 30), 100)
	var found []dependencyAlert
	for _, one := range slices.Backward(c.repository.scanners.dependencyAlerts) {
		states := c.query.Get("state")
		if (states == "" || slices.Contains(strings.Split(states, ","), one.State)) && (after == 0 || one.number < after) {
			found = append(found, one)
		}
	}
	header := http.Header{}
	if len(found) > size {
		found = found[:size]
		query := url.Values{}
		for name, values := range c.query {
			query[name] = values
		}
		query.Set("after", strconv.Itoa(found[size-1].number))
		header.Set("Link", fmt.Sprintf(`<%s%s?%s>; rel="next"`, c.g.options.PublicURL, c.request.URL.EscapedPath(), query.Encode()))
	}
	return &answer{status: http.StatusOK, header: header, body: list(found, c.renderDependencyAlert)}
}

func (c *call) renderDependencyAlert(one dependencyAlert) object {
	pack := object{"ecosystem": one.Ecosystem, "name": one.Package}
	vulnerability := object{"package": pack, "severity": one.Severity, "vulnerable_version_range": "< 99", "first_patched_version": nil}
	if one.FixedIn != "" {
		vulnerability["first_patched_version"] = object{"identifier": one.FixedIn}
	}
	rendered := object{
		"number": one.number, "state": one.State, "dependency": object{"package": pack, "manifest_path": one.Manifest, "scope": orNull(one.Scope)},
		"security_advisory": object{
			"ghsa_id": one.Advisory, "cve_id": nil, "summary": one.Summary, "description": one.Summary, "severity": one.Severity, "vulnerabilities": []object{vulnerability},
			"cvss": object{"score": 7.5, "vector_string": nil}, "cwes": list(one.CWEs, func(id string) object { return object{"cwe_id": id, "name": id} }),
			"identifiers": []object{{"type": "GHSA", "value": one.Advisory}}, "references": []object{{"url": "https://github.com/advisories/" + one.Advisory}},
			"published_at": stamp(one.at), "updated_at": stamp(one.at), "withdrawn_at": nil,
		},
		"security_vulnerability": vulnerability,
		"url":                    fmt.Sprintf("%s/repos/%s/dependabot/alerts/%d", c.g.apiURL(), c.repository.fullName(), one.number),
		"html_url":               fmt.Sprintf("%s/%s/security/dependabot/%d", c.g.options.PublicURL, c.repository.fullName(), one.number),
		"created_at":             stamp(one.at), "updated_at": stamp(one.at), "fixed_at": nil, "auto_dismissed_at": nil,
		"dismissed_at": nil, "dismissed_by": nil, "dismissed_reason": orNull(one.Reason), "dismissed_comment": nil,
	}
	if one.State == "dismissed" {
		rendered["dismissed_at"], rendered["dismissed_by"] = stamp(one.at), c.g.renderLogin(one.By)
	}
	return rendered
}
