package practice

import (
	"bytes"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// swallowedBranch is if err != nil {} with nothing in it.
func (r *reader) swallowedBranch(in *program.Function, s *program.Branch) {
	condition, ok := s.Condition.(*program.Binary)
	if !ok || condition.Operator != "!=" || len(s.Then) > 0 || len(s.Else) > 0 {
		return
	}
	name, ok := condition.Left.(*program.Name)
	if nothing, literal := condition.Right.(*program.Literal); !ok || !literal || nothing.Kind != program.LiteralNothing || !strings.HasPrefix(strings.ToLower(name.Name), "err") {
		return
	}
	sign := Sign{Kind: SwallowedResult, What: name.Name + " != nil", Writes: r.firstWrite(in, s.Before)}
	if r.commented(s.Span) {
		sign.Note = "commented"
	}
	r.add(in, s.Start, sign)
}

// swallowedBlank is _ = write(), where the error was all there was to know. Only what
// changes data counts: to drop the error of a Close is an idiom.
func (r *reader) swallowedBlank(in *program.Function, s *program.Assign) {
	blank := len(s.Targets) > 0 && !slices.ContainsFunc(s.Targets, func(x program.Expression) bool {
		name, ok := x.(*program.Name)
		return !ok || name.Name != "_"
	})
	one, ok := s.Value.(*program.Call)
	if !blank || !ok {
		return
	}
	r.dropped(in, s.Span, one, "explicit")
}

// swallowedResult is db.Exec("…") as a statement. GORM's calls give their error in a
// field of what they return, which nobody reads here.
// https://gorm.io/docs/error_handling.html
func (r *reader) swallowedResult(in *program.Function, s *program.Evaluate) {
	if one, ok := s.X.(*program.Call); ok {
		r.dropped(in, s.Span, one, "")
	}
}

// dropped records a call whose error nobody looks at, where it changes rows.
func (r *reader) dropped(in *program.Function, span program.Span, one *program.Call, note string) {
	c := r.callOf(in, one)
	writes := r.writes(c)
	if writes == "" || !r.storesRows(c) || harmless.MatchString(c.method) || excused.MatchString(named(in)) {
		return
	}
	sign := Sign{Kind: SwallowedResult, What: c.written(), Writes: writes, Note: note}
	if strings.EqualFold(c.method, "commit") {
		sign.Note = "commit" // of a transaction that may only have read
	}
	if r.commentedAt(span) {
		sign.Note = "commented"
	}
	r.add(in, span.Start, sign)
}

// storesRows reports whether a call's error is there to be read: it is one of
// database/sql, of GORM or of their like, or a statement says so.
func (r *reader) storesRows(c *call) bool {
	return r.sql(c) || strings.Contains(c.origin, "database/sql.") || strings.Contains(c.origin, "gorm.") || strings.Contains(c.origin, "xorm.") ||
		r.takes("gorm.io/gorm", "github.com/jinzhu/gorm", "database/sql", "xorm.io/xorm", "github.com/jmoiron/sqlx")
}

// commentedAt reports whether words stand on the line of a statement, or on the one
// above it.
func (r *reader) commentedAt(span program.Span) bool {
	from := bytes.LastIndexByte(r.Content[:span.Start], '\n')
	above := bytes.LastIndexByte(r.Content[:max(from, 0)], '\n')
	end := len(r.Content)
	if next := bytes.IndexByte(r.Content[span.End:], '\n'); next >= 0 {
		end = int(span.End) + next
	}
	if bytes.Contains(r.Content[span.End:end], []byte("//")) {
		return true
	}
	return from > 0 && bytes.HasPrefix(bytes.TrimSpace(r.Content[above+1:from]), []byte("//"))
}
