package security

import (
	"context"
	"fmt"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/permission"
	"github.com/golive-app/golive/checks/evidence/probe"
	"github.com/golive-app/golive/checks/wording"
)

// writeMatrix says how roles come to be tried.
const writeMatrix = "Write who may do what into `.golive/authz.yml` on the branch that the policy is read from (roles with `${secret:NAME}`, routes, who may); or a security engineer tries each role against what others may do, and signs with a link to the record."

// liveAuthorization adds what staging answers to the roles of .golive/authz.yml to what
// the code asks for.
func liveAuthorization(ctx context.Context, subject checks.Subject, found surface, static checks.Observation) (checks.Observation, error) {
	lack := func(reason, remedy string) (checks.Observation, error) {
		static.Missing = append(static.Missing, checks.Missing{Connection: checks.ConnectionTestUsers, Reason: reason, Remedy: remedy})
		return static, nil
	}
	static.Findings = append(static.Findings, ownMatrix(ctx, subject)...)
	file, there, why, remedy, err := permission.Trusted(ctx, subject.Trusted)
	switch {
	case err != nil:
		return checks.Observation{}, err
	case !there:
		return lack(fmt.Sprintf("no role is tried against routes that it must not reach: there is no `%s`%s", permission.Path, onBranch(subject.Trusted)), writeMatrix)
	case why != "":
		return lack("no role is tried against routes that it must not reach: "+why, remedy)
	}
	var aside checks.Observation
	look, err := probe.Enter(ctx, subject, &aside)
	switch {
	case err != nil:
		return checks.Observation{}, err
	case look == nil && len(aside.Missing) > 0:
		static.Missing = append(static.Missing, aside.Missing...)
		return static, nil
	case look == nil:
		static.Missing = append(static.Missing, checks.Unvisited("the roles of `"+permission.Path+"` were not tried: staging is not visited", "a security engineer tries them"))
		return static, nil
	}
	tried, err := permission.Try(ctx, look.Staging(), file)
	if err != nil {
		return checks.Observation{}, err
	}
	if tried.Lacks != "" {
		return lack("the roles of `"+permission.Path+"` were not tried: "+tried.Lacks, "Whoever runs golive lays it down for this repository.")
	}
	trial := roleTrial{look: look, tried: tried, lineOf: matrixLines(ctx, subject, file), routes: found.routes}
	trial.judge()
	return look.Join(static, func(one *checks.Finding) bool {
		return one != nil && one.Rule == "auth.role" && trial.refusedAt(one.Path, one.Line)
	}), nil
}

func onBranch(files checks.TrustedFiles) string {
	if files.Ref == "" {
		return ""
	}
	return " " + files.Where()
}

// ownMatrix says what is wrong with the matrix that the release itself has.
func ownMatrix(ctx context.Context, subject checks.Subject) []checks.Finding {
	text, err := subject.Source.Read(ctx, permission.Path)
	if err != nil {
		return nil
	}
	var findings []checks.Finding
	if file := permission.Parse(text); file.Problem != nil {
		for _, problem := range file.Problem.Problems {
			findings = append(findings, checks.Finding{
				Rule: "authz.broken", Severity: checks.SeverityWarning, Path: permission.Path, Line: problem.Line, EndLine: problem.Line, Column: problem.Column, Grade: checks.E2,
				Message: "who may do what cannot be tried: " + wording.Quoted(problem.Problem), Remedy: "On this line: " + wording.Quoted(problem.Advice), Fingerprint: checks.Fingerprint("authz.broken", permission.Path, problem.Problem),
			})
		}
	}
	return findings
}

// matrixLines tells where routes stand in the release's own matrix; 0: not there.
func matrixLines(ctx context.Context, subject checks.Subject, trusted permission.File) func(name string) int {
	own := trusted
	if text, err := subject.Source.Read(ctx, permission.Path); err != nil {
		own = permission.File{}
	} else if string(text) != string(trusted.Text) {
		own = permission.Parse(text)
	}
	return own.Line
}
