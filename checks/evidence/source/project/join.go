package project

import (
	"path"
	"sync"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source/dependency"
	"github.com/golive-app/golive/checks/evidence/source/link"
	"github.com/golive-app/golive/checks/evidence/source/query"
	"github.com/golive-app/golive/checks/evidence/source/route"
	"github.com/golive-app/golive/checks/evidence/source/safeguard"
	"github.com/golive-app/golive/checks/evidence/source/taint"
	"github.com/golive-app/golive/checks/evidence/source/usage"
	"github.com/golive-app/golive/config/regex"
)

// joined is what spans files. Each part is put together when it is first asked for,
// so that an item pays for nothing but what it needs. To add one, add a field here, a
// line to join, and a method that says what it is.
type joined struct {
	index        func() *link.Index
	dependencies func() *dependency.Set
	flows        func() []taint.Found
	queries      func() map[string][]query.Hit
	usage        func() usage.Overview
	routes       func() *route.Inventory
	documents    func() documents
	safeguards   func() safeguard.Overview
}

func (p *Project) join() {
	p.index = sync.OnceValue(p.readIndex)
	p.dependencies = sync.OnceValue(p.readDependencies)
	p.flows = sync.OnceValue(p.readFlows)
	p.queries = sync.OnceValue(p.joinQueries)
	p.usage = sync.OnceValue(p.readUsage)
	p.documents = sync.OnceValue(p.readDocuments)
	p.routes = sync.OnceValue(p.readRoutes)
	p.safeguards = sync.OnceValue(p.readSafeguards)
}

// Index follows imports and calls from file to file.
func (p *Project) Index() *link.Index { return p.index() }

// Dependencies are the libraries that the product's manifests ask for.
func (p *Project) Dependencies() *dependency.Set { return p.dependencies() }

func (p *Project) readIndex() *link.Index {
	inputs := make([]link.Input, 0, len(p.Facts))
	for _, file := range p.Files {
		if facts, read := p.Facts[file.Path]; read {
			inputs = append(inputs, link.Input{Path: file.Path, Language: file.Language, Facts: facts.Link})
		}
	}
	return link.New(inputs, p.manifests)
}

// Flows are untrusted data that reaches where it does harm.
func (p *Project) Flows() []taint.Found { return p.flows() }

func (p *Project) readFlows() []taint.Found {
	files := make(map[string]taint.Facts, len(p.Facts))
	for path, facts := range p.Facts {
		files[path] = facts.Taint
	}
	return taint.Link(files, taint.Callees(p.Index()))
}

// Queries returns the database calls that run once for each element of something, by
// file. The caller must not change them.
func (p *Project) Queries() map[string][]query.Hit { return p.queries() }

func (p *Project) joinQueries() map[string][]query.Hit {
	var sources []query.Source
	for _, file := range p.Files {
		if facts, read := p.Facts[file.Path]; read {
			sources = append(sources, query.Source{Path: file.Path, Facts: facts.Queries})
		}
	}
	return query.Link(sources, queryNames{p})
}

// Routes are what the program answers, what stands guard before it, and what the
// product's own documents say of it.
func (p *Project) Routes() *route.Inventory { return p.routes() }

func (p *Project) readRoutes() *route.Inventory {
	files := make([]route.File, 0, len(p.Facts))
	classes := map[string]checks.PathClass{}
	answers := p.Usage().Has(usage.GraphQLServer)
	for _, file := range p.Files {
		classes[file.Path] = file.Class
		if facts, read := p.Facts[file.Path]; read {
			files = append(files, route.File{Path: file.Path, Class: file.Class, Facts: facts.Routes})
			answers = answers || file.Class == checks.ClassProduction && facts.Routes.AnswersGraphQL()
		}
	}
	if answers {
		for _, schema := range p.documents().schemas {
			files = append(files, route.File{Path: schema.Path, Class: classes[schema.Path], Facts: route.Defines(schema)})
		}
	} else {
		for i := range files {
			files[i].Facts = files[i].Facts.WithoutSchemas()
		}
	}
	inventory := route.Link(files, p.Index())
	inventory.Describe(p.documents().read)
	return inventory
}

// frameworkFile matches the files in which frameworks are told what to send: they are
// read where a build is, and hold for what it makes.
var frameworkFile = regex.New(`^(?:next|nuxt|svelte|astro)\.config\.[cm]?[jt]s$`)

// Safeguards are what the product does to protect its answers, and what it shows of
// itself: in files of production and of commands.
func (p *Project) Safeguards() safeguard.Overview { return p.safeguards() }

func (p *Project) readSafeguards() safeguard.Overview {
	var files []safeguard.File
	for _, file := range p.Files {
		if file.Class != checks.ClassProduction && file.Class != checks.ClassCommand && !frameworkFile.MatchString(path.Base(file.Path)) {
			continue
		}
		if facts, read := p.Facts[file.Path]; read && len(facts.Safeguards.Signs) > 0 {
			files = append(files, safeguard.File{Path: file.Path, Facts: facts.Safeguards})
		}
	}
	return safeguard.Link(files)
}
