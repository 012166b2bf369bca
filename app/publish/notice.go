package publish

import (
	"context"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/config/regex"
	"github.com/golive-app/golive/jobs"
)

// noticeStart begins the hidden line that keeps what a reply told. It is believed of
// our own replies alone.
const noticeStart = "<!-- golive-notice:v1 "

// Notices implements jobs.Publisher.
func (p *Publisher) Notices(ctx context.Context, target jobs.Target, number int) ([]jobs.Notice, error) {
	forge, err := p.options.Forge(ctx, target)
	if err != nil {
		return nil, err
	}
	comments, err := forge.Comments(ctx, number)
	if err != nil {
		return nil, fmt.Errorf("list the comments of %d: %w", number, err)
	}
	var told []jobs.Notice
	for _, comment := range comments {
		if !p.ours(comment) {
			continue
		}
		if notice, is := parseNotice(comment.Body); is {
			told = append(told, notice)
		}
	}
	return told, nil
}

// Notify implements jobs.Publisher.
func (p *Publisher) Notify(ctx context.Context, target jobs.Target, number int, run jobs.Run, notice jobs.Notice) error {
	forge, err := p.options.Forge(ctx, target)
	if err != nil {
		return err
	}
	if _, err := forge.CreateComment(ctx, number, p.newPage(run).notice(notice)); err != nil {
		return fmt.Errorf("reply on %d: %w", number, err)
	}
	return nil
}

// noticeLine is the hidden line of a reply.
func noticeLine(notice jobs.Notice) string {
	var items, lapsed, people []string
	for _, item := range notice.Items {
		items = append(items, hidden(string(item)))
	}
	for _, comment := range notice.Lapsed {
		lapsed = append(lapsed, strconv.FormatInt(comment, 10))
	}
	for _, name := range notice.People {
		people = append(people, hidden(name))
	}
	return noticeStart + fmt.Sprintf("kind=%s key=%s sha=%s items=%s lapsed=%s people=%s -->", hidden(string(notice.Kind)), hidden(notice.Key), hidden(notice.SHA),
		strings.Join(items, ","), strings.Join(lapsed, ","), strings.Join(people, ","))
}

// parseNotice reads the hidden line of a reply.
func parseNotice(body string) (jobs.Notice, bool) {
	line, _, _ := strings.Cut(body, "\n")
	rest, found := strings.CutPrefix(strings.TrimSpace(line), noticeStart)
	rest, ends := strings.CutSuffix(rest, " -->")
	if !found || !ends {
		return jobs.Notice{}, false
	}
	var notice jobs.Notice
	for _, word := range strings.Fields(rest) {
		name, value, _ := strings.Cut(word, "=")
		for _, one := range strings.Split(value, ",") {
			text, err := url.QueryUnescape(one)
			if err != nil || text == "" {
				continue
			}
			switch name {
			case "kind":
				notice.Kind = jobs.NoticeKind(text)
			case "key":
				notice.Key = text
			case "sha":
				notice.SHA = text
			case "items":
				notice.Items = append(notice.Items, checks.ItemID(text))
			case "lapsed":
				if comment, err := strconv.ParseInt(text, 10, 64); err == nil {
					notice.Lapsed = append(notice.Lapsed, comment)
				}
			case "people":
				notice.People = append(notice.People, text)
			}
		}
	}
	return notice, notice.Kind != "" && notice.Key != "" && notice.SHA != ""
}

// notice renders a reply.
func (p page) notice(notice jobs.Notice) string {
	name, commit := inline(p.name(), longName), p.commit(notice.SHA)
	var body string
	switch notice.Kind {
	case jobs.NoticeReady:
		body = "🚀 **" + name + " is READY to go live**, at " + commit + " — " + join(" · ", p.tally(p.counting()).standing(), p.countsOnly()) + ".\n"
	case jobs.NoticeNotReady:
		body = "🚦 **" + name + " is not READY any more**, at " + commit + " — " + orElse(p.tally(p.counting()).missing(), "by its policy") + ".\n\n" + p.inTheWay()
	default:
		body = "✍️ **" + name + " waits for your word**, at " + commit + "\n\n" + asks(notice.Asks)
	}
	return noticeLine(notice) + "\n" + body + "\n<sub>" + join(" · ", "The checklist above has the rest", golive(p.version)) + "</sub>\n"
}

func golive(version string) string {
	return "golive " + inline(orElse(version, "(unreleased)"), longName)
}

// inTheWay lists the first items that keep the release from being ready.
func (p page) inTheWay() string {
	const most = 5
	var list strings.Builder
	more := 0
	for _, item := range p.counting() {
		result := p.result(item)
		if result.Ready() {
			continue
		}
		if more++; more <= most {
			list.WriteString("- " + lead(item, result) + " · `" + string(item.ID) + "`\n")
		}
	}
	if more > most {
		fmt.Fprintf(&list, "- … and %d more\n", more-most)
	}
	return list.String()
}

// asks lists who is asked for what, with what they type.
func asks(all []jobs.Ask) string {
	var list strings.Builder
	for _, one := range all {
		list.WriteString("- " + called(one.Whom) + ", as " + roles(one.Items) + ":\n")
		for _, item := range one.Items {
			again := ""
			if item.Lapsed != "" {
				again = "<br>" + checks.Stale.Icon() + " Look again: " + inline(item.Lapsed, longHeadline)
			}
			list.WriteString("  - " + title(item.Title) + " — `" + signCommand(item.Item) + "`" + again + "\n")
		}
	}
	return list.String()
}

// roles names the roles in which items are signed, each once.
func roles(items []jobs.AskedItem) string {
	var names []string
	seen := map[string]bool{}
	for _, item := range items {
		if name := string(checks.SigningRole(item.Item)); !seen[name] {
			seen[name] = true
			names = append(names, "`"+name+"`")
		}
	}
	return strings.Join(names, ", ")
}

// team matches a team's name as it is mentioned.
var team = regex.New(`^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})/[A-Za-z0-9_.-]{1,100}$`)

// called mentions a person or a team, so that they are told.
func called(name string) string {
	if team.MatchString(name) {
		return "@" + name
	}
	return mention(name)
}
