package performance

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/probe"
	"github.com/golive-app/golive/checks/wording"
	"github.com/golive-app/golive/config"
)

// askedAgain is how often the picture is asked for, each time on a connection of its own,
// so that a load balancer has several instances answer.
const askedAgain = 6

// tidyTime is how long golive takes to delete what it uploaded where its work was ended in
// between.
const tidyTime = 5 * time.Second

// uploadTrial is what came of the files that golive uploaded.
type uploadTrial struct {
	look     *probe.Look
	declared config.Upload
	base     *url.URL    // what the service's addresses are relative to
	header   http.Header // that says who uploads

	picture *sentFile
	scripts []*sentFile
	answers []checks.Exchange // to asking for the picture again and again
}

// sentFile is a file that was uploaded once, and what is known of it.
type sentFile struct {
	upload
	sent      *checks.Exchange
	reception reception
	why       string // it was not accepted, or where it stands is not known

	place mediaFile   // standing is empty where nothing is known of it
	opens http.Header // with which it was read
	owner bool        // it was refused to everybody else

	deleted bool   // as the service says
	gone    bool   // as the address answers
	stays   string // why it does, or may
}

// tryUpload uploads what the policy declares to a staging that may be written to and is
// proven to run the release, follows where it comes to stand, and deletes it. It returns
// nil where nothing was sent, and says why.
func tryUpload(ctx context.Context, look *probe.Look, declared config.Upload) (*uploadTrial, error) {
	if !declared.Declared() {
		return nil, nil
	}
	if may, why := look.Staging().MayWrite(); !may {
		look.Lack("no file is uploaded: "+why, "Where staging's data may change, write `probes: {allow_writes: true}` into .golive.yml, beside `environments: {staging: {url: …}}`.")
		return nil, nil
	}
	if !look.Deployed.Proven() {
		look.Lack("no file is uploaded: nothing says which commit staging runs", "Let `/version` answer `{\"commit\": \"…\"}`, or record the deployment on GitHub.")
		return nil, nil
	}
	header, err := probe.FillHeader(look.Staging().Secret, declared.Headers)
	if err != nil {
		look.Lack("no file is uploaded: a header of `probes.upload` cannot be filled in: "+err.Error(), "Whoever runs golive lays the secret down for this repository.")
		return nil, nil
	}
	base, err := url.Parse(look.Address + "/")
	if err != nil {
		return nil, fmt.Errorf("upload a file: %w", err)
	}
	trial := &uploadTrial{look: look, declared: declared, base: base, header: header}
	if err := trial.run(ctx); err != nil {
		trial.tidy(ctx)
		return nil, err
	}
	return trial, nil
}

// run uploads, reads and deletes. It errs only where golive's work ends.
func (u *uploadTrial) run(ctx context.Context) error {
	made, err := picture(newMark())
	if err != nil {
		return err
	}
	u.picture = &sentFile{upload: made}
	if err := u.send(ctx, u.picture); err != nil {
		return err
	}
	if u.picture.reception == accepted {
		if err := u.followPicture(ctx); err != nil {
			return err
		}
	}
	if standing := u.picture.place.standing; standing == standsOwn || standing == standsBehind {
		if err := u.trick(ctx); err != nil {
			return err
		}
	}
	for _, one := range u.files() {
		if err := u.remove(ctx, one); err != nil {
			return err
		}
	}
	return nil
}

// files are those that were sent.
func (u *uploadTrial) files() []*sentFile { return append([]*sentFile{u.picture}, u.scripts...) }

// followPicture reads the picture where it stands, and as others would.
func (u *uploadTrial) followPicture(ctx context.Context) error {
	one := u.picture
	if err := u.read(ctx, one); err != nil || one.place.standing != standsOwn {
		return err
	}
	u.answers = []checks.Exchange{*one.place.exchange}
	for range askedAgain - 1 {
		again, err := u.get(ctx, one.place.address, one.opens, 0)
		if err != nil {
			return err
		}
		u.answers = append(u.answers, *again)
	}
	return nil
}

// trick uploads what browsers run scripts of, and reads it where it stands.
func (u *uploadTrial) trick(ctx context.Context) error {
	for _, made := range []upload{page(newMark()), drawing(newMark())} {
		one := &sentFile{upload: made}
		u.scripts = append(u.scripts, one)
		if err := u.send(ctx, one); err != nil {
			return err
		}
		if one.reception == accepted {
			if err := u.read(ctx, one); err != nil {
				return err
			}
		}
	}
	return nil
}

// send uploads a file once.
func (u *uploadTrial) send(ctx context.Context, one *sentFile) error {
	body, kind, err := one.form(u.declared.Form())
	if err != nil {
		return err
	}
	header := u.header.Clone()
	header.Set("Content-Type", kind)
	answers, err := u.look.Ask(ctx, checks.Probe{Method: http.MethodPost, Path: u.declared.Path, Header: header, Body: body, Anew: true})
	if err != nil {
		return err
	}
	one.sent = &answers[0]
	one.reception, one.why = receptionOf(u.look.Control, answers[0])
	if one.reception == unclear && mayHaveKept(answers[0]) {
		one.stays = "whether it was kept is not known"
	}
	return nil
}

// named is the upload as the policy declares it.
func (u *uploadTrial) named() string { return wording.Quoted("POST " + u.declared.Path) }

// shown is an exchange without what is known by now to open something.
func (u *uploadTrial) shown(exchange *checks.Exchange) *checks.Exchange {
	if exchange == nil {
		return nil
	}
	one := u.look.Staging().Shown(*exchange)
	return &one
}

// told reports whether the upload says where files come to stand.
func (u *uploadTrial) told() bool { return u != nil && u.picture.place.standing != "" }
