package books

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/golive-app/golive/config/regex"
)

// lineForm reads a text in which one line states the version: the pattern's second
// group is the version, its first and third stand around it. All other lines are
// compared as they are.
func lineForm(pattern *regex.Expression) form {
	return func(content []byte) (map[string]string, any, bool) {
		if !utf8.Valid(content) {
			return nil, nil, false
		}
		versions := map[string]string{}
		lines := strings.Split(string(content), "\n")
		for index, line := range lines {
			match := pattern.FindStringSubmatch(line)
			if match == nil {
				continue
			}
			if len(versions) > 0 || strings.HasSuffix(strings.TrimRight(line, "\r"), `\`) {
				return nil, nil, false // which of both counts is not for us to say
			}
			versions[""] = match[2]
			lines[index] = match[1] + "\x00" + strings.Join(match[3:], "")
		}
		return versions, lines, true
	}
}

var (
	pythonLine = regex.New(`^(__version__(?:\s*:\s*(?:str|Final|Final\[str\]))?\s*=\s*["'])([^"'\\]+)(["']\s*(?:#.*)?)$`)
	gradleLine = regex.New(`^(version\s*=?\s*["'])([^"'\\$]+)(["']\s*)$`)
)

// pythonVersion reads a module of Python's that states the version. A line that looks so
// inside of a longer text is a text, and a version in it changes nothing that runs.
func pythonVersion(content []byte) (map[string]string, any, bool) {
	return lineForm(pythonLine)(content)
}

// gradle reads a build script whose version stands at its top level. A script with
// texts of several lines or with comments in blocks is not taken apart.
func gradle(content []byte) (map[string]string, any, bool) {
	versions, rest, ok := lineForm(gradleLine)(content)
	if !ok {
		return nil, nil, false
	}
	depth := 0
	for _, line := range rest.([]string) {
		if strings.Contains(line, "\x00") && depth != 0 {
			return nil, nil, false
		}
		if strings.Contains(line, `"""`) || strings.Contains(line, "'''") || strings.Contains(line, "/*") {
			return nil, nil, false
		}
		depth += strings.Count(line, "{") + strings.Count(line, "(") - strings.Count(line, "}") - strings.Count(line, ")")
	}
	return versions, rest, true
}

var (
	configSection = regex.New(`^\[([^\]]+)\]\s*$`)
	configVersion = regex.New(`^(version\s*=\s*)(\S+)\s*$`)
)

// setupConfig reads the version of setuptools' setup.cfg.
// https://setuptools.pypa.io/en/latest/userguide/declarative_config.html
func setupConfig(content []byte) (map[string]string, any, bool) {
	if !utf8.Valid(content) {
		return nil, nil, false
	}
	versions := map[string]string{}
	section := ""
	lines := strings.Split(string(content), "\n")
	for index, line := range lines {
		if match := configSection.FindStringSubmatch(line); match != nil {
			section = match[1]
		}
		if match := configVersion.FindStringSubmatch(line); match != nil && section == "metadata" {
			if len(versions) > 0 {
				return nil, nil, false
			}
			versions[""], lines[index] = match[2], match[1]+"\x00"
		}
	}
	return versions, lines, true
}

// pom reads the version of a Maven project. That of its parent decides what is
// built, so it is compared. A document with declarations of its own is refused.
func pom(content []byte) (map[string]string, any, bool) {
	decoder := xml.NewDecoder(bytes.NewReader(content))
	versions := map[string]string{}
	var rest []string
	var path []string
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return versions, rest, len(path) == 0
		}
		if err != nil {
			return nil, nil, false
		}
		switch token := token.(type) {
		case xml.StartElement:
			path = append(path, token.Name.Local)
			text := token.Name.Space + " " + token.Name.Local
			for _, attribute := range token.Attr {
				text += "\x00" + attribute.Name.Space + " " + attribute.Name.Local + "=" + attribute.Value
			}
			rest = append(rest, "<"+text)
		case xml.EndElement:
			path = path[:len(path)-1]
			rest = append(rest, ">")
		case xml.CharData:
			text := strings.TrimSpace(string(token))
			if text == "" {
				continue
			}
			if strings.Join(path, "/") != "project/version" {
				rest = append(rest, text)
				continue
			}
			if _, twice := versions[""]; twice {
				return nil, nil, false
			}
			versions[""] = text
			rest = append(rest, "\x00")
		case xml.Directive:
			return nil, nil, false
		}
	}
}
