package github

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"strings"

	gh "github.com/google/go-github/v66/github"

	"github.com/golive-app/golive/jobs"
)

// maxFile is what ReadFile reads at most: it is for policies and the like, and
// contents are read through git.
const maxFile = 1 << 20

var errFileTooLarge = fmt.Errorf("larger than 1 MiB: %w", jobs.ErrTooLarge)

// ReadFile returns a file at a ref, fs.ErrNotExist where it is not there or is
// a folder, jobs.ErrGone where the repository or the ref is not, and
// jobs.ErrTooLarge beyond 1 MiB.
// https://docs.github.com/en/rest/repos/contents#get-repository-content
func (r *Repository) ReadFile(ctx context.Context, path, ref string) ([]byte, error) {
	if !fs.ValidPath(path) || path == "." {
		return nil, fmt.Errorf("github: %s: %q: %w", r.Describe().FullName(), path, fs.ErrNotExist)
	}
	file := absentFile{r.client.installation, r.id, path, ref}
	absent := fmt.Errorf("github: %s: %s at %s: %w", r.Describe().FullName(), path, ref, fs.ErrNotExist)
	if r.stillAbsent(ctx, file) {
		return nil, absent
	}
	address := "/contents/" + escape(path)
	if ref != "" {
		address += "?ref=" + url.QueryEscape(ref)
	}
	content, header, err := r.raw(ctx, address, "application/vnd.github.raw+json", maxFile)
	if status(err) == http.StatusNotFound && !tellsOfRef(err) {
		if gone := r.resolve(ctx); gone != nil {
			return nil, gone
		}
		r.hub.absent.Add(file, struct{}{})
		return nil, absent
	}
	if err != nil {
		return nil, r.explain(err, "%s at %s", path, ref)
	}
	if kind := header.Get("Content-Type"); strings.HasPrefix(kind, "application/json") {
		// Of a folder or submodule GitHub gives a listing, whatever was asked for.
		return nil, fmt.Errorf("github: %s: %s at %s is no file: %w", r.Describe().FullName(), path, ref, fs.ErrNotExist)
	}
	return content, nil
}

// tellsOfRef reports whether a 404 is about the ref, or about a repository
// without commits, rather than about the path.
func tellsOfRef(err error) bool {
	var answer *gh.ErrorResponse
	if !errors.As(err, &answer) {
		return false
	}
	message := strings.ToLower(answer.Message)
	return strings.Contains(message, "no commit found for the ref") || strings.Contains(message, "repository is empty")
}

// raw reads an answer that is no JSON, up to a number of bytes.
func (r *Repository) raw(ctx context.Context, path, mediaType string, most int64) ([]byte, http.Header, error) {
	read := func() ([]byte, http.Header, error) {
		request, err := r.client.api.NewRequest(http.MethodGet, r.address(path), nil)
		if err != nil {
			return nil, nil, err
		}
		request.Header.Set("Accept", mediaType)
		response, err := r.client.api.BareDo(ctx, request)
		if err != nil {
			return nil, nil, err
		}
		defer response.Body.Close()
		content, err := io.ReadAll(io.LimitReader(response.Body, most+1))
		if err == nil && int64(len(content)) > most {
			err = errFileTooLarge
		}
		return content, response.Header, err
	}
	content, header, err := read()
	if moved(err) {
		if err := r.resolve(ctx); err != nil {
			return nil, nil, err
		}
		content, header, err = read()
	}
	return content, header, err
}
