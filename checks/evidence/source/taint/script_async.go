package taint

import (
	"strconv"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// asyncFlow runs the functions that a function of the package async is given, with what
// they hand on to one another, and returns what it promises where it is given no function
// to end with. https://caolan.github.io/async/v3/docs.html
func (e *engine) asyncFlow(c *called) (*value, bool) {
	if !e.tables.schemas || len(c.x.Arguments) == 0 || c.owner != "async" && c.owner != "neo-async" && !strings.HasPrefix(c.origin, "async/") {
		return nil, false
	}
	name := c.name
	if one, alone := strings.CutPrefix(c.origin, "async/"); alone { // require("async/series")
		name = one
	}
	switch {
	case name == "waterfall":
		return e.waterfall(c), true
	case asyncTogether[name]:
		return e.together(c), true
	case asyncEach[name] > 0:
		return e.asyncEach(c, name, asyncEach[name]), true
	}
	return nil, false
}

// asyncTogether are functions that run tasks of which none gets what another one gives.
var asyncTogether = words("series parallel parallelLimit race tryEach")

// asyncEach are functions that run one function for each element, by the number of the
// argument that it is.
var asyncEach = map[string]int{
	"each": 1, "eachSeries": 1, "eachLimit": 2, "forEach": 1, "forEachSeries": 1, "forEachLimit": 2, "eachOf": 1, "eachOfSeries": 1, "eachOfLimit": 2, "forEachOf": 1, "forEachOfSeries": 1, "forEachOfLimit": 2,
	"map": 1, "mapSeries": 1, "mapLimit": 2, "mapValues": 1, "mapValuesSeries": 1, "mapValuesLimit": 2, "concat": 1, "concatSeries": 1, "concatLimit": 2, "flatMap": 1, "filter": 1, "filterSeries": 1, "filterLimit": 2,
	"reject": 1, "rejectSeries": 1, "some": 1, "someSeries": 1, "every": 1, "everySeries": 1, "detect": 1, "detectSeries": 1, "sortBy": 1, "groupBy": 1, "transform": 1,
}

// waterfall hands on what each task gives to the next one.
func (e *engine) waterfall(c *called) *value {
	list, ok := e.once(c.x.Arguments[0].Value).(*program.List)
	if !ok {
		return nil
	}
	var given []*value
	for _, task := range list.Elements {
		given = e.task(task, given)
	}
	e.ends(c, given)
	return first(given)
}

// together runs tasks and ends with what they gave, by their numbers or names.
func (e *engine) together(c *called) *value {
	made := &value{}
	add := func(name string, task program.Expression) {
		if given := first(e.task(task, nil)); given.known() && len(made.fields) < maxFields {
			made = withField(made, []string{name}, given)
		}
	}
	switch tasks := e.once(c.x.Arguments[0].Value).(type) {
	case *program.List:
		for i, task := range tasks.Elements {
			add(strconv.Itoa(i), task)
		}
	case *program.Object:
		for _, entry := range tasks.Entries {
			if entry.Name != "" {
				add(entry.Name, entry.Value)
			}
		}
	}
	if !made.known() {
		made = nil
	}
	e.ends(c, []*value{made})
	return made
}

// asyncEach runs a function with an element of a collection, and ends with what it gives
// for all of them.
func (e *engine) asyncEach(c *called, name string, at int) *value {
	if at >= len(c.x.Arguments) {
		return nil
	}
	one := e.elementOf(c.values[0])
	given := e.task(c.x.Arguments[at].Value, []*value{one})
	var all *value
	switch {
	case strings.HasPrefix(name, "filter"), strings.HasPrefix(name, "reject"), name == "sortBy", name == "groupBy":
		all = c.values[0]
	case strings.HasPrefix(name, "detect"):
		all = one
	case strings.HasPrefix(name, "map"), strings.HasPrefix(name, "concat"), name == "flatMap", name == "transform":
		if result := first(given); result.known() {
			all = &value{fields: map[string]*value{someElement: result}}
		}
	}
	if at+1 < len(c.x.Arguments) {
		e.ends(c, []*value{all})
	}
	return all
}

// ends runs the function that a flow ends with: (err, results) => ….
func (e *engine) ends(c *called, given []*value) {
	last := len(c.x.Arguments) - 1
	if last <= 0 {
		return
	}
	if function := e.functionOf(c.x.Arguments[last].Value); function != nil && !e.running(function) {
		e.inline(function, append([]*value{nil}, given...))
	}
}

// task runs one function of a flow with what it is given, and returns what it calls the
// function behind that with, the error aside; of an async function, what it returns.
func (e *engine) task(x program.Expression, given []*value) []*value {
	function := e.functionOf(x)
	if function == nil || e.running(function) {
		return nil
	}
	if given == nil {
		given = []*value{}
	}
	next := len(function.Params) - 1
	if function.Async || next < 0 || function.Params[next].Name == "" {
		if returned := e.inline(function, given); returned.known() {
			return []*value{returned}
		}
		return nil
	}
	binding := function.Lookup(function.Params[next].Name)
	if binding == nil {
		return nil
	}
	given = given[:min(len(given), next)]
	e.handsOn[binding] = nil
	e.inline(function, given)
	made := e.handsOn[binding]
	delete(e.handsOn, binding)
	return made
}

// handedOn notes what a task of a flow hands on: callback(null, x, y).
func (e *engine) handedOn(binding *program.Binding, c *called) {
	known, found := e.handsOn[binding]
	if !found || binding == nil {
		return
	}
	for i := 1; i < len(c.values); i++ {
		if i > len(known) {
			known = append(known, nil)
		}
		known[i-1] = join(known[i-1], c.values[i])
	}
	e.handsOn[binding] = known
}

func first(values []*value) *value {
	if len(values) == 0 {
		return nil
	}
	return values[0]
}
