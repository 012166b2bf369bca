package draft

import (
	"context"
	"errors"
	"fmt"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source"
	"github.com/golive-app/golive/config"
)

// ErrUsage wraps what the caller asked for and cannot have: a directory that is
// not there, a target that must not be written.
var ErrUsage = errors.New("usage")

// Note is one thing that a person is told about the draft.
type Note struct {
	What string // a key of the policy, such as "release.tags", or a file
	Text string // what was inferred and why, or why it was not
}

// Draft is a policy that a person reviews, and what to tell them about it.
type Draft struct {
	File       []byte // the policy file; it decodes without a problem
	Git        bool   // whether the directory is in a git repository
	ExampleTag string // a tag that the drafted patterns take for a release
	Inferred   []Note // what the file sets or states, with the reason
	Open       []Note // what it leaves to a person, with the reason
	Unread     []Note // files that were looked at and not understood

	files []checks.File
}

// limits of what is read: one file's bytes, as everywhere in golive, and more
// files than a release may have, because few of them are opened.
var limits = source.Limits{FileSize: 1 << 20, Files: 2_000_000, Total: 1 << 40}

// Read drafts a policy for the directory, the top of a repository or not under
// git at all. Files that cannot be understood are named in the draft; an error
// is a directory that cannot be read (ErrUsage) or golive's own.
func Read(ctx context.Context, directory string) (Draft, error) {
	snapshot, err := source.ListDirectory(ctx, source.Options{Directory: directory, Limits: limits})
	switch {
	case errors.Is(err, source.ErrBareRepository):
		return Draft{}, fmt.Errorf("%w: %s is a bare repository; clone it and draft there", ErrUsage, directory)
	case errors.Is(err, source.ErrTooManyFiles):
		return Draft{}, fmt.Errorf("%w: %w", ErrUsage, err)
	case err != nil:
		return Draft{}, err
	}
	defer snapshot.Close()
	found := &repository{source: snapshot, commit: snapshot.Commit}
	if err := found.readTags(ctx, directory); err != nil {
		return Draft{}, err
	}
	found.readBranches(ctx, directory)
	drafted := found.draft(ctx)
	if err := ctx.Err(); err != nil {
		return Draft{}, err
	}
	if _, err := config.DecodePolicy(drafted.File, config.DefaultPolicy()); err != nil {
		return Draft{}, fmt.Errorf("the drafted policy is not valid, which is golive's mistake: %w", err)
	}
	return drafted, nil
}

// draft reads what it needs of the files and writes the policy.
func (r *repository) draft(ctx context.Context) Draft {
	said := readStack(ctx, r)
	flows := readWorkflows(ctx, r)
	tools := readTools(ctx, r, flows)
	tags := schemesOf(r.tags)
	owners := readOwners(ctx, r)
	places := readEnvironments(ctx, r, flows)

	report := &Draft{Git: r.git, files: r.source.Files()}
	written := &page{}
	writeHeader(written, report, said)
	writeMode(written)
	writeRelease(written, report, tags, tools, flows, r.git)
	writeEnvironments(written, report, places)
	writeRoles(written, report, owners)
	writeLoad(written, report)
	for _, skipped := range r.unread {
		report.Unread = append(report.Unread, Note{plain(skipped.Path), plain(skipped.Reason)})
	}
	writeUnread(written, report.Unread)
	report.File = written.bytes()
	return *report
}

// noted adds to the inferred notes.
func (d *Draft) noted(what, format string, arguments ...any) {
	d.Inferred = append(d.Inferred, Note{what, plain(fmt.Sprintf(format, arguments...))})
}

// left adds to the notes about what is left to a person.
func (d *Draft) left(what, format string, arguments ...any) {
	d.Open = append(d.Open, Note{what, plain(fmt.Sprintf(format, arguments...))})
}
