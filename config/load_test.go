package config_test

import (
	"testing"
	"time"

	"github.com/golive-app/golive/config"
)

func TestWhatALoadTestAsksForByItself(t *testing.T) {
	t.Parallel()
	load := config.Load{TargetRPS: 10000}
	if load.SteadyTime() != 5*time.Minute || load.RampTime() != 30*time.Second || load.MostRPS() != 10000 || load.RequestPath() != "/" {
		t.Errorf("%s steady after %s, at most %d of %s", load.SteadyTime(), load.RampTime(), load.MostRPS(), load.RequestPath())
	}
	if load.SLO.MostErrors() != 1 || load.SLO.P95Time() != 0 || load.SLO.P99Time() != 0 {
		t.Errorf("%g %% of errors, p95 %s, p99 %s", load.SLO.MostErrors(), load.SLO.P95Time(), load.SLO.P99Time())
	}
}

func TestWhatALoadTestAsksForWhereThePolicySays(t *testing.T) {
	t.Parallel()
	load := config.Load{TargetRPS: 100, MaxRPS: 120, Steady: "10m", Ramp: "1m30s", Path: "/orders", SLO: config.LoadSLO{P95: "150ms", P99: "0.3s", Errors: "0 %"}}
	if load.SteadyTime() != 10*time.Minute || load.RampTime() != 90*time.Second || load.MostRPS() != 120 || load.RequestPath() != "/orders" {
		t.Errorf("%s steady after %s, at most %d of %s", load.SteadyTime(), load.RampTime(), load.MostRPS(), load.RequestPath())
	}
	if load.SLO.MostErrors() != 0 || load.SLO.P95Time() != 150*time.Millisecond || load.SLO.P99Time() != 300*time.Millisecond {
		t.Errorf("%g %% of errors, p95 %s, p99 %s", load.SLO.MostErrors(), load.SLO.P95Time(), load.SLO.P99Time())
	}
}
