package delivery

import (
	"context"
	"errors"

	"github.com/golive-app/golive/checks"
)

// readFiles hands the content of files to whatever readerOf returns for them; what it
// returns nothing for is not read. Files beyond the source's limit are named.
func readFiles(ctx context.Context, source checks.Source, readerOf func(checks.File) func(content []byte)) (tooLarge []string, err error) {
	for _, file := range source.Files() {
		read := readerOf(file)
		if read == nil {
			continue
		}
		content, err := source.Read(ctx, file.Path)
		switch {
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case errors.Is(err, checks.ErrTooLarge):
			tooLarge = append(tooLarge, file.Path)
		case err != nil:
			return nil, err
		default:
			read(content)
		}
	}
	return tooLarge, nil
}

// unreadFrom says what could not be read from GitHub for an item, and what mends it:
// the one grant that lacks, or another try.
func unreadFrom(item checks.ItemID, what, grant string, err error) checks.Missing {
	missing := checks.Missing{
		Connection: checks.ConnectionEnvironments, Reason: what + " could not be read from GitHub", Remedy: "`/golive rerun " + string(item) + "` when GitHub answers again.",
	}
	if errors.Is(err, checks.ErrForbidden) {
		missing.Reason += ": the App may not"
		missing.Remedy = "Grant the App `" + grant + "`."
	}
	return missing
}
