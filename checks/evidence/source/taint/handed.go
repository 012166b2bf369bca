package taint

import "github.com/golive-app/golive/checks/evidence/source/program"

// reflected is what is reached by a name that is a text: getattr(os, "system").
func (e *engine) reflected(x *program.Call) (string, bool) {
	if !e.tables.percent || e.origin(x.Callee) != "getattr" || len(x.Arguments) < 2 {
		return "", false
	}
	owner := e.origin(x.Arguments[0].Value)
	name, known := e.function().Constant(x.Arguments[1].Value)
	return owner + "." + name, known && owner != ""
}

// handedAt says which argument is the function that a function of Python calls, in
// another thread or later, with the arguments behind it.
var handedAt = map[string]int{
	"partial": 0, "submit": 0, "to_thread": 0, "run_sync": 0, "start_new_thread": 0, "apply_async": 0, "call_soon": 0, "call_soon_threadsafe": 0, "run_in_executor": 1, "call_later": 1, "call_at": 1,
	"deferToThread": 0, "callInThread": 0, "callLater": 1,
}

// handed runs a function that is handed to another one to be called: Thread(target=f,
// args=(x,)), executor.submit(f, x), partial(f, x), map(f, list).
func (e *engine) handed(x *program.Call) *value {
	run, known := e.runs[x]
	if !known {
		run = e.runOf(x)
		e.runs[x] = run
	}
	if run == nil {
		return nil
	}
	v := e.call(run)
	if name := program.LastName(x.Callee); name == "partial" || name == "Thread" || name == "Process" || name == "Timer" {
		return nil
	}
	return v
}

// runOf is the call of the function that is handed.
func (e *engine) runOf(x *program.Call) *program.Call {
	name := program.LastName(x.Callee)
	run := &program.Call{Span: x.Span}
	switch name {
	case "Thread", "Process", "Timer", "Greenlet":
		for i, one := range x.Arguments {
			list, tuple := one.Value.(*program.List)
			switch {
			case one.Name == "target" || one.Name == "function" || name == "Timer" && one.Name == "" && i == 1:
				run.Callee = one.Value
			case one.Name == "args" && tuple || name == "Timer" && one.Name == "" && i == 2 && tuple:
				for _, element := range list.Elements {
					run.Arguments = append(run.Arguments, program.Argument{Value: element})
				}
			}
		}
	case "map":
		if callee, ok := x.Callee.(*program.Name); !ok || e.function().Lookup(callee.Name) != nil || len(x.Arguments) != 2 {
			return nil
		}
		run.Callee = x.Arguments[0].Value
		run.Arguments = []program.Argument{{Value: &program.Index{Span: x.Arguments[1].Value.Range(), X: x.Arguments[1].Value, Index: &program.Name{Name: "_"}}}}
	default:
		at, known := handedAt[name]
		if !known || at >= len(x.Arguments) {
			return nil
		}
		run.Callee = x.Arguments[at].Value
		run.Arguments = x.Arguments[at+1:]
	}
	switch run.Callee.(type) {
	case *program.Name, *program.Member:
		return run
	}
	return nil
}
