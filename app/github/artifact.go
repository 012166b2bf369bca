package github

import (
	"context"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"path"
	"slices"
	"strings"

	gh "github.com/google/go-github/v66/github"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/archive"
)

// Artifacts lists the artifacts of a workflow run, the oldest first. A run that
// was repeated has those of all its attempts.
// https://docs.github.com/en/rest/actions/artifacts#list-workflow-run-artifacts
func (r *Repository) Artifacts(ctx context.Context, run int64) ([]checks.Artifact, error) {
	found, err := pages(func(options gh.ListOptions) ([]*gh.Artifact, *gh.Response, error) {
		var page gh.ArtifactList
		response, err := r.request(ctx, http.MethodGet,
			fmt.Sprintf("/actions/runs/%d/artifacts?per_page=%d&page=%d", run, options.PerPage, options.Page), nil, &page)
		return page.Artifacts, response, err
	})
	if err != nil {
		return nil, r.explain(err, "artifacts of run %d", run)
	}
	artifacts := make([]checks.Artifact, len(found))
	for i, one := range found {
		artifacts[i] = checks.Artifact{
			ID: one.GetID(), Run: run, Name: clean(one.GetName(), 300), Size: one.GetSizeInBytes(), Expired: one.GetExpired(),
			CreatedAt: one.GetCreatedAt().Time, ExpiresAt: one.GetExpiresAt().Time,
			// The page of one artifact is that of its run; the API names none.
			Link: fmt.Sprintf("%s/actions/runs/%d/artifacts/%d", r.Describe().WebURL, run, one.GetID()),
		}
		if sha := one.GetWorkflowRun().GetHeadSHA(); isObjectID(sha) {
			artifacts[i].Commit = sha
		}
	}
	slices.SortStableFunc(artifacts, func(a, b checks.Artifact) int {
		if order := a.CreatedAt.Compare(b.CreatedAt); order != 0 {
			return order
		}
		return int(min(max(a.ID-b.ID, -1), 1))
	})
	return artifacts, nil
}

// ReadArtifact downloads an artifact and visits files of it. One that is no zip
// archive is one file: artifacts may be uploaded without being packed.
// https://docs.github.com/en/rest/actions/artifacts#download-an-artifact
func (r *Repository) ReadArtifact(ctx context.Context, artifact checks.Artifact, visitor checks.ArtifactVisitor) ([]checks.Skipped, error) {
	named := func(err error) error {
		return r.explain(err, "artifact %d (%s)", artifact.ID, clean(artifact.Name, 100))
	}
	switch {
	case artifact.Expired:
		return nil, named(fmt.Errorf("it has %w", checks.ErrExpired))
	case artifact.Size > maxDownload:
		return nil, named(errDownloadTooLarge)
	}
	got, err := r.artifact(ctx, artifact.ID)
	if status(err) == http.StatusGone {
		return nil, named(fmt.Errorf("it has %w", checks.ErrExpired))
	}
	if err != nil {
		return nil, named(err)
	}
	defer got.Close()
	if got.packed() {
		skipped, err := archive.Read(ctx, got.content, got.size, archive.DefaultLimits(), visitor)
		return skipped, named(err)
	}
	skipped, err := single(artifact, got, visitor)
	return skipped, named(err)
}

// artifact returns what an artifact holds, from where it is kept or from GitHub.
func (r *Repository) artifact(ctx context.Context, id int64) (*downloaded, error) {
	key := artifactKey{r.client.installation, r.id, id}
	if kept := r.hub.artifacts.get(key); kept != nil {
		return kept, nil
	}
	got, err := r.obtain(ctx, fmt.Sprintf("/actions/artifacts/%d/zip", id))
	if err != nil {
		return nil, err
	}
	if err := r.hub.artifacts.put(key, got); err != nil {
		return nil, errors.Join(err, got.Close())
	}
	return got, nil
}

// single visits an artifact that is one file. The name of an artifact that was
// uploaded as it is is that of the file.
func single(artifact checks.Artifact, got *downloaded, visitor checks.ArtifactVisitor) ([]checks.Skipped, error) {
	name := artifact.Name
	if _, parameters, err := mime.ParseMediaType(got.disposition); err == nil && parameters["filename"] != "" {
		name = parameters["filename"]
	}
	name = clean(path.Base(strings.ReplaceAll(name, `\`, "/")), 300)
	entry := checks.ArtifactEntry{Path: name, Size: got.size}
	switch {
	case name == "." || name == "/" || name == "..":
		return nil, errors.New("it is no archive, and has no name")
	case archive.Nested(name):
		return []checks.Skipped{{Path: name, Reason: "an archive of another kind is not opened"}}, nil
	case !visitor.Wants(entry):
		return nil, nil
	case got.size > archive.DefaultLimits().Entry:
		return []checks.Skipped{{Path: name, Reason: fmt.Sprintf("larger than %d MiB", archive.DefaultLimits().Entry>>20)}}, nil
	}
	return nil, visitor.Visit(entry, got.reader())
}
