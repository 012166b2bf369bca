package performance

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/probe"
	"github.com/golive-app/golive/checks/evidence/probe/answer"
	"github.com/golive-app/golive/checks/evidence/source/project"
	"github.com/golive-app/golive/checks/wording"
)

// Bounds of what is asked.
const (
	mostPages = 5 // pages that are read for what they load
	mostMedia = 5 // files of the service's own that are asked for
)

// where a file stands that people uploaded.
type standing string

// The standings of a file.
const (
	standsOwn    standing = "own"    // the service answers it itself, as far as can be seen
	standsBehind standing = "behind" // at the service's address, and its headers are an object store's
	standsStore  standing = "store"  // at an object store, or a delivery network before one
	standsOther  standing = "other"  // at another host, of which nothing is known
)

// mediaFile is an address of a file that people uploaded, as far as its address tells.
type mediaFile struct {
	address  string
	host     string // empty: the service's own
	where    string // it was seen: "`GET /api/products`, `[].image`"
	standing standing
	store    string // its name
	exchange *checks.Exchange
}

// named is the request for a file of the service's own, without what may sign it.
func (m mediaFile) named() string {
	path, _, _ := strings.Cut(m.address, "?")
	return wording.Quoted("GET " + path)
}

// mediaSearch gathers addresses of files.
type mediaSearch struct {
	base  *url.URL
	files []mediaFile
	known map[string]bool
	read  int // answers
}

// mostFiles are remembered.
const mostFiles = 200

// add looks at an address. data says that it comes from an answer of an API, where what
// a build makes is rarely named.
func (m *mediaSearch) add(address, where string, data bool) {
	to, err := m.base.Parse(strings.TrimSpace(address))
	if err != nil || to.Scheme != "http" && to.Scheme != "https" || to.Host == "" || m.known[to.Scheme+to.Host+to.EscapedPath()] || len(m.files) == mostFiles || strangers.MatchString(to.Hostname()) {
		return
	}
	own := strings.EqualFold(to.Hostname(), m.base.Hostname())
	switch {
	case own && assets.MatchString(to.Path):
		return
	case own && !uploads.MatchString(to.Path) && !(data && answer.Media(to.Path)):
		return
	case !own && storeOf(to.Hostname()) == "" && !answer.Media(to.Path) && !uploads.MatchString(to.Path):
		return
	case !own && !data && assets.MatchString(to.Path):
		return
	}
	m.known[to.Scheme+to.Host+to.EscapedPath()] = true
	one := mediaFile{where: where, standing: standsOther, host: to.Hostname(), store: storeOf(to.Hostname())}
	switch {
	case own:
		one.address, one.host, one.standing = to.RequestURI(), "", standsOwn
	case one.store != "":
		one.standing = standsStore
	}
	m.files = append(m.files, one)
}

// pages lists the paths of pages that are read, of the product's routes.
func pagePaths(code *project.Project) []string {
	paths := []string{"/"}
	for _, one := range code.Routes().Routes {
		if one.Method != "GET" && one.Method != "PAGE" || one.Kind != "" && one.Kind != "page" || strings.ContainsAny(one.Path, "{*?") || probe.Acts(one.Path) || probe.Operational(one.Path) || strings.Contains(one.Path, "api") || slices.Contains(paths, one.Path) || !strings.HasPrefix(one.Path, "/") || one.Class != checks.ClassProduction {
			continue
		}
		if paths = append(paths, one.Path); len(paths) == mostPages {
			break
		}
	}
	return paths
}

// searchMedia reads pages and answers for addresses of files.
func searchMedia(ctx context.Context, look *probe.Look, code *project.Project) (*mediaSearch, error) {
	base, err := url.Parse(look.Address + "/")
	if err != nil {
		return nil, err
	}
	search := &mediaSearch{base: base, known: map[string]bool{}}
	for _, path := range pagePaths(code) {
		answers, err := look.Ask(ctx, checks.Probe{Path: path, Follow: path == "/"})
		if err != nil {
			return nil, err
		}
		if one := answers[0]; one.Status == http.StatusOK && probe.HTML(one) && (path == "/" || !probe.Same(look.Control, one)) {
			search.read++
			for _, address := range answer.Loads(one.Body()) {
				search.add(address, "`GET "+path+"`", false)
			}
		}
	}
	plan := planReadings(code)
	if err := askReadings(ctx, look, plan); err != nil {
		return nil, err
	}
	for index := range plan {
		one := &plan[index]
		if !one.read {
			continue
		}
		search.read++
		for _, field := range one.document.Fields {
			if field.Kind == answer.Text && (mediaNames.MatchString(field.Name()) || answer.Media(field.Value)) && (strings.HasPrefix(field.Value, "/") || strings.HasPrefix(field.Value, "http://") || strings.HasPrefix(field.Value, "https://")) {
				search.add(field.Value, one.named()+", `"+field.Written()+"`", true)
			}
		}
	}
	return search, nil
}

// askMedia asks for files at the service's own address: who answers them shows in the
// answer. Hosts that gave no consent are not asked.
func askMedia(ctx context.Context, look *probe.Look, search *mediaSearch) error {
	left := mostMedia
	for index := range search.files {
		one := &search.files[index]
		if one.standing != standsOwn || left == 0 {
			continue
		}
		left--
		exchange, err := ask(ctx, look, one.address)
		if err != nil {
			return err
		}
		one.exchange = &exchange
		one.settle(search.base)
	}
	// Those that were not asked tell nothing.
	search.files = slices.DeleteFunc(search.files, func(one mediaFile) bool { return one.standing == standsOwn && one.exchange == nil })
	return nil
}

func ask(ctx context.Context, look *probe.Look, address string) (checks.Exchange, error) {
	answers, err := look.Ask(ctx, checks.Probe{Method: http.MethodHead, Path: address})
	if err != nil {
		return checks.Exchange{}, err
	}
	if status := answers[0].Status; status == http.StatusMethodNotAllowed || status == http.StatusNotImplemented {
		if answers, err = look.Ask(ctx, checks.Probe{Path: address}); err != nil {
			return checks.Exchange{}, err
		}
	}
	return answers[0], nil
}

// settle tells from the answer who has the file.
func (m *mediaFile) settle(base *url.URL) {
	header := m.exchange.Answer()
	switch status := m.exchange.Status; {
	case status >= 300 && status < 400 && status != http.StatusNotModified:
		to, err := base.Parse(header.Get("Location"))
		if err != nil || strings.EqualFold(to.Hostname(), base.Hostname()) {
			m.exchange = nil // to itself: a login, another spelling
			return
		}
		m.host, m.standing, m.store = to.Hostname(), standsOther, storeOf(to.Hostname())
		if m.store != "" {
			m.standing = standsStore
		}
	case status != http.StatusOK && status != http.StatusPartialContent, probe.HTML(*m.exchange):
		m.exchange = nil // it is not there, or it is refused, or a page for every path
	default:
		if m.store = shownBy(header); m.store != "" {
			m.standing = standsBehind
		}
	}
}

// liveMediaStorage adds where staging's files stand to where the code puts them.
func liveMediaStorage(ctx context.Context, subject checks.Subject, code *project.Project, static checks.Observation) (checks.Observation, error) {
	look, err := probe.Enter(ctx, subject, &static)
	if err != nil || look == nil {
		return static, err
	}
	search, err := searchMedia(ctx, look, code)
	if err != nil {
		return checks.Observation{}, err
	}
	if err := askMedia(ctx, look, search); err != nil {
		return checks.Observation{}, err
	}
	trial, err := tryUpload(ctx, look, subject.Policy.Probes.Upload)
	if err != nil {
		return checks.Observation{}, err
	}
	stored, own := judgeMedia(look, search, trial.told())
	if trial.judge(own) {
		stored = !own
	} else if trial.told() {
		stored = false
	}
	return look.Join(static, func(one *checks.Finding) bool {
		return stored && (one == nil || slices.Contains([]string{"media.local-disk", "media.local-storage", "media.no-object-store"}, one.Rule))
	}), nil
}
