package command

import (
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/golive-app/golive/checks"
)

func (g Grammar) rerun(words []string) (Command, error) {
	command := Command{Verb: VerbRerun}
	if len(words) > maxTargets {
		return Command{}, misunderstood("that names more than the checklist has; %s looks at everything again", code("/golive rerun all"))
	}
	for _, word := range strings.FieldsFunc(strings.Join(words, " "), func(r rune) bool { return r == ' ' || r == ',' }) {
		name := unquoted(word)
		switch strings.ToLower(name) {
		case "all":
			command.All = true
			continue
		case "failed":
			command.Failed = true
			continue
		}
		if strings.HasPrefix(name, "--") {
			return Command{}, misunderstood("this version of golive does not have %s yet; %s is the whole of it", code(word), code(form(VerbRerun)))
		}
		if section, found := checks.FindSection(name); found && len(g.vocabulary.in(section.ID)) > 0 {
			command.Items = append(command.Items, g.vocabulary.in(section.ID)...)
			continue
		}
		items, err := g.find(name, true)
		if err != nil {
			return Command{}, err
		}
		command.Items = append(command.Items, items...)
	}
	switch {
	case command.All:
		return Command{Verb: VerbRerun, All: true}, nil
	case command.Failed && len(command.Items) > 0:
		return Command{}, misunderstood("%s is either what failed or what you name, not both", code("/golive rerun"))
	case len(command.Items) == 0:
		return Command{Verb: VerbRerun, Failed: true}, nil
	}
	slices.Sort(command.Items)
	command.Items = slices.Compact(command.Items)
	return command, nil
}

// lone reads a verb that takes an item and nothing else.
func (g Grammar) lone(verb Verb, words []string) (Command, error) {
	item, rest, err := g.one(verb, words)
	if err != nil {
		return Command{}, err
	}
	if len(rest) > 0 {
		return Command{}, misunderstood("one item at a time: %s", code(form(verb)))
	}
	return Command{Verb: verb, Items: []checks.ItemID{item}}, nil
}

func (g Grammar) signOff(words []string) (Command, error) {
	item, rest, err := g.one(VerbSignOff, words)
	if err != nil {
		return Command{}, err
	}
	command := Command{Verb: VerbSignOff, Items: []checks.ItemID{item}}
	if len(rest) > 0 && !dashes(rest[0]) {
		if command.Link, err = link(rest[0]); err != nil {
			return Command{}, err
		}
		rest = rest[1:]
	}
	if len(rest) > 0 && !dashes(rest[0]) {
		return Command{}, misunderstood("words of your own stand after two dashes: %s", code(form(VerbSignOff)))
	}
	if len(rest) > 0 {
		command.Note, err = sentence(rest[1:])
	}
	return command, err
}

func (g Grammar) revoke(words []string) (Command, error) {
	item, rest, err := g.one(VerbRevoke, words)
	if err != nil {
		return Command{}, err
	}
	command := Command{Verb: VerbRevoke, Items: []checks.ItemID{item}}
	if len(rest) > 0 && !strings.EqualFold(rest[0], "because") && !dashes(rest[0]) {
		return Command{}, misunderstood("the reason stands after the word because: %s", code(form(VerbRevoke)))
	}
	if len(rest) > 0 {
		command.Note, err = sentence(rest[1:])
	}
	return command, err
}

func (g Grammar) waive(words []string) (Command, error) {
	item, rest, err := g.one(VerbWaive, words)
	if err != nil {
		return Command{}, err
	}
	command := Command{Verb: VerbWaive, Items: []checks.ItemID{item}}
	if len(rest) < 2 || !strings.EqualFold(rest[0], "until") {
		return Command{}, misunderstood("until when? %s", code(form(VerbWaive)))
	}
	if command.Until, err = time.Parse(time.DateOnly, rest[1]); err != nil {
		return Command{}, misunderstood("%s is no date; it is written as %s", code(rest[1]), code("2026-01-31"))
	}
	command.Note, err = because(VerbWaive, rest[2:])
	return command, err
}

func (g Grammar) exclude(words []string) (Command, error) {
	item, rest, err := g.one(VerbExclude, words)
	if err != nil {
		return Command{}, err
	}
	reason, err := because(VerbExclude, rest)
	if err != nil {
		return Command{}, err
	}
	return Command{Verb: VerbExclude, Items: []checks.ItemID{item}, Note: reason}, nil
}

// because reads the reason of a verb that needs one which tells others something.
func because(verb Verb, words []string) (string, error) {
	if len(words) < 2 || !strings.EqualFold(words[0], "because") && !dashes(words[0]) {
		return "", misunderstood("why? the reason stands after the word because: %s", code(form(verb)))
	}
	reason, err := sentence(words[1:])
	if err == nil && utf8.RuneCountInString(reason) < minReason {
		return "", misunderstood("others have to understand the reason: it takes %d characters or more", minReason)
	}
	return reason, err
}

// one reads the item that a verb needs exactly one of.
func (g Grammar) one(verb Verb, words []string) (checks.ItemID, []string, error) {
	if len(words) == 0 {
		return "", nil, misunderstood("which item? %s", code(form(verb)))
	}
	name := unquoted(words[0])
	if section, found := checks.FindSection(name); found {
		return "", nil, misunderstood("%s is a section; name one of its items, such as %s", code(name), code(g.example(section.ID)))
	}
	items, err := g.find(name, false)
	if err != nil {
		return "", nil, err
	}
	if len(items) > 1 {
		return "", nil, misunderstood("%s is several items; name one of %s", code(name), codes(items))
	}
	return items[0], words[1:], nil
}

func (g Grammar) example(section checks.SectionID) string {
	if ids := g.vocabulary.in(section); len(ids) > 0 {
		return string(ids[0])
	}
	return string(section) + ".…"
}

// find returns what a name means, at least one item.
func (g Grammar) find(name string, sections bool) ([]checks.ItemID, error) {
	items, ambiguous := g.vocabulary.named(name)
	if len(items) > 0 {
		return items, nil
	}
	if len(ambiguous) > 0 {
		return nil, misunderstood("%s could be %s", code(name), codes(ambiguous))
	}
	kind := "item"
	if sections {
		kind = "item or section"
	}
	if nearest := g.vocabulary.nearest(name, sections); nearest != "" {
		return nil, misunderstood("there is no %s %s; did you mean %s?", kind, code(name), code(nearest))
	}
	return nil, misunderstood("there is no %s %s; %s lists them", kind, code(name), code("/golive status"))
}

// dashes reports whether a word separates a note from what stands before it.
// Telephones make one long dash of two short ones.
func dashes(word string) bool { return word == "--" || word == "—" || word == "–" }

// maxLink bounds a link, in bytes.
const maxLink = 2000

// link reads a link to what was read: http or https with a host and without
// credentials.
func link(word string) (string, error) {
	text := word
	if strings.HasPrefix(word, "<") && strings.HasSuffix(word, ">") {
		text = word[1 : len(word)-1] // as Markdown writes a bare link
	}
	address, err := url.Parse(text)
	switch {
	case err != nil || address.Host == "" || (address.Scheme != "http" && address.Scheme != "https"):
		return "", misunderstood("%s is no http or https link; words of your own stand after two dashes: %s", code(word), code(form(VerbSignOff)))
	case address.User != nil:
		return "", misunderstood("the link holds a user name or password: take it out, everybody here can read it")
	}
	normal := address.String()
	if len(normal) > maxLink {
		return "", misunderstood("the link is longer than %d bytes", maxLink)
	}
	return normal, nil
}

// sentence joins a person's words to one line.
func sentence(words []string) (string, error) {
	text := strings.Join(words, " ")
	if utf8.RuneCountInString(text) > maxNote {
		return "", misunderstood("the note is longer than %d characters; put the rest behind a link", maxNote)
	}
	return text, nil
}
