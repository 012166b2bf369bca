package query

import (
	"slices"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/config/regex"
)

// jobs matches decorators of functions that a queue or a clock runs, beside requests.
// https://docs.celeryq.dev/en/stable/userguide/tasks.html
var jobs = regex.New(`(?i)(?:^|\.)(?:shared_task|task|periodic_task|actor|job|cron|interval|processor|on_after_configure\.connect)$`)

// jobTypes matches the type of what a queue hands to the function that works it off.
// https://pkg.go.dev/github.com/hibiken/asynq#Task https://pkg.go.dev/github.com/riverqueue/river#Job
// https://docs.bullmq.io/guide/workers
var jobTypes = regex.New(`^\*?(?:asynq\.Task|river\.Job\b.*|(?:Sandboxed)?Job(?:<.*)?)$`)

// jobTaker are the calls of a library that hand it a function.
type jobTaker struct {
	module string // a part of its name
	calls  map[string]bool
}

// jobTakers are calls that hand a function to a queue or a clock.
// https://pkg.go.dev/github.com/robfig/cron/v3 https://github.com/node-cron/node-cron https://github.com/OptimalBits/bull
// https://github.com/agenda/agenda https://apscheduler.readthedocs.io https://schedule.readthedocs.io
var jobTakers = []jobTaker{
	{"bull", words("Worker process")},
	{"cron", words("schedule CronJob AddFunc AddJob")},
	{"agenda", words("define")},
	{"asynq", words("HandleFunc Handle")},
	{"apscheduler", words("add_job")},
	{"schedule", words("do scheduleJob")},
}

// isJob reports whether a queue or a clock runs a function, by what it says itself.
func (f *file) isJob(function *program.Function) bool {
	return slices.ContainsFunc(function.Decorators, func(x program.Expression) bool { return jobs.MatchString(decoratorName(x)) }) ||
		slices.ContainsFunc(function.Params, func(param *program.Param) bool {
			return param.Type != nil && jobTypes.MatchString(f.expression(param.Type))
		})
}

// handedToJobs are the functions of a file that it hands to a queue or a clock.
func (f *file) handedToJobs() map[*program.Function]bool {
	found := map[*program.Function]bool{}
	takes := func(call *program.Call) bool {
		return slices.ContainsFunc(jobTakers, func(taker jobTaker) bool {
			return taker.calls[calledName(call)] && f.importsLike(taker.module)
		})
	}
	for _, function := range f.Functions {
		program.VisitStatements(function.Body, nil, func(x program.Expression) bool {
			call, ok := x.(*program.Call)
			if !ok || !takes(call) {
				return true
			}
			for _, argument := range call.Arguments {
				switch given := argument.Value.(type) {
				case *program.Closure:
					found[given.Function] = true
				case *program.Name:
					if binding := function.Lookup(given.Name); binding != nil && binding.Function != nil {
						found[binding.Function] = true
					}
				}
			}
			return true
		})
	}
	return found
}

// beside reports whether a statement of Go starts something that nobody here waits for: go
// refresh(order), in a function that waits for nothing.
func (f *file) beside(function *program.Function, s program.Statement) bool {
	later, ok := s.(*program.Later)
	return ok && later.Kind == "go" && !waits.MatchString(f.Text(function.Span))
}

// waits matches what waits for goroutines.
var waits = regex.New(`\.Wait\(|<-\s*\w`)
