package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/golive-app/golive/app/loadreport"
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/load"
)

// loadFlags are the flags of `golive load`.
type loadFlags struct {
	rps        float64
	duration   time.Duration
	warmUp     time.Duration
	users      int
	timeout    time.Duration
	thresholds []string
	method     string
	headers    []string
	body       string
	processes  int
	http2      bool
	follow     bool
	insecure   bool
	allowed    []string
	format     string
	out        string // directory
	quiet      bool
	checks     []string
	scenario   string
	baseline   string // file or directory
	limit      limitFlags

	named map[string]bool // flags that were given, whatever their value
}

func newLoad() *cobra.Command {
	var flags loadFlags
	command := &cobra.Command{
		Use:                   loadSynopsis,
		DisableFlagsInUseLine: true,
		Short:                 "Send requests at a rate, and say whether they were served",
		Long:                  loadHelp,
		Example:               loadExamples,
		Args: func(_ *cobra.Command, arguments []string) error {
			switch len(arguments) {
			case 1:
				return nil
			case 0:
				return usage(errors.New("load: which address? `golive load http://127.0.0.1:8080/ --rps 100 --duration 30s`"))
			default:
				return usage(fmt.Errorf("load takes one address, and was given %d: %s", len(arguments), strings.Join(arguments, " ")))
			}
		},
		RunE: func(command *cobra.Command, arguments []string) error {
			flags.named = map[string]bool{}
			for _, name := range []string{"rps", "duration", "warm-up", "users", "processes", "max-rps", "stage", "search-time"} {
				flags.named[name] = command.Flags().Changed(name)
			}
			return runLoad(command.Context(), arguments[0], flags, os.Stdout, os.Stderr)
		},
	}
	set := command.Flags()
	set.Float64Var(&flags.rps, "rps", 0, "requests a second, `N`")
	set.DurationVar(&flags.duration, "duration", 0, "how long, at that rate: `D` such as 30s or 5m")
	set.DurationVar(&flags.warmUp, "warm-up", 0, "time `D` before, in which the rate rises from nothing; it is told apart (default a tenth of the duration, at most 10s)")
	set.IntVar(&flags.users, "users", 0, "`N` users at once, each on a connection of its own (default as many as are needed, at most 1000)")
	set.DurationVar(&flags.timeout, "timeout", 10*time.Second, "the longest that a request may take, `D`, from when it is due")
	set.StringArrayVar(&flags.thresholds, "threshold", nil, "what must hold, such as p99<300ms or errors<=0.1%: `EXPRESSION`; may be repeated")
	set.StringVarP(&flags.method, "method", "X", "GET", "`METHOD` of the requests")
	set.StringArrayVarP(&flags.headers, "header", "H", nil, "header of the requests, `NAME: VALUE`; may be repeated")
	set.StringVarP(&flags.body, "body", "d", "", "body of the requests, `TEXT`, or @FILE")
	set.StringArrayVar(&flags.checks, "check", nil, "what answers must hold, such as 'body contains \"ok\"': `EXPRESSION`; may be repeated")
	set.StringVar(&flags.scenario, "scenario", "", "YAML `FILE` of what users do, in steps, in place of one request; paths begin at URL")
	set.BoolVar(&flags.http2, "http2", false, "speak HTTP/2, over http:// with prior knowledge")
	set.BoolVar(&flags.follow, "follow-redirects", false, "follow redirects on the same host")
	set.BoolVar(&flags.insecure, "insecure", false, "take any certificate")
	set.StringArrayVar(&flags.allowed, "allow-host", nil, "`HOST` that may be loaded beside this machine; may be repeated (GOLIVE_ALLOW_HOSTS)")
	set.IntVar(&flags.processes, "processes", 0, "`N` processes that send, each on one processor (default one for every 40000 requests a second)")
	set.StringVar(&flags.format, "format", "text", "`FORMAT`: text or json")
	set.StringVar(&flags.out, "out", "", "keep the result in this `DIR`: a page with charts, JSON, CSV and a histogram log")
	set.StringVar(&flags.baseline, "baseline", "", "hold the times against an earlier run: `FILE` in JSON, histogram log, or directory of --out")
	flags.limit.add(set)
	set.BoolVarP(&flags.quiet, "quiet", "q", false, "no progress")
	set.SortFlags = false
	return command
}

func runLoad(ctx context.Context, address string, flags loadFlags, out, messages *os.File) error {
	job, err := flags.job(address)
	if err != nil {
		return usage(err)
	}
	target, err := load.Resolve(ctx, net.DefaultResolver, job.service)
	if err != nil {
		return job.unloaded(out, flags, err)
	}
	named, err := flags.allowedHosts()
	if err != nil {
		return usage(err)
	}
	if err := target.Permit(named); err != nil {
		return usage(fmt.Errorf("%w; where it is yours to load, and not production, name it: --allow-host %s", err, job.service.Hostname()))
	}
	job.load.Addresses = target.Addresses
	if flags.out != "" {
		if job.kept, err = loadreport.Open(flags.out, time.Now()); err != nil {
			return usage(fmt.Errorf("--out %s: %w", flags.out, reasonOf(err)))
		}
		if job.baseline != nil {
			job.kept.Against(*job.baseline)
		}
	}
	if err := job.try(ctx); err != nil {
		return job.unloaded(out, flags, err)
	}
	program, err := os.Executable()
	if err != nil {
		return &exitError{exitFailure, fmt.Errorf("find this program: %w", err)}
	}
	progress := newProgress(messages, flags.quiet)
	live := loadProgress{progress: progress, plan: job.load.Plan, live: flags.live(messages)}
	fleet := load.Fleet{Command: []string{program, load.GeneratorCommand}, Generators: job.processes, Observe: live.observe}
	if job.kept != nil {
		fleet.Keep = job.kept.Keep
	}
	outcome, err := fleet.Run(ctx, job.load)
	if err != nil {
		progress.Done()
		return usage(err)
	}
	result := load.NewResult(job.service.String(), job.step(), outcome, job.thresholds)
	if job.baseline != nil {
		result.Baseline = job.baseline.Told(job.intent())
	}
	if flags.limit.find {
		limit, err := job.findLimit(ctx, flags, fleet, &live, result.Stage(outcome))
		if err != nil {
			progress.Done()
			return usage(err)
		}
		result.Limit = &limit
	}
	progress.Done()
	if err := errors.Join(writeLoad(out, result, flags.format), job.keep(result, outcome)); err != nil {
		return &exitError{exitFailure, err}
	}
	if job.kept != nil {
		progress.Say("the page with charts: " + job.kept.Page())
	}
	switch result.Verdict {
	case checks.Pass.String():
		return nil
	case checks.Fail.String():
		return &exitError{code: exitNotReady}
	default:
		return &exitError{code: exitUnknown}
	}
}

// newGenerateLoad returns the child process that generates load: it has a processor
// and a memory of its own. People never call it.
func newGenerateLoad() *cobra.Command {
	return &cobra.Command{
		Use: load.GeneratorCommand, Hidden: true, Args: cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			if err := load.ServeGenerator(command.Context(), command.InOrStdin(), command.OutOrStdout()); err != nil {
				return &exitError{exitFailure, err}
			}
			return nil
		},
	}
}
