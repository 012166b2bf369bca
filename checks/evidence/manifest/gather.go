package manifest

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/manifest/compose"
	"github.com/golive-app/golive/checks/evidence/manifest/dockerfile"
	"github.com/golive-app/golive/checks/evidence/manifest/edge"
	"github.com/golive-app/golive/checks/evidence/manifest/process"
	"github.com/golive-app/golive/checks/evidence/manifest/render"
	"github.com/golive-app/golive/checks/evidence/manifest/telemetry"
	"github.com/golive-app/golive/checks/evidence/manifest/terraform"
	"github.com/golive-app/golive/checks/evidence/source"
)

const (
	// maxBytes bounds what is read of one content.
	maxBytes = 50 << 20
	// maxUnread bounds how many files that were not read are named.
	maxUnread = 100
)

// gathering is one content while it is read.
type gathering struct {
	ctx      context.Context
	source   checks.Source
	renderer Renderer
	declared *Declared
	files    []checks.File // of the release's own, in path order
	content  map[string][]byte
	bytes    int64
}

func gather(ctx context.Context, src checks.Source, renderer Renderer) (*Declared, error) {
	g := gathering{ctx: ctx, source: src, renderer: renderer, declared: &Declared{Other: map[string]int{}}, content: map[string][]byte{}}
	for _, file := range src.Files() {
		if own(file.Class) && readable(file.Path) {
			g.files = append(g.files, file)
		}
	}
	for _, file := range g.files {
		if err := g.load(file); err != nil {
			return nil, fmt.Errorf("reading what is declared: %w", err)
		}
	}
	if related, is := src.(interface{ Unreachable() []checks.Skipped }); is {
		g.declared.Unreachable = related.Unreachable()
		for _, one := range g.declared.Unreachable {
			g.skip(one.Path, one.Reason)
		}
	}
	g.readImages()
	g.readProcesses()
	g.readCompose()
	g.readPlatforms()
	g.readTerraform()
	g.readServers()
	if err := g.readKubernetes(); err != nil {
		return nil, err
	}
	g.readRules()
	g.readTelemetry()
	g.countOthers()
	return g.declared, ctx.Err()
}

// own reports whether files of a class are the release's own.
func own(class checks.PathClass) bool {
	switch class {
	case checks.ClassTest, checks.ClassFixture, checks.ClassExample, checks.ClassVendored, checks.ClassDocumentation, checks.ClassGenerated:
		return false
	}
	return true
}

// readable reports whether a file of this name can declare anything.
func readable(name string) bool {
	return yamlFile(name) || chartFile(name) || render.IsKustomization(name) || dockerfile.Named(name) || process.Named(name) != "" || edge.Named(name) || telemetry.Named(name) || platformOf(name) != nil || terraform.Named(name)
}

func yamlFile(name string) bool {
	extension := strings.ToLower(path.Ext(name))
	return (extension == ".yaml" || extension == ".yml") && !strings.HasPrefix(name, ".github/")
}

// load reads a file, unless there is too much.
func (g *gathering) load(file checks.File) error {
	if g.bytes+file.Size > maxBytes {
		g.skip(file.Path, fmt.Sprintf("more than %d MB of manifests", maxBytes>>20))
		return nil
	}
	content, err := g.source.Read(g.ctx, file.Path)
	switch {
	case g.ctx.Err() != nil:
		return g.ctx.Err()
	case errors.Is(err, checks.ErrTooLarge), errors.Is(err, fs.ErrNotExist), errors.Is(err, source.ErrChanged):
		g.skip(file.Path, err.Error())
		return nil
	case err != nil:
		return err
	}
	g.bytes += int64(len(content))
	g.content[file.Path] = content
	g.declared.Searched++
	return nil
}

func (g *gathering) skip(name, reason string) {
	if len(g.declared.Unread) < maxUnread {
		g.declared.Unread = append(g.declared.Unread, checks.Skipped{Path: name, Reason: reason})
	}
}

func (g *gathering) elsewhere(name string) {
	if !slices.Contains(g.declared.Elsewhere, name) {
		g.declared.Elsewhere = append(g.declared.Elsewhere, name)
	}
}

// each calls with every file that was read, in path order.
func (g *gathering) each(call func(file checks.File, content []byte)) {
	for _, file := range g.files {
		if content, read := g.content[file.Path]; read {
			call(file, content)
		}
	}
}

func (g *gathering) readImages() {
	g.each(func(file checks.File, content []byte) {
		if !dockerfile.Named(file.Path) {
			return
		}
		image, err := dockerfile.Read(file.Path, content)
		switch {
		case err != nil:
			g.declared.Invalid = append(g.declared.Invalid, Invalid{Path: file.Path, Reason: err.Error()})
		case away(stageOf(file.Path)):
			g.elsewhere(file.Path)
		default:
			g.declared.Dockerfiles = append(g.declared.Dockerfiles, image)
		}
	})
}

func (g *gathering) readProcesses() {
	g.each(func(file checks.File, content []byte) {
		if process.Named(file.Path) == "" {
			return
		}
		read := process.Read(file.Path, content)
		switch {
		case away(stageOf(file.Path)):
			g.elsewhere(file.Path)
		case read.Unread != "":
			g.skip(file.Path, read.Unread)
		case len(read.Programs) > 0:
			g.declared.Processes = append(g.declared.Processes, read)
		}
	})
}

// readServers reads what stands before the program. What is filled in before it starts,
// so that it is no configuration yet, is left to those who look for words in it.
func (g *gathering) readServers() {
	g.each(func(file checks.File, content []byte) {
		if !edge.Named(file.Path) || away(stageOf(file.Path)) {
			return
		}
		if server, err := edge.Read(file.Path, string(content)); err == nil && !server.Empty() {
			g.declared.Servers = append(g.declared.Servers, server)
		}
	})
}

// isCompose reports whether a file is read as one of compose.
func isCompose(name string) bool { return compose.Named(name) && yamlFile(name) }
