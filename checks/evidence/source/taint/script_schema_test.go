package taint_test

import "testing"

// TestScriptSchemasOfOtherFiles are inputs whose schema stands elsewhere and gets more
// fields here: what those refuse is no flow, what they let through is one.
func TestScriptSchemasOfOtherFiles(t *testing.T) {
	t.Parallel()
	hold(t, "TSX", []sample{
		{"numbers and texts of a pattern do no harm", `
import { exec } from "child_process";
import { findOne, VOLUME_NAME } from "./schemas";
export const logs = router({
  read: procedure.input(findOne.extend({
    tail: z.number().int().min(1).default(100),
    since: z.string().regex(/^(all|\d+[smhd])$/, "no such time").default("all"),
    container: z.string().min(1).regex(/^[a-zA-Z0-9_-]+$/),
    volume: z.string().regex(VOLUME_NAME, "no such volume"),
  })).query(async ({ input }) => {
    exec("docker logs --tail " + input.tail);
    exec("docker logs --since " + input.since);
    exec("docker logs " + input.container);
    exec("docker volume rm " + input.volume);
  }),
});
`},
		{"free texts and the fields of the other file do", `
import { exec } from "child_process";
import { findOne } from "./schemas";
export const logs = router({
  read: procedure.input(findOne.extend({
    search: z.string().optional(),
    odd: z.string().regex(/docker/),
  })).query(async ({ input }) => {
    exec("docker logs " + input.search); // ! command
    exec("docker logs " + input.odd); // ! command
    exec("docker logs " + input.name); // ! command
  }),
});
`},
	})
}
