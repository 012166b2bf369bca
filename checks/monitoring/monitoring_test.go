package monitoring_test

import (
	"strings"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/checkstest"
	"github.com/golive-app/golive/checks/evidence/source/project/projecttest"
	"github.com/golive-app/golive/checks/monitoring"
)

// release is what is judged, and what an item says of it.
type release struct {
	files    map[string]string
	verdict  checks.Verdict
	findings string
	says     string // is in the headline, the evidence, a finding or a remedy
}

func judge(t *testing.T, id string, check checks.Check, cases map[string]release) {
	t.Helper()
	item := checks.Item{
		ID: checks.ItemID(id), Section: checks.SectionMonitoring, Kind: checks.KindMix, Level: checks.LevelBlock,
		Minimum: checks.Minimum{Grade: checks.E5}, Role: checks.RoleSRE,
	}
	for name, one := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result := checkstest.Judge(t, item, check, checkstest.Subject(checkstest.Tree(one.files)))
			if result.Verdict() != one.verdict {
				t.Errorf("%s: %s", result.Verdict(), result.Headline)
			}
			var rules []string
			text := result.Headline + "\n" + result.Why
			for _, finding := range result.Findings {
				rules = append(rules, string(finding.Severity)+" "+finding.Rule)
				text += "\n" + finding.Message + "\n" + finding.Remedy
			}
			for _, evidence := range result.Evidence {
				text += "\n" + evidence.Grade.String() + " " + string(evidence.Outcome) + " " + evidence.Summary
			}
			if got := strings.Join(rules, ", "); got != one.findings {
				t.Errorf("findings %q, want %q", got, one.findings)
			}
			if !strings.Contains(text, one.says) {
				t.Errorf("nothing says %q:\n%s", one.says, text)
			}
		})
	}
}

const (
	server  = "const express = require('express')\nconst app = express()\napp.get('/orders', list)\n"
	library = "export const add = (a, b) => a + b\n"
)

func TestLogging(t *testing.T) {
	t.Parallel()
	judge(t, "monitoring.logging", monitoring.NewLogging(projecttest.Reader(t)), map[string]release{
		"no logger": {
			files: map[string]string{"src/app.js": server + "console.log('ready')\n"}, verdict: checks.Unknown, findings: "warning logging.none", says: "import pino",
		},
		"JSON by Pino": {
			files:   map[string]string{"src/app.js": server, "src/log.ts": "import pino from 'pino'\nexport const logger = pino({ level: process.env.LOG_LEVEL })\nlogger.info('ready')\n"},
			verdict: checks.NeedsSignOff, says: "E2 supports logs by Pino: 1 line in 1 file; 0 past every logger",
		},
		"plain text": {
			files:   map[string]string{"src/app.js": server, "src/log.ts": "import winston from 'winston'\nexport const logger = winston.createLogger({ format: winston.format.simple() })\n"},
			verdict: checks.NeedsSignOff, findings: "warning logging.text", says: "errors({ stack: true }), json()",
		},
		"what a user interface writes to the browser's console": {
			files:   map[string]string{"src/app.js": server, "client/app/auth.js": "import debug from 'debug'\nconst log = debug('shop:auth')\nlog('ready')\n"},
			verdict: checks.Unknown, findings: "warning logging.none",
		},
		"debug in production": {
			files:   map[string]string{"app.py": "import logging\nfrom fastapi import FastAPI\napp = FastAPI()\nlogging.getLogger().setLevel(logging.DEBUG)\nlogging.info('a')\n"},
			verdict: checks.NeedsSignOff, findings: "warning logging.debug-level", says: "the level is fixed at debug",
		},
		"debug for development": {
			files:   map[string]string{"app.py": "import logging\nfrom fastapi import FastAPI\napp = FastAPI()\nif DEBUG:\n    logging.getLogger().setLevel(logging.DEBUG)\nlogging.info('a')\n", "settings/dev.py": "import logging\nlogging.getLogger().setLevel(logging.DEBUG)\n"},
			verdict: checks.NeedsSignOff,
		},
		"lines past the logger": {
			files:   map[string]string{"src/app.js": server + "console.error('broken')\n", "src/log.ts": "import pino from 'pino'\nexport const logger = pino()\n"},
			verdict: checks.NeedsSignOff, findings: "notice logging.past-logger", says: "1 line goes past the logger in 1 file",
		},
		"a logger of its own": {
			files:   map[string]string{"src/app.js": server, "src/a.ts": "import { logger } from './lib'\nlogger.info('ready')\n"},
			verdict: checks.NeedsSignOff, says: "E1 supports 1 line is written by what is called a logger",
		},
		"a library": {files: map[string]string{"src/add.js": library}, verdict: checks.NotApplicable, says: "does not apply"},
	})
}

func TestLogContext(t *testing.T) {
	t.Parallel()
	judge(t, "monitoring.log-context", monitoring.NewLogContext(projecttest.Reader(t)), map[string]release{
		"nothing": {
			files: map[string]string{"src/app.js": server}, verdict: checks.Unknown, findings: "warning log-context.missing", says: "genReqId",
		},
		"all three by a middleware": {
			files:   map[string]string{"src/app.js": server + "const pinoHttp = require('pino-http')\napp.use(pinoHttp({ customProps: (req) => ({ userId: req.user.id }) }))\n"},
			verdict: checks.NeedsSignOff, says: "lines carry trace id, user id, route",
		},
		"in single lines only": {
			files:   map[string]string{"src/app.js": server, "src/a.ts": "import { logger } from './lib'\nlogger.info({ userId }, 'placed')\n"},
			verdict: checks.Unknown, findings: "warning log-context.missing", says: "E2 refutes the user id stands in single lines only: in 1 place of 1 file",
		},
		"structlog": {
			files:   map[string]string{"app.py": "import structlog\nfrom fastapi import FastAPI\napp = FastAPI()\nstructlog.contextvars.bind_contextvars(trace_id=a, user_id=b)\n"},
			verdict: checks.NeedsSignOff, findings: "warning log-context.missing", says: "lines carry trace id and user id, and not route",
		},
		"a context that no logger is seen to read": {
			files:   map[string]string{"src/app.js": server, "src/context.ts": "import { AsyncLocalStorage } from 'node:async_hooks'\nexport const request = new AsyncLocalStorage()\n"},
			verdict: checks.Unknown, findings: "warning log-context.missing", says: "a request has a context or an id of its own (AsyncLocalStorage)",
		},
		"a library": {files: map[string]string{"src/add.js": library}, verdict: checks.NotApplicable, says: "does not apply"},
	})
}
