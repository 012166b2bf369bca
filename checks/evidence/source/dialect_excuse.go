package source

import (
	"bytes"
	"slices"

	sitter "github.com/tree-sitter/go-tree-sitter"

	"github.com/golive-app/golive/config/regex"
)

var (
	// speaking matches the names of functions whose work is output.
	speaking = regex.New(`^_*(?i:print|pretty_?print|usage|help|banner|dump|log|debug|trace|main)(?:ln|f)?(?:$|[_A-Z0-9?!])`)
	// handing matches those of them that put out what they are given.
	handing = regex.New(`^_*(?i:log|debug|trace)`)
	// asked matches conditions that ask whether somebody wants output, or has
	// started the file by hand; notAsked, those that ask for the contrary.
	asked    = regex.New(`(?i)(?:\b|_)(?:debug|verbose|verbosity|isattached|isatty|php_sapi|php_sapi_name|wp_cli|runninginconsole)(?:\b|_)|(?-i:[a-z](?:Debug|Verbose)(?:\b|[A-Z]))|__name__|__FILE__|PROGRAM_NAME`)
	notAsked = regex.New(`(?i)(?:^\(?\s*!|\bnot\b|!=|\bquiet\b|\bsilent\b)`)
)

// longestDialogue bounds how much of a function is searched for a dialogue.
const longestDialogue = 20_000

// excuse says why a call's output is no leftover where it stands, in words of its
// own and none of the file's; empty where nothing around it speaks for that.
func (d *dialect) excuse(r *reading, call *sitter.Node) string {
	for inner, around := call, r.up(call); around != nil; inner, around = around, r.up(around) {
		kind := around.Kind()
		if d.shape.functions[kind] {
			if name := around.ChildByFieldName("name"); name != nil && speaking.MatchString(r.text(name)) && (!handing.MatchString(r.text(name)) || handsOn(call)) {
				return "in a function for output"
			}
			body := r.content[around.StartByte():min(around.EndByte(), around.StartByte()+longestDialogue)]
			if slices.ContainsFunc(d.shape.dialogue, func(text string) bool { return bytes.Contains(body, []byte(text)) }) {
				return "in a dialogue at a terminal"
			}
		}
		if d.shape.branches[kind] {
			if condition := around.ChildByFieldName("condition"); condition != nil && !condition.Equals(*inner) && !otherwise(around, inner) {
				text := oneLine([]byte(r.text(condition)))
				if asked.MatchString(text) && !notAsked.MatchString(text) {
					return "where somebody asks for it"
				}
			}
		}
		if d.shape.excuse != nil {
			if reason := d.shape.excuse(r, around, call); reason != "" {
				return reason
			}
		}
	}
	return ""
}

// handsOn reports whether a call is given anything but what is written there: log(order) that
// prints "here" is no logger.
func handsOn(call *sitter.Node) bool {
	arguments := call.ChildByFieldName("arguments")
	if arguments == nil {
		return true
	}
	cursor := arguments.Walk()
	defer cursor.Close()
	for range mostArguments {
		if names[cursor.Node().Kind()] {
			return true
		}
		if cursor.GotoFirstChild() || cursor.GotoNextSibling() {
			continue
		}
		for !cursor.GotoNextSibling() {
			if !cursor.GotoParent() || cursor.Node().Equals(*arguments) {
				return false
			}
		}
	}
	return true
}

// names are kinds of nodes that stand for a value, mostArguments bounds how many are looked at.
var names = words("identifier simple_identifier variable_name this self this_expression")

const mostArguments = 500

// otherwise reports whether a part of a condition is what happens if it does not
// hold.
func otherwise(branch, part *sitter.Node) bool {
	alternative := branch.ChildByFieldName("alternative")
	return alternative != nil && alternative.StartByte() <= part.StartByte()
}
