package delivery

import (
	"context"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/probe"
	"github.com/golive-app/golive/checks/evidence/smoke"
	"github.com/golive-app/golive/checks/wording"
)

// visited is what golive saw of staging itself.
type visited struct {
	look   *probe.Look
	root   *checks.Exchange
	health *checks.Exchange // nil: nothing answers as one
	smoke  *smoke.Played    // nil: it was not played, and lack says why
	lack   string
	path   string // of the smoke test
	unwell bool
}

// visit adds what staging answers to what the forge records of it.
func (s *Staging) visit(ctx context.Context, subject checks.Subject, facts stagingFacts) (checks.Observation, error) {
	static := observeStaging(facts, subject)
	if static.NotApplicable != "" {
		return static, nil
	}
	if subject.Source != nil {
		gaps, err := readParity(ctx, subject.Source)
		if err != nil {
			return checks.Observation{}, err
		}
		static.Findings = append(static.Findings, gaps.findings()...)
	}
	staging, missing, err := probe.Open(ctx, subject)
	switch {
	case err != nil:
		return checks.Observation{}, err
	case staging == nil && missing.Reason == "":
		return static, nil // nobody named it, which was said
	case staging == nil:
		return withMissing(static, missing), nil
	}
	if told, err := tellsOtherwise(ctx, subject, staging, facts, &static); err != nil || told {
		return static, err
	}
	var aside checks.Observation
	look, err := probe.Enter(ctx, subject, &aside)
	switch {
	case err != nil:
		return checks.Observation{}, err
	case look == nil && len(aside.Missing) > 0:
		return withMissing(static, aside.Missing[0]), nil
	case look == nil:
		return static, nil
	}
	seen := visited{look: look}
	if err := seen.ask(ctx); err != nil {
		return checks.Observation{}, err
	}
	if !facts.green() {
		if err := seen.play(ctx, subject); err != nil {
			return checks.Observation{}, err
		}
	}
	return seen.judge(facts, static), nil
}

// withMissing says what kept golive from visiting staging, in place of that it did not.
func withMissing(static checks.Observation, missing checks.Missing) checks.Observation {
	static.Missing = append(slices.DeleteFunc(slices.Clone(static.Missing), func(one checks.Missing) bool { return one.Connection == checks.ConnectionStaging }), missing)
	return static
}

// tellsOtherwise makes a finding of a staging that does not work, or that says itself
// that it runs something else.
func tellsOtherwise(ctx context.Context, subject checks.Subject, staging checks.Staging, facts stagingFacts, static *checks.Observation) (bool, error) {
	control, err := staging.Control(ctx)
	if err != nil {
		return false, err
	}
	find := func(rule, message, remedy string) {
		*static = withMissing(*static, checks.Missing{})
		static.Missing = slices.DeleteFunc(static.Missing, func(one checks.Missing) bool { return one.Reason == "" })
		static.Findings = append(static.Findings, checks.Finding{
			Rule: "staging." + rule, Severity: checks.SeverityError, Grade: checks.E4, Message: message, Remedy: remedy, Fingerprint: checks.Fingerprint("staging."+rule, staging.Address()),
		})
		exchange := control.Missing
		static.Evidence = append(static.Evidence, checks.Evidence{
			Grade: checks.E4, Outcome: checks.Refutes, Kind: "request", Source: staging.Address(), Summary: message, ObservedAt: subject.Now(), Exchange: &exchange, Link: exchange.URL, Tree: subject.Release.Tree,
		})
		static.Headline = message
		checks.SortFindings(static.Findings)
	}
	if control.Down {
		find("down", control.Unjudgeable, "Look at its log, mend it and rerun.")
		return true, nil
	}
	if control.Unjudgeable != "" || subject.Release.SHA == "" {
		return false, nil // a directory with changes is no commit that could run there
	}
	deployed, err := staging.Content(ctx)
	if err != nil || !deployed.Other || deployed.Proof == checks.ProofDeployment {
		return false, err // what the forge records was told with how far it is
	}
	if facts.live != nil && !facts.same {
		return false, nil // both say so, and the record says how far it is
	}
	message := fmt.Sprintf("staging does not run this content: %s", deployed.Words)
	if facts.same {
		message += ", though GitHub records that this content was deployed"
	}
	find("other", message, fmt.Sprintf("Deploy `%s` to staging, then `/golive rerun delivery.staging`.", wording.ShortSHA(subject.Release.SHA)))
	return true, nil
}

// healthPaths are where services say whether they are well.
var healthPaths = []string{"/health", "/healthz", "/livez", "/readyz", "/api/health", "/actuator/health", "/up"}

// ask asks for the first page and for how staging is.
func (v *visited) ask(ctx context.Context) error {
	root, err := v.look.Ask(ctx, checks.Probe{Path: "/"})
	if err != nil {
		return err
	}
	v.root = &root[0]
	for _, path := range healthPaths {
		answers, err := v.look.Ask(ctx, checks.Probe{Path: path})
		if err != nil {
			return err
		}
		one := &answers[0]
		switch {
		case one.Status >= 200 && one.Status < 300 && !probe.HTML(*one) && !probe.Same(v.look.Control, *one):
			v.health = one
			return nil
		case one.Status == http.StatusServiceUnavailable && probe.JSON(*one) && probe.Wall(*one) == "":
			v.health, v.unwell = one, true
			return nil
		}
	}
	return nil
}

// play plays the smoke test, where there is one.
func (v *visited) play(ctx context.Context, subject checks.Subject) error {
	v.path = smoke.Path
	if subject.Trusted.Read == nil {
		v.lack = "there is no `" + smoke.Path + "`"
		return nil
	}
	if _, found, err := smoke.Read(ctx, subject.Trusted.Read); err == nil && !found {
		v.lack = "there is no `" + smoke.Path + "`"
		if subject.Trusted.Ref != "" {
			v.lack += " on " + wording.Quoted(subject.Trusted.Ref)
		}
		return nil
	}
	file, lack, _, err := smoke.Trusted(ctx, subject.Trusted)
	if err != nil || lack != "" {
		v.lack = lack
		return err
	}
	played, err := smoke.PlayOnce(ctx, subject, v.look.Staging(), file)
	if err != nil {
		return err
	}
	if v.lack = played.Lacks; v.lack == "" {
		v.smoke = &played
	}
	return nil
}

// judge says what was seen, and puts it beside what is recorded.
func (v *visited) judge(facts stagingFacts, static checks.Observation) checks.Observation {
	look := v.look
	v.judgeAnswers()
	tested := v.judgeTests(facts)
	words := v.words()
	switch {
	case look.Errors() > 0:
		look.Record(v.refutes(), v.root, 1, "%s", words)
	case tested:
		look.Record(checks.Supports, v.root, 1, "%s", words)
	default:
		// That it answers is half of what is asked for: without a test it passes nothing.
		look.Record(checks.Supports, v.root, 1, "%s, and no test of it was seen", words)
		if last := &look.Evidence[len(look.Evidence)-1]; last.Grade > checks.E3 {
			last.Grade = checks.E3
		}
	}
	for index := range look.Evidence {
		look.Evidence[index].ExpiresAt = look.Evidence[index].ObservedAt.Add(stagingLasting)
	}
	itself := look.Deployed.Proof == checks.ProofVersion || look.Deployed.Proof == checks.ProofHeader
	if look.Deployed.Proof == checks.ProofDeployment && tested {
		look.Find("staging.by-record", checks.SeverityWarning, nil, "that staging runs this content stands in GitHub's record alone: it does not say itself", "Answer `/version` with `{\"commit\": \"…\"}`, or name its path as `environments.staging.version`.")
	}
	if itself && look.Errors() == 0 {
		// What it says itself counts more than what is recorded, and than what could not be.
		static.Missing = slices.DeleteFunc(static.Missing, func(one checks.Missing) bool { return one.Connection == checks.ConnectionEnvironments && tested })
		for index := range static.Evidence {
			if one := &static.Evidence[index]; one.Outcome == checks.Refutes && one.Kind == "deployment" {
				one.Outcome = checks.Neutral
			}
		}
	}
	static.Missing = slices.DeleteFunc(static.Missing, func(one checks.Missing) bool { return one.Connection == checks.ConnectionStaging })
	v.headline(tested, facts)
	joined := look.Join(static, func(one *checks.Finding) bool {
		if one == nil {
			return false
		}
		return itself && (one.Rule == "staging.older" || one.Rule == "staging.failed" || one.Rule == "staging.failed-before") || tested && one.Rule == "staging.untested"
	})
	if look.Headline != "" && len(joined.Missing) == 0 {
		joined.Headline, joined.Why = look.Headline, look.Why
	}
	return joined
}

// refutes is what a look says that refuses; of a version that nobody knows, nothing.
func (v *visited) refutes() checks.Outcome {
	if v.look.Deployed.Proven() {
		return checks.Refutes
	}
	return checks.Neutral
}

// judgeAnswers looks at how staging answers.
func (v *visited) judgeAnswers() {
	if v.root.Status >= http.StatusInternalServerError {
		v.look.Find("staging.root", checks.SeverityError, v.root, fmt.Sprintf("`GET /` on staging answered %d", v.root.Status), "Look at its log.")
	}
	if v.unwell {
		v.look.Find("staging.unwell", checks.SeverityError, v.health, fmt.Sprintf("staging says that it is not well: %s answered 503", wording.Quoted("GET "+pathOf(v.health))), "See which part is down.")
	}
	if plain(v.look.Address) {
		v.look.Find("staging.plain", checks.SeverityWarning, v.root, "staging is asked over plain http", "Serve it over https, as production is.")
	}
}

// plain reports whether an address of another machine is not encrypted.
func plain(address string) bool {
	parsed, err := url.Parse(address)
	if err != nil || parsed.Scheme != "http" {
		return false
	}
	host := parsed.Hostname()
	if ip, err := netip.ParseAddr(host); err == nil {
		return !ip.IsLoopback()
	}
	return host != "localhost"
}

// judgeTests reports whether staging was tested, and makes findings of a smoke test that
// does not hold.
func (v *visited) judgeTests(facts stagingFacts) bool {
	if v.smoke == nil {
		return facts.green()
	}
	held, failed, unclear, skipped := v.smoke.Count()
	total := wording.Counted(len(v.smoke.Steps), "step", "steps")
	if failed > 0 {
		first := v.smoke.Steps[slices.IndexFunc(v.smoke.Steps, func(step smoke.Step) bool { return step.Fault != "" })]
		v.look.FindAt(v.path, first.Line, first.Name, "staging.smoke", checks.SeverityError, first.Exchange,
			fmt.Sprintf("the smoke test fails on staging: %d of %s, %s first: %s", failed, total, wording.Quoted(first.Name), wording.QuotedPath(strings.TrimPrefix(first.Fault, first.Name+": "))), "See `launch.smoke-checklist` for each step.")
		return false
	}
	if held == 0 || unclear > 0 {
		v.lack = fmt.Sprintf("%d of %s of the smoke test told something", held, total)
		return false
	}
	if skipped > 0 {
		v.look.FindAt(v.path, 0, "", "staging.smoke-part", checks.SeverityWarning, nil, fmt.Sprintf("%d of %s of the smoke test were left out", skipped, total), "See `launch.smoke-checklist` for each step.")
	}
	return v.look.Deployed.Proven()
}

// words say how staging answered.
func (v *visited) words() string {
	words := fmt.Sprintf("staging answers (`GET /` %d", v.root.Status)
	if v.health != nil {
		words += fmt.Sprintf(", %s %d", wording.Quoted("GET "+pathOf(v.health)), v.health.Status)
	}
	words += ")"
	if v.look.Deployed.Proven() {
		words += " and runs this content: " + v.look.Deployed.Words
	}
	if v.smoke != nil {
		held, _, _, _ := v.smoke.Count()
		words += fmt.Sprintf("; %d of %s of `%s` held", held, wording.Counted(len(v.smoke.Steps), "step", "steps"), v.path)
	}
	return words
}

func (v *visited) headline(tested bool, facts stagingFacts) {
	look := v.look
	look.Why = ""
	switch {
	case look.Errors() > 0:
		look.Headline, look.Why = "staging is not as it should be", wording.Capital(look.First().Message)+"."
	case !look.Deployed.Proven():
		look.Headline = "staging answers, and nothing says which commit it runs"
	case tested && v.smoke != nil:
		look.Headline = "staging answers, runs this content, and the smoke test holds on it"
	case tested:
		look.Headline = "staging answers, runs this content, and was tested since"
	default:
		look.Headline = "staging answers and runs this content, and no test ran on it since"
		if v.lack != "" && !facts.green() {
			look.Why = wording.Capital(v.lack) + ", and no run of tests on it is recorded."
		}
	}
}

func pathOf(exchange *checks.Exchange) string {
	parsed, err := url.Parse(exchange.URL)
	if err != nil {
		return "/"
	}
	return parsed.Path
}
