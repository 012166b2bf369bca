package performance

import (
	"bytes"
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/probe/answer"
	"github.com/golive-app/golive/config"
	"github.com/golive-app/golive/config/regex"
)

// Bounds of an answer to an upload.
const (
	deepestField  = 10
	mostAnswered  = 200  // fields
	longestAnswer = 2000 // bytes of an address
)

// plainField is a name of a field that may be shown.
var plainField = regex.New(`^[A-Za-z_][A-Za-z0-9_-]{0,63}$`)

// answered are the texts and numbers of an answer's JSON, by their fields as people write
// them, and their order.
type answered struct {
	fields []string
	values map[string]string
}

// readAnswered reads the answer to an upload; there is nothing in one that is no JSON.
func readAnswered(body []byte) answered {
	read := answered{values: map[string]string{}}
	var whole any
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	if decoder.Decode(&whole) != nil {
		return read
	}
	read.add("", whole, 0)
	return read
}

func (a *answered) add(field string, value any, deep int) {
	if deep > deepestField || len(a.fields) >= mostAnswered {
		return
	}
	switch value := value.(type) {
	case map[string]any:
		names := make([]string, 0, len(value))
		for name := range value {
			if plainField.MatchString(name) {
				names = append(names, name)
			}
		}
		slices.Sort(names)
		for _, name := range names {
			inner := name
			if field != "" {
				inner = field + "." + name
			}
			a.add(inner, value[name], deep+1)
		}
	case []any:
		if len(value) > 0 {
			a.add(field+"[]", value[0], deep+1)
		}
	case string:
		a.keep(field, value)
	case json.Number:
		a.keep(field, value.String())
	}
}

func (a *answered) keep(field, value string) {
	if _, known := a.values[field]; !known && len(value) <= longestAnswer {
		a.fields = append(a.fields, field)
		a.values[field] = value
	}
}

// lastName is the end of a field's name.
func lastName(field string) string {
	field = strings.TrimSuffix(field, "[]")
	return field[strings.LastIndexByte(field, '.')+1:]
}

// byLocation names the header that tells where something that was made is.
const byLocation = "`Location`"

// preview matches names of fields that hold something smaller than what was uploaded.
var preview = regex.New(`(?i)thumb|preview|small|icon`)

// addressOf is what an answer says of where the file came to stand, and what says so;
// empty: nothing does.
func addressOf(declared, mark string, exchange checks.Exchange) (address, where string) {
	read := readAnswered(exchange.Body())
	if declared != "" {
		return read.values[declared], "`" + declared + "`"
	}
	leads := func(text string) bool {
		return strings.HasPrefix(text, "/") || strings.HasPrefix(text, "http://") || strings.HasPrefix(text, "https://")
	}
	// What has the file's name, what is called an address of a file, what is called one.
	for _, fits := range []func(name, value string) bool{
		func(name, value string) bool { return strings.Contains(value, mark) && !preview.MatchString(name) },
		func(name, _ string) bool { return mediaNames.MatchString(name) && !preview.MatchString(name) },
		func(name, _ string) bool {
			return slices.Contains([]string{"url", "uri", "href", "src", "link", "location"}, strings.ToLower(name))
		},
	} {
		for _, field := range read.fields {
			if value := read.values[field]; leads(value) && fits(lastName(field), value) {
				return value, "`" + field + "`"
			}
		}
	}
	if location := exchange.Answer().Get("Location"); location != "" && len(location) <= longestAnswer {
		return location, byLocation
	}
	for _, field := range read.fields {
		if value := read.values[field]; leads(value) && answer.Media(value) {
			return value, "`" + field + "`"
		}
	}
	if text := strings.TrimSpace(string(exchange.Body())); len(text) <= longestAnswer && leads(text) && !strings.ContainsAny(text, " \n<\"") {
		return text, "the answer"
	}
	return "", ""
}

// plainValue is what may stand in a path: it leads nowhere else.
var plainValue = regex.New(`^[A-Za-z0-9_~-][A-Za-z0-9._~-]{0,199}$`)

// deletePath fills what a policy declares with what an answer gave; false: it gave no
// value for it, or none that may stand there.
func deletePath(declared string, exchange checks.Exchange) (path string, filled bool) {
	read, filled := readAnswered(exchange.Body()), true
	path = config.Placeholder.ReplaceAllStringFunc(declared, func(one string) string {
		value := read.values[one[1:len(one)-1]]
		if !plainValue.MatchString(value) {
			filled = false
		}
		return url.PathEscape(value)
	})
	return path, filled
}

// counted writes statuses and how often each came.
func counted(statuses []int) string {
	var texts []string
	for _, status := range slices.Compact(slices.Sorted(slices.Values(statuses))) {
		count := 0
		for _, one := range statuses {
			if one == status {
				count++
			}
		}
		texts = append(texts, strconv.Itoa(count)+" × "+strconv.Itoa(status))
	}
	return strings.Join(texts, ", ")
}
