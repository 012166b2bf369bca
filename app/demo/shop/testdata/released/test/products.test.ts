import request from "supertest";
import { describe, expect, it } from "vitest";

import { createApp } from "../src/app.js";

describe("products", () => {
  it("never lists more than a hundred", async () => {
    const response = await request(createApp()).get("/api/v1/products?limit=1000");
    expect(response.status).toBe(400);
  });

  it("has an error page of its own", async () => {
    const response = await request(createApp()).get("/nowhere").set("Accept", "text/html");
    expect(response.status).toBe(404);
    expect(response.text).toContain("We do not have that page");
  });
});
