package taint_test

import "testing"

func TestEachProcedureHasItsOwnInput(t *testing.T) {
	t.Parallel()
	facts := read(t, "TypeScript", `import { exec } from "node:child_process";
import { z } from "zod";
export const router = t.router({
  start: t.procedure.input(z.object({ name: z.string() })).mutation(({ input }) => { exec("start " + input.name); }),
  stop: t.procedure.input(z.object({ name: z.string() })).mutation(({ input }) => { exec("stop " + input.name); }),
});
`)
	if len(facts.Flows) != 2 {
		t.Fatalf("%d flows, want 2", len(facts.Flows))
	}
	for _, flow := range facts.Flows {
		if flow.Source.Line != flow.Sink.Line {
			t.Errorf("what line %d runs is said to come in on line %d", flow.Sink.Line, flow.Source.Line)
		}
	}
}
