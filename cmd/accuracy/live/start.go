package live

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
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

// start starts the server and waits until it listens. End ends it, with all that it
// started.
func (b *bench) start(ctx context.Context) (end func(), err error) {
	command := b.command(ctx, b.server.Run)
	command.Env = append(command.Env, "HOME="+b.work, "XDG_DATA_HOME="+b.work, "XDG_CONFIG_HOME="+b.work, "PYTHONDONTWRITEBYTECODE=1")
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if os.Geteuid() == 0 {
		command.SysProcAttr.Credential = &syscall.Credential{Uid: nobody, Gid: nobody}
		if err := giveAway(b.work); err != nil {
			return nil, err
		}
	}
	log, err := os.Create(filepath.Join(filepath.Dir(b.work), "log"))
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
			return nil, fmt.Errorf("it ended at once: %v: %s", err, tail(log.Name()))
		case <-ticker.C:
		}
		if connection, err := net.DialTimeout("tcp", "127.0.0.1:"+b.port, time.Second); err == nil {
			return end, connection.Close()
		}
		if time.Since(began) > mostStart {
			end()
			return nil, fmt.Errorf("it listens nowhere: %s", tail(log.Name()))
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
