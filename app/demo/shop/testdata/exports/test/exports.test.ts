import request from "supertest";
import { describe, expect, it } from "vitest";

import { createApp } from "../src/app.js";

describe("exports", () => {
  it("are CSV", async () => {
    const response = await request(createApp()).get("/api/v1/exports/2026-10");
    expect(response.type).toBe("text/csv");
  });
});
