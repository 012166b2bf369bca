package process

import (
	"fmt"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// fly reads fly.toml (https://fly.io/docs/reference/configuration/). Machines are
// restarted when they fail, if nothing else is said.
func (f *File) fly(text string) {
	var file struct {
		App     string         `toml:"app"`
		Checks  map[string]any `toml:"checks"`
		HTTP    map[string]any `toml:"http_service"`
		Service []struct {
			HTTPChecks []any `toml:"http_checks"`
			TCPChecks  []any `toml:"tcp_checks"`
		} `toml:"services"`
		Restart []struct {
			Policy string `toml:"policy"`
		} `toml:"restart"`
	}
	if err := toml.Unmarshal([]byte(text), &file); err != nil {
		f.Unread = fmt.Sprintf("it is no TOML: %v", err)
		return
	}
	program := Program{Line: 1, Name: file.App, Restarts: Yes, Serves: file.HTTP != nil || len(file.Service) > 0}
	program.Checked = len(file.Checks) > 0
	if list, is := file.HTTP["checks"].([]any); is && len(list) > 0 {
		program.Checked = true
	}
	for _, one := range file.Service {
		program.Checked = program.Checked || len(one.HTTPChecks)+len(one.TCPChecks) > 0
	}
	for _, one := range file.Restart {
		program.Restart = one.Policy
		if one.Policy == "never" || one.Policy == "no" {
			program.Restarts = No
		}
	}
	for index, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		switch {
		case program.Line == 1 && (strings.HasPrefix(line, "[http_service]") || strings.HasPrefix(line, "[[services]]")):
			program.Line = index + 1
		case program.RestartAt == 0 && strings.HasPrefix(line, "policy") && program.Restart != "":
			program.RestartAt = index + 1
		case program.CheckedAt == 0 && strings.HasPrefix(line, "[") && strings.Contains(line, "checks"):
			program.CheckedAt = index + 1
		}
	}
	f.Programs = append(f.Programs, program)
}
