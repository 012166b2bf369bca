package query

import (
	"slices"
	"strings"
)

// registry is every model of a repository, with what stands for other rows in each.
type registry struct {
	graph  *graph
	names  Names
	at     map[classAt]*Model
	named  map[string][]classAt
	back   map[classAt][]related     // what other models' relations are called from a model
	custom map[string][]*node        // methods of managers and query sets, by their names
	tags   map[string][]*node        // functions that templates call, by their names there
	gives  map[*node][]give          // queries that functions are given
	users  classAt                   // the model of users
	known  map[classAt][]related     // of relations
	views  map[string][]templateFile // templates, by the last part of their paths
	// pagesOf are the pages of views by their classes.
	pagesOf map[classAt]Page
	view    map[classAt]*View
	// listings are those of classes that others inherit from.
	listings map[classAt]*Listing
	// templates are those of columns, by the names of their constants.
	templates map[string][]*Listing
	unseen    map[classAt]bool // classes that fetch along by names that are not written there
	stored    map[string]bool  // names of relations that some query fetches along
	viewing   []classAt        // the view whose query is followed, and what it inherits from
}

// give is a query that a function is given, with the file of the call.
type give struct {
	from string
	at   int
	set  Set
}

// classAt names a class: its file and its name.
type classAt struct{ path, name string }

// related is a relation with the model that it leads to.
type related struct {
	*Related
	name string
	to   classAt // empty where that is not known
	many bool
	// keeps is the attribute of the rows there that leads back, which is known without
	// asking.
	keeps string
	// apart says that the row itself does not say whether there is one: it takes a
	// question.
	apart bool
}

func newRegistry(sources []Source, g *graph, names Names) *registry {
	r := &registry{
		graph: g, names: names, at: map[classAt]*Model{}, named: map[string][]classAt{}, back: map[classAt][]related{},
		custom: map[string][]*node{}, tags: map[string][]*node{}, gives: map[*node][]give{}, known: map[classAt][]related{}, views: map[string][]templateFile{}, pagesOf: map[classAt]Page{}, view: map[classAt]*View{}, listings: map[classAt]*Listing{}, templates: map[string][]*Listing{}, unseen: map[classAt]bool{},
	}
	var order []classAt
	for _, one := range sources {
		for i := range one.Facts.Models {
			key := classAt{one.Path, one.Facts.Models[i].Name}
			r.at[key] = &one.Facts.Models[i]
			r.named[key.name] = append(r.named[key.name], key)
			order = append(order, key)
		}
		for i := range one.Facts.Listings {
			listing := &one.Facts.Listings[i]
			if listing.Kind == "column" {
				r.templates[listing.Class] = append(r.templates[listing.Class], listing)
			} else if listing.Class != "" {
				r.listings[classAt{one.Path, listing.Class}] = listing
			}
		}
		for i := range one.Facts.Views {
			r.view[classAt{one.Path, one.Facts.Views[i].Name}] = &one.Facts.Views[i]
		}
		for _, page := range one.Facts.Pages {
			if page.Class != "" {
				r.pagesOf[classAt{one.Path, page.Class}] = page
			}
		}
		if one.Facts.Template != nil {
			r.views[lastPart(one.Path)] = append(r.views[lastPart(one.Path)], templateFile{one.Path, one.Facts.Template})
		}
	}
	for _, one := range sources {
		for _, given := range one.Facts.Gives {
			for _, target := range g.targets(one.Path, given.Callee) {
				r.gives[target] = append(r.gives[target], give{one.Path, given.At, given.Set})
			}
		}
	}
	for _, key := range order {
		if r.isUser(key, 5) && (r.users.name == "" || key.name == "User") {
			r.users = key
		}
	}
	for _, key := range order {
		if !r.at[key].Abstract {
			r.enterBack(key)
		}
	}
	for _, one := range g.nodes {
		if class, _, is := strings.Cut(one.Name, "."); is && one.Given != nil && slices.Contains(one.Given.Fetched, everything) {
			r.unseen[classAt{one.path, class}] = true
		}
		if one.Tag != "" {
			r.tags[one.Tag] = append(r.tags[one.Tag], one)
		}
		class, method, is := strings.Cut(one.Name, ".")
		if is && (strings.HasSuffix(class, "QuerySet") || strings.HasSuffix(class, "Manager") || strings.HasSuffix(class, "Queryset") || strings.HasSuffix(class, "QuerySetMixin")) {
			r.custom[method] = append(r.custom[method], one)
		}
	}
	return r
}

func lastPart(path string) string { return path[strings.LastIndexByte(path, '/')+1:] }

// user is the model of users: the repository's own, or Django's.
func (r *registry) user() classAt {
	if r.users.name == "" {
		return classAt{name: "User"}
	}
	return r.users
}

func (r *registry) isUser(key classAt, depth int) bool {
	model := r.at[key]
	if model == nil || depth == 0 {
		return false
	}
	for _, base := range model.Bases {
		if strings.HasSuffix(base, "AbstractUser") || strings.HasSuffix(base, "AbstractBaseUser") {
			return true
		}
	}
	return false
}

// class finds a model by the origin that a file has it under, or by its name alone
// where the import cannot be followed and only one is called so.
func (r *registry) class(from, origin string) (classAt, bool) {
	if origin == userModel {
		return r.user(), true
	}
	if own := (classAt{from, origin}); r.at[own] != nil {
		return own, true
	}
	if path, name, found := r.names.Class(from, origin); found {
		return classAt{path, name}, true
	}
	if found, known := r.called(from, origin); known {
		return found, true
	}
	if at := strings.LastIndexByte(origin, '.'); at > 0 && capital(origin[at+1:]) && !strings.ContainsAny(origin, "()") {
		return classAt{name: origin[at+1:]}, true // of a library
	}
	return classAt{}, false
}

// libraryRelations are those of models that Django itself has.
// https://docs.djangoproject.com/en/stable/ref/contrib/auth/#fields
var libraryRelations = map[string][]Related{
	"User":       {{Name: "groups", Library: "Django", To: "Group", Many: true}, {Name: "user_permissions", Library: "Django", To: "Permission", Many: true}},
	"Group":      {{Name: "user_set", Library: "Django", To: "User", Many: true}, {Name: "permissions", Library: "Django", To: "Permission", Many: true}},
	"Permission": {{Name: "content_type", Library: "Django", To: "ContentType"}},
}

// calledLike finds the one model that a parameter is called like whose rows are gone
// through: order.items of a parameter "order".
func (r *registry) calledLike(set Set) (classAt, bool) {
	if len(set.Steps) == 0 {
		return classAt{}, false
	}
	var found []classAt
	plain := strings.ReplaceAll(set.Named, "_", "")
	for name, all := range r.named {
		if strings.EqualFold(name, plain) {
			found = append(found, all...)
		}
	}
	if len(found) != 1 {
		return classAt{}, false
	}
	relation, is := r.relation(found[0], set.Steps[0].Name)
	return found[0], is && relation.many
}

// called finds a model by its name: "Order", "shop.Order".
func (r *registry) called(from, name string) (classAt, bool) {
	if strings.HasSuffix(name, userModel) {
		return r.user(), true
	}
	application, plain := "", name
	if at := strings.LastIndexByte(name, '.'); at >= 0 {
		application, plain = name[:at], name[at+1:]
	}
	if application == "" && r.at[classAt{from, plain}] != nil {
		return classAt{from, plain}, true
	}
	all := r.named[plain]
	if len(all) == 0 && application != "" && !capital(plain) { // get_model("shop", "order")
		for known := range r.named {
			if strings.EqualFold(known, plain) {
				all = r.named[known]
			}
		}
	}
	if len(all) == 1 && (application == "" || !strings.HasPrefix(application, "django")) {
		return all[0], true
	}
	for _, one := range all {
		if label := application[strings.LastIndexByte(application, '.')+1:]; label != "" && strings.Contains("/"+one.path, "/"+label+"/") {
			return one, true
		}
	}
	for _, one := range all {
		if application == "" && folder(one.path) == folder(from) {
			return one, true
		}
	}
	return classAt{}, false
}

func folder(path string) string { return path[:strings.LastIndexByte(path, '/')+1] }

// declared are the relations that a class has or inherits.
func (r *registry) declared(key classAt, depth int) []related {
	if depth == 0 {
		return nil
	}
	if found, known := r.known[key]; known {
		return found
	}
	model := r.at[key]
	if model == nil {
		return r.library(key)
	}
	var found []related
	for i := range model.Related {
		one := &model.Related[i]
		made := related{Related: one, name: one.Name, many: one.Many}
		if one.To == "" {
			found = append(found, made)
			continue
		}
		if one.Named {
			made.to, _ = r.called(key.path, one.To)
		} else {
			made.to, _ = r.class(key.path, one.To)
		}
		if one.Library == "SQLAlchemy" && !one.Many {
			made.many = !r.oneOf(model, one)
		}
		found = append(found, made)
	}
	for _, base := range model.Bases {
		if at, ok := r.class(key.path, base); ok && at != key {
			found = append(found, r.declared(at, depth-1)...)
		}
	}
	r.known[key] = found
	return found
}

// library are the relations of a model of Django's own.
func (r *registry) library(key classAt) []related {
	if key.path != "" {
		return nil
	}
	var found []related
	for i := range libraryRelations[key.name] {
		one := &libraryRelations[key.name][i]
		made := related{Related: one, name: one.Name, many: one.Many, to: classAt{name: one.To}}
		if one.To == "User" {
			made.to = r.user()
		}
		found = append(found, made)
	}
	r.known[key] = found
	return found
}

// oneOf reports whether a relationship of SQLAlchemy leads to one row: its name is no
// plural.
func (r *registry) oneOf(_ *Model, one *Related) bool {
	return !strings.HasSuffix(one.Name, "s") || strings.HasSuffix(one.Name, "ss") || strings.HasSuffix(one.Name, "us")
}

// enterBack enters what a model's relations are called from the other side.
// https://docs.djangoproject.com/en/stable/topics/db/queries/#backwards-related-objects
func (r *registry) enterBack(key classAt) {
	lower := strings.ToLower(key.name)
	for _, one := range r.declared(key, 6) {
		if one.to.name == "" || one.Reverse == "+" {
			continue
		}
		name := one.Reverse
		switch {
		case name != "":
			name = strings.ReplaceAll(strings.ReplaceAll(name, "%(class)s", lower), "%(app_label)s", "")
		case one.Single:
			name = lower
		default:
			name = lower + "_set"
		}
		made := related{Related: one.Related, name: name, to: key, many: !one.Single, apart: one.Single}
		if !one.Many {
			made.keeps = one.Related.Name
		}
		r.back[one.to] = append(r.back[one.to], made)
	}
}

// relation finds an attribute of a model that stands for other rows.
func (r *registry) relation(key classAt, name string) (related, bool) {
	for _, one := range r.declared(key, 6) {
		if one.name == name {
			return one, true
		}
	}
	return r.backward(key, name, 5)
}

func (r *registry) backward(key classAt, name string, depth int) (related, bool) {
	for _, one := range r.back[key] {
		if one.name == name {
			return one, true
		}
	}
	if model := r.at[key]; model != nil && depth > 0 {
		for _, base := range model.Bases {
			if at, ok := r.class(key.path, base); ok && at != key {
				if found, known := r.backward(at, name, depth-1); known {
					return found, true
				}
			}
		}
	}
	return related{}, false
}

// manager reports whether a name of a model's class begins its queries, and which
// class that is.
func (r *registry) manager(key classAt, name string, depth int) (class classAt, found bool) {
	model := r.at[key]
	if model == nil || depth == 0 {
		return class, managers[name]
	}
	for _, one := range model.Managers {
		if one.Name == name {
			class, _ = r.class(key.path, one.Class)
			return class, true
		}
	}
	for _, base := range model.Bases {
		if at, ok := r.class(key.path, base); ok && at != key {
			if class, found = r.manager(at, name, depth-1); found {
				return class, true
			}
		}
	}
	return class, managers[name]
}

// managers are the attributes of a model's class that its queries begin with.
var managers = map[string]bool{"objects": true, "_default_manager": true, "_base_manager": true, "query": true, "all_objects": true}
