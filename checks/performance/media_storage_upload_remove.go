package performance

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/wording"
)

// remove deletes a file that was kept as the policy declares, and notes whether it stays.
func (u *uploadTrial) remove(ctx context.Context, one *sentFile) error {
	if one.sent == nil || one.reception != accepted && one.stays == "" {
		return nil // nobody has it
	}
	if u.declared.Delete == "" {
		one.keep("the policy names no path that deletes it (`probes: {upload: {delete: /api/uploads/{id}}}`)")
		return nil
	}
	path, filled := deletePath(u.declared.Delete, *one.sent)
	if !filled {
		one.keep("the answer to the upload gives no plain value for " + wording.Quoted(u.declared.Delete))
		return nil
	}
	answers, err := u.look.Ask(ctx, checks.Probe{Method: http.MethodDelete, Path: path, Header: u.header, Anew: true})
	if err != nil {
		return err
	}
	named := wording.Quoted("DELETE " + u.declared.Delete)
	how, why := receptionOf(u.look.Control, answers[0])
	one.deleted, one.stays = how == accepted, ""
	if !one.deleted {
		one.stays = named + ": " + why
	}
	return u.verify(ctx, one, named)
}

// keep notes why a file stays, unless it is known already that it may not.
func (s *sentFile) keep(why string) {
	if s.stays != "" {
		why = s.stays + ", and " + why
	}
	s.stays = why
}

// verify asks once more for a file that was deleted, where the service itself answers it.
func (u *uploadTrial) verify(ctx context.Context, one *sentFile, named string) error {
	if one.place.address == "" || one.place.exchange == nil {
		return nil
	}
	after, err := u.get(ctx, one.place.address, one.opens, 0)
	if err != nil {
		return err
	}
	switch {
	case after.Status == http.StatusNotFound || after.Status == http.StatusGone:
		one.gone, one.stays = true, ""
	case one.deleted && after.Status == http.StatusOK && one.in(*after):
		one.stays = "it is still answered after " + named
	}
	return nil
}

// in reports whether an answer is the file, as far as one can tell.
func (s *sentFile) in(exchange checks.Exchange) bool {
	if s.kind == pictureKind {
		return isPicture(exchange)
	}
	return strings.Contains(string(exchange.Body()), inert(s.mark))
}

// tidy deletes what was accepted where golive's work ended in between. Nobody is told what
// comes of it: there is no result.
func (u *uploadTrial) tidy(ctx context.Context) {
	limited, cancel := context.WithTimeout(context.WithoutCancel(ctx), tidyTime)
	defer cancel()
	for _, one := range u.files() {
		if one == nil || one.deleted || one.sent == nil || one.reception != accepted || u.declared.Delete == "" {
			continue
		}
		if path, filled := deletePath(u.declared.Delete, *one.sent); filled {
			_, _ = u.look.Ask(limited, checks.Probe{Method: http.MethodDelete, Path: path, Header: u.header, Anew: true, Impatient: true})
		}
	}
}

// judgeLeft tells what golive left behind.
func (u *uploadTrial) judgeLeft() {
	var names, reasons []string
	gone, deleted := 0, 0
	for _, one := range u.files() {
		switch {
		case one.stays != "":
			names = append(names, wording.Quoted(one.name))
			if reason := one.stays; len(reasons) == 0 || reasons[len(reasons)-1] != reason {
				reasons = append(reasons, reason)
			}
		case one.gone:
			gone++
		case one.deleted:
			deleted++
		}
	}
	if len(names) > 0 {
		what := "file " + names[0] + " stays"
		if len(names) > 1 {
			what = "files " + wording.Listed(names, 3) + " stay"
		}
		u.look.FindNamed("left", "media.upload-left", checks.SeverityNotice, u.shown(u.picture.sent), fmt.Sprintf("golive's own %s on staging, or may: %s", what, strings.Join(reasons, "; ")), "Delete what is named `golive-…` there.")
	}
	if gone > 0 {
		u.look.Record(checks.Neutral, nil, gone, "%s deleted again, and gone by what its address answers", wording.Counted(gone, "uploaded file was", "uploaded files were"))
	}
	if deleted > 0 {
		u.look.Record(checks.Neutral, nil, deleted, "%s deleted again, by what `DELETE` answered", wording.Counted(deleted, "uploaded file was", "uploaded files were"))
	}
}
