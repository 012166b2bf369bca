package accuracy

import (
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/lowering"
	"github.com/golive-app/golive/checks/evidence/source/program"
)

// Way says how far data goes from where it comes in to where it does harm. The labels
// of each are counted apart, beside all.
type Way string

// The ways. A label that is not about a flow has none.
const (
	Near   Way = "near"         // within one function, or through one call to another
	Handed Way = "by a library" // the same, and a package of others hands it on
	Far    Way = "far"          // through more functions, or other files
)

// Ways are all ways, in the order of the table.
var Ways = []Way{Near, Handed, Far}

// nearer is the nearer of two ways.
func nearer(a, b Way) Way {
	if slices.Index(Ways, b) < slices.Index(Ways, a) {
		return b
	}
	return a
}

// trail is what the steps of a test's expectations say of one file: the graph that
// CodeQL writes before its findings.
type trail struct {
	name      string // of the file, as expectations call it
	file      *program.File
	starts    []uint32
	steps     map[position][]position
	functions map[position]*program.Function
	visited   map[*program.Function]bool // functions in which anything stands
	packages  []string                   // of others, that the file imports
}

// newTrail reads a file's program; nil where that cannot be read.
func newTrail(name, language, content string, steps map[position][]position) *trail {
	file, err := lowering.Parse(language, []byte(content))
	if err != nil || len(file.Functions) == 0 {
		return nil
	}
	t := &trail{name: name, file: file, starts: []uint32{0}, steps: steps, functions: map[position]*program.Function{}, visited: map[*program.Function]bool{}}
	for i, b := range file.Content {
		if b == '\n' {
			t.starts = append(t.starts, uint32(i)+1)
		}
	}
	t.packages = packagesOf(file)
	for from, all := range steps {
		for _, one := range append(all[:len(all):len(all)], from) {
			if one.file == name {
				t.visited[t.function(one)] = true
			}
		}
	}
	return t
}

// way is how far it is from a source to a sink. A function is taken with the closures
// that stand in it; the top level of a file is a function, without those that stand
// there.
func (t *trail) way(from, to position) Way {
	if t == nil {
		return ""
	}
	starts := []*program.Function{t.function(from)}
	for outer := starts[0].Parent; outer != nil && !outer.Top; outer = outer.Parent {
		if t.visited[outer] {
			starts = append(starts, outer)
		}
	}
	found := Far
	for _, first := range starts {
		t.visited[first] = true
		for second := range t.visited {
			if t.leads(from, to, [2]*program.Function{first, second}, false) {
				return Near
			}
			if found == Far && t.leads(from, to, [2]*program.Function{first, second}, true) {
				found = Handed
			}
		}
	}
	return found
}

// leads reports whether steps within two functions lead from one place to another.
func (t *trail) leads(from, to position, in [2]*program.Function, handed bool) bool {
	if from.file != t.name || to.file != t.name {
		return false
	}
	seen, rest := map[position]bool{from: true}, []position{from}
	for len(rest) > 0 {
		at := rest[len(rest)-1]
		rest = rest[:len(rest)-1]
		if at == to {
			return true
		}
		for _, next := range t.steps[at] {
			if seen[next] || next.file != t.name || !handed && t.handedOn(at, next) {
				continue
			}
			if function := t.function(next); !standsIn(function, in[0]) && !standsIn(function, in[1]) {
				continue
			}
			seen[next] = true
			rest = append(rest, next)
		}
	}
	return false
}

// standsIn reports whether a function is another one, or a closure in it.
func standsIn(inner, outer *program.Function) bool {
	for ; inner != nil; inner = inner.Parent {
		if inner == outer {
			return true
		}
		if outer.Top {
			return false
		}
	}
	return false
}

// span is where a position stands in the file.
func (t *trail) span(at position) program.Span {
	offset := func(line, column int) uint32 {
		if line < 1 || line > len(t.starts) {
			return 0
		}
		return t.starts[line-1] + uint32(max(column, 1)-1)
	}
	return program.Span{Start: offset(at.line, at.column), End: offset(at.endLine, at.endColumn) + 1}
}

// function is the innermost one around a position.
func (t *trail) function(at position) *program.Function {
	if known := t.functions[at]; known != nil {
		return known
	}
	span, found := t.span(at), t.file.Top()
	for _, one := range t.file.Functions[1:] {
		if one.Start <= span.Start && span.End <= one.End && one.Span != span {
			found = one // in the order in which they begin: the innermost is the last
		}
	}
	t.functions[at] = found
	return found
}

// handedOn reports whether a step goes into a call of a package of others and out of it
// again: as what the call gives, or into a function that the call is given.
func (t *trail) handedOn(from, to position) bool {
	if len(t.packages) == 0 {
		return false
	}
	function, inner, outer := t.function(from), t.span(from), t.span(to)
	var around *program.Call
	program.VisitStatements(function.Body, nil, func(x program.Expression) bool {
		if _, closure := x.(*program.Closure); closure {
			return false
		}
		if call, ok := x.(*program.Call); ok && call.Start <= inner.Start && inner.End <= call.End && call.Span != inner && call.Callee.Range() != inner {
			around = call // the innermost is the last
		}
		return true
	})
	if around == nil {
		return false
	}
	if inside := around.Start < outer.Start && outer.End <= around.End; inside && standsIn(t.function(to), function) && t.function(to) == function {
		return false
	}
	origin := function.Origin(around.Callee)
	for _, one := range t.packages {
		if rest, found := strings.CutPrefix(origin, one); found && (rest == "" || rest[0] == '.' || rest[0] == '(' || rest[0] == '/') {
			return true
		}
	}
	return false
}

// packagesOf are the packages of others that a file imports: what is neither the
// language's own nor of the same repository.
func packagesOf(file *program.File) []string {
	var all []string
	add := func(module string) {
		first, _, _ := strings.Cut(strings.TrimPrefix(module, "node:"), "/")
		if file.Language == "Python" {
			first, _, _ = strings.Cut(module, ".")
		}
		switch {
		case module == "", module[0] == '.', module[0] == '/':
		case file.Language == "Go" && !strings.Contains(first, "."):
		case file.Language != "Go" && ownModules[first]:
		default:
			all = append(all, module)
		}
	}
	for _, one := range file.Imports {
		add(one.Module)
	}
	for _, function := range file.Functions {
		program.VisitStatements(function.Body, nil, func(x program.Expression) bool {
			if module, required := function.Required(x); required {
				add(module)
			}
			return true
		})
	}
	return all
}

// ownModules are the modules of Node.js and of Python.
var ownModules = func() map[string]bool {
	own := map[string]bool{}
	for _, name := range strings.Fields("assert buffer child_process cluster console crypto dgram dns domain events fs http http2 https module net os path perf_hooks process punycode querystring readline " +
		"repl stream string_decoder timers tls tty url util v8 vm worker_threads zlib " +
		"abc argparse array ast asyncio base64 binascii builtins bz2 cgi code codecs collections configparser contextlib copy csv ctypes dataclasses datetime decimal difflib dis email enum errno " +
		"fnmatch functools gc getpass glob gzip hashlib hmac html imp importlib inspect io itertools json keyword logging lzma marshal math mimetypes multiprocessing numbers operator pathlib pickle " +
		"pipes pkgutil platform posixpath pprint queue random re runpy secrets select shelve shlex shutil signal socket sqlite3 ssl stat statistics string struct subprocess sys sysconfig tarfile tempfile " +
		"textwrap threading time token traceback types typing unicodedata unittest urllib urllib2 urlparse httplib uuid warnings weakref xml xmlrpc zipfile cPickle StringIO commands ntpath __future__") {
		own[name] = true
	}
	return own
}()
