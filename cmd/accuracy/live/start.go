package live

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"time"
)

// nobody is whom servers run as where this program runs as root: Debian's user for what
// owns nothing.
const nobody = 65534

// Bounds of a server's start and end, and how often it is asked whether it is there.
const (
	mostStart = 30 * time.Second
	mostEnd   = 5 * time.Second
	between   = 50 * time.Millisecond
)

// start starts the server with what runs beside it, and waits until all of them listen.
// End ends them, with all that they started.
func (b *bench) start(ctx context.Context) (end func(), err error) {
	if os.Geteuid() == 0 {
		if err := giveAway(b.work); err != nil {
			return nil, err
		}
	}
	var ends []func()
	end = func() {
		for _, one := range slices.Backward(ends) {
			one()
		}
	}
	for index, words := range append(slices.Clone(b.server.Beside), b.server.Run) {
		name, port := "log", b.port
		if index < len(b.server.Beside) {
			name = fmt.Sprintf("log%d", index+1)
			port = b.values[fmt.Sprintf("PORT%d", index+1)]
		}
		one, err := b.launch(ctx, words, port, filepath.Join(filepath.Dir(b.work), name))
		if err != nil {
			end()
			return nil, err
		}
		ends = append(ends, one)
	}
	return end, nil
}

// launch starts one program and waits until it listens.
func (b *bench) launch(ctx context.Context, words []string, port, logPath string) (end func(), err error) {
	command := b.command(ctx, words)
	command.Env = append(command.Env, "PORT="+port, "HOME="+b.work, "XDG_DATA_HOME="+b.work, "XDG_CONFIG_HOME="+b.work, "PYTHONDONTWRITEBYTECODE=1")
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if os.Geteuid() == 0 {
		command.SysProcAttr.Credential = &syscall.Credential{Uid: nobody, Gid: nobody}
	}
	log, err := os.Create(logPath)
	if err != nil {
		return nil, err
	}
	command.Stdout, command.Stderr = log, log
	if err := command.Start(); err != nil {
		return nil, errors.Join(err, log.Close())
	}
	ended := make(chan error, 1)
	go func() { ended <- command.Wait() }()
	signal := func(one syscall.Signal) { _ = syscall.Kill(-command.Process.Pid, one) }
	end = func() {
		signal(syscall.SIGTERM)
		select {
		case <-ended:
		case <-time.After(mostEnd):
		}
		signal(syscall.SIGKILL) // what it started, and did not end
		_ = log.Close()
	}
	ticker := time.NewTicker(between)
	defer ticker.Stop()
	for began := time.Now(); ; {
		select {
		case <-ctx.Done():
			end()
			return nil, ctx.Err()
		case err := <-ended:
			ended <- err
			end()
			return nil, fmt.Errorf("%s ended at once: %v: %s", words[0], err, tail(log.Name()))
		case <-ticker.C:
		}
		if connection, err := net.DialTimeout("tcp", "127.0.0.1:"+port, time.Second); err == nil {
			return end, connection.Close()
		}
		if time.Since(began) > mostStart {
			end()
			return nil, fmt.Errorf("%s listens nowhere: %s", words[0], tail(log.Name()))
		}
	}
}

// giveAway lets servers write into their directory.
func giveAway(directory string) error {
	return filepath.WalkDir(directory, func(path string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return os.Lchown(path, nobody, nobody)
	})
}

// tail is the end of what a server wrote.
func tail(path string) string {
	const most = 2000
	content, _ := os.ReadFile(path)
	return string(content[max(0, len(content)-most):])
}
