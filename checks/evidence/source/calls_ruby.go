package source

import (
	"slices"
	"strings"

	sitter "github.com/tree-sitter/go-tree-sitter"
	ruby "github.com/tree-sitter/tree-sitter-ruby/bindings/go"

	"github.com/golive-app/golive/config/regex"
)

var rubyDialect = &dialect{
	language: "Ruby",
	load:     func() *sitter.Language { return sitter.NewLanguage(ruby.Language()) },
	leftover: []leftoverCall{
		// debug, pry, byebug, Rails' web console and Capybara's pictures of a page.
		{rule: RuleBreakpoint, names: "debugger byebug remote_byebug jard pry binding.pry binding.irb binding.remote_pry binding.pry_remote binding.pry_shell binding.break binding.b binding.console Pry.start Pry.rescue"},
		{rule: RuleBreakpoint, names: "save_and_open_page save_and_open_screenshot page.save_and_open_page page.save_and_open_screenshot"},
		{rule: RulePrint, names: "puts print $stdout.puts $stdout.print STDOUT.puts STDOUT.print", unless: alone},
		{rule: RuleDump, names: "p pp", unless: noDump},
		{rule: RuleFocusedTest, names: "fit fdescribe fcontext fspecify fexample ffeature fscenario RSpec.fdescribe RSpec.fcontext", unless: noExample},
	},
	more: []anchor{{"focus", (*reading).focusNote}},
	shape: shape{
		calls:      words("call"),
		statements: words("program body_statement block_body then else ensure do if_modifier unless_modifier begin parenthesized_statements rescue_modifier"),
		declares:   words("method.name method_parameters. block_parameters. lambda_parameters. optional_parameter.name keyword_parameter.name splat_parameter.name block_parameter.name assignment.left"),
		patterns:   words("left_assignment_list destructured_parameter destructured_left_assignment"),
		scopes:     words("method singleton_method block do_block lambda class module program"),
		functions:  words("method singleton_method"),
		branches:   words("if elsif if_modifier"),
		prefixes:   []string{"Kernel."},
		dialogue:   []string{"gets.chomp", "gets.strip", "STDIN.gets", "$stdin.gets"},
	},
	signs: signs{
		serves:  regex.New(`^class\s+\S+\s*<\s*(?:::)?(?:\w+::)*(?:Application(?:Controller|Record|Job|Mailer)|ActionController|ActiveRecord|ActiveJob|ActionMailer)\b|^require\s*\(?['"](?:sinatra|rails|grape|hanami|roda|sidekiq)\b|^include\s+Sidekiq|^Rails\.application\b`),
		command: regex.New(`^require\s*\(?['"](?:optparse|thor|gli|slop|tty-|highline|dry/cli|rake)|^class\s+\S+\s*<\s*(?:::)?(?:Thor|Rails::Generators)\b`),
		entry:   regex.New(`^if\s+(?:__FILE__|\$0|\$PROGRAM_NAME)\s*==`),
	},
}

// alone reports whether a name stands without arguments: as good as always a
// variable's.
func alone(_ *reading, call *sitter.Node) bool {
	return call.Kind() != "call" || call.ChildByFieldName("arguments") == nil
}

// noDump reports whether p or pp is something else than a dump: a variable, or a
// paragraph in a page that is built in Ruby.
func noDump(r *reading, call *sitter.Node) bool {
	if alone(r, call) || call.ChildByFieldName("block") != nil {
		return true
	}
	first := call.ChildByFieldName("arguments").NamedChild(0)
	return first != nil && first.Kind() == "pair"
}

// examples are the names by which RSpec lets examples and groups be declared.
var examples = []string{"it", "describe", "context", "specify", "example", "feature", "scenario", "shared_examples", "its"}

func noExample(_ *reading, call *sitter.Node) bool {
	return call.Kind() != "call" || call.ChildByFieldName("block") == nil
}

// focusNote records examples that are marked to run alone: it "…", :focus do and
// it "…", focus: true do. https://rspec.info/features/3-13/rspec-core/filtering/
func (r *reading) focusNote(leaf *sitter.Node) {
	note := leaf
	switch r.text(leaf) {
	case ":focus":
	case "focus", "focus:":
		if note = r.up(leaf); note == nil || note.Kind() != "pair" {
			return
		}
		if value := note.ChildByFieldName("value"); value == nil || r.text(value) != "true" {
			return
		}
	default:
		return
	}
	list := r.up(note)
	if list == nil || list.Kind() != "argument_list" {
		return
	}
	call := r.up(list)
	if call == nil || call.Kind() != "call" || call.ChildByFieldName("block") == nil {
		return
	}
	method := call.ChildByFieldName("method")
	if method == nil || !slices.Contains(examples, r.text(method)) {
		return
	}
	if receiver := call.ChildByFieldName("receiver"); receiver == nil || strings.TrimPrefix(r.text(receiver), "::") == "RSpec" {
		r.add(RuleFocusedTest, r.text(method)+" with focus", note)
	}
}
