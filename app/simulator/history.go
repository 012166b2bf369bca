package simulator

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// revision is one commit as git tells it.
type revision struct {
	sha, tree                string
	parents                  []string
	author, committer        person
	message                  string
	added, removed, modified []string
}

// person is who made a commit, and when (RFC 3339).
type person struct{ name, email, date string }

// logSeparator cannot stand in a commit: git keeps no NUL in messages, and no
// control characters in names.
const logSeparator = "\x00\x01\x00"

const logFormat = "--format=%x00%x01%x00%H%x00%T%x00%P%x00%an%x00%ae%x00%aI%x00%cn%x00%ce%x00%cI%x00%B%x00"

// log reads commits, newest first, with the names of the files they changed
// when withFiles is set.
func (d gitDirectory) log(withFiles bool, arguments ...string) ([]revision, error) {
	command := []string{"log", logFormat}
	if withFiles {
		command = append(command, "--name-status", "--no-renames", "--diff-merges=first-parent", "--root")
	}
	command = append(command, arguments...)
	if !slices.Contains(arguments, "--") {
		command = append(command, "--") // what stands before is never a path
	}
	output, err := d.run(nil, command...)
	if err != nil {
		return nil, err
	}
	var revisions []revision
	for _, record := range strings.Split(output, logSeparator)[1:] {
		fields := strings.SplitN(record, "\x00", 11)
		if len(fields) != 11 {
			return nil, fmt.Errorf("simulator: git log wrote a record of %d fields", len(fields))
		}
		commit := revision{
			sha: fields[0], tree: fields[1], parents: strings.Fields(fields[2]),
			author:    person{fields[3], fields[4], fields[5]},
			committer: person{fields[6], fields[7], fields[8]},
			message:   strings.TrimRight(fields[9], "\n"),
		}
		for _, line := range strings.Split(fields[10], "\n") {
			status, path, _ := strings.Cut(line, "\t")
			if unquoted, err := strconv.Unquote(path); err == nil { // names with a quote, tab or line break
				path = unquoted
			}
			switch status {
			case "A":
				commit.added = append(commit.added, path)
			case "D":
				commit.removed = append(commit.removed, path)
			case "M", "T":
				commit.modified = append(commit.modified, path)
			}
		}
		revisions = append(revisions, commit)
	}
	return revisions, nil
}

// commitAt reads one commit.
func (d gitDirectory) commitAt(sha string, withFiles bool) (revision, error) {
	if known, ok := d.settled.commit(sha); ok && !withFiles {
		return known, nil
	}
	found, err := d.log(withFiles, "-1", sha)
	if err != nil {
		return revision{}, err
	}
	if len(found) != 1 {
		return revision{}, fmt.Errorf("simulator: no commit %s", sha)
	}
	if !withFiles {
		d.settled.read(sha, found[0])
	}
	return found[0], nil
}

// fileChange is one file of a comparison.
type fileChange struct {
	path, previous, status, sha, patch string
	additions, deletions               int
}

// diff compares file by file with patches, finding renames as GitHub does.
// revisions are two commits, or base...head for what head changed since they parted.
func (d gitDirectory) diff(revisions ...string) ([]fileChange, error) {
	changes, err := d.diffSummary(revisions...)
	if err != nil || len(changes) == 0 {
		return nil, err
	}
	text, err := d.run(nil, append([]string{"diff", "-M", "--src-prefix=a/", "--dst-prefix=b/"}, revisions...)...)
	if err != nil {
		return nil, err
	}
	patches := strings.Split("\n"+text, "\ndiff --git ")[1:]
	for i := range min(len(changes), len(patches)) {
		if hunk := strings.Index(patches[i], "\n@@ "); hunk >= 0 {
			changes[i].patch = patches[i][hunk+1:]
		}
	}
	return changes, nil
}

// diffSummary is diff without patches.
func (d gitDirectory) diffSummary(revisions ...string) ([]fileChange, error) {
	summary, err := d.run(nil, append([]string{"diff", "--raw", "--numstat", "-z", "-M", "--no-abbrev"}, revisions...)...)
	if err != nil || summary == "" {
		return nil, err
	}
	words := strings.Split(strings.TrimRight(summary, "\x00"), "\x00")
	var changes []fileChange
	at := 0
	for at < len(words) && strings.HasPrefix(words[at], ":") {
		fields := strings.Fields(words[at]) // :mode mode sha sha status
		change := fileChange{sha: fields[3], path: words[at+1], status: fileStatus(fields[4])}
		at += 2
		if change.status == "renamed" {
			change.previous, change.path = change.path, words[at]
			at++
		}
		if change.status == "removed" {
			change.sha = fields[2]
		}
		changes = append(changes, change)
	}
	for i := range changes {
		counts := strings.SplitN(words[at], "\t", 3)
		changes[i].additions, _ = strconv.Atoi(counts[0]) // "-" for binary files is 0 on GitHub
		changes[i].deletions, _ = strconv.Atoi(counts[1])
		at++
		if changes[i].previous != "" {
			at += 2
		}
	}
	return changes, nil
}

func fileStatus(letter string) string {
	switch letter[0] {
	case 'A':
		return "added"
	case 'D':
		return "removed"
	case 'R':
		return "renamed"
	case 'T':
		return "changed"
	}
	return "modified"
}

// mergeBase gives the best common ancestor, empty when there is none.
func (d gitDirectory) mergeBase(one, other string) string {
	base, err := d.run(nil, "merge-base", one, other)
	if err != nil {
		return ""
	}
	return base
}
