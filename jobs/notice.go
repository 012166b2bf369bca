package jobs

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
)

// NoticeKind tells what a notice is about.
type NoticeKind string

// The kinds of notice. Everything else is a silent edit of the comment.
const (
	NoticeReady    NoticeKind = "ready"     // the release became ready
	NoticeNotReady NoticeKind = "not-ready" // it was ready, and is not any more
	NoticeAsk      NoticeKind = "ask"       // people are asked for their word
)

// Notice is a new reply beside the comment of a release: an edit tells nobody. What has
// been told is read from the replies themselves, so that nothing is told twice after
// Redis was lost.
type Notice struct {
	Kind   NoticeKind
	Key    string // of the release
	SHA    string
	People []string        // whom it mentions: logins and teams in lower case, without "@"
	Items  []checks.ItemID // of an ask: the items that nobody was asked for before
	Lapsed []int64         // of an ask: the comments whose sign-offs no longer hold
	Asks   []Ask           // of an ask that is to be written
}

// Ask is what one person or team is asked for.
type Ask struct {
	Whom  string // as the forge spells it, without "@"
	Items []AskedItem
}

// AskedItem is one item that somebody is asked to sign.
type AskedItem struct {
	checks.Item
	Lapsed string // why their own sign-off no longer holds; empty: they gave none
}

// Recipient is who can be mentioned for a role: a person or a team.
type Recipient struct {
	Name    string   // without "@"
	Members []string // of a team, by what could be read
}

// is reports whether a login or team is, or belongs to, the recipient.
func (r Recipient) is(name string) bool {
	same := func(one string) bool { return strings.EqualFold(one, name) }
	return same(r.Name) || slices.ContainsFunc(r.Members, same)
}

// wanted is all of a run that a notice could be about.
type wanted struct {
	SHA     string
	Ready   bool
	Signing []checks.ItemID // wait for a person
	Lapsed  []int64
}

// hash names what was looked at, so that a publish which changes none of it asks the
// forge nothing.
func (w wanted) hash() string {
	data, err := json.Marshal(w)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:8])
}

// wantedOf says what of a run that is over people could be told. While something fails
// nobody is asked: what mends it makes another content, and a word for this one would
// be given in vain.
func wantedOf(run Run, items []checks.Item) wanted {
	want := wanted{SHA: run.Release.SHA, Ready: run.Ready(items)}
	for _, item := range items {
		result := run.Results[item.ID]
		switch result.Verdict() {
		case checks.Fail, checks.Errored, checks.Running:
			return wanted{SHA: want.SHA, Ready: want.Ready}
		case checks.NeedsSignOff:
			want.Signing = append(want.Signing, item.ID)
		case checks.Unknown, checks.Stale:
		default:
			continue
		}
		if signed := result.SignOff; signed != nil && signed.Outdated != "" && !result.Ready() {
			want.Lapsed = append(want.Lapsed, signed.Comment)
		}
	}
	return want
}

// turned returns the notice of a release that became ready, or is so no more. What was
// told last counts as how it was before, else the run before. Of neither nothing is
// known, so nothing is said.
func turned(run Run, items []checks.Item, told []Notice) (Notice, bool) {
	notice := Notice{Kind: NoticeNotReady, Key: run.Key.String(), SHA: run.Release.SHA}
	if run.Ready(items) {
		notice.Kind = NoticeReady
	}
	was := NoticeKind("")
	if run.Previous != nil {
		was = NoticeNotReady
		if run.Previous.ready(items, run.Release.Kind) {
			was = NoticeReady
		}
	}
	here := 0
	for _, one := range told {
		if one.Key == notice.Key && one.Kind != NoticeAsk {
			was = one.Kind
			if one.SHA == notice.SHA {
				here++
			}
		}
	}
	return notice, was != "" && was != notice.Kind && here < mostTurns
}

// mostTurns bounds how often it is told that one content became ready or is so no more:
// a connection that comes and goes is no news after that.
const mostTurns = 6

// asking returns the notice that asks people for their word: the holders of the role for
// an item that nobody was asked for before, and whoever signed one for looking again.
// Nobody is mentioned twice for one content; who was, is asked for more with the next.
func asking(run Run, items []checks.Item, told []Notice, recipients map[checks.ItemID][]Recipient) (Notice, bool) {
	notice := Notice{Kind: NoticeAsk, Key: run.Key.String(), SHA: run.Release.SHA}
	var mentioned []string
	var before []checks.ItemID
	var lapsed []int64
	for _, one := range told {
		if one.SHA == notice.SHA {
			mentioned = append(mentioned, one.People...)
		}
		if one.Key == notice.Key {
			before, lapsed = append(before, one.Items...), append(lapsed, one.Lapsed...)
		}
	}
	want := wantedOf(run, items)
	for _, item := range items {
		signed := run.Results[item.ID].SignOff
		holders := recipients[item.ID]
		again := signed != nil && slices.Contains(want.Lapsed, signed.Comment) && !slices.Contains(lapsed, signed.Comment)
		switch {
		case again && mayStillSign(signed.By, holders):
			if notice.ask(Recipient{Name: signed.By}, holders, mentioned, AskedItem{item, signed.Outdated}) {
				notice.Lapsed = append(notice.Lapsed, signed.Comment)
				notice.Items = append(notice.Items, item.ID)
			}
		case slices.Contains(want.Signing, item.ID) && !slices.Contains(before, item.ID):
			someone := false
			for _, holder := range holders {
				someone = notice.ask(holder, holders, mentioned, AskedItem{Item: item}) || someone
			}
			if someone {
				notice.Items = append(notice.Items, item.ID)
			}
		}
	}
	return notice, len(notice.Asks) > 0
}

// mayStillSign reports whether somebody is among those who can be mentioned for a role,
// as far as the policy names anybody.
func mayStillSign(login string, holders []Recipient) bool {
	return len(holders) == 0 || slices.ContainsFunc(holders, func(holder Recipient) bool { return holder.is(login) })
}

// ask adds an item to what somebody is asked for, unless the mention would reach
// somebody for a second time.
func (n *Notice) ask(whom Recipient, holders []Recipient, mentioned []string, item AskedItem) bool {
	if at := slices.IndexFunc(n.Asks, func(one Ask) bool { return strings.EqualFold(one.Whom, whom.Name) }); at >= 0 {
		n.Asks[at].Items = append(n.Asks[at].Items, item)
		return true
	}
	reached := func(name string) bool {
		if whom.is(name) {
			return true
		}
		// A team that was mentioned reached its members.
		at := slices.IndexFunc(holders, func(holder Recipient) bool { return strings.EqualFold(holder.Name, name) })
		return at >= 0 && (holders[at].is(whom.Name) || slices.ContainsFunc(whom.Members, holders[at].is))
	}
	if slices.ContainsFunc(mentioned, reached) || slices.ContainsFunc(n.People, reached) {
		return false
	}
	n.Asks = append(n.Asks, Ask{whom.Name, []AskedItem{item}})
	n.People = append(n.People, strings.ToLower(whom.Name))
	return true
}
