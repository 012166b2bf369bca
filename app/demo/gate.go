package demo

import (
	"context"

	"github.com/golive-app/golive/app/demo/shop"
	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/config"
	"github.com/golive-app/golive/config/regex"
)

// policyFile is where golive reads a repository's policy, on the base branch.
const policyFile = config.PolicyFile

// modeLine is the top-level key of the policy that a demo's button sets.
var modeLine = regex.New(`(?m)^mode:[ \t]*["']?([A-Za-z]*)["']?[ \t]*(#.*)?$`)

// findMode returns where a policy file sets the mode, and to what.
func findMode(content string) (span []int, mode string) {
	found := modeLine.FindStringSubmatchIndex(content)
	if found == nil {
		return nil, ""
	}
	return found[:2], content[found[2]:found[3]]
}

// withMode returns a policy file that sets the mode and is otherwise as it was.
func withMode(content string, mode config.Mode) string {
	line := "mode: " + string(mode)
	if span, _ := findMode(content); span != nil {
		return content[:span[0]] + line + content[span[1]:]
	}
	if content == "" {
		return "version: 1\n" + line + "\n"
	}
	return line + "\n" + content
}

// SetMode lets lee propose a policy of this mode and dana merge it.
func (s *Scene) SetMode(ctx context.Context, mode config.Mode) error {
	return s.changePolicy(ctx, policyChange{
		title: ModeSubject + modeMeaning(mode), body: "Set in " + policyFile + ".", review: "So be it.", content: withMode(s.policy(ctx), mode),
	})
}

// policy returns the policy file on the base branch, empty where there is none.
func (s *Scene) policy(ctx context.Context) string {
	content, err := runGit(ctx, s.Repository.Directory, "show", "refs/heads/"+s.BaseBranch+":"+policyFile)
	if err != nil {
		return ""
	}
	return content + "\n"
}

// ModeSubject begins the subject of the commits that SetMode makes.
const ModeSubject = "golive: the verdict "

func modeMeaning(mode config.Mode) string {
	if mode == config.ModeEnforce {
		return "blocks (mode: enforce)"
	}
	return "only informs (mode: observe)"
}

// rerunReady lets dana press "Re-run" on golive / ready, if it is there.
func (s *Scene) rerunReady(opened simulator.PullRequest) error {
	outcome, err := s.look()
	if err != nil {
		return err
	}
	for _, run := range outcome.CheckRuns {
		if run.Name == checks.ReadyCheck && run.HeadSHA == opened.HeadSHA {
			return s.github.RerequestCheckRun(s.Repository.FullName, run.ID, shop.ReleaseManager)
		}
	}
	return nil
}
