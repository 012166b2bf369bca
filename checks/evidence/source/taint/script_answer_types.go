package taint

import "github.com/golive-app/golive/checks/evidence/source/program"

// spoken is one place at which a function says of what type it answers, and the branches
// that it stands in.
type spoken struct {
	said
	within []arm
}

// arm is one way of a branch.
type arm struct {
	program.Span
	branch program.Span // the whole of it
	leaves bool         // the function does not go on behind it
}

// reaches reports whether what is said holds where an answer is given: not in another way of
// the same branch, and not behind one that answers by itself. An answer that is nowhere is
// asked for as one that anything may hold for.
func (s spoken) reaches(answer program.Span) bool {
	if answer.End == 0 {
		return true
	}
	for _, one := range s.within {
		if inside := one.Start <= answer.Start && answer.End <= one.End; !inside && (one.leaves || one.branch.End > answer.Start) {
			return false
		}
	}
	return true
}

// says is what the function says of the type of an answer, and the functions that it stands in.
func (e *engine) says(answer program.Span) said {
	var made said
	for f := e.function(); f != nil; f = f.Parent {
		if f.Top || f != e.function() && !e.tables.schemas {
			break
		}
		for _, one := range e.saysIn(f) {
			if one.reaches(answer) {
				made.page, made.other = made.page || one.page, made.other || one.other
			}
		}
	}
	return made
}

// saysIn looks for what a function says of the type of what it answers.
func (e *engine) saysIn(function *program.Function) []spoken {
	if known, found := e.said[function]; found {
		return known
	}
	var all []spoken
	hear := func(span program.Span, one said) {
		if one != (said{}) {
			all = append(all, spoken{one, armsAround(function.Body, span)})
		}
	}
	program.VisitStatements(function.Body, func(s program.Statement) bool {
		if assign, ok := s.(*program.Assign); ok && len(assign.Targets) == 1 { // ctx.type = "text"
			if member, ok := assign.Targets[0].(*program.Member); ok && (member.Name == "type" || member.Name == "contentType") && answering(member.X) {
				var made said
				made.hears(e, assign.Value)
				hear(assign.Span, made)
			}
		}
		return true
	}, func(x program.Expression) bool {
		var made said
		made.look(e, x)
		hear(x.Range(), made)
		return true
	})
	if function.Parent != nil && !function.Parent.Top && notPage(function.Name) { // res.format({text: () => …})
		all = append(all, spoken{said: said{other: true}})
	}
	e.said[function] = all
	return all
}

// armsAround are the ways of branches that something stands in.
func armsAround(body []program.Statement, span program.Span) []arm {
	var all []arm
	program.VisitStatements(body, func(s program.Statement) bool {
		if around := s.Range(); around.Start > span.Start || span.End > around.End {
			return false
		}
		var ways [][]program.Statement
		switch s := s.(type) {
		case *program.Branch:
			ways = [][]program.Statement{s.Then, s.Else}
		case *program.Switch:
			for _, one := range s.Cases {
				ways = append(ways, one.Body)
			}
		}
		for _, way := range ways {
			if len(way) == 0 {
				continue
			}
			one := arm{branch: s.Range(), Span: program.Span{Start: way[0].Range().Start, End: way[len(way)-1].Range().End}}
			switch way[len(way)-1].(type) {
			case *program.Return, *program.Throw:
				one.leaves = true
			}
			if one.Start <= span.Start && span.End <= one.End {
				all = append(all, one)
			}
		}
		return true
	}, nil)
	return all
}
