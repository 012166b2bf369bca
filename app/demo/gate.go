package demo

import (
	"context"
	"fmt"
	"regexp"

	"github.com/golive-app/golive/app/demo/shop"
	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/config"
)

// policyFile is where golive reads a repository's policy, on the base branch.
const policyFile = config.PolicyFile

// modeLine is the top-level key of the policy that a demo's button sets.
var modeLine = regexp.MustCompile(`(?m)^mode:[ \t]*["']?([A-Za-z]*)["']?[ \t]*(#.*)?$`)

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

// SetMode lets dana commit a policy of this mode to the base branch, and press
// "Re-run" on golive's check run: a push to the base branch by itself is no
// reason for golive to look at a release again.
func (s *Scene) SetMode(ctx context.Context, mode config.Mode) error {
	opened, err := s.pullRequest(ctx)
	if err != nil {
		return err
	}
	return s.setPolicy(opened, fmt.Sprintf("%s%s\n\nSet in %s.", ModeSubject, modeMeaning(mode), policyFile), withMode(s.policy(ctx), mode))
}

// policy returns the policy file on the base branch, empty where there is none.
func (s *Scene) policy(ctx context.Context) string {
	content, err := runGit(ctx, s.Repository.Directory, "show", "refs/heads/"+s.BaseBranch+":"+policyFile)
	if err != nil {
		return ""
	}
	return content + "\n"
}

// setPolicy lets dana commit a policy to the base branch, and press "Re-run".
func (s *Scene) setPolicy(opened simulator.PullRequest, message, content string) error {
	_, err := s.github.Push(s.Repository.FullName, s.BaseBranch, shop.ReleaseManager, simulator.Commit{
		Message: message, Files: map[string]string{policyFile: content},
	})
	if err != nil {
		return fmt.Errorf("commit the policy: %w", err)
	}
	return s.rerunReady(opened)
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
