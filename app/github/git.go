package github

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// maxGitOutput bounds what is read of one git command.
const maxGitOutput = 32 << 20

var errGitOutput = errors.New("git wrote more than 32 MiB")

// git runs the git program sealed off from the machine: no configuration but
// what is set here, no hooks, no prompts, no helpers, no protocol but HTTP.
type git struct {
	directory string      // of the bare repository; "": none
	settings  [][2]string // configuration of this command only
	protocol  string      // "https", or "http" for a GitHub that is reached so
	input     string
}

// sealed is the configuration of every command. It goes through the
// environment: nothing of it is written to disk, and the settings that carry
// credentials are not among the arguments, which every user of a machine sees.
// https://git-scm.com/docs/git-config#ENVIRONMENT
var sealed = [][2]string{
	{"core.hooksPath", os.DevNull},
	{"core.fsmonitor", "false"},
	{"credential.helper", ""},
	{"gc.auto", "0"}, // readers use the mirror without a lock
	{"maintenance.auto", "false"},
	{"submodule.recurse", "false"},
	{"fetch.recurseSubmodules", "false"},
	{"fetch.unpackLimit", "1"}, // one pack a fetch and not a file an object
	{"fetch.writeCommitGraph", "false"},
	{"transfer.bundleURI", "false"},
	{"http.followRedirects", "false"}, // the token is meant for one host; a rename is looked up
	{"http.lowSpeedLimit", "1000"},
	{"http.lowSpeedTime", "60"},
	{"safe.bareRepository", "all"},
	{"safe.directory", "*"}, // the data directory may be a volume of another owner
	{"transfer.fsckObjects", "true"},
	// Faults that old clients left in the history of well-known projects, and
	// which GitHub itself still serves. They harm nobody who only reads.
	{"fetch.fsck.badTimezone", "ignore"},
	{"fetch.fsck.badDate", "ignore"},
	{"fetch.fsck.badDateOverflow", "ignore"},
	{"fetch.fsck.zeroPaddedDate", "ignore"},
	{"fetch.fsck.badEmail", "ignore"},
	{"fetch.fsck.badName", "ignore"},
	{"fetch.fsck.missingEmail", "ignore"},
	{"fetch.fsck.missingNameBeforeEmail", "ignore"},
	{"fetch.fsck.missingSpaceBeforeEmail", "ignore"},
	{"fetch.fsck.missingSpaceBeforeDate", "ignore"},
	{"fetch.fsck.missingTaggerEntry", "ignore"},
	{"fetch.fsck.multipleAuthors", "ignore"},
	{"fetch.fsck.zeroPaddedFilemode", "ignore"},
	{"fetch.fsck.badFilemode", "ignore"},
	{"fetch.fsck.gitmodulesParse", "ignore"},
	{"fetch.fsck.nullSha1", "ignore"},
}

// passed are the variables of ours that git may see: where programs are, and
// how this machine reaches others.
var passed = []string{
	"PATH", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy",
	"SSL_CERT_FILE", "SSL_CERT_DIR", "GIT_SSL_CAINFO", "TMPDIR",
}

func (g *git) environment() []string {
	environment := []string{
		"LC_ALL=C", // messages are read
		"HOME=" + os.DevNull, "XDG_CONFIG_HOME=" + os.DevNull,
		"GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=" + os.DevNull, "GIT_ATTR_NOSYSTEM=1",
		"GIT_TERMINAL_PROMPT=0", "GIT_ASKPASS=" + os.DevNull, "SSH_ASKPASS=" + os.DevNull,
		"GIT_NO_REPLACE_OBJECTS=1", "GIT_PROTOCOL_FROM_USER=0", "GIT_ALLOW_PROTOCOL=" + g.protocol,
	}
	for _, name := range passed {
		if value, ok := os.LookupEnv(name); ok {
			environment = append(environment, name+"="+value)
		}
	}
	// git's own TLS does not know the variable that Go's does.
	if file, ok := os.LookupEnv("SSL_CERT_FILE"); ok && os.Getenv("GIT_SSL_CAINFO") == "" {
		environment = append(environment, "GIT_SSL_CAINFO="+file)
	}
	count := 0
	for _, settings := range [][][2]string{sealed, g.settings} {
		for _, setting := range settings {
			environment = append(environment,
				fmt.Sprintf("GIT_CONFIG_KEY_%d=%s", count, setting[0]), fmt.Sprintf("GIT_CONFIG_VALUE_%d=%s", count, setting[1]))
			count++
		}
	}
	return append(environment, "GIT_CONFIG_COUNT="+strconv.Itoa(count))
}

// run executes one git command and returns what it wrote. When the context
// ends, git and the programs that it started are killed.
func (g *git) run(ctx context.Context, arguments ...string) ([]byte, error) {
	if g.directory != "" {
		arguments = append([]string{"--git-dir=" + g.directory}, arguments...)
	}
	command := exec.CommandContext(ctx, "git", arguments...)
	command.Env = g.environment()
	command.Stdin = strings.NewReader(g.input)
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	command.Cancel = func() error { return syscall.Kill(-command.Process.Pid, syscall.SIGKILL) }
	command.WaitDelay = 5 * time.Second
	output, complaints := &boundedBuffer{most: maxGitOutput}, &boundedBuffer{most: 64 << 10, lenient: true}
	command.Stdout, command.Stderr = output, complaints
	err := command.Run()
	switch {
	case ctx.Err() != nil:
		return nil, context.Cause(ctx)
	case output.exceeded:
		return nil, errGitOutput
	case err != nil:
		return nil, &gitError{err: err, said: complaints.kept.String()}
	}
	// cat-file reports a broken pack beside its answers, and ends well.
	if said := complaints.kept.String(); strings.Contains(said, "error: ") || strings.Contains(said, "fatal: ") {
		return nil, &gitError{err: errors.New("git complained"), said: said}
	}
	return output.kept.Bytes(), nil
}

// gitError is a git command that failed. What git said is kept for judging; of
// it, only the lines of git and of the server are shown, on one line.
type gitError struct {
	err  error
	said string
}

func (e *gitError) Error() string {
	return fmt.Sprintf("git: %v: %s", e.err, clean(e.said, 500))
}

func (e *gitError) Unwrap() error { return e.err }

// mentions reports whether git said one of these.
func (e *gitError) mentions(phrases ...string) bool {
	for _, phrase := range phrases {
		if strings.Contains(e.said, phrase) {
			return true
		}
	}
	return false
}

// boundedBuffer keeps so many bytes of what is written to it. A lenient one
// drops the rest, another fails. The buffer is a field: embedded, its ReadFrom
// would be used, and go past the bound.
type boundedBuffer struct {
	kept     bytes.Buffer
	most     int
	lenient  bool
	exceeded bool
}

func (b *boundedBuffer) Write(data []byte) (int, error) {
	room := b.most - b.kept.Len()
	if len(data) <= room {
		return b.kept.Write(data)
	}
	b.exceeded = true
	if !b.lenient {
		return 0, io.ErrShortWrite
	}
	b.kept.Write(data[:max(room, 0)])
	return len(data), nil
}
