package infrastructure

import (
	"fmt"
	"slices"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/manifest"
	"github.com/golive-app/golive/checks/evidence/manifest/kubernetes"
	"github.com/golive-app/golive/checks/evidence/manifest/process"
	"github.com/golive-app/golive/checks/wording"
)

// processHealth judges the programs of a manager without containers.
func (f *healthFacts) processHealth(file process.File) {
	judged := 0
	before := len(f.observation.Findings)
	grade := checks.E2
	for _, program := range file.Programs {
		if program.Once {
			continue
		}
		judged++
		at, who := kubernetes.Place{Path: program.Path, Line: program.Line}, "program "+wording.Quoted(program.Name)
		stopped := at
		if program.RestartAt > 0 {
			stopped.Line = program.RestartAt
		}
		switch file.Manager {
		case process.PM2:
			if program.Restarts == process.No {
				f.find("pm2.autorestart", checks.SeverityError, stopped, who+" is not started again when it ends: autorestart is false", "Take `autorestart: false` away.", program.Name)
			}
			if !program.Memory {
				f.find("pm2.memory", checks.SeverityNotice, at, who+" grows until the machine has no memory left", "Add `max_memory_restart: '512M'`, with what it needs at most.", program.Name)
			}
			f.find("pm2.hangs", checks.SeverityWarning, at, who+" is started again when it ends, and not when it hangs: PM2 asks no program whether it is well", "Let a monitor ask its health path from outside, and run `pm2 restart "+wording.Argument(program.Name, "NAME")+"` where it does not answer.", program.Name)
		case process.Systemd:
			if program.Restarts == process.No {
				f.find("systemd.restart", checks.SeverityError, stopped, "unit "+wording.Quoted(program.Name)+" is not started again when it fails", "Add to `[Service]`:\n\n```ini\nRestart=on-failure\nRestartSec=5\n```", program.Name)
			}
			if !program.Checked {
				f.find("systemd.hangs", checks.SeverityWarning, at, "unit "+wording.Quoted(program.Name)+" is not started again when it hangs: it has no watchdog", "Add `WatchdogSec=30` with `Type=notify` and let the program report, or let a monitor ask its health path from outside.", program.Name)
			}
		case process.Fly:
			if program.Restarts == process.No {
				f.find("fly.restart", checks.SeverityError, stopped, "machines of "+wording.Quoted(program.Name)+" are not started again when they end", "Set `policy = \"on-failure\"` under `[[restart]]`.", program.Name)
			}
			if program.Serves && !program.Checked {
				f.find("fly.checks", checks.SeverityError, at, "nothing asks the machines of "+wording.Quoted(program.Name)+" whether they are well: Fly.io sends requests to all that run", "Add:\n\n```toml\n[[http_service.checks]]\n  grace_period = \"10s\"\n  interval = \"15s\"\n  method = \"GET\"\n  path = \"/health\"\n  timeout = \"3s\"\n```", program.Name)
			}
		case process.Procfile:
			grade = checks.E1 // the platform starts dynos again; whether it asks them is set there
		}
	}
	if judged == 0 {
		return
	}
	f.asked += judged
	outcome := checks.Supports
	if slices.ContainsFunc(f.observation.Findings[before:], func(one checks.Finding) bool { return one.Severity == checks.SeverityError }) {
		outcome = checks.Refutes
	}
	summary := fmt.Sprintf("%s of %s declared", wording.Counted(judged, "program is", "programs are"), file.Manager)
	if grade == checks.E1 {
		summary += ": the platform starts them again when they end, and whether it asks them is set there"
	}
	f.record(outcome, grade, file.Path, file.Programs[0].Line, judged, summary)
}

// platformHealth judges a platform that watches programs itself.
func (f *healthFacts) platformHealth(platform manifest.Platform) {
	if platform.Whole {
		return
	}
	f.asked++
	if platform.Health == "" {
		f.find("platform.health-path", checks.SeverityWarning, kubernetes.Place{Path: platform.Path, Line: platform.Line}, platform.Name+" is told no path to ask whether the service is well: it takes an open port for health", "Set its health path, such as `/health`.", platform.Name)
		f.record(checks.Supports, checks.E1, platform.Path, platform.Line, 1, platform.Name+" starts the service again when it ends")
		return
	}
	f.record(checks.Supports, checks.E2, platform.Path, platform.Line, 1, fmt.Sprintf("%s starts the service again when it ends, and asks %s", platform.Name, wording.Quoted(platform.Health)))
}
