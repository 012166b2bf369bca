package infrastructure

import (
	"bytes"
	"fmt"
	"path"
	"strconv"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/manifest/dockerfile"
	"github.com/golive-app/golive/checks/evidence/manifest/kubernetes"
	"github.com/golive-app/golive/checks/evidence/manifest/process"
	"github.com/golive-app/golive/config/regex"
)

// idleReader finds how long servers of one language keep idle connections.
type idleReader struct {
	reads func(name string) bool
	holds []byte // what a file has that says it
	read  func(name string, content []byte) []idleTime
}

// programReader is the reader for what a service is written with; false where its server keeps
// connections as long as it is asked to, or where that is not known here.
func programReader(language string) (idleReader, bool) {
	switch language {
	case "Go":
		return idleReader{func(name string) bool { return path.Ext(name) == ".go" }, []byte("Timeout:"), goIdle}, true
	case "Python":
		return idleReader{startsPython, []byte("corn"), pythonIdle}, true
	}
	return idleReader{}, false
}

var (
	goServer  = regex.New(`http\.Server\s*\{`)
	goTimeout = regex.New(`\b(IdleTimeout|ReadTimeout)\s*:\s*(?:(\d+)\s*\*\s*)?time\.(Millisecond|Second|Minute|Hour)(?:\s*\*\s*(\d+))?`)
	goNamed   = regex.New(`\b(?:IdleTimeout)\s*:`)
	goUnit    = map[string]float64{"Millisecond": 0.001, "Second": 1, "Minute": 60, "Hour": 3600}
)

// maxServer bounds what is read of a server that a program makes.
const maxServer = 4000

// goIdle reads servers of net/http: what they are told, else the time to read a request;
// without both they close nothing (https://pkg.go.dev/net/http#Server).
func goIdle(name string, content []byte) []idleTime {
	var found []idleTime
	for _, at := range goServer.FindAllIndex(content, 10) {
		inside := content[at[1]:min(at[1]+maxServer, len(content))]
		if end := closing(inside); end >= 0 {
			inside = inside[:end]
		}
		best := idleTime{seconds: -1}
		for _, one := range goTimeout.FindAllSubmatchIndex(inside, 10) {
			field := string(inside[one[2]:one[3]])
			if field == "ReadTimeout" && (goNamed.Match(inside) || best.seconds >= 0) {
				continue
			}
			count := 1
			for _, group := range []int{4, 8} {
				if one[group] >= 0 {
					count *= whole(inside, one[group], one[group+1])
				}
			}
			best = idleTime{
				Place:   kubernetes.Place{Path: name, Line: 1 + bytes.Count(content[:at[1]+one[0]], []byte("\n"))},
				seconds: int(float64(count) * goUnit[string(inside[one[6]:one[7]])]), set: true, by: "the server (" + field + ")", remedy: "```go\nserver.IdleTimeout = %d * time.Second\n```",
			}
		}
		if best.seconds > 0 {
			found = append(found, best)
		}
	}
	return found
}

// closing is where the brace that a text stands in ends; -1: it does not.
func closing(text []byte) int {
	depth := 1
	for index, one := range text {
		switch one {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return index
			}
		}
	}
	return -1
}

// startsPython reports whether a file can say how a server of Python is started.
func startsPython(name string) bool {
	base := path.Base(name)
	switch {
	case dockerfile.Named(name), process.Named(name) != "", base == "gunicorn.conf.py", base == "gunicorn_conf.py", base == "gunicorn.py":
		return true
	}
	switch path.Ext(name) {
	case ".yaml", ".yml", ".sh", ".service":
		return true
	}
	return false
}

var (
	starts      = regex.New(`(?m)^[^#\n]*?\b(uvicorn|gunicorn)\b(?:[^\S\n]|["',]).*$`)
	keepFlag    = regex.New(`--(?:timeout-keep-alive|keep-alive)["',=\s]+(\d+)`)
	keepSetting = regex.New(`(?m)^keepalive\s*=\s*(\d+)`)
	keepsOpen   = regex.New(`UvicornWorker|UvicornH11Worker|gthread|gevent|eventlet|tornado|--threads["',=\s]+(?:[2-9]|\d\d)`)
	onlyInstall = regex.New(`(?i)\b(?:pip3?|uv|poetry|apk|apt(?:-get)?|conda)\s+(?:install|add)\b`)
)

const (
	uvicornIdle  = 5 // https://www.uvicorn.org/settings/#timeouts
	gunicornIdle = 2 // https://docs.gunicorn.org/en/stable/settings.html#keepalive
)

// pythonIdle reads how uvicorn and gunicorn are started. Gunicorn's plain workers keep no
// connection at all, so that nothing meets a closed one.
func pythonIdle(name string, content []byte) []idleTime {
	if strings.HasSuffix(name, ".py") {
		at := keepSetting.FindSubmatchIndex(content)
		if at == nil {
			return nil
		}
		return []idleTime{{Place: kubernetes.Place{Path: name, Line: 1 + bytes.Count(content[:at[0]], []byte("\n"))}, seconds: whole(content, at[2], at[3]), set: true, by: "gunicorn", remedy: "```python\nkeepalive = %d\n```"}}
	}
	var found []idleTime
	for _, at := range starts.FindAllSubmatchIndex(content, 10) {
		line := string(content[at[0]:at[1]])
		program := string(content[at[2]:at[3]])
		flag := keepFlag.FindStringSubmatch(line)
		if onlyInstall.MatchString(line) || strings.Contains(line, "--reload") || program == "gunicorn" && !keepsOpen.MatchString(line) && flag == nil {
			continue
		}
		one := idleTime{Place: kubernetes.Place{Path: name, Line: 1 + bytes.Count(content[:at[2]], []byte("\n"))}, by: program, seconds: uvicornIdle, normal: "uvicorn's default", remedy: "```sh\nuvicorn --timeout-keep-alive %d …\n```"}
		if program == "gunicorn" {
			one.seconds, one.normal, one.remedy = gunicornIdle, "gunicorn's default", "```sh\ngunicorn --keep-alive %d …\n```"
		}
		if flag != nil {
			one.seconds, one.set = seconds(flag[1]), true
		}
		found = append(found, one)
	}
	return found
}

func seconds(text string) int {
	number, err := strconv.Atoi(text)
	if err != nil {
		return 1 << 30
	}
	return number
}

// remedyText says how a program keeps connections longer than what stands before it.
func (i idleTime) remedyText(longer int) string {
	if i.remedy == "" {
		return fmt.Sprintf("```js\nserver.keepAliveTimeout = %d_000\nserver.headersTimeout = %d_000\n```", longer+5, longer+6)
	}
	return fmt.Sprintf(i.remedy, longer+5)
}

// judged reports whether a file is the release's own program, or what starts it.
func judged(file checks.File) bool {
	switch file.Class {
	case checks.ClassTest, checks.ClassFixture, checks.ClassExample, checks.ClassVendored, checks.ClassDocumentation, checks.ClassGenerated:
		return false
	}
	return file.Size <= 1<<20
}
