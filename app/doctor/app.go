package doctor

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/golive-app/golive/app/github"
)

// judgeApp says whether GitHub takes golive for its App. GitHub's own words tell
// apart what its status does not: which of the App's id, its key and the clock is
// wrong.
func judgeApp(facts Facts) Diagnosis {
	identity := facts.Identity
	found := Diagnosis{Name: "app", State: Bad, Why: "golive signs every request with the App's private key, and none is answered without it."}
	if facts.Key.Fingerprint != "" && identity.Err != nil {
		found.Why = "golive's key is " + facts.Key.Fingerprint + "; it signs every request."
	}
	app := "the App" // whose id is not told to Judge by who has none
	if facts.AppID != 0 {
		app = fmt.Sprintf("App %d", facts.AppID)
	}
	switch {
	case identity.Err == nil:
		found.State, found.Why = Good, ""
		found.What = fmt.Sprintf("GitHub knows golive as the App %s (id %d).", identity.App.Name, identity.App.ID)
		found.Link = identity.App.URL
	case identity.Status == http.StatusUnauthorized:
		judgeRefusal(&found, facts, app)
	case identity.Status == http.StatusNotFound:
		found.What = fmt.Sprintf("GitHub%s knows no such App: %s (404).", where("at", facts.APIURL), app)
		found.HowToMend = "Check GOLIVE_APP_ID: it is the number after \"App ID\" on the App's settings page. Check GOLIVE_GITHUB_URL too; for GitHub Enterprise Server it is https://HOST/api/v3. An App that was deleted has to be registered anew."
	case identity.Status == http.StatusOK && identity.App.ID != 0:
		found.What = fmt.Sprintf("The key is that of App %d (%s), and golive was given %s.", identity.App.ID, identity.App.Slug, app)
		found.HowToMend = fmt.Sprintf("Set GOLIVE_APP_ID to %d, or give golive a key that was generated for %s.", identity.App.ID, app)
	case identity.Status == http.StatusOK || identity.Status >= 300 && identity.Status <= 399:
		found.What = fmt.Sprintf("What answers%s is not GitHub's API (%d).", where("at", facts.APIURL), identity.Status)
		found.Why = "Nothing can be read from GitHub or shown there."
		found.HowToMend = "Check GOLIVE_GITHUB_URL; for GitHub Enterprise Server it is https://HOST/api/v3. A proxy that wants a sign-in answers like this, too."
	case identity.Status == 0:
		found.What = "GitHub's API cannot be reached" + where("at", facts.APIURL) + ": " + reason(identity.Err) + "."
		found.Why = "Nothing can be read from GitHub or shown there. Whether the App's id and key are right is not known."
		found.HowToMend = unreachableMend(identity.Err)
	default:
		found.What = fmt.Sprintf("GitHub%s does not say who golive is (%d).", where("at", facts.APIURL), identity.Status)
		found.Why, found.HowToMend = identity.Err.Error(), "If it lasts, look at https://www.githubstatus.com."
	}
	return found
}

// judgeRefusal says what a 401 means. GitHub's messages are those that it answers
// to a token with a foreign signature, and to one whose times it does not accept.
// https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-json-web-token-jwt-for-a-github-app
func judgeRefusal(found *Diagnosis, facts Facts, app string) {
	message := strings.ToLower(facts.Identity.Err.Error())
	switch {
	case skewed(facts.Identity):
		found.State, found.What = Unknown, "GitHub refuses every token while this machine's clock is wrong (401)."
		found.Why, found.HowToMend = "Whether the App's id and key are right shows once it is right.", "Mend the clock first."
	case strings.Contains(message, "could not be decoded"):
		found.What = fmt.Sprintf("GitHub knows %s and does not take its signature (401): the private key is another App's, or was deleted.", app)
		found.HowToMend = "Compare the key's fingerprint with those on the App's settings page (General → Private keys). If it is not there, generate a key, and set GOLIVE_PRIVATE_KEY_FILE to the file; if the App is another one, mend GOLIVE_APP_ID."
	default:
		found.What = fmt.Sprintf("GitHub refuses the credentials of %s (401).", app)
		found.HowToMend = "Check that GOLIVE_APP_ID is the number on the App's settings page, that the private key was generated for this App and is not deleted there, and that this machine's clock is right."
	}
}

// reason says in a few words why there was no answer.
func reason(err error) string {
	var authority x509.UnknownAuthorityError
	var host x509.HostnameError
	var invalid x509.CertificateInvalidError
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return "no answer in time"
	case errors.As(err, &authority):
		return "its certificate is signed by nobody whom this machine trusts"
	case errors.As(err, &host):
		return "its certificate is for another host"
	case errors.As(err, &invalid):
		return "its certificate is not valid"
	}
	// The last words of a chain of errors say why; those before them, what was
	// tried.
	words := err.Error()
	if at := strings.LastIndex(words, "dial tcp"); at >= 0 {
		words = words[at:]
	}
	return words
}

func unreachableMend(err error) string {
	var authority x509.UnknownAuthorityError
	if errors.As(err, &authority) {
		return "Behind a proxy that opens TLS, give golive its certificate: SSL_CERT_FILE names a file with the authorities to trust."
	}
	return "Check GOLIVE_GITHUB_URL, DNS, the firewall, and the proxy where this machine needs one (HTTPS_PROXY); https://www.githubstatus.com tells when it is GitHub."
}

func skewed(identity github.Identity) bool {
	return identity.Dated && (identity.Skew > mostSkew || identity.Skew < -mostSkew)
}

func judgeClock(identity github.Identity) Diagnosis {
	found := Diagnosis{Name: "clock", Why: "GitHub refuses App tokens that are dated in its future or too far in its past."}
	const mend = "Let it be set by NTP (systemd-timesyncd, chrony): `timedatectl set-ntp true`."
	switch skew := identity.Skew; {
	case !identity.Dated:
		found.State, found.What = Unknown, "This machine's clock could not be compared with GitHub's."
	case skew > mostSkew:
		found.State, found.What, found.HowToMend = Bad, fmt.Sprintf("This machine's clock is %s ahead of GitHub's.", span(skew)), mend
	case skew < -mostSkew:
		found.State, found.What, found.HowToMend = Bad, fmt.Sprintf("This machine's clock is %s behind GitHub's.", span(-skew)), mend
	default:
		found.State, found.What, found.Why = Good, "This machine's clock agrees with GitHub's.", ""
	}
	return found
}

// span says a time as people do, by its two largest units: "4 m 2 s", "3 h",
// "2 d 5 h".
func span(length time.Duration) string {
	units := []struct {
		name string
		size time.Duration
	}{{"d", 24 * time.Hour}, {"h", time.Hour}, {"m", time.Minute}, {"s", time.Second}}
	for i, unit := range units {
		if length < unit.size {
			continue
		}
		text := fmt.Sprintf("%d %s", length/unit.size, unit.name)
		if i+1 < len(units) {
			if rest := length % unit.size / units[i+1].size; rest > 0 {
				text += fmt.Sprintf(" %d %s", rest, units[i+1].name)
			}
		}
		return text
	}
	return "0 s"
}
