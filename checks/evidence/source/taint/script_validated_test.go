package taint_test

import "testing"

// TestScriptValidatedRequests are parts of a request that hold no free text by the time that
// a handler runs, for something else has looked at them.
func TestScriptValidatedRequests(t *testing.T) {
	t.Parallel()
	hold(t, "TypeScript", []sample{
		{"decorators of a body's class", `
import { Body, Controller, Post } from "@nestjs/common";
import { IsIn, IsString, IsUUID, Matches } from "class-validator";
import { exec } from "child_process";
class Input {
  @IsUUID() id: string;
  @IsIn(["a", "b"]) kind: string;
  @Matches(/^[a-z]+$/) slug: string;
  @Matches(/[a-z]/) loose: string;
  @IsString() name: string;
}
@Controller()
export class Orders {
  @Post()
  add(@Body() input: Input) {
    exec("ls " + input.id);
    exec("ls " + input.kind);
    exec("ls " + input.slug);
    exec("ls " + input.loose); // ! command
    exec("ls " + input.name); // ! command
  }
}`},
		{"checks of express-validator that somebody asks the result of", `
import { param, query, validationResult } from "express-validator";
import { exec } from "child_process";
app.get("/a/:id", param("id").isUUID(), query("name").isString(), (req, res) => {
  if (!validationResult(req).isEmpty()) return res.sendStatus(400);
  exec("ls " + req.params.id);
  exec("ls " + req.query.name); // ! command
});`},
		{"checks that nobody asks the result of", `
import { param, query } from "express-validator";
import { exec } from "child_process";
app.get("/a/:id", [param("id").isUUID(), query("page").toInt()], (req, res) => {
  exec("ls " + req.params.id); // ! command
  exec("ls " + req.query.page);
});`},
		{"celebrate", `
import { celebrate, Joi, Segments } from "celebrate";
import { exec } from "child_process";
app.get("/a/:id", celebrate({ [Segments.PARAMS]: Joi.object({ id: Joi.string().guid(), name: Joi.string() }) }), (req, res) => {
  exec("ls " + req.params.id);
  exec("ls " + req.params.name); // ! command
});`},
		{"the pattern of a route", `
import { exec } from "child_process";
app.get("/a/:id(\\d+)/:name(.*)", (req, res) => {
  exec("ls " + req.params.id);
  exec("ls " + req.params.name); // ! command
});`},
		{"schemas of Fastify", `
import Fastify from "fastify";
import { Type } from "@sinclair/typebox";
import { exec } from "child_process";
const app = Fastify();
app.get("/a/:id", { schema: { params: { type: "object", properties: { id: { type: "string", format: "uuid" }, name: { type: "string" } } } } }, async (request) => {
  exec("ls " + request.params.id);
  exec("ls " + request.params.name); // ! command
});
app.get("/b", { schema: { querystring: Type.Object({ kind: Type.Union([Type.Literal("a"), Type.Literal("b")]), name: Type.String() }) } }, async (request) => {
  exec("ls " + request.query.kind);
  exec("ls " + request.query.name); // ! command
});
app.route({ method: "GET", url: "/c", schema: { querystring: { type: "object", properties: { kind: { enum: ["a"] } } } }, handler: async (request) => {
  exec("ls " + request.query.kind);
  exec("ls " + request.query.name); // ! command
} });`},
	})
}
