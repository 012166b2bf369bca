package outbound

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"slices"
	"strings"
)

// mostConsent is how much of a host's file is read.
const mostConsent = 64 << 10

// consentFile lists the repositories that a host names.
type consentFile struct{ repositories []string }

// names reports whether the file names a repository. GitHub knows no difference
// between letters in upper and lower case there.
func (f consentFile) names(repository string) bool {
	return slices.ContainsFunc(f.repositories, func(one string) bool { return strings.EqualFold(one, repository) })
}

// readConsent reads a host's answer.
func readConsent(response *http.Response) (consentFile, error) {
	switch kind, _, _ := mime.ParseMediaType(response.Header.Get("Content-Type")); {
	case response.StatusCode >= 300 && response.StatusCode < 400:
		return consentFile{}, fmt.Errorf("%s redirects, and is not followed", ConsentPath)
	case response.StatusCode == http.StatusNotFound || response.StatusCode == http.StatusGone:
		return consentFile{}, fmt.Errorf("there is no %s", ConsentPath)
	case response.StatusCode != http.StatusOK:
		return consentFile{}, fmt.Errorf("%s answers %d", ConsentPath, response.StatusCode)
	case kind == "text/html" || kind == "application/xhtml+xml":
		return consentFile{}, fmt.Errorf("%s is a page, as every path may be there, and plain text is wanted", ConsentPath)
	}
	data, err := io.ReadAll(io.LimitReader(response.Body, mostConsent+1))
	switch {
	case err != nil:
		return consentFile{}, fmt.Errorf("%s could not be read to its end", ConsentPath)
	case len(data) > mostConsent:
		return consentFile{}, errors.New(ConsentPath + " is longer than 64 KiB")
	}
	return parseConsent(data), nil
}

// parseConsent reads the lines of a file: one OWNER/REPO each. Empty lines and those
// that begin with # say nothing, and neither does a line of any other form.
func parseConsent(data []byte) consentFile {
	var file consentFile
	data = bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF"))
	for line := range strings.FieldsFuncSeq(string(data), func(letter rune) bool { return letter == '\n' || letter == '\r' }) {
		if line = strings.TrimSpace(line); repositoryName(line) {
			file.repositories = append(file.repositories, line)
		}
	}
	return file
}

// repositoryName reports whether a text has the form OWNER/REPO.
func repositoryName(text string) bool {
	owner, name, found := strings.Cut(text, "/")
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_."
	return found && owner != "" && name != "" && strings.Trim(owner, letters) == "" && strings.Trim(name, letters) == ""
}
