package dependency

import (
	"bytes"
	"strings"

	"github.com/golive-app/golive/config/regex"
)

// readSetupCfg reads the lists of requirements in a setup.cfg.
// https://setuptools.pypa.io/en/latest/userguide/declarative_config.html
func readSetupCfg(r *reader, name string, content []byte) error {
	section, field, line := "", "", 0
	for text := range strings.Lines(string(content)) {
		line++
		text = strings.TrimRight(text, "\r\n")
		trimmed := strings.TrimSpace(text)
		switch {
		case trimmed == "" || trimmed[0] == '#' || trimmed[0] == ';':
			continue
		case trimmed[0] == '[' && text[0] == '[':
			section, field = strings.Trim(trimmed, "[]"), ""
			continue
		case text[0] != ' ' && text[0] != '\t':
			key, value, found := strings.Cut(trimmed, "=")
			if field = ""; !found {
				continue
			}
			field, trimmed = strings.TrimSpace(key), strings.TrimSpace(value)
		}
		runs := section == "options" && field == "install_requires"
		if !runs && section != "options.extras_require" && !(section == "options" && field == "tests_require") {
			continue
		}
		development := !runs && (field == "tests_require" || developmentFile.MatchString(field))
		r.require(trimmed, Dependency{Path: name, Line: line, Development: development})
	}
	return nil
}

var (
	setupList = regex.New(`\b(install_requires|tests_require|setup_requires)\s*=\s*\[`)
	setupText = regex.New(`"([^"\n]*)"|'([^'\n]*)'|\]`)
)

// readSetupPy reads the lists that a setup.py spells out. What it computes is not
// known.
func readSetupPy(r *reader, name string, content []byte) error {
	for _, match := range setupList.FindAllSubmatchIndex(content, 20) {
		field := string(content[match[2]:match[3]])
		lines := lineCounter{content: content}
		at := match[1]
		for {
			found := setupText.FindSubmatchIndex(content[at:])
			if found == nil || content[at+found[0]] == ']' {
				break
			}
			start := max(found[2], found[4])
			end := max(found[3], found[5])
			if gap := content[at : at+found[0]]; !bytes.Contains(comment(gap), []byte("#")) {
				r.require(string(content[at+start:at+end]), Dependency{Path: name, Line: lines.at(at + found[0]), Development: field != "install_requires"})
			}
			at += found[1]
		}
	}
	return nil
}

// comment returns the last line of a gap between two texts: what stands behind a "#"
// in it is no text.
func comment(gap []byte) []byte { return gap[bytes.LastIndexByte(gap, '\n')+1:] }
