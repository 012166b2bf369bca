package github

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"strings"

	gh "github.com/google/go-github/v66/github"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/jobs"
)

const (
	tagPrefix = "refs/tags/"
	// maxNesting bounds tags of tags. git itself never makes more than one.
	maxNesting = 16
)

// Tag returns one tag, peeled to its commit however nested. Verified, Tagger
// and Date are those of the outermost tag object; a lightweight tag has none.
// https://docs.github.com/en/rest/git/refs#get-a-reference
func (r *Repository) Tag(ctx context.Context, name string) (checks.Tag, error) {
	if name == "" {
		return checks.Tag{}, fmt.Errorf("github: %w: a tag without a name", jobs.ErrGone)
	}
	var reference gh.Reference
	if err := r.get(ctx, "/git/ref/tags/"+escape(name), &reference); err != nil {
		return checks.Tag{}, r.explain(err, "tag %s", name)
	}
	if reference.GetRef() != tagPrefix+name {
		return checks.Tag{}, fmt.Errorf("github: %s: tag %s: %w", r.Describe().FullName(), name, jobs.ErrGone)
	}
	object := reference.GetObject()
	tag := checks.Tag{Name: name, Object: object.GetSHA(), Annotated: object.GetType() == "tag"}
	for depth := 0; object.GetType() == "tag"; depth++ {
		if depth == maxNesting {
			return checks.Tag{}, fmt.Errorf("github: %s: tag %s: %w: nested more than %d times", r.Describe().FullName(), name, jobs.ErrGone, maxNesting)
		}
		var annotation gh.Tag
		if err := r.get(ctx, "/git/tags/"+escape(object.GetSHA()), &annotation); err != nil {
			return checks.Tag{}, r.explain(err, "tag object %s of %s", short(object.GetSHA()), name)
		}
		if depth == 0 {
			tag.Verified = annotation.GetVerification().GetVerified()
			tag.Tagger, tag.Date = annotation.GetTagger().GetName(), annotation.GetTagger().GetDate().Time
		}
		object = annotation.GetObject()
	}
	if object.GetType() != "commit" {
		return checks.Tag{}, fmt.Errorf("github: %s: tag %s: %w: it leads to a %s and not to a commit", r.Describe().FullName(), name, jobs.ErrGone, clean(object.GetType(), 20))
	}
	tag.Commit = object.GetSHA()
	return tag, nil
}

// Tags lists the repository's tags by name, peeled to their commits. They are
// read through git, which gives all of them in one answer and against no rate
// limit; Verified, Tagger and Date need a request a tag and are not filled (see
// Tag). More than 32 MiB of names, some 300,000 tags, are an error.
func (r *Repository) Tags(ctx context.Context) ([]checks.Tag, error) {
	output, err := r.remote(ctx, func(ctx context.Context, g *git) ([]byte, error) {
		return g.run(ctx, "ls-remote", "--quiet", "--tags", r.cloneURL())
	})
	if err != nil {
		return nil, fmt.Errorf("github: %s: tags: %w", r.Describe().FullName(), err)
	}
	return parseTags(output), nil
}

// parseTags reads "OBJECT\trefs/tags/NAME", followed for a tag object by
// "COMMIT\trefs/tags/NAME^{}". A name cannot hold "^", so nothing is ambiguous.
// https://git-scm.com/docs/git-ls-remote
func parseTags(output []byte) []checks.Tag {
	var tags []checks.Tag
	lines := bufio.NewScanner(bytes.NewReader(output))
	for lines.Scan() {
		object, ref, found := strings.Cut(lines.Text(), "\t")
		name, isTag := strings.CutPrefix(ref, tagPrefix)
		if !found || !isTag || !isObjectID(object) {
			continue
		}
		peeled, isPeeled := strings.CutSuffix(name, "^{}")
		if last := len(tags) - 1; isPeeled && last >= 0 && tags[last].Name == peeled {
			tags[last].Commit, tags[last].Annotated = object, true
			continue
		}
		if !isPeeled && name != "" {
			tags = append(tags, checks.Tag{Name: name, Object: object, Commit: object})
		}
	}
	return tags
}

// isObjectID reports whether a word is a full SHA-1 or SHA-256 object id.
func isObjectID(word string) bool {
	if len(word) != 40 && len(word) != 64 {
		return false
	}
	for i := range len(word) {
		if c := word[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}
