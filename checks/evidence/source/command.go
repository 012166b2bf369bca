package source

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"github.com/golive-app/golive/config/regex"
)

// objectID matches a full object id of either object format.
var objectID = regex.New(`^(?:[0-9a-f]{40}|[0-9a-f]{64})$`)

// maxOutput bounds what is held in memory of one git command's answer: the
// listing of 200,000 files is about 25 MB.
const maxOutput = 256 << 20

// settings override a repository's own configuration wherever git would start
// a program for it, reach out to a network, or change the shape of its output.
// https://git-scm.com/docs/git-config
var settings = [][2]string{
	{"safe.directory", "*"}, // the directory was chosen by the caller; nothing in it is run
	{"core.hooksPath", os.DevNull},
	{"core.fsmonitor", "false"},
	{"core.pager", "cat"},
	{"core.sshCommand", "false"},
	{"core.askPass", ""},
	{"core.attributesFile", os.DevNull},
	{"core.quotePath", "true"},
	{"core.alternateRefsCommand", ""},
	{"credential.helper", ""},
	{"protocol.allow", "never"},
	{"gc.auto", "0"},
	{"maintenance.auto", "false"},
	{"log.showSignature", "false"},
	{"log.mailmap", "false"},
	{"diff.external", ""},
	{"diff.orderFile", os.DevNull},
	{"diff.renameLimit", "1000"},
	{"diff.suppressBlankEmpty", "false"},
	{"submodule.recurse", "false"},
	{"color.ui", "false"},
}

// command prepares git in a directory. Nothing of this process's environment
// reaches it but the search path and the directory for temporary files; extra
// adds settings, as pairs of key and value.
func command(directory string, extra [][2]string, arguments ...string) *exec.Cmd {
	cmd := exec.Command("git", append([]string{"--no-pager"}, arguments...)...)
	cmd.Dir = directory
	cmd.Env = []string{
		"PATH=" + os.Getenv("PATH"), "TMPDIR=" + os.TempDir(), "HOME=" + os.DevNull, "LC_ALL=C",
		"GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_SYSTEM=" + os.DevNull, "GIT_CONFIG_GLOBAL=" + os.DevNull,
		"GIT_ATTR_NOSYSTEM=1", "GIT_TERMINAL_PROMPT=0", "GIT_ASKPASS=false", "SSH_ASKPASS=false",
		"GIT_OPTIONAL_LOCKS=0", "GIT_NO_REPLACE_OBJECTS=1", "GIT_GRAFT_FILE=" + os.DevNull,
		"GIT_LITERAL_PATHSPECS=1", "GIT_NO_LAZY_FETCH=1", "GIT_ALLOW_PROTOCOL=none", "GIT_PROTOCOL_FROM_USER=0",
	}
	all := append(settings[:len(settings):len(settings)], extra...)
	cmd.Env = append(cmd.Env, "GIT_CONFIG_COUNT="+strconv.Itoa(len(all)))
	for i, setting := range all {
		n := strconv.Itoa(i)
		cmd.Env = append(cmd.Env, "GIT_CONFIG_KEY_"+n+"="+setting[0], "GIT_CONFIG_VALUE_"+n+"="+setting[1])
	}
	cmd.WaitDelay = 5 * time.Second
	return cmd
}

// git runs a command to its end and returns what it printed.
func git(ctx context.Context, directory string, arguments ...string) ([]byte, error) {
	var output []byte
	err := stream(ctx, command(directory, nil, arguments...), func(reader *bufio.Reader) error {
		var err error
		output, err = io.ReadAll(io.LimitReader(reader, maxOutput+1))
		if err == nil && len(output) > maxOutput {
			err = fmt.Errorf("git %s: %w", arguments[0], ErrTooManyBytes)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return output, nil
}

// stream runs a command and hands its output to a function while it runs. The
// command is killed when the context ends or the function fails, whose error
// is then returned.
func stream(ctx context.Context, cmd *exec.Cmd, read func(*bufio.Reader) error) error {
	name := "git"
	for _, argument := range cmd.Args[1:] {
		if !strings.HasPrefix(argument, "-") {
			name = "git " + argument
			break
		}
	}
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	complaint := &head{limit: 2048}
	cmd.Stderr = complaint
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("starting git: %w", err)
	}
	stop := context.AfterFunc(ctx, func() { _ = cmd.Process.Kill() })
	defer stop()
	failed := read(bufio.NewReaderSize(stdout, 1<<16))
	if failed != nil {
		_ = cmd.Process.Kill()
	}
	ended := cmd.Wait()
	switch {
	case ctx.Err() != nil:
		return fmt.Errorf("%s: %w", name, ctx.Err())
	case failed != nil:
		return failed
	case ended != nil:
		return &gitError{name: name, complaint: complaint.line(), err: ended}
	}
	return nil
}

// gitError is a git command that ended badly.
type gitError struct {
	name      string
	complaint string
	err       error
}

func (e *gitError) Error() string {
	if e.complaint == "" {
		return e.name + ": " + e.err.Error()
	}
	return e.name + ": " + e.err.Error() + ": " + e.complaint
}

func (e *gitError) Unwrap() error { return e.err }

// exitCode returns the exit code of a git command that ended badly, or -1.
func exitCode(err error) int {
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return exit.ExitCode()
	}
	return -1
}

// head keeps the first bytes of what is written to it.
type head struct {
	bytes.Buffer
	limit int
}

func (h *head) Write(p []byte) (int, error) {
	if room := h.limit - h.Len(); room > 0 {
		h.Buffer.Write(p[:min(room, len(p))])
	}
	return len(p), nil
}

// line returns the first line as printable text: it can quote the repository.
func (h *head) line() string {
	first, _, _ := strings.Cut(strings.TrimSpace(h.String()), "\n")
	return printable(first)
}
