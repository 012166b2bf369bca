package junit

import (
	"encoding/xml"
	"math"
	"path"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// Named reports whether a file may hold JUnit XML, by its name alone. What it
// holds decides once it is read.
func Named(name string) bool { return strings.EqualFold(path.Ext(name), ".xml") }

func attribute(element xml.StartElement, name string) string {
	for _, one := range element.Attr {
		if strings.EqualFold(one.Name.Local, name) {
			return one.Value
		}
	}
	return ""
}

func number(text string) (int, bool) {
	count, err := strconv.Atoi(strings.TrimSpace(text))
	return count, err == nil && count >= 0 && count <= 1<<30
}

// seconds reads a duration; some runners write thousands with a comma.
func seconds(text string) time.Duration {
	value, err := strconv.ParseFloat(strings.ReplaceAll(strings.TrimSpace(text), ",", ""), 64)
	if err != nil || math.IsNaN(value) || value < 0 || value > 1e7 {
		return 0
	}
	return time.Duration(value * float64(time.Second))
}

// shortened makes foreign text one line of bounded length.
func shortened(text string) string {
	if len(text) > 4*maxName {
		text = text[:4*maxName]
	}
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == unicode.ReplacementChar {
			return ' '
		}
		return r
	}, text)
	text = strings.Join(strings.Fields(text), " ")
	if runes := []rune(text); len(runes) > maxName {
		return string(runes[:maxName]) + "…"
	}
	return text
}

func nonEmpty(names []string) []string {
	var kept []string
	for _, name := range names {
		if name != "" {
			kept = append(kept, name)
		}
	}
	return kept
}
