package security

import (
	"context"
	"net/http"
	"strings"

	"github.com/golive-app/golive/checks"
)

// upwards are ways to write the path of a file above a folder: plainly, from the root,
// and past what takes "../" out once.
func upwards(file string, inPath bool) []string {
	up := strings.Repeat("../", 8) + file
	if inPath { // as it goes over the wire: what is between slashes would be tidied up before
		return []string{strings.ReplaceAll(up, "/", "%2f"), strings.ReplaceAll(strings.ReplaceAll(up, ".", "%2e"), "/", "%2f"), strings.ReplaceAll(up, "/", "%252f")}
	}
	return []string{up, "/" + file, strings.Repeat("....//", 8) + file}
}

// paths tries whether a parameter names a file anywhere on the machine: it has to come
// twice, and not where a file is named that no machine has. Of the answers nothing is kept
// but that they hold the sign.
func (a *attack) paths(ctx context.Context, one target, plain checks.Exchange) error {
	for _, of := range one.aims {
		if !fileParameters.MatchString(of.name) || of.usual && !fileRoutes.MatchString(one.route.Path) || accounts.Match(plain.Body()) {
			continue
		}
		a.files++
		for index, path := range upwards("etc/passwd", of.inPath) {
			found, sent, err := a.ask(ctx, one, map[string]string{of.name: path})
			if err != nil || !sent {
				return err
			}
			if found.Status >= http.StatusBadRequest || !accounts.Match(found.Body()) {
				continue
			}
			other, sent, err := a.ask(ctx, one, map[string]string{of.name: upwards("etc/golive-"+a.word, of.inPath)[index]})
			if err != nil || !sent {
				return err
			}
			second, sent, err := a.again(ctx, one, map[string]string{of.name: path})
			if err != nil || !sent {
				return err
			}
			if !accounts.Match(other.Body()) && second.Status < http.StatusBadRequest && accounts.Match(second.Body()) {
				a.tell(one, of, &found, "path", checks.SeverityError, "lets %s name a file anywhere on the machine: it answers with the accounts of `/etc/passwd`",
					"Look the file up by an id, or see that the cleaned path stays within its folder (`path.resolve` and `startsWith`, `filepath.IsLocal`, `os.Root`, `safe_join`).")
			}
			break
		}
	}
	return nil
}
