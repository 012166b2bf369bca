package query

import (
	"slices"
	"strings"

	"github.com/golive-app/golive/config/regex"
)

// serializers are the serializers of a repository, and the classes that fetch relations
// along by names that are not written there: a view that inherits from one does so too.
type serializers struct {
	*registry
	at      map[classAt]*Serializer
	fetches map[classAt]bool
	filling map[Place]bool    // methods of fields whose objects were followed
	spreads map[classAt]*node // what fetches along what constants of a class name
}

func newSerializers(sources []Source, r *registry) serializers {
	made := serializers{r, map[classAt]*Serializer{}, map[classAt]bool{}, map[Place]bool{}, map[classAt]*node{}}
	for _, one := range sources {
		for i := range one.Facts.Serializers {
			serializer := &one.Facts.Serializers[i]
			made.at[classAt{one.Path, serializer.Name}] = serializer
		}
	}
	for _, one := range r.graph.nodes {
		if class, _, is := strings.Cut(one.Name, "."); is && one.Given != nil && slices.Contains(one.Given.Fetched, everything) {
			made.fetches[classAt{one.path, class}] = true
			if len(one.Given.Spread) > 0 && !slices.Contains(one.Given.Spread, "") {
				made.spreads[classAt{one.path, class}] = one
			}
		}
	}
	return made
}

// answers are the lists of a file whose serializer reads relations of each object.
func (s serializers) answers(source Source, tell tellings) {
	for _, answer := range source.Facts.Answers {
		at, found := s.begin(source.Path, answer.Set, deepestFollow)
		if found && !choosesNone(answer.Set) {
			place := &origin{Spot{answer.Written, answer.Line, answer.Column}, source.Path, answer.Function, answer.Within, false}
			s.answer(source.Path, answer.Serializers, at, place, Place{source.Path, answer.Within}, false, tell)
		}
	}
	for i := range source.Facts.Serializers {
		s.loaded(classAt{source.Path, source.Facts.Serializers[i].Name}, tell)
	}
	for _, view := range source.Facts.Views {
		s.answersOf(classAt{source.Path, view.Name}, tell)
	}
}

// answersOf is the list that a view answers with: what writes it out and what it lists,
// its own or inherited.
func (s serializers) answersOf(view classAt, tell tellings) {
	lineage := s.lineage(view)
	var written []string
	in, asked := "", false
	one, several := false, s.method(view, "list") != nil
	var fetched []string
	for _, class := range lineage {
		if s.fetches[class] && class != view {
			return // relations by names that are not written there
		}
		known := s.view[class]
		if known == nil {
			continue
		}
		for _, base := range known.Bases {
			if s.fetchesUnseen(class, base) {
				return
			}
			name := lastPartOf(base)
			one, several = one || servesOne.MatchString(name), several || servesSeveral.MatchString(name)
		}
		fetched = append(fetched, known.Fetched...)
		if len(written) == 0 && len(known.Serializers) > 0 {
			written, in = known.Serializers, class.path
		}
		asked = asked || known.Query != nil || known.Field != nil
	}
	if len(written) == 0 || !asked {
		return
	}
	at, place, found := s.viewed(view)
	if !found {
		return
	}
	at.fetched = append(slices.Clone(at.fetched), fetched...)
	s.answer(in, written, at, place, Place{place.path, place.within}, one && !several, tell)
}

var (
	// servesOne matches bases of views that answer with one row of their query, and
	// servesSeveral those that answer with a list of them.
	// https://www.django-rest-framework.org/api-guide/generic-views/#concrete-view-classes
	servesOne     = regex.New(`^(?:Retrieve|Update|Destroy|Create)\w*(?:APIView|Mixin)$`)
	servesSeveral = regex.New(`List|ModelViewSet$`)
)

// fetchesUnseen reports whether a base of a view may fetch along where nobody sees it: a
// library's that is called so, or one of the repository's own that is not there.
// https://pypi.org/project/django-auto-prefetching/
func (s serializers) fetchesUnseen(view classAt, base string) bool {
	if _, _, known := s.names.Class(view.path, base); known {
		return false
	}
	first, rest, _ := strings.Cut(base, ".")
	return fetcher.MatchString(lastPartOf(base)) || rest != "" && strings.Contains("/"+view.path, "/"+first+"/")
}

// choosesNone reports whether a query is nothing yet.
func choosesNone(set Set) bool {
	return slices.ContainsFunc(set.Steps, func(step Step) bool { return step.Name == "none" && step.Call })
}

// answer tells what the serializers, by their origins in a file, ask of each row of a
// list; where the view answers with one row, of what belongs to that.
func (s serializers) answer(from string, serializers []string, at state, place *origin, read Place, one bool, tell tellings) {
	if at.kind == theClass {
		at.kind = theRows
	}
	row, _, understood := s.walk(at, []Step{{Name: element}}, 1)
	if at.kind != theRows && at.kind != theOthers || !understood {
		return
	}
	row.alone = row.alone || one
	var writers []classAt
	for _, origin := range serializers {
		if path, class, known := s.names.Class(from, origin); known {
			writers = append(writers, classAt{path, class})
		}
	}
	if at.from != nil {
		place = at.from
	}
	s.wanted(writers, row, place, read, tell)
}

// wanted tells what the serializers ask of a row.
func (s serializers) wanted(writers []classAt, row state, place *origin, read Place, tell tellings) {
	var wanted []string
	library, name := "", ""
	for _, writer := range writers {
		for _, question := range s.writes(writer, row, 4) {
			if question.once {
				continue
			}
			if question.anew != nil {
				tell.anew(question, read)
				continue
			}
			if label := question.label(); !slices.Contains(wanted, label) {
				wanted = append(wanted, label)
			}
			library, name = question.library, writer.name
		}
	}
	tell.add(place, read, wanted, Hit{Library: library, Loop: Loop{Kind: "serializer", Line: place.Line, Over: name}})
}

// label names what a question is about: the relation, or the method that asks.
func (q *asked) label() string {
	if q.relation != "" {
		return q.relation
	}
	if len(q.via) > 0 {
		return q.via[0] + "()"
	}
	return q.asks
}

// writes are the questions that a serializer asks of one object.
func (s serializers) writes(at classAt, row state, depth int) []*asked {
	return s.partWrites(at, s.at[at], row, depth)
}

// partWrites are the questions of a serializer, or of a part of one.
func (s serializers) partWrites(at classAt, serializer *Serializer, row state, depth int) []*asked {
	if serializer == nil || depth <= 0 {
		return nil
	}
	var found []*asked
	add := func(question *asked, before string) {
		if question != nil {
			if before != "" && question.relation != "" {
				question.relation = before + "__" + question.relation
			}
			found = append(found, question)
		}
	}
	declared := map[string]bool{}
	for _, field := range serializer.Fields {
		declared[field.Name] = true
		switch {
		case field.Only:
		case field.Reads != nil:
			add(s.reads(at.path, row, *field.Reads, depth), "")
		case field.Method != "":
			s.filled(at, field.Name, field.Method, row, depth, add)
		default:
			s.field(at.path, field, row, depth, add)
		}
	}
	for _, name := range s.attributes(serializer, row) {
		if declared[name] {
			continue
		}
		relation, is := s.relation(row.class, name)
		switch {
		case is && (relation.many || relation.apart):
			_, question, _ := s.walk(row, []Step{{Name: name}, {Name: "all", Call: true}}, depth)
			add(question, "")
		case !is:
			_, question, _ := s.walk(row, []Step{{Name: name}}, depth)
			add(question, "")
		case serializer.Depth:
			_, question, _ := s.walk(row, []Step{{Name: name}}, depth)
			add(question, "")
		}
	}
	s.filled(at, "to_representation", "to_representation", row, depth, add)
	for _, base := range serializer.Bases {
		if path, name, known := s.names.Class(at.path, base); known && (classAt{path, name}) != at {
			found = append(found, s.inherited(classAt{path, name}, row, depth-1, declared, serializer)...)
		}
	}
	return found
}

// inherited are the questions of the fields that a base declares, as far as the
// serializer lists them, and of those that the base lists, where that counts too.
func (s serializers) inherited(at classAt, row state, depth int, declared map[string]bool, heir *Serializer) []*asked {
	base := s.at[at]
	if base == nil {
		return nil
	}
	reduced := *base
	if reduced.Wider = reduced.Wider && heir.Wider; !heir.Wider {
		reduced.Names = nil
	}
	narrow := !heir.Wider && len(heir.Names) > 0 && heir.Names[0] != "__all__"
	reduced.Fields = slices.DeleteFunc(slices.Clone(base.Fields), func(field Field) bool {
		return declared[field.Name] || narrow && !slices.Contains(heir.Names, field.Name)
	})
	return s.partWrites(at, &reduced, row, depth)
}

// attributes are the names of a model's attributes that a serializer writes: of all of
// them, those that lead to several rows.
func (s serializers) attributes(serializer *Serializer, row state) []string {
	if len(serializer.Names) != 1 || serializer.Names[0] != "__all__" {
		return serializer.Names
	}
	var names []string
	for _, relation := range s.declared(row.class, 6) {
		if slices.Contains(serializer.Except, relation.name) {
			continue
		}
		if relation.many && relation.Reverse != "+" || serializer.Depth {
			names = append(names, relation.name)
		}
	}
	return names
}

// field asks what one declared field asks.
func (s serializers) field(path string, field Field, row state, depth int, add func(*asked, string)) {
	steps := stepsOf(field.Path)
	if !field.Key && field.Class != "" {
		field.Key = s.keyField(path, field.Class, 5)
	}
	if field.Key && !field.Many && len(steps) > 0 {
		steps = steps[:len(steps)-1]
	}
	if len(steps) == 0 && field.Nested == "" {
		return
	}
	at, question, known := s.walk(row, steps, depth)
	add(question, "")
	if !known {
		return
	}
	if at.kind == theOthers {
		var asks *asked
		if at, asks, known = s.walk(at, []Step{{Name: "all", Call: true}}, depth); asks != nil {
			asks.relation = strings.ReplaceAll(field.Path, ".", "__")
			add(asks, "")
		}
		if !known {
			return
		}
	}
	if at.kind == theOthers {
		at, _, _ = s.walk(at, []Step{{Name: element}}, depth)
	}
	if at.kind == theRows {
		at.kind = theRow
	}
	switch field.Nested {
	case "":
	case "StringRelatedField":
		_, asks, _ := s.walk(at, []Step{{Name: "__str__", Call: true}}, depth)
		add(asks, "")
	default:
		if file, name, found := s.names.Class(path, field.Nested); found && at.kind == theRow {
			for _, inner := range s.writes(classAt{file, name}, at, depth-1) {
				add(inner, strings.ReplaceAll(field.Path, ".", "__"))
			}
		}
	}
}
