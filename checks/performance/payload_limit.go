package performance

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/probe"
	"github.com/golive-app/golive/checks/evidence/probe/answer"
	"github.com/golive-app/golive/config/regex"
)

// limitTrial is what came of asking for two elements of a list.
type limitTrial struct {
	tried    bool
	asked    string // "limit=2"
	honoured bool
}

// limitNames are the names by which clients ask for the length of a page.
var limitNames = []string{"limit", "per_page", "perPage", "page_size", "pageSize", "pagesize", "size", "first", "take", "count", "top", "$top", "max", "max_results", "maxResults", "rows"}

// askLimits asks for two elements of lists that have more.
func askLimits(ctx context.Context, look *probe.Look, plan []reading) error {
	left := mostLimits
	for index := range plan {
		one := &plan[index]
		if !one.read || left == 0 {
			continue
		}
		list, found := mainList(one.document)
		if !found || list.Count < 3 {
			continue
		}
		left--
		name := "limit"
		if at := slices.IndexFunc(one.queries, func(query string) bool { return slices.Contains(limitNames, query) }); at >= 0 {
			name = one.queries[at]
		}
		answers, err := look.Ask(ctx, checks.Probe{Path: one.path + "?" + strings.ReplaceAll(name, "$", "%24") + "=2"})
		if err != nil {
			return err
		}
		one.limited = limitTrial{tried: probe.Unclear(answers[0]) == "", asked: name + "=2"}
		if answers[0].Status == http.StatusOK {
			if document, err := answer.ReadJSON(answers[0].Body()); err == nil {
				shorter, _ := mainList(document) // none where it is empty, too
				one.limited.honoured = shorter.Count <= 2
			}
		}
	}
	return nil
}

// pageFields are fields by which an answer says that it is a page of a longer list, in
// lower case and without marks.
var pageFields = strings.Fields("next nextpage nextcursor nexttoken nextpagetoken nexturl nextlink cursor endcursor hasmore hasnext hasnextpage more total totalcount totalitems totalresults totalpages pagecount page pages perpage pagesize limit offset pageinfo pagination startcursor continuationtoken lastevaluatedkey afterid @odata.nextlink")

// paged reports whether an answer says that it is a page of a longer list.
func paged(one reading) bool {
	header := one.exchange.Answer()
	if strings.Contains(header.Get("Link"), `rel="next"`) || strings.Contains(header.Get("Link"), "rel=next") {
		return true
	}
	for _, name := range []string{"X-Total-Count", "X-Total", "X-Next-Page", "X-Page", "X-Per-Page", "X-Next-Cursor", "Content-Range"} {
		if header.Get(name) != "" {
			return true
		}
	}
	return slices.ContainsFunc(one.document.Fields, func(field answer.Field) bool {
		return len(field.Path) <= 3 && !slices.Contains(field.Path, answer.Element) && slices.Contains(pageFields, plainName(field.Name()))
	})
}

func plainName(name string) string {
	return strings.NewReplacer("_", "", "-", "").Replace(strings.ToLower(name))
}

// reference matches lists that do not grow with what a product does.
var reference = regex.New(`(?i)(?:^|[/_.-])(?:countr(?:y|ies)|currenc(?:y|ies)|time-?_?zones?|languages?|locales?|states|regions?|provinces|cit(?:y|ies)|units?|categor(?:y|ies)|tags?|translations?|i18n|icons?|colou?rs?|enums?|options?|settings|config(?:uration)?|features?|flags?|schemas?|types?|airports?|banks?|holidays?|constants?|metadata|i18n|permissions?|roles?)(?:$|[/_.-])`)

// growing matches fields of what is added all the time.
var growing = regex.New(`(?i)^(?:(?:created|updated|modified|inserted|placed|ordered|posted|sent|published|paid|expires?)[_-]?(?:at|on|date|time)?|date|time|timestamp|.*(?:[_-]at|At))$`)

// grows reports whether a list's elements are records: they say when, or which one of
// many they are.
func grows(one reading, list answer.List) bool {
	if reference.MatchString(one.route) {
		return false
	}
	return slices.ContainsFunc(one.document.Fields, func(field answer.Field) bool {
		if len(field.Path) != len(list.Path)+2 || !slices.Equal(field.Path[:len(list.Path)], list.Path) {
			return false
		}
		name := field.Name()
		return growing.MatchString(name) || name == "id" || name == "_id" || name == "uuid"
	})
}
