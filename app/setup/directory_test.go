package setup_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/golive-app/golive/app/setup"
	"github.com/golive-app/golive/config"
)

// written returns a directory with credentials.
func written(t *testing.T) setup.Directory {
	t.Helper()
	directory := setup.Directory(filepath.Join(t.TempDir(), "data", "credentials"))
	if err := directory.Write(credentials()); err != nil {
		t.Fatal(err)
	}
	return directory
}

func TestCredentialsAreKeptForOneUserAlone(t *testing.T) {
	t.Parallel()
	directory := written(t)
	information, err := os.Stat(string(directory))
	if err != nil || information.Mode().Perm() != 0o700 {
		t.Errorf("%v, %v", information.Mode(), err)
	}
	entries, err := os.ReadDir(string(directory))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
		if information, err := entry.Info(); err != nil || information.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", entry.Name(), information.Mode(), err)
		}
	}
	want := setup.Files()
	slices.Sort(want)
	if !slices.Equal(names, want) {
		t.Errorf("%q", names)
	}
}

func TestNothingIsOverwritten(t *testing.T) {
	t.Parallel()
	directory := written(t)
	other := credentials()
	other.AppID = 8
	if err := directory.Write(other); !errors.Is(err, setup.ErrOccupied) {
		t.Errorf("%v", err)
	}
	if kept, err := directory.Read(); err != nil || kept["app-id"] != "7" {
		t.Errorf("%v, %v", kept, err)
	}
}

func TestAllOrNothing(t *testing.T) {
	t.Parallel()
	directory := setup.Directory(t.TempDir())
	// What is in the way of the last file is met after the others were made.
	if err := os.Mkdir(filepath.Join(string(directory), "app-id"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := directory.Write(credentials()); !errors.Is(err, setup.ErrOccupied) {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(string(directory))
	if err != nil || len(entries) != 1 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}

func TestOneOfTwoSetUpsWins(t *testing.T) {
	t.Parallel()
	directory := setup.Directory(filepath.Join(t.TempDir(), "credentials"))
	failures := make([]error, 8)
	var writers sync.WaitGroup
	for index := range failures {
		writers.Go(func() {
			mine := credentials()
			mine.AppID, mine.WebhookSecret = int64(index+1), fmt.Sprint("secret-of-", index+1)
			failures[index] = directory.Write(mine)
		})
	}
	writers.Wait()
	kept, err := directory.Read()
	if err != nil || kept["webhook-secrets"] != "secret-of-"+kept["app-id"] {
		t.Errorf("credentials of two Apps are mixed: App %s with %s, %v", kept["app-id"], kept["webhook-secrets"], err)
	}
	for index, failure := range failures {
		if won := fmt.Sprint(index+1) == kept["app-id"]; won != (failure == nil) || !won && !errors.Is(failure, setup.ErrOccupied) {
			t.Errorf("set-up %d: %v", index+1, failure)
		}
	}
}

func TestNoLinkIsFollowed(t *testing.T) {
	t.Parallel()
	for name, occupied := range map[string]bool{"private-key.pem": true, ".private-key.pem.new": false, "app-id": true} {
		directory, elsewhere := t.TempDir(), filepath.Join(t.TempDir(), "elsewhere")
		if err := errors.Join(os.WriteFile(elsewhere, []byte("mine"), 0o644), os.Symlink(elsewhere, filepath.Join(directory, name))); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(directory, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := setup.Directory(directory).Write(credentials()); errors.Is(err, setup.ErrOccupied) != occupied {
			t.Errorf("%s: %v", name, err)
		}
		if content, err := os.ReadFile(elsewhere); err != nil || string(content) != "mine" {
			t.Errorf("%s leads the credentials elsewhere: %v", name, err)
		}
	}
}

func TestADirectoryOfOthersIsNotTakenOver(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		mode, after fs.FileMode
		holds       bool
		want        error
	}{
		"empty, for everybody":                {0o777, 0o700, false, nil},
		"shared, with others' files":          {0o777, 0o777, true, setup.ErrExposed},
		"others may look, with others' files": {0o755, 0o755, true, nil},
	} {
		directory := t.TempDir()
		if test.holds {
			if err := os.WriteFile(filepath.Join(directory, "theirs"), nil, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.Chmod(directory, test.mode); err != nil {
			t.Fatal(err)
		}
		if err := setup.Directory(directory).Prepare(); !errors.Is(err, test.want) {
			t.Errorf("%s: %v", name, err)
		}
		if information, err := os.Stat(directory); err != nil || information.Mode().Perm() != test.after {
			t.Errorf("%s: mode %v, %v", name, information.Mode(), err)
		}
	}
}

func TestCredentialsThatOthersCanReachAreRefused(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change func(directory string) error
		want   error
		says   string
	}{
		"a key for the group":                              {func(d string) error { return os.Chmod(filepath.Join(d, "private-key.pem"), 0o640) }, setup.ErrExposed, "chmod 600"},
		"a secret for everyone":                            {func(d string) error { return os.Chmod(filepath.Join(d, "webhook-secrets"), 0o604) }, setup.ErrExposed, "chmod 600"},
		"a directory in which others can exchange the key": {func(d string) error { return os.Chmod(d, 0o770) }, setup.ErrExposed, "chmod 700"},
		"no key":      {func(d string) error { return os.Remove(filepath.Join(d, "private-key.pem")) }, setup.ErrIncomplete, "private-key.pem"},
		"no id":       {func(d string) error { return os.Remove(filepath.Join(d, "app-id")) }, setup.ErrIncomplete, "app-id"},
		"as they are": {func(string) error { return nil }, nil, ""},
	} {
		directory := written(t)
		if err := test.change(string(directory)); err != nil {
			t.Fatal(err)
		}
		kept, err := directory.Read()
		if !errors.Is(err, test.want) || test.want != nil && (!strings.Contains(err.Error(), test.says) || kept != nil) {
			t.Errorf("%s: %v", name, err)
		}
		if err != nil && strings.Contains(err.Error(), "hook-secret-of") {
			t.Errorf("%s: the error tells the secret", name)
		}
	}
}

func TestADirectoryThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, directory := range []setup.Directory{setup.Directory(file), setup.Directory(filepath.Join(file, "below"))} {
		if err := directory.Prepare(); err == nil {
			t.Errorf("%s is prepared", directory)
		}
		if err := directory.Write(credentials()); err == nil {
			t.Errorf("%s is written", directory)
		}
	}
	directory := setup.Directory(filepath.Join(t.TempDir(), "new"))
	if err := directory.Prepare(); err != nil {
		t.Error(err)
	}
	if kept, err := directory.Read(); kept != nil || err != nil {
		t.Errorf("prepared, it holds %v, %v", kept, err)
	}
}

func TestReadSettings(t *testing.T) {
	t.Parallel()
	directory := string(written(t))
	exposed := written(t)
	if err := os.Chmod(filepath.Join(string(exposed), "app-id"), 0o644); err != nil {
		t.Fatal(err)
	}
	key := string(privateKey())
	for name, test := range map[string]struct {
		environment map[string]string
		app         int64
		secret      string
		lacking     int
		err         error
	}{
		"nothing else is set":         {map[string]string{"GOLIVE_CREDENTIALS_DIR": directory}, 7, "hook-secret-of-the-test", 0, nil},
		"the secret is being rotated": {map[string]string{"GOLIVE_CREDENTIALS_DIR": directory, "GOLIVE_WEBHOOK_SECRETS": "new,hook-secret-of-the-test"}, 7, "new", 0, nil},
		"the same App":                {map[string]string{"GOLIVE_CREDENTIALS_DIR": directory, "GOLIVE_APP_ID": "7"}, 7, "hook-secret-of-the-test", 0, nil},
		"another App":                 {map[string]string{"GOLIVE_CREDENTIALS_DIR": directory, "GOLIVE_APP_ID": "8"}, 8, "", 2, nil},
		"files that others can read":  {map[string]string{"GOLIVE_CREDENTIALS_DIR": string(exposed)}, 0, "", 3, setup.ErrExposed},
		"everything is set, and the files are not looked at": {map[string]string{"GOLIVE_CREDENTIALS_DIR": string(exposed),
			"GOLIVE_APP_ID": "9", "GOLIVE_WEBHOOK_SECRETS": "own", "GOLIVE_PRIVATE_KEY": key}, 9, "own", 0, nil},
		"no directory":          {map[string]string{"GOLIVE_CREDENTIALS_DIR": directory + "-not"}, 0, "", 3, nil},
		"in the data directory": {map[string]string{"GOLIVE_DATA_DIR": filepath.Dir(directory)}, 7, "hook-secret-of-the-test", 0, nil},
	} {
		settings, err := setup.ReadSettings(config.Sources{
			Environment: func(variable string) (string, bool) { value, found := test.environment[variable]; return value, found },
			ReadFile:    os.ReadFile,
		})
		if !errors.Is(err, test.err) || settings.AppID != test.app || len(settings.Lacking()) != test.lacking ||
			test.secret != "" && string(settings.WebhookSecrets[0]) != test.secret {
			t.Errorf("%s: App %d, lacks %q, %v", name, settings.AppID, settings.Lacking(), err)
		}
	}
}
