package github

import (
	"errors"
	"io/fs"
	"net/http"
	"strings"
	"testing"

	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/jobs"
)

// common gives an owner a repository ".github" with these files.
func (w *world) common(owner string, files map[string]string) int64 {
	w.t.Helper()
	made, err := w.CreateRepository(owner, ".github", "")
	must(w.t, err)
	if files != nil {
		_, err = w.Push(owner+"/.github", "main", "ada", simulator.Commit{Message: "defaults", Files: files})
		must(w.t, err)
	}
	return made.ID
}

const commonPath = ".github/golive.yml"

// The world's API stands below a path, as that of GitHub Enterprise Server does.
func TestTheOwnersFileIsRead(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.common("acme", map[string]string{commonPath: "version: 1\n"})
	r := w.repository()
	for range 2 {
		file, err := r.OrganisationFile(w.ctx, commonPath)
		must(t, err)
		if string(file.Data) != "version: 1\n" || file.Ref != "main" || file.Repository.ID != id || file.Repository.FullName() != "acme/.github" {
			t.Errorf("%+v", file)
		}
	}
	conditional := 0
	for _, request := range w.Requests() {
		if len(request.Header["If-None-Match"]) > 0 {
			conditional++
		}
	}
	if conditional != 2 {
		t.Errorf("%d requests of the second time are conditional, want both", conditional)
	}
}

func TestAnOwnersFileThatIsNotThereIsAbsent(t *testing.T) {
	t.Parallel()
	for name, arrange := range map[string]func(*world){
		"no repository":   func(*world) {},
		"no commits":      func(w *world) { w.common("acme", nil) },
		"no file":         func(w *world) { w.common("acme", map[string]string{"README.md": "x"}) },
		"a folder":        func(w *world) { w.common("acme", map[string]string{commonPath + "/x": "x"}) },
		"another owner's": func(w *world) { w.common("umbrella", map[string]string{commonPath: "x"}) },
		"not in the installation": func(w *world) {
			w.common("acme", map[string]string{commonPath: "x"})
			must(w.t, w.SelectRepositories(w.installation, "ada", "acme/shop"))
		},
		"renamed": func(w *world) {
			w.common("acme", map[string]string{commonPath: "x"})
			must(w.t, w.RenameRepository("acme/.github", "dot-github", "ada"))
		},
		"given to another owner": func(w *world) {
			w.common("acme", map[string]string{commonPath: "x"})
			w.CreateInstallation("umbrella", nil)
			must(w.t, w.TransferRepository("acme/.github", "umbrella", "ada"))
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			arrange(w)
			file, err := w.repository().OrganisationFile(w.ctx, commonPath)
			if !errors.Is(err, fs.ErrNotExist) || len(file.Data) != 0 {
				t.Errorf("%+v, %v", file, err)
			}
			if known := file.Repository.ID != 0; known != (name == "no commits" || name == "no file" || name == "a folder") {
				t.Errorf("known: %+v", file.Repository)
			}
		})
	}
}

func TestAnOwnersFileThatCannotBeReadIsNotAbsent(t *testing.T) {
	t.Parallel()
	for name, fail := range map[string]http.HandlerFunc{
		"an error of the server": func(writer http.ResponseWriter, _ *http.Request) {
			answer(writer, http.StatusInternalServerError, message("x"))
		},
		"a repository that is blocked": func(writer http.ResponseWriter, _ *http.Request) {
			answer(writer, http.StatusForbidden, message("Repository access blocked"))
		},
		"a limit": func(writer http.ResponseWriter, _ *http.Request) {
			writer.Header().Set("Retry-After", "60")
			answer(writer, http.StatusForbidden, message("You have exceeded a secondary rate limit."))
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			described := map[string]any{"id": 90, "name": ".github", "default_branch": "main", "owner": map[string]any{"login": "acme"}}
			onRepository, onFile := newFake(t, "/api/v3"), newFake(t, "/api/v3")
			onRepository.HandleFunc("GET /api/v3/repos/acme/.github", fail)
			onFile.HandleFunc("GET /api/v3/repos/acme/.github", func(writer http.ResponseWriter, _ *http.Request) { answer(writer, http.StatusOK, described) })
			onFile.HandleFunc("GET /api/v3/repos/acme/.github/contents/.github/golive.yml", fail)
			for _, fake := range []*fake{onRepository, onFile} {
				_, err := fake.repository(t, "/api/v3").OrganisationFile(t.Context(), commonPath)
				if err == nil || errors.Is(err, fs.ErrNotExist) || errors.Is(err, jobs.ErrGone) {
					t.Errorf("taken for absent: %v", err)
				}
			}
		})
	}
}

// The name of its default branch may be known from before a change of it.
func TestTheDefaultBranchIsTheOneOfNow(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.common("acme", map[string]string{commonPath: "before"})
	r, err := w.hub.open(w.ctx, w.installation, id)
	must(t, err)
	_, err = w.Push("acme/.github", "trunk", "ada", simulator.Commit{Message: "defaults", Files: map[string]string{commonPath: "now"}})
	must(t, err)
	must(t, w.SetDefaultBranch("acme/.github", "trunk"))
	file, err := r.OrganisationFile(w.ctx, commonPath)
	must(t, err)
	equal(t, "content", string(file.Data), "now")
}

func TestTheRepositoryThatKeepsTheOwnersFilesReadsItsOwn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.common("acme", map[string]string{commonPath: "version: 1\n"})
	r, err := w.hub.open(w.ctx, w.installation, id)
	must(t, err)
	w.paths()
	file, err := r.OrganisationFile(w.ctx, commonPath)
	must(t, err)
	if string(file.Data) != "version: 1\n" || file.Repository.ID != id {
		t.Errorf("%+v", file)
	}
	if paths := w.paths(); len(paths) != 1 || !strings.Contains(paths[0], "/contents/") {
		t.Errorf("requests %q", paths)
	}
}

func TestMergeBase(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	head := w.push("feature", map[string]string{"a": "1"})
	w.push("main", map[string]string{"b": "1"})
	r := w.repository()
	base, err := r.MergeBase(w.ctx, "main", head)
	must(t, err)
	equal(t, "merge base", base, w.first)
	if _, err := r.MergeBase(w.ctx, "main", strings.Repeat("a", 40)); !errors.Is(err, jobs.ErrGone) {
		t.Errorf("a commit that is not there: %v", err)
	}
	fake := newFake(t, "")
	fake.HandleFunc("GET /repos/acme/shop/compare/{range}", func(writer http.ResponseWriter, request *http.Request) {
		switch strings.HasPrefix(request.PathValue("range"), "other") {
		case true:
			answer(writer, http.StatusNotFound, message("No common ancestor between other and x."))
		default:
			answer(writer, http.StatusOK, map[string]any{"status": "ahead"})
		}
	})
	if _, err := fake.repository(t, "").MergeBase(t.Context(), "other", head); !errors.Is(err, jobs.ErrGone) || !strings.Contains(err.Error(), "no commit in common") {
		t.Errorf("no common ancestor: %v", err)
	}
	if _, err := fake.repository(t, "").MergeBase(t.Context(), "main", head); err == nil {
		t.Error("an answer without a merge base is none")
	}
}
