package source

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/golive-app/golive/checks"
)

// Tags reads the tags of a repository on this machine. A copy has those that
// were fetched into it, which need not be all.
type Tags struct{ Directory string }

var _ checks.TagReader = Tags{}

// tagFormat asks for one line a tag, its parts apart by NUL.
// https://git-scm.com/docs/git-for-each-ref#_field_names
const tagFormat = "%(refname:strip=2)%00%(objecttype)%00%(objectname)%00%(*objecttype)%00%(*objectname)%00%(taggername)%00%(creatordate:unix)"

// Tags lists the tags that lead to commits, in the order of their names. A
// signature is not verified here. ErrNoRepository where there is none.
func (t Tags) Tags(ctx context.Context) ([]checks.Tag, error) {
	output, err := git(ctx, t.Directory, "for-each-ref", "--format="+tagFormat, "refs/tags")
	if err != nil {
		if exitCode(err) == 128 {
			return nil, ErrNoRepository
		}
		return nil, fmt.Errorf("reading the tags: %w", err)
	}
	var tags []checks.Tag
	for line := range strings.Lines(string(output)) {
		parts := strings.Split(strings.TrimSuffix(line, "\n"), "\x00")
		if len(parts) != 7 {
			return nil, fmt.Errorf("git for-each-ref answered %s", printable(line))
		}
		tag := checks.Tag{Name: parts[0], Object: parts[2], Commit: parts[2], Annotated: parts[1] == "tag", Tagger: parts[5]}
		kind := parts[1]
		if tag.Annotated {
			kind, tag.Commit = parts[3], parts[4]
		}
		if kind == "tag" { // older versions of git peel one tag only
			if tag.Commit, err = objectNamed(ctx, t.Directory, tag.Object+"^{commit}"); err != nil {
				if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
					return nil, err
				}
				continue // it leads to something else
			}
			kind = "commit"
		}
		if kind != "commit" {
			continue
		}
		if seconds, err := strconv.ParseInt(parts[6], 10, 64); err == nil {
			tag.Date = time.Unix(seconds, 0).UTC()
		}
		tags = append(tags, tag)
	}
	return tags, nil
}
