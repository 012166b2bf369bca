package export

import (
	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"

	"github.com/golive-app/golive/checks"
)

// fix renders a mechanical change of whole lines: the region ends at the start of
// the line behind them (SARIF 2.1.0, 3.30.5 and 3.57).
func fix(path string, change checks.Suggestion) *sarif.Fix {
	words := "Remove the code."
	if change.Text != "" {
		words = "Write it otherwise."
	}
	replaced := sarif.NewReplacement().
		WithDeletedRegion(sarif.NewRegion().WithStartLine(change.Line).WithStartColumn(1).WithEndLine(change.EndLine + 1).WithEndColumn(1)).
		WithInsertedContent(sarif.NewArtifactContent().WithText(change.Text))
	return sarif.NewFix().WithDescription(sarif.NewTextMessage(words)).AddArtifactChange(sarif.NewArtifactChange().
		WithArtifactLocation(sarif.NewArtifactLocation().WithURI(relativeURI(path)).WithURIBaseID(rootBase)).AddReplacement(replaced))
}
