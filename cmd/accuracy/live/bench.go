package live

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

// bench is a server on this machine with all that it needs.
type bench struct {
	server    Server
	checkout  string // its repository, with one commit
	work      string // where it may write
	port      string
	values    map[string]string
	authority string // certificate that golive trusts
}

// prepare lays a server's repository, files and certificate into a directory of its own.
func prepare(ctx context.Context, options Options, authority *authority, base string, server Server) (*bench, error) {
	one := &bench{server: server, checkout: filepath.Join(base, "checkout"), work: filepath.Join(base, "work"), authority: authority.path}
	root := filepath.Join(base, "root")
	if err := os.MkdirAll(one.work, 0o755); err != nil {
		return nil, err
	}
	if err := os.CopyFS(one.checkout, os.DirFS(filepath.Join(options.Directory, server.Directory))); err != nil {
		return nil, fmt.Errorf("copying its repository: %w", err)
	}
	if err := uncover(one.checkout); err != nil {
		return nil, fmt.Errorf("naming its files: %w", err)
	}
	ports, err := one.ports()
	if err != nil {
		return nil, err
	}
	if err := fillFile(filepath.Join(one.checkout, policy), filepath.Join(one.checkout, policy), ports); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("reading its policy: %w", err)
	}
	commit, err := commitAll(ctx, one.checkout)
	if err != nil {
		return nil, err
	}
	tools, err := filepath.Abs(filepath.Join(filepath.Dir(options.Modules), "bin"))
	if err != nil {
		return nil, err
	}
	certificate, key, err := authority.issue(one.work, server.Days, options.Now())
	if err != nil {
		return nil, err
	}
	one.values = map[string]string{
		"ROOT": root, "WORK": one.work, "COMMIT": commit, "CERTIFICATE": certificate, "KEY": key, "SECRET": rand.Text(), "TOOLS": tools,
	}
	maps.Copy(one.values, ports)
	if err := one.serveFiles(root); err != nil {
		return nil, fmt.Errorf("laying down what it serves: %w", err)
	}
	if server.Config != "" {
		if err := fillFile(filepath.Join(one.checkout, server.Config), filepath.Join(one.work, server.Config), one.values); err != nil {
			return nil, fmt.Errorf("reading its configuration: %w", err)
		}
	}
	if server.Node {
		modules, err := filepath.Abs(options.Modules)
		if err != nil {
			return nil, err
		}
		if err := os.Symlink(modules, filepath.Join(one.checkout, "node_modules")); err != nil {
			return nil, err
		}
	}
	if len(server.Prepare) > 0 {
		if out, err := one.command(ctx, server.Prepare).CombinedOutput(); err != nil {
			return nil, fmt.Errorf("%s: %w: %s", strings.Join(server.Prepare, " "), err, out)
		}
	}
	return one, nil
}

// policy is where a repository says what golive may do; ${PORT} in it is filled in.
const policy = ".golive.yml"

// fillFile writes a file with values in place of ${NAME}.
func fillFile(from, to string, values map[string]string) error {
	content, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, []byte(fill(string(content), values)), 0o644)
}

// leastBeside are the ports that there are beside the server's own, whether something
// listens there or not: what is dead has an address too.
const leastBeside = 3

// ports finds a port for the server, and one for each program beside it.
func (b *bench) ports() (map[string]string, error) {
	ports := map[string]string{}
	for index := range max(len(b.server.Beside), leastBeside) + 1 {
		port, err := freePort()
		if err != nil {
			return nil, err
		}
		if index == 0 {
			b.port, ports["PORT"] = port, port
		} else {
			ports[fmt.Sprintf("PORT%d", index)] = port
			ports[fmt.Sprintf("APP%d", index)] = "127.0.0.1:" + port
		}
	}
	return ports, nil
}

// kept is what names end with of files that are modules of Go of their own: the tools of
// this module leave them alone so.
const kept = ".kept"

// uncover gives files their own names.
func uncover(directory string) error {
	return filepath.WalkDir(directory, func(path string, entry fs.DirEntry, err error) error {
		if name, found := strings.CutSuffix(path, kept); err == nil && found && !entry.IsDir() {
			return os.Rename(path, name)
		}
		return err
	})
}

// serveFiles copies public/ and adds what is planted.
func (b *bench) serveFiles(root string) error {
	public := filepath.Join(b.checkout, "public")
	if _, err := os.Stat(public); err == nil {
		if err := os.CopyFS(root, os.DirFS(public)); err != nil {
			return err
		}
	} else if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for name, content := range b.server.Files {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, []byte(fill(content, b.values)), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// commitAll makes a directory a repository of one commit and returns it. What is put in
// later for the server alone is left out.
func commitAll(ctx context.Context, directory string) (string, error) {
	for _, arguments := range [][]string{
		{"init", "--quiet", "--initial-branch=main"}, {"add", "--all"},
		{"-c", "user.name=golive", "-c", "user.email=golive@example.com", "commit", "--quiet", "--message=Release"},
	} {
		if out, err := exec.CommandContext(ctx, "git", append([]string{"-C", directory}, arguments...)...).CombinedOutput(); err != nil {
			return "", fmt.Errorf("git %s: %w: %s", arguments[0], err, out)
		}
	}
	if err := os.WriteFile(filepath.Join(directory, ".git/info/exclude"), []byte("node_modules\n__pycache__/\n"), 0o644); err != nil {
		return "", err
	}
	out, err := exec.CommandContext(ctx, "git", "-C", directory, "rev-parse", "HEAD").Output()
	return strings.TrimSpace(string(out)), err
}

// freePort is one that nothing listens at now.
func freePort() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("looking for a port: %w", err)
	}
	_, port, err := net.SplitHostPort(listener.Addr().String())
	return port, errors.Join(err, listener.Close())
}

// command of the server's, in its repository.
func (b *bench) command(ctx context.Context, words []string) *exec.Cmd {
	filled := make([]string, len(words))
	for index, word := range words {
		filled[index] = fill(word, b.values)
	}
	command := exec.CommandContext(ctx, filled[0], filled[1:]...)
	command.Dir = b.checkout
	command.Env = os.Environ()
	for name, value := range b.values {
		command.Env = append(command.Env, name+"="+value)
	}
	return command
}

// measure starts the server, lets golive judge it, and ends it.
func (b *bench) measure(ctx context.Context, golive string) (map[string]Judged, error) {
	end, err := b.start(ctx)
	if err != nil {
		return nil, err
	}
	defer end()
	report := filepath.Join(filepath.Dir(b.work), "report.json")
	items := strings.Join(slices.Sorted(maps.Keys(b.server.Expect)), ",")
	arguments := []string{"check", "--quiet", "--no-cache", "--only", items, "--format", "json", "--output", report, "--staging", "https://127.0.0.1:" + b.port}
	if b.server.Browser {
		arguments = append(arguments, "--browser", "chromium")
	}
	command := exec.CommandContext(ctx, golive, append(arguments, b.checkout)...)
	command.Env = append(os.Environ(), "SSL_CERT_FILE="+b.authority)
	for name, value := range b.server.Secrets {
		command.Env = append(command.Env, "GOLIVE_SECRET_"+name+"="+fill(value, b.values))
	}
	if b.server.Browser && os.Geteuid() == 0 { // Chromium has no sandbox for root
		if err := giveAway(filepath.Dir(b.work)); err != nil {
			return nil, err
		}
		command.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
		command.Env = append(command.Env, "HOME="+b.work)
	}
	if out, err := command.CombinedOutput(); err != nil {
		const notReady = 1
		if failed := new(exec.ExitError); !errors.As(err, &failed) || failed.ExitCode() != notReady {
			return nil, fmt.Errorf("golive check: %w: %s", err, out)
		}
	}
	return readReport(report)
}

// readReport reads what golive says of each item.
func readReport(path string) (map[string]Judged, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reading the report: %w", err)
	}
	var report struct {
		Items []struct {
			ID string `json:"id"`
			Judged
		} `json:"items"`
	}
	if err := json.Unmarshal(content, &report); err != nil {
		return nil, fmt.Errorf("reading the report: %w", err)
	}
	judged := map[string]Judged{}
	for _, one := range report.Items {
		judged[one.ID] = one.Judged
	}
	return judged, nil
}
