package demo

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/config"
)

// references are what git tells of a release.
type references struct {
	commits []Commit
	tags    []Tag
	mode    string
	load    bool // the policy asks for a load test
}

// history reads what git tells, again only after an act: git is a process, and
// nothing but acts moves branches and tags.
type history struct {
	mutex sync.Mutex
	key   string
	known references
}

// commitsShown bounds the commits and the tags that are listed.
const commitsShown = 50

func (h *history) read(ctx context.Context, scene *Scene, opened simulator.PullRequest) (references, error) {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	key := opened.HeadSHA + opened.BaseSHA
	if key == h.key {
		return h.known, nil
	}
	directory := scene.Repository.Directory
	log, err := runGit(ctx, directory, "log", "-z", fmt.Sprintf("--max-count=%d", commitsShown),
		"--format=%H%x1f%an%x1f%ct%x1f%s", opened.BaseSHA+".."+opened.HeadSHA, "--")
	if err != nil {
		return references{}, fmt.Errorf("list the release's commits: %w", err)
	}
	listed, err := runGit(ctx, directory, "for-each-ref", fmt.Sprintf("--count=%d", commitsShown), "--sort=-creatordate", "--sort=-version:refname",
		"--format=%(refname:lstrip=2)%1f%(objectname)%1f%(*objectname)", "refs/tags")
	if err != nil {
		return references{}, fmt.Errorf("list tags: %w", err)
	}
	policy := scene.policy(ctx)
	h.known = references{commits: readLog(log), tags: readTags(listed), mode: modeOf(policy), load: asksForLoad(policy)}
	h.key = key
	return h.known, nil
}

// forget has the next look ask git again.
func (h *history) forget() {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	h.key = ""
}

// readLog reads what git log wrote.
func readLog(output string) []Commit {
	var commits []Commit
	for record := range strings.SplitSeq(strings.Trim(output, "\x00"), "\x00") {
		fields := strings.SplitN(record, "\x1f", 4)
		if len(fields) != 4 {
			continue
		}
		var seconds int64
		if _, err := fmt.Sscan(fields[2], &seconds); err != nil {
			continue
		}
		commits = append(commits, Commit{SHA: fields[0], Author: fields[1], Subject: fields[3], At: time.Unix(seconds, 0).UTC()})
	}
	return commits
}

// readTags reads what git for-each-ref wrote: an annotated tag leads on to its
// commit.
func readTags(output string) []Tag {
	var tags []Tag
	for line := range strings.SplitSeq(output, "\n") {
		fields := strings.Split(line, "\x1f")
		if len(fields) != 3 || fields[0] == "" {
			continue
		}
		tag := Tag{Name: fields[0], Commit: fields[1]}
		if fields[2] != "" {
			tag.Commit = fields[2]
		}
		tags = append(tags, tag)
	}
	return tags
}

// modeOf returns the mode that a policy asks for.
func modeOf(policy string) string {
	_, mode := findMode(policy)
	if mode == "" {
		return string(config.DefaultPolicy().Mode)
	}
	return mode
}

// ErrNoSuchFile is returned for what a commit does not have.
var ErrNoSuchFile = fmt.Errorf("no such file or commit")

// File returns the content of a file at a commit (40 hexadecimal digits).
func (s *Scene) File(ctx context.Context, commit, path string) (string, error) {
	if !isCommit(commit) || path == "" {
		return "", ErrNoSuchFile
	}
	content, err := runGit(ctx, s.Repository.Directory, "cat-file", "blob", commit+":"+path)
	if err != nil {
		return "", ErrNoSuchFile
	}
	return content, nil
}

// Change returns what a commit (40 hexadecimal digits) changed, as git shows it.
func (s *Scene) Change(ctx context.Context, commit string) (string, error) {
	if !isCommit(commit) {
		return "", ErrNoSuchFile
	}
	change, err := runGit(ctx, s.Repository.Directory, "show", "--no-color", "--no-ext-diff", "--no-textconv", "--stat", "--patch", commit, "--")
	if err != nil {
		return "", ErrNoSuchFile
	}
	return change, nil
}

func isCommit(text string) bool {
	return len(text) == 40 && strings.Trim(text, "0123456789abcdef") == ""
}
