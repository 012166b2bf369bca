package export

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"

	"github.com/golive-app/golive/checks"
)

// Limits of GitHub for what is uploaded to code scanning: above them the whole
// file is refused.
// https://docs.github.com/en/code-security/code-scanning/troubleshooting-sarif-uploads/results-exceed-limit
const (
	maxResults    = 25_000
	maxCompressed = 10_000_000 // bytes of the file after gzip
)

const (
	homepage = "https://github.com/golive-app/golive"
	rootBase = "%SRCROOT%" // the repository, wherever it is checked out
)

// writeSARIF writes SARIF 2.1.0 as GitHub code scanning takes it. What was found
// is a result; what could not be judged is a notification, so that an empty list
// of results never reads as "nothing wrong".
// https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
func writeSARIF(writer io.Writer, report checks.Report, options Options) error {
	data, err := fitSARIF(report, options, maxResults, maxCompressed)
	if err != nil {
		return err
	}
	_, err = writer.Write(data)
	return err
}

// fitSARIF encodes the report with as many results as the limits allow, the
// gravest first.
func fitSARIF(report checks.Report, options Options, results, compressed int) ([]byte, error) {
	for limit := results; ; limit /= 2 {
		var out bytes.Buffer
		if err := writeJSON(&out, newSARIF(report, options, limit)); err != nil {
			return nil, err
		}
		if out.Len() <= compressed || limit == 0 {
			return out.Bytes(), nil
		}
		size, err := gzipped(out.Bytes())
		if err != nil || size <= compressed {
			return out.Bytes(), err
		}
	}
}

func gzipped(data []byte) (int, error) {
	var packed bytes.Buffer
	packer := gzip.NewWriter(&packed)
	if _, err := packer.Write(data); err != nil {
		return 0, err
	}
	if err := packer.Close(); err != nil {
		return 0, err
	}
	return packed.Len(), nil
}

// newSARIF builds the document with at most so many results.
func newSARIF(report checks.Report, options Options, limit int) *sarif.Report {
	found := detections(report)
	dropped := max(0, len(found)-limit)
	found = found[:len(found)-dropped]

	rules := newRules(found)
	driver := sarif.NewToolComponent().WithName("golive").WithFullName(joined(" ", "golive", report.ToolVersion)).
		WithInformationURI(homepage).WithOrganization("golive").WithRules(rules.descriptors)
	if report.ToolVersion != "" {
		driver.WithVersion(report.ToolVersion)
	}
	run := sarif.NewRun().WithTool(sarif.NewTool().WithDriver(driver)).WithColumnKind("unicodeCodePoints")
	run.WithAutomationDetails(sarif.NewRunAutomationDetails().WithID(category(options.Only)).
		WithDescription(sarif.NewTextMessage("The go-live checklist of a release")))
	run.OriginalUriBaseIds = map[string]sarif.ArtifactLocation{
		rootBase: *sarif.NewArtifactLocation().WithDescription(sarif.NewTextMessage("The root of the repository")),
	}
	for _, one := range found {
		run.AddResult(one.result(rules))
	}
	invocation, descriptors := invocationOf(report, dropped)
	driver.WithNotifications(descriptors)
	run.AddInvocation(invocation)
	run.WithProperties(runProperties(report))
	if release := report.Release; release.SHA != "" && release.Repository.WebURL != "" {
		details := sarif.NewVersionControlDetails().WithRepositoryURI(release.Repository.WebURL).WithRevisionID(release.SHA)
		if release.HeadBranch != "" {
			details.WithBranch(release.HeadBranch)
		}
		if release.Tag != nil {
			details.WithRevisionTag(release.Tag.Name)
		}
		run.AddVersionControlProvenance(details)
	}
	return sarif.NewReport().AddRun(run)
}

// category keeps uploads of different questions apart: GitHub closes the alerts
// of a category that its next upload no longer has, so a look at one item must
// not close those of the others.
// https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning#runautomationdetails-object
func category(only []string) string {
	if len(only) == 0 {
		return "golive/"
	}
	names := slices.Clone(only)
	for index, name := range names {
		names[index] = strings.ToLower(strings.TrimSpace(name))
	}
	slices.Sort(names)
	return "golive/only " + strings.Join(slices.Compact(names), " ") + "/"
}

// runProperties tells the verdict, for those who read the file for it.
func runProperties(report checks.Report) *sarif.PropertyBag {
	bag := sarif.NewPropertyBag().Add("verdict", string(report.Standing()))
	for key, value := range map[string]string{"commit": report.Release.SHA, "tree": report.Release.Tree, "version": report.Release.Version} {
		if value != "" {
			bag.Add(key, value)
		}
	}
	for _, row := range report.Ready() {
		bag.Add(string(row.ID), fmt.Sprintf("%s: %s", row.Verdict, clean(row.Why)))
	}
	return bag
}
