package shop

import (
	"embed"
	"io/fs"
	"maps"
	"strings"
)

// Where the shop lives, and how its releases are called.
const (
	Owner          = "acme"
	Name           = "sample-shop"
	LastVersion    = "1.3.0"
	LastTag        = "release/v" + LastVersion
	NextVersion    = "1.4.0"
	ReleaseBranch  = "release/v" + NextVersion
	Author         = "kim"  // wrote most of the release
	SecondAuthor   = "lee"  // wrote the rest
	ReleaseManager = "dana" // reviews, and wrote nothing of it
)

// ScenarioFile is what customers of the shop do in a load test.
const ScenarioFile = "load/shopping.yaml"

// State is a state of the shop's content.
type State int

// The states, in their order in time.
const (
	Released         State = iota // version 1.3.0: what is live
	ReleaseCandidate              // version 1.4.0 with planted defects
	Fixed                         // mended what can be seen in the files
	Hardened                      // mended, too, what can be seen on staging only
)

// Commit is one commit of the shop's history.
type Commit struct {
	Message string
	Author  string            // login
	Files   map[string][]byte // written, by path from the root
	Delete  []string          // paths removed
}

//go:embed testdata
var templates embed.FS

// step is a commit as it is kept: its files stand in a folder of that name.
type step struct {
	folder  string
	state   State // that its commit belongs to
	author  string
	message string
	delete  []string
}

func steps() []step {
	return []step{
		{"released", Released, ReleaseManager, "chore: release 1.3.0", nil},
		{"exports", ReleaseCandidate, SecondAuthor, "Export a month of orders for accounting (#36)", nil},
		{"items", ReleaseCandidate, Author, "List the items of orders (#37)", nil},
		{"payments", ReleaseCandidate, Author, "Pay orders through Stripe (#38)", nil},
		{"version", ReleaseCandidate, Author, "chore: version 1.4.0", nil},
		{"fixed", Fixed, Author, "Remove debug output, take settings from the secret store, write the changelog (#39)", []string{".env.production"}},
		{"hardened", Hardened, Author, "Protect the export, limit requests, load items in one query (#40)", nil},
	}
}

// Commits returns the commits that lead from the state before to this one,
// oldest first. The secret that ReleaseCandidate adds stays in the history of
// Fixed: it is closed by rotating it, not by deleting a line.
func Commits(state State) []Commit {
	var commits []Commit
	for _, step := range steps() {
		if step.state == state {
			commits = append(commits, Commit{Message: step.message, Author: step.author, Files: read(step.folder), Delete: step.delete})
		}
	}
	return commits
}

// Files returns all files of a state by path from the root.
func Files(state State) map[string][]byte {
	files := map[string][]byte{}
	for earlier := Released; earlier <= state; earlier++ {
		for _, commit := range Commits(earlier) {
			maps.Copy(files, commit.Files)
			for _, path := range commit.Delete {
				delete(files, path)
			}
		}
	}
	return files
}

// read returns the files of a template's folder. It panics where the program
// was built without them, which no caller can mend.
func read(folder string) map[string][]byte {
	root, err := fs.Sub(templates, "testdata/"+folder)
	if err != nil {
		panic("shop: " + err.Error())
	}
	files := map[string][]byte{}
	err = fs.WalkDir(root, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := fs.ReadFile(root, path)
		files[repositoryPath(path)] = []byte(planted().Replace(string(content)))
		return err
	})
	if err != nil {
		panic("shop: " + err.Error())
	}
	return files
}

// repositoryPath returns a template's path as it is in the repository.
func repositoryPath(path string) string {
	elements := strings.Split(path, "/")
	for index, element := range elements {
		if name, hidden := strings.CutPrefix(element, "dot-"); hidden {
			elements[index] = "." + name
		}
	}
	return strings.Join(elements, "/")
}

// planted puts the shop's secrets in place of their marks. They open nothing:
// they only have the shape of the real ones, and are put together here so that
// scanners of golive's own repository do not take them for any.
func planted() *strings.Replacer {
	return strings.NewReplacer(
		"@@stripe-key@@", "sk"+"_live_"+"51Q"+"demoZ8wYx2"+"RtVb6NkLp4HsQc9Fj7QXA",
		"@@webhook-secret@@", "wh"+"sec_"+"Jm3vT8pX"+"q5Rk1Zc7Lw9Ny2Bd",
		"@@database-password@@", "Vq7"+"tzK4mWx"+"9RbL2",
	)
}
