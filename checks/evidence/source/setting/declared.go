package setting

import (
	"bytes"
	"encoding/json"
	"path"
	"slices"
	"strings"

	"github.com/golive-app/golive/config/regex"
)

// declared are the files, none of them a program, in which frameworks are told which
// variables they take.
var declared = []struct {
	file *regex.Expression
	read func(f *Facts, name string, content []byte)
}{
	{regex.New(`\.prisma$`), readPrisma},
	{regex.New(`(?:^|/)(?:application|bootstrap)(?:-(?:prod|production|prd|live|cloud|docker|default))?\.(?:ya?ml|properties)$`), readSpring},
	{regex.New(`(?:^|/)(?:resources|conf)/application(?:[-.](?:prod|production))?\.conf$`), readHOCON},
	{regex.New(`(?:^|/)config/(?:[\w.-]+/)*[\w.-]+\.ya?ml$`), readSymfony},
	{regex.New(`(?:^|/)config/(?:database|cable|storage|redis|secrets|credentials|cache|queue|sidekiq|application|settings|initializers/[\w-]+)\.ya?ml(?:\.erb)?$`), readRails},
	{regex.New(`(?:^|/)appsettings(?:\.Production)?\.json$`), readAppSettings},
}

// Declares reports whether a file of this path may say which variables a framework takes.
func Declares(name string) bool {
	return slices.ContainsFunc(declared, func(one struct {
		file *regex.Expression
		read func(f *Facts, name string, content []byte)
	}) bool {
		return one.file.MatchString(name)
	})
}

// ReadDeclared returns which variables such a file takes.
func ReadDeclared(name string, content []byte) Facts {
	var facts Facts
	for _, one := range declared {
		if one.file.MatchString(name) {
			one.read(&facts, name, content)
		}
	}
	return facts
}

// declare records what stands at an offset; a comment declares nothing.
func (f *Facts) declare(content []byte, at int, name, by string, need Need, later bool) {
	line := content[bytes.LastIndexByte(content[:at], '\n')+1 : at]
	if start := bytes.TrimSpace(line); len(f.Readings) >= maxReadings || bytes.HasPrefix(start, []byte("#")) || bytes.HasPrefix(start, []byte("//")) {
		return
	}
	f.Readings = append(f.Readings, Reading{Name: name, Line: bytes.Count(content[:at], []byte("\n")) + 1, By: by, Need: need, Later: later})
}

// prismaURL matches the addresses of a datasource. The client stops without url;
// directUrl is the migrations' alone, and shadowDatabaseUrl the developers'.
// https://www.prisma.io/docs/orm/reference/prisma-schema-reference#fields
var prismaURL = regex.New(`(?m)^\s*(url|directUrl)\s*=\s*env\(\s*"([A-Za-z_]\w*)"\s*\)`)

func readPrisma(f *Facts, _ string, content []byte) {
	for _, at := range prismaURL.FindAllSubmatchIndex(content, maxReadings) {
		f.declare(content, at[4], string(content[at[4]:at[5]]), Prisma, Demanded, string(content[at[2]:at[3]]) != "url")
	}
}

var (
	placeholder = regex.New(`\$\{([A-Z][A-Z0-9_]*)(:|\})`)
	profile     = regex.New(`(?m)^\s*(?:spring\.)?(?:config\.activate\.)?(?:on-profile|profiles)\s*[:=]\s*["']?(\S+)`)
	ofProfile   = regex.New(`(?m)^%(\w+)\.`) // of Quarkus
	ofRelease   = regex.New(`(?i)prod|live|default`)
)

// readSpring reads the placeholders of Spring, Micronaut and Quarkus: one without a
// default keeps them from starting, or stays there as it is written.
// https://docs.spring.io/spring-boot/reference/features/external-config.html#features.external-config.files.property-placeholders
func readSpring(f *Facts, _ string, content []byte) {
	offset := 0
	for _, document := range bytes.SplitAfter(content, []byte("\n---")) {
		start := offset
		offset += len(document)
		if found := profile.FindSubmatch(document); found != nil && !ofRelease.Match(found[1]) {
			continue
		}
		for _, at := range placeholder.FindAllSubmatchIndex(document, maxReadings) {
			line := document[bytes.LastIndexByte(document[:at[0]], '\n')+1 : at[0]]
			if found := ofProfile.FindSubmatch(line); found != nil && !ofRelease.Match(found[1]) {
				continue
			}
			need := Demanded
			if document[at[4]] == ':' || bytes.Count(line, []byte("${")) > bytes.Count(line, []byte("}")) { // in the default of another
				need = Optional
			}
			f.declare(content, start+at[2], string(document[at[2]:at[3]]), "a placeholder", need, false)
		}
	}
}

// hocon matches substitutions; without the question mark the configuration is not
// read where nothing is set. https://github.com/lightbend/config/blob/main/HOCON.md#substitutions
var hocon = regex.New(`\$\{(\??)([A-Z][A-Z0-9_]*)\}`)

func readHOCON(f *Facts, _ string, content []byte) {
	for _, at := range hocon.FindAllSubmatchIndex(content, maxReadings) {
		need := Demanded
		if at[3] > at[2] {
			need = Optional
		}
		f.declare(content, at[4], string(content[at[4]:at[5]]), "a substitution", need, false)
	}
}

var (
	symfony        = regex.New(`%env\(((?:[\w\\.]*:)*)([A-Za-z_]\w*)\)%`)
	symfonyDefault = regex.New(`(?m)^\s*['"]?env\(([A-Za-z_]\w*)\)['"]?\s*:`)
	symfonyStage   = regex.New(`(?m)^when@(\w+):`)
	aside          = regex.New(`(?i)/(?:dev|test)(?:/|\.ya?ml)`)
)

// readSymfony reads the processors of variables: Symfony throws where one is not set
// when what it configures is made. https://symfony.com/doc/current/configuration/env_var_processors.html
func readSymfony(f *Facts, name string, content []byte) {
	if aside.MatchString("/" + name) {
		return
	}
	for _, match := range symfonyDefault.FindAllSubmatch(content, maxReadings) {
		f.Defaults = append(f.Defaults, string(match[1]))
	}
	for _, at := range symfony.FindAllSubmatchIndex(content, maxReadings) {
		if stages := symfonyStage.FindAllSubmatch(content[:at[0]], -1); len(stages) > 0 && !ofRelease.Match(stages[len(stages)-1][1]) {
			continue
		}
		// A service that nobody asks for is never made: it may be demanded by none.
		need, services := Demanded, strings.HasPrefix(path.Base(name), "services")
		if strings.Contains(string(content[at[2]:at[3]]), "default:") {
			need = Optional
		}
		f.declare(content, at[4], string(content[at[4]:at[5]]), "%env()%", need, services)
	}
}

var (
	embedded = regex.New(`(?s)<%=?(.*?)%>`)
	section  = regex.New(`(?m)^(\w+):`)
)

// readRails reads the Ruby in Rails' settings. What stands under another stage than
// production is not read there.
func readRails(f *Facts, _ string, content []byte) {
	for _, at := range embedded.FindAllSubmatchIndex(content, maxReadings) {
		later := false
		if sections := section.FindAllSubmatch(content[:at[0]], -1); len(sections) > 0 {
			switch string(sections[len(sections)-1][1]) {
			case "development", "test", "staging", "local", "ci", "cypress":
				continue
			case "production", "default", "shared":
			default:
				later = true // of whoever takes it
			}
		}
		code := content[at[2]:at[3]]
		for _, reading := range ReadPlain("Ruby", code, nil).Readings {
			later := later || bytes.Contains(code, []byte(" if ")) || bytes.Contains(code, []byte(" unless "))
			f.declare(content, at[2]+lineOffset(code, reading.Line), reading.Name, reading.By, reading.Need, later)
		}
	}
}

// lineOffset returns where a line begins.
func lineOffset(content []byte, line int) int {
	offset := 0
	for ; line > 1; line-- {
		offset += bytes.IndexByte(content[offset:], '\n') + 1
	}
	return offset
}

// remark matches the comments that ASP.NET allows in its JSON.
var remark = regex.New(`(?m)^\s*//.*$`)

// readAppSettings reads which settings ASP.NET has without a variable that overrides
// them. https://learn.microsoft.com/en-us/aspnet/core/fundamentals/configuration/#naming-of-environment-variables
func readAppSettings(f *Facts, _ string, content []byte) {
	var document map[string]any
	if json.Unmarshal(remark.ReplaceAll(bytes.TrimPrefix(content, []byte("\uFEFF")), nil), &document) != nil {
		return
	}
	f.settings("", document, 10)
	slices.Sort(f.Defaults)
}

func (f *Facts) settings(prefix string, document map[string]any, depth int) {
	for name, value := range document {
		switch value := value.(type) {
		case map[string]any:
			if depth > 0 {
				f.settings(prefix+name+"__", value, depth-1)
			}
		case nil:
		case string:
			if value != "" && len(f.Defaults) < maxReadings {
				f.Defaults = append(f.Defaults, prefix+name)
			}
		default:
			if len(f.Defaults) < maxReadings {
				f.Defaults = append(f.Defaults, prefix+name)
			}
		}
	}
}
