package github

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"time"

	gh "github.com/google/go-github/v66/github"

	"github.com/golive-app/golive/jobs"
)

// Fetch makes commits and what leads to them present in the repository's
// mirror on this machine, and returns its directory. A commit that is there
// costs no request. Commits of forks' pull requests are had the same way,
// since GitHub serves them from the base repository. One fetch at a time
// works on a mirror; a damaged one is made anew, once.
//
// jobs.ErrGone: a commit, or the repository, is not on GitHub any more.
func (r *Repository) Fetch(ctx context.Context, commits ...string) (string, error) {
	directory, err := r.fetch(ctx, commits)
	if err != nil {
		r.hub.measures.fetches.WithLabelValues("failed").Inc()
		return "", fmt.Errorf("github: %s: fetch: %w", r.Describe().FullName(), err)
	}
	return directory, nil
}

func (r *Repository) fetch(ctx context.Context, commits []string) (string, error) {
	commits = slices.Compact(slices.Sorted(slices.Values(commits)))
	for _, commit := range commits {
		if !isObjectID(commit) {
			return "", fmt.Errorf("%q is no commit id", clean(commit, 80))
		}
	}
	m := r.hub.mirrors
	unlock, err := m.lock(ctx, r.id)
	if err != nil {
		return "", err
	}
	defer unlock()
	directory := m.directory(r.id)
	outcome := "fetched"
	missing, err := m.missing(ctx, directory, commits)
	if err == nil && len(missing) == 0 && len(commits) > 0 {
		m.used(directory)
		r.hub.measures.fetches.WithLabelValues("present").Inc()
		return directory, nil
	}
	if err == nil {
		err = r.download(ctx, directory, missing)
	}
	if damaged(err) {
		r.hub.options.Logger.WarnContext(ctx, "mirror is damaged and made anew", "repository", r.id, "error", err)
		outcome = "rebuilt"
		if err = m.remove(directory); err == nil {
			err = r.download(ctx, directory, commits)
		}
	}
	if err != nil {
		return "", err
	}
	m.used(directory)
	r.hub.measures.fetches.WithLabelValues(outcome).Inc()
	return directory, nil
}

// download asks GitHub for exactly these commits, with their history.
func (r *Repository) download(ctx context.Context, directory string, commits []string) error {
	if size := int64(r.known.Load().GetSize()) << 10; size > r.hub.mirrors.most {
		return fmt.Errorf("%w: %d MiB", errMirrorTooLarge, size>>20)
	}
	if err := r.hub.mirrors.ensure(ctx, directory); err != nil || len(commits) == 0 {
		return err
	}
	_, err := r.remote(ctx, func(ctx context.Context, g *git) ([]byte, error) {
		ctx, cancel := context.WithCancelCause(ctx)
		defer cancel(nil)
		go r.hub.mirrors.watch(ctx, directory, cancel)
		g.directory = directory
		arguments := []string{"fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-auto-maintenance", "--no-recurse-submodules", "--force", r.cloneURL()}
		for _, commit := range commits {
			// A ref keeps what was fetched, and says next time what we have.
			arguments = append(arguments, commit+":refs/golive/"+commit)
		}
		return g.run(ctx, arguments...)
	})
	return err
}

// cloneURL is under the configured web address, whatever an answer says: it is
// where the token goes.
func (r *Repository) cloneURL() string {
	known := r.known.Load()
	return r.hub.endpoints.web + "/" + url.PathEscape(known.GetOwner().GetLogin()) + "/" + url.PathEscape(known.GetName()) + ".git"
}

// remote runs a git command that talks to GitHub, and once more where the
// repository has another name by now or the token was revoked.
func (r *Repository) remote(ctx context.Context, command func(context.Context, *git) ([]byte, error)) ([]byte, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, r.hub.options.FetchTimeout, fmt.Errorf("git took longer than %s: %w", r.hub.options.FetchTimeout, context.DeadlineExceeded))
	defer cancel()
	for again := true; ; again = false {
		before := r.cloneURL()
		g, err := r.authenticated(ctx)
		if err != nil {
			return nil, err
		}
		output, err := command(ctx, g)
		var failed *gitError
		if !errors.As(err, &failed) {
			return output, err
		}
		err, refused := r.judge(failed)
		if !refused || !again {
			return nil, err
		}
		// 401, 404 and redirects: look at the name and get another token.
		r.hub.clones.Remove(nameKey{r.client.installation, r.id})
		if gone := r.resolve(ctx); gone != nil {
			return nil, gone
		}
		if before == r.cloneURL() && errors.Is(err, jobs.ErrGone) {
			return nil, err
		}
	}
}

// authenticated makes a git that sends a token to our GitHub and nowhere else.
func (r *Repository) authenticated(ctx context.Context) (*git, error) {
	token, err := r.cloneToken(ctx)
	if err != nil {
		return nil, r.hub.explain(r.client, "token for git", err, r.settings())
	}
	web, err := url.Parse(r.hub.endpoints.web)
	if err != nil {
		return nil, errors.New("the web URL cannot be read")
	}
	// https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/authenticating-as-a-github-app-installation#about-authentication-as-a-github-app-installation
	credentials := base64.StdEncoding.EncodeToString([]byte("x-access-token:" + token))
	return &git{protocol: web.Scheme, settings: [][2]string{
		{"http.userAgent", "git/" + r.hub.options.UserAgent},
		{"http." + r.hub.endpoints.web + "/.extraHeader", "Authorization: Basic " + credentials},
	}}, nil
}

// cloneToken is a token that can only read this repository's contents: git
// takes apart what strangers wrote, and should hold nothing worth having. A
// person's token cannot be narrowed.
func (r *Repository) cloneToken(ctx context.Context) (string, error) {
	if r.client.person != "" {
		return r.client.person, nil
	}
	key := nameKey{r.client.installation, r.id}
	asker, ok := r.hub.clones.Get(key)
	if !ok {
		app, err := r.hub.appsTransport(r.client.chain)
		if err != nil {
			return "", err
		}
		asker = r.hub.newTokens(app, r.client.installation, &gh.InstallationTokenOptions{
			RepositoryIDs: []int64{r.id}, Permissions: &gh.InstallationPermissions{Contents: gh.String("read")},
		})
		r.hub.clones.Add(key, asker)
	}
	return asker.token(ctx)
}

// judge says what a failure of git means; refused: perhaps not with another
// name or token.
func (r *Repository) judge(failed *gitError) (err error, refused bool) {
	switch {
	case failed.mentions("returned error: 429"):
		return &jobs.LimitedError{Until: r.hub.options.Now().Add(time.Minute + r.hub.spread()), Reason: secondaryLimit}, false
	case failed.mentions("not our ref", "unadvertised object", "couldn't find remote ref"):
		return fmt.Errorf("%w: a commit is not on GitHub any more: %w", jobs.ErrGone, failed), false
	case failed.mentions("returned error: 403"):
		return fmt.Errorf("%w: git may not read the repository: %s: %w", jobs.ErrForbidden, r.client.grant("contents: read", r.settings()), failed), false
	case failed.mentions("returned error: 404") || failed.mentions("repository '") && failed.mentions("' not found"):
		return fmt.Errorf("%w: %w", jobs.ErrGone, failed), true
	case failed.mentions("returned error: 401", "Authentication failed", "could not read Username", "returned error: 301", "returned error: 302", "returned error: 307", "returned error: 308"):
		return failed, true
	}
	return failed, false
}

// damaged reports whether a failure is the mirror's own: git failed, and
// neither GitHub nor the way there was the cause.
func damaged(err error) bool {
	var failed *gitError
	if !errors.As(err, &failed) || errors.Is(err, jobs.ErrGone) || errors.Is(err, jobs.ErrForbidden) {
		return false
	}
	return !failed.mentions("unable to access", "RPC failed", "the remote end hung up", "early EOF", "Could not resolve", "timed out",
		"Operation too slow", "returned error:", "Authentication failed", "could not read Username", "remote error:", "No space left",
		"fsck error", "executable file not found")
}
