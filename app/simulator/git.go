package simulator

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// gitDirectory is a bare repository on disk, worked on with the git program.
type gitDirectory struct {
	path    string
	settled *settled
}

func newGitDirectory(path string) gitDirectory {
	return gitDirectory{path: path, settled: &settled{objects: map[string]gitObject{}, commits: map[string]revision{}}}
}

// gitTimeout bounds one git command; none takes a second on a sane machine.
const gitTimeout = time.Minute

// zeroSHA stands for "no commit" in push events.
const zeroSHA = "0000000000000000000000000000000000000000"

// gitEnvironment keeps the machine's and the user's configuration out.
func gitEnvironment(extra ...string) []string {
	return append([]string{
		"PATH=" + os.Getenv("PATH"), "LC_ALL=C", "HOME=/nonexistent", "GIT_CONFIG_NOSYSTEM=1",
		"GIT_CONFIG_GLOBAL=" + os.DevNull, "GIT_TERMINAL_PROMPT=0", "GIT_LITERAL_PATHSPECS=1",
		"GIT_AUTHOR_NAME=GitHub", "GIT_AUTHOR_EMAIL=noreply@github.com",
		"GIT_COMMITTER_NAME=GitHub", "GIT_COMMITTER_EMAIL=noreply@github.com",
	}, extra...)
}

// datedAt makes git commands use the simulation's clock.
func datedAt(at time.Time) []string {
	date := fmt.Sprintf("%d +0000", at.Unix())
	return []string{"GIT_AUTHOR_DATE=" + date, "GIT_COMMITTER_DATE=" + date}
}

// run executes git in the repository and returns its trimmed standard output.
func (d gitDirectory) run(input []byte, arguments ...string) (string, error) {
	output, err := d.output(input, nil, arguments...)
	return strings.TrimRight(string(output), "\n"), err
}

func (d gitDirectory) output(input []byte, environment []string, arguments ...string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(context.Background(), gitTimeout)
	defer cancel()
	command := exec.CommandContext(ctx, "git", append([]string{"-c", "core.quotePath=false", "--git-dir", d.path}, arguments...)...)
	command.Env = gitEnvironment(environment...)
	command.Stdin = bytes.NewReader(input)
	var stderr bytes.Buffer
	command.Stderr = &stderr
	output, err := command.Output()
	if err != nil {
		return output, fmt.Errorf("simulator: git %s: %w: %s", arguments[0], err, bytes.TrimSpace(stderr.Bytes()))
	}
	return output, nil
}

// create writes an empty bare repository by hand: it is three files, and a git
// process for each of hundreds of test repositories is not.
func (d gitDirectory) create() error {
	for _, folder := range []string{"objects/info", "objects/pack", "refs/heads", "refs/tags", "info"} {
		if err := os.MkdirAll(filepath.Join(d.path, folder), 0o755); err != nil {
			return fmt.Errorf("simulator: %w", err)
		}
	}
	// GitHub serves every object that was ever pushed, by its id.
	const configuration = "[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = true\n" +
		"[uploadpack]\n\tallowReachableSHA1InWant = true\n\tallowAnySHA1InWant = true\n\tallowFilter = true\n" +
		"[http]\n\treceivepack = false\n[gc]\n\tauto = 0\n"
	return errors.Join(
		os.WriteFile(filepath.Join(d.path, "config"), []byte(configuration), 0o644),
		os.WriteFile(filepath.Join(d.path, "HEAD"), []byte("ref: refs/heads/main\n"), 0o644),
	)
}

// load fills an empty repository from a directory and returns its default branch.
func (d gitDirectory) load(directory string, at time.Time) (string, error) {
	if _, err := os.Stat(filepath.Join(directory, ".git")); err == nil {
		return d.loadHistory(directory)
	}
	index := []string{"GIT_INDEX_FILE=" + filepath.Join(d.path, "load.index"), "GIT_WORK_TREE=" + directory}
	defer os.Remove(filepath.Join(d.path, "load.index"))
	if _, err := d.output(nil, index, "add", "--all", "--force", "."); err != nil {
		return "", err
	}
	tree, err := d.output(nil, index, "write-tree")
	if err != nil {
		return "", err
	}
	commit, err := d.output(nil, datedAt(at), "commit-tree", "-m", "Initial commit", strings.TrimSpace(string(tree)))
	if err != nil {
		return "", err
	}
	_, err = d.run(nil, "update-ref", "refs/heads/main", strings.TrimSpace(string(commit)))
	return "main", err
}

// loadHistory takes over branches and tags of a working tree, which may belong
// to another user, be shallow or stand on no branch.
func (d gitDirectory) loadHistory(directory string) (string, error) {
	trust := filepath.Join(d.path, "trust.config")
	if err := os.WriteFile(trust, []byte("[safe]\n\tdirectory = *\n"), 0o644); err != nil {
		return "", fmt.Errorf("simulator: %w", err)
	}
	defer os.Remove(trust)
	environment := []string{"GIT_CONFIG_GLOBAL=" + trust} // -c does not reach the other side of a fetch
	fetch := []string{"fetch", "--quiet", "--update-shallow", directory, "+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"}
	head, err := newGitDirectory(filepath.Join(directory, ".git")).output(nil, environment, "symbolic-ref", "--short", "HEAD")
	branch := strings.TrimSpace(string(head))
	if err != nil { // a detached HEAD
		branch = "main"
		fetch = append(fetch, "+HEAD:refs/heads/main")
	}
	if _, err := d.output(nil, environment, fetch...); err != nil {
		return "", err
	}
	_, err = d.run(nil, "symbolic-ref", "HEAD", "refs/heads/"+branch)
	return branch, err
}

// gitObject is what a revision names: its id and type; both empty when it names nothing.
type gitObject struct{ sha, kind string }

// look resolves revisions with one process, in their order; with none where all of
// them are settled.
func (d gitDirectory) look(revisions ...string) ([]gitObject, error) {
	if settled := d.settled.look(revisions); settled != nil {
		return settled, nil
	}
	output, err := d.run([]byte(strings.Join(revisions, "\n")+"\n"), "cat-file", "--batch-check=%(objectname) %(objecttype)")
	if err != nil {
		return nil, err
	}
	found := make([]gitObject, len(revisions))
	for i, line := range strings.Split(output, "\n") {
		if sha, kind, complete := strings.Cut(line, " "); complete && i < len(found) && len(sha) == 40 && !strings.HasSuffix(line, " missing") && !strings.Contains(kind, " ") {
			found[i] = gitObject{sha, kind}
			d.settled.found(revisions[i], found[i])
		}
	}
	return found, nil
}

// reference gives the object that a full ref points at.
func (d gitDirectory) reference(name string) gitObject {
	found, err := d.look(name)
	if err != nil || strings.ContainsAny(name, "\n\x00") {
		return gitObject{}
	}
	return found[0]
}

// commit resolves what GitHub takes for a commit: a commit id, heads/NAME,
// tags/NAME, a branch or a tag. Empty when it is none of these.
func (d gitDirectory) commit(name string) string {
	if name == "" || name == "@" || strings.ContainsAny(name, " \n\x00:^~{\\") { // "@" alone is HEAD, "@{" git's reflog
		return ""
	}
	// A name without heads/ or tags/ means the branch before the tag.
	candidates := []string{"refs/heads/" + name + "^{commit}", "refs/tags/" + name + "^{commit}", name + "^{commit}"}
	if isSHA(name) {
		candidates = []string{name + "^{commit}"}
	}
	found, err := d.look(candidates...)
	if err != nil {
		return ""
	}
	for _, candidate := range found {
		if candidate.kind == "commit" {
			return candidate.sha
		}
	}
	return ""
}

func isSHA(text string) bool {
	return len(text) == 40 && strings.Trim(text, "0123456789abcdef") == ""
}
