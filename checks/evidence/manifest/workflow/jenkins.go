package workflow

import (
	"slices"
	"strings"

	"github.com/golive-app/golive/config/regex"
)

// jenkins reads the stages of a Jenkinsfile, declarative or scripted, by the blocks that
// stand in it, and the commands that their steps run. It is a program of Groovy: what
// loops, functions, conditions and libraries make of it is not followed.
// https://www.jenkins.io/doc/book/pipeline/syntax/
func jenkins(r *reader, content string) (jobs []Job, left []string) {
	if library := jenkinsLibrary.FindString(content); library != "" {
		left = append(left, "a shared library")
	}
	text := withoutRemarks(content)
	var open []*jenkinsStage
	var all []*jenkinsStage
	depth, line := 0, 1
	for at := 0; at < len(text); at++ {
		switch c := text[at]; {
		case c == '\n':
			line++
		case c == '{':
			depth++
		case c == '}':
			depth--
			for len(open) > 0 && open[len(open)-1].depth > depth {
				open = open[:len(open)-1]
			}
		case c == 's' && begins(text, at):
			match := jenkinsStart.FindStringSubmatch(text[at:min(len(text), at+400)])
			if match == nil || len(all) >= maxJobs {
				continue
			}
			one := &jenkinsStage{job: Job{ID: clip(match[1], 100), Name: clip(match[1], 200), Line: line}, depth: depth + 1}
			if len(open) > 0 {
				one.parent = open[len(open)-1]
				one.parent.holds = true
			}
			all, open = append(all, one), append(open, one)
			at += len(match[0]) - 2 // what opens it is counted like any other
			line += strings.Count(match[0][:len(match[0])-1], "\n")
		}
		if len(open) > 0 && strings.HasPrefix(text[at:], "parallel") && wordBefore(text, at) {
			open[len(open)-1].parallel = true
		}
		if step := jenkinsStep.FindStringSubmatch(rest(text, at)); step != nil && wordBefore(text, at) {
			script, length, lines := jenkinsText(text[at+len(step[0]):])
			if length == 0 {
				continue
			}
			into := &jenkinsStage{}
			if len(open) > 0 {
				into = open[len(open)-1]
			}
			reading := stepReader{reader: r, job: &into.job, shell: "sh"}
			end := text[at+len(step[0])+length:]
			if close := strings.IndexByte(end, '\n'); close >= 0 {
				end = end[:close]
			}
			status := strings.Contains(end, "returnStatus") || strings.Contains(step[0], "returnStatus")
			before := len(into.job.Signs)
			reading.run(script, line-1, "sh", "")
			if status {
				for _, sign := range into.job.Signs[before:] {
					if sign.Stage == StageTest {
						reading.smell(SmellStatus, line, sign.Text, StageTest)
					}
				}
			}
			at += len(step[0]) + length - 1
			line += lines
		}
	}
	for index, one := range all {
		if one.holds && len(one.job.Signs) == 0 {
			continue // it only holds others
		}
		for _, earlier := range all[:index] { // stages run one after the other, unless beside each other
			if one.parent == nil || !one.parent.parallel || earlier.parent != one.parent {
				one.job.Needs = append(one.job.Needs, earlier.job.ID)
			}
		}
		one.job.finish("")
		jobs = append(jobs, one.job)
	}
	return jobs, left
}

// jenkinsStage is a stage while it is read.
type jenkinsStage struct {
	job      Job
	depth    int
	parent   *jenkinsStage
	holds    bool
	parallel bool
}

var (
	jenkinsStart   = regex.New(`^stage\s*\(?\s*["']([^"'\n]{1,200})["']\s*\)?\s*\{`)
	jenkinsStep    = regex.New(`^(?:sh|bat|powershell|pwsh)\b\s*\(?\s*(?:(?:label|returnStatus|returnStdout|encoding)\s*:\s*(?:"[^"\n]*"|'[^'\n]*'|true|false)\s*,\s*)*(?:script\s*:\s*)?`)
	jenkinsLibrary = regex.New(`(?m)^\s*@Library\b|^\s*library\s*\(?\s*["']`)
)

// begins reports whether a stage can begin here: not inside of another word.
func begins(text string, at int) bool {
	return strings.HasPrefix(text[at:], "stage") && wordBefore(text, at)
}

// wordBefore reports whether no word goes on here.
func wordBefore(text string, at int) bool {
	if at == 0 || at >= len(text) {
		return at == 0
	}
	c := text[at-1]
	return !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '.' || c == '"' || c == '\'')
}

// rest is the beginning of what is left, where a step can begin.
func rest(text string, at int) string {
	if at >= len(text) || !slices.Contains([]byte("sbp"), text[at]) {
		return ""
	}
	return text[at:min(len(text), at+300)]
}

// jenkinsText reads a text of Groovy that stands at the beginning: what it says, how long
// it is and over how many lines. What is put in is left as it stands.
func jenkinsText(text string) (said string, length, lines int) {
	for _, quote := range []string{`'''`, `"""`, `'`, `"`} {
		inner, is := strings.CutPrefix(text, quote)
		if !is {
			continue
		}
		for at := 0; at < len(inner); at++ {
			switch {
			case inner[at] == '\\':
				at++
			case len(quote) == 1 && inner[at] == '\n':
				return "", 0, 0
			case strings.HasPrefix(inner[at:], quote):
				said = inner[:at]
				return strings.NewReplacer(`\$`, "$", `\\`, `\`, `\"`, `"`, `\'`, `'`).Replace(said), len(quote) + at + len(quote), strings.Count(said, "\n")
			}
		}
		return "", 0, 0
	}
	return "", 0, 0
}

// withoutRemarks blanks what is a remark, so that places stay as they are.
func withoutRemarks(content string) string {
	text := []byte(content)
	quote := ""
	for at := 0; at < len(text); at++ {
		here := string(text[at:min(len(text), at+3)])
		switch {
		case quote != "":
			if text[at] == '\\' {
				at++
			} else if strings.HasPrefix(here, quote) {
				at += len(quote) - 1
				quote = ""
			} else if len(quote) == 1 && text[at] == '\n' {
				quote = ""
			}
		case here == `'''` || here == `"""`:
			quote = here
			at += 2
		case text[at] == '"' || text[at] == '\'':
			quote = here[:1]
		case strings.HasPrefix(here, "//"):
			for ; at < len(text) && text[at] != '\n'; at++ {
				text[at] = ' '
			}
		case strings.HasPrefix(here, "/*"):
			for ; at < len(text) && !strings.HasPrefix(string(text[at:min(len(text), at+2)]), "*/"); at++ {
				if text[at] != '\n' {
					text[at] = ' '
				}
			}
			for end := min(len(text), at+2); at < end; at++ {
				text[at] = ' '
			}
			at--
		}
	}
	return string(text)
}
