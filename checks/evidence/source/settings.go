package source

import (
	"slices"

	sitter "github.com/tree-sitter/go-tree-sitter"

	"github.com/golive-app/golive/checks/evidence/source/setting"
	"github.com/golive-app/golive/config/regex"
)

// starting is what a language runs when its program starts: everything that does not
// stand in one of the later kinds of node.
type starting struct {
	later map[string]bool
	// static are kinds of which only those with one of these words run at once.
	static map[string]bool
	// ends are kinds beyond which nothing puts off what stands in them.
	ends map[string]bool
	// main are the names of functions that are called at once.
	main []string
	// runs matches the start of a call whose block is run at once, and the condition that
	// holds in production.
	runs *regex.Expression
}

// startings is the table of languages whose variables are read by their calls.
var startings = map[string]starting{
	"Ruby": {
		later: words("method singleton_method block do_block lambda if unless elsif else if_modifier unless_modifier case conditional while until while_modifier rescue rescue_modifier ensure binary"),
		runs:  regex.New(`^(?:Rails\.application\.config\b[\w.]*|[\w:.]+\.(?:configure|setup|config))\b|^if\s+Rails\.env\.production\?\s|^.*\bif\s+Rails\.env\.production\?$`),
	},
	"PHP": {
		later: words("function_definition method_declaration anonymous_function anonymous_function_creation_expression arrow_function if_statement conditional_expression while_statement for_statement foreach_statement switch_statement match_expression try_statement catch_clause"),
	},
	"Java": {
		later:  words("method_declaration constructor_declaration lambda_expression if_statement ternary_expression while_statement for_statement enhanced_for_statement switch_expression try_statement catch_clause"),
		static: words("field_declaration"), main: []string{"main"},
	},
	"Kotlin": {
		later: words("function_declaration lambda_literal annotated_lambda anonymous_function if_expression when_expression while_statement for_statement getter try_expression catch_block class_declaration property_delegate"),
		ends:  words("companion_object"), main: []string{"main"},
	},
	"C#": {
		later: words("method_declaration constructor_declaration lambda_expression anonymous_method_expression local_function_statement if_statement conditional_expression while_statement for_statement foreach_statement switch_statement switch_expression try_statement catch_clause property_declaration"),
		// https://learn.microsoft.com/en-us/aspnet/core/fundamentals/startup
		static: words("field_declaration"), main: []string{"Main", "ConfigureServices"},
	},
	"Rust": {
		later: words("function_item closure_expression if_expression match_arm while_expression for_expression loop_expression token_tree"),
		main:  []string{"main"},
	},
}

var static = regex.New(`\bstatic\b`)

// readSettings reads the variables of a language whose programs are not lowered, by its
// calls and by where in the tree they stand.
func readSettings(tree *sitter.Tree, language string, content []byte, facts *Facts, expired func() bool) {
	start, found := startings[language]
	if !found || !setting.Mentions(language, content) {
		return
	}
	r := &reading{content: content, root: tree.RootNode(), expired: expired, facts: facts}
	facts.Settings = setting.ReadPlain(language, content, func(call, name int) (code, later bool) {
		leaf := r.root.DescendantForByteRange(uint(name), uint(name+1))
		if leaf == nil || leaf.ChildCount() == 0 && int(leaf.StartByte()) <= call && leaf.Kind() != "token_tree" {
			return false, true // a comment, or a text that speaks of a call
		}
		return true, start.putsOff(r, leaf)
	})
	if r.slow {
		facts.Deep = errSlow.Error()
	}
}

// putsOff reports whether something around a node keeps it from running when the
// program starts.
func (s starting) putsOff(r *reading, leaf *sitter.Node) bool {
	inner := leaf
	for around := r.up(leaf); around != nil; around = r.up(around) {
		kind := around.Kind()
		switch {
		case s.ends[kind]:
			return false
		case s.static[kind]:
			if !static.MatchString(firstLine(r.text(around))) {
				return true
			}
		case kind == "binary" && !s.behind(r, around, inner), inCondition(around, leaf): // runs whatever comes of it
		case s.later[kind] && !s.atOnce(r, around):
			return true
		}
		inner = around
	}
	return r.slow
}

// inCondition reports whether a node stands in the condition of another.
func inCondition(branch, leaf *sitter.Node) bool {
	condition := branch.ChildByFieldName("condition")
	return condition != nil && condition.StartByte() <= leaf.StartByte() && leaf.EndByte() <= condition.EndByte()
}

// behind reports whether a part of an operation stands behind an operator that may
// leave it out.
func (s starting) behind(r *reading, operation, part *sitter.Node) bool {
	operator, right := operation.ChildByFieldName("operator"), operation.ChildByFieldName("right")
	return operator != nil && right != nil && right.StartByte() == part.StartByte() && slices.Contains([]string{"||", "&&", "or", "and"}, r.text(operator))
}

// atOnce reports whether what could be put off runs when the program starts.
func (s starting) atOnce(r *reading, node *sitter.Node) bool {
	if name := node.ChildByFieldName("name"); name != nil && slices.Contains(s.main, r.text(name)) {
		return true
	}
	if s.runs == nil {
		return false
	}
	if kind := node.Kind(); kind == "do_block" || kind == "block" {
		if node = r.up(node); node == nil {
			return false
		}
	}
	return s.runs.MatchString(firstLine(r.text(node)))
}

// ReadsSettings reports whether the variables of a language are among its facts.
func ReadsSettings(language string) bool {
	_, plain := startings[language]
	return plain || ReadsPrograms(language)
}

func firstLine(text string) string {
	for index, letter := range text {
		if letter == '\n' {
			return text[:index]
		}
	}
	return text
}
