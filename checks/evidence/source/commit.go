package source

import (
	"context"
	"fmt"
	"strings"

	"github.com/golive-app/golive/checks"
)

// OpenCommit reads the content of one commit from a git repository, bare or
// not. The tree is listed once; contents are read as they are asked for. Close
// the snapshot when it is no longer needed.
func OpenCommit(ctx context.Context, options Options) (*Snapshot, error) {
	if err := wantIDs(options.Commit); err != nil {
		return nil, err
	}
	commit, tree, err := Resolve(ctx, options.Directory, options.Commit)
	if err != nil {
		return nil, err
	}
	entries, err := listTree(ctx, options.Directory, tree)
	if err != nil {
		return nil, err
	}
	objects := newBlobs(options.Directory)
	snapshot := &Snapshot{
		Commit: commit, Clean: true, Note: "commit " + commit,
		directory: options.Directory, format: formatOf(commit), limits: options.Limits.withDefaults(),
		tree: tree, entries: entries, content: blobContent{objects},
	}
	if err := snapshot.fill(ctx); err != nil {
		objects.close()
		return nil, fmt.Errorf("opening commit %s: %w", commit, err)
	}
	return snapshot, nil
}

func formatOf(id string) objectFormat {
	if len(id) == 64 {
		return formatSHA256
	}
	return formatSHA1
}

// blobContent reads files out of git's object store.
type blobContent struct{ objects *blobs }

func (c blobContent) read(ctx context.Context, file checks.File, limit int64) ([]byte, int64, error) {
	return c.objects.read(ctx, file.Blob, limit)
}

func (c blobContent) close() { c.objects.close() }

// repositoryFormat asks a repository how it names its objects.
func repositoryFormat(ctx context.Context, directory string) (objectFormat, error) {
	output, err := git(ctx, directory, "rev-parse", "--show-object-format")
	if err != nil {
		return "", err
	}
	switch format := objectFormat(strings.TrimSpace(string(output))); format {
	case formatSHA1, formatSHA256:
		return format, nil
	default:
		return "", fmt.Errorf("git names its objects by %s, which golive cannot", printable(string(format)))
	}
}
