package server

import (
	"context"
	"crypto/x509"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"

	"github.com/golive-app/golive/app/doctor"
)

// longestVersion bounds what is read of an answer to /version, and what is shown
// of it.
const longestVersion, longestName = 4 << 10, 60

// askPublic asks the public address which golive answers there. Redirects are not
// followed: GitHub does not follow them either when it delivers.
func askPublic(ctx context.Context, client *http.Client, public string) doctor.PublicFacts {
	facts := doctor.PublicFacts{Asked: true}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimRight(public, "/")+"/version", nil)
	if err != nil {
		facts.Problem = "it is no address"
		return facts
	}
	response, err := client.Do(request)
	if err != nil {
		facts.Problem = publicProblem(err)
		return facts
	}
	defer response.Body.Close()
	facts.Status = response.StatusCode
	body, err := io.ReadAll(io.LimitReader(response.Body, longestVersion))
	if err != nil {
		facts.Status, facts.Problem = 0, publicProblem(err)
		return facts
	}
	var build struct {
		Version string `json:"version"`
		Go      string `json:"go"`
	}
	if json.Unmarshal(body, &build) == nil && response.StatusCode == http.StatusOK && build.Go != "" {
		facts.Version = strings.Join(strings.Fields(build.Version[:min(len(build.Version), longestName)]), " ")
	}
	return facts
}

// publicProblem says why there was no answer.
func publicProblem(err error) string {
	var authority x509.UnknownAuthorityError
	var host x509.HostnameError
	var invalid x509.CertificateInvalidError
	switch {
	case errors.As(err, &authority):
		return "its certificate is signed by nobody whom this machine trusts"
	case errors.As(err, &host):
		return "its certificate is for another host"
	case errors.As(err, &invalid):
		return "its certificate is not valid (expired, or not yet)"
	}
	_, problem := redisProblem(err)
	return problem
}
