// Package browsertest opens golive's pages in a headless Chromium, for the tests
// of the demo's page and of the set-up's. Only tests import it.
package browsertest

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// limit bounds one test's browser: a page that never comes to what is waited for
// fails the test in place of hanging it.
const limit = 10 * time.Minute

// programs are the names under which distributions install the browser.
var programs = []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"}

// New starts a browser and returns the context for chromedp's actions; the
// browser ends with the test. The test is skipped where no Chromium is installed,
// and fails where a page's script throws or its content policy is violated.
func New(t testing.TB) context.Context {
	t.Helper()
	program := ""
	for _, name := range programs {
		if found, err := exec.LookPath(name); err == nil {
			program = found
			break
		}
	}
	if program == "" {
		t.Skip("no Chromium on this machine")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(program), chromedp.WindowSize(1280, 900),
		chromedp.Flag("disable-quic", true), chromedp.Flag("no-first-run", true),
	)
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox) // it refuses root otherwise
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), limit)
	ctx, closeBrowser := chromedp.NewExecAllocator(ctx, options...)
	ctx, closePage := chromedp.NewContext(ctx)
	complaints := listen(ctx)
	t.Cleanup(func() {
		closePage()
		closeBrowser()
		cancel()
		for _, complaint := range complaints() {
			t.Errorf("the browser complains: %s", complaint)
		}
	})
	if err := chromedp.Run(ctx, log.Enable()); err != nil {
		t.Fatalf("start %s: %v", program, err)
	}
	return ctx
}

// listen collects what a developer would see in red in the console.
func listen(ctx context.Context) (complaints func() []string) {
	var mutex sync.Mutex
	var found []string
	add := func(text string) {
		mutex.Lock()
		defer mutex.Unlock()
		found = append(found, text)
	}
	chromedp.ListenTarget(ctx, func(event any) {
		switch event := event.(type) {
		case *runtime.EventExceptionThrown:
			add(event.ExceptionDetails.Error())
		case *log.EventEntryAdded:
			// A failed request is the page's to show, and tests provoke some.
			if event.Entry.Level == log.LevelError && event.Entry.Source != log.SourceNetwork {
				add(fmt.Sprintf("%s: %s (%s)", event.Entry.Source, event.Entry.Text, event.Entry.URL))
			}
		}
	})
	return func() []string {
		mutex.Lock()
		defer mutex.Unlock()
		return found
	}
}

// Dark makes pages see a person who prefers dark colours.
func Dark() chromedp.Action {
	return emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}})
}

// Screenshot keeps a picture of the whole page as NAME.png in the directory that
// GOLIVE_SCREENSHOTS names; without it nothing is kept. It is for people to look at.
func Screenshot(t testing.TB, ctx context.Context, name string) {
	t.Helper()
	directory := os.Getenv("GOLIVE_SCREENSHOTS")
	if directory == "" {
		return
	}
	var picture []byte
	if err := chromedp.Run(ctx, chromedp.FullScreenshot(&picture, 100)); err != nil {
		t.Fatalf("picture of %s: %v", name, err)
	}
	if err := os.MkdirAll(directory, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(directory, name+".png"), picture, 0o644); err != nil {
		t.Fatal(err)
	}
}
