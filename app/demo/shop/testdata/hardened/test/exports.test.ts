import request from "supertest";
import { describe, expect, it } from "vitest";

import { createApp } from "../src/app.js";

describe("exports", () => {
  it("are refused without a token", async () => {
    const response = await request(createApp()).get("/api/v1/exports/2026-10");
    expect(response.status).toBe(401);
  });
});
