package browser

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"

	"github.com/golive-app/golive/checks"
)

//go:embed look.js
var lookScript string

// look says what is to be seen of the page now. It runs in a world of its own, in which
// the page's scripts can change nothing.
func look(ctx context.Context) (shown checks.Shown, ready bool, err error) {
	tree, err := page.GetFrameTree().Do(ctx)
	if err != nil {
		return checks.Shown{}, false, fmt.Errorf("reading the page: %w", err)
	}
	world, err := page.CreateIsolatedWorld(tree.Frame.ID).WithWorldName("golive").Do(ctx)
	if err != nil {
		return checks.Shown{}, false, nil // it is on its way to another page
	}
	object, threw, err := runtime.Evaluate(lookScript).WithContextID(world).WithReturnByValue(true).Do(ctx)
	if err != nil || threw != nil {
		return checks.Shown{}, false, ctx.Err()
	}
	var seen struct {
		Text     string
		Pictures int
		Busy     bool
		Ready    bool
	}
	if err := json.Unmarshal(object.Value, &seen); err != nil {
		return checks.Shown{}, false, fmt.Errorf("reading the page: %w", err)
	}
	return checks.Shown{Text: seen.Text, Pictures: seen.Pictures, Busy: seen.Busy}, seen.Ready, nil
}
