package performance

import (
	"context"
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source/usage"
	"github.com/golive-app/golive/checks/snippet"
	"github.com/golive-app/golive/checks/wording"
)

// MediaStorage checks performance.media-storage: the files that people upload go to an
// object store, and not to the disk of the machine that took them in: in the code, and by
// the addresses that staging gives of them.
type MediaStorage struct {
	Manifests Manifests
	Projects  Projects
}

// NewMediaStorage returns the check.
func NewMediaStorage(manifests Manifests, projects Projects) *MediaStorage {
	return &MediaStorage{Manifests: manifests, Projects: projects}
}

// Observe reads the code for what takes files in, and for where it puts them.
func (m *MediaStorage) Observe(ctx context.Context, subject checks.Subject) (checks.Observation, error) {
	if subject.Source == nil {
		return unreadable, nil
	}
	code, err := m.Projects.Project(ctx, subject.Source)
	if err != nil {
		return checks.Observation{}, fmt.Errorf("looking for uploads: %w", err)
	}
	declared, err := m.Manifests.Declared(ctx, subject.Declaring())
	if err != nil {
		return checks.Observation{}, fmt.Errorf("looking for buckets: %w", err)
	}
	overview := code.Usage()
	observation := observeMediaStorage(subject, overview)
	if observation.NotApplicable != "" {
		return observation, nil
	}
	if made := buckets(declared.Terraform); len(made) > 0 {
		at := usage.Place{Path: made[0].Place().Path, Sign: usage.Sign{Line: made[0].Place().Line}}
		observation.Evidence = append(observation.Evidence, overview.Evidence(subject, checks.E2, checks.Neutral, wording.Counted(len(made), "bucket is", "buckets are")+" declared in Terraform ("+wording.Quoted(made[0].Label())+"); whether uploads go there, the code says", at))
	}
	observation.Findings = append(observation.Findings, listable(declared.Terraform)...)
	checks.SortFindings(observation.Findings)
	return liveMediaStorage(ctx, subject, code, observation)
}

//go:embed media_storage.md
var mediaStorageText string

var mediaStorageSnippets = sync.OnceValue(func() snippet.Book { return snippet.Parse(mediaStorageText) })

// mediaFacts are where files come from and go to.
type mediaFacts struct {
	taken []usage.Place // uploads, and columns that hold files
	cloud []usage.Place // object stores
	disk  []usage.Place // written to the machine's disk
	local []usage.Place // settings of a framework that keep files there
}

func mediaFactsOf(overview usage.Overview) mediaFacts {
	facts := mediaFacts{
		taken: slices.Concat(overview.Signs[usage.UploadTaken], overview.Signs[usage.StorageField]),
		cloud: slices.Clone(overview.Signs[usage.StorageCloud]),
		disk:  overview.Signs[usage.UploadDisk],
	}
	for _, one := range overview.Signs[usage.StorageSetting] {
		switch {
		case one.Development():
		case remoteBackend(one.Detail):
			facts.cloud = append(facts.cloud, one)
		default:
			facts.local = append(facts.local, one)
		}
	}
	return facts
}

// remoteBackend reports whether a storage of Django is an object store, by its name:
// django-storages' own, or one that a product derives from it
// (https://django-storages.readthedocs.io/en/latest/).
func remoteBackend(backend string) bool {
	lower := strings.ToLower(backend)
	if strings.HasPrefix(backend, "storages.backends.") {
		return !strings.Contains(lower, "ftp")
	}
	return slices.ContainsFunc([]string{"s3", "gcs", "gcloud", "google", "azure", "cloudinary", "boto"}, func(word string) bool {
		return strings.Contains(lower, word)
	})
}

// observeMediaStorage states what the facts mean for the item.
func observeMediaStorage(subject checks.Subject, overview usage.Overview) checks.Observation {
	facts := mediaFactsOf(overview)
	observation := checks.Observation{Missing: []checks.Missing{checks.Unvisited("no address of an uploaded file was read", "the role that signs this item uploads a file and looks at its address")}}
	if len(facts.taken)+len(facts.cloud)+len(facts.disk) == 0 && overview.Whole() && overview.Files > 0 {
		observation.NotApplicable = "no upload and no client of an object store found in " + overview.Searched() +
			" (looked for multipart middlewares, UploadFile, request.FILES, FormFile, columns of files, and the libraries of S3, Google Cloud, Azure, MinIO and others)"
		return observation
	}
	record := func(outcome checks.Outcome, summary string, places []usage.Place) {
		observation.Evidence = append(observation.Evidence, overview.Evidence(subject, checks.E2, outcome, summary, usage.First(places)))
	}
	if len(facts.taken) > 0 {
		record(checks.Neutral, fmt.Sprintf("%s files in, in %s", wording.Counted(len(facts.taken), "place takes", "places take"), wording.Counted(usage.FileCount(facts.taken), "file", "files")), facts.taken)
	}
	if len(facts.cloud) > 0 {
		named := stores(facts.cloud)
		summary := "files can go to " + wording.Listed(named, 4)
		if slices.ContainsFunc(facts.cloud, func(one usage.Place) bool { return one.Detail == "presigned" }) {
			summary += ", also by addresses that clients send them to directly"
		}
		grade := checks.E2
		if len(named) == 0 {
			grade, summary = checks.E1, "a part of the code is named for an object store; which library is behind it is not seen"
		}
		observation.Evidence = append(observation.Evidence, overview.Evidence(subject, grade, checks.Supports, summary, usage.First(facts.cloud)))
	}
	if temporary := overview.Signs[usage.UploadTemp]; len(temporary) > 0 {
		record(checks.Neutral, fmt.Sprintf("%s uploads to a temporary file first, which is in order", wording.Counted(len(temporary), "place writes", "places write")), temporary)
	}
	onDisk := slices.Concat(facts.disk, facts.local)
	observation.Findings = mediaFindings(subject, overview, facts)
	switch {
	case len(onDisk) > 0 && len(facts.cloud) == 0:
		record(checks.Refutes, fmt.Sprintf("uploads are kept on the machine's disk, and no object store is used in %s", overview.Searched()), onDisk)
		observation.Headline = "uploads are kept on the machine's disk"
		observation.Why = "A second instance does not see them, and a new container begins without them."
	case len(onDisk) > 0:
		record(checks.Neutral, "the machine's disk is one of the places that uploads can go to", onDisk)
		observation.Headline = "files go to " + storesText(facts.cloud) + ", or to the machine's disk"
		observation.Why = "Which of them production uses is decided by its configuration."
	case len(facts.cloud) > 0:
		observation.Headline = "files go to " + storesText(facts.cloud)
	case len(facts.taken) > 0:
		record(checks.Refutes, "files are taken in, and no object store is used in "+overview.Searched(), facts.taken)
		if writes := overview.Signs[usage.DiskWrite]; len(writes) > 0 {
			record(checks.Neutral, fmt.Sprintf("files are written to a disk in %s of other code", wording.Counted(usage.Total(writes), "place", "places")), writes)
		}
		observation.Headline = "uploads without an object store"
		observation.Why = "Files are taken in, and nothing sends them to S3 or its like."
	}
	return observation
}

// stores names the object stores.
func stores(places []usage.Place) []string {
	named := slices.DeleteFunc(usage.Libraries(places), func(name string) bool { return name == "Django" })
	for _, one := range places {
		if one.Library == "Django" && len(named) == 0 {
			named = append(named, wording.Quoted(one.Detail))
		}
	}
	return named
}

func storesText(places []usage.Place) string {
	if named := stores(places); len(named) > 0 {
		return wording.Listed(named, 3)
	}
	return "an object store by code of its own"
}

// mediaFindings are the places that keep uploads on the machine's disk.
func mediaFindings(subject checks.Subject, overview usage.Overview, facts mediaFacts) []checks.Finding {
	severity := checks.SeverityWarning
	if len(facts.cloud) > 0 {
		severity = checks.SeverityNotice // one of several places, which configuration chooses from
	}
	var findings []checks.Finding
	add := func(rule string, at usage.Place, message string) {
		remedy := mediaStorageSnippets().For("Send it to an object store, or give clients a signed address to send it to themselves. Keep the bucket private, and let a lifecycle rule end what is never used",
			at.Library, overview.Framework())
		findings = append(findings, usage.Finding(subject.Range, "media."+rule, severity, at, message, remedy))
	}
	for _, one := range facts.disk {
		message := "an upload is written to the machine's disk"
		if one.Detail != "" {
			message += " (" + wording.Quoted(one.Detail) + ")"
		}
		add("local-disk", one, message)
	}
	for _, one := range facts.local {
		if one.Detail == "MEDIA_ROOT" && (len(facts.local) > 1 || len(overview.Signs[usage.StorageField]) == 0) {
			continue // the storage's own setting says it already, or nothing is kept there
		}
		add("local-storage", one, fmt.Sprintf("%s keeps files on the machine's disk (%s)", one.Library, wording.Quoted(one.Detail)))
	}
	if len(findings)+len(facts.cloud) == 0 && len(facts.taken) > 0 {
		add("no-object-store", facts.taken[0], "files are taken in here, and no object store is used anywhere")
	}
	checks.SortFindings(findings)
	return findings
}
