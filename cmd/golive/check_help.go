package main

const checkSynopsis = `check [flags] DIR | --github OWNER/REPO[#PULL-REQUEST|@TAG]`

// checkHelp is the manual page of `golive check`.
const checkHelp = `check judges the files of a directory, or a release on GitHub, against the go-live
checklist and says, with evidence, what stands between them and a release.

WHAT IS READ
  The files that git tracks and those that it would not ignore, as they are now;
  in a directory without git, all of them. Symbolic links, submodules and files
  above the size limit are listed in the report, not read. Nothing of the
  directory is run, nothing leaves this machine, and no network is used without
  --staging: items that need GitHub, staging, metrics or a person say so and are
  not judged.

STAGING
  --staging URL looks at a running service too: its headers, error pages and doors
  that should be shut, what it answers without credentials, and for a minute how
  steadily it does. You typed the address, so it may be on this machine. At most
  five requests a second and 600 in all go out, of methods that change nothing, as
  golive-probe/1; redirects are followed on the same host alone. It has to run the directory's commit, and say so: /version
  answers {"commit": "a1b2c3d"}, or the policy's environments.staging.version names
  another path. What a service shows whose commit is not known is a sign and
  decides nothing; of another commit nothing counts. It plays .golive/smoke.yml too;
  steps that change data only where the policy says probes: {allow_writes: true}. So
  it is with the small file that probes.upload declares, which is deleted again.
  ${secret:NAME} is the environment variable GOLIVE_SECRET_NAME.

  --browser PROGRAM opens the first page too, in Chromium, once as it is and once
  with its API cut off, and says whether people are told or look at nothing. The
  browser sends nothing itself: golive fetches what the page asks for, from staging
  alone, with GET alone and at the same rate. It does not run as root, for whom
  Chromium has no sandbox.

A RELEASE ON GITHUB
  --github judges a pull request, a tag or, with neither, the head of the default
  branch as the App would: its range starts at the last production deployment or
  release, its pull requests' reviews are read, and the policy is that of the base
  or default branch. It only reads, with the token in GH_TOKEN or GITHUB_TOKEN; no
  App has to be installed, and nothing is written on GitHub. What people signed
  there counts where GOLIVE_APP_ID says which App is golive: its check runs record
  it. An item that the token may not look at says which permission it lacks.
  GOLIVE_GITHUB_URL names the API of another GitHub: https://HOST/api/v3.

ITEMS AND SECTIONS
  --only takes item ids and sections, by id, number, roman number or the
  checklist's word:
    1 I   code            2 II  delivery     3 III security    4 IV performance
    5 V   monitoring      6 VI  infrastructure                 7 VII launch, other
  It limits what is run and what decides the exit code. "golive check --list"
  prints all items.

RANGE
  Without --base all content counts as new. With it, what was there before that
  revision (the last release's tag, say) weighs less, and the commits since then
  are searched for secrets too. In CI, fetch the history: fetch-depth: 0.

POLICY
  DIR/.golive.yml, where there is one, else golive's defaults. --policy names
  another file. A policy with mistakes is an error that names file, line and
  column; nothing is judged by half of it.

FORMATS
  text      for people, with colours on a terminal (default)
  markdown  for a job summary or a pull request; at most 1 MiB
  json      everything, in the format golive.report/1
  sarif     SARIF 2.1.0, for code scanning on GitHub and for editors
  junit     JUnit XML, for the test views of GitLab, Jenkins and others

  What could not be judged is in every format: an error in JUnit, a notification
  in SARIF. The value of a secret is in none.

OUTPUT
  The report goes to standard output or, with --output, to a file that appears
  whole or not at all. Progress goes to standard error. The last line reads
  "N failing, N waiting for people, N not judged — ready: no"; for json, sarif,
  junit and with --output it is on standard error.

BUNDLE
  --bundle writes what the report rests on to a file that "golive verify
  --unsigned" reads: every look as a record that is hashed with the one before
  it, the policy, the report and the verdict. Nobody signs it, so it shows that
  nothing was changed by accident and not who wrote it; golive as an App signs
  the bundles of its releases.

CACHE
  What was read of a file is kept for the next run, by the file's content and
  this build of golive, in the user's cache directory (~/.cache/golive/kept on
  Linux): at most 256 MiB, what was not used for longest goes first. Nothing is
  kept of a file in which a secret was found. GOLIVE_CACHE names another
  directory, which CI can keep between jobs; GOLIVE_CACHE=off and --no-cache
  keep nothing. With --github a copy of the repository's history is kept there
  too, at most 4 GiB of all.

EXIT CODES
  0  nothing at or above --fail-on
  1  something is
  2  bad usage or configuration; with --github also what is not there for the
     token, or not for it to see
  3  golive's own error

FILES AND ENVIRONMENT
  .golive.yml  the policy
  GH_TOKEN     for --github, a token that may read the repository; GITHUB_TOKEN
               where it is not set
  GOLIVE_GITHUB_URL   for --github, the base of the API of another GitHub
  GOLIVE_APP_ID       for --github, the App whose records of sign-offs count
  GOLIVE_CACHE a directory for what is kept between runs, or off
  NO_COLOR     set to anything: no colours
  TERM=dumb    no colours and no line that is written over again
  CI           set to anything: progress in plain lines`

const checkExamples = `  golive check .
  golive check --base release/v1.3.0 ~/src/shop
  GH_TOKEN=$(gh auth token) golive check --github acme/shop#123
  golive check --staging http://127.0.0.1:3000 .
  golive check --only code.secrets,launch --fail-on unknown .
  golive check --format json . | jq '.items[] | select(.verdict == "fail") | .id'

  # GitHub Actions: alerts in code scanning, and the report in the job's summary
  - run: golive check --base "$LAST_RELEASE" --format sarif --output golive.sarif .
  - if: always()
    uses: github/codeql-action/upload-sarif@v3
    with: { sarif_file: golive.sarif }
  - if: always()
    run: golive check --quiet --format markdown . >> "$GITHUB_STEP_SUMMARY" || true

  # GitLab CI: items in the merge request's test report
  golive:
    script: golive check --format junit --output golive.xml .
    artifacts: { when: always, reports: { junit: golive.xml } }`
