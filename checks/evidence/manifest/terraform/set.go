package terraform

import (
	"slices"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty/function"
)

// Set is what one root module declares, with all that it calls.
type Set struct {
	Name      string // how it is read, in words: "`infra` with `infra/prod.tfvars`"
	Folder    string
	Resources []*Resource
	Remote    []Remote       // modules that are kept elsewhere and were not fetched
	Other     map[string]int // resources of kinds that nothing here asks about, by kind
	Whole     bool           // false where there was more than is read
}

// Remote is a module that is kept elsewhere.
type Remote struct {
	Place
	Name, Source string
	Read         bool // its inputs were read as the resource that they make
}

// Of returns the resources of some kinds.
func (s *Set) Of(kinds ...string) []*Resource {
	var found []*Resource
	for _, one := range s.Resources {
		if slices.Contains(kinds, one.Kind) {
			found = append(found, one)
		}
	}
	return found
}

// Configuration is what the files of one content declare for Terraform.
type Configuration struct {
	Sets      []Set
	Problems  []Problem
	Elsewhere []string // folders for another environment than production
	Unused    []string // modules that nothing here calls
	Unread    []Unread
	Files     int
	services  []Service
}

// Unread is a file that was not read, with the reason.
type Unread struct{ Path, Reason string }

// All returns the resources of all sets.
func (c *Configuration) All() []*Resource {
	var found []*Resource
	for index := range c.Sets {
		found = append(found, c.Sets[index].Resources...)
	}
	return found
}

// Of returns the resources of some kinds, of all sets.
func (c *Configuration) Of(kinds ...string) []*Resource {
	var found []*Resource
	for index := range c.Sets {
		found = append(found, c.Sets[index].Of(kinds...)...)
	}
	return found
}

// Remote returns the modules of all sets that were not fetched and of which no inputs
// are read.
func (c *Configuration) Remote() []Remote {
	var found []Remote
	for _, set := range c.Sets {
		for _, one := range set.Remote {
			if !one.Read {
				found = append(found, one)
			}
		}
	}
	return found
}

const mostResources = 5000

// reading is one content while it is computed. What it may cost is bounded as a whole.
type reading struct {
	modules   map[string]*module
	functions map[string]function.Function
	budget    int
	called    int
	assumed   bool // the name of production was taken for a variable that says nothing
	stop      func() bool
	other     func(path string) ([]byte, bool)
	opened    int // files that were asked for by name
}

// What computing all of one content may cost, and what each expression and each block
// costs beside what is in it.
const (
	wholeBudget   = 60_000_000
	oneExpression = 300
	oneBlock      = 2000
)

func (r *reading) spent() bool { return r.budget <= 0 || r.stop() }

func (r *reading) pay(cost int) bool {
	r.budget -= cost
	return r.budget > 0
}

// resourcesOf computes what a call of a module makes.
func (s *scope) resourcesOf(name string, into *Set) {
	called := s.called(name)
	for _, inside := range called.scopes {
		inside.resources(into)
	}
	if len(called.scopes) > 0 || !called.unsure {
		return
	}
	for _, block := range s.module.calls {
		if block.Labels[0] == name {
			s.elsewhere(block, into)
		}
	}
}

// elsewhere notes a module that is not here, and reads the inputs of one that is well
// known.
func (s *scope) elsewhere(block *hclsyntax.Block, into *Set) {
	remote := Remote{Place: placeOf(block.TypeRange), Name: block.Labels[0], Source: source(block)}
	if made, is := wellKnown(remote.Source); is {
		remote.Read = true
		every, _ := s.repeated(block.Body)
		for _, one := range every {
			if len(into.Resources) >= mostResources || s.reading.spent() {
				into.Whole = false
				return
			}
			into.Resources = append(into.Resources, made.resource(s, block, one)...)
		}
	}
	into.Remote = append(into.Remote, remote)
}
