package secret

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/rs/zerolog"
	"github.com/spf13/viper"
	"github.com/zricethezav/gitleaks/v8/config"
	"github.com/zricethezav/gitleaks/v8/detect"
	"github.com/zricethezav/gitleaks/v8/logging"
	"github.com/zricethezav/gitleaks/v8/report"
	"github.com/zricethezav/gitleaks/v8/sources"

	"github.com/golive-app/golive/checks/evidence/source/lines"
	"github.com/golive-app/golive/config/regex"
)

// setup guards gitleaks' package-wide configuration reader.
var setup sync.Mutex

// silence quiets gitleaks' logger, which would write secrets to standard error;
// once, since detectors that exist already read it.
var silence sync.Once

// book is gitleaks' rules and the shapes of this package. gitleaks searches a text by
// every rule of which it holds a word; the book first asks cheaper questions, compiles
// the expression of a rule when a text first comes that far, and hands to gitleaks what
// the expression matches, to be judged: few texts, and few of the rules.
type book struct {
	rules   []*bookRule  // by id
	words   *lines.Words // in small letters
	holders [][]int      // of each word: rules, by index
	always  []int        // rules that have no word, or a sign that stands in every text
}

// bookRule is one rule.
type bookRule struct {
	id        string
	shapeless bool                   // only the name beside it makes its value a secret
	tells     func(text string) bool // false where the expression can match nothing; nil: not known
	parts     *assignedTo            // takes out where alone it can; nil: not known
	path      *regex.Expression      // of files' names that it is about; nil: all
	detector  func() (*detect.Detector, error)
}

// newBook returns gitleaks' default rules, changed in four ways: the shapes of this
// package are added, what a pull request may write into its own files to be passed
// over (an inline comment, a folder's name) is not honoured, files that are
// secrets by their name are left to this package, and nothing is logged.
func newBook() (*book, error) {
	defaults, err := readDefaults()
	if err != nil {
		return nil, err
	}
	shared, err := allowlistsOf(defaults)
	if err != nil {
		return nil, err
	}
	made := &book{}
	words := map[string][]int{}
	add := func(rule *bookRule, keywords []string) {
		rule.tells = telling[rule.id]
		if len(keywords) == 0 || slices.ContainsFunc(keywords, func(word string) bool { return len(word) < 2 }) {
			made.always = append(made.always, len(made.rules))
			keywords = nil
		}
		for _, word := range keywords {
			word = strings.ToLower(word)
			words[word] = append(words[word], len(made.rules))
		}
		made.rules = append(made.rules, rule)
	}
	for index, rule := range defaults.Rules {
		if rule.ID == "pkcs12-file" {
			continue
		}
		alone := config.ViperConfig{Rules: defaults.Rules[index : index+1 : index+1]}
		add(&bookRule{id: rule.ID, shapeless: shapeless(rule.ID, rule.Regex), parts: partsOf(rule.ID, rule.Regex), path: pathOf(rule.Path), detector: sync.OnceValues(func() (*detect.Detector, error) {
			setup.Lock()
			defer setup.Unlock()
			translated, err := alone.Translate()
			if err != nil {
				return nil, err
			}
			return detectorOf(translated.Rules[rule.ID], shared), nil
		})}, rule.Keywords)
	}
	for _, shape := range shapes {
		add(&bookRule{id: shape.rule, detector: sync.OnceValues(func() (*detect.Detector, error) {
			rule, err := shape.detected()
			if err != nil {
				return nil, err
			}
			return detectorOf(rule, shared), nil
		})}, shape.keywords)
	}
	all := slices.Sorted(maps.Keys(words))
	for _, word := range all {
		made.holders = append(made.holders, words[word])
	}
	made.words = lines.NewWords(all...)
	return made, nil
}

// pathOf returns the expression of the names that a rule is about; nil where it is about
// all files.
func pathOf(source string) *regex.Expression {
	if source == "" {
		return nil
	}
	return regex.New(source)
}

// readDefaults reads gitleaks' default rules, without compiling them.
func readDefaults() (config.ViperConfig, error) {
	setup.Lock()
	defer setup.Unlock()
	silence.Do(func() { logging.Logger = zerolog.Nop() })
	var defaults config.ViperConfig
	viper.SetConfigType("toml")
	if err := viper.ReadConfig(strings.NewReader(config.DefaultConfig)); err != nil {
		return defaults, err
	}
	return defaults, viper.Unmarshal(&defaults)
}

// allowlistsOf returns what holds for all rules: values alone, for a path that is
// passed over is one that a pull request may choose.
func allowlistsOf(defaults config.ViperConfig) ([]*config.Allowlist, error) {
	setup.Lock()
	defer setup.Unlock()
	defaults.Rules = nil
	//lint:ignore SA1019 the default rules are written in the older form
	if list := defaults.AllowList; list != nil {
		list.Paths = nil
	}
	for _, list := range defaults.Allowlists {
		list.Paths = nil
	}
	all, err := defaults.Translate()
	if err != nil {
		return nil, err
	}
	for _, list := range all.Allowlists {
		list.Commits = nil
		if err := list.Validate(); err != nil {
			return nil, err
		}
	}
	return all.Allowlists, nil
}

// detectorOf returns a detector that knows one rule, and tries it on every text.
func detectorOf(rule config.Rule, shared []*config.Allowlist) *detect.Detector {
	rule.Keywords = nil
	detector := detect.NewDetector(config.Config{Rules: map[string]config.Rule{rule.RuleID: rule}, Allowlists: shared})
	detector.IgnoreGitleaksAllow = true
	return detector
}

// search returns what the rules find in a text, of which lower is the small letters.
// With shaped set, rules whose values have no shape of their own are left out. The
// error is the context's, or that of a rule that does not compile.
func (b *book) search(ctx context.Context, searched text) ([]report.Finding, error) {
	var found []report.Finding
	name := rulePath(searched.path)
	for _, index := range b.held(searched.lower) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		rule := b.rules[index]
		if searched.shaped && rule.shapeless || rule.path != nil && !rule.path.MatchString(name) || rule.tells != nil && !rule.tells(searched.content) {
			continue
		}
		parts := []string{searched.content}
		if rule.parts != nil {
			if parts = rule.parts.parts(searched.content, searched.lower); len(parts) == 0 {
				continue
			}
		}
		detector, err := rule.detector()
		if err != nil {
			return nil, fmt.Errorf("the rule %s: %w", rule.id, err)
		}
		known := detector.Config.Rules[rule.id]
		lists := listsOf(detector, known)
		if !slices.ContainsFunc(parts, func(part string) bool { return promising(known, lists, part) }) {
			continue
		}
		//lint:ignore SA1019 version 8 of the detector takes no other type; the one that version 9 will take is converted here
		found = append(found, detector.DetectContext(ctx, detect.Fragment(sources.Fragment{Raw: searched.content, FilePath: name}))...)
	}
	return withoutGeneric(found), ctx.Err() // a detector stops silently, with its rule half tried
}

// listsOf returns all lists of values that a detector passes over.
func listsOf(detector *detect.Detector, rule config.Rule) []*config.Allowlist {
	return slices.Concat(detector.Config.Allowlists, rule.Allowlists)
}

// promising reports whether a rule may find something in a text: whether its expression
// matches a value that is random enough and that no list passes over. gitleaks asks the
// same of each match, after it has counted the text's lines and written to its log.
func promising(rule config.Rule, lists []*config.Allowlist, content string) bool {
	const margin = 1e-6 // of a sum of fractions, made in whichever order
	for _, place := range rule.Regex.FindAllStringIndex(content, -1) {
		match := strings.Trim(content[place[0]:place[1]], "\n")
		value := valueOf(rule, match)
		if rule.Entropy > 0 && plain(value) && Entropy(value) <= rule.Entropy-margin {
			continue
		}
		if !slices.ContainsFunc(lists, func(list *config.Allowlist) bool { return passesOver(list, value) }) {
			return true
		}
	}
	return false
}

// valueOf returns the part of a match that is the secret: the group that the rule
// names, or the first that is not empty.
func valueOf(rule config.Rule, match string) string {
	groups := rule.Regex.FindStringSubmatch(match)
	if rule.SecretGroup > 0 && rule.SecretGroup < len(groups) {
		return groups[rule.SecretGroup]
	}
	if rule.SecretGroup == 0 && len(groups) > 1 {
		for _, group := range groups[1:] {
			if group != "" {
				return group
			}
		}
	}
	return match
}

// passesOver reports whether a list passes over a value whatever stands around it.
func passesOver(list *config.Allowlist, value string) bool {
	if list.MatchCondition != config.AllowlistMatchOr {
		return false
	}
	if word, _ := list.ContainsStopWord(value); word {
		return true
	}
	return list.RegexTarget == "" && list.RegexAllowed(value)
}

// plain reports whether a text is ASCII, of which gitleaks counts the entropy as this
// package does.
func plain(text string) bool {
	return strings.IndexFunc(text, func(character rune) bool { return character >= 0x80 }) < 0
}

// held returns the rules of which a text in small letters holds a word, in their
// order, by index.
func (b *book) held(lower string) []int {
	words := make([]bool, len(b.holders))
	b.words.Each(lower, func(word, _ int) { words[word] = true })
	rules := make([]bool, len(b.rules))
	for _, index := range b.always {
		rules[index] = true
	}
	for word, holds := range words {
		if holds {
			for _, index := range b.holders[word] {
				rules[index] = true
			}
		}
	}
	var held []int
	for index, holds := range rules {
		if holds {
			held = append(held, index)
		}
	}
	return held
}

// withoutGeneric drops what a generic rule finds where one that knows the provider
// finds the same value.
func withoutGeneric(found []report.Finding) []report.Finding {
	generic := func(one report.Finding) bool { return strings.Contains(one.RuleID, "generic") }
	better := slices.DeleteFunc(slices.Clone(found), generic)
	return slices.DeleteFunc(found, func(one report.Finding) bool {
		return generic(one) && slices.ContainsFunc(better, func(other report.Finding) bool {
			return other.StartLine == one.StartLine && strings.Contains(other.Secret, one.Secret)
		})
	})
}
