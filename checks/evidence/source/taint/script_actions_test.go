package taint_test

import "testing"

func TestActionsOfSails(t *testing.T) {
	t.Parallel()
	hold(t, "JavaScript", []sample{
		{"inputs that may be anything", `
			const fs = require("fs");
			const path = require("path");
			module.exports = {
			  inputs: { id: { type: "number" }, name: { type: "string", required: true }, kind: { type: "string", isIn: ["a", "b"] } },
			  exits: { notFound: { responseType: "notFound" } },
			  async fn(inputs, exits) {
			    fs.createReadStream(path.join("/data", String(inputs.id)));
			    fs.createReadStream(path.join("/data", inputs.kind));
			    fs.createReadStream(path.join("/data", path.basename(inputs.name)));
			    return exits.success(fs.createReadStream(path.join("/data", inputs.name))); // ! path
			  },
			};`},
		{"an input that a pattern limits", `
			const fs = require("fs");
			module.exports = {
			  inputs: { name: { type: "string", regex: /^[0-9]+$/ } },
			  exits: { notFound: { statusCode: 404 } },
			  fn: async function ({ name }) {
			    return fs.createReadStream("/data/" + name);
			  },
			};`},
		{"a helper, which no request reaches", `
			const fs = require("fs");
			module.exports = {
			  inputs: { name: { type: "string" } },
			  exits: { notFound: {} },
			  async fn(inputs) {
			    return fs.createReadStream("/data/" + inputs.name);
			  },
			};`},
	})
}
