package loadreport

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/golive-app/golive/app/browsertest"
	"github.com/golive-app/golive/checks/evidence/load"
)

// ran is a run of so many seconds with one that nobody answered in, as the engine
// gathers it.
func ran(t *testing.T, seconds int, keep func(*load.Interval)) load.Outcome {
	t.Helper()
	plan := load.Plan{Rate: 100, WarmUp: 2 * time.Second, Duration: time.Duration(seconds-2) * time.Second, Timeout: time.Second, MostConnections: 10}
	gathering := load.NewGathering(plan, 1, keep)
	for index := range seconds {
		interval := &load.Interval{
			Index: index + 1, Start: time.Duration(index) * time.Second, End: time.Duration(index+1) * time.Second,
			Offered: 100, Answered: 100, WarmUp: load.NewTally(), Measured: load.NewTally(),
		}
		if index == 4 {
			interval.Answered = 0
		} else {
			for request := range 100 {
				tally := interval.Measured
				if index < 2 {
					tally = interval.WarmUp
				}
				tally.Response.Record(time.Duration(request+1) * time.Duration(index+1) * 100 * time.Microsecond)
				tally.Service.Record(time.Duration(request+1) * 80 * time.Microsecond)
			}
		}
		gathering.Add(0, interval)
	}
	gathering.Add(0, &load.Interval{Index: seconds + 1, Start: time.Duration(seconds) * time.Second, End: time.Duration(seconds)*time.Second + time.Millisecond, Answered: 90, WarmUp: load.NewTally(), Measured: load.NewTally()})
	gathering.End(0, load.Ending{Connections: 7})
	return gathering.Outcome()
}

// reported writes a run into a directory.
func reported(t *testing.T, seconds int, address string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a", "load")
	directory, err := Open(path, time.Date(2026, 11, 29, 8, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	outcome := ran(t, seconds, directory.Keep)
	outcome.Example[load.WrongStatus] = "</script><b>status 503"
	result := load.NewResult(address, "GET /", outcome, load.DefaultThresholds(100))
	result.FailureReasons = append(result.FailureReasons, load.FailureCount{Name: "status", Count: 3, Example: outcome.Example[load.WrongStatus]})
	if err := directory.Finish(result, outcome); err != nil {
		t.Fatal(err)
	}
	return path
}

func read(t *testing.T, path, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(path, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func TestADirectoryHoldsTheWholeResult(t *testing.T) {
	t.Parallel()
	path := reported(t, 10, "http://shop.test/")
	var result struct{ Schema, Verdict string }
	if err := json.Unmarshal([]byte(read(t, path, ResultFile)), &result); err != nil || result.Schema != "golive.load/1" {
		t.Errorf("%+v, %v", result, err)
	}
	seconds := strings.Split(strings.TrimSpace(read(t, path, SecondsFile)), "\n")
	if len(seconds) != 12 || seconds[0] != "start_s,length_s,warm_up,offered,served,failed,p50_ms,p99_ms" || seconds[1] != "0.000,1.000,true,100,100,0,5.003,9.903" || !strings.HasPrefix(seconds[5], "4.000,1.000,false,100,0,") {
		t.Errorf("%q", seconds)
	}
	if log := read(t, path, LogFile); strings.Count(log, "HISTFAAA") != 9 || strings.Count(log, "Tag=warm-up") != 2 {
		t.Errorf("%d histograms", strings.Count(log, "HISTFAAA"))
	}
	page := read(t, path, PageFile)
	for _, says := range []string{"Load test of http://shop.test/", "2026-11-29 08:00:00 UTC", "Requests a second", "Response times", "All requests", "Percentiles", "p99.9"} {
		if !strings.Contains(page, says) {
			t.Errorf("the page does not say %q", says)
		}
	}
}

// The page is one file: it asks nobody for anything, and runs nothing.
func TestThePageNeedsNoNetwork(t *testing.T) {
	t.Parallel()
	page := read(t, reported(t, 10, `http://shop.test/?a=<script>alert(1)</script>&b="x`), PageFile)
	if found := regexp.MustCompile(`(?i)<(script|link|img|iframe|object)|\b(src|href)=|url\(|@import|\bon\w+=`).FindString(page); found != "" {
		t.Errorf("the page holds %q", found)
	}
	decoder := xml.NewDecoder(strings.NewReader(page))
	decoder.Strict, decoder.AutoClose, decoder.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	for {
		if _, err := decoder.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
}

// However long a run is, the picture stays inside its frame and of a bounded size.
func TestPicturesStayInTheirFrame(t *testing.T) {
	t.Parallel()
	for _, seconds := range []int{3, 60, mostColumns + 50} { // of the last, two are drawn as one
		page := read(t, reported(t, seconds, "http://shop.test/"), PageFile)
		if len(page) > 3<<20 {
			t.Errorf("%d seconds: %d bytes", seconds, len(page))
		}
		points := regexp.MustCompile(`points="([^"]*)"`).FindAllStringSubmatch(page, -1)
		if len(points) != 7 {
			t.Errorf("%d seconds: %d lines", seconds, len(points))
		}
		for _, line := range points {
			for _, point := range strings.Fields(line[1]) {
				x, y, _ := strings.Cut(point, ",")
				across, err := strconv.ParseFloat(x, 64)
				down, err2 := strconv.ParseFloat(y, 64)
				if err != nil || err2 != nil || !(across >= left && across <= width-right && down >= top && down <= height-bottom) {
					t.Fatalf("%d seconds: a point at %s", seconds, point)
				}
			}
		}
	}
}

func TestARunOfNothingHasAPage(t *testing.T) {
	t.Parallel()
	path := t.TempDir()
	directory, err := Open(path, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	outcome := load.NewGathering(load.Plan{Rate: 1}, 1, nil).Outcome()
	if err := directory.Finish(load.NewResult("http://shop.test/", "GET /", outcome, nil), outcome); err != nil {
		t.Fatal(err)
	}
	if page := read(t, path, PageFile); strings.Contains(page, "NaN") || strings.Contains(page, "<svg") {
		t.Error(page)
	}
}

func TestThePageInABrowser(t *testing.T) {
	t.Parallel()
	browser := browsertest.New(t)
	path := reported(t, 30, "http://shop.test/")
	var title string
	var pictures, cells int
	if err := chromedp.Run(browser, chromedp.Navigate("file://"+filepath.Join(path, PageFile)), chromedp.Title(&title),
		chromedp.Evaluate(`[...document.querySelectorAll("svg")].filter(s => s.getBoundingClientRect().height > 100).length`, &pictures),
		chromedp.Evaluate(`document.querySelectorAll("rect.cell").length`, &cells)); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(title, "load test of http://shop.test/") || pictures != 4 || cells < 100 {
		t.Errorf("%q, %d pictures, %d cells", title, pictures, cells)
	}
}
