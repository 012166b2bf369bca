package main

// doctorHelp is the manual page of `golive doctor`.
const doctorHelp = `doctor says what is wrong with an installation of golive as a GitHub App, why that
matters and how to mend it. It works without a running golive: it reads the
settings that serve reads, asks GitHub as the App, and asks Redis. Run it where
serve runs, with its environment and as its user.

WHAT IS LOOKED AT
  settings       variables of the environment that golive does not read
  app            whether GitHub takes the App's id and key; app.key: whether the
                 key can be read at all
  clock          this machine's against GitHub's
  app.permissions, app.events
                 what the App has, against what golive needs
  webhook        whether it leads to GOLIVE_PUBLIC_URL
  webhook.deliveries
                 how the last ones ended: refused, timed out, not connected
  installations, installation.ACCOUNT…
                 where the App is installed; those that are suspended, that have
                 not accepted new permissions, or that cover no repository
  public         what answers at GOLIVE_PUBLIC_URL, asked from this machine
  redis, redis.version, redis.role, redis.memory, redis.room, redis.persistence
                 whether it answers, is recent, takes writes, evicts, is full, and
                 keeps its data

  Nothing is changed, on GitHub, in Redis or on this machine. Everything is asked
  at once, each question for at most 10 seconds and all of them for 30.

STATES
  in order   nothing to do
  improve    works, and should be otherwise in production
  waiting    in order so far; somebody has yet to act, or something to happen
  not known  could not be asked
  wrong      does not work

OUTPUT
  One line for each thing, with why and what to do below it; what is wrong comes
  last. The last line reads "N wrong, N to improve, N in order", followed by
  "N waiting" and "N not known" where there are any. --format json prints the
  format golive.doctor/1: names and states are stable, sentences are not. On a
  terminal standard error shows what has not answered yet; --log-level debug
  logs every request there.

  No secret is printed. The fingerprint of the private key is that of its public
  half, as GitHub lists it under "Private keys" on the App's settings page.

SETTINGS
  Those of serve, found as serve finds them: a flag wins over the environment,
  that over the file that --config names, and that over what set-up has written
  to the credentials directory. Secrets have no flag:
    GOLIVE_PRIVATE_KEY, GOLIVE_WEBHOOK_SECRETS, GOLIVE_REDIS_URL, each also as a
    file, named by the variable with _FILE at its end

EXIT CODES
  0  nothing is wrong; there may be advice, or something to wait for
  1  something is wrong, or could not be asked
  2  bad usage or configuration: settings lack or cannot be read
  3  golive's own error`

const doctorExamples = `  golive doctor
  golive doctor --config /etc/golive/config.yaml
  GOLIVE_PRIVATE_KEY_FILE=key.pem GOLIVE_WEBHOOK_SECRETS_FILE=secret golive doctor --app-id 1234

  # in the container of serve
  docker compose exec golive golive doctor

  # as root, where deploy/golive.service runs serve
  (set -a; . /etc/golive/env; GOLIVE_PRIVATE_KEY_FILE=/etc/golive/private-key \
    GOLIVE_WEBHOOK_SECRETS_FILE=/etc/golive/webhook-secrets golive doctor)

  # what is not in order, for a script or a ticket
  golive doctor --format json | jq -r '.diagnoses[] | select(.state == "bad") | .how_to_mend'`
