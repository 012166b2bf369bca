package simulator

import (
	"cmp"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// repository is everything that GitHub keeps about one repository.
type repository struct {
	id            int64
	owner         *account
	name          string
	private       bool
	defaultBranch string
	parent        *repository // of a fork
	createdAt     time.Time
	pushedAt      time.Time
	git           gitDirectory

	roles        map[string]string // lower-case login to role name
	issues       map[int]*issue
	nextNumber   int
	comments     map[int64]*comment
	checkSuites  map[int64]*checkSuite
	checkRuns    map[int64]*checkRun
	statuses     []*commitStatus
	deployments  []*deployment
	environments []*environment
	settings     map[string][]*setting // by "variables" and "secrets"
	workflowRuns []*workflowRun
	releases     []*release
	artifacts    []*artifact
	mergeGroups  map[string]mergeGroup // by branch
	scanners     scanners
	protection   map[string]map[string]any // by branch
	rulesets     []Ruleset
}

// Repository identifies a repository.
type Repository struct {
	ID            int64
	Owner, Name   string
	FullName      string
	DefaultBranch string
	Private       bool
	// Directory is the bare repository on disk.
	Directory string
	// CloneURL is where smart HTTP serves it.
	CloneURL string
}

func (r *repository) fullName() string { return r.owner.login + "/" + r.name }

func nameKey(owner, name string) string { return strings.ToLower(owner + "/" + name) }

func sortedKeys[K cmp.Ordered, V any](from map[K]V) []K { return slices.Sorted(maps.Keys(from)) }

// find gives a repository by its present name "owner/name".
func (g *GitHub) find(fullName string) (*repository, error) {
	r := g.repositories[g.names[strings.ToLower(fullName)]]
	if r == nil {
		return nil, fmt.Errorf("simulator: no repository %q", fullName)
	}
	return r, nil
}

// CreateRepository makes a private repository whose default branch is main.
// directory is empty for an empty repository, a working tree with .git to take
// over its branches and tags, or a plain directory whose files become the
// first commit. No event is sent for that content.
func (g *GitHub) CreateRepository(owner, name, directory string) (Repository, error) {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	r, err := g.newRepository(g.organization(owner), name, nil)
	if err != nil {
		return Repository{}, err
	}
	if directory != "" {
		if r.defaultBranch, err = r.git.load(directory, g.now()); err != nil {
			return Repository{}, err
		}
	}
	return g.describe(r), nil
}

// Fork copies a repository to another account, under the same name.
func (g *GitHub) Fork(fullName, owner string) (Repository, error) {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	parent, err := g.find(fullName)
	if err != nil {
		return Repository{}, err
	}
	r, err := g.newRepository(g.account(owner), parent.name, parent)
	if err != nil {
		return Repository{}, err
	}
	r.private = parent.private
	_, err = r.git.run(nil, "fetch", "--quiet", parent.git.path, "+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*")
	return g.describe(r), err
}

func (g *GitHub) newRepository(owner *account, name string, parent *repository) (*repository, error) {
	if _, taken := g.names[nameKey(owner.login, name)]; taken {
		return nil, fmt.Errorf("simulator: repository %s/%s exists already", owner.login, name)
	}
	r := &repository{
		id: g.id(), owner: owner, name: name, private: true, defaultBranch: "main", parent: parent,
		createdAt: g.now(), pushedAt: g.now(), nextNumber: 1,
		roles: map[string]string{}, issues: map[int]*issue{}, comments: map[int64]*comment{}, mergeGroups: map[string]mergeGroup{},
		checkSuites: map[int64]*checkSuite{}, checkRuns: map[int64]*checkRun{},
		protection: map[string]map[string]any{}, settings: map[string][]*setting{},
	}
	r.git = newGitDirectory(filepath.Join(g.options.Directory, fmt.Sprintf("%d.git", r.id)))
	if err := r.git.create(); err != nil {
		return nil, err
	}
	if owner.kind == "User" {
		r.roles[strings.ToLower(owner.login)] = "admin"
	}
	g.repositories[r.id] = r
	g.names[nameKey(owner.login, name)] = r.id
	delete(g.moved, nameKey(owner.login, name))
	return r, nil
}

// Repository describes a repository by its present name "owner/name".
func (g *GitHub) Repository(fullName string) (Repository, error) {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	r, err := g.find(fullName)
	if err != nil {
		return Repository{}, err
	}
	return g.describe(r), nil
}

func (g *GitHub) describe(r *repository) Repository {
	return Repository{
		ID: r.id, Owner: r.owner.login, Name: r.name, FullName: r.fullName(), DefaultBranch: r.defaultBranch,
		Private: r.private, Directory: r.git.path, CloneURL: g.options.PublicURL + "/" + r.fullName() + ".git",
	}
}

// SetPrivate changes who may read the repository.
func (g *GitHub) SetPrivate(fullName string, private bool) error {
	return g.withRepository(fullName, func(r *repository) error { r.private = private; return nil })
}

// SetProtection protects a branch classically; protection is GitHub's JSON
// object, nil takes the protection away.
func (g *GitHub) SetProtection(fullName, branch string, protection map[string]any) error {
	return g.withRepository(fullName, func(r *repository) error {
		if r.protection[branch] = protection; protection == nil {
			delete(r.protection, branch)
		}
		return nil
	})
}

// SetDefaultBranch changes the default branch.
func (g *GitHub) SetDefaultBranch(fullName, branch string) error {
	return g.withRepository(fullName, func(r *repository) error {
		r.defaultBranch = branch
		_, err := r.git.run(nil, "symbolic-ref", "HEAD", "refs/heads/"+branch)
		return err
	})
}

func (g *GitHub) withRepository(fullName string, change func(*repository) error) error {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	r, err := g.find(fullName)
	if err != nil {
		return err
	}
	return change(r)
}

// RenameRepository gives it a new name; the old one redirects. It sends repository.renamed.
func (g *GitHub) RenameRepository(fullName, name, by string) error {
	return g.withRepository(fullName, func(r *repository) error {
		former := r.name
		if err := g.move(r, r.owner, name); err != nil {
			return err
		}
		g.send(r, "repository", "renamed", by, object{"changes": object{"repository": object{"name": object{"from": former}}}})
		return nil
	})
}

// TransferRepository gives it to another account; the old name redirects. It
// sends repository.transferred to the installation of the new owner, if there is one.
func (g *GitHub) TransferRepository(fullName, owner, by string) error {
	return g.withRepository(fullName, func(r *repository) error {
		former := r.owner
		if err := g.move(r, g.organization(owner), r.name); err != nil {
			return err
		}
		g.send(r, "repository", "transferred", by, object{"changes": object{"owner": object{"from": object{strings.ToLower(former.kind): g.renderAccount(former)}}}})
		return nil
	})
}

func (g *GitHub) move(r *repository, owner *account, name string) error {
	target := nameKey(owner.login, name)
	if _, taken := g.names[target]; taken {
		return fmt.Errorf("simulator: repository %s/%s exists already", owner.login, name)
	}
	former := nameKey(r.owner.login, r.name)
	delete(g.names, former)
	delete(g.moved, target)
	g.moved[former] = r.id
	g.names[target] = r.id
	r.owner, r.name = owner, name
	return nil
}

// DeleteRepository removes it. It sends repository.deleted.
func (g *GitHub) DeleteRepository(fullName, by string) error {
	return g.withRepository(fullName, func(r *repository) error {
		g.send(r, "repository", "deleted", by, object{})
		delete(g.names, nameKey(r.owner.login, r.name))
		delete(g.repositories, r.id)
		return nil
	})
}
