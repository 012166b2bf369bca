package setup

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/golive-app/golive/config"
)

// The files of a credentials directory. What golive reads is named as the
// setting is.
const (
	fileAppID         = "app-id"
	filePrivateKey    = "private-key.pem"
	fileWebhookSecret = "webhook-secrets"
	fileClientID      = "client-id"
	fileClientSecret  = "client-secret"
)

// Files lists the names of a credentials directory's files.
func Files() []string {
	return []string{fileAppID, filePrivateKey, fileWebhookSecret, fileClientID, fileClientSecret}
}

// largestFile bounds what is read of a credential.
const largestFile = 64 << 10

// Why a credentials directory cannot be used.
var (
	ErrExposed    = errors.New("others on this machine can read or change it")
	ErrIncomplete = errors.New("the directory holds a part of the App's credentials")
	ErrOccupied   = errors.New("the directory holds credentials already, and golive overwrites none")
)

// Directory keeps the credentials of one App, readable by golive's own user.
type Directory string

// Read returns what is kept, by the names of the settings; nil where nothing is.
// It fails for files that others can read, and for some without the others.
func (d Directory) Read() (map[string]string, error) {
	information, err := os.Stat(string(d))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("credentials: %w", err)
	}
	values := map[string]string{}
	var absent []string
	for file, setting := range map[string]string{fileAppID: "app-id", filePrivateKey: "private-key", fileWebhookSecret: "webhook-secrets"} {
		content, err := readPrivate(filepath.Join(string(d), file))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			absent = append(absent, file)
		case err != nil:
			return nil, err
		default:
			values[setting] = content
		}
	}
	switch {
	case len(values) == 0:
		return nil, nil
	case len(absent) > 0:
		return nil, fmt.Errorf("%w: %s lacks %s; restore it, or remove the directory to register an App anew", ErrIncomplete, d, strings.Join(absent, ", "))
	case information.Mode().Perm()&0o022 != 0:
		return nil, fmt.Errorf("%s: %w (mode %04o): chmod 700 %s", d, ErrExposed, information.Mode().Perm(), d)
	}
	return values, nil
}

// readPrivate reads a file that is nobody else's business. The mode is that of
// the open file, so that it cannot be exchanged in between.
func readPrivate(path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", fmt.Errorf("credentials: %w", err)
	}
	defer file.Close()
	information, err := file.Stat()
	if err != nil {
		return "", fmt.Errorf("credentials: %w", err)
	}
	if mode := information.Mode(); !mode.IsRegular() {
		return "", fmt.Errorf("credentials: %s is no file", path)
	} else if mode.Perm()&0o077 != 0 {
		return "", fmt.Errorf("%s: %w (mode %04o): chmod 600 %s", path, ErrExposed, mode.Perm(), path)
	}
	content, err := io.ReadAll(io.LimitReader(file, largestFile))
	if err != nil {
		return "", fmt.Errorf("credentials: %w", err)
	}
	return strings.TrimSpace(string(content)), nil
}

// Prepare makes the directory and tries whether it can be written to, so that it
// is known before GitHub hands out what cannot be had twice.
func (d Directory) Prepare() error {
	if err := d.own(); err != nil {
		return err
	}
	trial, err := os.CreateTemp(string(d), ".trial-*")
	if err != nil {
		return fmt.Errorf("credentials: %w", err)
	}
	return errors.Join(trial.Close(), os.Remove(trial.Name()))
}

// own makes sure that nobody else changes what is in the directory. The mode of
// one that holds other things is not golive's to change: it may be /tmp.
func (d Directory) own() error {
	if err := os.MkdirAll(string(d), 0o700); err != nil {
		return fmt.Errorf("credentials: %w", err)
	}
	information, err := os.Stat(string(d))
	if err != nil {
		return fmt.Errorf("credentials: %w", err)
	}
	mode := information.Mode().Perm()
	if mode&0o077 == 0 {
		return nil
	}
	entries, err := os.ReadDir(string(d))
	switch {
	case err != nil:
		return fmt.Errorf("credentials: %w", err)
	case len(entries) == 0:
		if err := os.Chmod(string(d), 0o700); err != nil {
			return fmt.Errorf("credentials: %w", err)
		}
	case mode&0o022 != 0:
		return fmt.Errorf("%s: %w (mode %04o), and it holds other things: give golive a directory of its own", d, ErrExposed, mode)
	}
	return nil
}

// Write keeps the credentials, all of them or none. It makes every file anew and
// follows no link, so that of two set-ups in one directory the second gets
// ErrOccupied, and nobody who came before reads or leads astray what is written.
// The App's id comes last: without it the others count for nothing.
func (d Directory) Write(credentials Credentials) (err error) {
	if err := d.Prepare(); err != nil {
		return err
	}
	var made []string
	defer func() {
		if err != nil {
			for _, path := range made {
				_ = os.Remove(path) // the first error is the one to mend
			}
		}
	}()
	for _, file := range []struct{ name, content string }{
		{filePrivateKey, string(credentials.PrivateKey)}, {fileWebhookSecret, credentials.WebhookSecret + "\n"},
		{fileClientID, credentials.ClientID + "\n"}, {fileClientSecret, credentials.ClientSecret + "\n"},
		{fileAppID, strconv.FormatInt(credentials.AppID, 10) + "\n"},
	} {
		path := filepath.Join(string(d), file.name)
		created, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if errors.Is(err, fs.ErrExist) {
			return fmt.Errorf("%w: %s in %s", ErrOccupied, file.name, d)
		}
		if err != nil {
			return fmt.Errorf("credentials: %w", err)
		}
		made = append(made, path)
		if err := writePrivate(created, file.content); err != nil {
			return err
		}
	}
	return syncDirectory(string(d))
}

// writePrivate fills a file, whatever the umask left of its mode, and waits until
// the disk has it.
func writePrivate(file *os.File, content string) error {
	_, err := io.WriteString(file, content)
	if err = errors.Join(err, file.Chmod(0o600), file.Sync(), file.Close()); err != nil {
		return fmt.Errorf("credentials: %w", err)
	}
	return nil
}

// syncDirectory waits until the disk has the new names.
func syncDirectory(path string) error {
	directory, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("credentials: %w", err)
	}
	if err := errors.Join(directory.Sync(), directory.Close()); err != nil {
		return fmt.Errorf("credentials: %w", err)
	}
	return nil
}

// ReadSettings reads the settings, and what set-up keeps where they are not
// complete without it. What is kept belongs to one App: where another App's id is
// set, it counts for nothing.
func ReadSettings(sources config.Sources) (config.Settings, error) {
	settings, err := sources.Read()
	if err != nil || len(settings.Lacking()) == 0 {
		return settings, err
	}
	kept, err := Directory(settings.Credentials).Read()
	if err != nil || kept == nil {
		return settings, err
	}
	if settings.AppID != 0 && strconv.FormatInt(settings.AppID, 10) != kept["app-id"] {
		return settings, nil
	}
	sources.Kept = kept
	return sources.Read()
}
