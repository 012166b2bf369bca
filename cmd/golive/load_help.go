package main

const loadSynopsis = `load URL --rps N --duration D [flags]`

// loadHelp is the manual page of `golive load`.
const loadHelp = `load sends requests to a service at a given rate and says whether it served them,
how fast, and whether the answer can be trusted.

WHAT IS MEASURED
  Requests are sent by the clock, whether or not earlier ones were answered, as
  users do. The time of each counts from when it was due: a service that freezes
  for a second shows it in the times of all requests of that second, also where no
  connection was free to send them on. Beside it stands the time from when it was
  sent (service), and how late golive itself was (lag).

  A request fails that has no whole answer within --timeout of when it was due, that
  finds no connection, whose answer is none by the rules of HTTP, or has another
  status than 2xx or 304. Times are of the requests that were served and of those
  that timed out: a refusal that comes fast makes nothing look fast.

  --check holds answers to more: 'status == 200', 'body contains "ok"',
  'json total > 0', 'header Content-Type contains json', 'size < 64KiB'. An error page
  with status 200 is an error then, too.

  The warm-up is told apart and counts for nothing else.

  Each of --processes sends its part from a processor of its own, and what they
  measure is added up exactly.

SCENARIOS
  --scenario FILE lets users do several steps, each with values and cookies of its own:
    users:
      generate: { name: "user-{index}" }     # or file: users.csv, a column a variable
    start:                                   # each user once, before its first flow
      - name: login
        method: POST
        path: /login
        body: '{"user":"{name}"}'
        extract: { token: { json: token } }  # or header, cookie, regex
    steps:                                   # or flows:, each with a weight
      - name: me
        path: /me
        headers: { Authorization: "Bearer {token}" }
        identity: { json: name }             # whose data came: it must be the user's own
        think: 1s..3s
  --rps stays the requests a second: so many flows begin by the clock that their
  requests add up to it. A flow's first request counts from when the flow was due, a
  later one from when the one before was answered and the user had thought. A flow ends
  where a step fails; a flow for which no user is free within --timeout is an error.
  Redirects are not followed. One answer about another user fails the run.
  ${secret:NAME} in it is the environment variable GOLIVE_SECRET_NAME, which no result
  shows. docs/scenarios.md has all keys.

WHAT MAY BE LOADED
  This machine, by any name that leads to it alone. Any other host only where
  --allow-host or GOLIVE_ALLOW_HOSTS (separated by commas) names it. Never aim at
  production, nor at what is not yours. Redirects are followed only with
  --follow-redirects, and never to another host. A run ends early when more than a
  fifth of the requests fail in ten seconds on end, or 95 % and more in three.

VERDICT
  Thresholds hold together:
    achieved_rps_p5   98 % of --rps, in nineteen of twenty seconds
    errors            at most 1 %
    --threshold       p50, p90, p95, p99, p999 and max as a time, errors as a share,
                      offered_rps, achieved_rps and achieved_rps_p5 as a number; of one
                      step: 'p95 of login < 500ms'
  pass     all are met, of at least 1000 requests
  fail     one is missed
  unknown  golive itself was the limit (late by more than 5 ms at p99, more than
           85 % of a processor, no ports left, too few connections for the rate),
           fewer than ten requests lie beyond a percentile that is asked for, or
           the run was interrupted. What is missed by more than four times golive's
           longest lateness, or by errors that the service answered, fails even so,
           where golive was late by less than 50 ms at p99 and well otherwise

BASELINE
  --baseline holds the times against an earlier run of the same requests at the same
  rate: its result in JSON, its directory of --out, or its histogram log. Where no
  threshold speaks of the baseline, p95 < max(1.3 * baseline, baseline + 50ms) holds:
  a share alone would fail a fast service for nothing. Others are written as
    p99 <= 1.2 * baseline    errors <= baseline + 0.5%    p50 < min(200ms, 2 * baseline)
  At another rate (by more than 5 %), of other requests, or by a generator that was
  the limit, a run is no baseline, and refused before anything is sent. Another host
  or duration is said. A percentile takes enough requests in both runs.

LIMIT
  --find-limit looks for the highest rate that holds, after the run at --rps: it
  doubles the rate until one is missed, or halves it until one holds, and narrows down
  to 3 %. A rate that is missed is tried once more. The thresholds of every stage are
  those above, without what follows from a baseline. Said are the rate, its times and
  the headroom over --rps. Where golive itself was the limit, --max-rps was reached or
  --search-time was over, the limit is unknown, and the verdict that of --rps.
  After each stage the service has to answer a request before the next one begins.

OUTPUT
  The result goes to standard output, as text or as JSON in the format
  golive.load/1; progress goes to standard error. --out DIR keeps it:
    report.html    a page with charts, that needs no network
    result.json    golive.load/1
    seconds.csv    a line for every second
    response.hlog  response times of every second, for the tools of HdrHistogram

EXIT CODES
  0  pass
  1  a threshold was missed
  2  bad usage, or a host that nobody allowed
  3  golive's own error
  4  unknown: nothing was decided, or nothing could be loaded

ENVIRONMENT
  GOLIVE_ALLOW_HOSTS  hosts that may be loaded beside this machine
  SSL_CERT_FILE       certificates to trust in place of the machine's`

const loadExamples = `  golive load http://127.0.0.1:8080/ --rps 1000 --duration 1m
  golive load https://staging.acme.dev/api/cart --allow-host staging.acme.dev \
    --rps 10000 --duration 5m --threshold 'p99<300ms' --threshold 'errors<0.1%'
  golive load http://127.0.0.1:8080/login -X POST -H 'Content-Type: application/json' \
    -d @login.json --rps 50 --duration 30s
  golive load http://127.0.0.1:8080/ --rps 500 --duration 30s --check 'body contains "ok"'
  golive load http://127.0.0.1:8080/ --scenario shop.yaml --users 1000 --rps 3000 --duration 5m
  golive load http://127.0.0.1:8080/ --rps 500 --duration 1m --baseline load/last
  golive load http://127.0.0.1:8080/ --rps 500 --duration 1m --threshold 'p99<300ms' --find-limit
  golive load http://127.0.0.1:8080/ --rps 500 --duration 30s --format json | jq .latency_ms.p99
  golive load http://127.0.0.1:8080/ --rps 500 --duration 5m --out load && xdg-open load/report.html`
