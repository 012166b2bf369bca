package demo

import (
	"context"
	"fmt"

	"github.com/golive-app/golive/app/demo/shop"
	"github.com/golive-app/golive/app/simulator"
)

// policyBranch is where a change of the policy is proposed.
const policyBranch = "golive-policy"

// policyChange is a policy as somebody proposes it, and what people say of it.
type policyChange struct{ title, body, review, content string }

// changePolicy lets lee propose a policy by a pull request, and dana approve and merge it
// once golive saw it: what reaches the base branch unread is found with the next release.
// Then dana presses "Re-run", since a change of the base branch by itself is no reason for
// golive to look at a release again.
func (s *Scene) changePolicy(ctx context.Context, change policyChange) error {
	name := s.Repository.FullName
	from, err := s.tip(s.BaseBranch)
	if err != nil {
		return fmt.Errorf("change the policy: %w", err)
	}
	if err := s.github.SetBranch(name, policyBranch, shop.SecondAuthor, from); err != nil {
		return fmt.Errorf("change the policy: %w", err)
	}
	pushed, err := s.github.Push(name, policyBranch, shop.SecondAuthor, simulator.Commit{Message: change.title, Files: map[string]string{policyFile: change.content}})
	if err != nil {
		return fmt.Errorf("change the policy: %w", err)
	}
	opened, err := s.github.OpenPullRequest(simulator.NewPullRequest{
		Repository: name, Title: change.title, Body: change.body, Head: policyBranch, Base: s.BaseBranch, User: shop.SecondAuthor,
	})
	if err != nil {
		return fmt.Errorf("change the policy: %w", err)
	}
	if _, err := s.AwaitCommit(ctx, pushed, nil); err != nil {
		return err
	}
	if _, err := s.github.Review(name, opened.Number, shop.ReleaseManager, "APPROVED", change.review); err != nil {
		return fmt.Errorf("change the policy: %w", err)
	}
	if err := s.merge(opened); err != nil {
		return err
	}
	release, err := s.pullRequest(ctx)
	if err != nil {
		return err
	}
	return s.rerunReady(release)
}
