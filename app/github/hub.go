package github

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/bradleyfalzon/ghinstallation/v2"
	"github.com/golang-jwt/jwt/v4"
	gh "github.com/google/go-github/v66/github"
	lru "github.com/hashicorp/golang-lru/v2"

	"github.com/golive-app/golive/jobs"
)

const (
	// maxClients bounds the installations that a process keeps a client for.
	maxClients = 512
	// maxNames bounds the repositories whose names are remembered, and namesFor
	// says for how long. A rename is also announced by a webhook (Forget).
	maxNames = 4096
	namesFor = time.Minute
)

// Hub is one GitHub, seen by one App. Its methods may be called from several
// goroutines.
type Hub struct {
	options   Options
	endpoints endpoints
	signer    ghinstallation.Signer
	measures  *measures
	answers   *answers
	artifacts *keptArtifacts
	histories *keptHistories
	mirrors   *mirrors
	contact   contact
	app       *client

	mutex   sync.Mutex // guards clients, so that an installation gets one only
	clients *lru.Cache[int64, *client]
	names   *lru.Cache[nameKey, knownName]
	clones  *lru.Cache[nameKey, *tokens] // read-only tokens for git, by repository
	absent  *lru.Cache[absentFile, struct{}]

	selfMutex sync.Mutex
	self      *App
}

type nameKey struct{ installation, repository int64 }

type knownName struct {
	repository *gh.Repository
	at         time.Time
}

var _ jobs.Hub = (*Hub)(nil)

// NewHub checks the options and the key and makes no request.
func NewHub(options Options) (*Hub, error) {
	if err := options.completeApp(); err != nil {
		return nil, err
	}
	h, err := newHub(options)
	if err != nil {
		return nil, err
	}
	key, err := jwt.ParseRSAPrivateKeyFromPEM(options.PrivateKey)
	if err != nil {
		return nil, fmt.Errorf("github: the App's private key: %w", err)
	}
	h.signer = ghinstallation.NewRSASigner(jwt.SigningMethodRS256, key)
	h.app, err = h.newClient(0)
	return h, err
}

// newHub makes what every caller has, whoever it is on GitHub.
func newHub(options Options) (*Hub, error) {
	where, err := newEndpoints(options.APIURL, options.UploadURL, options.WebURL)
	if err != nil {
		return nil, err
	}
	h := &Hub{options: options, endpoints: where, answers: newAnswers(), artifacts: newKeptArtifacts()}
	h.options.PrivateKey = nil // only the parsed one is needed from here on
	if h.measures, err = newMeasures(options.Registerer); err != nil {
		return nil, err
	}
	if h.mirrors, err = newMirrors(options); err != nil {
		return nil, err
	}
	// The sizes are positive constants, the only thing that lru.New refuses.
	h.clients, _ = lru.New[int64, *client](maxClients)
	h.histories, _ = lru.New[historyKey, keptHistory](maxKeptHistories)
	h.names, _ = lru.New[nameKey, knownName](maxNames)
	h.clones, _ = lru.New[nameKey, *tokens](maxNames)
	h.absent, _ = lru.New[absentFile, struct{}](maxAbsentFiles)
	return h, nil
}

// client returns the one client of an installation.
func (h *Hub) client(installation int64) (*client, error) {
	if installation <= 0 {
		return nil, fmt.Errorf("%w: no installation", jobs.ErrGone)
	}
	h.mutex.Lock()
	defer h.mutex.Unlock()
	if known, ok := h.clients.Get(installation); ok {
		return known, nil
	}
	made, err := h.newClient(installation)
	if err != nil {
		return nil, err
	}
	h.clients.Add(installation, made)
	return made, nil
}

// Forget drops what is cached of an installation, and of one repository where
// its id is not 0. Mirrors stay: see RemoveMirror and TidyMirrors.
func (h *Hub) Forget(installation, repository int64) {
	if repository != 0 {
		h.names.Remove(nameKey{installation, repository})
		h.clones.Remove(nameKey{installation, repository})
		return
	}
	h.mutex.Lock()
	h.clients.Remove(installation)
	h.mutex.Unlock()
	for _, key := range h.names.Keys() {
		if key.installation == installation {
			h.names.Remove(key)
		}
	}
	for _, key := range h.clones.Keys() {
		if key.installation == installation {
			h.clones.Remove(key)
		}
	}
	h.answers.forget(installation)
	h.artifacts.forget(installation)
	for _, key := range h.histories.Keys() {
		if key.installation == installation {
			h.histories.Remove(key)
		}
	}
	for _, key := range h.absent.Keys() {
		if key.installation == installation {
			h.absent.Remove(key)
		}
	}
	h.measures.forget(installation)
}

// explain says what a failure of a client's request means, naming what was
// wanted, and drops a client that is of no use any more.
func (h *Hub) explain(c *client, wanted string, err error, settings string) error {
	if err == nil {
		return nil
	}
	var token *tokenError
	unusable := errors.As(err, &token) && token.lasting() || status(err) == http.StatusUnauthorized
	if unusable && c.installation != 0 {
		h.Forget(c.installation, 0)
	}
	at := situation{now: h.options.Now(), spread: h.spread(), settings: settings, person: c.person != ""}
	if c.installation == 0 && !at.person && status(err) == http.StatusUnauthorized {
		var answer *gh.ErrorResponse
		errors.As(err, &answer)
		return fmt.Errorf("github: %s: %s", wanted, credentialsRefused(clean(answer.Message, 300), skewOf(answer.Response.Header.Get("Date"), at.now)))
	}
	if err = classify(err, at); err == nil {
		return nil
	}
	return fmt.Errorf("github: %s: %w", wanted, err)
}

// spread is up to ten seconds.
func (h *Hub) spread() time.Duration {
	return time.Duration(h.options.Random() * float64(10*time.Second))
}

// Repository returns a repository by id through an installation.
func (h *Hub) Repository(ctx context.Context, installation, repository int64) (jobs.Repository, error) {
	opened, err := h.open(ctx, installation, repository)
	if err != nil {
		return nil, err // and not a nil pointer in an interface
	}
	return opened, nil
}

func (h *Hub) open(ctx context.Context, installation, repository int64) (*Repository, error) {
	c, err := h.client(installation)
	if err != nil {
		return nil, err
	}
	opened := &Repository{hub: h, client: c, id: repository}
	if known, ok := h.names.Get(nameKey{installation, repository}); ok && h.options.Now().Sub(known.at) < namesFor {
		opened.known.Store(known.repository)
		return opened, nil
	}
	if err := opened.resolve(ctx); err != nil {
		return nil, err
	}
	return opened, nil
}

// resolve asks for the present names of the repository. Its id never changes.
func (r *Repository) resolve(ctx context.Context) error {
	key := nameKey{r.client.installation, r.id}
	found, _, err := r.client.api.Repositories.GetByID(ctx, r.id)
	if err == nil && (found.GetID() != r.id || found.GetName() == "" || found.GetOwner().GetLogin() == "") {
		return fmt.Errorf("github: repository %d: the answer names another one, or none", r.id)
	}
	if err != nil {
		r.hub.names.Remove(key)
		return r.hub.explain(r.client, "repository "+strconv.FormatInt(r.id, 10), err, r.settings())
	}
	r.known.Store(found)
	r.hub.names.Add(key, knownName{repository: found, at: r.hub.options.Now()})
	return nil
}
