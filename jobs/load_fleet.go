package jobs

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"runtime"
	"strconv"
	"time"

	"github.com/golive-app/golive/checks/evidence/load"
	"github.com/golive-app/golive/checks/evidence/load/scenario"
)

// LoadFleet is the engine: processes of this program, each on one processor.
type LoadFleet struct {
	Command []string // starts one of them
	Agent   string   // what requests name themselves
}

// How requests of a load test on the forge are sent.
const (
	loadTimeout     = 10 * time.Second // of a request, from when it is due
	loadConnections = 1000             // at once, at most
	loadOneSends    = 40_000           // requests a second that one process sends with room to spare
)

// Run implements LoadEngine. The addresses were permitted before, and nothing is
// looked up again.
func (f LoadFleet) Run(ctx context.Context, order LoadOrder, observe func(load.Second)) (LoadMeasured, error) {
	if len(f.Command) == 0 {
		return LoadMeasured{}, errors.New("this golive has no program that generates load")
	}
	port, err := strconv.ParseUint(order.Destination.Port(), 10, 16)
	if err != nil {
		return LoadMeasured{}, fmt.Errorf("port of %s: %w", order.Destination.Service.Host, err)
	}
	job := order.job(f.Agent)
	program, err := job.Program()
	if err != nil {
		return LoadMeasured{}, err
	}
	if program != nil {
		job.Plan.Flow = load.NewFlowPlan(program)
	}
	for _, address := range order.Destination.Addresses {
		job.Addresses = append(job.Addresses, netip.AddrPortFrom(address, uint16(port)))
	}
	if err := tryLoad(ctx, job, program); err != nil {
		return LoadMeasured{}, err
	}
	fleet := load.Fleet{Command: f.Command, Generators: min(order.RPS/loadOneSends+1, runtime.NumCPU()), Observe: observe}
	outcome, err := fleet.Run(ctx, job)
	if err != nil {
		return LoadMeasured{}, err
	}
	measured := LoadMeasured{Result: load.NewResult(order.URL, job.Method+" "+order.Destination.Service.EscapedPath(), outcome, order.Thresholds)}
	if ctx.Err() == nil {
		measured.Stopped = outcome.Stopped
	}
	return measured, nil
}

// tryLoad sends the request once before many of it are sent, or lets one user do all
// that users do.
func tryLoad(ctx context.Context, job load.Job, program *scenario.Program) error {
	request, err := job.Request()
	if err != nil {
		return err
	}
	transport, err := job.Transport()
	if err != nil {
		return err
	}
	if program != nil {
		return load.TryProgram(ctx, transport, program, request, job.Plan.Timeout)
	}
	err = load.Try(ctx, transport, request, job.Plan.Timeout)
	if errors.Is(err, load.ErrRedirects) {
		return fmt.Errorf("%w: write the path that it leads to into load.path", err)
	}
	return err
}
