package demo

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/golive-app/golive/app/demo/shop"
	"github.com/golive-app/golive/config/regex"
)

// Why a local repository cannot be shown.
var (
	ErrNoRepository = errors.New("not a git repository with a commit")
	ErrNoHistory    = errors.New("the repository has one commit only: a release needs something that it comes after")
)

// nextBranch is the head branch of a release that has none of its own.
const nextBranch = "release/next"

// longestRange is how many commits a release has that nothing tells the start
// of.
const longestRange = 50

// prepareDirectory makes the repository from a local one. What is committed
// counts; changes of the working tree do not.
//
// The release is what is checked out:
//  1. On a branch beside the default branch (origin's HEAD, else main, master,
//     trunk or develop) that has commits of its own, it is that branch against
//     the default branch.
//  2. Otherwise it is everything since the last tag before HEAD: a branch
//     release/next with HEAD, against the default branch set back to that tag.
//  3. Without such a tag it is the last 50 commits along the first parents, or
//     all but the first one.
func (s *Scene) prepareDirectory(ctx context.Context) error {
	top, err := runGit(ctx, s.options.RepositoryDirectory, "rev-parse", "--show-toplevel")
	if err != nil {
		return fmt.Errorf("%s: %w: %w", s.options.RepositoryDirectory, ErrNoRepository, err)
	}
	head, err := runGit(ctx, top, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
	if err != nil {
		return fmt.Errorf("%s: %w", top, ErrNoRepository)
	}
	chosen, err := choose(ctx, top, head)
	if err != nil {
		return fmt.Errorf("%s: %w", top, err)
	}
	repository, err := s.github.CreateRepository(shop.Owner, repositoryName(top), "")
	if err != nil {
		return err
	}
	if err := takeOver(ctx, repository.Directory, top); err != nil {
		return err
	}
	name := repository.FullName
	for _, branch := range []struct{ name, commit string }{{chosen.head, head}, {chosen.base, chosen.from}} {
		if err := s.github.SetBranch(name, branch.name, shop.ReleaseManager, branch.commit); err != nil {
			return fmt.Errorf("%s: branch %s: %w", top, branch.name, err)
		}
	}
	if err := s.github.SetDefaultBranch(name, chosen.base); err != nil {
		return err
	}
	if s.Repository, err = s.github.Repository(name); err != nil {
		return err
	}
	s.BaseBranch, s.HeadBranch, s.Why = chosen.base, chosen.head, chosen.why
	s.Title = "Release of " + chosen.head
	return nil
}

// takeOver fetches branches and tags of a local repository, and what is checked
// out even where no branch leads there.
func takeOver(ctx context.Context, bare, directory string) error {
	// The other side of a fetch reads neither -c nor GIT_CONFIG_COUNT, and refuses
	// a repository of another user unless a file trusts it.
	// https://git-scm.com/docs/git-config#Documentation/git-config.txt-safedirectory
	trust := filepath.Join(bare, "trust.config")
	if err := os.WriteFile(trust, []byte("[safe]\n\tdirectory = *\n"), 0o600); err != nil {
		return fmt.Errorf("take over %s: %w", directory, err)
	}
	defer os.Remove(trust)
	for _, references := range [][]string{{"+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"}, {"HEAD"}} {
		fetch := append([]string{"fetch", "--quiet", "--no-tags", "--no-auto-gc", "--update-shallow", directory}, references...)
		if _, err := runGitTrusting(ctx, trust, bare, fetch...); err != nil {
			return fmt.Errorf("take over %s: %w", directory, err)
		}
	}
	return nil
}

// choice is where a release begins and ends.
type choice struct {
	base, head string // branches
	from       string // commit of base
	why        string
}

func choose(ctx context.Context, directory, head string) (choice, error) {
	branch, err := runGit(ctx, directory, "symbolic-ref", "--quiet", "--short", "HEAD")
	if err != nil {
		branch = "" // detached: no branch is checked out
	}
	base := defaultBranch(ctx, directory, branch)
	if branch != "" && branch != base {
		if from, err := baseCommit(ctx, directory, base, head); err == nil {
			ahead, err := runGit(ctx, directory, "rev-list", "--count", from+".."+head)
			if err != nil {
				return choice{}, err
			}
			if ahead != "0" {
				return choice{base, branch, from, fmt.Sprintf("branch %s, ahead of %s by %s", branch, base, commitCount(ahead))}, nil
			}
		}
	}
	chosen := choice{base: base, head: nextBranch}
	if chosen.base == chosen.head {
		chosen.base = "main"
	}
	tag, err := runGit(ctx, directory, "describe", "--tags", "--abbrev=0", head+"^")
	if err == nil {
		chosen.from, err = runGit(ctx, directory, "rev-parse", "--verify", "refs/tags/"+tag+"^{commit}")
		chosen.why = "everything since the last tag, " + tag
		return chosen, err
	}
	return sinceAncestor(ctx, directory, head, chosen)
}

func commitCount(number string) string {
	if number == "1" {
		return "1 commit"
	}
	return number + " commits"
}

// sinceAncestor lets a release begin at an ancestor, where no tag says where.
func sinceAncestor(ctx context.Context, directory, head string, chosen choice) (choice, error) {
	listed, err := runGit(ctx, directory, "rev-list", "--first-parent", fmt.Sprintf("--max-count=%d", longestRange+1), head)
	if err != nil {
		return choice{}, err
	}
	line := strings.Fields(listed)
	if len(line) < 2 {
		return choice{}, ErrNoHistory
	}
	chosen.from = line[len(line)-1]
	chosen.why = "no tag says where the release begins: the last " + commitCount(strconv.Itoa(len(line)-1))
	return chosen, nil
}

// defaultBranch returns the name of the branch that releases are merged into.
func defaultBranch(ctx context.Context, directory, current string) string {
	if remote, err := runGit(ctx, directory, "symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD"); err == nil {
		return strings.TrimPrefix(remote, "origin/")
	}
	usual := []string{"main", "master", "trunk", "develop"}
	if slices.Contains(usual, current) {
		return current
	}
	for _, name := range usual {
		if _, err := runGit(ctx, directory, "rev-parse", "--verify", "--quiet", "refs/heads/"+name); err == nil {
			return name
		}
	}
	return "main"
}

// baseCommit returns the commit of the base branch or, where that was fetched
// and never checked out, the last one that the head has of it: the copy of the
// repository has no more.
func baseCommit(ctx context.Context, directory, branch, head string) (string, error) {
	commit, err := runGit(ctx, directory, "rev-parse", "--verify", "--quiet", "refs/heads/"+branch+"^{commit}")
	if err != nil {
		return runGit(ctx, directory, "merge-base", "refs/remotes/origin/"+branch, head)
	}
	return commit, nil
}

// unnamed matches what no name of a repository on GitHub has.
var unnamed = regex.New(`[^A-Za-z0-9._-]+`)

// repositoryName returns the name that a directory's repository gets: GitHub
// takes letters, digits, ".", "-" and "_".
func repositoryName(directory string) string {
	name := unnamed.ReplaceAllString(filepath.Base(directory), "-")
	if strings.Trim(name, ".-") == "" {
		return "repository"
	}
	return name
}
