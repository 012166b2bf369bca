package code

import (
	"fmt"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source"
	"github.com/golive-app/golive/checks/evidence/source/practice"
	"github.com/golive-app/golive/checks/wording"
)

// edgeMessage says what is there, and what happens when it goes wrong.
func edgeMessage(rule string, sign source.PlacedSign) string {
	text := ""
	switch rule {
	case RuleSwallowedWrite:
		text = fmt.Sprintf("when %s fails, %s and the caller goes on as if it had been done", wording.Quoted(sign.Writes), lostHow(sign))
	case RuleSwallowed:
		text = fmt.Sprintf("an error ends in an empty %s: nobody learns of it", wording.Quoted(sign.What))
	case RuleBareExcept:
		text = "`except:` takes every error, also an interrupt and a typing error, and raises none of them"
		if sign.Writes != "" {
			text += fmt.Sprintf("; %s is among what may fail", wording.Quoted(sign.Writes))
		}
	case RuleNoTimeout:
		text = fmt.Sprintf("%s waits as long as the other side likes", wording.Quoted(sign.What))
		switch {
		case sign.Kind == practice.WaitsServer:
			text = fmt.Sprintf("%s waits without a limit for clients that send their headers slowly", wording.Quoted(sign.What))
		case sign.Note == "context":
			text += ", unless each request's context has a deadline"
		case sign.Note == "fetch":
			text = fmt.Sprintf("%s has no limit of its own: Node gives up after 300 seconds of silence", wording.Quoted(sign.What))
		}
	case RuleUnbounded:
		text = unboundedMessage(sign)
	}
	if sign.Function != "" {
		text += " (in " + wording.Quoted(sign.Function) + ")"
	}
	return wording.Capital(text)
}

func lostHow(sign source.PlacedSign) string {
	switch {
	case sign.Note == "commented":
		return "the error is dropped, as a comment says,"
	case sign.Note == "returns":
		return "the error is dropped for an empty answer"
	case sign.Kind == practice.SwallowedResult:
		return "nobody looks at its error"
	}
	return "the error is dropped"
}

func unboundedMessage(sign source.PlacedSign) string {
	switch sign.Kind {
	case practice.UnboundedPage:
		return fmt.Sprintf("how many rows %s gives is up to the request (%s)", wording.Quoted(sign.What), wording.Quoted(sign.Note))
	case practice.UnboundedUpload:
		return fmt.Sprintf("%s takes files of any size", wording.Quoted(sign.What))
	}
	if sign.Note != "" {
		return fmt.Sprintf("%s takes bodies of up to %s into memory", wording.Quoted(sign.What), wording.Quoted(sign.Note))
	}
	return fmt.Sprintf("%s takes a body of any size into memory", wording.Quoted(sign.What))
}

// edgeRemedyOf says how to mend it, in the file's own language.
func edgeRemedyOf(rule string, sign source.PlacedSign) string {
	switch rule {
	case RuleSwallowedWrite:
		switch sign.File.Language {
		case "Go":
			return "Return the error: `if err := …; err != nil { return fmt.Errorf(\"…: %w\", err) }`; GORM's is in the `.Error` of what it returns."
		case "Python":
			return "Catch the errors that you expect, by name, and let the others through; at least `logger.exception(…)` and `raise`."
		}
		return "Let the error through, or catch it, log it and answer with it; where to lose it is right, say why in a comment."
	case RuleSwallowed:
		return "Log the error, or say in a comment why to lose it is right."
	case RuleBareExcept:
		return "Name what you expect (`except ValueError:`), or write `except Exception:` with `logger.exception(…)`."
	case RuleNoTimeout:
		return timeoutRemedy(sign)
	}
	return boundRemedy(sign)
}

func timeoutRemedy(sign source.PlacedSign) string {
	switch {
	case sign.Kind == practice.WaitsServer:
		return "Serve with `&http.Server{Addr: addr, Handler: handler, ReadHeaderTimeout: 5 * time.Second, IdleTimeout: 60 * time.Second}`."
	case sign.File.Language == "Go":
		return "Use a client with a limit: `&http.Client{Timeout: 10 * time.Second}`."
	case sign.File.Language == "Python" && strings.HasPrefix(sign.What, "smtplib"):
		return "Add `timeout=10`."
	case sign.File.Language == "Python":
		return "Add `timeout=(3, 10)`: seconds to connect and seconds of silence."
	case strings.Contains(sign.What, "fetch"):
		return "Add `signal: AbortSignal.timeout(10_000)`."
	case strings.HasPrefix(sign.What, "got"):
		return "Add `timeout: { request: 10_000 }`."
	}
	return "Add `timeout: 10_000` (milliseconds), best once in `axios.create({ timeout: 10_000 })`."
}

func boundRemedy(sign source.PlacedSign) string {
	switch {
	case sign.Kind == practice.UnboundedPage && sign.File.Language == "Python":
		return "Bound it: `limit: Annotated[int, Query(ge=1, le=100)] = 50`, or `min(limit, 100)`."
	case sign.Kind == practice.UnboundedPage && sign.File.Language == "Go":
		return "Bound it: `limit = min(max(limit, 1), 100)`."
	case sign.Kind == practice.UnboundedPage:
		return "Bound it: `Math.min(Math.max(Number(limit) || 50, 1), 100)`."
	case sign.Kind == practice.UnboundedUpload && sign.File.Language == "Python":
		return "Look at the size before you read, or read in pieces up to a limit; bound the body in the proxy as well (`client_max_body_size`)."
	case sign.Kind == practice.UnboundedUpload:
		return "Add `limits: { fileSize: 10 * 1024 * 1024, files: 5 }`."
	case sign.File.Language == "Go":
		return "Bound it first: `r.Body = http.MaxBytesReader(w, r.Body, 1<<20)`."
	}
	return "Set a `limit` that the largest honest body fits in, such as `\"1mb\"`."
}

// edgeRemedy is the next step for the item as a whole.
func edgeRemedy(findings []checks.Finding, asked []question) string {
	if len(findings) > 0 && findings[0].Severity == checks.SeverityError {
		return findings[0].Remedy
	}
	const told = 3
	var parts []string
	for i, one := range asked[:min(len(asked), told)] {
		parts = append(parts, fmt.Sprintf("(%d) %s", i+1, one.short()))
	}
	if more := len(asked) - told; more > 0 {
		parts = append(parts, fmt.Sprintf("and %d more below", more))
	}
	sign := "comment `/golive sign-off code.edge-cases LINK` with a link to the tests."
	if len(parts) == 0 {
		return "A senior reads the change and its tests: " + sign
	}
	return wording.Capital(waiting(len(asked))) + ": " + strings.Join(parts, "; ") + ". When they are covered, " + sign
}
