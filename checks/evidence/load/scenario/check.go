package scenario

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// check is what an answer is held to: `json user.name == "{name}"`.
type check struct {
	text    string
	subject string     // status, body, size, header or json
	what    extraction // of a header or of JSON
	compare string
	wanted  template
	number  float64 // where the comparison is one of numbers
	pattern *regexp.Regexp
}

// checkPattern takes an expression to pieces.
var checkPattern = regexp.MustCompile(`^\s*([a-z]+)(?:\s+([^\s=!<>]+))?\s*(==|!=|<=|>=|<|>|\bcontains\b|\blacks\b|\bmatches\b|\bexists\b)\s*(.*?)\s*$`)

// checkExamples say how expressions are written.
const checkExamples = `write one like status == 200, body contains "ok", json user.name == "{name}", header Content-Type contains "json" or size < 64KiB`

// subjects of checks, and what each may be compared by. In a load test, what is held to
// a time are all answers to a step.
func subjects(smoke bool) map[string][]string {
	all := answerSubjects()
	if smoke {
		all["time"] = []string{"<", "<="}
	}
	return all
}

func answerSubjects() map[string][]string {
	numbers, texts := []string{"==", "!=", "<", "<=", ">", ">="}, []string{"==", "!=", "contains", "lacks", "matches"}
	return map[string][]string{
		"status": numbers, "size": numbers, "body": texts,
		"header": append(slices.Clone(texts), "exists"), "json": append(slices.Concat(numbers, texts[2:]), "exists"),
	}
}

// parseCheck reads an expression; variables in its value are those of the scope.
func parseCheck(text string, variables *scope) (check, error) {
	found := checkPattern.FindStringSubmatch(text)
	if found == nil {
		return check{}, errors.New(checkExamples)
	}
	made := check{text: strings.TrimSpace(text), subject: found[1], compare: found[3]}
	compares, known := subjects(variables.smoke)[made.subject]
	named := made.subject == "header" || made.subject == "json"
	switch {
	case !known:
		return check{}, fmt.Errorf("there is no %q: %s", shorten(made.subject), checkExamples)
	case named && found[2] == "":
		return check{}, fmt.Errorf("it does not say which: write %s NAME %s …", made.subject, made.compare)
	case !named && found[2] != "":
		return check{}, errors.New(checkExamples)
	case !slices.Contains(compares, made.compare):
		return check{}, fmt.Errorf("%s is compared by %s", made.subject, strings.Join(compares, ", "))
	case made.compare == "exists" && found[4] != "":
		return check{}, errors.New("nothing follows exists")
	}
	switch made.subject {
	case "header":
		made.what = extraction{kind: fromHeader, name: found[2]}
	case "json":
		path, err := parseJSONPath(found[2])
		if err != nil {
			return check{}, err
		}
		made.what = extraction{kind: fromJSON, path: path}
	}
	return made, made.value(found[4], variables)
}

// value reads what the subject is compared with.
func (c *check) value(text string, variables *scope) error {
	if c.compare == "exists" {
		return nil
	}
	value, err := unquote(text)
	if err != nil {
		return err
	}
	switch {
	case c.subject == "time":
		wanted, err := time.ParseDuration(value)
		if err != nil || wanted <= 0 {
			return fmt.Errorf("%q is no time: write it as 800ms or 2s", shorten(value))
		}
		c.number = wanted.Seconds()
		return nil
	case c.subject == "status" || c.subject == "size" || strings.ContainsAny(c.compare, "<>"):
		if c.number, err = number(value, c.subject == "size"); err != nil {
			return err
		}
		if c.subject == "status" && (c.number < 100 || c.number > 599) {
			return fmt.Errorf("%s is no status: there are 100 to 599", value)
		}
		return nil
	case c.compare == "matches":
		if c.pattern, err = regexp.Compile(value); err != nil {
			return fmt.Errorf("%q is no regular expression: %w", shorten(value), err)
		}
		return nil
	}
	c.wanted, err = variables.compile(value, plain)
	return err
}

// unquote reads a value with or without quotes.
func unquote(text string) (string, error) {
	if text == "" {
		return "", errors.New("a value is missing at its end")
	}
	quote := text[0]
	if quote != '"' && quote != '\'' {
		return text, nil
	}
	if len(text) < 2 || text[len(text)-1] != quote {
		return "", fmt.Errorf("a quote is missing at the end of %s", shorten(text))
	}
	if quote == '\'' {
		return text[1 : len(text)-1], nil
	}
	value, err := strconv.Unquote(text)
	if err != nil {
		return "", fmt.Errorf("%s is no text in quotes: a backslash is written twice, or put it in single quotes", shorten(text))
	}
	return value, nil
}

// number reads a number; one of bytes may have a unit.
func number(text string, bytes bool) (float64, error) {
	factor := 1.0
	if bytes {
		for unit, of := range map[string]float64{"KiB": 1 << 10, "MiB": 1 << 20, "kB": 1e3, "MB": 1e6} {
			if rest, found := strings.CutSuffix(text, unit); found {
				text, factor = strings.TrimSpace(rest), of
				break
			}
		}
	}
	value, err := strconv.ParseFloat(text, 64)
	if err != nil || value != value {
		return 0, fmt.Errorf("%q is no number", shorten(text))
	}
	return value * factor, nil
}

// note adds what the check looks at.
func (c *check) note(wants *wants) {
	switch c.subject {
	case "body":
		wants.body = true
	case "header", "json":
		c.what.note(wants)
	}
}

// fails says why an answer does not hold; empty: it does.
func (c *check) fails(user *User, answer *Answer) string {
	switch c.subject {
	case "status":
		return c.numberFails(float64(answer.Status))
	case "size":
		return c.numberFails(float64(answer.Size))
	case "time":
		if c.numberFails(answer.Elapsed.Seconds()) != "" {
			return fmt.Sprintf("%s: it took %s", c.text, answer.Elapsed.Round(time.Millisecond))
		}
		return ""
	case "body":
		return c.bodyFails(user, answer)
	}
	value, found := c.what.value(user, answer)
	switch {
	case !found:
		return c.text + ": it has none"
	case c.compare == "exists":
		return ""
	case strings.ContainsAny(c.compare, "<>"):
		got, err := strconv.ParseFloat(value, 64)
		if err != nil {
			return fmt.Sprintf("%s: %q is no number", c.text, user.shown(value))
		}
		return c.numberFails(got)
	case c.compare == "matches":
		return c.said(user, c.pattern.MatchString(value), value)
	}
	wanted := c.wanted.string(user.values)
	switch c.compare {
	case "==":
		return c.said(user, value == wanted, value)
	case "!=":
		return c.said(user, value != wanted, value)
	case "contains":
		return c.said(user, strings.Contains(value, wanted), value)
	default:
		return c.said(user, !strings.Contains(value, wanted), value)
	}
}

func (c *check) said(user *User, holds bool, value string) string {
	if holds {
		return ""
	}
	if user.hide != nil && telling.MatchString(c.what.String()) {
		return c.text + ": it is another"
	}
	return fmt.Sprintf("%s: it is %q", c.text, user.shown(value))
}

func (c *check) numberFails(got float64) string {
	holds := false
	switch c.compare {
	case "==":
		holds = got == c.number
	case "!=":
		holds = got != c.number
	case "<":
		holds = got < c.number
	case "<=":
		holds = got <= c.number
	case ">":
		holds = got > c.number
	default:
		holds = got >= c.number
	}
	if holds {
		return ""
	}
	return c.text + ": it is " + strconv.FormatFloat(got, 'f', -1, 64)
}

// bodyFails compares bodies, of which what is beyond MostBody is not known.
func (c *check) bodyFails(user *User, answer *Answer) string {
	user.scratch = user.scratch[:0]
	holds := false
	switch {
	case c.compare == "matches":
		holds = c.pattern.Match(answer.Body)
	default:
		user.scratch, _ = c.wanted.append(user.scratch, user.values) // plain text refuses nothing
		holds = c.holdsBody(answer, user.scratch)
	}
	switch {
	case !holds && answer.Cut:
		return fmt.Sprintf("%s: of its body the first %d bytes are looked at, and they do not show it", c.text, MostBody)
	case !holds:
		return c.text + ": it does not hold"
	case answer.Cut && (c.compare == "lacks" || c.compare == "=="):
		return fmt.Sprintf("%s: its body is longer than %d bytes, which is more than is looked at", c.text, MostBody)
	default:
		return ""
	}
}

func (c *check) holdsBody(answer *Answer, wanted []byte) bool {
	switch c.compare {
	case "==":
		return bytes.Equal(answer.Body, wanted)
	case "!=":
		return !bytes.Equal(answer.Body, wanted)
	case "contains":
		return bytes.Contains(answer.Body, wanted)
	default:
		return !bytes.Contains(answer.Body, wanted)
	}
}
