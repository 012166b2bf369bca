package server_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
)

// nobody is the user whom every Debian has for what needs to own nothing.
const nobody = 65534

// unprivileged tells a story as a user of its own where root runs the tests: golive does
// not start a browser as root. It reports whether the story was told so, and is done.
func unprivileged(t *testing.T) (told bool) {
	t.Helper()
	if os.Geteuid() != 0 {
		return false
	}
	directory := must(os.MkdirTemp("", "golive-story"))(t)
	t.Cleanup(func() { _ = os.RemoveAll(directory) })
	program := filepath.Join(directory, "stories")
	for _, err := range []error{copyProgram(must(os.Executable())(t), program), os.Chown(directory, nobody, nobody)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	story := exec.CommandContext(t.Context(), program, "-test.run=^"+t.Name()+"$", "-test.v")
	story.Dir = directory
	story.Env = append(os.Environ(), "HOME="+directory, "TMPDIR="+directory)
	story.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	output, err := story.CombinedOutput()
	if errors.Is(err, syscall.EPERM) {
		t.Skip("root may not become another user here, and a browser is not started as root")
	}
	if err != nil {
		t.Fatalf("told as another user: %v\n%s", err, output)
	}
	if skipped := "--- SKIP: " + t.Name(); bytes.Contains(output, []byte(skipped)) {
		t.Skipf("%s", output)
	}
	if !bytes.Contains(output, []byte("--- PASS: "+t.Name())) {
		t.Fatalf("the story was not told:\n%s", output)
	}
	return true
}

// copyProgram copies a program to where others may run it.
func copyProgram(from, to string) error {
	if os.Link(from, to) == nil {
		return os.Chmod(to, 0o755)
	}
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { _ = source.Close() }()
	target, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o755)
	if err != nil {
		return err
	}
	_, err = io.Copy(target, source)
	return errors.Join(err, target.Close())
}
