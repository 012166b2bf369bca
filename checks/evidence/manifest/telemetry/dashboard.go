package telemetry

import (
	"encoding/json"
	"strings"

	"github.com/golive-app/golive/config/regex"
)

// Dashboard is one of Grafana, as its file describes it.
type Dashboard struct {
	Path    string
	Title   string
	Queries int
}

var dashboardName = regex.New(`(?i)(?:grafana|dashboard)[^\n]*\.json$`)

// Named reports whether a path can be one of a dashboard.
func Named(path string) bool { return dashboardName.MatchString(path) }

const (
	maxDashboard  = 4 << 20
	maxPanels     = 2000
	deepestPanels = 5
)

// panel is a panel of a dashboard; rows hold others.
// https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/
type panel struct {
	Targets []json.RawMessage `json:"targets"`
	Panels  []panel           `json:"panels"`
}

// AddDashboard reads a dashboard; what is none is left out.
func (s *Set) AddDashboard(path string, content []byte) {
	if len(content) > maxDashboard || len(s.Dashboards) >= most {
		return
	}
	var read struct {
		Title         string  `json:"title"`
		SchemaVersion int     `json:"schemaVersion"`
		Panels        []panel `json:"panels"`
		Rows          []panel `json:"rows"`
	}
	if json.Unmarshal(content, &read) != nil || len(read.Panels)+len(read.Rows) == 0 {
		return
	}
	s.Dashboards = append(s.Dashboards, Dashboard{Path: path, Title: strings.TrimSpace(read.Title), Queries: queries(read.Panels, deepestPanels) + queries(read.Rows, deepestPanels)})
}

func queries(panels []panel, depth int) int {
	count := 0
	for index, one := range panels {
		if index >= maxPanels || depth == 0 {
			break
		}
		count += len(one.Targets) + queries(one.Panels, depth-1)
	}
	return count
}
