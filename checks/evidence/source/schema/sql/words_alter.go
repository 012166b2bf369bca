package sql

import "github.com/golive-app/golive/checks/evidence/source/schema"

func (s statement) alteredByWords(c *cursor) []schema.Change {
	ifExists(c)
	c.take("only")
	table := c.name()
	if table == "" {
		return nil
	}
	var changes []schema.Change
	for _, action := range items(c.tokens[min(c.at, len(c.tokens)):]) {
		if len(action) == 0 {
			continue
		}
		for _, change := range s.actionByWords(&cursor{tokens: action}) {
			change.Table = table
			if change.Line == 0 {
				change.Line = s.lines.of(action[0].start)
			}
			changes = append(changes, change)
		}
	}
	return changes
}

func (s statement) actionByWords(c *cursor) []schema.Change {
	one := func(kind schema.ChangeKind, name string) []schema.Change {
		return []schema.Change{{Kind: kind, Name: name}}
	}
	switch {
	case c.take("add"):
		return s.addedByWords(c)
	case c.take("drop"):
		switch {
		case c.take("constraint"), c.take("foreign", "key"), c.take("check"):
			ifExists(c)
			return one(schema.DropConstraint, c.name())
		case c.take("index"), c.take("key"):
			ifExists(c)
			return one(schema.DropIndex, c.name())
		case c.take("primary", "key"):
			return one(schema.DropConstraint, "primary")
		}
		c.take("column")
		lenient := ifExists(c)
		return []schema.Change{{Kind: schema.DropColumn, Name: c.name(), Lenient: lenient}}
	case c.take("rename"):
		switch {
		case c.take("to"), c.take("as"):
			return []schema.Change{{Kind: schema.RenameTable, To: c.name()}}
		case c.take("index"), c.take("key"):
			return renamed(c, schema.RenameIndex)
		case c.take("constraint"):
			return nil
		}
		c.take("column")
		return renamed(c, schema.RenameColumn)
	case c.take("change"):
		c.take("column")
		from := c.name()
		var with schema.Table
		s.columnByWords(&with, c, 0)
		if len(with.Columns) == 0 {
			return nil
		}
		column := with.Columns[0]
		changes := retyped(column)
		if !schema.SameName(from, column.Name) {
			changes = append([]schema.Change{{Kind: schema.RenameColumn, Name: from, To: column.Name}}, changes...)
		}
		return changes
	case c.take("modify"):
		c.take("column")
		var with schema.Table
		s.columnByWords(&with, c, 0)
		if len(with.Columns) > 0 {
			return retyped(with.Columns[0])
		}
	case c.take("alter"):
		return s.columnAltered(c)
	case c.take("validate", "constraint"):
		return one(schema.Validate, c.name())
	}
	return nil
}

// retyped are the changes of MySQL's MODIFY, which says all of a column.
func retyped(column schema.Column) []schema.Change {
	return []schema.Change{{Kind: schema.SetType, Name: column.Name, Column: &column}}
}

func renamed(c *cursor, kind schema.ChangeKind) []schema.Change {
	change := schema.Change{Kind: kind, Name: c.name()}
	if !c.take("to") {
		return nil
	}
	change.To = c.name()
	return []schema.Change{change}
}

func (s statement) columnAltered(c *cursor) []schema.Change {
	c.take("column")
	name := c.name()
	switch {
	case c.take("set", "not", "null"):
		return []schema.Change{{Kind: schema.SetNotNull, Name: name}}
	case c.take("drop", "not", "null"):
		return []schema.Change{{Kind: schema.DropNotNull, Name: name}}
	case c.take("set", "data", "type"), c.take("type"):
		change := schema.Change{Kind: schema.SetType, Name: name, Column: &schema.Column{Name: name, Type: typeByWords(c)}}
		for ; !c.done(); c.at++ {
			if c.peek().is("using") {
				change.Using = s.behind("using")
			}
		}
		return []schema.Change{change}
	}
	return nil
}

func (s statement) addedByWords(c *cursor) []schema.Change {
	if c.peek().is("check") || c.peek().is("constraint") && c.at+2 < len(c.tokens) && c.tokens[c.at+2].is("check") {
		name := ""
		if c.take("constraint") {
			name = c.name()
		}
		change := schema.Change{Kind: schema.AddCheck, Name: name}
		for ; !c.done(); c.at++ {
			if c.take("not", "valid") {
				change.NotValid = true
			}
		}
		return []schema.Change{change}
	}
	named := c.take("column")
	lenient := ifNotExists(c)
	if c.peek().is("(") { // ADD (a int, b int)
		var changes []schema.Change
		for _, item := range items(c.group()) {
			changes = append(changes, s.addedByWords(&cursor{tokens: item})...)
		}
		return changes
	}
	var with schema.Table
	rest := c.tokens[min(c.at, len(c.tokens)):]
	if named {
		if len(rest) == 0 {
			return nil
		}
		s.columnByWords(&with, &cursor{tokens: rest}, s.lines.of(rest[0].start))
		return addColumn(with, lenient)
	}
	if name, constraint := s.itemByWords(&with, rest); constraint {
		return addConstraints(with, name)
	}
	return addColumn(with, lenient)
}
