package query

import (
	"strconv"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/config/regex"
)

// Page is where code has a template written with rows of models.
type Page struct {
	Template string   `json:"template"`
	Class    string   `json:"class,omitempty"` // the view, where it is one
	Bases    []string `json:"bases,omitempty"` // that it inherits a template from: origins
	Name     string   `json:"name,omitempty"`  // under which a view shows its rows
	Shown    []Shown  `json:"shown"`
	Function string   `json:"function,omitempty"`
	Within   int      `json:"within,omitempty"`
}

// Shown is one variable of a template.
type Shown struct {
	Name    string `json:"name"`
	Set     Set    `json:"set"`
	Written string `json:"written"` // the query
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Few     bool   `json:"few,omitempty"` // a handful of rows
	// Function and Within are where it stands, if that is not where the page is made.
	Function string `json:"function,omitempty"`
	Within   int    `json:"within,omitempty"`
}

// maxShown bounds the variables of a page.
const maxShown = 40

// templateName matches how templates are called.
var templateName = regex.New(`^[\w./-]+\.(?:html|jinja2?|djhtml|txt|xml|mjml)$`)

// renders are the functions that write a template.
var renders = map[string]bool{
	"render": true, "render_to_response": true, "render_to_string": true, "TemplateResponse": true, "render_template": true, "jingo_render": true,
	"template_response": true, "render_with_errors": true, "SimpleTemplateResponse": true,
}

// pages collects the templates that functions and views of a file have written.
func (f *file) pages() {
	if f.Language != "Python" {
		return
	}
	for _, function := range f.Functions {
		program.VisitStatements(function.Body, nil, func(x program.Expression) bool {
			if call, ok := x.(*program.Call); ok && renders[calledName(call)] && len(f.facts.Pages) < maxReads {
				f.page(function, call)
			}
			return true
		})
		f.rendered(function)
	}
	for _, class := range f.Classes {
		if class.Name != "" && len(f.facts.Pages) < maxReads {
			f.viewPage(class)
		}
	}
}

func (f *file) page(function *program.Function, call *program.Call) {
	made := Page{Within: f.lineOf(function)}
	if named := namedAround(function); named != nil {
		made.Function = qualified(named)
	}
	c := &context{file: f, in: function, page: &made}
	var chosen []string
	for _, argument := range call.Arguments {
		if name, ok := function.Constant(argument.Value); ok && templateName.MatchString(name) {
			made.Template = name
			continue
		}
		if several := templatesOf(function, argument.Value); len(several) > 0 {
			chosen = several
			continue
		}
		switch {
		case argument.Spread != "":
		case argument.Name != "" && argument.Name != "context" && argument.Name != "context_instance" && argument.Name != "dictionary":
			c.show(argument.Name, argument.Value)
		default:
			c.variables(argument.Value, 3)
		}
	}
	for _, template := range chosen {
		if made.Template = template; len(made.Shown) > 0 && len(f.facts.Pages) < maxReads {
			f.facts.Pages = append(f.facts.Pages, made)
		}
	}
	if len(chosen) > 0 {
		return
	}
	if made.Template == "" {
		c.decorated()
	}
	if made.Template != "" && len(made.Shown) > 0 {
		f.facts.Pages = append(f.facts.Pages, made)
	}
}

// templatesOf are the templates that a name is given in the ways of a function.
func templatesOf(function *program.Function, x program.Expression) []string {
	name, ok := x.(*program.Name)
	if !ok {
		return nil
	}
	binding := function.Lookup(name.Name)
	if binding == nil || binding.Param != nil || len(binding.Values) < 2 {
		return nil
	}
	var found []string
	for _, value := range binding.Values {
		text, written := value.(*program.Text)
		if !written || !templateName.MatchString(text.Value) || len(found) > fewConstants {
			return nil
		}
		found = append(found, text.Value)
	}
	return found
}

// rendered reads a function whose decorator names the template that is written with
// what it returns.
// https://docs.pylonsproject.org/projects/pyramid/en/latest/narr/renderers.html https://pypi.org/project/django-annoying/
func (f *file) rendered(function *program.Function) {
	for _, decorator := range function.Decorators {
		call, ok := decorator.(*program.Call)
		if !ok || len(f.facts.Pages) >= maxReads {
			continue
		}
		given := argument(call, "renderer")
		if given == nil && renderers.MatchString(calledName(call)) && len(call.Arguments) > 0 {
			given = call.Arguments[0].Value
		}
		template, ok := f.Top().Constant(given)
		template = template[strings.LastIndexByte(template, ':')+1:] // shop:templates/orders.html
		if !ok || !templateName.MatchString(template) {
			continue
		}
		made := Page{Template: template, Function: qualified(function), Within: f.lineOf(function)}
		c := &context{file: f, in: function, page: &made}
		for _, result := range returns(function) {
			c.variables(result, 3)
		}
		if len(made.Shown) > 0 {
			f.facts.Pages = append(f.facts.Pages, made)
			return
		}
	}
}

// renderers matches decorators whose first argument is a template.
var renderers = regex.New(`^(?:render_to|rendered_with|render_with|templated?|template_view)$`)

// context collects the variables of one page.
type context struct {
	*file
	in   *program.Function
	page *Page
}

// decorated finds the template that a function chooses between a few of: the first.
func (c *context) decorated() {
	for _, decorator := range c.in.Decorators {
		if call, ok := decorator.(*program.Call); ok {
			if text, given := firstText(call); given && templateName.MatchString(text) {
				c.page.Template = text
			}
		}
	}
}

// variables reads what a template is given as a whole: {"orders": orders}, a name for
// that, and what is put into it later.
func (c *context) variables(x program.Expression, depth int) {
	if depth == 0 {
		return
	}
	switch x := x.(type) {
	case *program.Object:
		for _, entry := range x.Entries {
			name := entry.Name
			if text, ok := entry.Key.(*program.Text); ok {
				name = text.Value
			}
			if entry.Spread != "" {
				c.variables(entry.Value, depth-1)
			} else if name != "" {
				c.show(name, entry.Value)
			}
		}
	case *program.Call: // dict(orders=orders), super().get_context_data(orders=orders), Context({…})
		for _, argument := range x.Arguments {
			if argument.Name != "" {
				c.show(argument.Name, argument.Value)
			} else if calledName(x) != "get_context_data" || argument.Spread == "" {
				c.variables(argument.Value, depth-1)
			}
		}
	case *program.Binary:
		c.variables(x.Left, depth-1)
		c.variables(x.Right, depth-1)
	case *program.Name:
		binding := c.in.Lookup(x.Name)
		if binding == nil || binding.Owner != c.in {
			return
		}
		for _, value := range binding.Values {
			c.variables(value, depth-1)
		}
		c.entered(x.Name)
	}
}

// entered reads context["orders"] = orders, and context.update(…).
func (c *context) entered(name string) {
	program.VisitStatements(c.in.Body, func(s program.Statement) bool {
		assign, ok := s.(*program.Assign)
		if !ok || len(assign.Targets) != 1 || assign.Value == nil {
			return true
		}
		if member, ok := assign.Targets[0].(*program.Member); ok {
			if root, plain := member.X.(*program.Name); plain && root.Name == name {
				c.show(member.Name, assign.Value)
			}
		}
		return true
	}, func(x program.Expression) bool {
		call, ok := x.(*program.Call)
		if !ok || calledName(call) != "update" {
			return true
		}
		if member, is := call.Callee.(*program.Member); is && program.LastName(member.X) == name {
			for _, argument := range call.Arguments {
				if argument.Name != "" {
					c.show(argument.Name, argument.Value)
				} else if object, written := argument.Value.(*program.Object); written {
					c.variables(object, 1)
				}
			}
		}
		return true
	})
}

// show notes one variable that is a query or a row.
func (c *context) show(name string, value program.Expression) {
	if len(c.page.Shown) >= maxShown || value == nil {
		return
	}
	if object, ok := value.(*program.Object); ok { // {"page": {"orders": orders}}
		for _, entry := range object.Entries {
			inner := entry.Name
			if text, is := entry.Key.(*program.Text); is {
				inner = text.Value
			}
			if inner != "" && !strings.Contains(name, ".") {
				c.show(name+"."+inner, entry.Value)
			}
		}
		return
	}
	set, ok := c.setBehind(c.in, value)
	if !ok || len(set.Parts) > 0 || set.Param > 0 && len(set.Steps) == 0 {
		c.box(name, value)
		return
	}
	if c.preloads(c.in) {
		return
	}
	made := Shown{Name: name, Set: set, Few: few(c.in, value) && !strings.Contains(name, element), Written: oneLine(c.expression(value)), Line: c.Line(value.Range().Start), Column: c.Column(value.Range().Start)}
	if line := c.standsAt(c.in, value); line > 0 {
		made.Line, made.Column = line, 1
	}
	c.page.Shown = append(c.page.Shown, made)
}

// box reads a list of what holds rows: [{"order": o, "open": True} for o in orders], and
// what append puts into a list one by one.
func (c *context) box(name string, value program.Expression) {
	if strings.Count(name, element) > 1 {
		return
	}
	if plain, ok := value.(*program.Name); ok {
		program.VisitStatements(c.in.Body, nil, func(x program.Expression) bool {
			call, ok := x.(*program.Call)
			if !ok || calledName(call) != "append" || len(call.Arguments) != 1 {
				return true
			}
			if member, is := call.Callee.(*program.Member); is {
				if root, named := member.X.(*program.Name); named && root.Name == plain.Name {
					c.boxed(name+"."+element, call.Arguments[0].Value)
				}
			}
			return true
		})
		value = resolve(c.in, value)
	}
	if list, ok := value.(*program.Comprehension); ok && list.Value == nil && list.Element != nil {
		c.boxed(name+"."+element, list.Element)
	}
}

// boxed notes the parts of one element of a list.
func (c *context) boxed(name string, x program.Expression) {
	x = resolve(c.in, x)
	switch x := x.(type) {
	case *program.List:
		for i, part := range x.Elements {
			c.show(name+"."+strconv.Itoa(i), part)
		}
		return
	case *program.Object:
		for _, entry := range x.Entries {
			key := entry.Name
			if text, ok := entry.Key.(*program.Text); ok {
				key = text.Value
			}
			if key != "" {
				c.show(name+"."+key, entry.Value)
			}
		}
		return
	case *program.Call:
		if callee, ok := x.Callee.(*program.Name); ok && callee.Name == "dict" {
			for _, argument := range x.Arguments {
				if argument.Name != "" {
					c.show(name+"."+argument.Name, argument.Value)
				}
			}
			return
		}
	}
	if set, ok := c.setBehind(c.in, x); ok && set.Param == 0 && len(set.Parts) == 0 && len(c.page.Shown) < maxShown {
		c.page.Shown = append(c.page.Shown, Shown{Name: name, Set: set, Written: oneLine(c.expression(x)), Line: c.Line(x.Range().Start), Column: c.Column(x.Range().Start)})
	}
}

// genericViews matches bases of views that show rows of a model by themselves.
// https://docs.djangoproject.com/en/stable/ref/class-based-views/generic-display/
var genericViews = regex.New(`^(?:generic\.)?(?:\w*(?:List|Detail|Archive)View)$`)

// viewPage reads a class with a template.
func (f *file) viewPage(class *program.Class) {
	made := Page{Function: class.Name, Class: class.Name, Bases: f.origins(class.Bases)}
	c := &context{file: f, in: f.Top(), page: &made}
	var query program.Expression
	in, line, within, function := f.Top(), f.Line(class.Start), 0, class.Name
	model, name := "", ""
	for _, field := range class.Fields {
		switch field.Name {
		case "template_name", "index_results_template_name", "results_template_name":
			if text, ok := f.Top().Constant(field.Value); ok && (made.Template == "" || field.Name == "template_name") {
				made.Template = text
			}
		case "queryset":
			query, line = field.Value, f.Line(field.Start)
		case "model":
			if query == nil {
				query, line = field.Value, f.Line(field.Start)
			}
			model = program.LastName(field.Value)
		case "context_object_name":
			name, _ = f.Top().Constant(field.Value)
			made.Name = name
		}
	}
	custom := ""
	if made.Template == "" && model != "" && f.based(class, genericViews) {
		custom = "/" + strings.ToLower(model) + "_list.html"
		if f.based(class, oneView) {
			custom = "/" + strings.ToLower(model) + "_detail.html"
		}
	}
	if made.Template == "" && len(made.Bases) == 0 {
		return
	}
	for _, method := range class.Methods {
		switch method.Name {
		case "get_queryset", "get_object", "get_base_queryset":
			if own := firstQuery(f, method); own != nil {
				query, in, line, within, function = own, method, f.Line(own.Range().Start), f.lineOf(method), qualified(method)
			}
		case "get_context_data", "get_context", "get_extra_context":
			c.in = method
			before := len(made.Shown)
			for _, result := range returns(method) {
				c.variables(result, 3)
			}
			if len(made.Shown) == before {
				c.entered("context")
			}
			for i := before; i < len(made.Shown); i++ {
				made.Shown[i].Function, made.Shown[i].Within = qualified(method), f.lineOf(method)
			}
		}
	}
	set, ok := f.setBehind(in, query)
	if ok {
		if len(set.Steps) == 0 && set.Inherited == "" {
			set = set.with(Step{Name: "objects"})
		}
		for _, method := range class.Methods {
			if fetched := f.fetchedIn(method); len(fetched) > 0 && method.Name != "get_context_data" {
				set = set.with(Step{Name: "filter", Call: true, Fetched: fetched})
			}
		}
		if model == "" && set.Inherited == "" {
			model = set.Class[strings.LastIndexByte(set.Class, '.')+1:]
			if made.Template == "" && custom == "" && model != "" && f.based(class, plainViews) {
				custom = "/" + strings.ToLower(model) + "_list.html"
				if f.based(class, oneView) {
					custom = "/" + strings.ToLower(model) + "_detail.html"
				}
			}
		}
		one := set.with(Step{Name: "get", Call: true})
		lower := strings.ToLower(model)
		for _, shown := range []struct {
			name string
			set  Set
		}{{"object_list", set}, {lower + "_list", set}, {name, set}, {"page_obj", set}, {"queryset", set}, {"object", one}, {lower, one}} {
			if shown.name == "" || name != "" && shown.name == name && !f.based(class, severalViews) && f.based(class, oneView) {
				shown.set = one
			}
			if shown.name != "" {
				made.Shown = append(made.Shown, Shown{Name: shown.name, Set: shown.set, Written: oneLine(f.expression(query)), Line: line, Column: 1, Function: function, Within: within})
			}
		}
	}
	if made.Template == "" {
		made.Template = custom
	}
	if made.Template != "" || len(made.Shown) > 0 {
		f.facts.Pages = append(f.facts.Pages, made)
	}
}

// plainViews matches Django's own views, whose template is called by the model.
var plainViews = regex.New(`^(?:generic\.|list\.|detail\.)*(?:ListView|DetailView)$`)

var (
	severalViews = regex.New(`(?:List|Index|Archive|Report|Table)`)
	oneView      = regex.New(`(?:Detail|Update|Delete|Edit)`)
)

func (f *file) based(class *program.Class, pattern *regex.Expression) bool {
	for _, base := range class.Bases {
		if pattern.MatchString(decoratorName(base)) {
			return true
		}
	}
	return false
}
