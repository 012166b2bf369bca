package webhook

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
)

// ErrPayload is returned for a body that is not what GitHub sends: no JSON, or
// JSON of another shape.
var ErrPayload = errors.New("not a webhook payload")

// envelope is what golive reads of every delivery. Fields that an event does not
// have stay at their zero values.
// https://docs.github.com/en/webhooks/webhook-events-and-payloads
type envelope struct {
	Action       string `json:"action"`
	Installation struct {
		ID int64 `json:"id"`
	} `json:"installation"`
	Repository struct {
		ID int64 `json:"id"`
	} `json:"repository"`
	Sender account `json:"sender"`
}

type account struct {
	Login string `json:"login"`
	Type  string `json:"type"`
}

// bot reports whether the account is an App's.
func (a account) bot() bool { return a.Type == "Bot" }

type identified struct {
	ID int64 `json:"id"`
}

type numbered struct {
	Number int `json:"number"`
}

type pullRequestPayload struct {
	envelope
	PullRequest struct {
		numbered
		MergedAt string `json:"merged_at"` // empty: it was not
	} `json:"pull_request"`
}

type mergeGroupPayload struct {
	envelope
	Group struct {
		HeadSHA string `json:"head_sha"`
		HeadRef string `json:"head_ref"`
	} `json:"merge_group"`
}

type statusPayload struct {
	envelope
	SHA   string `json:"sha"`
	State string `json:"state"`
}

type deploymentStatusPayload struct {
	envelope
	Deployment struct {
		SHA         string `json:"sha"`
		Environment string `json:"environment"`
	} `json:"deployment"`
	Status struct {
		State string `json:"state"`
	} `json:"deployment_status"`
}

// pushPayload: After is the tag object of an annotated tag, so it is looked at
// only for being zero.
type pushPayload struct {
	envelope
	Ref     string `json:"ref"`
	Before  string `json:"before"`
	After   string `json:"after"`
	Created bool   `json:"created"`
	Deleted bool   `json:"deleted"`
}

type issueCommentPayload struct {
	envelope
	Issue   numbered `json:"issue"`
	Comment struct {
		ID   int64       `json:"id"`
		Body string      `json:"body"`
		User account     `json:"user"`
		App  *identified `json:"performed_via_github_app"`
	} `json:"comment"`
}

type checkRunPayload struct {
	envelope
	CheckRun struct {
		ID         int64      `json:"id"`
		Name       string     `json:"name"`
		HeadSHA    string     `json:"head_sha"`
		ExternalID string     `json:"external_id"`
		App        identified `json:"app"`
	} `json:"check_run"`
	RequestedAction struct {
		Identifier string `json:"identifier"`
	} `json:"requested_action"`
}

type checkSuitePayload struct {
	envelope
	CheckSuite struct {
		HeadSHA string     `json:"head_sha"`
		App     identified `json:"app"`
	} `json:"check_suite"`
}

type installationPayload struct {
	envelope
	Repositories []identified `json:"repositories"`
	Added        []identified `json:"repositories_added"`
	Removed      []identified `json:"repositories_removed"`
}

// decode reads what golive needs of a payload. Of several values in a body none
// is taken.
func decode[T any](payload []byte) (T, error) {
	var decoded T
	pruned, err := prune(payload, fieldsOf(reflect.TypeFor[T]()))
	if err != nil {
		return decoded, err
	}
	if err := json.Unmarshal(pruned, &decoded); err != nil {
		return decoded, fmt.Errorf("%w: %w", ErrPayload, err)
	}
	return decoded, nil
}
