package staging

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path"
	"strings"

	"github.com/golive-app/golive/checks/evidence/probe"
)

// Secrets reads what an operator lays down for requests to staging: files
// OWNER/REPO/NAME in one directory. A repository gets its own alone.
type Secrets struct{ Directory string }

// mostSecret is how long a secret may be.
const mostSecret = 16 << 10

// errNoSecrets says that the operator lays down none.
var errNoSecrets = errors.New("golive's operator set no GOLIVE_SECRETS_DIR")

// read returns a repository's secret. Errors name it and never hold its value, nor the
// directory.
func (s Secrets) read(repository, name string) (string, error) {
	owner, short, found := strings.Cut(repository, "/")
	if s.Directory == "" {
		return "", errNoSecrets
	}
	if !found || !local(owner) || !local(short) || !local(name) {
		return "", fmt.Errorf("%s is no name of a secret", name)
	}
	root, err := os.OpenRoot(s.Directory)
	if err != nil {
		return "", errors.New("GOLIVE_SECRETS_DIR cannot be opened")
	}
	defer func() { _ = root.Close() }()
	// GitHub knows no difference between letters in upper and lower case there, a
	// directory does: the operator writes them in lower case, or as GitHub shows them.
	for _, directory := range []string{path.Join(owner, short), strings.ToLower(path.Join(owner, short))} {
		file, err := root.Open(path.Join(directory, name))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return "", fmt.Errorf("the secret %s cannot be read", name)
		}
		data, err := io.ReadAll(io.LimitReader(file, mostSecret+1))
		_ = file.Close()
		value := strings.TrimSpace(string(data))
		switch {
		case err != nil || len(data) > mostSecret:
			return "", fmt.Errorf("the secret %s cannot be read", name)
		case value == "" || !oneLine(value):
			return "", fmt.Errorf("the secret %s is not one line of text", name)
		}
		return value, nil
	}
	return "", fmt.Errorf("golive's operator laid down no secret %s for %s", name, repository)
}

// local reports whether a text is one name within a directory.
func local(name string) bool {
	return name != "" && name != "." && name != ".." && !strings.ContainsAny(name, `/\`+"\x00")
}

// of returns what reads a repository's secrets.
func (s Secrets) of(repository string) probe.SecretReader {
	return func(name string) (string, error) { return s.read(repository, name) }
}

// Secret implements jobs.LoadSecrets.
func (s Secrets) Secret(repository, name string) (string, error) { return s.read(repository, name) }

// Header implements jobs.LoadSecrets.
func (s Secrets) Header(repository string, lines []string) (http.Header, error) {
	return probe.FillHeader(s.of(repository), lines)
}

// variablePrefix begins the names of environment variables with secrets.
const variablePrefix = "GOLIVE_SECRET_"

// FromEnvironment reads secrets from the environment of a process, where a person runs
// golive: ${secret:NAME} is GOLIVE_SECRET_NAME.
func FromEnvironment(lookup func(string) (string, bool)) probe.SecretReader {
	return func(name string) (string, error) {
		value, set := lookup(variablePrefix + name)
		if value = strings.TrimSpace(value); !set || value == "" {
			return "", fmt.Errorf("the environment variable %s%s is not set", variablePrefix, name)
		}
		if len(value) > mostSecret || !oneLine(value) {
			return "", fmt.Errorf("the environment variable %s%s is not one line of text", variablePrefix, name)
		}
		return value, nil
	}
}

func oneLine(value string) bool {
	return !strings.ContainsFunc(value, func(letter rune) bool { return letter < ' ' || letter == 0x7F })
}
