package route

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// maxNames bounds what a file offers to others.
const maxNames = 500

// names notes what other files may ask this one for: routers, guards and constant
// paths at its top level.
func (r *reading) names() {
	top := r.file.Top()
	seen := map[string]bool{}
	program.VisitStatements(top.Body, func(s program.Statement) bool {
		if assign, ok := s.(*program.Assign); ok && !nothing(assign.Value) {
			for _, target := range assign.Targets {
				if name, ok := target.(*program.Name); ok && !seen[name.Name] && len(seen) < maxNames {
					seen[name.Name] = true
					r.named(top, name.Name, name)
				}
			}
		}
		return true
	}, nil)
	for _, export := range r.file.Exports {
		if export.Name == "default" && export.Module == "" {
			r.defaultFunction(top, export)
		}
		switch {
		case !nothing(export.Value):
			r.named(top, export.Name, export.Value)
		case export.Module == "" && export.Local != "" && export.Local != export.Name:
			r.named(top, export.Name, &program.Name{Name: export.Local})
		}
	}
	for _, class := range r.file.Classes {
		if class.Name == "" || class.Owner != nil && !class.Owner.Top {
			continue
		}
		for _, field := range class.Fields {
			if text, ok := field.Value.(*program.Text); ok {
				r.constant(class.Name+"."+field.Name, text.Value)
			}
		}
	}
}

// defaultFunction notes the function that a file exports by default, where calling it
// gives a router: module.exports = function () { … return router }.
func (r *reading) defaultFunction(top *program.Function, export program.Export) {
	x := export.Value
	if nothing(x) {
		x = &program.Name{Name: export.Local}
	}
	if function := r.local(top, x); function != nil {
		if number := r.functions[function]; number != 0 && r.facts.Functions[number-1].Returns != 0 {
			r.facts.Default = number
		}
	}
}

// named notes what one name stands for.
func (r *reading) named(in *program.Function, name string, x program.Expression) {
	if number := r.router(in, x); number != 0 && !r.wrapper(in, x) {
		if r.facts.Names == nil {
			r.facts.Names = map[string]int{}
		}
		r.facts.Names[name] = number
	}
	if call, ok := r.follow(in, x).(*program.Call); ok && r.groups[call.Range()] != 0 {
		if r.facts.GroupNames == nil {
			r.facts.GroupNames = map[string]int{}
		}
		r.facts.GroupNames[name] = r.groups[call.Range()]
	}
	r.base(in, name, x)
	if method, last := r.procedure(in, x); method != "" && r.file.Language != "Go" && r.file.Language != "Python" {
		one := Operation{Source: SourceApart, Framework: "trpc", Method: method, Name: clip(name), Guards: r.procedureGuards(in, last), Line: r.line(last)}
		if len(last.Arguments) > 0 {
			one.Refs, _ = r.refs(in, last.Arguments[len(last.Arguments)-1:])
		}
		r.operation(one)
	}
	switch value := r.follow(in, x).(type) {
	case *program.Text:
		r.constant(name, value.Value)
	case *program.Binary, *program.Template:
		if text, ok := in.Constant(value); ok {
			r.constant(name, text)
		}
	case *program.Object:
		r.entries(in, name, value, 0)
	case *program.Call: // registerAs("app", () => ({ apiPrefix: "api" }))
		r.given(name, value)
	}
	switch value := r.follow(in, x); r.file.Language {
	case "Python":
		if guards := r.depends(in, value, 0); len(guards) == 1 {
			r.stands(name, guards[0])
		}
	case "Go":
	default: // export const parse = express.json(), export const admins = [requireUser, requireAdmin]
		if _, several := value.(*program.List); several {
			r.several(in, name, x)
		}
		if call, ok := value.(*program.Call); ok {
			if ref := r.ref(in, call); kindOfOrigin(ref.Origin) != KindUnknown {
				ref.Router = 0
				r.stands(name, ref)
			}
		}
	}
}

// several notes a list of functions that stands under a name, for others to put before
// routes.
func (r *reading) several(in *program.Function, name string, x program.Expression) {
	refs, guards := r.unwrapped(in, x, 0)
	all := append(guards, refs...)
	for i := range all {
		all[i].Router = 0
		if all[i].Origin == "" && all[i].Function == 0 { // a number, say
			return
		}
	}
	if len(all) == 0 || len(r.facts.Lists) >= maxNames {
		return
	}
	if r.facts.Lists == nil {
		r.facts.Lists = map[string][]Ref{}
	}
	r.facts.Lists[name] = all[:min(len(all), maxRefs)]
}

// stands notes that a name stands for a guard.
func (r *reading) stands(name string, ref Ref) {
	if r.facts.Values == nil {
		r.facts.Values = map[string]Ref{}
	}
	r.facts.Values[name] = ref
}

// wrapper reports whether a value is a function in another form: fp(plugin).
func (r *reading) wrapper(in *program.Function, x program.Expression) bool {
	call, ok := r.follow(in, x).(*program.Call)
	return ok && transparent[lastWord(in.Origin(call.Callee))]
}

// entries notes the constant paths in an object, and in objects in it.
func (r *reading) entries(in *program.Function, name string, object *program.Object, depth int) {
	for _, entry := range object.Entries {
		if entry.Name == "" || depth > 3 {
			continue
		}
		switch value := entry.Value.(type) {
		case *program.Object:
			r.entries(in, name+"."+entry.Name, value, depth+1)
		default:
			if text, ok := r.defaulted(in, value); ok {
				r.constant(name+"."+entry.Name, text)
			}
		}
	}
}

// constant notes a text that may be a piece of a path.
func (r *reading) constant(name, text string) {
	if len(text) > 100 || len(r.facts.Texts) >= maxNames || strings.ContainsAny(text, " \n\t<>") {
		return
	}
	lower := strings.ToLower(name)
	if !strings.HasPrefix(text, "/") && !strings.Contains(lower, "path") && !strings.Contains(lower, "route") && !strings.Contains(lower, "prefix") &&
		!strings.Contains(lower, "url") && !strings.Contains(lower, "api") && !strings.Contains(lower, "endpoint") && !strings.Contains(lower, "version") {
		return
	}
	if r.facts.Texts == nil {
		r.facts.Texts = map[string]string{}
	}
	r.facts.Texts[name] = text
}

// settled leaves out the routers that nothing is done with: most of what may be a
// router is none.
func (r *reading) settled() Facts {
	facts := r.facts
	used := make([]bool, len(facts.Routers)+1)
	use := func(number int) {
		for number > 0 && number < len(used) && !used[number] {
			used[number] = true
			number = facts.Routers[number-1].Parent
		}
	}
	for _, step := range facts.Steps {
		use(step.Router)
	}
	for number, router := range facts.Routers {
		if router.Framework != "" && router.Kind != RouterElse {
			use(number + 1)
		}
	}
	linked := func(number int) bool { return number > 0 && used[number] }
	for range 3 { // what is the same as one in use, is returned, or is offered
		for _, pair := range facts.Same {
			if linked(pair[0]) || linked(pair[1]) {
				use(pair[0])
				use(pair[1])
			}
		}
	}
	for _, function := range facts.Functions {
		use(function.Returns)
	}
	for name, number := range facts.Names {
		router := facts.Routers[number-1]
		given := router.Function != 0 && facts.Functions[router.Function-1].Returns != 0
		if router.Kind != RouterElse || given || routerName(name) {
			use(number)
		}
	}
	for name, number := range facts.Names { // behind the others: one router may have several names
		if !used[number] {
			delete(facts.Names, name)
		}
	}
	moved := make([]int, len(used))
	var kept []Router
	for number, router := range facts.Routers {
		if used[number+1] {
			kept = append(kept, router)
			moved[number+1] = len(kept)
		}
	}
	facts.Routers = kept
	for i := range facts.Routers {
		facts.Routers[i].Parent = moved[facts.Routers[i].Parent]
		moveRefs(facts.Routers[i].Guards, moved)
	}
	for i := range facts.Steps {
		facts.Steps[i].Router = moved[facts.Steps[i].Router]
		moveRefs(facts.Steps[i].Refs, moved)
		moveRefs(facts.Steps[i].Guards, moved)
	}
	for i := range facts.Offers {
		moveRefs(facts.Offers[i].Refs, moved)
		moveRefs(facts.Offers[i].Guards, moved)
	}
	for i := range facts.Operations {
		moveRefs(facts.Operations[i].Refs, moved)
		moveRefs(facts.Operations[i].Guards, moved)
	}
	for _, refs := range facts.Bases {
		moveRefs(refs, moved)
	}
	for i := range facts.Functions {
		facts.Functions[i].Returns = moved[facts.Functions[i].Returns]
	}
	for name, number := range facts.Names {
		facts.Names[name] = moved[number]
	}
	same := facts.Same[:0]
	for _, pair := range facts.Same {
		if a, b := moved[pair[0]], moved[pair[1]]; a != 0 && b != 0 {
			same = append(same, [2]int{a, b})
		}
	}
	facts.Same = same
	return facts
}

func moveRefs(refs []Ref, moved []int) {
	for i := range refs {
		refs[i].Router = moved[refs[i].Router]
	}
}
