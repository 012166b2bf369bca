package main

import (
	"context"
	"crypto/sha1"
	"encoding/hex"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/catalogue"
	"github.com/golive-app/golive/checks/evidence/accuracy"
	"github.com/golive-app/golive/checks/evidence/source"
	"github.com/golive-app/golive/config"
)

// judge runs an item's own check over a sample, as a directory without a range:
// all of its lines are new. Notices do not count as findings, for they ask nothing
// of anybody.
type judge struct{ catalogue catalogue.Catalogue }

func (j judge) Judge(ctx context.Context, sample accuracy.Sample) ([]accuracy.Finding, error) {
	entry, found := j.catalogue.Find(sample.Item)
	if !found {
		return nil, fmt.Errorf("there is no item %s", sample.Item)
	}
	content := tree(sample.Files)
	seen, err := entry.Check.Observe(ctx, checks.Subject{
		Release: checks.Release{
			Repository: checks.Repository{ID: 1, Owner: "acme", Name: "shop", DefaultBranch: "main"},
			Kind:       checks.ReleaseDirectory, SHA: content.Tree(), Tree: content.Tree(),
		},
		Source: content, Policy: config.DefaultPolicy(), Now: time.Now,
	})
	if err != nil {
		return nil, err
	}
	var findings []accuracy.Finding
	for _, one := range seen.Findings {
		if one.Severity != checks.SeverityNotice {
			findings = append(findings, accuracy.Finding{Rule: one.Rule, Path: one.Path, Line: one.Line, EndLine: one.EndLine})
		}
	}
	if sample.Part == "" && strings.HasPrefix(string(sample.Item), "monitoring.alerts.") {
		findings = watched(seen.Evidence)
	}
	return findings, nil
}

// watched are the rules that an item of alerts has found: what is there is what it looks
// for.
func watched(evidence []checks.Evidence) []accuracy.Finding {
	var findings []accuracy.Finding
	for _, one := range evidence {
		if one.Outcome == checks.Supports {
			findings = append(findings, accuracy.Finding{Rule: accuracy.Watched, Path: one.Path, Line: one.Line})
		}
	}
	return findings
}

// tree is a source of a few files in memory.
type tree map[string]string

func (t tree) names() []string { return slices.Sorted(maps.Keys(t)) }

// Tree implements checks.Source.
func (t tree) Tree() string {
	sum := sha1.New()
	for _, name := range t.names() {
		fmt.Fprintf(sum, "%s\x00%s\n", name, blob(t[name]))
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// Files implements checks.Source.
func (t tree) Files() []checks.File {
	var files []checks.File
	for _, name := range t.names() {
		head := []byte(t[name])
		files = append(files, checks.File{
			Path: name, Size: int64(len(head)), Blob: blob(t[name]), Class: source.Classify(name, head), Language: source.Language(name, head),
		})
	}
	return files
}

// Skipped implements checks.Source.
func (t tree) Skipped() []checks.Skipped { return nil }

// Read implements checks.Source.
func (t tree) Read(_ context.Context, name string) ([]byte, error) {
	content, found := t[name]
	if !found {
		return nil, fmt.Errorf("read %s: %w", name, fs.ErrNotExist)
	}
	return []byte(content), nil
}

// blob is the id that git gives to a file of this content.
func blob(content string) string {
	sum := sha1.Sum(fmt.Appendf(nil, "blob %d\x00%s", len(content), content))
	return hex.EncodeToString(sum[:])
}
