package performance

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/probe"
)

// reception is how a service received a file.
type reception int

// The receptions.
const (
	unclear reception = iota
	refused
	accepted
)

// receptionOf reads the answer to an upload, and says why where it does not accept it.
func receptionOf(control checks.Control, exchange checks.Exchange) (how reception, why string) {
	status := exchange.Status
	host, login := probe.LeadsToLogin(exchange)
	switch reason := probe.Unclear(exchange); {
	case reason != "":
		return unclear, "it told nothing: " + reason
	case login && host != "":
		return refused, fmt.Sprintf("it answered %d and leads to another host to log in", status)
	case login:
		return refused, fmt.Sprintf("it answered %d and leads to where people log in", status)
	case status >= 400:
		return refused, fmt.Sprintf("it answered %d", status)
	case status < 200 || status >= 300:
		return unclear, fmt.Sprintf("it answered %d and leads elsewhere", status)
	case control.CatchAll && probe.Same(control, exchange):
		return unclear, fmt.Sprintf("it answered %d, with what is answered to paths that are not there", status)
	case probe.HTML(exchange):
		return unclear, fmt.Sprintf("it answered %d, with a page", status)
	case saysFailed(exchange.Body()):
		return refused, fmt.Sprintf("it answered %d, and its text says that it failed", status)
	default:
		return accepted, ""
	}
}

// mayHaveKept reports whether a service that gave this answer may have kept the file.
func mayHaveKept(exchange checks.Exchange) bool {
	return !exchange.Unasked && exchange.Status != http.StatusTooManyRequests && probe.Wall(exchange) == ""
}

// saysFailed reports whether an answer's JSON says that what was asked for failed, of the
// whole or of its only file.
func saysFailed(body []byte) bool {
	var whole map[string]any
	if json.NewDecoder(bytes.NewReader(body)).Decode(&whole) != nil {
		return false
	}
	if files, listed := whole["files"].([]any); listed && len(files) == 1 {
		if one, is := files[0].(map[string]any); is && fails(one) {
			return true
		}
	}
	return fails(whole)
}

func fails(answer map[string]any) bool {
	for name, value := range answer {
		switch strings.ToLower(name) {
		case "success", "ok", "succeeded":
			if value == false {
				return true
			}
		case "error", "errors":
			if says(value) {
				return true
			}
		case "status", "state", "result":
			if word, is := value.(string); is && slices.Contains([]string{"error", "fail", "failed", "failure", "rejected"}, strings.ToLower(word)) {
				return true
			}
		}
	}
	return false
}

// says reports whether a value of an error tells of one: many answer with an empty one.
func says(value any) bool {
	switch value := value.(type) {
	case bool:
		return value
	case string:
		return strings.TrimSpace(value) != ""
	case []any:
		return len(value) > 0
	case map[string]any:
		message, _ := value["message"].(string)
		return message != "" && !strings.EqualFold(message, "ok") && !strings.EqualFold(message, "success")
	default:
		return false
	}
}
