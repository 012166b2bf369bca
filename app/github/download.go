package github

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"time"

	gh "github.com/google/go-github/v66/github"

	"github.com/golive-app/golive/checks"
)

// What one download may cost. Its bytes go to a file without a name, never into memory.
const (
	maxDownload     = 256 << 20
	downloadTimeout = 5 * time.Minute
	downloadTries   = 3
)

var errDownloadTooLarge = fmt.Errorf("more than %d MiB to download: %w", maxDownload>>20, checks.ErrTooLarge)

// downloaded is what a link of GitHub led to.
type downloaded struct {
	content     io.ReaderAt
	size        int64
	disposition string // the Content-Disposition header
	close       func() error
}

// Close gives the disk's space back.
func (d *downloaded) Close() error { return d.close() }

func (d *downloaded) reader() io.Reader { return io.NewSectionReader(d.content, 0, d.size) }

// packed reports whether it begins or ends as a zip archive does.
func (d *downloaded) packed() bool {
	var start [4]byte
	if _, err := d.content.ReadAt(start[:], 0); err != nil {
		return false
	}
	return bytes.Equal(start[:], []byte("PK\x03\x04")) || bytes.Equal(start[:], []byte("PK\x05\x06"))
}

// obtain asks for a link under the repository's address and reads what it leads
// to, which lies on another host that must not see our token. The link is good for a
// minute, so that a failure behind it is met with a new one.
func (r *Repository) obtain(ctx context.Context, path string) (*downloaded, error) {
	ctx, cancel := context.WithTimeout(ctx, downloadTimeout)
	defer cancel()
	var failed error
	for attempt := range downloadTries {
		if attempt > 0 {
			if err := pause(ctx, firstPause<<attempt); err != nil {
				return nil, err
			}
		}
		target, err := r.link(ctx, path)
		if err != nil {
			return nil, err
		}
		got, again, err := r.fetchLink(ctx, target)
		if err == nil || !again {
			return got, err
		}
		failed = err
	}
	return nil, failed
}

// link returns where GitHub sends those who ask for a download.
func (r *Repository) link(ctx context.Context, path string) (*url.URL, error) {
	response, err := r.unfollowed(ctx, path)
	if err == nil && response.StatusCode == http.StatusMovedPermanently {
		// The repository was renamed; a download's own redirect is a 302.
		if err := r.resolve(ctx); err != nil {
			return nil, err
		}
		response, err = r.unfollowed(ctx, path)
	}
	if err != nil {
		return nil, err
	}
	if response.StatusCode != http.StatusFound {
		return nil, fmt.Errorf("GitHub answered %d where it redirects to a download", response.StatusCode)
	}
	target, err := response.Location()
	if err != nil {
		return nil, fmt.Errorf("GitHub redirects to no address: %w", err)
	}
	api := r.hub.endpoints.api
	if target.Scheme != "https" && target.Scheme != api.Scheme || target.Host == "" {
		return nil, errors.New("GitHub redirects to an address without encryption")
	}
	return target, nil
}

// unfollowed makes a request with our token and stops at redirects.
func (r *Repository) unfollowed(ctx context.Context, path string) (*http.Response, error) {
	request, err := r.client.api.NewRequest(http.MethodGet, r.address(path), nil)
	if err != nil {
		return nil, err
	}
	client := r.client.api.Client() // a copy, with whatever adds our token
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	response, err := client.Do(request.WithContext(ctx))
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode/100 == 3 {
		return response, nil
	}
	return response, gh.CheckResponse(response)
}

// fetchLink reads a link without any token. It reports whether another try may
// help: the link is of short life, and what is behind it may be busy.
func (r *Repository) fetchLink(ctx context.Context, target *url.URL) (got *downloaded, again bool, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, target.String(), nil)
	if err != nil {
		return nil, false, withoutQuery(err)
	}
	request.Header.Set("User-Agent", r.hub.options.UserAgent)
	// Packed content would make what is counted another number than what is kept.
	request.Header.Set("Accept-Encoding", "identity")
	client := http.Client{Transport: r.hub.options.Transport, CheckRedirect: encrypted}
	response, err := client.Do(request)
	if err != nil {
		return nil, ctx.Err() == nil, fmt.Errorf("download from %s: %w", target.Host, withoutQuery(err))
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		again = response.StatusCode == http.StatusForbidden || response.StatusCode == http.StatusNotFound || response.StatusCode == http.StatusTooManyRequests || response.StatusCode >= http.StatusInternalServerError
		return nil, again, fmt.Errorf("download from %s: it answered %d", target.Host, response.StatusCode)
	}
	if response.ContentLength > maxDownload {
		return nil, false, errDownloadTooLarge
	}
	got, err = spool(response, r.hub.options.DataDirectory)
	return got, err != nil && !errors.Is(err, checks.ErrTooLarge) && ctx.Err() == nil, err
}

// spool writes a body to a file in a folder of ours, which has no name where the system
// allows that, so that nothing is left of it whatever happens.
func spool(response *http.Response, directory string) (*downloaded, error) {
	file, err := os.CreateTemp(directory, "download-*")
	if err != nil {
		return nil, err
	}
	_ = os.Remove(file.Name()) // where an open file may not be removed, Close does it
	got := &downloaded{content: file, disposition: response.Header.Get("Content-Disposition"), close: func() error {
		err := file.Close()
		_ = os.Remove(file.Name()) // mostly gone already
		return err
	}}
	got.size, err = io.Copy(file, io.LimitReader(response.Body, maxDownload+1))
	switch {
	case err == nil && got.size > maxDownload:
		err = errDownloadTooLarge
	case err == nil && response.ContentLength >= 0 && got.size != response.ContentLength:
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		return nil, errors.Join(err, got.Close())
	}
	return got, nil
}

// encrypted follows a few redirects, and none that gives encryption up.
func encrypted(request *http.Request, via []*http.Request) error {
	if len(via) >= 5 {
		return errors.New("redirected too often")
	}
	if request.URL.Scheme != "https" && request.URL.Scheme != via[0].URL.Scheme {
		return errors.New("redirected to an address without encryption")
	}
	return nil
}

// withoutQuery drops the address from a failure: its query is a signature that
// opens the download.
func withoutQuery(err error) error {
	var failed *url.Error
	if errors.As(err, &failed) {
		return failed.Err
	}
	return err
}
