package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/load/scenario"
	"github.com/golive-app/golive/checks/evidence/permission"
	"github.com/golive-app/golive/checks/evidence/smoke"
	"github.com/golive-app/golive/config"
)

// fileKinds are the files of a repository, beside its policy, that say what golive does.
func fileKinds() []fileKind {
	return []fileKind{{smoke.Path, readSmoke}, {permission.Path, readMatrix}}
}

// fileKind is one of those files.
type fileKind struct {
	path string
	// read says what is wrong with a file; where nothing is, what it means.
	read func(text []byte) ([]config.Problem, [][2]string)
}

// kindOf returns the kind that a file is by its path; false: it is a policy.
func kindOf(file string) (fileKind, bool) {
	full, err := filepath.Abs(file)
	if err != nil {
		return fileKind{}, false
	}
	for _, kind := range fileKinds() {
		if strings.HasSuffix(filepath.ToSlash(full), "/"+kind.path) {
			return kind, true
		}
	}
	return fileKind{}, false
}

// ownFiles are the files of this directory: its policy, and those others that it has.
func ownFiles() []string {
	files := []string{config.PolicyFile}
	for _, kind := range fileKinds() {
		if _, err := os.Stat(filepath.FromSlash(kind.path)); err == nil {
			files = append(files, filepath.FromSlash(kind.path))
		}
	}
	return files
}

// readSmoke reads a smoke test.
func readSmoke(text []byte) ([]config.Problem, [][2]string) {
	file := smoke.Parse(text)
	if file.Problem != nil {
		return file.Problem.Problems, nil
	}
	pages, api := file.Covers()
	steps := file.Program.Steps()
	lines := [][2]string{{"steps", fmt.Sprintf("%d on staging (pages: %d, API: %d)", len(steps), pages, api)}}
	var writing []string
	for _, step := range steps {
		if scenario.Writes(step.Method) {
			writing = append(writing, step.Name)
		}
	}
	if len(writing) > 0 {
		lines = append(lines, [2]string{"writes", strings.Join(writing, ", ") + " – played where the policy says probes: {allow_writes: true}"})
	}
	return nil, append(lines, secretLines(file.Program.Secrets())...)
}

// readMatrix reads who may do what.
func readMatrix(text []byte) ([]config.Problem, [][2]string) {
	file := permission.Parse(text)
	if file.Problem != nil {
		return file.Problem.Problems, nil
	}
	var names []string
	for _, role := range file.Matrix.Roles {
		names = append(names, role.Name)
	}
	requests := 0
	var writing []string
	for _, route := range file.Matrix.Routes {
		requests += len(route.Allow) + len(route.Deny)
		if scenario.Writes(route.Method) {
			writing = append(writing, route.Name())
		}
	}
	lines := [][2]string{{"roles", strings.Join(names, ", ")}, {"routes", fmt.Sprintf("%d, tried on staging with %d requests", len(file.Matrix.Routes), requests)}}
	if len(writing) > 0 {
		lines = append(lines, [2]string{"writes", strings.Join(writing, ", ") + " – tried where the policy says probes: {allow_writes: true}"})
	}
	return nil, append(lines, secretLines(file.Matrix.Secrets())...)
}

// secretLines say which secrets a file uses.
func secretLines(names []string) [][2]string {
	if len(names) == 0 {
		return nil
	}
	names = slices.Clone(names)
	return [][2]string{{"secrets", strings.Join(names, ", ") + " – files OWNER/REPO/NAME in GOLIVE_SECRETS_DIR; for golive check, variables GOLIVE_SECRET_NAME"}}
}

// fileMeaning says in a few lines what a file in order means.
func fileMeaning(one validated) string {
	var text strings.Builder
	fmt.Fprintf(&text, "%s: in order\n", printable(one.File))
	for _, line := range one.meaning {
		fmt.Fprintf(&text, "  %-11s%s\n", line[0], printable(line[1]))
	}
	return text.String()
}
