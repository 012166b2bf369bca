package source

import (
	"bytes"
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/config/regex"
)

// logFormat prints a commit as fields that each end in NUL, which no field can
// hold: git refuses to store it in names and cuts messages at it.
// https://git-scm.com/docs/pretty-formats
const logFormat = "tformat:%H%x00%T%x00%P%x00%an%x00%ae%x00%cn%x00%ce%x00%ct%x00%B"

const logFields = 9

// maxCommits bounds a range; a longer one is cut to its newest commits.
const maxCommits = 10_000

// readCommits lists the commits that are reachable from one commit and not from
// another, oldest first.
func readCommits(ctx context.Context, directory, from, to string) ([]checks.Commit, error) {
	arguments := []string{"log", "-z", "--topo-order", "--reverse", "--no-notes", "--no-color", "--encoding=UTF-8",
		"--max-count=" + strconv.Itoa(maxCommits+1), "--format=" + logFormat, to}
	if from != "" {
		arguments = append(arguments, "^"+from)
	}
	output, err := git(ctx, directory, append(arguments, "--")...)
	if err != nil {
		return nil, err
	}
	return parseLog(output)
}

// parseLog reads what git log printed in logFormat.
func parseLog(output []byte) ([]checks.Commit, error) {
	if len(output) == 0 {
		return nil, nil
	}
	fields := bytes.Split(bytes.TrimSuffix(output, []byte{0}), []byte{0})
	if len(fields)%logFields != 0 {
		return nil, fmt.Errorf("git log answered %d fields, not a multiple of %d", len(fields), logFields)
	}
	commits := make([]checks.Commit, 0, len(fields)/logFields)
	for ; len(fields) > 0; fields = fields[logFields:] {
		text := func(i int) string { return strings.ToValidUTF8(string(fields[i]), "\uFFFD") }
		seconds, err := strconv.ParseInt(text(7), 10, 64)
		if err != nil || !objectID.MatchString(text(0)) || !objectID.MatchString(text(1)) {
			return nil, fmt.Errorf("git log answered %s", printable(text(0)))
		}
		subject, body, _ := strings.Cut(strings.Trim(text(8), "\n"), "\n")
		body = strings.TrimLeft(body, "\n")
		commits = append(commits, checks.Commit{
			SHA: text(0), Tree: text(1), Parents: strings.Fields(text(2)),
			Author:    checks.Person{Name: text(3), Email: text(4)},
			Committer: checks.Person{Name: text(5), Email: text(6)},
			CoAuthors: coAuthors(body),
			Subject:   subject, Body: body, Time: time.Unix(seconds, 0).UTC(),
		})
	}
	return commits, nil
}

// coAuthorLine matches the trailer that forges credit people by. It is looked
// for in the whole message: a squash merge can leave it above other text, and
// naming one author too many only asks for one reviewer more.
// https://docs.github.com/en/pull-requests/committing-changes-to-your-project/creating-and-editing-commits/creating-a-commit-with-multiple-authors
var coAuthorLine = regex.New(`(?im)^[ \t]*co-authored-by:[ \t]*([^<\r\n]*?)[ \t]*<([^<>\s]+)>[ \t]*\r?$`)

func coAuthors(body string) []checks.Person {
	var people []checks.Person
	for _, match := range coAuthorLine.FindAllStringSubmatch(body, -1) {
		people = append(people, checks.Person{Name: match[1], Email: match[2]})
	}
	return people
}
