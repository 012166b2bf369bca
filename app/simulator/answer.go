package simulator

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// object is a JSON object as GitHub renders it.
type object = map[string]any

// answer is what a route replies: body is encoded as JSON, raw is sent as it is.
type answer struct {
	status int
	body   any
	raw    []byte
	header http.Header
}

// The entry page of the REST reference, which GitHub names when it has no better one.
const restPage = "https://docs.github.com/rest"

func ok(body any) *answer      { return &answer{status: http.StatusOK, body: body} }
func created(body any) *answer { return &answer{status: http.StatusCreated, body: body} }
func noContent() *answer       { return &answer{status: http.StatusNoContent} }

// fail is an error in the shape that GitHub documents.
// https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api
func fail(status int, message, page string) *answer {
	return &answer{status: status, body: object{"message": message, "documentation_url": page, "status": strconv.Itoa(status)}}
}

func notFound() *answer { return fail(http.StatusNotFound, "Not Found", restPage) }

// invalid is a 422 with one entry in errors.
// https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api#validation-failed
func invalid(resource, field, code, message, page string) *answer {
	return &answer{status: http.StatusUnprocessableEntity, body: object{
		"message": "Validation Failed", "documentation_url": page, "status": "422",
		"errors": []object{{"resource": resource, "field": field, "code": code, "message": message}},
	}}
}

// refuse is the 422 of GitHub's schema validation, which has no errors list.
func refuse(page, format string, arguments ...any) *answer {
	return fail(http.StatusUnprocessableEntity, "Invalid request.\n\n"+fmt.Sprintf(format, arguments...), page)
}

func nodeID(kind string, id int64) string {
	return base64.StdEncoding.EncodeToString(fmt.Appendf(nil, "%s:%d", kind, id))
}

// stamp renders a time as GitHub does; the zero time is null.
func stamp(at time.Time) any {
	if at.IsZero() {
		return nil
	}
	return at.UTC().Format(time.RFC3339)
}

// orNull renders an empty string as null.
func orNull(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// list maps items to JSON, and never to null.
func list[T any, R any](items []T, render func(T) R) []R {
	rendered := make([]R, 0, len(items))
	for _, item := range items {
		rendered = append(rendered, render(item))
	}
	return rendered
}

// unixStamp renders seconds since 1970, as git writes them.
func unixStamp(seconds string) any {
	number, err := strconv.ParseInt(seconds, 10, 64)
	if err != nil {
		return nil
	}
	return stamp(time.Unix(number, 0))
}
